//! Every field of the contract of one level, asked at a site of that level by callers of several
//! regions in every role, against the built-in policy, written down again. Fields and classes are
//! read from the contract: a type that no entry leads to fails the test, as does one without fields
//! that are kept back from anyone.

use std::{collections::BTreeSet, sync::Arc};

use async_graphql::{
    Request, Value as Literal,
    parser::{
        parse_schema,
        types::{BaseType, ConstDirective, ObjectType, TypeKind, TypeSystemDefinition},
    },
};
use qianzhan_network::{Caller, CallerRelation, CallerRole, SiteServer};
use serde_json::Value;

/// How the fields of a type are reached.
pub(crate) struct Entry {
    /// The type.
    pub(crate) of: &'static str,
    /// Type and key of the entity that it is reached from.
    pub(crate) entity: (&'static str, &'static str, &'static str),
    /// Fields from the entity to the type.
    pub(crate) way: &'static [&'static str],
}

struct Field {
    of: String,
    name: String,
    class: String,
    is_of_people: bool,
    is_key: bool,
    ty: String,
}

struct Contract {
    fields: Vec<Field>,
    objects: BTreeSet<String>,
    /// Class of the existence of a type's records.
    types: Vec<(String, String)>,
}

fn argument(
    directives: &[async_graphql::Positioned<ConstDirective>],
    directive: &str,
    name: &str,
) -> Option<String> {
    let found = directives.iter().find(|it| it.node.name.node == directive)?;
    match &found.node.get_argument(name)?.node {
        Literal::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

fn read(sdl: &str) -> Contract {
    let mut contract = Contract { fields: Vec::new(), objects: BTreeSet::new(), types: Vec::new() };
    for definition in parse_schema(sdl).expect("the contract parses").definitions {
        let TypeSystemDefinition::Type(definition) = definition else { continue };
        let definition = definition.node;
        let TypeKind::Object(ObjectType { fields, .. }) = &definition.kind else { continue };
        let of = definition.name.node.to_string();
        // Ways to records, which are reached as entities too.
        let is_way = ["Query", "Mutation", "UserError", "PageInfo"].contains(&of.as_str());
        if is_way || ["Payload", "Connection", "Edge"].iter().any(|end| of.ends_with(end)) {
            continue;
        }
        let key = argument(&definition.directives, "key", "fields");
        if let Some(class) = argument(&definition.directives, "class", "is") {
            contract.types.push((of.clone(), class));
        }
        contract.objects.insert(of.clone());
        for field in fields {
            let mut base = &field.node.ty.node.base;
            while let BaseType::List(item) = base {
                base = &item.base;
            }
            let BaseType::Named(ty) = base else { continue };
            let name = field.node.name.node.to_string();
            let directives = &field.node.directives;
            contract.fields.push(Field {
                of: of.clone(),
                is_key: key.as_deref() == Some(name.as_str()),
                name,
                class: argument(directives, "class", "is").expect("each field has a class"),
                is_of_people: argument(directives, "class", "ofPeople").as_deref() == Some("true"),
                ty: ty.to_string(),
            });
        }
    }
    contract
}

/// Whether a class is given whole.
fn is_given(class: &str, relation: CallerRelation, role: Option<CallerRole>) -> bool {
    use CallerRole::{Admin, Analyst, Clerk, Leader, Member, Office};
    match (class, relation, role) {
        ("PUBLIC" | "STATISTICAL", _, _) => true,
        (_, CallerRelation::Own, Some(Leader | Office | Clerk | Admin)) => true,
        ("INTERNAL", CallerRelation::Own, Some(Analyst | Member)) => true,
        ("INTERNAL", CallerRelation::Superior, Some(role)) => role != Member,
        _ => false,
    }
}

/// Whether a class is told in part, to a caller who is not given it whole.
fn is_masked(class: &str, relation: CallerRelation, role: Option<CallerRole>) -> bool {
    class == "PERSONAL" && relation == CallerRelation::Own && role.is_some()
}

impl Contract {
    fn class_of_type(&self, name: &str) -> &str {
        self.types.iter().find(|(it, _)| it == name).map_or("PUBLIC", |(_, class)| class)
    }

    fn field(&self, of: &str, name: &str) -> &Field {
        let found = self.fields.iter().find(|it| it.of == of && it.name == name);
        found.unwrap_or_else(|| panic!("the contract has no {of}.{name}"))
    }

    /// Whether a caller gets as far as the type that an entry leads to.
    fn leads(&self, entry: &Entry, relation: CallerRelation, role: Option<CallerRole>) -> bool {
        let mut of = entry.entity.0;
        for name in entry.way {
            let field = self.field(of, name);
            if !is_given(self.class_of_type(of), relation, role)
                || !is_given(&field.class, relation, role)
            {
                return false;
            }
            of = &field.ty;
        }
        is_given(self.class_of_type(of), relation, role)
    }
}

/// Asks everything, and compares.
pub(crate) async fn every_field_is_as_the_owner_decides(
    server: &SiteServer,
    sdl: &str,
    entries: &[Entry],
    regions: &[&str],
) {
    let contract = read(sdl);
    let reached: BTreeSet<String> = entries.iter().map(|entry| entry.of.to_owned()).collect();
    assert_eq!(reached, contract.objects, "each type of the contract has an entry");
    let own_region = server.site().regions[0];
    let own =
        Caller { region: Some(own_region), roles: vec![CallerRole::Office], ..Caller::anonymous() };
    let (mut given, mut kept_back) = (0, 0);
    for entry in entries {
        let of_entry = || contract.fields.iter().filter(|field| field.of == entry.of);
        let query = question(&contract, entry);
        let whole = ask(server, own.clone(), &query, entry).await;
        assert!(!whole.is_null(), "the records have a {} for the office: {query}", entry.of);
        for region in regions.iter().copied().map(Some).chain([None]) {
            for role in CallerRole::ALL.iter().copied().map(Some).chain([None]) {
                let caller = Caller {
                    region: region.map(|code| code.parse().expect("a code")),
                    roles: role.into_iter().collect(),
                    ..Caller::anonymous()
                };
                let relation = CallerRelation::of(&caller, &own_region);
                let case = format!("{} to {relation:?} {role:?}", entry.of);
                let found = ask(server, caller, &query, entry).await;
                if !contract.leads(entry, relation, role) {
                    for field in of_entry().filter(|field| !field.is_key) {
                        assert!(found[&field.name].is_null(), "{case}: {} leaks", field.name);
                        kept_back += 1;
                    }
                    continue;
                }
                for field in of_entry() {
                    let (value, owned) = (&found[&field.name], &whole[&field.name]);
                    let case = format!("{case}: {} {}", field.name, field.class);
                    let is_exact =
                        matches!(relation, CallerRelation::Own | CallerRelation::Superior);
                    if field.is_key || is_given(&field.class, relation, role) {
                        if field.is_of_people && !is_exact {
                            let rounded = value.as_i64().is_none_or(|count| count % 5 == 0);
                            assert!(rounded, "{case} is exact: {value}");
                        } else {
                            assert_eq!(value, owned, "{case} is refused");
                        }
                        given += 1;
                    } else {
                        let masked = is_masked(&field.class, relation, role)
                            && value.as_str().is_some_and(|it| it.ends_with('*'));
                        // What pages records tells their count alone.
                        let counts = field.class == "INTERNAL" && field.ty.ends_with("Connection");
                        let leaks = !value.is_null() && !counts && (!masked || value == owned);
                        assert!(!leaks, "{case} leaks {value}");
                        kept_back += 1;
                    }
                }
            }
        }
    }
    assert!(given > 0 && kept_back > 0, "{given} given, {kept_back} kept back");
}

fn question(contract: &Contract, entry: &Entry) -> String {
    let fields: Vec<String> = contract
        .fields
        .iter()
        .filter(|field| field.of == entry.of)
        .map(|field| {
            let is_object =
                contract.objects.contains(&field.ty) || field.ty.ends_with("Connection");
            let below = if is_object { " { __typename }" } else { "" };
            format!("{}{below}", field.name)
        })
        .collect();
    let (entity, key, value) = entry.entity;
    let opened: String = entry.way.iter().map(|name| format!("{name} {{ ")).collect();
    let closed = " }".repeat(entry.way.len());
    format!(
        "{{ _entities(representations: [{{ __typename: \"{entity}\", {key}: \"{value}\" }}]) \
         {{ ... on {entity} {{ {opened}{}{closed} }} }} }}",
        fields.join(" ")
    )
}

/// What stands at the end of the way; the first item where there are several.
async fn ask(server: &SiteServer, caller: Caller, query: &str, entry: &Entry) -> Value {
    let response = server.execute(Arc::new(caller), Request::new(query)).await;
    let response = serde_json::to_value(response).expect("responses serialize");
    let mut found = &response["data"]["_entities"][0];
    for name in entry.way {
        found = &found[*name];
        if found.is_array() {
            found = &found[0];
        }
    }
    found.clone()
}
