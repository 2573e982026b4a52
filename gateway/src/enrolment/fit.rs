//! Whether a site's schema has what a contract promises, and in the same classes.

use std::collections::BTreeMap;

use apollo_compiler::{
    Name, Schema,
    ast::{FieldDefinition, Type, Value},
    schema::{Component, ExtendedType, ObjectType},
};

use crate::supergraph::{Supergraph, jurisdiction::DataClass};

/// Most fields that a refusal names.
const MAX_NAMED: usize = 20;

/// Fields of the contract that `site` lacks, or has with other types or arguments; the first of them.
pub(super) fn unfit_fields(supergraph: &Supergraph, contract: &str, site: &Schema) -> Vec<String> {
    let is_unfit = |(object, field): &(&ObjectType, &Component<FieldDefinition>)| {
        let of_site = site.get_object(&object.name).and_then(|it| it.fields.get(&field.name));
        of_site.is_none_or(|of_site| {
            let has_argument = |wanted: &FieldDefinition| {
                wanted.arguments.iter().all(|argument| {
                    let of_site = of_site.argument_by_name(&argument.name);
                    of_site.is_some_and(|it| {
                        it.ty.inner_named_type() == argument.ty.inner_named_type()
                    })
                })
            };
            !keeps(&of_site.ty, &field.ty) || !has_argument(field)
        })
    };
    coordinates(fields_of(supergraph, contract).into_iter().filter(is_unfit))
}

/// Fields of the contract that the site says to be of another class; the first of them.
pub(super) fn unfit_classes(
    supergraph: &Supergraph,
    contract: &str,
    stated: &BTreeMap<String, String>,
) -> Vec<String> {
    let is_unfit = |(object, field): &(&ObjectType, &Component<FieldDefinition>)| {
        let Some(class) = supergraph.jurisdiction.class_of(&object.name, &field.name) else {
            return false;
        };
        let stated = stated.get(&format!("{}.{}", object.name, field.name));
        stated.and_then(|name| DataClass::from_spec_name(name)) != Some(class.class)
    };
    coordinates(fields_of(supergraph, contract).into_iter().filter(is_unfit))
}

fn coordinates<'s>(
    fields: impl Iterator<Item = (&'s ObjectType, &'s Component<FieldDefinition>)>,
) -> Vec<String> {
    let name = |(object, field): (&ObjectType, &Component<FieldDefinition>)| {
        format!("{}.{}", object.name, field.name)
    };
    fields.take(MAX_NAMED).map(name).collect()
}

/// The fields of one subgraph.
/// Spec: join v0.3. A field without `@join__field` is in all subgraphs of its type.
fn fields_of<'s>(
    supergraph: &'s Supergraph,
    contract: &str,
) -> Vec<(&'s ObjectType, &'s Component<FieldDefinition>)> {
    let schema = &supergraph.schema;
    let Some(graph) = graph_of(schema, contract) else { return Vec::new() };
    let names_graph = |value: Option<&apollo_compiler::Node<Value>>| matches!(value.map(|it| it.as_ref()), Some(Value::Enum(name)) if *name == graph);
    let mut fields = Vec::new();
    for definition in schema.types.values() {
        let ExtendedType::Object(object) = definition else { continue };
        let mut joins = object.directives.get_all("join__type");
        if !joins.any(|join| names_graph(join.specified_argument_by_name("graph"))) {
            continue;
        }
        for field in object.fields.values().filter(|field| !field.name.starts_with('_')) {
            let mut own = field.directives.get_all("join__field").peekable();
            let is_external = |join: &apollo_compiler::Node<apollo_compiler::ast::Directive>| {
                join.specified_argument_by_name("external")
                    .is_some_and(|it| it.as_ref() == &Value::Boolean(true))
            };
            let is_here = own.peek().is_none()
                || own.any(|join| {
                    names_graph(join.specified_argument_by_name("graph")) && !is_external(join)
                });
            if is_here {
                fields.push((object.as_ref(), field));
            }
        }
    }
    fields
}

