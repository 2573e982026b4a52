//! What the sites are asked for one fetch: which sites, and which representations each.

use std::collections::BTreeMap;

use apollo_compiler::response::JsonValue as ClientValue;
use smallvec::smallvec;

use super::FetchRun;
use crate::{
    directory::{RegionCode, RegionError},
    executor::{
        entities::{ContextGroup, RepresentationBatch, collect_representations},
        error_entry::ErrorEntry,
        request_body::{Representations, VariableValue},
        response::ResponsePath,
        scatter::{Contribution, Contributions, SiteRequest, scatter},
    },
    json::Value,
    planner::plan::{EntityTarget, FetchTarget, RootSpread, RootTarget},
    sites::{ContractSites, Gathered, Routed, SiteId},
};

/// One fetch, or the share of it whose context variables have the same values.
pub(super) struct Part<'a> {
    pub(super) run: FetchRun<'a>,
    pub(super) asked: Asked<'a>,
    /// In region order. Without lists a site is asked for all that the part has.
    requests: BTreeMap<SiteId, SiteRequest>,
    /// Values of the variables that `@fromContext` fills.
    context_values: Vec<(&'a str, Value)>,
}

/// What a part asks for.
pub(super) enum Asked<'a> {
    Root(&'a RootTarget),
    Entities(AskedEntities<'a>),
}

/// Entities, and which sites contribute to each.
pub(super) struct AskedEntities<'a> {
    pub(super) targets: &'a [EntityTarget],
    /// One for each target.
    pub(super) batches: Vec<RepresentationBatch<'a>>,
    /// `contributions[target][representation]`, each in region order.
    pub(super) contributions: Vec<Vec<Contributions>>,
}

impl<'a> FetchRun<'a> {
    /// The parts to ask. Those of one fetch differ in context variables only, so a site can be asked
    /// for one of them in one request. None where nothing is to be asked; why not is recorded.
    pub(super) fn parts(self) -> Vec<Part<'a>> {
        let contract = self.contract();
        match &self.node.target {
            // The object that the fields belong to may be null.
            FetchTarget::Root(target) if self.root_places(target).is_empty() => Vec::new(),
            FetchTarget::Root(target) => {
                let requests = match contract {
                    Some(contract) => self.root_requests(target, contract),
                    None => self.fixed_site(),
                };
                let part = Part {
                    run: self,
                    asked: Asked::Root(target),
                    requests,
                    context_values: Vec::new(),
                };
                if part.requests.is_empty() { Vec::new() } else { vec![part] }
            }
            FetchTarget::Entities(targets) => self.entity_parts(targets, contract),
        }
    }

    /// `None` for a subgraph with one address.
    fn contract(&self) -> Option<&'a ContractSites> {
        let registry = self.execution.context.registry;
        registry.contract(&self.subgraph.name).filter(|_| self.subgraph.is_contract)
    }

    fn fixed_site(&self) -> BTreeMap<SiteId, SiteRequest> {
        match self.execution.context.registry.fixed(&self.subgraph.name) {
            Some(site) => BTreeMap::from([(site, SiteRequest::default())]),
            None => {
                let message = format!("subgraph `{}` has no address", self.subgraph.name);
                self.add_error(ErrorEntry::new(
                    "SUBGRAPH_WITHOUT_ADDRESS",
                    message,
                    ResponsePath::new(),
                ));
                BTreeMap::new()
            }
        }
    }

    // ---- root fields of a contract ----

    fn root_requests(
        &self,
        target: &RootTarget,
        contract: &ContractSites,
    ) -> BTreeMap<SiteId, SiteRequest> {
        let path = self.first_root_path(target);
        let gathered = match self.root_sites(target, contract) {
            Ok(gathered) => gathered,
            Err(error) => {
                self.add_error(ErrorEntry::new(error.code(), error.to_string(), path));
                return BTreeMap::new();
            }
        };
        for region in &gathered.not_registered {
            self.execution.context.coverage.record_not_registered(*region, &self.subgraph.name);
        }
        if gathered.sites.is_empty() {
            self.add_error(ErrorEntry::new(
                "SITE_NOT_REGISTERED",
                "no registered site owns this key",
                path,
            ));
        }
        gathered.sites.into_iter().map(|(site, _)| (site, SiteRequest::default())).collect()
    }

    fn root_sites(
        &self,
        target: &RootTarget,
        contract: &ContractSites,
    ) -> Result<Gathered, RegionError> {
        let registry = self.execution.context.registry;
        let region = |key: &apollo_compiler::ast::Value| {
            RegionCode::of_key(&self.text_value(key).unwrap_or_default())
        };
        Ok(match &target.spread {
            RootSpread::Fixed => Gathered::default(),
            RootSpread::Route { key } => match registry.route(contract, region(key)?)? {
                Routed::Site(site) => Gathered {
                    sites: vec![(site, crate::sites::Covered::Everything)],
                    not_registered: Vec::new(),
                },
                Routed::NotRegistered(region) => {
                    Gathered { sites: Vec::new(), not_registered: vec![region] }
                }
                Routed::NoOwner => Gathered::default(),
            },
            RootSpread::Gather { key: Some(key), .. } => registry.gather(contract, region(key)?)?,
            RootSpread::Gather { key: None, .. } => registry.gather_everything(contract),
        })
    }

    fn text_value(&self, value: &apollo_compiler::ast::Value) -> Option<String> {
        use apollo_compiler::ast::Value as Ast;
        match value {
            Ast::String(text) => Some(text.clone()),
            Ast::Int(number) => Some(number.as_str().to_owned()),
            Ast::Variable(name) => match self.execution.context.variables.get(name.as_str())? {
                ClientValue::String(text) => Some(text.as_str().to_owned()),
                ClientValue::Number(number) => Some(number.to_string()),
                _ => None,
            },
            _ => None,
        }
    }

    // ---- entities ----

    fn entity_parts(
        self,
        targets: &'a [EntityTarget],
        contract: Option<&ContractSites>,
    ) -> Vec<Part<'a>> {
        let mut groups: Vec<Vec<ContextGroup<'a>>> = {
            let response = self.execution.response();
            let supergraph = self.execution.context.supergraph;
            targets
                .iter()
                .map(|target| collect_representations(supergraph, &response, target))
                .collect()
        };
        let rounds = groups.iter().map(Vec::len).max().unwrap_or_default();
        let parts = (0..rounds).filter_map(|round| {
            let mut context_values = Vec::new();
            let mut batches = Vec::with_capacity(targets.len());
            for (target, groups) in targets.iter().zip(&mut groups) {
                // A target with fewer groups than others asks for nothing in the later rounds, but
                // the document still wants its variables.
                let last = groups.len().saturating_sub(1);
                let values = groups.get(round.min(last)).map(|group| group.context_values.clone());
                let names = target.contexts.iter().map(|context| context.variable.as_str());
                context_values.extend(names.zip(values.unwrap_or_default()));
                let nothing =
                    || RepresentationBatch::empty(self.execution.context.supergraph, target);
                let group = groups.get_mut(round);
                let batch = group.map(|group| std::mem::replace(&mut group.batch, nothing()));
                batches.push(batch.unwrap_or_else(nothing));
            }
            self.entity_part(targets, contract, batches, context_values)
        });
        parts.collect()
    }

    fn entity_part(
        self,
        targets: &'a [EntityTarget],
        contract: Option<&ContractSites>,
        batches: Vec<RepresentationBatch<'a>>,
        context_values: Vec<(&'a str, Value)>,
    ) -> Option<Part<'a>> {
        let (requests, contributions) = match contract {
            Some(contract) => self.spread(targets, contract, &batches),
            None => {
                let requests = self.fixed_site();
                let site = *requests.keys().next()?;
                let contributions = batches
                    .iter()
                    .map(|batch| {
                        (0..batch.representations.len())
                            .map(|position| smallvec![Contribution { site, position }])
                            .collect()
                    })
                    .collect();
                (requests, contributions)
            }
        };
        let asked = Asked::Entities(AskedEntities { targets, batches, contributions });
        (!requests.is_empty()).then_some(Part { run: self, asked, requests, context_values })
    }

    fn spread(
        &self,
        targets: &[EntityTarget],
        contract: &ContractSites,
        batches: &[RepresentationBatch<'_>],
    ) -> (BTreeMap<SiteId, SiteRequest>, Vec<Vec<Contributions>>) {
        let first_place = |target: usize, representation: usize| {
            let response = self.execution.response();
            batches[target].parents(&response, representation).first().cloned().unwrap_or_default()
        };
        let registry = self.execution.context.registry;
        let scatter = scatter(registry, contract, targets, batches, &first_place);
        for region in &scatter.not_registered {
            self.execution.context.coverage.record_not_registered(*region, &self.subgraph.name);
        }
        for error in scatter.errors {
            self.explain([error.path.clone()]);
            self.add_error(error);
        }
        (scatter.requests, scatter.contributions)
    }
}

