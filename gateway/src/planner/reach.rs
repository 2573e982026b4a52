//! Which sites the fetches of a plan may reach: exact where a key stands in the document, else all
//! sites of the contract.

use apollo_compiler::ast::Value;

use super::plan::{FetchNode, FetchTarget, PlanNode, QueryPlan, RootSpread};
use crate::{
    directory::RegionCode,
    sites::{ContractSites, Registry, Routed, SiteId},
    supergraph::Supergraph,
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
    let mut reaches = Vec::new();
    if let Some(root) = &plan.root {
        visit(root, supergraph, registry, &mut reaches);
    }
    reaches
}

fn visit(node: &PlanNode, supergraph: &Supergraph, registry: &Registry, reaches: &mut Vec<Reach>) {
    match node {
        PlanNode::Sequence(nodes) | PlanNode::Parallel(nodes) => {
            for node in nodes {
                visit(node, supergraph, registry, reaches);
            }
        }
        PlanNode::Condition(condition) => {
            for branch in condition.when_true.iter().chain(&condition.when_false) {
                visit(branch, supergraph, registry, reaches);
            }
        }
        PlanNode::Fetch(fetch) => reaches.push(of_fetch(fetch, supergraph, registry)),
    }
}

fn of_fetch(fetch: &FetchNode, supergraph: &Supergraph, registry: &Registry) -> Reach {
    let subgraph = &supergraph.subgraph(fetch.subgraph).name;
    let what = match &fetch.target {
        FetchTarget::Root(target) => target.response_keys.join(" "),
        FetchTarget::Entities(targets) => targets
            .iter()
            .flat_map(|target| &target.requires)
            .map(|required| required.type_name.as_str())
            .collect::<Vec<_>>()
            .join(" "),
    };
    let fetch_name = format!("{subgraph} {what}").trim_end().to_owned();
    let Some(contract) = registry.contract(subgraph) else {
        let sites = registry.fixed(subgraph).into_iter().collect();
        return Reach { fetch: fetch_name, sites, is_exact: true };
    };
    let exact = match &fetch.target {
        FetchTarget::Root(target) => of_root(&target.spread, contract, registry),
        FetchTarget::Entities(_) => None,
    };
    let is_exact = exact.is_some();
    let sites = exact.unwrap_or_else(|| contract.sites().to_vec());
    Reach { fetch: fetch_name, sites, is_exact }
}

/// `None` where the key is a variable.
fn of_root(spread: &RootSpread, contract: &ContractSites, registry: &Registry) -> Option<Vec<SiteId>> {
    let region = |key: &Value| RegionCode::of_key(key.as_str()?).ok();
    match spread {
        RootSpread::Fixed => None,
        RootSpread::Route { key } => match registry.route(contract, region(key)?).ok()? {
            Routed::Site(site) => Some(vec![site]),
            Routed::NoOwner | Routed::NotRegistered(_) => Some(Vec::new()),
        },
        RootSpread::Gather { key: Some(key), .. } => {
            let gathered = registry.gather(contract, region(key)?).ok()?;
            Some(gathered.sites.into_iter().map(|(site, _)| site).collect())
        }
        RootSpread::Gather { key: None, .. } => Some(contract.sites().to_vec()),
    }
}
