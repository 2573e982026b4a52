//! Lints on `@class` and `@reads`: owners decide by class who may have what, so nothing may be
//! without one, and no filter may tell what its field would not.
//! The directives are of v1.1; a contract that links an older version has none.

use std::collections::BTreeSet;

use apollo_compiler::{
    Name, Node, Schema,
    ast::{Directive, InputValueDefinition, Type},
    schema::{ExtendedType, InputObjectType},
};

use super::{
    contract::{Contract, coordinate},
    finding::{Finding, LintCode, Message},
};
use crate::supergraph::jurisdiction::{DataClass, Spread};

/// The version that has classes.
const WITH_CLASSES: &str = "v1.1";

/// Arguments of a page, which choose no records but by their place.
const PAGING: [&str; 4] = ["first", "after", "last", "before"];

pub(super) fn check(contract: &Contract<'_>) -> Vec<Finding> {
    if !contract.linked_versions().contains(&WITH_CLASSES) {
        return Vec::new();
    }
    let mut findings = missing_classes(contract);
    findings.extend(non_null_fields(contract));
    findings.extend(missing_reads(contract));
    findings.extend(arguments_that_cannot_say(contract));
    findings.extend(unknown_reads(contract));
    findings
}

fn missing_classes(contract: &Contract<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let missing =
        |at: String, message: Message| contract.finding(LintCode::ClassMissing, at, message);
    for object in contract.objects() {
        let is_routed = matches!(contract.spread_of(&object.name), Some(Spread::Route { .. }));
        if is_routed && contract.jurisdiction.class_of_type(&object.name).is_none() {
            let message = Message::new(
                "由站点所有的记录须以 @class 标明其存在属于哪一类",
                "a routed entity must say with @class what the existence of its records is",
            );
            findings.push(missing(object.name.to_string(), message));
        }
        for field in own_fields(contract, &object.name) {
            if contract.jurisdiction.class_of(&object.name, field).is_none() {
                let message = Message::new(
                    "字段须以 @class 标明类别：PUBLIC、STATISTICAL、INTERNAL 或 PERSONAL",
                    "a field must say its @class: PUBLIC, STATISTICAL, INTERNAL or PERSONAL",
                );
                findings.push(missing(coordinate(&object.name, field), message));
            }
        }
    }
    findings
}

/// A field that may be withheld can be null; a key is no secret to whoever has it.
fn non_null_fields(contract: &Contract<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for object in contract.objects() {
        let keys = contract.key_fields(object);
        let of_type = contract.jurisdiction.class_of_type(&object.name);
        for field in own_fields(contract, &object.name) {
            let class = contract.jurisdiction.class_of(&object.name, field);
            let may_be_withheld = [class, of_type]
                .iter()
                .flatten()
                .any(|classification| classification.class != DataClass::Public);
            let is_key = keys.iter().any(|key| key == field.as_str());
            if may_be_withheld && !is_key && object.fields[field].ty.is_non_null() {
                let message = Message::new(
                    "不是 PUBLIC 的字段可能不给出，须可为空",
                    "a field that is not PUBLIC may be withheld, so it must be nullable",
                );
                let at = coordinate(&object.name, field);
                findings.push(contract.finding(LintCode::ClassifiedFieldNonNull, at, message));
            }
        }
    }
    findings
}

/// Every field of an input of a query says what it reads, or each value of its enum does.
fn missing_reads(contract: &Contract<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for input in query_inputs(contract) {
        for field in input.fields.values() {
            let is_nested = contract.schema.get_input_object(field.ty.inner_named_type()).is_some();
            if is_nested || field.directives.has("reads") {
                continue;
            }
            let at = coordinate(&input.name, &field.name);
            let unread: Vec<String> = match contract.schema.get_enum(field.ty.inner_named_type()) {
                Some(keys) if keys.values.values().any(|value| value.directives.has("reads")) => {
                    let values = keys.values.values();
                    let unread = values.filter(|value| !value.directives.has("reads"));
                    unread.map(|value| coordinate(&keys.name, &value.value)).collect()
                }
                _ => vec![at],
            };
            findings.extend(unread.into_iter().map(|at| {
                let message = Message::new(
                    "筛选条件和排序依据须以 @reads 写明读取哪些字段；不读取则写空列表",
                    "a filter or sort key must say with @reads which fields it reads; \
                     an empty list where it reads none",
                );
                contract.finding(LintCode::ReadsMissing, at, message)
            }));
        }
    }
    findings
}

