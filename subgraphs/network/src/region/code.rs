//! Region codes by GB/T 2260 and GB/T 10114: 6 digits to a county, 9 to a township, 12 to a village.
//! Containment is containment of prefixes once trailing zero groups go: `620000` is `62`,
//! `621100` is `6211`, `621122101000` is `621122101`.

use std::{fmt, str::FromStr};

use crate::text_column::impl_text_column;

/// A region code of 6, 9 or 12 digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RegionCode {
    digits: [u8; 12],
    length: u8,
}

impl RegionCode {
    /// The code as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.digits[..usize::from(self.length)]).expect("ASCII digits")
    }

    /// The digits that tell the region: the code without its trailing zero groups.
    #[must_use]
    pub fn prefix(&self) -> &str {
        let mut prefix = self.as_str();
        for (length, zeros) in [(12, "000"), (9, "000"), (6, "00"), (4, "00")] {
            if prefix.len() == length {
                prefix = prefix.strip_suffix(zeros).unwrap_or(prefix);
            }
        }
        prefix
    }

    /// Whether `other` is this region or lies inside it.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        other.prefix().starts_with(self.prefix())
    }

    /// Whether the region is a township, a village or their like.
    #[must_use]
    pub fn is_below_county(&self) -> bool {
        self.prefix().len() > 6
    }

    pub(crate) fn as_text(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Debug for RegionCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "RegionCode({})", self.as_str())
    }
}

impl fmt::Display for RegionCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// A text that is no region code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "区划代码格式不对：`{text}`，应为 6、9 或 12 位数字 / malformed region code `{text}`: expected 6, 9 or 12 digits"
)]
pub struct RegionCodeError {
    /// What was found.
    pub text: String,
}

impl FromStr for RegionCode {
    type Err = RegionCodeError;

    fn from_str(text: &str) -> Result<Self, RegionCodeError> {
        let is_code = matches!(text.len(), 6 | 9 | 12)
            && text.bytes().all(|byte| byte.is_ascii_digit())
            && !text.starts_with("00");
        if !is_code {
            return Err(RegionCodeError { text: text.chars().take(32).collect() });
        }
        let mut digits = [b'0'; 12];
        digits[..text.len()].copy_from_slice(text.as_bytes());
        Ok(Self { digits, length: text.len() as u8 })
    }
}

impl_text_column!(RegionCode);

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> RegionCode {
        text.parse().expect("a region code")
    }

    #[test]
    fn trailing_zero_groups_drop() {
        for (text, prefix) in [
            ("620000", "62"),
            ("621100", "6211"),
            ("621122", "621122"),
            ("620200", "6202"),
            ("621120", "621120"),
            ("621122101", "621122101"),
            ("621122100", "621122100"),
            ("621122101000", "621122101"),
            ("621122101205", "621122101205"),
            ("621122000", "621122"),
            ("620000000000", "62"),
        ] {
            assert_eq!(code(text).prefix(), prefix, "{text}");
        }
    }

    #[test]
    fn containment_is_containment_of_prefixes() {
        for (outer, inner, is_inside) in [
            ("620000", "621122", true),
            ("621100", "621122", true),
            ("621122", "621122", true),
            ("621122", "621122101", true),
            ("621122101", "621122", false),
            ("621100", "621202", false),
            ("621122", "621100", false),
            ("620200", "620201", true),
        ] {
            assert_eq!(code(outer).contains(&code(inner)), is_inside, "{outer} over {inner}");
        }
    }

    #[test]
    fn other_shapes_are_refused() {
        for text in ["", "62", "6211", "62112", "62112２", "621122-1", "000000", "6211221012051"] {
            assert!(text.parse::<RegionCode>().is_err(), "{text}");
        }
    }
}
