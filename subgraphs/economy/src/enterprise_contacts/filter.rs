//! Which contacts with enterprises, and in which order.

use qianzhan_network::{
    Date,
    database::{Sql, push_contains, push_equals},
    page::{KeyKind, Order, OrderField, SortColumn, SortDirection, SortKey},
    region::{RecordFilter, RowPlace},
    text_enum,
};
use serde::Deserialize;

use super::{EnterpriseContact, EnterpriseContactStatus};

/// `EnterpriseContactFilter` of the contract.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct EnterpriseContactFilter {
    year: Option<i64>,
    status: Option<EnterpriseContactStatus>,
    director_id: Option<String>,
    member_id: Option<String>,
    form_overdue_on: Option<Date>,
    enterprise_contains: Option<String>,
}

impl RecordFilter for EnterpriseContactFilter {
    type Field = EnterpriseContactOrderField;

    const PLACE: RowPlace = RowPlace::Nowhere;

    fn restrict(&self, sql: &mut Sql) {
        if let Some(year) = self.year {
            sql.push(" AND year = ").push_bind(year);
        }
        if let Some(status) = self.status {
            push_equals(sql, "status", status.as_text());
        }
        if let Some(director_id) = &self.director_id {
            sql.push(" AND director_id = ").push_bind(director_id);
        }
        if let Some(member_id) = &self.member_id {
            sql.push(" AND member_id = ").push_bind(member_id);
        }
        if let Some(form_overdue_on) = self.form_overdue_on {
            sql.push(" AND form_received_on IS NULL AND form_due_on < ").push_bind(form_overdue_on);
        }
        if let Some(text) = &self.enterprise_contains {
            push_contains(sql, "enterprise", text);
        }
    }
}

text_enum! {
    /// Sort keys of contacts with enterprises.
    EnterpriseContactOrderField {
        /// 编号
        Id = "ID",
        /// 企业（按字符编码）
        Enterprise = "ENTERPRISE",
    }
}

impl OrderField for EnterpriseContactOrderField {
    type Record = EnterpriseContact;

    const DEFAULT: Order<Self> =
        Order { field: Self::Enterprise, direction: SortDirection::Ascending };

    fn column(self) -> SortColumn {
        match self {
            Self::Enterprise => SortColumn::new(*b"ne", "enterprise", KeyKind::Text),
            Self::Id => SortColumn::new(*b"ni", "id", KeyKind::Text),
        }
    }

    fn key_of(self, contact: &EnterpriseContact) -> SortKey {
        match self {
            Self::Enterprise => SortKey::Text(contact.enterprise.clone()),
            Self::Id => SortKey::Text(contact.id.to_string()),
        }
    }
}
