//! What the supergraph says of types and fields.

use std::{collections::BTreeMap, sync::LazyLock};

use qianzhan_gateway::{
    directory::RegionCode,
    supergraph::jurisdiction::{Classification, DataClass},
};

use super::asker::Asker;
use crate::testkit::shared;

/// What is known of a field that clients see.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) inner: String,
    pub(super) is_list: bool,
    pub(super) is_connection: bool,
    pub(super) is_object: bool,
    /// The arguments that it cannot be without.
    pub(super) arguments: Vec<String>,
    /// Whether it wants an argument that has no default and is not known here.
    pub(super) wants_argument: bool,
    /// The argument that it cannot be without, where it has no other.
    pub(super) only_argument: Option<String>,
    /// Whether it takes `first`.
    pub(super) pages: bool,
    /// What decides over it.
    pub(super) classes: Classes,
}

/// The classes that decide over a field: its own, that of the records in it, and of what it reads.
#[derive(Debug, Clone)]
pub(super) struct Classes {
    pub(super) own: Classification,
    pub(super) all: Vec<DataClass>,
    /// The level whose sites add the field to a record of another.
    pub(super) added_by: Option<String>,
}

impl Field {
    pub(super) fn is_list_of_objects(&self) -> bool {
        self.is_object && (self.is_list || self.is_connection)
    }

    /// Whether it is asked for together with the others of its type.
    pub(super) fn is_plain(&self) -> bool {
        !self.wants_argument && !self.is_list_of_objects()
    }

    /// The log of who asked is for its own office, whatever the policy.
    pub(super) fn is_access_log(&self) -> bool {
        self.name == "accessLog"
    }

    /// Who decides over it in a record of `owner`: the owner, or a superior who adds it.
    pub(super) fn decider(&self, owner: RegionCode) -> RegionCode {
        self.classes.added_by.as_deref().map_or(owner, |level| above(owner, level))
    }

    /// Whether `decides` gives it whole.
    pub(super) fn is_given(&self, asker: &Asker, decides: RegionCode) -> bool {
        self.classes.all.iter().all(|class| asker.is_given(decides, *class))
            && (!self.is_access_log() || asker.reads_log(decides))
    }
}

/// The region of the level above which adds to records of `owner`.
fn above(owner: RegionCode, level: &str) -> RegionCode {
    let text = owner.to_string();
    let code = match level {
        "PROVINCE" => format!("{}0000", &text[..2]),
        _ => format!("{}00", &text[..4]),
    };
    RegionCode::parse(&code).expect("a code")
}

static TYPES: LazyLock<BTreeMap<String, Vec<Field>>> = LazyLock::new(|| {
    let state = shared().network.gateway.state();
    let types = state.supergraph.api_schema.types.iter();
    let objects = types.filter(|(name, it)| it.is_object() && !name.starts_with("__"));
    objects.map(|(name, _)| (name.to_string(), read_fields(name))).collect()
});

/// Every object type that clients see.
pub(super) fn object_types() -> impl Iterator<Item = &'static str> {
    TYPES.keys().map(String::as_str)
}

/// The fields of an object type that clients see.
pub(super) fn fields_of(type_name: &str) -> &'static [Field] {
    TYPES.get(type_name).unwrap_or_else(|| panic!("the network has no type {type_name}"))
}

/// One of them.
pub(super) fn field_of(type_name: &str, field: &str) -> &'static Field {
    let found = fields_of(type_name).iter().find(|it| it.name == field);
    found.unwrap_or_else(|| panic!("{type_name} has no field {field}"))
}

