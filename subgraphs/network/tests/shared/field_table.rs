//! Every field of a contract, asked by every relation in every role, against what the built-in
//! policy says. Fields, classes and ways to reach them are read from the contract, so a field that
//! comes later is here too; the policy is written down again, apart from the code that decides.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    fmt::Write as _,
    sync::Arc,
};

use async_graphql::{
    Request, Value as Literal,
    parser::{
        parse_schema,
        types::{BaseType, FieldDefinition, Type, TypeKind, TypeSystemDefinition},
    },
};
use qianzhan_network::{Caller, CallerRole, SiteServer};
use serde_json::Value;

/// A contract whose fields are asked of a county's site.
pub(crate) struct FieldTable<'t> {
    /// The contract.
    pub(crate) sdl: &'t str,
    /// Contracts that it reads fields of.
    pub(crate) beside: &'t [&'t str],
    /// The county.
    pub(crate) county: &'t str,
    /// The key by which an entity is asked for.
    pub(crate) key_of: &'t dyn Fn(&str) -> String,
    /// Arguments of the fields that must have some, by type and field.
    pub(crate) arguments: &'t [(&'t str, &'t str)],
    /// Fields that may be null in the site's records.
    pub(crate) may_be_null: &'t [&'t str],
}

// ---- the contract ----

#[derive(Debug, Clone)]
struct Field {
    of: String,
    name: String,
    ty: String,
    is_list: bool,
    is_text: bool,
    class: String,
    is_of_people: bool,
    is_key: bool,
    reads: Vec<String>,
    arguments: Vec<String>,
}

#[derive(Debug, Default)]
struct Contract {
    fields: BTreeMap<(String, String), Field>,
    /// Of the contracts beside it.
    beside: BTreeMap<(String, String), Field>,
    entities_beside: BTreeSet<String>,
    type_classes: BTreeMap<String, String>,
    entities: BTreeSet<String>,
}

/// Reads a contract; what it reads of others is looked up in those beside it.
fn contract(table: &FieldTable<'_>) -> Contract {
    let mut contract = read(table.sdl);
    for sdl in table.beside {
        let beside = read(sdl);
        let is_new = |key: &(String, String)| !contract.fields.contains_key(key);
        let fields = beside.fields.into_iter().filter(|(key, _)| is_new(key)).collect::<Vec<_>>();
        contract.beside.extend(fields);
        contract.type_classes.extend(beside.type_classes);
        contract.entities_beside.extend(beside.entities);
    }
    contract
}

fn read(sdl: &str) -> Contract {
    let document = parse_schema(sdl).expect("the contract parses");
    let mut contract = Contract::default();
    let argument = |directives: &[async_graphql::Positioned<
        async_graphql::parser::types::ConstDirective,
    >],
                    directive: &str,
                    name: &str| {
        let found = directives.iter().find(|it| it.node.name.node == directive)?;
        found.node.get_argument(name).map(|it| it.node.clone())
    };
    for definition in document.definitions {
        let TypeSystemDefinition::Type(definition) = definition else { continue };
        let definition = definition.node;
        let name = definition.name.node.to_string();
        let TypeKind::Object(object) = &definition.kind else { continue };
        // What only a write answers is tested where writes are.
        if name == "Mutation" || name == "UserError" || name.ends_with("Payload") {
            continue;
        }
        let key = argument(&definition.directives, "key", "fields");
        let key = key.map(|it| it.to_string().trim_matches('"').to_owned());
        if key.is_some() {
            contract.entities.insert(name.clone());
        }
        if let Some(Literal::Enum(class)) = argument(&definition.directives, "class", "is") {
            contract.type_classes.insert(name.clone(), class.to_string());
        }
        for field in &object.fields {
            let field: &FieldDefinition = &field.node;
            let class = argument(&field.directives, "class", "is").expect("a class");
            let (ty, is_list) = item_of(&field.ty.node);
            let reads = match argument(&field.directives, "reads", "fields") {
                Some(Literal::List(names)) => {
                    names.iter().map(|it| it.to_string().trim_matches('"').to_owned()).collect()
                }
                _ => Vec::new(),
            };
            let read = Field {
                of: name.clone(),
                name: field.name.node.to_string(),
                is_text: ty == "String" && !is_list,
                ty,
                is_list,
                class: class.to_string(),
                is_of_people: argument(&field.directives, "class", "ofPeople")
                    == Some(Literal::Boolean(true)),
                is_key: key.as_deref() == Some(field.name.node.as_str()),
                reads,
                arguments: field.arguments.iter().map(|it| it.node.name.node.to_string()).collect(),
            };
            contract.fields.insert((name.clone(), read.name.clone()), read);
        }
    }
    contract
}

