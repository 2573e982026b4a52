//! The SDL that a site gives holds both of its contracts.

use std::collections::BTreeSet;

use async_graphql::parser::{
    parse_schema,
    types::{TypeKind, TypeSystemDefinition},
};
use qianzhan_economy::CONTRACT_SDL;

use crate::testkit::{data, site};

/// Fields with arguments and types, enumeration values, scalars and keys.
fn statements(sdl: &str) -> BTreeSet<String> {
    let mut said = BTreeSet::new();
    for definition in parse_schema(sdl).expect("the SDL parses").definitions {
        let TypeSystemDefinition::Type(definition) = definition else {
            continue;
        };
        let definition = definition.node;
        let name = definition.name.node;
        let keys = definition.directives.iter().filter(|it| it.node.name.node == "key");
        let fields = keys.filter_map(|it| it.node.get_argument("fields"));
        said.extend(fields.map(|it| format!("{name} by {}", it.node)));
        match definition.kind {
            TypeKind::Object(object) => {
                for field in object.fields {
                    let field = field.node;
                    let arguments = field.arguments.iter().map(|it| {
                        let default = it.node.default_value.as_ref().map(|it| it.node.to_string());
                        format!("{}: {} = {default:?}", it.node.name.node, it.node.ty.node)
                    });
                    let arguments: Vec<_> = arguments.collect();
                    let arguments = arguments.join(", ");
                    said.insert(format!(
                        "{name}.{}({arguments}): {}",
                        field.name.node, field.ty.node
                    ));
                }
            }
            TypeKind::Enum(values) => {
                said.extend(
                    values.values.iter().map(|it| format!("{name}.{}", it.node.value.node)),
                );
            }
            _ => {
                said.insert(name.to_string());
            }
        }
    }
    said
}

#[tokio::test]
async fn the_sdl_is_the_union_of_the_contracts() {
    let server = site().await;
    let answer = data(&server, "{ _service { sdl } }").await;
    let given = statements(answer["_service"]["sdl"].as_str().expect("SDL"));
    let mut promised = statements(CONTRACT_SDL);
    assert!(promised.len() >= 10, "the contract was read");
    promised.extend(statements(qianzhan_network::CONTRACT_SDL));
    let difference: Vec<_> = given.symmetric_difference(&promised).collect();
    assert!(difference.is_empty(), "{difference:#?}");
}
