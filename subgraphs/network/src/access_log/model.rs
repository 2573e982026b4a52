//! A call, before and after it is in the log.

use std::{collections::BTreeMap, sync::Arc};

use sqlx::FromRow;

use crate::{
    callers::{Caller, CallerRelation},
    impl_insert_row,
};

/// What is to be logged of a call.
#[derive(Debug, Clone)]
pub struct AccessEntry {
    /// Who called.
    pub caller: Arc<Caller>,
    /// How they stand to the site.
    pub relation: CallerRelation,
    /// SHA-256 of the operation's document, in hexadecimal.
    pub operation_hash: String,
    /// Root fields of the operation, each once, in order of first use.
    pub fields: Vec<String>,
    /// How many objects of each type the answer holds.
    pub records: BTreeMap<String, u64>,
    /// `OK`, or the code of the answer's first error.
    pub outcome: String,
}

/// A row of the log, column by column as it is stored: what cannot be read as it should be is for
/// [`verify_chain`](super::verify_chain) to report, not for the database to refuse.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct LoggedCall {
    /// Place in the log, from 1.
    pub seq: i64,
    /// When it was logged: RFC 3339, UTC, milliseconds.
    pub at: String,
    /// Who called.
    pub subject: String,
    /// Their region's code.
    pub region: Option<String>,
    /// Their roles: a JSON list.
    pub roles: String,
    /// How they stand to the site.
    pub relation: String,
    /// The gateway that signed the call.
    pub issuer: Option<String>,
    /// SHA-256 of the operation's document.
    pub operation_hash: String,
    /// Root fields of the operation: a JSON list.
    pub fields: String,
    /// Count of objects by type: a JSON object.
    pub records: String,
    /// `OK`, or the code of the first error.
    pub outcome: String,
    /// Hash of the row before.
    pub prev_hash: String,
    /// Hash of this row.
    pub hash: String,
}

impl_insert_row!(
    LoggedCall,
    "access_log",
    [
        seq,
        at,
        subject,
        region,
        roles,
        relation,
        issuer,
        operation_hash,
        fields,
        records,
        outcome,
        prev_hash,
        hash
    ]
);

impl AccessEntry {
    /// The entry as a row that follows no other yet.
    pub(super) fn to_row(&self, at: String) -> LoggedCall {
        let roles: Vec<_> = self.caller.roles.iter().map(|it| it.as_text()).collect();
        LoggedCall {
            seq: 0,
            at,
            subject: self.caller.subject.clone(),
            region: self.caller.region.map(|it| it.to_string()),
            roles: json(&roles),
            relation: self.relation.as_text().to_owned(),
            issuer: self.caller.issuer.clone(),
            operation_hash: self.operation_hash.clone(),
            fields: json(&self.fields),
            records: json(&self.records),
            outcome: self.outcome.clone(),
            prev_hash: String::new(),
            hash: String::new(),
        }
    }
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("names and counts always serialize")
}
