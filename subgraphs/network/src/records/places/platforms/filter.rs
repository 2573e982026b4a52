//! Which platforms, and in which order.

use serde::Deserialize;

use super::{Platform, PlatformKind, PlatformStatus, SixHasStatus};
use crate::{
    database::{Sql, push_contains, push_equals},
    date::Date,
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
    six_has_status: Option<SixHasStatus>,
    six_has_checked_before: Option<Date>,
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
        if let Some(status) = self.six_has_status {
            sql.push(" AND ");
            push_six_has_status(sql, status);
        }
        if let Some(day) = self.six_has_checked_before {
            sql.push(" AND id NOT IN (SELECT platform_id FROM six_has_checks WHERE checked_on >= ");
            sql.push_bind(day).push(")");
        }
    }
}

/// What of `platforms` was checked by itself since the county verified it, if ever.
const IS_SELF_CHECKED: &str = "EXISTS (SELECT 1 FROM six_has_self_checks AS own \
     WHERE own.platform_id = platforms.id AND NOT EXISTS (SELECT 1 FROM six_has_checks AS verified \
     WHERE verified.platform_id = platforms.id AND verified.checked_on >= own.checked_on))";
const IS_VERIFIED: &str =
    "EXISTS (SELECT 1 FROM six_has_checks AS verified WHERE verified.platform_id = platforms.id)";

/// Adds a condition: the platform of `platforms` has come so far, as [`SixHasStatus`] has it.
pub(crate) fn push_six_has_status(sql: &mut Sql, status: SixHasStatus) {
    match status {
        SixHasStatus::SelfChecked => sql.push(IS_SELF_CHECKED),
        SixHasStatus::Unchecked => {
            sql.push(format_args!("NOT {IS_SELF_CHECKED} AND NOT {IS_VERIFIED}"))
        }
        SixHasStatus::Compliant => {
            sql.push(format_args!("NOT {IS_SELF_CHECKED} AND {IS_VERIFIED} AND is_compliant"))
        }
        SixHasStatus::NotCompliant => {
            sql.push(format_args!("NOT {IS_SELF_CHECKED} AND {IS_VERIFIED} AND NOT is_compliant"))
        }
    };
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