/// An argument that chooses records stands in an input object: only there can it say what it reads.
/// Roll-ups may take one (a period): what they read is said by each of their fields.
fn arguments_that_cannot_say(contract: &Contract<'_>) -> Vec<Finding> {
    let mutation = contract.schema.schema_definition.mutation.as_ref();
    let is_of_mutation = |name: &Name| mutation.is_some_and(|mutation| mutation.name == *name);
    let mut findings = Vec::new();
    for object in contract.objects().filter(|object| !is_of_mutation(&object.name)) {
        for name in own_fields(contract, &object.name) {
            let field = &object.fields[name];
            let by = match contract.jurisdiction.field_spread(&object.name, name) {
                Some(Spread::Route { by }) => Some(by),
                Some(Spread::Gather { by }) => by.as_ref(),
                None => None,
            };
            let chooses = |argument: &&Node<InputValueDefinition>| {
                let is_input = contract.schema.get_input_object(argument.ty.inner_named_type());
                is_input.is_none()
                    && !PAGING.contains(&argument.name.as_str())
                    && by != Some(&argument.name)
            };
            // A field that says what it reads says it for its arguments too.
            if !leads_to_records(contract, &field.ty) || field.directives.has("reads") {
                continue;
            }
            findings.extend(field.arguments.iter().filter(chooses).map(|argument| {
                let at = format!("{}({}:)", coordinate(&object.name, name), argument.name);
                let message = Message::new(
                    "选取记录的参数须放在输入对象中，才能以 @reads 写明读取哪些字段",
                    "an argument that chooses records must stand in an input object, where it can \
                     say with @reads which fields it reads",
                );
                contract.finding(LintCode::ReadsMissing, at, message)
            }));
        }
    }
    findings
}

/// Whether a field gives several records: a list of objects, or a connection.
fn leads_to_records(contract: &Contract<'_>, ty: &Type) -> bool {
    let object = contract.schema.get_object(ty.inner_named_type());
    object.is_some_and(|object| {
        ty.is_list() || ["edges", "nodes"].iter().any(|name| object.fields.contains_key(*name))
    })
}

fn unknown_reads(contract: &Contract<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, directives) in places_that_read(&contract.schema) {
        for name in directives {
            let is_known = name.split_once('.').is_some_and(|(object, field)| {
                let object = contract.schema.get_object(object);
                object.is_some_and(|object| object.fields.contains_key(field))
            });
            if !is_known {
                let message = Message::new(
                    format!("@reads 所写的 {name} 不是本契约的字段"),
                    format!("@reads names `{name}`, which is no field of this contract"),
                );
                findings.push(contract.finding(LintCode::ReadsFieldUnknown, at.clone(), message));
            }
        }
    }
    findings
}

/// The fields of a type that are the contract's own: not those that federation adds.
fn own_fields<'c>(contract: &'c Contract<'_>, type_name: &Name) -> impl Iterator<Item = &'c Name> {
    let object = contract.schema.get_object(type_name);
    let names = object.into_iter().flat_map(|object| object.fields.keys());
    names.filter(|name| !["_service", "_entities"].contains(&name.as_str()))
}

/// Input objects that some field takes which is no mutation's.
fn query_inputs<'c>(contract: &'c Contract<'_>) -> Vec<&'c InputObjectType> {
    let mutation = contract.schema.schema_definition.mutation.as_ref();
    let is_of_mutation = |name: &Name| mutation.is_some_and(|mutation| mutation.name == *name);
    let objects = contract.objects().filter(|object| !is_of_mutation(&object.name));
    let arguments =
        objects.flat_map(|object| object.fields.values()).flat_map(|field| field.arguments.iter());
    let mut unread: Vec<&Type> = arguments.map(|argument| &*argument.ty).collect();
    let mut seen = BTreeSet::new();
    let mut inputs = Vec::new();
    while let Some(ty) = unread.pop() {
        let name = ty.inner_named_type();
        if let Some(input) = contract.schema.get_input_object(name)
            && seen.insert(name)
        {
            unread.extend(input.fields.values().map(|field| &*field.ty));
            inputs.push(&**input);
        }
    }
    inputs.sort_by(|one, other| one.name.cmp(&other.name));
    inputs
}

/// Each place with `@reads`, and the fields that it names.
fn places_that_read(schema: &Schema) -> Vec<(String, Vec<String>)> {
    let mut places = Vec::new();
    for (name, definition) in &schema.types {
        match definition {
            ExtendedType::Object(object) => {
                for field in object.fields.values() {
                    let read = read_fields(field.directives.get("reads").map(|it| &**it));
                    places.push((coordinate(name, &field.name), read));
                }
            }
            ExtendedType::InputObject(input) => {
                for field in input.fields.values() {
                    let read = read_fields(field.directives.get("reads").map(|it| &**it));
                    places.push((coordinate(name, &field.name), read));
                }
            }
            ExtendedType::Enum(keys) => {
                for value in keys.values.values() {
                    let read = read_fields(value.directives.get("reads").map(|it| &**it));
                    places.push((coordinate(name, &value.value), read));
                }
            }
            _ => {}
        }
    }
    places
}

fn read_fields(directive: Option<&Directive>) -> Vec<String> {
    let fields = directive.and_then(|directive| directive.specified_argument_by_name("fields"));
    let fields = fields.and_then(|fields| fields.as_list()).unwrap_or_default();
    fields.iter().filter_map(|field| field.as_str()).map(str::to_owned).collect()
}
