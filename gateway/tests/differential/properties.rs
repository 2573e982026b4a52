//! What every plan must have, whatever the world: its documents are valid where they are sent,
//! representations have their keys, nothing depends on what comes later, all that was selected is
//! fetched, and the same input gives the same plan.

mod documents;
mod order;
mod representations;
mod response_tree;

use std::collections::{BTreeMap, BTreeSet};

use apollo_compiler::{
    ExecutableDocument, Schema, executable::Operation as TypedOperation, validation::Valid,
};
use qianzhan_gateway::{
    planner::plan::{FetchNode, PlanNode, QueryPlan},
    supergraph::SubgraphId,
};

use crate::{
    campaign::{Check, Failure, run},
    federated::Federated,
    planning::{BUDGET, index, plan},
    testkit::Subgraph,
    world::{Operation, SUBGRAPHS, SubgraphNo, subgraph_schema},
};

/// What plans of one world are checked by: its subgraphs' schemas, with `_entities`, by position in
/// [`SUBGRAPHS`].
#[derive(Default)]
pub(crate) struct Properties {
    by_subgraph: BTreeMap<SubgraphNo, Valid<Schema>>,
}

/// A fetch, its subgraph, and its document read against that subgraph's schema.
struct Fetch<'a> {
    node: &'a FetchNode,
    subgraph: SubgraphNo,
    operation: TypedOperation,
    document: ExecutableDocument,
}

/// What is wrong with a plan.
#[derive(Debug)]
pub(crate) struct Flaw {
    kind: &'static str,
    what: String,
}

impl Flaw {
    fn new(kind: &'static str, what: impl Into<String>) -> Self {
        Self { kind, what: what.into() }
    }
}

#[derive(Default)]
struct HasProperties {
    properties: Properties,
}

impl Check for HasProperties {
    fn enter(&mut self, world: &Federated) {
        self.properties = Properties::of(world);
    }

    fn check(&mut self, world: &Federated, operation: &Operation) -> Result<(), Failure> {
        let prepared = world.prepare(operation).map_err(|error| Failure::new("refused", error))?;
        let planned = plan(&world.planner, &prepared, BUDGET)
            .map_err(|error| Failure::new("no plan", error.to_string()))?
            .plan;
        let again = index(&world.supergraph)
            .map_err(|error| Failure::new("no planner", error.to_string()))?;
        let again = plan(&again, &prepared, BUDGET)
            .map_err(|error| Failure::new("no second plan", error.to_string()))?
            .plan;
        if planned != again {
            let both = format!("{}and\n{}", world.show(&planned), world.show(&again));
            return Err(Failure::new("another plan the second time", both));
        }
        self.properties.check(world, operation, &planned).map_err(|flaw| {
            Failure::new(flaw.kind, format!("{}\n{}", flaw.what, world.show(&planned)))
        })
    }
}

impl Properties {
    pub(crate) fn of(world: &Federated) -> Self {
        let model = &world.model;
        let subgraphs: BTreeSet<SubgraphNo> =
            model.presences.keys().map(|(_, subgraph)| *subgraph).collect();
        let schema = |subgraph: SubgraphNo| {
            let sdl = subgraph_schema(model, subgraph);
            (subgraph, Subgraph::new(SUBGRAPHS[subgraph], &sdl).served_schema())
        };
        Self { by_subgraph: subgraphs.into_iter().map(schema).collect() }
    }

    /// The first flaw of a plan, if it has one.
    pub(crate) fn check(
        &self,
        world: &Federated,
        operation: &Operation,
        plan: &QueryPlan,
    ) -> Result<(), Flaw> {
        let mut nodes = Vec::new();
        plan.root.iter().for_each(|root| fetch_nodes(root, &mut nodes));
        for node in nodes {
            let fetch = self.read(world, node)?;
            documents::asks_only_what_is_resolved(&world.model, &fetch)?;
            representations::have_their_keys(&world.model, &fetch)?;
        }
        order::nothing_depends_on_what_comes_later(world, operation, plan)
    }
}

/// All fetches of a node, in order.
pub(crate) fn fetch_nodes<'p>(node: &'p PlanNode, found: &mut Vec<&'p FetchNode>) {
    match node {
        PlanNode::Sequence(nodes) | PlanNode::Parallel(nodes) => {
            nodes.iter().for_each(|node| fetch_nodes(node, found));
        }
        PlanNode::Condition(condition) => {
            let branches = [&condition.when_true, &condition.when_false];
            branches.into_iter().flatten().for_each(|node| fetch_nodes(node, found));
        }
        PlanNode::Fetch(fetch) => found.push(fetch),
        PlanNode::Visit(fetches) => found.extend(fetches),
        PlanNode::Defer(defer) => {
            defer.primary.iter().for_each(|node| fetch_nodes(node, found));
            let parts = defer.deferred.iter().filter_map(|part| part.node.as_ref());
            parts.for_each(|node| fetch_nodes(node, found));
        }
        PlanNode::Subscription(subscription) => {
            found.push(&subscription.source);
            subscription.each.iter().for_each(|node| fetch_nodes(node, found));
        }
    }
}

impl Properties {
    fn read<'p>(&self, world: &Federated, node: &'p FetchNode) -> Result<Fetch<'p>, Flaw> {
        let subgraph = subgraph_no(world, node.subgraph);
        let schema = &self.by_subgraph[&subgraph];
        let document =
            ExecutableDocument::parse_and_validate(schema, &*node.document.text, "fetch.graphql")
                .map_err(|invalid| {
                    Flaw::new("a document its subgraph refuses", invalid.errors.to_string())
                })?
                .into_inner();
        let operation = document
            .operations
            .get(None)
            .map_err(|error| Flaw::new("a document of several operations", format!("{error:?}")))?;
        let operation = operation.as_ref().clone();
        Ok(Fetch { node, subgraph, operation, document })
    }
}

fn subgraph_no(world: &Federated, id: SubgraphId) -> SubgraphNo {
    let name = &world.supergraph.subgraph(id).name;
    SUBGRAPHS.iter().position(|known| known == name).expect("a plan names the world's subgraphs")
}

#[test]
fn every_plan_has_the_properties_of_a_plan() {
    run(vec![HasProperties::default(), HasProperties::default()]);
}
