//! Which fields and types there are to ask for, and how each is reached from the root of the schema.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use qianzhan_gateway::directory::RegionCode;
use serde_json::Value;

use super::{
    asker::Asker,
    schema::{Field, fields_of, is_apart, item_of, key_of, object_types},
};

/// Items of a page: few enough to be quick, enough to be of several owners.
const PAGE: usize = 10;
/// Fields of a value that is told within others, such as a sector.
const MAX_VALUE_FIELDS: usize = 3;

/// One field on a way.
#[derive(Debug, Clone)]
pub(super) struct Step {
    of: String,
    field: &'static Field,
}

/// From a field of the root to a type.
#[derive(Debug, Clone)]
pub(super) struct Way {
    pub(super) root: &'static Field,
    argument: String,
    pub(super) root_type: String,
    pub(super) steps: Vec<Step>,
}

/// A list that is asked for, or all that is plain in the objects of a type.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) of: String,
    pub(super) list: Option<&'static Field>,
    pub(super) way: Way,
}

/// Arguments in parentheses, or nothing.
pub(super) fn in_parentheses(arguments: &[String]) -> String {
    if arguments.is_empty() { String::new() } else { format!("({})", arguments.join(", ")) }
}

/// The shortest ways from the root's fields to each type.
fn ways() -> BTreeMap<String, Way> {
    let mut ways: BTreeMap<String, Way> = BTreeMap::new();
    let mut next = VecDeque::new();
    for (root, argument) in roots() {
        let root_type = root.inner.clone();
        let steps = Vec::new();
        let way = Way { root, argument, root_type: root_type.clone(), steps };
        if ways.insert(root_type.clone(), way).is_none() {
            next.push_back(root_type);
        }
    }
    while let Some(of) = next.pop_front() {
        for field in fields_of(&of).iter().filter(|it| it.is_object && !it.wants_argument) {
            let inner = item_of(&field.inner);
            if is_apart(&inner) || ways.contains_key(&inner) {
                continue;
            }
            let mut way = ways[&of].clone();
            way.steps.push(Step { of: of.clone(), field });
            ways.insert(inner.clone(), way);
            next.push_back(inner);
        }
    }
    ways
}

/// The fields of the root that find one object by a key, and the argument that takes it.
fn roots() -> impl Iterator<Item = (&'static Field, String)> {
    let by_key = fields_of("Query").iter().filter(|it| it.is_object && !is_apart(&it.inner));
    by_key.filter_map(|field| Some((field, field.only_argument.clone()?)))
}

/// The fields of the root that find nothing by a key.
pub(super) fn other_roots() -> Vec<&'static str> {
    let by_key: BTreeSet<&str> = roots().map(|(field, _)| field.name.as_str()).collect();
    let names = fields_of("Query").iter().map(|it| it.name.as_str());
    names.filter(|name| !by_key.contains(name)).collect()
}

/// The types whose objects are sites' records, or parts of them.
pub(super) fn record_types() -> impl Iterator<Item = &'static str> {
    object_types()
        .filter(|name| !is_apart(name) && !["Query", "PageInfo"].contains(name))
        .filter(|name| !name.ends_with("Connection") && !name.ends_with("Edge"))
}

/// Every list and connection of every type, and everything else that is in it.
pub(super) fn targets() -> Vec<Target> {
    let ways = ways();
    let mut targets = Vec::new();
    for of in record_types() {
        let way = ways.get(of).unwrap_or_else(|| panic!("no way leads to {of}"));
        let target = |list| Target { of: of.to_owned(), list, way: way.clone() };
        let lists = fields_of(of).iter().filter(|it| it.is_list_of_objects() && !it.wants_argument);
        targets.extend(lists.map(|field| target(Some(field))));
        targets.push(target(None));
    }
    targets
}

