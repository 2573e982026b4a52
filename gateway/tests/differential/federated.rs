//! A world in operation: composed, indexed, and served by a gateway over its subgraphs.

use std::{collections::BTreeSet, sync::Arc};

use apollo_compiler::{ExecutableDocument, Schema, validation::Valid};
use qianzhan_gateway::{
    config::LimitsConfig,
    operation::{PreparedOperation, prepare_operation},
    planner::{OperationPlanner, PlanText, plan::QueryPlan},
    supergraph::{
        Supergraph,
        compose::{ContractSource, compose},
    },
};
use serde_json::{Map, Value, json};

use crate::{
    planning::index,
    testkit::{Call, Federation, Rows, Subgraph},
    world::{
        Model, Operation, Program, Required, SUBGRAPHS, subgraph_rows, subgraph_schema,
        unsplit_schema,
    },
};

/// A world, ready to be asked and planned.
pub(crate) struct Federated {
    pub(crate) model: Model,
    /// Text of the schema before it was split.
    pub(crate) unsplit: String,
    /// The same.
    pub(crate) schema: Valid<Schema>,
    /// The composed supergraph.
    pub(crate) supergraph_sdl: String,
    pub(crate) supergraph: Arc<Supergraph>,
    pub(crate) planner: OperationPlanner,
    federation: Federation,
    /// Rows that mutations change, as they were.
    bumped: Vec<Bumped>,
}

struct Bumped {
    rows: Rows,
    table: String,
    row: String,
    original: Value,
}

/// Why a world cannot be used.
#[derive(Debug)]
pub(crate) enum Unusable {
    /// Composition refuses the split; the codes. Seeds may make such worlds.
    NotComposed(Vec<String>),
    /// The generator, composition or the planner is wrong.
    Broken(String),
}

impl Federated {
    pub(crate) fn new(model: Model) -> Result<Self, Unusable> {
        let broken = |what: &str, error: &dyn std::fmt::Display| {
            Unusable::Broken(format!("{what}: {error}\n{}", describe(&model)))
        };
        let unsplit = unsplit_schema(&model);
        let schema = Schema::parse_and_validate(unsplit.as_str(), "unsplit.graphql")
            .map_err(|invalid| broken("the unsplit schema", &invalid.errors))?;
        let mut bumped = Vec::new();
        let mut sources = Vec::new();
        let mut subgraphs = Vec::new();
        for (name, subgraph) in subgraphs_of(&model, &mut bumped) {
            sources.push(
                ContractSource::new(name, subgraph.sdl())
                    .with_url(format!("http://{name}.invalid/graphql")),
            );
            subgraphs.push(subgraph);
        }
        let composition = compose(&sources).map_err(|error| {
            Unusable::NotComposed(error.problems.into_iter().map(|problem| problem.code).collect())
        })?;
        let supergraph_sdl = composition.supergraph_sdl;
        let supergraph = Supergraph::load(&supergraph_sdl, &BTreeSet::new())
            .map_err(|error| broken("the supergraph", &error))?;
        let supergraph = Arc::new(supergraph);
        let planner = index(&supergraph).map_err(|error| broken("the planner", &error))?;
        let federation = Federation::of_supergraph(&supergraph_sdl, subgraphs);
        Ok(Self { model, unsplit, schema, supergraph_sdl, supergraph, planner, federation, bumped })
    }

    /// Whether clients of an unsplit server may ask this.
    pub(crate) fn is_valid(&self, operation: &Operation) -> bool {
        let text = operation.to_string();
        ExecutableDocument::parse_and_validate(&self.schema, text, "operation.graphql").is_ok()
    }

    /// The operation as the planner takes it.
    pub(crate) fn prepare(&self, operation: &Operation) -> Result<PreparedOperation, String> {
        let text = operation.to_string();
        let limits = LimitsConfig::default();
        prepare_operation(&self.supergraph.api_schema, &text, None, &limits)
            .map_err(|error| error.to_string())
    }

    /// What the gateway answers.
    pub(crate) async fn ask(&self, operation: &Operation) -> Value {
        let answer =
            self.federation.answer(&operation.to_string(), operation.variable_values()).await;
        for Bumped { rows, table, row, original } in &self.bumped {
            rows.put(table, row, original.clone());
        }
        answer
    }

    /// A plan as people read it.
    pub(crate) fn show(&self, plan: &QueryPlan) -> String {
        PlanText { plan, supergraph: &self.supergraph }.to_string()
    }

