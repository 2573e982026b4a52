//! A plan as text, in the style of Apollo's and Hive's plan viewers.

use std::fmt::{self, Display};

use apollo_compiler::ast::{Definition, Document, Selection};

use super::spread;
use crate::{
    planner::plan::{
        DeferNode, EntityTarget, FetchNode, FetchTarget, FlattenPath, FlattenSegment, PlanNode,
        QueryPlan, RequiredField, RequiredType, SubscriptionNode,
    },
    supergraph::Supergraph,
};

/// Displays a plan of `supergraph`.
pub struct PlanText<'a> {
    /// The plan.
    pub plan: &'a QueryPlan,
    /// Names its subgraphs.
    pub supergraph: &'a Supergraph,
}

impl Display for PlanText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.plan.root {
            None => f.write_str("QueryPlan {}\n"),
            Some(root) => {
                f.write_str("QueryPlan {\n")?;
                self.node(f, root, 1)?;
                f.write_str("}\n")
            }
        }
    }
}

impl PlanText<'_> {
    fn node(&self, f: &mut fmt::Formatter<'_>, node: &PlanNode, depth: usize) -> fmt::Result {
        match node {
            PlanNode::Sequence(nodes) => self.list(f, "Sequence", nodes, depth),
            PlanNode::Parallel(nodes) => self.list(f, "Parallel", nodes, depth),
            PlanNode::Condition(condition) => match (&condition.when_true, &condition.when_false) {
                (Some(when_true), Some(when_false)) => {
                    line(f, depth, format_args!("Condition(if: ${}) {{", condition.variable))?;
                    line(f, depth + 1, format_args!("Then {{"))?;
                    self.node(f, when_true, depth + 2)?;
                    line(f, depth + 1, format_args!("}} Else {{"))?;
                    self.node(f, when_false, depth + 2)?;
                    line(f, depth + 1, format_args!("}}"))?;
                    line(f, depth, format_args!("}},"))
                }
                (when_true, when_false) => {
                    let name = if when_true.is_some() { "Include" } else { "Skip" };
                    line(f, depth, format_args!("{name}(if: ${}) {{", condition.variable))?;
                    for node in when_true.iter().chain(when_false) {
                        self.node(f, node, depth + 1)?;
                    }
                    line(f, depth, format_args!("}},"))
                }
            },
            PlanNode::Fetch(fetch) => self.placed(f, fetch, depth),
            PlanNode::Visit(fetches) => {
                line(f, depth, format_args!("Visit {{"))?;
                for fetch in fetches {
                    self.placed(f, fetch, depth + 1)?;
                }
                line(f, depth, format_args!("}},"))
            }
            PlanNode::Defer(defer) => self.defer(f, defer, depth),
            PlanNode::Subscription(subscription) => self.subscription(f, subscription, depth),
        }
    }

    fn list(
        &self,
        f: &mut fmt::Formatter<'_>,
        name: &str,
        nodes: &[PlanNode],
        depth: usize,
    ) -> fmt::Result {
        line(f, depth, format_args!("{name} {{"))?;
        for node in nodes {
            self.node(f, node, depth + 1)?;
        }
        line(f, depth, format_args!("}},"))
    }

    fn defer(&self, f: &mut fmt::Formatter<'_>, defer: &DeferNode, depth: usize) -> fmt::Result {
        line(f, depth, format_args!("Defer {{"))?;
        if let Some(primary) = &defer.primary {
            line(f, depth + 1, format_args!("Primary {{"))?;
            self.node(f, primary, depth + 2)?;
            line(f, depth + 1, format_args!("}},"))?;
        }
        for part in &defer.deferred {
            let path = PathText(&part.path);
            let label = match &part.label {
                Some(label) => format!(", label: \"{label}\""),
                None => String::new(),
            };
            line(f, depth + 1, format_args!("Deferred(path: \"{path}\"{label}) {{"))?;
            let selections = part.selections.serialize().to_string();
            lines(f, depth + 2, &selections)?;
            if let Some(node) = &part.node {
                self.node(f, node, depth + 2)?;
            }
            line(f, depth + 1, format_args!("}},"))?;
        }
        line(f, depth, format_args!("}},"))
    }

    fn subscription(
        &self,
        f: &mut fmt::Formatter<'_>,
        subscription: &SubscriptionNode,
        depth: usize,
    ) -> fmt::Result {
        line(f, depth, format_args!("Subscription {{"))?;
        line(f, depth + 1, format_args!("Primary {{"))?;
        self.placed(f, &subscription.source, depth + 2)?;
        line(f, depth + 1, format_args!("}},"))?;
        if let Some(each) = &subscription.each {
            line(f, depth + 1, format_args!("Rest {{"))?;
            self.node(f, each, depth + 2)?;
            line(f, depth + 1, format_args!("}},"))?;
        }
        line(f, depth, format_args!("}},"))
    }

    /// A fetch at its place: one list of entities at one path is a `Flatten` around a `Fetch`.
    fn placed(&self, f: &mut fmt::Formatter<'_>, fetch: &FetchNode, depth: usize) -> fmt::Result {
        let service = &self.supergraph.subgraph(fetch.subgraph).name;
        match &fetch.target {
            FetchTarget::Root(target) => {
                let spread = match spread::of_root(&target.spread) {
                    Some(spread) => format!(", {spread}"),
                    None => String::new(),
                };
                line(f, depth, format_args!("Fetch(service: \"{service}\"{spread}) {{"))?;
                lines(f, depth + 1, &document_text(&fetch.document.text))?;
                line(f, depth, format_args!("}},"))
            }
            FetchTarget::Entities(targets) => match targets.as_slice() {
                [only] if only.paths.len() == 1 => {
                    let path = PathText(&only.paths[0]);
                    line(f, depth, format_args!("Flatten(path: \"{path}\") {{"))?;
                    let spread = spread_text(only);
                    line(f, depth + 1, format_args!("Fetch(service: \"{service}\"{spread}) {{"))?;
                    entities(f, fetch, only, depth + 2)?;
                    line(f, depth + 1, format_args!("}},"))?;
                    line(f, depth, format_args!("}},"))
                }
                many => {
                    line(f, depth, format_args!("BatchFetch(service: \"{service}\") {{"))?;
                    for target in many {
                        for path in &target.paths {
                            let path = PathText(path);
                            line(f, depth + 1, format_args!("Flatten(path: \"{path}\"),"))?;
                        }
                        let spread = spread_text(target);
                        let alias = &target.response_key;
                        line(f, depth + 1, format_args!("{alias}{spread} {{"))?;
                        entities(f, fetch, target, depth + 2)?;
                        line(f, depth + 1, format_args!("}},"))?;
                    }
                    line(f, depth, format_args!("}},"))
                }
            },
        }
    }
}

