//! How the database runs what is asked most of a contract, over many rows: a tally reads indexes, and
//! no row but one found by its key; a page walks an index and sorts nothing. Tallies, lists and their
//! orders are read from the contract, so one that comes later is here too.

use std::{collections::BTreeMap, sync::Arc};

use async_graphql::{
    Request,
    parser::{
        parse_schema,
        types::{BaseType, ObjectType, Type, TypeKind, TypeSystemDefinition},
    },
};
use qianzhan_network::{
    Caller, CallerRole, Database, SiteServer,
    database::{Sql, StatementObserver},
};

/// A database whose statements are seen.
pub(crate) async fn observed_database() -> (Database, StatementObserver) {
    let observer = StatementObserver::default();
    // PostgreSQL weighs an index against the whole table, and one that suffices against one that is
    // smaller and does not; both tables and indexes are small here. So every page costs much, and
    // what can be read in order is not sorted.
    let settings = [
        "enable_seqscan=off",
        "enable_bitmapscan=off",
        "seq_page_cost=1000",
        "random_page_cost=1000",
        "enable_sort=off",
        "enable_incremental_sort=off",
    ];
    let database = qianzhan_testkit::database_with(&settings).await;
    (database.observed_by(observer.clone()), observer)
}

/// What PostgreSQL does by itself in time: it tells which pages hold only visible rows. Other tests'
/// open transactions may keep it from knowing for a while.
pub(crate) async fn tidy(database: &Database) {
    if !qianzhan_testkit::is_postgres() {
        return;
    }
    let tables = qianzhan_testkit::tables(database).await;
    let script = format!("VACUUM ANALYZE {}", tables.join(", "));
    for _ in 0..1_000 {
        database.run_script(&script).await.expect("it is tidied");
        let mut hidden = Sql::new(
            "SELECT COUNT(*) FROM pg_class WHERE relallvisible < relpages AND \
             relnamespace = current_schema()::regnamespace AND relname IN ",
        );
        hidden.push_keys(&tables);
        let (hidden,): (i64,) = database.fetch_one(hidden).await.expect("it counts");
        if hidden == 0 {
            return;
        }
    }
    panic!("other transactions never end");
}

/// A site over many rows, and the contract that it serves.
pub(crate) struct Plans {
    pub(crate) server: SiteServer,
    pub(crate) database: Database,
    pub(crate) observer: StatementObserver,
    pub(crate) sdl: &'static str,
    /// The region that is asked, the site's own.
    pub(crate) region: &'static str,
}

impl Plans {
    /// Asks tallies, each a field of `Region` with its arguments, for every figure that they have.
    /// `derived` are tables that a statement makes itself, and what else is excused.
    pub(crate) async fn tallies_read_indexes(&self, tallies: &[&str], derived: &[&str]) {
        let objects = objects(self.sdl);
        let region = &objects["Region"];
        let mut problems = Vec::new();
        for tally in tallies {
            let name = tally.split('(').next().unwrap_or_default();
            let of = region.get(name).unwrap_or_else(|| panic!("Region has no {name}"));
            let field = format!("{tally} {}", figures(&objects, &of.0));
            for step in self.steps(&field).await {
                if reads_rows(&step, derived) {
                    problems.push(format!("{tally}: {step}"));
                }
            }
        }
        assert!(problems.is_empty(), "{}", problems.join("\n"));
        // A tally that was forgotten here.
        for (name, (of, _)) in region {
            let is_asked = tallies.iter().any(|tally| tally.starts_with(name.as_str()));
            assert!(!of.ends_with("Tally") || is_asked, "{name}");
        }
    }

    /// Asks every list of `Region` in every order that it has, from either end.
    pub(crate) async fn pages_sort_nothing(&self) {
        let objects = objects(self.sdl);
        let region = &objects["Region"];
        let enums = enums(self.sdl);
        let mut problems = Vec::new();
        let mut asked = 0;
        for (name, (_, arguments)) in region {
            let Some(order) = arguments.get("orderBy") else { continue };
            let keys = &enums[&format!("{order}Field")];
            for key in keys {
                for direction in ["ASC", "DESC"] {
                    for size in ["first", "last"] {
                        let order = format!("{{ field: {key}, direction: {direction} }}");
                        let field =
                            format!("{name}({size}: 50, orderBy: {order}) {{ nodes {{ id }} }}");
                        for step in self.steps(&field).await {
                            if step.contains("B-TREE") || step.contains("Sort") {
                                problems.push(format!("{field}: {step}"));
                            }
                        }
                        asked += 1;
                    }
                }
            }
        }
        assert!(asked > 0, "the contract has lists");
        assert!(problems.is_empty(), "{}", problems.join("\n"));
    }