    /// The requests to subgraphs since the last look, one a line.
    pub(crate) fn take_requests(&self) -> String {
        let calls = self.federation.take_calls();
        calls.iter().map(|(name, request)| format!("{name} was asked {request}\n")).collect()
    }
}

/// The schemas of all subgraphs, as a failing test should show them.
pub(crate) fn describe(model: &Model) -> String {
    (0..model.subgraphs)
        .filter(|subgraph| is_present(model, *subgraph))
        .map(|subgraph| {
            format!("--- {}\n{}", SUBGRAPHS[subgraph], subgraph_schema(model, subgraph))
        })
        .collect()
}

fn is_present(model: &Model, subgraph: usize) -> bool {
    model.presences.keys().any(|(_, at)| *at == subgraph)
}

fn subgraphs_of(model: &Model, bumped: &mut Vec<Bumped>) -> Vec<(&'static str, Subgraph)> {
    (0..model.subgraphs)
        .filter(|subgraph| is_present(model, *subgraph))
        .map(|subgraph| {
            let name = SUBGRAPHS[subgraph];
            let tables = subgraph_rows(model, subgraph);
            let rows = Rows::new(tables.clone());
            let mut served = Subgraph::new(name, &subgraph_schema(model, subgraph));
            for ((type_name, _), presence) in
                model.presences.iter().filter(|((_, at), _)| *at == subgraph)
            {
                for field in presence.fields.keys() {
                    let program =
                        model.field(type_name, field).and_then(|field| field.program.clone());
                    let Some(program) = program else { continue };
                    if let Program::Bump { table, row, .. } = &program {
                        let original = tables[table][row].clone();
                        let (rows, table, row) = (rows.clone(), table.clone(), row.clone());
                        bumped.push(Bumped { rows, table, row, original });
                    }
                    let run = Run { rows: rows.clone(), field: field.clone(), program };
                    served = served.computed(type_name, field, move |call| run.value(call));
                }
            }
            (name, served.shared_rows(&rows))
        })
        .collect()
}

/// A program as a subgraph runs it.
struct Run {
    rows: Rows,
    field: String,
    program: Program,
}

impl Run {
    fn value(&self, call: &Call<'_>) -> Result<Value, String> {
        let arguments = Value::Object(call.arguments());
        Ok(match &self.program {
            Program::Arguments => match call.field(&self.field)? {
                Value::String(text) => json!(format!("{text}({})", canonical(&arguments))),
                other => other,
            },
            Program::Requires(required) => {
                let mut fields = Map::new();
                for one in required {
                    fields
                        .insert(one.name.clone(), projected(&call.field(&one.name)?, &one.fields)?);
                }
                let text = format!("{}{}", self.field, canonical(&Value::Object(fields)));
                match call.arguments().is_empty() {
                    true => json!(text),
                    false => json!(format!("{text}({})", canonical(&arguments))),
                }
            }
            Program::Pick => {
                let list = call.field(&self.field)?;
                let list = list.as_array().ok_or("a pick needs a list")?;
                let place = call.argument("n").as_u64().ok_or("`n` is a number")?;
                list[place as usize % list.len()].clone()
            }
            Program::Bump { table, row, field } => {
                let by = call.argument("by").as_i64().ok_or("`by` is a number")?;
                self.rows.set(table, row, field, json!(self.rows.number(table, row, field) + by));
                json!(format!("{table}/{row}"))
            }
        })
    }
}

/// What a representation has of the required fields, and nothing else.
fn projected(value: &Value, fields: &[Required]) -> Result<Value, String> {
    match value {
        Value::Array(items) => items.iter().map(|item| projected(item, fields)).collect(),
        Value::Object(object) if !fields.is_empty() => {
            let mut kept = Map::new();
            for field in fields {
                let name = &field.name;
                let value = object.get(name).ok_or(format!("`{name}` is not in {value}"))?;
                kept.insert(name.clone(), projected(value, &field.fields)?);
            }
            Ok(Value::Object(kept))
        }
        other => Ok(other.clone()),
    }
}

/// JSON with the keys of objects in order, as the reference writes it.
fn canonical(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(canonical).collect();
            format!("[{}]", items.join(","))
        }
        Value::Object(fields) => {
            let mut entries: Vec<(&String, &Value)> = fields.iter().collect();
            entries.sort_by_key(|(name, _)| *name);
            let entries: Vec<String> = entries
                .iter()
                .map(|(name, value)| format!("{}:{}", json!(name), canonical(value)))
                .collect();
            format!("{{{}}}", entries.join(","))
        }
        leaf => leaf.to_string(),
    }
}
