//! Which lists there are, how each is reached from the root of the schema, and a record that fills it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use qianzhan_gateway::{
    auth::{Caller, Role},
    directory::RegionCode,
};
use serde_json::Value;

use super::compare::{asker, decider};
use crate::testkit::shared;

/// Items of a page: few enough to be quick, enough to be of several owners.
const PAGE: usize = 10;
/// Pages of a hundred records in which one is looked for.
const MAX_PAGES: usize = 40;
/// Fields of a value that is told within others, such as a sector.
const MAX_VALUE_FIELDS: usize = 3;
/// Regions in which a record is looked for, the smallest first.
const PLACES: [&str; 3] = ["621122", "621100", "620000"];

/// One field on a way.
#[derive(Debug, Clone)]
pub(super) struct Step {
    of: String,
    pub(super) field: String,
    pub(super) is_connection: bool,
    /// The arguments that it cannot be without.
    arguments: Vec<String>,
}

/// From a field of the root to a type.
#[derive(Debug, Clone)]
pub(super) struct Way {
    pub(super) root: String,
    argument: String,
    root_type: String,
    pub(super) steps: Vec<Step>,
}

/// A field that is asked for, or all fields of a type that no id leads to.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) of: String,
    pub(super) field: Option<String>,
    pub(super) way: Way,
}

/// A record that fills a target.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) key: String,
    /// Whose the end of the way is.
    pub(super) owner: RegionCode,
    /// Who decides over the field: the owner, or a superior who adds it.
    pub(super) decides: RegionCode,
}

/// What is known of a field.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) inner: String,
    pub(super) is_list: bool,
    pub(super) is_connection: bool,
    pub(super) is_object: bool,
    /// The arguments that it cannot be without.
    arguments: Vec<String>,
    /// Whether it wants an argument that has no default and is not known here.
    wants_argument: bool,
    pages: bool,
}

/// The fields of a type that clients see.
pub(super) fn fields_of(type_name: &str) -> Vec<Field> {
    let state = shared().network.gateway.state();
    let schema = &state.supergraph.api_schema;
    let object = schema.get_object(type_name).expect("a type of the network");
    let fields = object.fields.values().map(|field| {
        let inner = field.ty.inner_named_type().to_string();
        Field {
            name: field.name.to_string(),
            is_list: field.ty.is_list(),
            is_connection: inner.ends_with("Connection"),
            is_object: schema.get_object(&inner).is_some(),
            wants_argument: field
                .arguments
                .iter()
                .any(|it| it.is_required() && value_of(&it.name).is_none()),
            arguments: field
                .arguments
                .iter()
                .filter(|it| it.is_required())
                .filter_map(|it| Some(format!("{}: {}", it.name, value_of(&it.name)?)))
                .collect(),
            pages: field.arguments.iter().any(|argument| argument.name == "first"),
            inner,
        }
    });
    fields.collect()
}

/// What an argument that a field cannot be without is given.
fn value_of(argument: &str) -> Option<&'static str> {
    match argument {
        "period" => Some("\"2024\""),
        "year" => Some("2024"),
        _ => None,
    }
}

/// Arguments in parentheses, or nothing.
fn in_parentheses(arguments: &[String]) -> String {
    if arguments.is_empty() { String::new() } else { format!("({})", arguments.join(", ")) }
}

/// The type of a connection's nodes, or the type itself.
pub(super) fn item_of(type_name: &str) -> String {
    if !type_name.ends_with("Connection") {
        return type_name.to_owned();
    }
    let nodes = fields_of(type_name).into_iter().find(|field| field.name == "nodes");
    nodes.expect("a connection has nodes").inner
}

/// The field that says whose record it is, if the type is an entity.
pub(super) fn key_of(type_name: &str) -> Option<String> {
    let state = shared().network.gateway.state();
    state.supergraph.key_fields(type_name).first().map(ToString::to_string)
}

