//! Resolves `Committee.accessLog`, for the office of the site's own committee and nobody else.

use std::{collections::BTreeMap, sync::Arc};

use async_graphql::dynamic::{FieldValue, ResolverContext};
use futures::future::FutureExt;

use super::{LoggedCall, store};
use crate::{
    answer::FieldError,
    callers::{Caller, CallerRelation, CallerRole},
    contract::{Output, Resolvers, argument},
    database::Database,
    page::{CursorError, PageError, PageInfo, page_size},
    record::Reference,
    record_id::RecordId,
    records::committees::Committee,
    site::SiteOwner,
};

/// Roles whose holders may read the log.
const READERS: [CallerRole; 2] = [CallerRole::Office, CallerRole::Admin];
/// Page when a client gives no size: as the contract has it.
const DEFAULT_PAGE_SIZE: i64 = 50;

pub(crate) fn register(resolvers: &mut Resolvers) {
    resolvers.object::<Reference<Committee>>("Committee").load(
        "accessLog",
        |context, committee| {
            let id = committee.id().clone();
            async move { page_of_log(&context, &id).await }.boxed()
        },
    );
    resolvers
        .object::<Arc<LogPage>>("AccessLogConnection")
        .value("edges", |page| {
            let edges = page.rows.iter().map(|row| FieldValue::owned_any(LogEdge(Arc::clone(row))));
            edges.collect::<Vec<_>>()
        })
        .value("nodes", |page| page.rows.iter().map(|row| node(row)).collect::<Vec<_>>())
        .value("pageInfo", |page| PageInfo {
            has_next_page: page.has_next_page,
            has_previous_page: page.has_previous_page,
            start_cursor: page.rows.first().map(|row| row.seq.to_string()),
            end_cursor: page.rows.last().map(|row| row.seq.to_string()),
        })
        .value("totalCount", |page| page.total_count);
    resolvers
        .object::<LogEdge>("AccessLogEdge")
        .value("cursor", |edge| edge.0.seq.to_string())
        .value("node", |edge| node(&edge.0));
    resolvers
        .object::<Arc<LoggedCall>>("AccessLogEntry")
        .value("seq", |row| row.seq)
        .value("at", |row| row.at.clone())
        .value("subject", |row| row.subject.clone())
        .value("regionCode", |row| row.region.clone())
        .value("roles", |row| serde_json::from_str::<Vec<CallerRole>>(&row.roles).ok())
        .value("relation", |row| row.relation.parse::<CallerRelation>().ok())
        .value("issuer", |row| row.issuer.clone())
        .value("operationHash", |row| row.operation_hash.clone())
        .value("fields", |row| serde_json::from_str::<Vec<String>>(&row.fields).ok())
        .value("records", |row| {
            let counts = serde_json::from_str::<BTreeMap<String, i64>>(&row.records).ok()?;
            let counts = counts
                .into_iter()
                .map(|(type_name, count)| FieldValue::owned_any(TypeCount { type_name, count }));
            Some(counts.collect::<Vec<_>>())
        })
        .value("outcome", |row| row.outcome.clone())
        .value("prevHash", |row| row.prev_hash.clone())
        .value("hash", |row| row.hash.clone());
    resolvers
        .object::<TypeCount>("AccessLogCount")
        .value("type", |it| it.type_name.clone())
        .value("count", |it| it.count);
}

/// Rows of the log, latest first.
struct LogPage {
    rows: Vec<Arc<LoggedCall>>,
    has_next_page: bool,
    has_previous_page: bool,
    total_count: Option<i64>,
}

struct LogEdge(Arc<LoggedCall>);

struct TypeCount {
    type_name: String,
    count: i64,
}

fn node(row: &Arc<LoggedCall>) -> FieldValue<'static> {
    FieldValue::owned_any(Arc::clone(row))
}

impl Output for Arc<LogPage> {
    fn into_field(self) -> Option<FieldValue<'static>> {
        Some(FieldValue::owned_any(self))
    }
}

/// The log is the site's, so it is read at the site's own committee, and null at one that the site
/// hosts.
async fn page_of_log(
    context: &ResolverContext<'_>,
    committee: &RecordId,
) -> Result<Option<Arc<LogPage>>, FieldError> {
    let caller = context.data_unchecked::<Arc<Caller>>();
    let SiteOwner(own_region) = context.data_unchecked::<SiteOwner>();
    let is_own = CallerRelation::of(caller, own_region) == CallerRelation::Own;
    if !is_own || !caller.has_any_role(&READERS) {
        return Err(FieldError::AccessLogForbidden);
    }
    if *committee != RecordId::committee(*own_region) {
        return Ok(None);
    }
    let first = argument::<i64>(context, "first")?.unwrap_or(DEFAULT_PAGE_SIZE);
    let first = page_size(first)?;
    let after = argument::<String>(context, "after")?
        .map(|cursor| cursor.parse::<i64>())
        .transpose()
        .map_err(|_| PageError::Cursor(CursorError))?;
    let database = context.data_unchecked::<Database>();
    // One more than the page holds tells whether there is a next.
    let wanted = i64::try_from(first + 1).expect("a page is small");
    let mut rows = store::rows_before(database, after, wanted).await?;
    let has_next_page = rows.len() > first;
    rows.truncate(first);
    let total_count = if context.look_ahead().field("totalCount").exists() {
        Some(store::row_count(database).await?)
    } else {
        None
    };
    Ok(Some(Arc::new(LogPage {
        rows: rows.into_iter().map(Arc::new).collect(),
        has_next_page,
        has_previous_page: after.is_some(),
        total_count,
    })))
}
