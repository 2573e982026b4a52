//! Merges Relay connections: pages of one order, each from one site, become one page.
//! A cursor is text whose byte order is the order of its list, so merging is comparing cursors.
//! Spec: docs/jurisdiction-spec.md, "Connections"; Relay cursor connections specification.

use std::borrow::Cow;

use apollo_compiler::ast::Value as AstValue;
use itertools::Itertools;

use super::merge::Merger;
use crate::{
    json::{Object, Text, UnreadList, Value},
    planner::plan::{ConnectionShape, PageInfoKeys},
};

/// The lists of one site's page, under every response key that the client gave them; `None` where a
/// condition left one out.
struct Page {
    /// One for each of `shape.edges`.
    edges: Vec<Option<List>>,
    /// One for each of `shape.nodes`.
    nodes: Vec<Option<List>>,
}

/// The items of one list: those that are not kept are best not read.
enum List {
    Unread(Box<UnreadList>),
    Read(Vec<Value>),
}

/// Where an item stands. Its cursor comes first, and so decides the order.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Entry<'p> {
    /// UTF-8, whose order is that of its bytes.
    cursor: Cow<'p, [u8]>,
    page: usize,
    place: usize,
}

/// What is kept of all pages.
struct Kept {
    /// Page and place of each item.
    places: Vec<(usize, usize)>,
    /// Cursors of the first and the last.
    ends: Option<(Text, Text)>,
    is_cut_before: bool,
    is_cut_behind: bool,
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
        let mut pages: Vec<Page> = connections
            .iter_mut()
            .map(|connection| Page::take(shape, connection))
            .filter(|page| self.is_even(shape, page))
            .collect();
        let kept = self.keep(shape, &pages);
        let mut merged = Object::new();
        for keys in &shape.page_infos {
            merged.insert(keys.page_info.clone(), page_info(keys, &connections, &kept));
        }
        let connections = connections.into_iter().map(Value::Object).collect();
        merged.extend(self.object(&shape.rest, connections).unwrap_or_default());
        for (index, keys) in shape.edges.iter().enumerate() {
            let list = self.items(&kept, &keys.edges, &mut pages, |page| &mut page.edges[index]);
            merged.insert(keys.edges.clone(), list);
        }
        for (index, key) in shape.nodes.iter().enumerate() {
            let list = self.items(&kept, key, &mut pages, |page| &mut page.nodes[index]);
            merged.insert(key.clone(), list);
        }
        Value::Object(merged)
    }

    /// Whether all lists of the page have as many items. One that has not is reported.
    fn is_even(&self, shape: &ConnectionShape, page: &Page) -> bool {
        let mut lengths = page.edges.iter().chain(&page.nodes).flatten().map(List::len);
        let first = lengths.next();
        let is_even = lengths.all(|length| Some(length) == first);
        if !is_even {
            let message = "a site's page has other numbers of edges and of nodes; it is left out";
            self.report_at(&edges_key(shape), "CONNECTION_UNEVEN", message.to_owned());
        }
        is_even
    }

    /// The items of a page in the order of their cursors; none, which is reported, if one has none.
    fn entries<'p>(
        &self,
        shape: &ConnectionShape,
        page: &'p Page,
        number: usize,
    ) -> Vec<Entry<'p>> {
        page.entries(shape, number).unwrap_or_else(|| {
            let message = "an item of a site's page has no cursor; the page is left out";
            self.report_at(&edges_key(shape), "CONNECTION_UNREADABLE", message.to_owned());
            Vec::new()
        })
    }

    /// Merges the pages, each in order, as far as the merged page goes.
    fn keep(&self, shape: &ConnectionShape, pages: &[Page]) -> Kept {
        let entries: Vec<Vec<Entry<'_>>> =
            pages.iter().zip(0..).map(|(page, number)| self.entries(shape, page, number)).collect();
        let found: usize = entries.iter().map(Vec::len).sum();
        let entries = entries.into_iter();
        let ascending = |a: &Entry<'_>, b: &Entry<'_>| a < b;
        let (kept, is_cut_before, is_cut_behind): (Vec<Entry<'_>>, _, _) =
            match self.page_size(shape) {
                PageSize::First(size) => {
                    let merged = entries.kmerge_by(ascending);
                    (merged.take(size).collect(), false, found > size)
                }
                PageSize::Last(size) => {
                    let reversed = entries.map(|entries| entries.into_iter().rev());
                    let merged = reversed.kmerge_by(|a: &Entry<'_>, b: &Entry<'_>| a > b);
                    let mut kept: Vec<_> = merged.take(size).collect();
                    kept.reverse();
                    (kept, found > size, false)
                }
                PageSize::All => (entries.kmerge_by(ascending).collect(), false, false),
            };
        let cursor = |entry: &Entry<'_>| Text::from_utf8_lossy(&entry.cursor);
        Kept {
            places: kept.iter().map(|entry| (entry.page, entry.place)).collect(),
            ends: kept.first().zip(kept.last()).map(|(a, b)| (cursor(a), cursor(b))),
            is_cut_before,
            is_cut_behind,
        }
    }

    /// What is kept of one list.
    fn items(
        &self,
        kept: &Kept,
        key: &Text,
        pages: &mut [Page],
        list_of: impl Fn(&mut Page) -> &mut Option<List>,
    ) -> Value {
        let item = |(page, place): &(usize, usize)| match list_of(&mut pages[*page]) {
            Some(list) => list.take_item(*place).unwrap_or_else(|error| {
                let message = format!("an item of a site's page is no JSON: {error}");
                self.report_at(key, "CONNECTION_UNREADABLE", message);
                Value::Null
            }),
            None => Value::Null,
        };
        Value::Array(kept.places.iter().map(item).collect())
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

impl Page {
    fn take(shape: &ConnectionShape, connection: &mut Object) -> Self {
        Self {
            edges: shape.edges.iter().map(|keys| List::take(connection, &keys.edges)).collect(),
            nodes: shape.nodes.iter().map(|key| List::take(connection, key)).collect(),
        }
    }

    /// The items in the order of their cursors; `None` if one has none.
    fn entries(&self, shape: &ConnectionShape, page: usize) -> Option<Vec<Entry<'_>>> {
        let lists = shape.edges.iter().zip(&self.edges);
        let mut known = lists.filter_map(|(keys, list)| list.as_ref()?.entries(&keys.cursor, page));
        let is_empty = || self.edges.iter().chain(&self.nodes).flatten().all(|it| it.len() == 0);
        let mut entries = known.next().or_else(|| is_empty().then(Vec::new))?;
        // A site that keeps to the contract has them in order.
        if !entries.is_sorted() {
            entries.sort();
        }
        Some(entries)
    }
}

impl List {
    fn take(connection: &mut Object, key: &Text) -> Option<Self> {
        match std::mem::take(connection.get_mut(key)?) {
            Value::Array(items) => Some(Self::Read(items)),
            Value::Unread(list) => Some(Self::Unread(list)),
            _ => None,
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Unread(list) => list.len(),
            Self::Read(items) => items.len(),
        }
    }

    /// All items of the list, which is one of this page; `key` is that of their cursors. `None` where
    /// one has none.
    fn entries(&self, key: &str, page: usize) -> Option<Vec<Entry<'_>>> {
        let cursor = |place: usize| match self {
            Self::Unread(list) => list.text_of(place, key),
            Self::Read(items) => Some(Cow::Borrowed(items[place].get(key)?.as_str()?.as_bytes())),
        };
        let entry = |place| Some(Entry { cursor: cursor(place)?, page, place });
        (0..self.len()).map(entry).collect()
    }

    fn take_item(&mut self, place: usize) -> serde_json::Result<Value> {
        match self {
            Self::Unread(list) => list.read_item(place),
            Self::Read(items) => Ok(std::mem::take(&mut items[place])),
        }
    }
}

