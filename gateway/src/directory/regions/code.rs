//! A region code: 6 digits (GB/T 2260), 9 for a township, 12 for a village.
//!
//! Containment is prefix containment once the trailing zero pairs of a 6-digit code are dropped:
//! `620000` is `62`, `621100` is `6211`, and `62` holds `6211`, `621122` and `621122101`.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::error::RegionError;

/// Digits of a division that the national standard lists: province, city, county.
const DIVISION_DIGITS: usize = 6;
const TOWNSHIP_DIGITS: usize = 9;
const VILLAGE_DIGITS: usize = 12;

/// Most characters of a refused text that an error repeats.
const SHOWN_CHARS: usize = 24;

/// A well-formed region code. The order is that of the text, so a region comes before all it holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegionCode {
    /// ASCII digits, then zero bytes.
    digits: [u8; VILLAGE_DIGITS],
    len: u8,
}

impl RegionCode {
    /// Reads a code.
    ///
    /// # Errors
    /// [`RegionError::CodeInvalid`] unless the text is 6, 9 or 12 ASCII digits, does not begin with
    /// `00`, and, when longer than 6, does not end in `000` (such a text repeats a shorter code).
    pub fn parse(text: &str) -> Result<Self, RegionError> {
        let bytes = text.as_bytes();
        let is_code = matches!(bytes.len(), DIVISION_DIGITS | TOWNSHIP_DIGITS | VILLAGE_DIGITS)
            && bytes.iter().all(u8::is_ascii_digit)
            && !bytes.starts_with(b"00")
            && (bytes.len() == DIVISION_DIGITS || !bytes.ends_with(b"000"));
        if !is_code {
            return Err(RegionError::CodeInvalid { text: shorten(text) });
        }
        let mut digits = [0; VILLAGE_DIGITS];
        digits[..bytes.len()].copy_from_slice(bytes);
        let len = u8::try_from(bytes.len()).expect("at most 12");
        Ok(Self { digits, len })
    }

    /// The region in a key: a region code, or an id, which begins with its owner's code and a hyphen
    /// (`621122-…`).
    ///
    /// # Errors
    /// [`RegionError::CodeInvalid`] if the key does not begin with a code.
    pub fn of_key(key: &str) -> Result<Self, RegionError> {
        let code = key.split_once('-').map_or(key, |(code, _)| code);
        Self::parse(code).map_err(|_| RegionError::CodeInvalid { text: shorten(key) })
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let digits = &self.digits[..usize::from(self.len)];
        std::str::from_utf8(digits).expect("only ASCII digits are let in")
    }

    /// The code without the trailing zero pairs of its 6-digit form: `62`, `6211`, `621122`,
    /// `621122101`.
    #[must_use]
    pub fn prefix(&self) -> &str {
        let mut prefix = self.as_str();
        if prefix.len() == DIVISION_DIGITS {
            while let Some(shorter) = prefix.strip_suffix("00") {
                prefix = shorter;
            }
        }
        prefix
    }

    /// Whether `other` is this region or lies inside it.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        other.prefix().starts_with(self.prefix())
    }

    /// Whether the code has 6 digits: a division that the national standard lists.
    #[must_use]
    pub fn is_division(&self) -> bool {
        usize::from(self.len) == DIVISION_DIGITS
    }

    /// Whether the code has 12 digits: a village or community.
    #[must_use]
    pub fn is_village(&self) -> bool {
        usize::from(self.len) == VILLAGE_DIGITS
    }

    /// Every code around this one whose prefix is shorter, the longest first: `621122101` gives
    /// `621122`, `621100`, `620000`. Whether any of them is a region is for the table to say.
    pub(super) fn enclosing(self) -> impl Iterator<Item = Self> {
        let own_digits = self.prefix().len();
        [TOWNSHIP_DIGITS, DIVISION_DIGITS, 4, 2]
            .into_iter()
            .filter(move |digits| *digits < own_digits)
            .map(move |digits| self.keep(digits))
    }

    /// The code whose first digits are these, filled up with zeros to a 6-digit code.
    fn keep(self, digits_kept: usize) -> Self {
        let len = digits_kept.max(DIVISION_DIGITS);
        let mut digits = [0; VILLAGE_DIGITS];
        digits[..len].fill(b'0');
        digits[..digits_kept].copy_from_slice(&self.digits[..digits_kept]);
        Self { digits, len: u8::try_from(len).expect("at most 12") }
    }
}

fn shorten(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN_CHARS).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

impl fmt::Display for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RegionCode({})", self.as_str())
    }
}

impl FromStr for RegionCode {
    type Err = RegionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl Serialize for RegionCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for RegionCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> RegionCode {
        RegionCode::parse(text).expect("a region code")
    }

    #[test]
    fn only_six_nine_or_twelve_digits_are_a_code() {
        for text in ["620000", "621122", "621122101", "621122101201", "110000"] {
            assert_eq!(code(text).as_str(), text);
        }
        for text in [
            "",
            "62",
            "6211",
            "62112",
            "6211221",
            "62112２",
            "62112a",
            " 621122",
            "-21122",
            "000000",
            "001122",
            "621122000",
            "621122101000",
            "6211221012011",
        ] {
            let error = RegionCode::parse(text).expect_err(text);
            assert_eq!(error.code(), "REGION_CODE_INVALID", "{text}");
        }
    }

    #[test]
    fn a_long_text_is_cut_short_in_the_error() {
        let error = RegionCode::parse(&"九".repeat(10_000)).expect_err("not a code");
        assert!(error.to_string().len() < 500);
    }

    #[test]
    fn the_region_of_a_key_is_what_stands_before_the_hyphen() {
        for (key, expected) in [
            ("621122", Some("621122")),
            ("621122-committee", Some("621122")),
            ("621122-0190-7abc", Some("621122")),
            ("-621122", None),
            ("committee", None),
            ("62112-x", None),
        ] {
            let region = RegionCode::of_key(key).ok();
            assert_eq!(region, expected.map(code), "{key}");
        }
    }

    #[test]
    fn containment_is_prefix_containment() {
        for (outer, inner, expected) in [
            ("620000", "620000", true),
            ("620000", "621100", true),
            ("620000", "621122101201", true),
            ("621100", "621122", true),
            ("621100", "620000", false),
            ("621100", "621202", false),
            ("621122", "621122101", true),
            ("621122", "621123101", false),
            ("621122101", "621122101201", true),
            ("621122101", "621122", false),
            ("620000", "630000", false),
            ("620200", "620201101", true),
        ] {
            assert_eq!(code(outer).contains(&code(inner)), expected, "{outer} contains {inner}");
        }
    }

    #[test]
    fn enclosing_codes_come_nearest_first() {
        for (text, expected) in [
            ("620000", vec![]),
            ("621100", vec!["620000"]),
            ("621122", vec!["621100", "620000"]),
            ("621122101", vec!["621122", "621100", "620000"]),
            ("621122101201", vec!["621122101", "621122", "621100", "620000"]),
        ] {
            let enclosing: Vec<String> = code(text).enclosing().map(|c| c.to_string()).collect();
            assert_eq!(enclosing, expected, "{text}");
        }
    }

    #[test]
    fn a_region_sorts_before_all_it_holds() {
        let mut codes = ["621122101", "621200", "621122", "620000", "621100"].map(code);
        codes.sort_unstable();
        let texts = codes.map(|code| code.to_string());
        assert_eq!(texts, ["620000", "621100", "621122", "621122101", "621200"]);
    }
}