/// Types of the gateway's own directory, and answers of writes: open to all, and reached by none of
/// the sites' decisions. What a search finds is by design another thing for each caller: the sites'
/// own tests have it.
fn is_apart(type_name: &str) -> bool {
    ["Site", "Mutation", "UserError", "SearchHit"].contains(&type_name)
        || type_name.ends_with("Payload")
}

/// The shortest ways from the root's fields to each type.
fn ways() -> BTreeMap<String, Way> {
    let state = shared().network.gateway.state();
    let schema = &state.supergraph.api_schema;
    let query = schema.get_object("Query").expect("a query type");
    let mut ways: BTreeMap<String, Way> = BTreeMap::new();
    let mut next = VecDeque::new();
    for field in query.fields.values() {
        let (root_type, arguments) = (field.ty.inner_named_type().to_string(), &field.arguments);
        let ([argument], false) = (arguments.as_slice(), is_apart(&root_type)) else { continue };
        if !argument.is_required() || schema.get_object(&root_type).is_none() {
            continue;
        }
        let way = Way {
            root: field.name.to_string(),
            argument: argument.name.to_string(),
            root_type: root_type.clone(),
            steps: Vec::new(),
        };
        if ways.insert(root_type.clone(), way).is_none() {
            next.push_back(root_type);
        }
    }
    while let Some(of) = next.pop_front() {
        for field in fields_of(&of).into_iter().filter(|it| it.is_object && !it.wants_argument) {
            let inner = item_of(&field.inner);
            if is_apart(&inner) || ways.contains_key(&inner) {
                continue;
            }
            let mut way = ways[&of].clone();
            let is_connection = field.is_connection;
            let arguments = field.arguments;
            way.steps.push(Step { of: of.clone(), field: field.name, is_connection, arguments });
            ways.insert(inner.clone(), way);
            next.push_back(inner);
        }
    }
    ways
}

/// Every list and connection, and every type without an id of its own.
pub(super) fn targets() -> Vec<Target> {
    let ways = ways();
    let state = shared().network.gateway.state();
    let types = state.supergraph.api_schema.types.iter();
    let objects: BTreeSet<String> = types
        .filter(|(name, definition)| definition.is_object() && !name.starts_with("__"))
        .map(|(name, _)| name.to_string())
        .filter(|name| !is_apart(name) && name != "Query" && name != "PageInfo")
        .filter(|name| !name.ends_with("Connection") && !name.ends_with("Edge"))
        .collect();
    let mut targets = Vec::new();
    for of in objects {
        let way = ways.get(&of).unwrap_or_else(|| panic!("no way leads to {of}"));
        let target = |field| Target { of: of.clone(), field, way: way.clone() };
        let lists = fields_of(&of).into_iter().filter(|field| {
            field.is_object && (field.is_list || field.is_connection) && !field.wants_argument
        });
        targets.extend(lists.map(|field| target(Some(field.name))));
        // Records with a root field of their own are another test's.
        if !way.steps.is_empty() {
            targets.push(target(None));
        }
    }
    targets
}

/// All that a caller can read of an object without going further.
fn plain_fields(type_name: &str) -> String {
    let fields = fields_of(type_name).into_iter().filter(|field| !field.wants_argument);
    let selections = fields.filter_map(|field| {
        let arguments = in_parentheses(&field.arguments);
        if !field.is_object {
            return Some(format!("{}{arguments}", field.name));
        }
        if field.is_list || field.is_connection {
            return None;
        }
        // Of a record its key; of what has none, such as a sector, all that is plain in it.
        let inner = key_of(&field.inner).unwrap_or_else(|| scalars_of(&field.inner));
        Some(format!("{}{arguments} {{ __typename {inner} }}", field.name))
    });
    selections.collect::<Vec<_>>().join(" ")
}

