//! The API schema: what clients see of a supergraph.
//! In: a supergraph with `join__`, `link` and jurisdiction definitions. Out: a schema without them
//! and without anything `@inaccessible`, plus the gateway's own `@coverage` and `@defer`.
//! Spec: Apollo Federation, "API schema"; docs/jurisdiction-spec.md, "Coverage".

use apollo_compiler::{
    Name, Node, Schema,
    ast::{self, DirectiveDefinition},
    collections::IndexSet,
    parser::Parser,
    schema::{Component, ExtendedType},
    validation::Valid,
};

use super::{jurisdiction, load::SupergraphError};

/// Directives of the supergraph that clients may see and use.
const KEPT_DIRECTIVES: [&str; 7] =
    ["deprecated", "specifiedBy", "skip", "include", "oneOf", "coverage", "defer"];

/// What the gateway itself understands.
const OWN_DIRECTIVES: &str = r#"
"""
要求回答的完整程度与等待时间。
How complete an answer must be, and how long to wait for it.
"""
directive @coverage(
  "须答复的站点比例，0 至 1；不足则报错且无数据。 / Share of the asked sites that must answer, 0 to 1; below it the answer is an error without data."
  min: Float
  "最长等待，如 `800ms`、`2s`。 / Longest wait, such as `800ms` or `2s`."
  within: String
) on QUERY

"""
可以晚到的部分：先答其余，再送这一部分。客户端须接受 `multipart/mixed; deferSpec=20220824`，否则不起作用。
What may come later: the rest is answered first, and this part follows. Without effect unless the client accepts `multipart/mixed; deferSpec=20220824`.
"""
directive @defer(
  "为假时不延后。 / When false, nothing is deferred."
  if: Boolean! = true
  "此部分的名称，随答复送回。 / Name of the part, sent back with it."
  label: String
) on FRAGMENT_SPREAD | INLINE_FRAGMENT
"#;

/// # Errors
/// [`SupergraphError::Invalid`] if what is left is not a valid schema.
pub fn api_schema(supergraph: &Schema) -> Result<Valid<Schema>, SupergraphError> {
    let mut schema = supergraph.clone();
    let hidden = hidden_types(&schema);
    schema.types.retain(|name, _| !hidden.contains(name));
    for definition in schema.types.values_mut() {
        strip_type(definition, &hidden);
    }
    schema.schema_definition.make_mut().directives.0.clear();
    schema.directive_definitions.retain(|name, definition| {
        definition.is_built_in() || KEPT_DIRECTIVES.contains(&name.as_str())
    });
    for definition in own_definitions()? {
        schema.directive_definitions.insert(definition.name.clone(), definition);
    }
    schema
        .validate()
        .map_err(|invalid| SupergraphError::Invalid { reasons: invalid.errors.to_string() })
}

fn hidden_types(schema: &Schema) -> IndexSet<Name> {
    schema
        .types
        .iter()
        .filter(|(name, definition)| {
            ["join__", "link__", "core__", "federation__", "policy__", "context__", "cost__"]
                .iter()
                .any(|prefix| name.starts_with(prefix))
                || name.as_str() == jurisdiction::MERGE_OPERATION
                || definition.directives().has("inaccessible")
        })
        .map(|(name, _)| name.clone())
        .collect()
}

fn strip_type(definition: &mut ExtendedType, hidden: &IndexSet<Name>) {
    match definition {
        ExtendedType::Scalar(scalar) => {
            strip_component_directives(&mut scalar.make_mut().directives.0)
        }
        ExtendedType::Object(object) => {
            let object = object.make_mut();
            strip_component_directives(&mut object.directives.0);
            object.implements_interfaces.retain(|interface| !hidden.contains(&interface.name));
            strip_fields(object.fields.values_mut());
            object.fields.retain(|_, field| is_visible(field, hidden));
        }
        ExtendedType::Interface(interface) => {
            let interface = interface.make_mut();
            strip_component_directives(&mut interface.directives.0);
            interface.implements_interfaces.retain(|parent| !hidden.contains(&parent.name));
            strip_fields(interface.fields.values_mut());
            interface.fields.retain(|_, field| is_visible(field, hidden));
        }
        ExtendedType::Union(union) => {
            let union = union.make_mut();
            strip_component_directives(&mut union.directives.0);
            union.members.retain(|member| !hidden.contains(&member.name));
        }
        ExtendedType::Enum(definition) => {
            let definition = definition.make_mut();
            strip_component_directives(&mut definition.directives.0);
            definition.values.retain(|_, value| !value.directives.has("inaccessible"));
            for value in definition.values.values_mut() {
                strip_directives(&mut value.make_mut().directives.0);
            }
        }
        ExtendedType::InputObject(input) => {
            let input = input.make_mut();
            strip_component_directives(&mut input.directives.0);
            input.fields.retain(|_, field| {
                !field.directives.has("inaccessible")
                    && !hidden.contains(field.ty.inner_named_type())
            });
            for field in input.fields.values_mut() {
                strip_directives(&mut field.make_mut().directives.0);
            }
        }
    }
}

fn is_visible(field: &Component<ast::FieldDefinition>, hidden: &IndexSet<Name>) -> bool {
    !field.directives.has(HIDDEN_MARK) && !hidden.contains(field.ty.inner_named_type())
}

/// Fields keep `@inaccessible` until they are retained or dropped.
const HIDDEN_MARK: &str = "inaccessible";

fn strip_fields<'a>(fields: impl Iterator<Item = &'a mut Component<ast::FieldDefinition>>) {
    for field in fields {
        let field = field.make_mut();
        field.arguments.retain(|argument| !argument.directives.has("inaccessible"));
        for argument in &mut field.arguments {
            strip_directives(&mut argument.make_mut().directives.0);
        }
        field
            .directives
            .0
            .retain(|directive| directive.name == HIDDEN_MARK || is_kept(&directive.name));
    }
}

fn strip_directives(directives: &mut Vec<Node<ast::Directive>>) {
    directives.retain(|directive| is_kept(&directive.name));
}

fn strip_component_directives(directives: &mut Vec<Component<ast::Directive>>) {
    directives.retain(|directive| is_kept(&directive.name));
}

fn is_kept(name: &Name) -> bool {
    KEPT_DIRECTIVES.contains(&name.as_str())
}

fn own_definitions() -> Result<Vec<Node<DirectiveDefinition>>, SupergraphError> {
    let document = Parser::new()
        .parse_ast(OWN_DIRECTIVES, "directives.graphql")
        .map_err(|invalid| SupergraphError::Invalid { reasons: invalid.errors.to_string() })?;
    let definitions = document.definitions.into_iter();
    Ok(definitions
        .filter_map(|definition| match definition {
            ast::Definition::DirectiveDefinition(directive) => Some(directive),
            _ => None,
        })
        .collect())
}