fn item_of(ty: &Type) -> (String, bool) {
    match &ty.base {
        BaseType::Named(name) => (name.to_string(), false),
        BaseType::List(item) => (item_of(item).0, true),
    }
}

impl Contract {
    fn of<'c>(&'c self, type_name: &'c str) -> impl Iterator<Item = &'c Field> {
        self.fields.values().filter(move |field| field.of == type_name)
    }

    fn is_object(&self, type_name: &str) -> bool {
        self.of(type_name).next().is_some()
    }

    fn field(&self, of: &str, name: &str) -> &Field {
        let key = (of.to_owned(), name.to_owned());
        let found = self.fields.get(&key).or_else(|| self.beside.get(&key));
        found.unwrap_or_else(|| panic!("no contract has {of}.{name}"))
    }

    fn is_connection_of_records(&self, field: &Field) -> bool {
        let nodes = self.fields.get(&(field.ty.clone(), "nodes".to_owned()));
        nodes.is_some_and(|nodes| self.entities.contains(&nodes.ty))
    }

    /// The fields from an entry to each field of the contract: the shortest way.
    fn ways(&self) -> Vec<(String, Vec<Field>)> {
        let mut reached: BTreeSet<String> = BTreeSet::new();
        let mut ways = Vec::new();
        let entries =
            self.entities.iter().chain([&"Query".to_owned()]).cloned().collect::<Vec<_>>();
        let mut open: VecDeque<(String, String, Vec<Field>)> =
            entries.into_iter().map(|it| (it.clone(), it, Vec::new())).collect();
        // By the log last: what it shows changes with every call.
        let mut by_log = VecDeque::new();
        while let Some((entry, type_name, way)) = open.pop_front().or_else(|| by_log.pop_front()) {
            if !reached.insert(type_name.clone()) {
                continue;
            }
            for field in self.of(&type_name) {
                let mut to_field = way.clone();
                to_field.push(field.clone());
                if self.is_object(&field.ty) {
                    let next = (entry.clone(), field.ty.clone(), to_field.clone());
                    let to = if field.name == "accessLog" { &mut by_log } else { &mut open };
                    to.push_back(next);
                }
                ways.push((entry.clone(), to_field));
            }
        }
        ways
    }
}

// ---- the policy, written down again ----

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Grant {
    Allow,
    Mask,
    Count,
    Withhold,
}

fn grant(relation: &str, role: &str, class: &str) -> Grant {
    use Grant::{Allow, Count, Mask, Withhold};
    match (class, relation, role) {
        ("PUBLIC" | "STATISTICAL", _, _) => Allow,
        (_, "SELF", "LEADER" | "OFFICE" | "CLERK" | "ADMIN") => Allow,
        ("INTERNAL", "SELF", "ANALYST" | "MEMBER") => Allow,
        ("PERSONAL", "SELF", "ANALYST" | "MEMBER") => Mask,
        ("INTERNAL", "SUPERIOR", "LEADER" | "ANALYST" | "OFFICE" | "CLERK" | "ADMIN") => Allow,
        ("INTERNAL", _, _) => Count,
        ("PERSONAL", _, _) => Withhold,
        other => panic!("the policy says nothing of {other:?}"),
    }
}

/// What becomes of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Same,
    Null,
    Masked,
    /// Given without its items.
    Emptied,
    /// Not exact.
    Counted,
}

fn outcome_of(contract: &Contract, field: &Field, relation: &str, roles: &[&str]) -> Outcome {
    let best = |class: &str| {
        roles.iter().map(|role| grant(relation, role, class)).min().expect("a role, or NONE")
    };
    if field.is_key {
        return Outcome::Same;
    }
    let of_type = contract.type_classes.get(&field.of).map_or(Grant::Allow, |class| best(class));
    let found = contract.type_classes.get(&field.ty).filter(|_| field.of == "Query");
    // Existence is told whole, or not at all.
    if of_type != Grant::Allow || found.is_some_and(|class| best(class) != Grant::Allow) {
        return Outcome::Null;
    }
    for read in &field.reads {
        let (of, name) = read.split_once('.').expect("Type.field");
        let read = contract.field(of, name);
        if outcome_of(contract, read, relation, roles) != Outcome::Same {
            return Outcome::Null;
        }
    }
    match best(&field.class) {
        Grant::Allow if field.is_of_people && !["SELF", "SUPERIOR"].contains(&relation) => {
            Outcome::Counted
        }
        Grant::Allow => Outcome::Same,
        Grant::Mask if field.is_text => Outcome::Masked,
        Grant::Mask | Grant::Count if contract.is_connection_of_records(field) => Outcome::Emptied,
        _ => Outcome::Null,
    }
}