/// The fields of a plain value; nothing of a roll-up, which is a target of its own.
fn scalars_of(type_name: &str) -> String {
    let fields = fields_of(type_name);
    if fields.len() > MAX_VALUE_FIELDS || fields.iter().any(|field| field.is_object) {
        return String::new();
    }
    fields.into_iter().map(|field| field.name).collect::<Vec<_>>().join(" ")
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

impl Way {
    /// `root(argument: "key") { a { b { inner } } }`.
    fn document(&self, key: &str, inner: &str) -> String {
        let opened: String = self
            .steps
            .iter()
            .map(|step| {
                let mut arguments = step.arguments.clone();
                arguments.extend(step.is_connection.then(|| "first: 1".to_owned()));
                let nodes = if step.is_connection { "{ nodes " } else { "" };
                format!("{}{} {nodes}{{ ", step.field, in_parentheses(&arguments))
            })
            .collect();
        let closed: String =
            self.steps.iter().map(|step| if step.is_connection { "} } " } else { "} " }).collect();
        let (root, argument) = (&self.root, &self.argument);
        format!("{{ {root}({argument}: \"{key}\") {{ {opened}{inner} {closed}}} }}")
    }
}

impl Target {
    pub(super) fn name(&self) -> String {
        match &self.field {
            Some(field) => format!("{}.{field}", self.of),
            None => self.of.clone(),
        }
    }

    /// Whether it is of the log of who asked, or leads through it.
    pub(super) fn is_of_access_log(&self) -> bool {
        let mut fields = self.way.steps.iter().map(|step| &step.field).chain(&self.field);
        fields.any(|field| field == "accessLog")
    }

    /// What is asked for at the end of the way.
    fn selection(&self) -> String {
        let key = key_of(&self.of).unwrap_or_default();
        match &self.field {
            None => plain_fields(&self.of),
            Some(name) => {
                let field = fields_of(&self.of).into_iter().find(|field| field.name == *name);
                format!("{key} {}", list_selection(&field.expect("a field of the type")))
            }
        }
    }

    pub(super) fn document(&self, key: &str) -> String {
        self.way.document(key, &self.selection())
    }

    /// A record at the beginning of the way for which there is something at its end, as the office of
    /// its owner sees it.
    pub(super) fn find(&self, ask: &dyn Fn(Caller, &str) -> Value) -> Option<Found> {
        PLACES.iter().find_map(|place| {
            let region = RegionCode::parse(place).expect("a code");
            let keys = self.keys_in(region, ask);
            keys.into_iter().find_map(|key| {
                let begin = RegionCode::of_key(&key).ok()?;
                let steps = self.way.steps.iter().map(|step| (&step.of, &step.field));
                let owner = steps.fold(begin, |owner, (of, field)| decider(of, field, owner));
                let field = self.field.iter();
                let decides = field.fold(owner, |owner, field| decider(&self.of, field, owner));
                let office = asker(Some(decides), Some(Role::Office)).caller();
                let answer = ask(office, &self.document(&key));
                let end = super::at_end(&self.way, &answer["data"]);
                let filled = match &self.field {
                    None => !end.is_null(),
                    Some(field) => {
                        let value = &end[field.as_str()];
                        let items = if value.is_array() { value } else { &value["nodes"] };
                        items.as_array().is_some_and(|items| !items.is_empty())
                    }
                };
                filled.then_some(Found { key, owner, decides })
            })
        })
    }

    /// Keys of records of the way's first type inside a region.
    fn keys_in(&self, region: RegionCode, ask: &dyn Fn(Caller, &str) -> Value) -> Vec<String> {
        if self.way.root_type == "Region" {
            return vec![region.to_string()];
        }
        let list = fields_of("Region").into_iter().find(|field| {
            (field.is_list || field.is_connection)
                && field.is_object
                && field.arguments.is_empty()
                && !field.wants_argument
                && item_of(&field.inner) == self.way.root_type
        });
        // Records that no list of a region has hang on those that one has.
        let (way, key) = match list {
            Some(list) => (list, key_of(&self.way.root_type)),
            None => return self.keys_by_other(region, ask),
        };
        let key = key.expect("what the root finds has a key");
        let leader = asker(Some(region), Some(Role::Leader)).caller();
        let inner = format!("{key} {}", self.filling());
        let mut keys = Vec::new();
        let mut after = String::new();
        for _ in 0..MAX_PAGES {
            let items = if way.is_connection {
                let page = "pageInfo { hasNextPage endCursor }";
                format!("{}(first: 100{after}) {{ nodes {{ {inner} }} {page} }}", way.name)
            } else {
                format!("{} {{ {inner} }}", way.name)
            };
            let document = format!("{{ region(code: \"{region}\") {{ {items} }} }}");
            let answer = ask(leader.clone(), &document);
            let found = &answer["data"]["region"][&way.name];
            let nodes = if way.is_connection { &found["nodes"] } else { found };
            let nodes = nodes.as_array().into_iter().flatten();
            let filled = nodes.filter(|node| self.is_filled(node));
            keys.extend(filled.filter_map(|node| node[&key].as_str().map(str::to_owned)));
            if !keys.is_empty() || found["pageInfo"]["hasNextPage"] != true {
                break;
            }
            after = format!(", after: {}", found["pageInfo"]["endCursor"]);
        }
        keys
    }

    /// What tells whether a record is worth looking at: the first list on the way from it.
    fn filling(&self) -> String {
        let (of, name) = match (self.way.steps.first(), &self.field) {
            (Some(step), _) => (&step.of, &step.field),
            (None, Some(field)) => (&self.of, field),
            (None, None) => return String::new(),
        };
        let Some(field) = fields_of(of).into_iter().find(|it| it.name == *name) else {
            return String::new();
        };
        let mut arguments = field.arguments;
        if field.is_connection {
            arguments.push("first: 1".to_owned());
            let arguments = in_parentheses(&arguments);
            return format!("filling: {name}{arguments} {{ nodes {{ __typename }} }}");
        }
        format!("filling: {name}{} {{ __typename }}", in_parentheses(&arguments))
    }

    /// Whether it is to be looked at: what the leader above may not have, may be there.
    fn is_filled(&self, node: &Value) -> bool {
        let filling = &node["filling"];
        let items = if filling.is_object() { &filling["nodes"] } else { filling };
        items.as_array().is_none_or(|items| !items.is_empty())
    }

    /// Keys of records that no list of a region has, but that hang on records which one has.
    fn keys_by_other(
        &self,
        region: RegionCode,
        ask: &dyn Fn(Caller, &str) -> Value,
    ) -> Vec<String> {
        let leader = asker(Some(region), Some(Role::Leader)).caller();
        let key = key_of(&self.way.root_type).expect("what the root finds has a key");
        let lists = fields_of("Region").into_iter().filter(|list| {
            let is_list = list.is_list || list.is_connection;
            is_list && list.is_object && list.arguments.is_empty() && !list.wants_argument
        });
        let mut keys = Vec::new();
        for list in lists {
            let holders = fields_of(&item_of(&list.inner)).into_iter().filter(|field| {
                field.is_object && !field.is_list && field.inner == self.way.root_type
            });
            for holder in holders {
                let inner = format!("{} {{ {key} }}", holder.name);
                let items = if list.is_connection {
                    format!("{}(first: 100) {{ nodes {{ {inner} }} }}", list.name)
                } else {
                    format!("{} {{ {inner} }}", list.name)
                };
                let document = format!("{{ region(code: \"{region}\") {{ {items} }} }}");
                let answer = ask(leader.clone(), &document);
                let found = &answer["data"]["region"][&list.name];
                let nodes = if list.is_connection { &found["nodes"] } else { found };
                let nodes = nodes.as_array().into_iter().flatten();
                let found = nodes.filter_map(|node| node[&holder.name][&key].as_str());
                keys.extend(found.map(str::to_owned));
            }
        }
        keys
    }
}