/// Where an error of the whole page is put.
fn edges_key(shape: &ConnectionShape) -> Text {
    shape.edges.first().map_or_else(|| "edges".into(), |keys| keys.edges.clone())
}

fn page_info(keys: &PageInfoKeys, connections: &[Object], kept: &Kept) -> Value {
    let any = |key: &Text| {
        connections.iter().any(|connection| {
            connection
                .get(&keys.page_info)
                .and_then(|info| info.get(key))
                .and_then(Value::as_bool)
                .unwrap_or(false)
        })
    };
    let (start, end) = match &kept.ends {
        Some((start, end)) => (Value::String(start.clone()), Value::String(end.clone())),
        None => (Value::Null, Value::Null),
    };
    let mut info = Object::new();
    for key in &keys.has_next {
        info.insert(key.clone(), Value::Bool(kept.is_cut_behind || any(key)));
    }
    for key in &keys.has_previous {
        info.insert(key.clone(), Value::Bool(kept.is_cut_before || any(key)));
    }
    for key in &keys.start_cursor {
        info.insert(key.clone(), start.clone());
    }
    for key in &keys.end_cursor {
        info.insert(key.clone(), end.clone());
    }
    Value::Object(info)
}

#[cfg(test)]
mod tests {
    use crate::json::json;
    use apollo_compiler::response::JsonMap;

