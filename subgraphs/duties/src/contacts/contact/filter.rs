//! Which contacts, and in which order.

use qianzhan_network::{
    database::{Sql, push_contains, push_equals},
    record_order,
    region::{RecordFilter, RowPlace},
};
use serde::Deserialize;

use super::{Contact, ContactStatus};

/// `ContactFilter` of the contract.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct ContactFilter {
    member_id: Option<String>,
    status: Option<ContactStatus>,
    is_sectoral: Option<bool>,
    period: Option<String>,
    name_contains: Option<String>,
}

impl RecordFilter for ContactFilter {
    type Field = ContactOrderField;

    const PLACE: RowPlace = RowPlace::Code("locality_code");

    fn period(&self) -> Option<(&'static str, &str)> {
        self.period.as_deref().map(|period| ("registered_on", period))
    }

    fn restrict(&self, sql: &mut Sql) {
        if let Some(member) = &self.member_id {
            sql.push(" AND member_id = ").push_bind(member);
        }
        if let Some(status) = self.status {
            push_equals(sql, "status", status.as_text());
        }
        if let Some(is_sectoral) = self.is_sectoral {
            sql.push(" AND is_sectoral = ").push_bind(is_sectoral);
        }
        if let Some(text) = &self.name_contains {
            push_contains(sql, "name", text);
        }
    }
}

record_order! {
    /// Sort keys of contacts.
    ContactOrderField of Contact, Id Ascending {
        /// 编号
        Id = "ID": id b"ki",
        /// 登记日期
        RegisteredOn = "REGISTERED_ON": registered_on b"kr",
    }
}
