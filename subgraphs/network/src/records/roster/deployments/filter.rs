//! Which deployments, and in which order.

use serde::Deserialize;

use super::{Deployment, PlatformRole};
use crate::{
    database::{Sql, push_equals},
    page::{KeyKind, Order, OrderField, SortColumn, SortDirection, SortKey},
    region::{Level, RecordFilter, RowPlace},
    text_column::text_enum,
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

text_enum! {
    /// Sort keys of deployments.
    DeploymentOrderField {
        /// 编号
        Id = "ID",
        /// 起始日
        From = "FROM",
    }
}

impl OrderField for DeploymentOrderField {
    type Record = Deployment;

    const DEFAULT: Order<Self> = Order { field: Self::Id, direction: SortDirection::Ascending };

    fn column(self) -> SortColumn {
        match self {
            Self::Id => SortColumn::new(*b"di", "id", KeyKind::Text),
            Self::From => SortColumn::new(*b"df", "from_on", KeyKind::Text),
        }
    }

    fn key_of(self, deployment: &Deployment) -> SortKey {
        match self {
            Self::Id => SortKey::Text(deployment.id.to_string()),
            Self::From => SortKey::Text(deployment.from_on.to_string()),
        }
    }
}
