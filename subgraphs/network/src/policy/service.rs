//! Whether the owner has the site serve at all: suspended as a whole, or with contracts withdrawn.
//! Spec: docs/jurisdiction-spec.md, "Suspending and withdrawing".

use schemars::JsonSchema;
use serde::Deserialize;

use super::{FieldTable, PolicyFileError, fields::FieldIndex};

/// 站点是否提供服务。 / Whether the site serves.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ServiceRules {
    /// 暂停全站的理由；写了即暂停。 / Why the whole site is suspended; it is where this is written.
    pub suspended: Option<String>,
    /// 撤回的契约。 / Contracts that are withdrawn.
    pub withdrawn: Vec<Withdrawal>,
}

/// 撤回的一个契约：凡用到只属于它的字段的调用，一律拒绝。 / A contract that is withdrawn: calls that use fields of it alone are refused.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    /// 契约名，如 `county`。 / Its name, such as `county`.
    pub contract: String,
    /// 理由。 / Why.
    pub reason: String,
}

/// A call that the owner has the site refuse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ServiceRefusal {
    Suspended { reason: String },
    Withdrawn { contract: String, reason: String },
}

impl ServiceRefusal {
    pub(crate) const fn code(&self) -> &'static str {
        match self {
            Self::Suspended { .. } => "SITE_SUSPENDED",
            Self::Withdrawn { .. } => "CONTRACT_WITHDRAWN",
        }
    }

    pub(crate) fn reason(&self) -> &str {
        match self {
            Self::Suspended { reason } | Self::Withdrawn { reason, .. } => reason,
        }
    }

    /// The text for clients.
    pub(crate) fn message(&self) -> String {
        match self {
            Self::Suspended { reason } => {
                format!("站点暂停服务：{reason} / the site is suspended: {reason}")
            }
            Self::Withdrawn { contract, reason } => format!(
                "站点已撤回契约 `{contract}`：{reason} / the site withdrew the contract `{contract}`: {reason}"
            ),
        }
    }
}

/// The rules over the fields of a site.
#[derive(Debug)]
pub(super) struct Service {
    pub(super) rules: ServiceRules,
    /// Place of the withdrawal of each field; empty where nothing is withdrawn.
    by_field: Box<[Option<usize>]>,
}

impl Service {
    /// # Errors
    /// [`PolicyFileError`] if a contract is none of the site's, or a reason is empty.
    pub(super) fn new(fields: &FieldTable, rules: ServiceRules) -> Result<Self, PolicyFileError> {
        let reasons = rules.withdrawn.iter().map(|it| &it.reason).chain(&rules.suspended);
        if reasons.into_iter().any(|reason| reason.trim().is_empty()) {
            return Err(PolicyFileError::ReasonMissing);
        }
        let is_unknown = |name: &&String| fields.fields_only_of(name).is_none();
        let names = rules.withdrawn.iter().map(|it| &it.contract);
        let names: Vec<String> = names.filter(is_unknown).cloned().collect();
        if !names.is_empty() {
            return Err(PolicyFileError::UnknownContracts { names });
        }
        let mut by_field = vec![None; if rules.withdrawn.is_empty() { 0 } else { fields.len() }];
        for (place, withdrawal) in rules.withdrawn.iter().enumerate() {
            for field in fields.fields_only_of(&withdrawal.contract).into_iter().flatten() {
                by_field[*field] = Some(place);
            }
        }
        Ok(Self { rules, by_field: by_field.into() })
    }

    /// Why no call is answered.
    pub(super) fn suspended(&self) -> Option<ServiceRefusal> {
        let reason = self.rules.suspended.clone()?;
        Some(ServiceRefusal::Suspended { reason })
    }

    /// Why no call that uses the field is answered.
    pub(super) fn withdrawn(&self, field: FieldIndex) -> Option<ServiceRefusal> {
        let place = (*self.by_field.get(field)?)?;
        let Withdrawal { contract, reason } = self.rules.withdrawn[place].clone();
        Some(ServiceRefusal::Withdrawn { contract, reason })
    }
}
