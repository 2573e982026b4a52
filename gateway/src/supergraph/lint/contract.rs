//! One contract, read for linting.

use apollo_compiler::{
    Name, Schema,
    ast::{Type, Value},
    schema::{Component, ExtendedType, FieldDefinition, ObjectType},
};

use super::finding::{Finding, LintCode, Message};
use crate::supergraph::{
    compose::ContractSource,
    jurisdiction::{Jurisdiction, SPEC_URL, Spread},
};

/// A federation directive may be written with its namespace, where it was not imported.
const KEY_DIRECTIVES: [&str; 2] = ["key", "federation__key"];

/// A contract with what its jurisdiction directives say.
pub(super) struct Contract<'a> {
    pub(super) name: &'a str,
    pub(super) schema: Schema,
    pub(super) jurisdiction: Jurisdiction,
}

impl<'a> Contract<'a> {
    /// The error is the finding that the text is no schema.
    pub(super) fn read(source: &'a ContractSource) -> Result<Self, Finding> {
        let schema = Schema::builder()
            .adopt_orphan_extensions()
            .parse(&source.sdl, format!("{}.graphql", source.name))
            .build()
            .map_err(|invalid| {
                let message = Message::new(
                    "不是有效的 GraphQL",
                    format!("not valid GraphQL:\n{}", invalid.errors),
                );
                Finding {
                    code: LintCode::ContractSyntaxInvalid,
                    contract: source.name.clone(),
                    coordinate: String::new(),
                    message,
                }
            })?;
        Ok(Self { name: &source.name, jurisdiction: Jurisdiction::read(&schema), schema })
    }

    pub(super) fn finding(
        &self,
        code: LintCode,
        coordinate: impl Into<String>,
        message: Message,
    ) -> Finding {
        Finding { code, contract: self.name.to_owned(), coordinate: coordinate.into(), message }
    }

    /// Versions of the jurisdiction specification that it links, such as `v1.0`.
    pub(super) fn linked_versions(&self) -> Vec<&str> {
        self.jurisdiction_links().map(|(version, _)| version).collect()
    }

    /// Names that it imports from the specification as they are, such as `@route`.
    pub(super) fn imports(&self) -> Vec<&str> {
        self.jurisdiction_links()
            .filter_map(|(_, import)| import.and_then(Value::as_list))
            .flatten()
            .filter_map(|name| name.as_str())
            .collect()
    }

    fn jurisdiction_links(&self) -> impl Iterator<Item = (&str, Option<&Value>)> {
        let directives = &self.schema.schema_definition.directives;
        directives.get_all("link").filter_map(|link| {
            let url = link.specified_argument_by_name("url")?.as_str()?;
            let version = url.strip_prefix(SPEC_URL)?.strip_prefix('/')?;
            let import = link.specified_argument_by_name("import");
            Some((version, import.map(|import| &**import)))
        })
    }

    /// Directives that it asks composition to keep, such as `@route`.
    pub(super) fn composed_directives(&self) -> Vec<&str> {
        let directives = &self.schema.schema_definition.directives;
        directives
            .get_all("composeDirective")
            .filter_map(|directive| directive.specified_argument_by_name("name")?.as_str())
            .collect()
    }

    /// Its object types, without the introspection types.
    pub(super) fn objects(&self) -> impl Iterator<Item = &ObjectType> {
        self.schema
            .types
            .values()
            .filter(|definition| !definition.is_built_in())
            .filter_map(ExtendedType::as_object)
    }

    /// Its entities: object types with a key.
    pub(super) fn entities(&self) -> impl Iterator<Item = &ObjectType> {
        self.objects().filter(|object| self.is_entity(&object.name))
    }

    pub(super) fn gathered_entities(&self) -> impl Iterator<Item = &ObjectType> {
        self.entities()
            .filter(|object| matches!(self.spread_of(&object.name), Some(Spread::Gather { .. })))
    }

    pub(super) fn spread_of(&self, type_name: &str) -> Option<&Spread> {
        self.jurisdiction.entity_spread(type_name)
    }

    pub(super) fn is_entity(&self, type_name: &str) -> bool {
        self.schema
            .get_object(type_name)
            .is_some_and(|object| KEY_DIRECTIVES.iter().any(|key| object.directives.has(key)))
    }

    /// Whether its sites resolve this entity; a stub (`resolvable: false`) only refers to it.
    pub(super) fn is_resolvable(&self, object: &ObjectType) -> bool {
        keys_of(object).any(|key| {
            let resolvable = key.specified_argument_by_name("resolvable");
            resolvable.and_then(|value| value.to_bool()) != Some(false)
        })
    }

    /// Names of the fields that stand at the top of any of the entity's keys.
    pub(super) fn key_fields(&self, object: &ObjectType) -> Vec<String> {
        keys_of(object)
            .filter_map(|key| key.specified_argument_by_name("fields")?.as_str())
            .flat_map(top_level_names)
            .collect()
    }

    pub(super) fn is_root_type(&self, type_name: &str) -> bool {
        let mut roots = self.schema.schema_definition.iter_root_operations();
        roots.any(|(_, name)| name.name == type_name)
    }

    /// Every field of the root types that is the contract's own.
    pub(super) fn root_fields(&self) -> impl Iterator<Item = (&Name, &Component<FieldDefinition>)> {
        self.objects()
            .filter(|object| self.is_root_type(&object.name))
            .flat_map(|object| object.fields.values().map(|field| (&object.name, field)))
            .filter(|(_, field)| !["_service", "_entities"].contains(&field.name.as_str()))
    }

    /// Root fields that all sites inside a region answer together.
    pub(super) fn gathered_root_fields(
        &self,
    ) -> impl Iterator<Item = (&Name, &Component<FieldDefinition>)> {
        self.root_fields().filter(|(root, field)| {
            let spread = self.jurisdiction.field_spread(root, &field.name);
            matches!(spread, Some(Spread::Gather { .. }))
        })
    }
}

/// `Type.field`.
pub(super) fn coordinate(type_name: &str, field: &str) -> String {
    format!("{type_name}.{field}")
}

/// Whether the type is one text key: `ID` or `String`, non-null or not.
pub(super) fn is_text_key(of: &Type) -> bool {
    !of.is_list() && ["ID", "String"].contains(&of.inner_named_type().as_str())
}

fn keys_of(object: &ObjectType) -> impl Iterator<Item = &apollo_compiler::ast::Directive> {
    let directives = object.directives.iter();
    directives
        .filter(|directive| KEY_DIRECTIVES.contains(&directive.name.as_str()))
        .map(|directive| &***directive)
}

/// `"id organization { code }"` gives `id` and `organization`.
fn top_level_names(field_set: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let mut names = Vec::new();
    let spaced = field_set.replace('{', " { ").replace('}', " } ");
    for word in spaced.split([' ', ',', '\t', '\n', '\r']) {
        match word {
            "" => {}
            "{" => depth += 1,
            "}" => depth = depth.saturating_sub(1),
            name if depth == 0 => names.push(name.to_owned()),
            _ => {}
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_top_of_a_key_counts() {
        for (fields, expected) in [
            ("id", vec!["id"]),
            ("id, code", vec!["id", "code"]),
            ("id organization{code place { x }} name", vec!["id", "organization", "name"]),
            ("", vec![]),
        ] {
            assert_eq!(top_level_names(fields), expected, "{fields}");
        }
    }
}
