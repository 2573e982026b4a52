//! The SDL that a site gives holds its contract: every type, field, argument, default, enumeration
//! value, type reference and key.

use std::collections::BTreeSet;

use async_graphql::Positioned;
use async_graphql::parser::{
    parse_schema,
    types::{ConstDirective, InputValueDefinition, TypeDefinition, TypeKind, TypeSystemDefinition},
};
use qianzhan_network::CONTRACT_SDL;

use crate::testkit::{Records, data, site_of};

/// What a document says, one line for each thing it says; texts included.
fn statements(sdl: &str) -> BTreeSet<String> {
    let document = parse_schema(sdl).expect("the SDL parses");
    let mut said = BTreeSet::new();
    for definition in document.definitions {
        if let TypeSystemDefinition::Type(definition) = definition {
            said.extend(statements_of(&definition.node));
        }
    }
    said
}

fn statements_of(definition: &TypeDefinition) -> Vec<String> {
    let name = &definition.name.node;
    let text =
        |it: &Option<Positioned<String>>| it.as_ref().map(|it| it.node.clone()).unwrap_or_default();
    let description = text(&definition.description);
    let marks = federation(&definition.directives);
    let mut said = Vec::new();
    match &definition.kind {
        TypeKind::Scalar => said.push(format!("scalar {name}{marks} {description}")),
        TypeKind::Object(object) => {
            said.push(format!("type {name}{marks} {description}"));
            for field in &object.fields {
                let field = &field.node;
                let place = format!("{name}.{}", field.name.node);
                let marks = federation(&field.directives);
                let description = text(&field.description);
                said.push(format!("{place}: {}{marks} {description}", field.ty.node));
                said.extend(field.arguments.iter().map(|it| input(&place, &it.node)));
            }
        }
        TypeKind::InputObject(object) => {
            said.push(format!("input {name} {description}"));
            for field in &object.fields {
                let description = text(&field.node.description);
                said.push(format!("{} {description}", input(name, &field.node)));
            }
        }
        TypeKind::Enum(object) => {
            said.push(format!("enum {name} {description}"));
            for value in &object.values {
                let description = text(&value.node.description);
                said.push(format!("{name}.{} {description}", value.node.value.node));
            }
        }
        TypeKind::Interface(_) | TypeKind::Union(_) => panic!("contracts have no abstract types"),
    }
    said
}

fn input(place: &str, value: &InputValueDefinition) -> String {
    let default = value.default_value.as_ref().map(|it| it.node.to_string());
    format!("{place}({}: {} = {default:?})", value.name.node, value.ty.node)
}

/// The directives that mean something to a composer; those of the jurisdiction are the gateway's.
fn federation(directives: &[Positioned<ConstDirective>]) -> String {
    let mut marks: Vec<String> = directives
        .iter()
        .filter(|it| ["key", "shareable", "inaccessible"].contains(&it.node.name.node.as_str()))
        .map(|it| {
            let arguments = it.node.arguments.iter();
            let arguments: Vec<_> =
                arguments.map(|(name, value)| format!("{name}={value}")).collect();
            format!(" @{}({})", it.node.name.node, arguments.join(","))
        })
        .collect();
    marks.sort();
    marks.concat()
}

#[tokio::test]
async fn the_sdl_is_the_contract() {
    let server = site_of(&Records::of_county("621122")).await;
    let answer = data(&server, "{ _service { sdl } }").await;
    let sdl = answer["_service"]["sdl"].as_str().expect("SDL");
    let (given, promised) = (statements(sdl), statements(CONTRACT_SDL));
    assert!(promised.len() > 400, "the contract was read");
    let missing: Vec<_> = promised.difference(&given).collect();
    let added: Vec<_> = given.difference(&promised).collect();
    assert!(missing.is_empty() && added.is_empty(), "missing: {missing:#?}, added: {added:#?}");
    for directive in ["@route", "@gather", "@merge", "@local"] {
        assert!(!sdl.contains(directive), "{directive}");
    }
}

#[tokio::test]
async fn introspection_answers() {
    let server = site_of(&Records::of_county("621122")).await;
    let query = "{ __schema { queryType { name } types { name fields { name args { name type { \
        kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name \
        ofType { kind name ofType { kind name ofType { kind name ofType { name } } } } } } } } } \
        } } } } }";
    let answer = data(&server, query).await;
    let types = answer["__schema"]["types"].as_array().expect("a list");
    assert!(types.iter().any(|it| it["name"] == "Tally"));
}
