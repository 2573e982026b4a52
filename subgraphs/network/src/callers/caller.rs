//! A caller: the person or system on whose behalf a call is made.

use crate::{region::RegionCode, text_column::text_enum};

text_enum! {
    /// What a caller does in the office or committee of their region.
    CallerRole {
        /// 领导
        Leader = "LEADER",
        /// 分析人员
        Analyst = "ANALYST",
        /// 办公室
        Office = "OFFICE",
        /// 经办人员
        Clerk = "CLERK",
        /// 委员
        Member = "MEMBER",
        /// 管理员
        Admin = "ADMIN",
    }
}

/// Subject of a caller who did not say who they are.
const ANONYMOUS: &str = "anonymous";

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Who, as the issuer of their identity names them.
    pub subject: String,
    /// Region that they belong to; none for the public.
    pub region: Option<RegionCode>,
    /// Their roles there, each once, in the order of [`CallerRole::ALL`].
    pub roles: Vec<CallerRole>,
    /// The gateway that signed the call; none at a site that takes unsigned calls.
    pub issuer: Option<String>,
    /// What tells their network address from others, if the gateway says: of writes only, and not the
    /// address itself.
    pub origin: Option<String>,
}

impl Caller {
    /// A caller of whom nothing is known, as at a site that takes unsigned calls.
    #[must_use]
    pub fn anonymous() -> Self {
        Self {
            subject: ANONYMOUS.to_owned(),
            region: None,
            roles: Vec::new(),
            issuer: None,
            origin: None,
        }
    }

    /// Whether nothing is known of who they are.
    #[must_use]
    pub fn is_anonymous(&self) -> bool {
        self.subject == ANONYMOUS && self.region.is_none()
    }

    /// Whether the caller has any of these roles.
    #[must_use]
    pub fn has_any_role(&self, roles: &[CallerRole]) -> bool {
        roles.iter().any(|role| self.roles.contains(role))
    }
}