impl<'a> Part<'a> {
    /// The sites to ask, in region order.
    pub(super) fn sites(&self) -> impl Iterator<Item = SiteId> {
        self.requests.keys().copied()
    }

    /// Whether the document can stand beside others in one request.
    pub(super) fn is_joinable(&self) -> bool {
        !self.run.node.document.selections.is_empty()
    }

    /// Response keys of its root selections.
    pub(super) fn response_keys(&self) -> impl Iterator<Item = &str> {
        let (root, entities) = match &self.asked {
            Asked::Root(target) => (target.response_keys.as_slice(), &[][..]),
            Asked::Entities(entities) => (&[][..], entities.targets),
        };
        let entities = entities.iter().map(|target| target.response_key.as_str());
        root.iter().map(String::as_str).chain(entities)
    }

    /// The client's variables and the context variables of the document.
    pub(super) fn values(&self) -> impl Iterator<Item = (&str, VariableValue<'_>)> {
        let variables = self.run.execution.context.variables;
        let of_client = self.run.node.variables.iter();
        let of_client = of_client.filter_map(|name| {
            Some((name.as_str(), VariableValue::OfClient(variables.get(name.as_str())?)))
        });
        let of_context = self.context_values.iter();
        of_client.chain(of_context.map(|(name, value)| (*name, VariableValue::OfContext(value))))
    }

    /// Whether `site` is asked for all that the part has, as every site is of which this is true.
    pub(super) fn asks_for_all(&self, site: SiteId) -> bool {
        self.own_places(site).is_none()
    }

    fn own_places(&self, site: SiteId) -> Option<&[Vec<u32>]> {
        let own = self.requests.get(&site).map(|request| request.places.as_slice());
        own.filter(|lists| !lists.is_empty())
    }

    /// The representations that `site` is asked, by variable.
    pub(super) fn lists(&self, site: SiteId) -> impl Iterator<Item = (&str, Representations<'_>)> {
        let own = self.own_places(site);
        let (targets, batches) = match &self.asked {
            Asked::Root(_) => (&[][..], &[][..]),
            Asked::Entities(entities) => (entities.targets, entities.batches.as_slice()),
        };
        targets.iter().zip(batches).enumerate().map(move |(place, (target, batch))| {
            let places = own.map(|lists| lists[place].as_slice());
            (target.variable.as_str(), Representations { batch: &batch.representations, places })
        })
    }
}
