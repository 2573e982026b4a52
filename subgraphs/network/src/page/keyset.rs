//! SQL for positions: which rows come after or before one, and in which order rows come.

use super::{Order, OrderField, Position, SortDirection, SortKey, Window};
use crate::database::Sql;

/// Adds ` AND …` for the bounds of a window.
pub(super) fn push_bounds<F: OrderField>(sql: &mut Sql, order: &Order<F>, window: &Window) {
    if let Some(after) = &window.after {
        sql.push(" AND ");
        push_beyond(sql, order, after, Boundary::Excluded);
    }
    if let Some(before) = &window.before {
        sql.push(" AND NOT ");
        push_beyond(sql, order, before, Boundary::Included);
    }
}

/// Adds ` AND …`: rows at the position or before it.
pub(super) fn push_at_or_before<F: OrderField>(
    sql: &mut Sql,
    order: &Order<F>,
    position: &Position,
) {
    sql.push(" AND NOT ");
    push_beyond(sql, order, position, Boundary::Excluded);
}

/// Adds ` AND …`: rows at the position or after it.
pub(super) fn push_at_or_after<F: OrderField>(
    sql: &mut Sql,
    order: &Order<F>,
    position: &Position,
) {
    sql.push(" AND ");
    push_beyond(sql, order, position, Boundary::Included);
}

/// Adds the terms of `ORDER BY`. `is_backward` turns the order around, tiebreak and all.
pub(super) fn push_order<F: OrderField>(sql: &mut Sql, order: &Order<F>, is_backward: bool) {
    let column = order.field.column();
    let ascends = (order.direction == SortDirection::Ascending) != is_backward;
    sql.push(column.name).push(if ascends { " ASC" } else { " DESC" });
    if column.is_nullable {
        sql.push(if ascends { " NULLS LAST" } else { " NULLS FIRST" });
    }
    if !column.is_id() {
        sql.push(if is_backward { ", id DESC" } else { ", id ASC" });
    }
}

/// Whether the position itself counts.
#[derive(Clone, Copy)]
enum Boundary {
    Included,
    Excluded,
}

/// A condition that is true of rows after the position and false, never NULL, of all others: so
/// `NOT` of it is the rows before.
fn push_beyond<F: OrderField>(
    sql: &mut Sql,
    order: &Order<F>,
    position: &Position,
    boundary: Boundary,
) {
    let column = order.field.column();
    let (beyond, beyond_or_at) = match order.direction {
        SortDirection::Ascending => (" > ", " >= "),
        SortDirection::Descending => (" < ", " <= "),
    };
    if column.is_id() {
        let operator = match boundary {
            Boundary::Included => beyond_or_at,
            Boundary::Excluded => beyond,
        };
        sql.push("(id").push(operator).push_bind(position.id.clone()).push(")");
        return;
    }
    match (&position.key, order.direction) {
        // Last of all when ascending: only other NULLs can follow.
        (SortKey::Missing, SortDirection::Ascending) => {
            sql.push(format_args!("({} IS NULL AND ", column.name));
            push_id_beyond(sql, position, boundary);
            sql.push(")");
        }
        // First of all when descending: what has a key follows.
        (SortKey::Missing, SortDirection::Descending) => {
            sql.push(format_args!("({} IS NOT NULL OR ", column.name));
            push_id_beyond(sql, position, boundary);
            sql.push(")");
        }
        (key, direction) => {
            sql.push("(");
            if column.is_nullable {
                sql.push(column.name);
                sql.push(match direction {
                    SortDirection::Ascending => " IS NULL OR (",
                    SortDirection::Descending => " IS NOT NULL AND (",
                });
            }
            // The first term alone bounds a walk over the index; the second settles ties.
            sql.push(column.name).push(beyond_or_at);
            push_key(sql, key);
            sql.push(" AND (").push(column.name).push(beyond);
            push_key(sql, key);
            sql.push(" OR ");
            push_id_beyond(sql, position, boundary);
            sql.push(")");
            if column.is_nullable {
                sql.push(")");
            }
            sql.push(")");
        }
    }
}

/// The tiebreak ascends in every order.
fn push_id_beyond(sql: &mut Sql, position: &Position, boundary: Boundary) {
    sql.push(match boundary {
        Boundary::Included => "id >= ",
        Boundary::Excluded => "id > ",
    });
    sql.push_bind(position.id.clone());
}

fn push_key(sql: &mut Sql, key: &SortKey) {
    match key {
        SortKey::Text(text) => sql.push_bind(text.clone()),
        SortKey::Integer(number) => sql.push_bind(*number),
        SortKey::Real(number) => sql.push_bind(*number),
        SortKey::Missing => sql.push("NULL"),
    };
}
