//! What a rule grants, and what that means for one field.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a rule grants, the most first.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// 给出 / the value.
    Allow,
    /// 遮蔽 / a text that shows part of the value; what is no text is withheld.
    Mask,
    /// 只给数目 / counts, and no values.
    CountOnly,
    /// 不给 / nothing.
    Withhold,
}

impl Effect {
    /// As a policy file spells it.
    #[must_use]
    pub const fn as_text(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Mask => "mask",
            Self::CountOnly => "count-only",
            Self::Withhold => "withhold",
        }
    }
}

/// What is done with one field, the most given first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Decision {
    /// The value is given.
    Allow,
    /// A masked text is given.
    Mask,
    /// A connection is given without its items.
    CountOnly,
    /// Null is given.
    Withhold,
}

impl Decision {
    /// As the command line prints it.
    #[must_use]
    pub const fn as_text(self) -> &'static str {
        match self {
            Self::Allow => "ALLOW",
            Self::Mask => "MASK",
            Self::CountOnly => "COUNT_ONLY",
            Self::Withhold => "WITHHOLD",
        }
    }
}

/// What kind of value a field has, as far as it matters to what may be kept back of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ValueKind {
    /// A text, which can be masked.
    Text,
    /// A connection of records, which can be counted without its items.
    Connection,
    /// A number computed from records.
    Figure,
    /// Anything else: all or nothing.
    Whole,
}

impl ValueKind {
    /// What an effect means for a value of this kind.
    pub(crate) const fn decide(self, effect: Effect) -> Decision {
        match (effect, self) {
            (Effect::Allow, _) | (Effect::CountOnly, Self::Figure) => Decision::Allow,
            (Effect::Mask, Self::Text) => Decision::Mask,
            (Effect::Mask | Effect::CountOnly, Self::Connection) => Decision::CountOnly,
            _ => Decision::Withhold,
        }
    }

    /// The most that is given of what leads to records of which no more than their existence's
    /// effect is told: their number is told by a connection, all else tells that they are there.
    pub(crate) const fn lead(self, existence: Effect) -> Decision {
        match (existence, self) {
            (Effect::Allow | Effect::Mask, _) => Decision::Allow,
            (Effect::CountOnly, Self::Connection) => Decision::CountOnly,
            (Effect::CountOnly | Effect::Withhold, _) => Decision::Withhold,
        }
    }
}
