//! A plan as JSON, in the shape of Apollo's query plans: `kind`, `node`, `nodes`, `serviceName`,
//! `operation`, `requires`. Batches of entities are Hive's `BatchFetch`; `Visit` and `spread` are ours.

use serde_json::{Map, Value, json};

use super::spread;
use crate::{
    planner::plan::{
        EntityTarget, FetchNode, FetchTarget, FlattenPath, FlattenSegment, PlanNode, QueryPlan,
        RequiredField, RequiredType, Rewrite, RewriteSegment,
    },
    supergraph::Supergraph,
};

/// The plan as JSON. Keys stand in a fixed order, so equal plans print alike.
pub fn plan_json(plan: &QueryPlan, supergraph: &Supergraph) -> Value {
    let printer = JsonPrinter { supergraph };
    let mut printed = Map::new();
    printed.insert("kind".to_owned(), "QueryPlan".into());
    if let Some(root) = &plan.root {
        printed.insert("node".to_owned(), printer.node(root));
    }
    Value::Object(printed)
}

struct JsonPrinter<'a> {
    supergraph: &'a Supergraph,
}

impl JsonPrinter<'_> {
    fn node(&self, node: &PlanNode) -> Value {
        match node {
            PlanNode::Sequence(nodes) => json!({"kind": "Sequence", "nodes": self.nodes(nodes)}),
            PlanNode::Parallel(nodes) => json!({"kind": "Parallel", "nodes": self.nodes(nodes)}),
            PlanNode::Condition(condition) => {
                let branch = |node: &Option<Box<PlanNode>>| {
                    node.as_ref().map_or(Value::Null, |node| self.node(node))
                };
                json!({
                    "kind": "Condition",
                    "condition": condition.variable,
                    "ifClause": branch(&condition.when_true),
                    "elseClause": branch(&condition.when_false),
                })
            }
            PlanNode::Fetch(fetch) => self.placed(fetch),
            PlanNode::Visit(fetches) => {
                let nodes: Vec<Value> = fetches.iter().map(|fetch| self.placed(fetch)).collect();
                json!({"kind": "Visit", "nodes": nodes})
            }
            PlanNode::Defer(defer) => {
                let deferred: Vec<Value> = defer
                    .deferred
                    .iter()
                    .map(|part| {
                        json!({
                            "depends": [],
                            "label": part.label,
                            "queryPath": path_json(&part.path),
                            "subselection": part.selections.serialize().no_indent().to_string(),
                            "node": part.node.as_ref().map(|node| self.node(node)),
                        })
                    })
                    .collect();
                let primary = defer.primary.as_ref().map(|node| self.node(node));
                json!({"kind": "Defer", "primary": {"node": primary}, "deferred": deferred})
            }
            PlanNode::Subscription(subscription) => json!({
                "kind": "Subscription",
                "primary": self.placed(&subscription.source),
                "rest": subscription.each.as_ref().map(|node| self.node(node)),
            }),
        }
    }

    fn nodes(&self, nodes: &[PlanNode]) -> Vec<Value> {
        nodes.iter().map(|node| self.node(node)).collect()
    }

    /// A fetch at its place: one list of entities at one path is a `Flatten` around a `Fetch`.
    fn placed(&self, fetch: &FetchNode) -> Value {
        let mut printed = Map::new();
        let operation_kind = if fetch.is_mutation { "mutation" } else { "query" };
        printed.insert("kind".to_owned(), "Fetch".into());
        let service = &self.supergraph.subgraph(fetch.subgraph).name;
        printed.insert("serviceName".to_owned(), service.as_str().into());
        printed.insert("variableUsages".to_owned(), json!(fetch.variables));
        printed.insert("operation".to_owned(), fetch.document.text.as_ref().into());
        printed.insert("operationKind".to_owned(), operation_kind.into());
        match &fetch.target {
            FetchTarget::Root(target) => {
                if let Some(spread) = spread::of_root(&target.spread) {
                    printed.insert("spread".to_owned(), spread.into());
                }
                insert_rewrites(&mut printed, "outputRewrites", &target.output_rewrites);
                Value::Object(printed)
            }
            FetchTarget::Entities(targets) => match targets.as_slice() {
                [only] if only.paths.len() == 1 => {
                    insert_target(&mut printed, only);
                    json!({
                        "kind": "Flatten",
                        "path": path_json(&only.paths[0]),
                        "node": printed,
                    })
                }
                many => {
                    let aliases: Vec<Value> = many
                        .iter()
                        .map(|target| {
                            let mut alias = Map::new();
                            alias.insert("alias".to_owned(), target.response_key.as_str().into());
                            alias.insert(
                                "representationsVariableName".to_owned(),
                                target.variable.as_str().into(),
                            );
                            let paths: Vec<Value> = target.paths.iter().map(path_json).collect();
                            alias.insert("paths".to_owned(), paths.into());
                            insert_target(&mut alias, target);
                            Value::Object(alias)
                        })
                        .collect();
                    printed.insert("kind".to_owned(), "BatchFetch".into());
                    printed.insert("entityBatch".to_owned(), json!({ "aliases": aliases }));
                    Value::Object(printed)
                }
            },
        }
    }
}

