//! Merges Relay connections: pages of one order, each from one site, become one page.
//! A cursor is text whose byte order is the order of its list, so merging is comparing cursors.
//! Spec: docs/jurisdiction-spec.md, "Connections"; Relay cursor connections specification.

use apollo_compiler::ast::Value as AstValue;
use bytestring::ByteString;

use super::merge::Merger;
use crate::{
    json::{Object, Value},
    planner::plan::{ConnectionShape, EdgesKeys, PageInfoKeys},
};

/// One item of a page, under every response key that the client gave its list.
struct Item {
    cursor: ByteString,
    /// One for each of `shape.edges`.
    edges: Vec<Value>,
    /// One for each of `shape.nodes`.
    nodes: Vec<Value>,
}

/// How many items a page has, and from which end.
enum PageSize {
    First(usize),
    Last(usize),
    All,
}

impl Merger<'_> {
    pub(super) fn connection(&self, shape: &ConnectionShape, values: Vec<Value>) -> Value {
        let mut connections: Vec<Object> = values
            .into_iter()
            .filter_map(|value| match value {
                Value::Object(fields) => Some(fields),
                _ => None,
            })
            .collect();
        if connections.is_empty() {
            return Value::Null;
        }
        let mut items: Vec<Item> = Vec::new();
        for connection in &mut connections {
            self.take_items(shape, connection, &mut items);
        }
        items.sort_by(|a, b| a.cursor.cmp(&b.cursor));
        let found = items.len();
        let is_cut_behind;
        let is_cut_before;
        match self.page_size(shape) {
            PageSize::First(size) => {
                items.truncate(size);
                (is_cut_behind, is_cut_before) = (found > size, false);
            }
            PageSize::Last(size) => {
                items.drain(..found.saturating_sub(size));
                (is_cut_behind, is_cut_before) = (false, found > size);
            }
            PageSize::All => (is_cut_behind, is_cut_before) = (false, false),
        }
        let mut merged = Object::new();
        for keys in &shape.page_infos {
            let info = page_info(keys, &connections, &items, is_cut_before, is_cut_behind);
            merged.insert(keys.page_info.clone(), info);
        }
        let connections = connections.into_iter().map(Value::Object).collect();
        merged.extend(self.object(&shape.rest, connections).unwrap_or_default());
        insert_lists(shape, items, &mut merged);
        Value::Object(merged)
    }

    fn take_items(&self, shape: &ConnectionShape, connection: &mut Object, items: &mut Vec<Item>) {
        let Some(cursors) = shape.edges.iter().find_map(|keys| cursors(connection, keys)) else {
            return;
        };
        let mut edges: Vec<_> =
            shape.edges.iter().map(|keys| take_list(connection, &keys.edges)).collect();
        let mut nodes: Vec<_> = shape.nodes.iter().map(|key| take_list(connection, key)).collect();
        let is_even = edges.iter().chain(&nodes).flatten().all(|list| list.len() == cursors.len());
        if !is_even {
            let key = shape.edges.first().map_or_else(|| "edges".into(), |keys| keys.edges.clone());
            self.report_at(
                &key,
                "CONNECTION_UNEVEN",
                "a site's page has other numbers of edges and of nodes; it is left out".to_owned(),
            );
            return;
        }
        for (place, cursor) in cursors.into_iter().enumerate() {
            let take = |lists: &mut Vec<Option<Vec<Value>>>| {
                lists
                    .iter_mut()
                    .map(|list| match list {
                        Some(list) => std::mem::replace(&mut list[place], Value::Null),
                        None => Value::Null,
                    })
                    .collect()
            };
            let (edges, nodes) = (take(&mut edges), take(&mut nodes));
            items.push(Item { cursor, edges, nodes });
        }
    }

    fn page_size(&self, shape: &ConnectionShape) -> PageSize {
        let literal = |value: &AstValue| match value {
            AstValue::Int(number) => {
                number.try_to_i32().ok().and_then(|size| usize::try_from(size).ok())
            }
            _ => None,
        };
        let number = |value: &Option<AstValue>, default: &Option<AstValue>| match value.as_ref()? {
            AstValue::Variable(name) => match self.variables.get(name.as_str()) {
                Some(value) => value.as_u64().and_then(|size| usize::try_from(size).ok()),
                // Without a value, the argument is as if it were not written.
                None => literal(default.as_ref()?),
            },
            value => literal(value),
        };
        let last = number(&shape.last, &shape.last_default);
        let first = number(&shape.first, &shape.first_default);
        match (last, first) {
            (Some(last), _) => PageSize::Last(last),
            (None, Some(first)) => PageSize::First(first),
            (None, None) => PageSize::All,
        }
    }
}

fn cursors(connection: &Object, keys: &EdgesKeys) -> Option<Vec<ByteString>> {
    connection
        .get(&keys.edges)?
        .as_array()?
        .iter()
        .map(|edge| match edge.get(&keys.cursor)? {
            Value::String(cursor) => Some(cursor.clone()),
            _ => None,
        })
        .collect()
}

/// The list, or `None` where a condition left it out.
fn take_list(connection: &mut Object, key: &ByteString) -> Option<Vec<Value>> {
    match connection.get_mut(key)? {
        Value::Array(items) => Some(std::mem::take(items)),
        _ => None,
    }
}