fn read_fields(type_name: &str) -> Vec<Field> {
    let state = shared().network.gateway.state();
    let schema = &state.supergraph.api_schema;
    let object = schema.get_object(type_name).expect("a type of the network");
    let fields = object.fields.values().map(|field| {
        let inner = field.ty.inner_named_type().to_string();
        let required = || field.arguments.iter().filter(|it| it.is_required());
        let is_object = schema.get_object(&inner).is_some();
        Field {
            name: field.name.to_string(),
            is_list: field.ty.is_list(),
            is_connection: inner.ends_with("Connection"),
            is_object,
            wants_argument: required().any(|it| value_of(&it.name).is_none()),
            arguments: required()
                .filter_map(|it| Some(format!("{}: {}", it.name, value_of(&it.name)?)))
                .collect(),
            only_argument: match field.arguments.as_slice() {
                [only] if only.is_required() => Some(only.name.to_string()),
                _ => None,
            },
            pages: field.arguments.iter().any(|argument| argument.name == "first"),
            classes: classes_of(type_name, &field.name, is_object.then_some(inner.as_str())),
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

fn classes_of(of: &str, field: &str, inner: Option<&str>) -> Classes {
    let state = shared().network.gateway.state();
    let supergraph = &state.supergraph;
    // The directory's fields have none: they are the gateway's own, and for all.
    let public = Classification { class: DataClass::Public, is_of_people: false };
    let own = supergraph.jurisdiction.class_of(of, field).unwrap_or(public);
    let mut all = vec![own.class];
    all.extend(inner.map(|inner| class_of_type(&node_type(inner))));
    let object = supergraph.schema.get_object(of).expect("a type of the supergraph");
    let definition = &object.fields[field];
    let reads = definition.directives.get("reads");
    let reads = reads.and_then(|it| it.specified_argument_by_name("fields")?.as_list());
    for read in reads.into_iter().flatten() {
        let (of, name) = read.as_str().and_then(|it| it.split_once('.')).expect("Type.field");
        let class = supergraph.jurisdiction.class_of(of, name).expect("what is read has a class");
        all.extend([class.class, class_of_type(of)]);
    }
    let graphs: Vec<&str> = definition
        .directives
        .get_all("join__field")
        .filter_map(|it| it.specified_argument_by_name("graph")?.as_enum())
        .map(|it| it.as_str())
        .collect();
    let added_by = match graphs.as_slice() {
        // What finds a record is of its owner.
        [_] if of == "Query" => None,
        [only] if ["PROVINCE", "CITY"].contains(only) => Some((*only).to_owned()),
        _ => None,
    };
    Classes { own, all, added_by }
}

/// The class of the records of a type: whether their existence is told.
pub(super) fn class_of_type(type_name: &str) -> DataClass {
    let state = shared().network.gateway.state();
    let class = state.supergraph.jurisdiction.class_of_type(type_name);
    class.map_or(DataClass::Public, |it| it.class)
}

/// The type of a connection's nodes, or the type itself.
pub(super) fn item_of(type_name: &str) -> String {
    if type_name.ends_with("Connection") {
        field_of(type_name, "nodes").inner.clone()
    } else {
        type_name.to_owned()
    }
}

/// The same while the table of types is not read yet.
fn node_type(type_name: &str) -> String {
    let state = shared().network.gateway.state();
    let object = state.supergraph.api_schema.get_object(type_name);
    let nodes = object.filter(|_| type_name.ends_with("Connection"));
    let nodes = nodes.map(|it| it.fields["nodes"].ty.inner_named_type().to_string());
    nodes.unwrap_or_else(|| type_name.to_owned())
}

/// The field that says whose record it is, if the type is an entity.
pub(super) fn key_of(type_name: &str) -> Option<String> {
    let state = shared().network.gateway.state();
    state.supergraph.key_fields(type_name).first().map(ToString::to_string)
}

/// Types of the gateway's own directory, and answers of writes: open to all, and reached by none of
/// the sites' decisions. What a search finds is by design another thing for each caller: the sites'
/// own tests have it.
pub(super) fn is_apart(type_name: &str) -> bool {
    ["Site", "Mutation", "UserError", "SearchHit"].contains(&type_name)
        || type_name.ends_with("Payload")
}