fn insert_target(printed: &mut Map<String, Value>, target: &EntityTarget) {
    let requires: Vec<Value> = target.requires.iter().map(type_json).collect();
    printed.insert("requires".to_owned(), requires.into());
    let spreads = spread::of_entities(target);
    if !spreads.is_empty() {
        printed.insert("spread".to_owned(), json!(spreads));
    }
    if !target.contexts.is_empty() {
        let contexts = target.contexts.iter().map(|context| {
            let selections: Vec<Value> = context.selections.iter().map(type_json).collect();
            json!({"variable": context.variable, "depth": context.depth, "selections": selections})
        });
        printed.insert("contexts".to_owned(), contexts.collect());
    }
    insert_rewrites(printed, "inputRewrites", &target.input_rewrites);
    insert_rewrites(printed, "outputRewrites", &target.output_rewrites);
}

fn insert_rewrites(printed: &mut Map<String, Value>, name: &str, rewrites: &[Rewrite]) {
    if !rewrites.is_empty() {
        printed.insert(name.to_owned(), rewrites.iter().map(rewrite_json).collect());
    }
}

fn type_json(of_type: &RequiredType) -> Value {
    let selections: Vec<Value> = of_type.fields.iter().map(field_json).collect();
    json!({"kind": "InlineFragment", "typeCondition": of_type.type_name, "selections": selections})
}

fn field_json(field: &RequiredField) -> Value {
    match field {
        RequiredField::OnType(of_type) => type_json(of_type),
        RequiredField::Field { response_key, name, fields } => {
            let mut printed = Map::new();
            printed.insert("kind".to_owned(), "Field".into());
            printed.insert("name".to_owned(), (**name).into());
            if response_key != name {
                printed.insert("alias".to_owned(), (**response_key).into());
            }
            if !fields.is_empty() {
                printed.insert("selections".to_owned(), fields.iter().map(field_json).collect());
            }
            Value::Object(printed)
        }
    }
}

fn path_json(path: &FlattenPath) -> Value {
    let mut steps: Vec<String> = Vec::with_capacity(path.len());
    for segment in path {
        match segment {
            FlattenSegment::Key(key) => steps.push(key.to_string()),
            FlattenSegment::Each => steps.push("@".to_owned()),
            FlattenSegment::OnTypes(types) => {
                let types: Vec<&str> = types.iter().map(String::as_str).collect();
                let condition = format!("|[{}]", types.join(","));
                match steps.last_mut() {
                    Some(last) => last.push_str(&condition),
                    None => steps.push(condition),
                }
            }
        }
    }
    json!(steps)
}

fn rewrite_json(rewrite: &Rewrite) -> Value {
    match rewrite {
        Rewrite::SetValue { path, value } => json!({
            "kind": "ValueSetter",
            "path": rewrite_path(path),
            "setValueTo": &**value,
        }),
        Rewrite::RenameKey { path, to } => json!({
            "kind": "KeyRenamer",
            "path": rewrite_path(path),
            "renameKeyTo": &**to,
        }),
    }
}

fn rewrite_path(path: &[RewriteSegment]) -> Vec<String> {
    let steps = path.iter().map(|segment| match segment {
        RewriteSegment::Key(key) => key.to_string(),
        RewriteSegment::OnTypes(types) => {
            let types: Vec<&str> = types.iter().map(String::as_str).collect();
            format!("... on {}", types.join(","))
        }
    });
    steps.collect()
}
