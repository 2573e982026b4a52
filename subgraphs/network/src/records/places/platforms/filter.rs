//! Which platforms, and in which order.

use serde::Deserialize;

use super::{Platform, PlatformKind, PlatformStatus};
use crate::{
    database::{Sql, push_contains, push_equals},
    record_order,
    region::{RecordFilter, RowPlace},
};

/// `PlatformFilter` of the contract.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct PlatformFilter {
    kinds: Option<Vec<PlatformKind>>,
    status: Option<PlatformStatus>,
    is_compliant: Option<bool>,
    name_contains: Option<String>,
    is_granted_not_launched: Option<bool>,
    without_plan_for: Option<i64>,
}

impl RecordFilter for PlatformFilter {
    type Field = PlatformOrderField;

    const PLACE: RowPlace = RowPlace::Code("locality_code");

    fn restrict(&self, sql: &mut Sql) {
        if let Some(kinds) = &self.kinds {
            sql.push(" AND id IN (SELECT platform_id FROM plaques WHERE kind IN ");
            sql.push_keys(kinds);
            sql.push(")");
        }
        if let Some(status) = self.status {
            push_equals(sql, "status", status.as_text());
        }
        if let Some(is_compliant) = self.is_compliant {
            sql.push(" AND is_compliant = ").push_bind(is_compliant);
        }
        if let Some(text) = &self.name_contains {
            push_contains(sql, "name", text);
        }
        match self.is_granted_not_launched {
            Some(true) => sql.push(" AND status IN ('PLAQUE_GRANTED', 'POSTPONED')"),
            Some(false) => sql.push(" AND status NOT IN ('PLAQUE_GRANTED', 'POSTPONED')"),
            None => sql,
        };
        if let Some(year) = self.without_plan_for {
            sql.push(" AND id NOT IN (SELECT platform_id FROM annual_plans WHERE year = ");
            sql.push_bind(year).push(")");
        }
    }
}

record_order! {
    /// Sort keys of platforms.
    PlatformOrderField of Platform, Id Ascending {
        /// 编号
        Id = "ID": id b"pi",
        /// 名称
        Name = "NAME": name b"pn",
        /// 首块牌子授牌日期
        GrantedOn = "GRANTED_ON": granted_on b"pg",
    }
}
