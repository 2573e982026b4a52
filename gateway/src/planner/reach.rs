//! Which sites the fetches of a plan may reach: exact where a key stands in the document, else all
//! sites of the contract.

use std::collections::{BTreeSet, HashMap};

use apollo_compiler::ast::Value;

use super::{
    document::read_fetch_document,
    plan::{EntityTarget, FetchNode, FetchTarget, FlattenSegment, PlanNode, QueryPlan, RootSpread},
};
use crate::{
    directory::RegionCode,
    json::Text,
    sites::{ContractSites, Registry, Routed, SiteId},
    supergraph::{Supergraph, jurisdiction::Spread},
};

/// What one fetch may reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// The subgraph or contract, and what is asked of it.
    pub fetch: String,
    /// The sites.
    pub sites: Vec<SiteId>,
    /// Whether it reaches all of them for certain, or only those that its keys will name.
    pub is_exact: bool,
}

/// The reach of each fetch, in the plan's order.
pub fn reach(plan: &QueryPlan, supergraph: &Supergraph, registry: &Registry) -> Vec<Reach> {
    let mut reader =
        ReachReader { supergraph, registry, keys: HashMap::new(), reaches: Vec::new() };
    if let Some(root) = &plan.root {
        reader.visit(root);
    }
    reader.reaches
}

struct ReachReader<'a> {
    supergraph: &'a Supergraph,
    registry: &'a Registry,
    /// Regions of the gathered entities at the root, by response key.
    keys: HashMap<Text, RegionCode>,
    reaches: Vec<Reach>,
}

impl ReachReader<'_> {
    fn visit(&mut self, node: &PlanNode) {
        match node {
            PlanNode::Sequence(nodes) | PlanNode::Parallel(nodes) => {
                for node in nodes {
                    self.visit(node);
                }
            }
            PlanNode::Condition(condition) => {
                for branch in condition.when_true.iter().chain(&condition.when_false) {
                    self.visit(branch);
                }
            }
            PlanNode::Fetch(fetch) => self.visit_fetch(fetch),
            PlanNode::Visit(fetches) => {
                for fetch in fetches {
                    self.visit_fetch(fetch);
                }
            }
            PlanNode::Defer(defer) => {
                let parts = defer.deferred.iter().filter_map(|part| part.node.as_ref());
                for node in defer.primary.iter().chain(parts) {
                    self.visit(node);
                }
            }
            PlanNode::Subscription(subscription) => {
                self.visit_fetch(&subscription.source);
                if let Some(node) = &subscription.each {
                    self.visit(node);
                }
            }
        }
    }

    fn visit_fetch(&mut self, fetch: &FetchNode) {
        self.read_keys(fetch);
        let reach = self.of_fetch(fetch);
        self.reaches.push(reach);
    }

    /// A root field that takes the key of the gathered entity that it returns returns the entity
    /// of that key: `region(code: "621100")`.
    fn read_keys(&mut self, fetch: &FetchNode) {
        if !matches!(fetch.target, FetchTarget::Root(_)) {
            return;
        }
        let Ok(operation) = read_fetch_document(&self.supergraph.schema, &fetch.document.text)
        else {
            return;
        };
        for field in operation.selection_set.fields() {
            let type_name = field.ty().inner_named_type();
            let spread = self.supergraph.jurisdiction.entity_spread(type_name);
            let Some(Spread::Gather { by: Some(by) }) = spread else { continue };
            let key = field.specified_argument_by_name(by).and_then(|value| region_in(value));
            if let Some(key) = key {
                self.keys.insert(Text::from(field.response_key().as_str()), key);
            }
        }
    }

    fn of_fetch(&self, fetch: &FetchNode) -> Reach {
        let subgraph = &self.supergraph.subgraph(fetch.subgraph).name;
        let what = match &fetch.target {
            FetchTarget::Root(target) => target.response_keys.join(" "),
            FetchTarget::Entities(targets) => {
                let types = targets.iter().flat_map(|target| &target.requires);
                let types: BTreeSet<&str> =
                    types.map(|required| required.type_name.as_str()).collect();
                types.into_iter().collect::<Vec<_>>().join(" ")
            }
        };
        let fetch_name = format!("{subgraph} {what}").trim_end().to_owned();
        let Some(contract) = self.registry.contract(subgraph) else {
            let sites = self.registry.fixed(subgraph).into_iter().collect();
            return Reach { fetch: fetch_name, sites, is_exact: true };
        };
        let exact = match &fetch.target {
            FetchTarget::Root(target) => of_root(&target.spread, contract, self.registry),
            FetchTarget::Entities(targets) => self.of_entities(targets, contract),
        };
        let is_exact = exact.is_some();
        let sites = exact.unwrap_or_else(|| contract.sites().to_vec());
        Reach { fetch: fetch_name, sites, is_exact }
    }

    /// `None` unless every entity of the fetch is one whose key is known.
    fn of_entities(
        &self,
        targets: &[EntityTarget],
        contract: &ContractSites,
    ) -> Option<Vec<SiteId>> {
        let mut sites = BTreeSet::new();
        for target in targets {
            let is_gathered = |by: &Spread| matches!(by, Spread::Gather { by: Some(_) });
            if !target.spreads.iter().all(|spread| is_gathered(&spread.spread)) {
                return None;
            }
            for path in &target.paths {
                let [FlattenSegment::Key(key)] = path.as_slice() else { return None };
                let gathered = self.registry.gather(contract, *self.keys.get(key)?).ok()?;
                sites.extend(gathered.sites.into_iter().map(|(site, _)| site));
            }
        }
        Some(sites.into_iter().collect())
    }
}

fn region_in(value: &Value) -> Option<RegionCode> {
    RegionCode::of_key(value.as_str()?).ok()
}

/// `None` where the key is a variable.
fn of_root(
    spread: &RootSpread,
    contract: &ContractSites,
    registry: &Registry,
) -> Option<Vec<SiteId>> {
    match spread {
        RootSpread::Fixed => None,
        RootSpread::Route { key } => match registry.route(contract, region_in(key)?).ok()? {
            Routed::Site(site) => Some(vec![site]),
            Routed::NoOwner | Routed::NotRegistered(_) => Some(Vec::new()),
        },
        RootSpread::Gather { key: Some(key), .. } => {
            let gathered = registry.gather(contract, region_in(key)?).ok()?;
            Some(gathered.sites.into_iter().map(|(site, _)| site).collect())
        }
        RootSpread::Gather { key: None, .. } => Some(contract.sites().to_vec()),
    }
}
