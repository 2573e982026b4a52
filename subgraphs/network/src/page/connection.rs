//! A page as a Relay connection: its edges, where it begins and ends, and how many there are.

use std::sync::Arc;

use async_graphql::dynamic::{FieldValue, ResolverContext};
use serde::Deserialize;

use super::{Order, OrderField, PageError, Position, Wanted, Window};
use crate::{
    answer::FieldError,
    contract::{Output, Resolvers},
    database::Row,
    policy::PolicyView,
    record::{Record, Reference},
};

/// A page of records.
#[derive(Debug)]
pub struct Connection<T> {
    /// The records in order, each with its cursor.
    pub edges: Vec<Arc<Edge<T>>>,
    /// How many records there are in all, if that was asked for.
    pub total_count: Option<i64>,
    /// Whether records follow the page, if that was asked for.
    pub has_next_page: bool,
    /// Whether records precede the page, if that was asked for.
    pub has_previous_page: bool,
}

/// A record on a page.
#[derive(Debug)]
pub struct Edge<T> {
    /// The record's position.
    pub cursor: String,
    /// The record.
    pub node: Row<T>,
}

impl<T> Default for Connection<T> {
    fn default() -> Self {
        Self {
            edges: Vec::new(),
            total_count: Some(0),
            has_next_page: false,
            has_previous_page: false,
        }
    }
}

/// What lies outside a page, as far as it was asked for.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Outside {
    /// How many records there are in all.
    pub(super) total_count: Option<i64>,
    /// Whether records stand at `after` or before it.
    pub(super) has_earlier: bool,
    /// Whether records stand at `before` or after it.
    pub(super) has_later: bool,
}

impl<T: Record> Connection<T> {
    /// Makes a page of the records fetched for it, which come from the end backwards if the window
    /// is backward. `overflows`: there were more of them than the page holds.
    pub(super) fn assemble<F: OrderField<Record = T>>(
        order: &Order<F>,
        window: &Window,
        mut fetched: Vec<Row<T>>,
        overflows: bool,
        outside: Outside,
    ) -> Self {
        if window.is_backward {
            fetched.reverse();
        }
        let edges = fetched
            .into_iter()
            .map(|node| {
                let id = node.id().to_string();
                let position = Position { key: order.field.key_of(&node), id };
                Arc::new(Edge { cursor: position.to_cursor(order), node })
            })
            .collect();
        Self {
            edges,
            total_count: outside.total_count,
            has_next_page: outside.has_later || (overflows && !window.is_backward),
            has_previous_page: outside.has_earlier || (overflows && window.is_backward),
        }
    }
}

/// The four arguments of a connection, as a client gives them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Deserialize)]
#[serde(default)]
pub struct PageArguments {
    /// Size of a page from the start.
    pub first: Option<i64>,
    /// Cursor after which the page begins.
    pub after: Option<String>,
    /// Size of a page from the end.
    pub last: Option<i64>,
    /// Cursor before which the page ends.
    pub before: Option<String>,
}

impl PageArguments {
    /// The window they ask for.
    pub(super) fn window<F: OrderField>(&self, order: &Order<F>) -> Result<Window, PageError> {
        Window::new(order, self.first, self.after.as_deref(), self.last, self.before.as_deref())
    }
}

/// The window a client asks for, with its arguments, and what of the connection it selected.
pub fn page_arguments<F: OrderField>(
    context: &ResolverContext<'_>,
    order: &Order<F>,
) -> Result<(PageArguments, Window, Wanted), FieldError> {
    let arguments = PageArguments {
        first: crate::contract::argument(context, "first")?,
        after: crate::contract::argument(context, "after")?,
        last: crate::contract::argument(context, "last")?,
        before: crate::contract::argument(context, "before")?,
    };
    let window = arguments.window(order)?;
    if context.data_unchecked::<Arc<PolicyView>>().is_count_alone(context.ctx) {
        let total_count = context.look_ahead().field("totalCount").exists();
        return Ok((arguments, window, Wanted { total_count, ..Wanted::default() }));
    }
    let selected = context.look_ahead();
    let page_info = selected.field("pageInfo");
    let wanted = Wanted {
        rows: ["edges", "nodes", "pageInfo"].iter().any(|name| selected.field(name).exists()),
        total_count: selected.field("totalCount").exists(),
        has_next_page: page_info.field("hasNextPage").exists(),
        has_previous_page: page_info.field("hasPreviousPage").exists(),
    };
    Ok((arguments, window, wanted))
}

/// Resolvers of the connection and edge types of one kind of record.
pub fn register_connection<T: Record>(resolvers: &mut Resolvers) {
    let connection = format!("{}Connection", T::TYPE_NAME);
    resolvers
        .object::<Arc<Connection<T>>>(&connection)
        .value("edges", |page| {
            page.edges
                .iter()
                .map(|edge| FieldValue::owned_any(Arc::clone(edge)))
                .collect::<Vec<_>>()
        })
        .value("nodes", |page| page.edges.iter().map(|edge| node_of(edge)).collect::<Vec<_>>())
        .value("pageInfo", |page| PageInfo {
            has_next_page: page.has_next_page,
            has_previous_page: page.has_previous_page,
            start_cursor: page.edges.first().map(|edge| edge.cursor.clone()),
            end_cursor: page.edges.last().map(|edge| edge.cursor.clone()),
        })
        .value("totalCount", |page| page.total_count);
    resolvers
        .object::<Arc<Edge<T>>>(&format!("{}Edge", T::TYPE_NAME))
        .value("cursor", |edge| edge.cursor.clone())
        .value("node", |edge| node_of(edge));
}

fn node_of<T: Record>(edge: &Edge<T>) -> FieldValue<'static> {
    FieldValue::owned_any(Reference::Here(edge.node.clone()))
}

/// Where a page begins and ends.
pub(crate) struct PageInfo {
    pub(crate) has_next_page: bool,
    pub(crate) has_previous_page: bool,
    pub(crate) start_cursor: Option<String>,
    pub(crate) end_cursor: Option<String>,
}

impl Output for PageInfo {
    fn into_field(self) -> Option<FieldValue<'static>> {
        Some(FieldValue::owned_any(self))
    }
}

/// Resolvers of `PageInfo`.
pub(crate) fn register_page_info(resolvers: &mut Resolvers) {
    resolvers
        .object::<PageInfo>("PageInfo")
        .value("hasNextPage", |page| page.has_next_page)
        .value("hasPreviousPage", |page| page.has_previous_page)
        .value("startCursor", |page| page.start_cursor.clone())
        .value("endCursor", |page| page.end_cursor.clone());
}

impl<T: Send + Sync + 'static> Output for Arc<Connection<T>> {
    fn into_field(self) -> Option<FieldValue<'static>> {
        Some(FieldValue::owned_any(self))
    }
}
