//! What sites kept back from the caller.

use serde::Serialize;

/// How a site kept a value back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum How {
    /// It is null.
    Withheld,
    /// A text shows part of it.
    Masked,
    /// A connection has no items.
    CountOnly,
    /// A count of people is small, and null.
    Suppressed,
    /// A count of people is rounded.
    Rounded,
}

impl How {
    /// All of them.
    const ALL: [Self; 5] =
        [Self::Withheld, Self::Masked, Self::CountOnly, Self::Suppressed, Self::Rounded];

    /// As the specification spells it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Withheld => "WITHHELD",
            Self::Masked => "MASKED",
            Self::CountOnly => "COUNT_ONLY",
            Self::Suppressed => "SUPPRESSED",
            Self::Rounded => "ROUNDED",
        }
    }

    /// Reads what the specification spells.
    #[must_use]
    pub fn from_spec_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|how| how.name() == name)
    }
}

/// A field of which something was kept back.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct WithheldField {
    /// `Type.field`.
    pub field: String,
    /// How.
    pub how: How,
}

/// What one site kept back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WithheldAtSite {
    /// The site.
    pub site: String,
    /// Its first region.
    pub region: String,
    /// Its name.
    pub name: String,
    /// The fields, in order, each once for each way.
    pub fields: Vec<WithheldField>,
}