/// The value of `join__Graph` that stands for a subgraph.
fn graph_of(schema: &Schema, contract: &str) -> Option<Name> {
    let values = &schema.get_enum("join__Graph")?.values;
    let found = values.values().find(|value| {
        let name = value.directives.get("join__graph");
        let name = name.and_then(|it| it.specified_argument_by_name("name"));
        name.and_then(|it| it.as_str()) == Some(contract)
    });
    found.map(|value| value.value.clone())
}

/// Whether a value of the type `given` is one of `promised`: a site may promise more, not less.
fn keeps(given: &Type, promised: &Type) -> bool {
    match (given, promised) {
        (Type::NonNullNamed(given), Type::NonNullNamed(promised) | Type::Named(promised))
        | (Type::Named(given), Type::Named(promised)) => given == promised,
        (Type::NonNullList(given), Type::NonNullList(promised) | Type::List(promised))
        | (Type::List(given), Type::List(promised)) => keeps(given, promised),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::supergraph::compose::{ContractSource, compose};

    const CONTRACT: &str = r#"
        extend schema
          @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@composeDirective"])
          @link(url: "https://qianzhan.dev/jurisdiction/v1.1", import: ["@route", "@class", "@reads"])
          @composeDirective(name: "@route")
          @composeDirective(name: "@class")
          @composeDirective(name: "@reads")
        type Query { book(id: ID!): Book @route(by: "id") @class(is: PUBLIC) }
        type Book @key(fields: "id") @route(by: "id") @class(is: PUBLIC) {
          id: ID! @class(is: PUBLIC)
          tags(first: Int): [String!] @class(is: PUBLIC)
          owner: String @class(is: PERSONAL)
        }
    "#;

    fn supergraph() -> Supergraph {
        let composed = compose(&[ContractSource::new("library", CONTRACT)]).expect("it composes");
        let contracts = BTreeSet::from(["library".to_owned()]);
        Supergraph::load(&composed.supergraph_sdl, &contracts).expect("a supergraph")
    }

    fn schema(book: &str) -> Schema {
        let sdl = format!("type Query {{ book(id: ID!): Book }} type Book {{ {book} }}");
        Schema::parse(sdl, "site.graphql").expect("a schema")
    }

    #[test]
    fn a_site_may_promise_more_and_never_less() {
        let supergraph = supergraph();
        let whole = "id: ID! tags(first: Int): [String!] owner: String";
        for (case, book, unfit) in [
            ("as promised", whole.to_owned(), vec![]),
            ("more", format!("{whole} extra: Int"), vec![]),
            ("stricter", whole.replace("[String!]", "[String!]!"), vec![]),
            ("looser", whole.replace("[String!]", "[String]"), vec!["Book.tags"]),
            ("looser key", whole.replace("ID!", "ID"), vec!["Book.id"]),
            ("no list", whole.replace("[String!]", "String!"), vec!["Book.tags"]),
            ("another type", whole.replace("owner: String", "owner: Int"), vec!["Book.owner"]),
            ("without an argument", whole.replace("(first: Int)", ""), vec!["Book.tags"]),
            ("without a field", whole.replace("owner: String", ""), vec!["Book.owner"]),
        ] {
            assert_eq!(unfit_fields(&supergraph, "library", &schema(&book)), unfit, "{case}");
        }
    }

    #[test]
    fn each_field_is_of_the_class_that_the_contract_says() {
        let supergraph = supergraph();
        let stated = |owner: &str| {
            let classes = [
                ("Query.book", "PUBLIC"),
                ("Book.id", "PUBLIC"),
                ("Book.tags", "PUBLIC"),
                ("Book.owner", owner),
                ("Book.extra", "INTERNAL"),
            ];
            let text = |(name, class): (&str, &str)| (name.to_owned(), class.to_owned());
            classes.map(text).into_iter().collect::<BTreeMap<_, _>>()
        };
        let unfit =
            |stated: &BTreeMap<String, String>| unfit_classes(&supergraph, "library", stated);
        assert_eq!(unfit(&stated("PERSONAL")), Vec::<String>::new());
        assert_eq!(unfit(&stated("PUBLIC")), ["Book.owner"], "a milder class");
        assert_eq!(unfit(&stated("SECRET")), ["Book.owner"], "no class");
        let mut unsaid = stated("PERSONAL");
        unsaid.remove("Book.tags");
        assert_eq!(unfit(&unsaid), ["Book.tags"]);
    }
}
