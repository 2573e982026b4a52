//! Ids of records: `<region code of the owner>-<rest>`, such as `621122-0190f2ab…`.
//! The code tells which site owns the record; the rest is opaque.

use std::{fmt, str::FromStr};

use uuid::Uuid;

use crate::{region::RegionCode, text_column::impl_text_column};

/// Longest id accepted, in bytes: a code, a hyphen, and room for any identifier scheme.
const MAX_BYTES: usize = 80;

/// The id of one record; it begins with the six digits of its owner's region code.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordId(String);

impl RecordId {
    /// A new id of a record that a committee owns, by its region.
    #[must_use]
    pub fn new(region: &RegionCode) -> Self {
        Self(format!("{region}-{}", Uuid::now_v7().hyphenated()))
    }

    /// The id of a region's committee, such as `621122-committee`.
    #[must_use]
    pub fn committee(region: RegionCode) -> Self {
        Self(format!("{region}-committee"))
    }

    /// The region whose site owns the record.
    #[must_use]
    pub fn region(&self) -> RegionCode {
        self.0[..6].parse().expect("checked when the id was parsed")
    }

    /// The whole id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn as_text(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A text that is no id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "编号格式不对：`{text}`，应为“六位区划代码-其余” / malformed id `{text}`: expected six digits of a region code, a hyphen and the rest"
)]
pub struct RecordIdError {
    /// What was found.
    pub text: String,
}

impl FromStr for RecordId {
    type Err = RecordIdError;

    fn from_str(text: &str) -> Result<Self, RecordIdError> {
        let is_opaque_part = |rest: &str| {
            !rest.is_empty()
                && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
        };
        match text.split_once('-') {
            Some((code, rest))
                if text.len() <= MAX_BYTES
                    && code.len() == 6
                    && code.parse::<RegionCode>().is_ok()
                    && is_opaque_part(rest) =>
            {
                Ok(Self(text.to_owned()))
            }
            _ => Err(RecordIdError { text: text.chars().take(MAX_BYTES).collect() }),
        }
    }
}

impl_text_column!(RecordId);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_begin_with_a_region_code() {
        for (text, is_id) in [
            ("621122-committee", true),
            ("621122-0190f2ab-77aa-7000-8000-000000000001", true),
            ("621122-", false),
            ("621122", false),
            ("62112-x", false),
            ("621122101-x", false),
            ("000000-x", false),
            ("621122-x y", false),
            ("621122-'; DROP TABLE members", false),
            ("陇西-x", false),
        ] {
            assert_eq!(text.parse::<RecordId>().is_ok(), is_id, "{text}");
        }
        assert!(format!("621122-{}", "x".repeat(80)).parse::<RecordId>().is_err());
    }

    #[test]
    fn the_region_is_the_owners() {
        let id: RecordId = "621122-committee".parse().expect("an id");
        assert_eq!(id.region().to_string(), "621122");
        assert_eq!(RecordId::committee(id.region()), id);
    }
}
