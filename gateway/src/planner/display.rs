//! Prints a plan as people read one: indented, with each fetch's subgraph, places, spread and text.

use std::fmt::{self, Display};

use super::plan::{
    DeferNode, EntityTarget, FetchNode, FetchTarget, FlattenPath, FlattenSegment, PlanNode,
    QueryPlan, RootSpread,
};
use crate::supergraph::{Supergraph, jurisdiction::Spread};

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
            PlanNode::Condition(condition) => {
                for (is_true, branch) in
                    [(true, &condition.when_true), (false, &condition.when_false)]
                {
                    if let Some(branch) = branch {
                        let sign = if is_true { "" } else { "!" };
                        line(f, depth, format_args!("If({sign}${}) {{", condition.variable))?;
                        self.node(f, branch, depth + 1)?;
                        line(f, depth, format_args!("}}"))?;
                    }
                }
                Ok(())
            }
            PlanNode::Fetch(fetch) => self.fetch(f, fetch, depth),
            PlanNode::Visit(fetches) => {
                line(f, depth, format_args!("Visit {{"))?;
                for fetch in fetches {
                    self.fetch(f, fetch, depth + 1)?;
                }
                line(f, depth, format_args!("}}"))
            }
            PlanNode::Defer(defer) => self.defer(f, defer, depth),
            PlanNode::Subscription(subscription) => {
                line(f, depth, format_args!("Subscription {{"))?;
                line(f, depth + 1, format_args!("Primary: {{"))?;
                self.fetch(f, &subscription.source, depth + 2)?;
                line(f, depth + 1, format_args!("}}"))?;
                if let Some(each) = &subscription.each {
                    line(f, depth + 1, format_args!("Rest: {{"))?;
                    self.node(f, each, depth + 2)?;
                    line(f, depth + 1, format_args!("}}"))?;
                }
                line(f, depth, format_args!("}}"))
            }
        }
    }

    fn defer(&self, f: &mut fmt::Formatter<'_>, defer: &DeferNode, depth: usize) -> fmt::Result {
        line(f, depth, format_args!("Defer {{"))?;
        if let Some(primary) = &defer.primary {
            line(f, depth + 1, format_args!("Primary {{"))?;
            self.node(f, primary, depth + 2)?;
            line(f, depth + 1, format_args!("}}"))?;
        }
        for part in &defer.deferred {
            let path = PathText(&part.path);
            let label = part.label.as_deref().unwrap_or_default();
            line(f, depth + 1, format_args!("Deferred(path: \"{path}\", label: \"{label}\") {{"))?;
            line(f, depth + 2, format_args!("{}", part.selections.serialize().no_indent()))?;
            if let Some(node) = &part.node {
                self.node(f, node, depth + 2)?;
            }
            line(f, depth + 1, format_args!("}}"))?;
        }
        line(f, depth, format_args!("}}"))
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
        line(f, depth, format_args!("}}"))
    }

    fn fetch(&self, f: &mut fmt::Formatter<'_>, fetch: &FetchNode, depth: usize) -> fmt::Result {
        let subgraph = &self.supergraph.subgraph(fetch.subgraph).name;
        line(f, depth, format_args!("Fetch(service: \"{subgraph}\") {{"))?;
        match &fetch.target {
            FetchTarget::Root(target) => {
                line(f, depth + 1, format_args!("{}", RootSpreadText(&target.spread)))?;
            }
            FetchTarget::Entities(targets) => {
                for target in targets {
                    self.target(f, target, depth + 1)?;
                }
            }
        }
        line(f, depth + 1, format_args!("{}", fetch.document.text))?;
        line(f, depth, format_args!("}}"))
    }

    fn target(
        &self,
        f: &mut fmt::Formatter<'_>,
        target: &EntityTarget,
        depth: usize,
    ) -> fmt::Result {
        for path in &target.paths {
            line(f, depth, format_args!("at {}", PathText(path)))?;
        }
        for spread in &target.spreads {
            let text = match &spread.spread {
                Spread::Route { by } => format!("route by {by}"),
                Spread::Gather { by: Some(by) } => format!("gather by {by}"),
                Spread::Gather { by: None } => "gather the whole network".to_owned(),
            };
            line(f, depth, format_args!("{}: {text}", spread.type_name))?;
        }
        Ok(())
    }
}

struct RootSpreadText<'a>(&'a RootSpread);

impl Display for RootSpreadText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            RootSpread::Fixed => f.write_str("at the root"),
            RootSpread::Route { key } => write!(f, "at the root, route by {key}"),
            RootSpread::Gather { key: Some(key), .. } => write!(f, "at the root, gather by {key}"),
            RootSpread::Gather { key: None, .. } => {
                f.write_str("at the root, gather the whole network")
            }
        }
    }
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
                    write!(f, "{dot}{}", key.as_str())?;
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
