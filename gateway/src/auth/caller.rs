//! Who asks: a subject, the region that it speaks for, and its roles.

use std::{collections::BTreeSet, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::directory::RegionCode;

/// Subject of a caller who showed no token.
const ANONYMOUS: &str = "anonymous";

/// Who asks. What it may see is for the owner of a record to say.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Caller {
    /// Name that the issuer gives it; `anonymous` without a token.
    pub subject: String,
    /// The region that it speaks for.
    pub region: Option<RegionCode>,
    /// What it is there.
    pub roles: BTreeSet<Role>,
}

/// What a caller is in its region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Role {
    /// Leads the organisation.
    Leader,
    /// Asks across levels, for reports.
    Analyst,
    /// Its office.
    Office,
    /// Keeps its records.
    Clerk,
    /// One of its members.
    Member,
    /// Runs its systems.
    Admin,
}

/// A text that is no role.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{text}` 不是角色，应为 {names} 之一 / `{text}` is not a role: one of {names}",
    names = Role::ALL.map(Role::as_str).join(", ")
)]
pub struct RoleError {
    /// The text.
    pub text: String,
}

impl Caller {
    /// The caller of a request without a token.
    #[must_use]
    pub fn anonymous() -> Self {
        Self { subject: ANONYMOUS.to_owned(), region: None, roles: BTreeSet::new() }
    }
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 6] =
        [Self::Leader, Self::Analyst, Self::Office, Self::Clerk, Self::Member, Self::Admin];

    /// Its name in tokens.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Leader => "LEADER",
            Self::Analyst => "ANALYST",
            Self::Office => "OFFICE",
            Self::Clerk => "CLERK",
            Self::Member => "MEMBER",
            Self::Admin => "ADMIN",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Role {
    type Err = RoleError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|role| role.as_str() == text)
            .ok_or_else(|| RoleError { text: text.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_role_has_one_name_in_text_and_json() {
        for role in Role::ALL {
            assert_eq!(role.as_str().parse(), Ok(role));
            assert_eq!(json!(role), json!(role.as_str()));
        }
        for text in ["", "leader", "ROOT", "LEADER "] {
            assert_eq!(text.parse::<Role>(), Err(RoleError { text: text.to_owned() }), "{text}");
        }
    }
}