/// All that a caller can read of an object without going further.
pub(super) fn plain_fields(type_name: &str) -> String {
    let plain = fields_of(type_name).iter().filter(|it| it.is_plain());
    let selections = plain.map(|field| {
        let arguments = in_parentheses(&field.arguments);
        if !field.is_object {
            return format!("{}{arguments}", field.name);
        }
        // Of a record its key; of what has none, such as a sector, all that is plain in it.
        let inner = key_of(&field.inner).unwrap_or_else(|| scalars_of(&field.inner));
        format!("{}{arguments} {{ __typename {inner} }}", field.name)
    });
    selections.collect::<Vec<_>>().join(" ")
}

/// The fields of a plain value; nothing of a roll-up, which is a target of its own.
fn scalars_of(type_name: &str) -> String {
    let fields = fields_of(type_name);
    if fields.len() > MAX_VALUE_FIELDS || fields.iter().any(|field| field.is_object) {
        return String::new();
    }
    fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>().join(" ")
}

fn list_selection(field: &Field) -> String {
    let item = plain_fields(&item_of(&field.inner));
    let mut arguments = field.arguments.clone();
    if !field.is_connection {
        return format!("{}{} {{ {item} }}", field.name, in_parentheses(&arguments));
    }
    arguments.extend(field.pages.then(|| format!("first: {PAGE}")));
    let page = in_parentheses(&arguments);
    let key = key_of(&item_of(&field.inner)).unwrap_or("__typename".to_owned());
    let has = |name: &str| fields_of(&field.inner).iter().any(|it| it.name == name);
    let total = if has("totalCount") { "totalCount" } else { "" };
    format!(
        "{}{page} {{ {total} nodes {{ {item} }} edges {{ cursor node {{ {key} }} }} \
         pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }}",
        field.name
    )
}

impl Step {
    /// `Type.field`.
    pub(super) fn coordinate(&self) -> String {
        format!("{}.{}", self.of, self.field.name)
    }

    /// Whether there is something: of what is worth looking at, the first item, or the object.
    pub(super) fn probe(&self) -> String {
        probe(self.field)
    }
}

/// A selection that tells whether a field has anything in it.
fn probe(field: &Field) -> String {
    let mut arguments = field.arguments.clone();
    if field.is_connection {
        arguments.push("first: 1".to_owned());
        return format!(
            "probe: {}{} {{ nodes {{ __typename }} }}",
            field.name,
            in_parentheses(&arguments)
        );
    }
    format!("probe: {}{} {{ __typename }}", field.name, in_parentheses(&arguments))
}

impl Way {
    /// `alias: root(argument: "key") { a { b { inner } } }`.
    fn selection(&self, alias: &str, key: &str, inner: &str) -> String {
        let opened: String = self
            .steps
            .iter()
            .map(|Step { field, .. }| {
                let mut arguments = field.arguments.clone();
                arguments.extend(field.is_connection.then(|| "first: 1".to_owned()));
                let nodes = if field.is_connection { "{ nodes " } else { "" };
                format!("{}{} {nodes}{{ ", field.name, in_parentheses(&arguments))
            })
            .collect();
        let is_connection = |step: &Step| step.field.is_connection;
        let closed: String =
            self.steps.iter().map(|it| if is_connection(it) { "} } " } else { "} " }).collect();
        let (root, argument) = (&self.root.name, &self.argument);
        format!("{alias}: {root}({argument}: \"{key}\") {{ {opened}{inner} {closed}}}")
    }

