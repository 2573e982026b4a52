//! Which links, and in which order.

use qianzhan_network::{
    database::{Sql, push_equals},
    record_order,
    region::{RecordFilter, RowPlace},
};
use serde::Deserialize;

use super::{PartyLink, PartyLinkTier};

/// `PartyLinkFilter` of the contract.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct PartyLinkFilter {
    tier: Option<PartyLinkTier>,
    from_id: Option<String>,
    to_id: Option<String>,
    is_current: Option<bool>,
}

impl RecordFilter for PartyLinkFilter {
    type Field = PartyLinkOrderField;

    const PLACE: RowPlace = RowPlace::Nowhere;

    fn restrict(&self, sql: &mut Sql) {
        if let Some(tier) = self.tier {
            push_equals(sql, "tier", tier.as_text());
        }
        if let Some(from) = &self.from_id {
            sql.push(" AND from_id = ").push_bind(from);
        }
        if let Some(to) = &self.to_id {
            sql.push(" AND to_member_id = ").push_bind(to);
        }
        match self.is_current {
            Some(true) => sql.push(" AND until IS NULL"),
            Some(false) => sql.push(" AND until IS NOT NULL"),
            None => sql,
        };
    }
}

record_order! {
    /// Sort keys of links.
    PartyLinkOrderField of PartyLink, Id Ascending {
        /// 编号
        Id = "ID": id b"xi",
        /// 起始日
        Since = "SINCE": since b"xs",
    }
}