/// What a caller must find at the end of a way: `None` where what leads there is kept back.
fn expected(contract: &Contract, way: &[Field], relation: &str, roles: &[&str]) -> Option<Outcome> {
    let mut is_emptied = false;
    for (place, field) in way.iter().enumerate() {
        let is_last = place + 1 == way.len();
        let outcome = match outcome_of(contract, field, relation, roles) {
            // The list of an emptied connection has no items.
            Outcome::Same if is_emptied && !is_last && field.is_list => return None,
            other => other,
        };
        // The log is for the own office alone, whatever the policy allows.
        let is_log = field.name == "accessLog";
        if is_log
            && !(relation == "SELF" && roles.iter().any(|it| ["OFFICE", "ADMIN"].contains(it)))
        {
            return if is_last { Some(Outcome::Null) } else { None };
        }
        if is_last {
            return Some(if is_emptied && outcome == Outcome::Same {
                Outcome::Emptied
            } else {
                outcome
            });
        }
        match outcome {
            Outcome::Same => {}
            Outcome::Emptied => is_emptied = true,
            _ => return None,
        }
    }
    unreachable!("a way has a field")
}

// ---- the questions ----

/// Each way under an alias of its own.
fn question(table: &FieldTable<'_>, contract: &Contract, ways: &[(String, Vec<Field>)]) -> String {
    let mut text = "{".to_owned();
    for (place, (entry, way)) in ways.iter().enumerate() {
        let mut inner = String::new();
        for field in way.iter().rev() {
            let below = match (inner.is_empty(), contract.is_object(&field.ty)) {
                (true, false) => String::new(),
                (true, true) => "{ __typename }".to_owned(),
                (false, _) => format!("{{ {inner} }}"),
            };
            let place = format!("{}.{}", field.of, field.name);
            let given = table.arguments.iter().find(|(name, _)| *name == place);
            let arguments = match (field.of.as_str(), given) {
                ("Query", _) => {
                    format!("({}: \"{}\")", field.arguments[0], (table.key_of)(&field.ty))
                }
                (_, Some((_, arguments))) => format!("({arguments})"),
                // An order that nobody is refused, so that only the field itself decides.
                _ if field.arguments.iter().any(|it| it == "orderBy") => {
                    "(orderBy: { field: ID })".to_owned()
                }
                _ => String::new(),
            };
            inner = format!("{}{arguments} {below}", field.name);
        }
        if entry == "Query" {
            let _ = write!(text, " w{place}: {inner}");
        } else {
            let key = if entry == "Region" { "code" } else { "id" };
            let _ = write!(
                text,
                " w{place}: _entities(representations: [{{ __typename: \"{entry}\", {key}: \"{}\" \
                 }}]) {{ ... on {entry} {{ {inner} }} }}",
                (table.key_of)(entry)
            );
        }
    }
    text + " }"
}

/// The value at the end of a way: nothing where a list on it is empty or an object null.
fn found<'v>(data: &'v Value, place: usize, entry: &str, way: &[Field]) -> Option<&'v Value> {
    let mut value = &data[format!("w{place}")];
    let mut rest = way;
    if entry == "Query" {
        rest = &way[1..];
    } else {
        value = value.get(0)?;
    }
    for field in rest {
        if let Some(items) = value.as_array() {
            value = items.first()?;
        }
        value = value.get(&field.name)?;
    }
    Some(value)
}

async fn answers(
    server: &SiteServer,
    caller: Arc<Caller>,
    contract: &Contract,
    ways: &[(String, Vec<Field>)],
    table: &FieldTable<'_>,
) -> Value {
    let request = Request::new(question(table, contract, ways));
    let response = server.execute(caller, request).await;
    serde_json::to_value(response).expect("responses serialize")
}

fn caller(region: Option<&str>, roles: &[CallerRole]) -> Arc<Caller> {
    Arc::new(Caller {
        subject: format!("{}-caller", region.unwrap_or("public")),
        region: region.map(|code| code.parse().expect("a code")),
        roles: roles.to_vec(),
        issuer: Some("gansu".to_owned()),
        origin: None,
    })
}