fn page_info(
    keys: &PageInfoKeys,
    connections: &[Object],
    items: &[Item],
    is_cut_before: bool,
    is_cut_behind: bool,
) -> Value {
    let any = |key: &ByteString| {
        connections.iter().any(|connection| {
            connection
                .get(&keys.page_info)
                .and_then(|info| info.get(key))
                .and_then(Value::as_bool)
                .unwrap_or(false)
        })
    };
    let cursor =
        |item: Option<&Item>| item.map_or(Value::Null, |item| Value::String(item.cursor.clone()));
    let mut info = Object::new();
    for key in &keys.has_next {
        info.insert(key.clone(), Value::Bool(is_cut_behind || any(key)));
    }
    for key in &keys.has_previous {
        info.insert(key.clone(), Value::Bool(is_cut_before || any(key)));
    }
    for key in &keys.start_cursor {
        info.insert(key.clone(), cursor(items.first()));
    }
    for key in &keys.end_cursor {
        info.insert(key.clone(), cursor(items.last()));
    }
    Value::Object(info)
}

fn insert_lists(shape: &ConnectionShape, items: Vec<Item>, merged: &mut Object) {
    let mut edges: Vec<Vec<Value>> = shape.edges.iter().map(|_| Vec::new()).collect();
    let mut nodes: Vec<Vec<Value>> = shape.nodes.iter().map(|_| Vec::new()).collect();
    for item in items {
        for (list, value) in edges.iter_mut().zip(item.edges) {
            list.push(read_fields(value));
        }
        for (list, value) in nodes.iter_mut().zip(item.nodes) {
            list.push(value.into_read());
        }
    }
    for (keys, list) in shape.edges.iter().zip(edges) {
        merged.insert(keys.edges.clone(), Value::Array(list));
    }
    for (key, list) in shape.nodes.iter().zip(nodes) {
        merged.insert(key.clone(), Value::Array(list));
    }
}

/// The edge, with the fields that were left unread until it was known to be kept.
fn read_fields(edge: Value) -> Value {
    match edge {
        Value::Object(fields) => {
            let read = fields.into_iter().map(|(name, value)| (name, value.into_read()));
            Value::Object(read.collect())
        }
        other => other.into_read(),
    }
}

#[cfg(test)]
mod tests {
    use crate::json::json;
    use apollo_compiler::response::JsonMap;

    use super::*;
    use crate::{
        executor::response::ResponsePath,
        planner::plan::{FieldMerge, FieldShape, ObjectShape},
    };

    fn shape(first: Option<usize>, last: Option<usize>) -> ConnectionShape {
        let int = |size: usize| AstValue::Int(i32::try_from(size).expect("small").into());
        ConnectionShape {
            first: first.map(int),
            last: last.map(int),
            first_default: None,
            last_default: None,
            edges: vec![EdgesKeys { edges: "edges".into(), cursor: "cursor".into() }],
            nodes: vec!["nodes".into()],
            page_infos: vec![PageInfoKeys {
                page_info: "pageInfo".into(),
                has_next: vec!["hasNextPage".into()],
                has_previous: vec!["hasPreviousPage".into()],
                start_cursor: vec!["startCursor".into()],
                end_cursor: vec!["endCursor".into()],
            }],
            rest: ObjectShape {
                fields: vec![FieldShape {
                    response_key: "totalCount".into(),
                    merge: FieldMerge::Sum,
                }],
            },
        }
    }

    fn page(cursors: &[&str], has_next: bool, has_previous: bool) -> Value {
        let edges: Vec<Value> = cursors.iter().map(|cursor| json!({"cursor": *cursor})).collect();
        let nodes: Vec<Value> = cursors.iter().map(|cursor| json!({"id": *cursor})).collect();
        json!({
            "edges": edges, "nodes": nodes, "totalCount": cursors.len(),
            "pageInfo": {"hasNextPage": has_next, "hasPreviousPage": has_previous, "startCursor": null, "endCursor": null}
        })
    }

    fn merge(shape: &ConnectionShape, pages: Vec<Value>) -> Value {
        let variables = JsonMap::new();
        let path = ResponsePath::new();
        let merger = Merger { variables: &variables, path: &path, report: Box::new(|_| ()) };
        merger.connection(shape, pages)
    }

    #[test]
    fn the_smallest_cursors_of_all_sites_make_the_page() {
        let pages = vec![page(&["b", "d"], false, false), page(&["a", "c"], false, false)];
        let merged = merge(&shape(Some(3), None), pages);
        assert_eq!(
            merged.get("nodes").expect("nodes"),
            &json!([{"id": "a"}, {"id": "b"}, {"id": "c"}])
        );
        assert_eq!(
            merged.get("pageInfo").expect("pageInfo"),
            &json!({"hasNextPage": true, "hasPreviousPage": false, "startCursor": "a", "endCursor": "c"})
        );
        assert_eq!(merged.get("totalCount").expect("totalCount"), &json!(4));
    }

    #[test]
    fn the_largest_cursors_make_the_last_page() {
        let pages = vec![page(&["b", "d"], false, true), page(&["a", "c"], false, false)];
        let merged = merge(&shape(Some(50), Some(2)), pages);
        assert_eq!(merged.get("nodes").expect("nodes"), &json!([{"id": "c"}, {"id": "d"}]));
        let info = merged.get("pageInfo").expect("pageInfo");
        assert_eq!(info.get("hasPreviousPage"), Some(&json!(true)));
        assert_eq!(info.get("hasNextPage"), Some(&json!(false)));
    }

    #[test]
    fn an_empty_network_is_an_empty_page() {
        let merged = merge(&shape(Some(5), None), vec![page(&[], false, false); 2]);
        assert_eq!(merged.get("edges").expect("edges"), &json!([]));
        assert_eq!(merged.get("totalCount").expect("totalCount"), &json!(0));
    }
}