    /// What stands at the end of the way that begins with this object; null where something before it
    /// is.
    pub(super) fn at_end<'a>(&self, begin: &'a Value) -> &'a Value {
        let mut value = begin;
        for Step { field, .. } in &self.steps {
            value = &value[field.name.as_str()];
            if field.is_connection {
                value = &value["nodes"];
            }
            if value.is_array() {
                value = &value[0];
            }
        }
        value
    }

    /// The fields that it leads through, as the contract names them.
    pub(super) fn coordinates(&self) -> impl Iterator<Item = String> {
        let root = format!("Query.{}", self.root.name);
        std::iter::once(root).chain(self.steps.iter().map(Step::coordinate))
    }

    /// Whose the object at the end is, where each on the way is its neighbour's.
    pub(super) fn owner(&self, begin: RegionCode) -> RegionCode {
        self.steps.iter().fold(begin, |owner, step| step.field.decider(owner))
    }

    /// Whether the asker is given all on the way from a record of `begin`.
    pub(super) fn is_given(&self, asker: &Asker, begin: RegionCode) -> bool {
        let mut owner = begin;
        self.root.is_given(asker, owner)
            && self.steps.iter().all(|step| {
                owner = step.field.decider(owner);
                step.field.is_given(asker, owner)
            })
    }
}

impl Target {
    pub(super) fn name(&self) -> String {
        match self.list {
            Some(list) => format!("{}.{}", self.of, list.name),
            None => self.of.clone(),
        }
    }

    /// Whether it is of the log of who asked, or leads through it.
    pub(super) fn is_of_access_log(&self) -> bool {
        let steps = self.way.steps.iter().map(|step| step.field);
        steps.chain(self.list).any(Field::is_access_log)
    }

    /// Who decides over it, if the way begins with a record of `begin`.
    pub(super) fn decides(&self, begin: RegionCode) -> RegionCode {
        let owner = self.way.owner(begin);
        self.list.map_or(owner, |list| list.decider(owner))
    }

    /// What is asked of one record.
    pub(super) fn selection(&self, alias: &str, key: &str) -> String {
        let inner = match self.list {
            None => plain_fields(&self.of),
            Some(list) => {
                format!("{} {}", key_of(&self.of).unwrap_or_default(), list_selection(list))
            }
        };
        self.way.selection(alias, key, &inner)
    }

    /// What tells whether a record at the beginning of the way is worth looking at: the first list on
    /// the way from it.
    pub(super) fn probe(&self) -> String {
        let first = self.way.steps.first().map(Step::probe);
        first.or_else(|| self.list.map(probe)).unwrap_or_default()
    }

    /// Names of what is in the object at the end of the way: the list that is asked for, or the
    /// fields that have a value.
    pub(super) fn filled(&self, end: &Value) -> Vec<String> {
        let has_value = |field: &&Field| {
            let value = &end[field.name.as_str()];
            let items = if field.is_connection { &value["nodes"] } else { value };
            items.as_array().map_or(!items.is_null(), |items| !items.is_empty())
        };
        let wanted = match self.list {
            Some(list) => std::slice::from_ref(list),
            None => fields_of(&self.of),
        };
        wanted.iter().filter(has_value).map(|it| format!("{}.{}", self.of, it.name)).collect()
    }

    /// Names of all that is asked for at the end of the way.
    pub(super) fn wanted(&self) -> Vec<String> {
        let name = |field: &Field| format!("{}.{}", self.of, field.name);
        match self.list {
            Some(list) => vec![name(list)],
            None => fields_of(&self.of).iter().filter(|it| it.is_plain()).map(name).collect(),
        }
    }
}

/// The list of a region that has the records of a type.
pub(super) fn list_of(type_name: &str) -> Option<&'static Field> {
    region_lists().find(|list| item_of(&list.inner) == type_name)
}

/// The lists of a region that need no argument.
pub(super) fn region_lists() -> impl Iterator<Item = &'static Field> {
    let lists = fields_of("Region").iter().filter(|it| it.is_list_of_objects());
    lists.filter(|it| it.arguments.is_empty() && !it.wants_argument)
}

/// Fields by which records of one type are found on those of another.
pub(super) fn holders_of(type_name: &str, holder: &str) -> Vec<&'static Field> {
    let fields = fields_of(holder).iter();
    fields.filter(|it| it.is_object && !it.is_list && it.inner == type_name).collect()
}
