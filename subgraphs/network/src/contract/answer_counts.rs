//! What an answer holds: how many objects of each type.
//! The query becomes a tree of the places where objects stand; the answer is walked along it, so
//! that a list costs little more than its length.

use std::{
    cell::OnceCell,
    collections::{BTreeMap, HashMap, HashSet},
};

use async_graphql::{
    Name, Value,
    parser::types::{BaseType, ExecutableDocument, Field, Selection, SelectionSet, Type},
};
use indexmap::IndexMap;

use super::{ContractSchema, response::root_selection};

/// The root field whose items are of several types.
const ENTITIES_FIELD: &str = "_entities";

/// Names of the root fields that an operation asks for, each once, in order of first use.
pub(crate) fn root_fields(
    document: &ExecutableDocument,
    operation_name: Option<&str>,
) -> Vec<String> {
    let Some((root_type, root)) = root_selection(document, operation_name) else {
        return Vec::new();
    };
    let mut names: Vec<String> = Vec::new();
    for field in fields_of(document, root_type, &[root]) {
        let name = field.name.node.as_str();
        if !names.iter().any(|it| it == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// Counts the objects in `data` by type. The parts of a connection are not counted: they only say
/// how its nodes are paged. `entities` has the types of the items of each `_entities` field, by
/// response key.
pub(crate) fn count_objects(
    schema: &ContractSchema,
    document: &ExecutableDocument,
    operation_name: Option<&str>,
    entities: &HashMap<String, Vec<Option<String>>>,
    data: &Value,
) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    let (Some((root_type, root)), Value::Object(data)) =
        (root_selection(document, operation_name), data)
    else {
        return counts;
    };
    let places = Places { schema, document };
    places.at(root_type, &[root]).count_fields(data, &mut counts);
    for (key, selections) in places.entity_fields(root) {
        let (Some(Value::List(items)), Some(types)) = (data.get(key), entities.get(key)) else {
            continue;
        };
        let mut of_type: HashMap<&str, Place<'_>> = HashMap::new();
        for (item, type_name) in items.iter().zip(types) {
            if let Some(type_name) = type_name {
                let place =
                    of_type.entry(type_name).or_insert_with(|| places.at(type_name, &selections));
                place.count(item, &mut counts);
            }
        }
    }
    counts
}

/// A place in the query where objects of one type stand. Places below are found when the answer
/// has something there: a query can name far more places than an answer has.
struct Place<'q> {
    places: &'q Places<'q>,
    type_name: &'q str,
    children: Vec<(&'q Name, Child<'q>)>,
}

struct Child<'q> {
    type_name: &'q str,
    selections: Vec<&'q SelectionSet>,
    place: OnceCell<Place<'q>>,
}

impl Place<'_> {
    fn count(&self, value: &Value, counts: &mut BTreeMap<String, u64>) {
        match value {
            Value::List(items) => items.iter().for_each(|item| self.count(item, counts)),
            Value::Object(object) => {
                if !is_paging(self.type_name) {
                    match counts.get_mut(self.type_name) {
                        Some(count) => *count += 1,
                        None => {
                            counts.insert(self.type_name.to_owned(), 1);
                        }
                    }
                }
                self.count_fields(object, counts);
            }
            _ => {}
        }
    }

    fn count_fields(&self, object: &IndexMap<Name, Value>, counts: &mut BTreeMap<String, u64>) {
        for (key, child) in &self.children {
            if let Some(value @ (Value::Object(_) | Value::List(_))) = object.get(*key) {
                let place =
                    child.place.get_or_init(|| self.places.at(child.type_name, &child.selections));
                place.count(value, counts);
            }
        }
    }
}

struct Places<'q> {
    schema: &'q ContractSchema,
    document: &'q ExecutableDocument,
}

impl<'q> Places<'q> {
    /// The place of a type's objects under all selections that apply to it.
    fn at(&'q self, type_name: &'q str, selections: &[&'q SelectionSet]) -> Place<'q> {
        let mut children: IndexMap<&'q Name, Child<'q>> = IndexMap::new();
        for field in fields_of(self.document, type_name, selections) {
            if let Some(child) = self.object_type(type_name, field.name.node.as_str()) {
                children
                    .entry(&field.response_key().node)
                    .or_insert_with(|| Child {
                        type_name: child,
                        selections: Vec::new(),
                        place: OnceCell::new(),
                    })
                    .selections
                    .push(&field.selection_set.node);
            }
        }
        Place { places: self, type_name, children: children.into_iter().collect() }
    }

    /// The type of a field, if it is one of objects.
    fn object_type(&self, type_name: &str, field: &str) -> Option<&'q str> {
        let types = &self.schema.field_types;
        let ty = types.get(type_name)?.get(field)?;
        let (name, _) = types.get_key_value(named(ty))?;
        Some(name)
    }

    /// Each `_entities` field by response key, with all that is selected under it.
    fn entity_fields(&self, root: &'q SelectionSet) -> IndexMap<&'q str, Vec<&'q SelectionSet>> {
        let mut fields: IndexMap<&str, Vec<&SelectionSet>> = IndexMap::new();
        for field in fields_of(self.document, "Query", &[root]) {
            if field.name.node == ENTITIES_FIELD {
                fields
                    .entry(field.response_key().node.as_str())
                    .or_default()
                    .push(&field.selection_set.node);
            }
        }
        fields
    }
}

/// The fields of selections that apply to objects of the type, each fragment's once.
/// Contracts have no abstract types but the union of entities, whose fragments name one type each.
fn fields_of<'q>(
    document: &'q ExecutableDocument,
    type_name: &str,
    selections: &[&'q SelectionSet],
) -> Vec<&'q Field> {
    let applies = |condition: &Name| condition == type_name || condition == "_Entity";
    let mut fields = Vec::new();
    let mut spread_already: HashSet<&Name> = HashSet::new();
    let mut unread: Vec<_> = selections.iter().rev().map(|it| it.items.iter()).collect();
    while let Some(items) = unread.last_mut() {
        let Some(item) = items.next() else {
            unread.pop();
            continue;
        };
        match &item.node {
            Selection::Field(field) => fields.push(&field.node),
            Selection::InlineFragment(fragment) => {
                let condition = fragment.node.type_condition.as_ref();
                if condition.is_none_or(|it| applies(&it.node.on.node)) {
                    unread.push(fragment.node.selection_set.node.items.iter());
                }
            }
            Selection::FragmentSpread(spread) => {
                let name = &spread.node.fragment_name.node;
                if spread_already.insert(name)
                    && let Some(fragment) = document.fragments.get(name)
                    && applies(&fragment.node.type_condition.node.on.node)
                {
                    unread.push(fragment.node.selection_set.node.items.iter());
                }
            }
        }
    }
    fields
}

fn named(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name,
        BaseType::List(item) => named(item),
    }
}

/// Types by which the Relay connection specification pages, and those that answer a write: what
/// counts is the records in them.
fn is_paging(type_name: &str) -> bool {
    type_name == "Query"
        || type_name == "UserError"
        || type_name.ends_with("Payload")
        || type_name == "PageInfo"
        || type_name.ends_with("Connection")
        || type_name.ends_with("Edge")
}