    use super::*;
    use crate::{
        executor::{error_entry::ErrorEntry, response::ResponsePath},
        planner::plan::{EdgesKeys, FieldMerge, FieldShape, ObjectShape},
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
        let merger =
            Merger { variables: &variables, place: &|| path.clone(), report: Box::new(|_| ()) };
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

    /// The same pages, with items that are not read before they are kept.
    fn unread(mut page: Value) -> Value {
        for key in ["edges", "nodes"] {
            let list = page.get_mut(key).expect("a list");
            let text = list.to_string();
            *list = Value::Unread(Box::new(UnreadList::of(&text).expect("a list")));
        }
        page
    }

    #[test]
    fn what_is_not_read_yet_merges_alike_and_a_page_out_of_order_is_put_in_order() {
        let texts: [&[&str]; 4] = [&["b", "d", "e"], &["h", "a", "c"], &[], &["d", "g"]];
        let pages = || texts.iter().map(|cursors| page(cursors, false, false));
        for (first, last) in [(None, None), (Some(0), None), (Some(4), None), (None, Some(3))] {
            let shape = shape(first, last);
            let merged = merge(&shape, pages().collect());
            assert_eq!(merged, merge(&shape, pages().map(unread).collect()));
            let mut all = texts.concat();
            all.sort_unstable();
            let kept = match (first, last) {
                (Some(first), _) => &all[..first],
                (_, Some(last)) => &all[all.len() - last..],
                _ => &all,
            };
            let expected: Vec<_> = kept.iter().map(|id| json!({"id": *id})).collect();
            assert_eq!(merged.get("nodes").expect("nodes"), &Value::Array(expected));
        }
    }

    #[test]
    fn a_page_that_cannot_be_merged_is_left_out_and_an_item_that_is_no_json_is_null() {
        let reports = std::cell::RefCell::new(Vec::new());
        let (variables, path) = (JsonMap::new(), ResponsePath::new());
        let report = |entry: ErrorEntry| reports.borrow_mut().push(entry.code.to_string());
        let merger =
            Merger { variables: &variables, place: &|| path.clone(), report: Box::new(report) };
        let list = |text: &str| Value::Unread(Box::new(UnreadList::of(text).expect("a list")));
        let mut uneven = unread(page(&["a", "b"], false, false));
        *uneven.get_mut("nodes").expect("nodes") = list("[{}]");
        let mut broken = unread(page(&["c", "d"], false, false));
        *broken.get_mut("nodes").expect("nodes") = list("[{\"id\" 1},{\"id\":2}]");
        let mut without_cursor = unread(page(&["e", "f"], false, false));
        let edges = list("[{\"cursor\":\"e\"},{\"cursor\" \"f\"}]");
        *without_cursor.get_mut("edges").expect("edges") = edges;
        let pages = vec![uneven, broken, without_cursor];
        let merged = merger.connection(&shape(Some(5), None), pages);
        assert_eq!(merged.get("nodes").expect("nodes"), &json!([null, {"id": 2}]));
        drop(merger);
        assert_eq!(
            *reports.borrow(),
            ["CONNECTION_UNEVEN", "CONNECTION_UNREADABLE", "CONNECTION_UNREADABLE"]
        );
    }

    #[test]
    fn an_empty_network_is_an_empty_page() {
        let merged = merge(&shape(Some(5), None), vec![page(&[], false, false); 2]);
        assert_eq!(merged.get("edges").expect("edges"), &json!([]));
        assert_eq!(merged.get("totalCount").expect("totalCount"), &json!(0));
    }
}