fn spread_text(target: &EntityTarget) -> String {
    let spreads = spread::of_entities(target);
    spreads.iter().map(|spread| format!(", {spread}")).collect()
}

/// `{ what is sent } => { what is asked }`.
fn entities(
    f: &mut fmt::Formatter<'_>,
    fetch: &FetchNode,
    target: &EntityTarget,
    depth: usize,
) -> fmt::Result {
    line(f, depth, format_args!("{{"))?;
    for of_type in &target.requires {
        required_type(f, of_type, depth + 1)?;
    }
    line(f, depth, format_args!("}} =>"))?;
    line(f, depth, format_args!("{{"))?;
    lines(f, depth + 1, &entity_selections(&fetch.document.text, &target.response_key))?;
    line(f, depth, format_args!("}}"))
}

fn required_type(f: &mut fmt::Formatter<'_>, of_type: &RequiredType, depth: usize) -> fmt::Result {
    line(f, depth, format_args!("... on {} {{", of_type.type_name))?;
    for field in &of_type.fields {
        required_field(f, field, depth + 1)?;
    }
    line(f, depth, format_args!("}}"))
}

fn required_field(f: &mut fmt::Formatter<'_>, field: &RequiredField, depth: usize) -> fmt::Result {
    match field {
        RequiredField::OnType(of_type) => required_type(f, of_type, depth),
        RequiredField::Field { response_key, name, fields } => {
            let alias = if response_key == name { String::new() } else { format!("{name}: ") };
            let key = &**response_key;
            if fields.is_empty() {
                return line(f, depth, format_args!("{alias}{key}"));
            }
            line(f, depth, format_args!("{alias}{key} {{"))?;
            for field in fields {
                required_field(f, field, depth + 1)?;
            }
            line(f, depth, format_args!("}}"))
        }
    }
}

/// The document over several lines.
fn document_text(text: &str) -> String {
    match Document::parse(text, "fetch.graphql") {
        Ok(document) => document.serialize().to_string(),
        Err(_) => text.to_owned(),
    }
}

/// What is asked of the entities under `response_key`.
fn entity_selections(text: &str, response_key: &str) -> String {
    let Ok(document) = Document::parse(text, "fetch.graphql") else { return text.to_owned() };
    let selections = document.definitions.iter().filter_map(|definition| match definition {
        Definition::OperationDefinition(operation) => Some(&operation.selection_set),
        _ => None,
    });
    let entities = selections.flatten().find_map(|selection| match selection {
        Selection::Field(field) => {
            let key = field.alias.as_ref().unwrap_or(&field.name);
            (key == response_key).then_some(&field.selection_set)
        }
        _ => None,
    });
    let inner = entities.into_iter().flatten();
    inner.map(|selection| format!("{}\n", selection.serialize())).collect()
}

/// A path as `region.children.@`.
struct PathText<'a>(&'a FlattenPath);

impl Display for PathText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, segment) in self.0.iter().enumerate() {
            match segment {
                FlattenSegment::OnTypes(types) => {
                    let types: Vec<&str> = types.iter().map(String::as_str).collect();
                    write!(f, "|[{}]", types.join("|"))?;
                }
                FlattenSegment::Key(key) => {
                    let dot = if place == 0 { "" } else { "." };
                    write!(f, "{dot}{key}")?;
                }
                FlattenSegment::Each => f.write_str(".@")?,
            }
        }
        Ok(())
    }
}

fn line(f: &mut fmt::Formatter<'_>, depth: usize, text: fmt::Arguments<'_>) -> fmt::Result {
    writeln!(f, "{:indent$}{text}", "", indent = depth * 2)
}

fn lines(f: &mut fmt::Formatter<'_>, depth: usize, text: &str) -> fmt::Result {
    text.lines().try_for_each(|text| line(f, depth, format_args!("{text}")))
}
