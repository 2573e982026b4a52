//! `policy.toml`: what the owner writes. Unknown keys are refused.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{DataClass, Effect, ServiceRules};
use crate::{
    callers::{CallerRelation, CallerRole},
    text_column::{impl_text_schema, text_enum},
    writes::PublicWriteRules,
};

text_enum! {
    /// A role as a policy names it: those of callers, and that of a caller without any.
    PolicyRole {
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
        /// 无角色
        None = "NONE",
    }
}

impl_text_schema!(CallerRelation, PolicyRole, DataClass);

impl From<CallerRole> for PolicyRole {
    fn from(role: CallerRole) -> Self {
        match role {
            CallerRole::Leader => Self::Leader,
            CallerRole::Analyst => Self::Analyst,
            CallerRole::Office => Self::Office,
            CallerRole::Clerk => Self::Clerk,
            CallerRole::Member => Self::Member,
            CallerRole::Admin => Self::Admin,
        }
    }
}

/// 站点的策略文件。 / The policy of a site.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PolicyFile {
    /// 规则，先写者先用；都不适用时用内置规则。 / Rules; the first that applies decides, and where none does, the built-in ones.
    pub rules: Vec<Rule>,
    /// 人数太小时如何给出。 / How counts of people are told.
    pub cells: CellRules,
    /// 是否提供服务。 / Whether the site serves.
    pub service: ServiceRules,
    /// 公众可以多常写入。 / How often the public may write.
    pub public_writes: PublicWriteRules,
}

/// 一条规则：对谁、对什么、给到何种程度。所列皆符合才适用；不写的一项不作限制。 / A rule: to whom, of what, how much. It applies where everything that it lists fits; what it does not list fits all.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// 调用者与记录所有者的关系。 / How the caller stands to the owner of the record.
    #[serde(default)]
    pub relations: Option<Vec<CallerRelation>>,
    /// 调用者的角色；有多个角色的，取给得最多的一个；`NONE` 为没有角色。 / Roles of the caller; who has several is given what the best of them is. `NONE` is a caller without roles.
    #[serde(default)]
    pub roles: Option<Vec<PolicyRole>>,
    /// 字段的类别。 / Classes of fields.
    #[serde(default)]
    pub classes: Option<Vec<DataClass>>,
    /// 类型或字段，如 `Deployment`、`Member.employer`。 / Types or fields, such as `Deployment` or `Member.employer`.
    #[serde(default)]
    pub fields: Option<Vec<String>>,
    /// 给到何种程度。 / How much.
    pub effect: Effect,
}

/// 人数如何给出：小于 `minimum` 的不给，其余取整到 `minimum` 的倍数。 / How counts of people are told: those below `minimum` are not, the others are rounded to a multiple of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CellRules {
    /// 可以给出的最小人数；0 或 1 为不限。缺省 5。 / Smallest count that is told; 0 or 1 tells all. Default 5.
    pub minimum: u32,
    /// 对哪些关系给出确数。缺省 SELF、SUPERIOR。 / To whom counts are told exactly. Default SELF and SUPERIOR.
    pub exact_for: Vec<CallerRelation>,
}

impl Default for CellRules {
    fn default() -> Self {
        Self { minimum: 5, exact_for: vec![CallerRelation::Own, CallerRelation::Superior] }
    }
}

/// A policy file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyFileError {
    /// It is not TOML, or not of this shape.
    #[error("第 {line_no} 行 / line {line_no}: {message}")]
    Syntax {
        /// Line, from 1.
        line_no: usize,
        /// What is wrong.
        message: String,
    },
    /// Rules name types or fields that the site's contracts do not have.
    #[error("契约中没有 / the contracts do not have: {}", .names.join(", "))]
    UnknownFields {
        /// The names.
        names: Vec<String>,
    },
    /// It withdraws contracts that the site does not serve.
    #[error("站点没有契约 / the site does not serve the contracts: {}", .names.join(", "))]
    UnknownContracts {
        /// The names.
        names: Vec<String>,
    },
    /// It suspends or withdraws, and does not say why.
    #[error("暂停或撤回须写明理由 / suspending and withdrawing need a reason")]
    ReasonMissing,
    /// The contracts that it is for cannot be served.
    #[error("契约不可用 / the contracts cannot be served: {reason}")]
    Contracts {
        /// Why.
        reason: String,
    },
    /// It is there and cannot be read.
    #[error("无法读取 / cannot be read: {reason}")]
    Unreadable {
        /// Why.
        reason: String,
    },
}

impl PolicyFileError {
    /// The stable code of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Syntax { .. } => "POLICY_SYNTAX_INVALID",
            Self::UnknownFields { .. } => "POLICY_FIELD_UNKNOWN",
            Self::UnknownContracts { .. } => "POLICY_CONTRACT_UNKNOWN",
            Self::ReasonMissing => "POLICY_REASON_MISSING",
            Self::Contracts { .. } => "CONTRACTS_UNUSABLE",
            Self::Unreadable { .. } => "POLICY_UNREADABLE",
        }
    }
}

impl PolicyFile {
    /// Reads the text of a policy file.
    ///
    /// # Errors
    /// [`PolicyFileError::Syntax`] with the line.
    pub fn parse(text: &str) -> Result<Self, PolicyFileError> {
        toml::from_str(text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start).min(text.len());
            let lines = text.as_bytes()[..start].iter().filter(|it| **it == b'\n').count();
            let message = error.message().trim_end().replace('\n', "; ");
            PolicyFileError::Syntax { line_no: 1 + lines, message }
        })
    }
}

impl Rule {
    /// Whether the rule applies to a field, or to the existence of a type's records where `field`
    /// is none.
    pub(super) fn applies(
        &self,
        relation: CallerRelation,
        role: PolicyRole,
        class: DataClass,
        type_name: &str,
        field: Option<&str>,
    ) -> bool {
        fn fits<T: PartialEq>(listed: &Option<Vec<T>>, value: T) -> bool {
            listed.as_ref().is_none_or(|listed| listed.contains(&value))
        }
        let names_it = |name: &String| match name.split_once('.') {
            Some((of_type, of_field)) => of_type == type_name && Some(of_field) == field,
            None => name == type_name,
        };
        fits(&self.relations, relation)
            && fits(&self.roles, role)
            && fits(&self.classes, class)
            && self.fields.as_ref().is_none_or(|listed| listed.iter().any(names_it))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checked_in_schema_is_current() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("policy.schema.json");
        let schema = schemars::schema_for!(PolicyFile).to_value();
        if std::env::var_os("UPDATE_GENERATED").is_some() {
            let text = serde_json::to_string_pretty(&schema).expect("a schema serializes") + "\n";
            std::fs::write(&path, text).expect("the schema is written");
        }
        let checked_in = std::fs::read_to_string(&path).expect("the file is checked in");
        // Which order keys have depends on the features that other crates ask of the serializer.
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&checked_in).ok(),
            Some(schema),
            "subgraphs/network/policy.schema.json is stale: run this test with UPDATE_GENERATED=1"
        );
    }

    #[test]
    fn a_mistake_is_named_with_its_line() {
        let error = PolicyFile::parse("[cells]\nminimum = 5\n\n[[rules]]\neffect = \"no\"\n");
        let PolicyFileError::Syntax { line_no, message } = error.expect_err("it is none") else {
            panic!("it is no syntax error");
        };
        assert_eq!(line_no, 5);
        assert!(message.contains("allow") && message.contains("count-only"), "{message}");
    }
}
