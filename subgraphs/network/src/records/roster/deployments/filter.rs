//! Which deployments, and in which order.

use serde::Deserialize;

use super::{Deployment, PlatformRole};
use crate::{
    database::{Sql, push_equals},
    record_order,
    region::{Level, RecordFilter, RowPlace},
};

/// `DeploymentFilter` of the contract.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct DeploymentFilter {
    role: Option<PlatformRole>,
    member_level: Option<Level>,
    is_current: Option<bool>,
}

impl RecordFilter for DeploymentFilter {
    type Field = DeploymentOrderField;

    const PLACE: RowPlace = RowPlace::Code("locality_code");

    fn restrict(&self, sql: &mut Sql) {
        if let Some(role) = self.role {
            push_equals(sql, "role", role.as_text());
        }
        if let Some(level) = self.member_level {
            push_equals(sql, "member_level", level.as_text());
        }
        match self.is_current {
            Some(true) => sql.push(" AND to_on IS NULL"),
            Some(false) => sql.push(" AND to_on IS NOT NULL"),
            None => sql,
        };
    }
}

record_order! {
    /// Sort keys of deployments.
    DeploymentOrderField of Deployment, Id Ascending {
        /// 编号
        Id = "ID": id b"di",
        /// 起始日
        From = "FROM": from_on b"df",
    }
}