/// Asks everything, and compares.
pub(crate) async fn every_field_by_every_relation_in_every_role(
    server: &SiteServer,
    table: &FieldTable<'_>,
) {
    let contract = contract(table);
    let ways = contract.ways();
    assert_eq!(ways.len(), contract.fields.len(), "each field is reached");
    let own_office = || caller(Some(table.county), &[CallerRole::Office]);
    // The log has rows once somebody asked.
    for _ in 0..2 {
        answers(server, own_office(), &contract, &ways[..1], table).await;
    }
    let all = answers(server, own_office(), &contract, &ways, table).await;
    let owned = |place: usize| found(&all["data"], place, &ways[place].0, &ways[place].1);
    for (place, (entry, way)) in ways.iter().enumerate() {
        let name = format!("{}.{}", way[way.len() - 1].of, way[way.len() - 1].name);
        let may_be_null = table.may_be_null.contains(&name.as_str());
        let value = owned(place).unwrap_or_else(|| panic!("{entry} to {name} leads nowhere"));
        assert!(may_be_null || !value.is_null(), "the records leave {name} null");
    }

    let mut cases: Vec<(&str, Arc<Caller>, Vec<&str>)> =
        vec![("PUBLIC", caller(None, &[]), vec!["NONE"])];
    for (relation, region) in [
        ("SELF", table.county),
        ("SUPERIOR", "621100"),
        ("SUPERIOR", "620000"),
        ("PEER", "621123"),
        ("SUBORDINATE", "621122101"),
        ("PUBLIC", "621200"),
    ] {
        cases.push((relation, caller(Some(region), &[]), vec!["NONE"]));
        for role in CallerRole::ALL {
            cases.push((relation, caller(Some(region), &[*role]), vec![role.as_text()]));
        }
        let two = [CallerRole::Leader, CallerRole::Member];
        cases.push((relation, caller(Some(region), &two), vec!["LEADER", "MEMBER"]));
    }
    let mut kept_back = 0;
    for (relation, asking, roles) in cases {
        let response = answers(server, asking, &contract, &ways, table).await;
        let named: Vec<&str> = response["extensions"]["withheld"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|it| it["field"].as_str().expect("a text"))
            .collect();
        for (place, (entry, way)) in ways.iter().enumerate() {
            let last = &way[way.len() - 1];
            let case = format!("{}.{} to {relation} {roles:?}", last.of, last.name);
            let value = found(&response["data"], place, entry, way);
            let Some(owned) = owned(place) else { continue };
            let outcome = expected(&contract, way, relation, &roles);
            // What changes with every call.
            let changes = last.of.starts_with("AccessLog");
            match outcome {
                None => assert!(value.is_none_or(Value::is_null), "{case} leaks {value:?}"),
                Some(Outcome::Same) if changes => assert!(value.is_some(), "{case}"),
                Some(Outcome::Same) => assert_eq!(value, Some(owned), "{case}"),
                Some(Outcome::Null) => assert_eq!(value, Some(&Value::Null), "{case}"),
                Some(Outcome::Masked) => {
                    let (masked, owned) = (value.and_then(Value::as_str), owned.as_str());
                    assert!(masked.is_some_and(|it| it.contains('*')), "{case}: {masked:?}");
                    assert_ne!(masked, owned, "{case}");
                }
                Some(Outcome::Counted) => {
                    let told = value.unwrap_or(&Value::Null).as_i64();
                    match owned.as_i64() {
                        Some(0) => assert_eq!(told, Some(0), "{case}"),
                        Some(count) if count >= 5 => {
                            let told = told.unwrap_or_else(|| panic!("{case} is not told"));
                            assert!(told % 5 == 0 && (told - count).abs() < 5, "{case}: {told}");
                        }
                        _ => assert_eq!(told, None, "{case}"),
                    }
                }
                Some(Outcome::Emptied) => {
                    let items = value.and_then(Value::as_array);
                    let is_whole = items.is_none_or(Vec::is_empty);
                    assert!(is_whole, "{case} leaks {value:?}");
                }
            }
            if matches!(outcome, Some(Outcome::Null | Outcome::Masked)) && last.name != "accessLog"
            {
                kept_back += 1;
                // A set that clients do not see goes by the count that is made from it.
                let name = match last.name.as_str() {
                    "personSet" => "Tally.distinctPersons".to_owned(),
                    _ => format!("{}.{}", last.of, last.name),
                };
                assert!(named.contains(&name.as_str()), "{case} is kept back and not named");
            }
        }
    }
    assert!(kept_back > 500, "the policy kept {kept_back} values back");
}