    /// The steps of every statement that a field of the region runs.
    async fn steps(&self, field: &str) -> Vec<String> {
        drop(self.observer.take());
        let office = Caller {
            subject: "office".to_owned(),
            region: Some(self.region.parse().expect("a code")),
            roles: vec![CallerRole::Office],
            ..Caller::anonymous()
        };
        let query = format!(
            "{{ _entities(representations: [{{ __typename: \"Region\", code: \"{}\" }}]) \
             {{ ... on Region {{ {field} }} }} }}",
            self.region
        );
        let response = self.server.execute(Arc::new(office), Request::new(query)).await;
        assert!(response.errors.is_empty(), "{field}: {:?}", response.errors);
        let mut steps = Vec::new();
        for sql in self.observer.take() {
            steps.extend(self.database.explain(&sql).await.expect("it explains"));
        }
        assert!(!steps.is_empty(), "{field}");
        steps
    }
}

/// Whether a step reads rows of a table, other than one row by its key.
fn reads_rows(step: &str, derived: &[&str]) -> bool {
    if qianzhan_testkit::is_postgres() {
        let is_scan = step.contains("Scan") && !step.contains("Index Only Scan");
        let is_derived = step.contains("Subquery Scan") || step.contains("CTE Scan");
        // PostgreSQL names the index of a key so, or `…_key` where it is not the primary one.
        let is_by_key = step.contains("_pkey on ") || step.contains("_key on ");
        return is_scan && !is_derived && !is_by_key;
    }
    let Some(rest) = step.strip_prefix("SCAN ").or_else(|| step.strip_prefix("SEARCH ")) else {
        return false;
    };
    let is_derived =
        derived.iter().any(|name| rest == *name || rest.starts_with(&format!("{name} (")));
    // A table without rowids is its primary key's index.
    let is_by_key = rest.contains(" USING PRIMARY KEY (") || rest.contains("sqlite_autoindex_");
    // A list of keys that the statement was given.
    let is_list = rest.contains(" VIRTUAL TABLE ");
    !is_derived && !is_list && !rest.contains("COVERING INDEX") && !is_by_key
}

/// The fields of an object: the type of each, and its arguments' types.
type Fields = BTreeMap<String, (String, BTreeMap<String, String>)>;

/// The objects of a contract, with what it adds to those of others.
fn objects(sdl: &str) -> BTreeMap<String, Fields> {
    let mut objects: BTreeMap<String, Fields> = BTreeMap::new();
    for definition in parse_schema(sdl).expect("the contract parses").definitions {
        let TypeSystemDefinition::Type(definition) = definition else { continue };
        let TypeKind::Object(ObjectType { fields, .. }) = definition.node.kind else { continue };
        let known = objects.entry(definition.node.name.node.to_string()).or_default();
        for field in fields {
            let field = field.node;
            let arguments = field
                .arguments
                .iter()
                .map(|it| (it.node.name.node.to_string(), base(&it.node.ty.node)))
                .collect();
            known.insert(field.name.node.to_string(), (base(&field.ty.node), arguments));
        }
    }
    objects
}

fn enums(sdl: &str) -> BTreeMap<String, Vec<String>> {
    let definitions = parse_schema(sdl).expect("the contract parses").definitions;
    let enums = definitions.into_iter().filter_map(|definition| {
        let TypeSystemDefinition::Type(definition) = definition else { return None };
        let TypeKind::Enum(listed) = definition.node.kind else { return None };
        let values = listed.values.iter().map(|it| it.node.value.node.to_string()).collect();
        Some((definition.node.name.node.to_string(), values))
    });
    enums.collect()
}

fn base(ty: &Type) -> String {
    match &ty.base {
        BaseType::Named(name) => name.to_string(),
        BaseType::List(inner) => base(inner),
    }
}

/// Every field of an object that needs no argument, with those of what it has in it.
fn figures(objects: &BTreeMap<String, Fields>, of: &str) -> String {
    let fields = &objects[of];
    let fields = fields.iter().filter(|(_, (_, arguments))| arguments.is_empty());
    let selected: Vec<String> = fields
        .map(|(name, (inner, _))| match objects.contains_key(inner) {
            true => format!("{name} {}", figures(objects, inner)),
            false => name.clone(),
        })
        .collect();
    format!("{{ {} }}", selected.join(" "))
}
