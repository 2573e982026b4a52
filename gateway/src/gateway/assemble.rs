//! Makes a state out of texts: supergraph, sites and regions. Pure but for the planner's indexing.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use http::Uri;

use super::GatewayState;
use crate::{
    config::{CheckedSites, PlanCacheConfig, TrafficConfig, UrlError, is_safe, parse_http_url},
    directory::RegionTable,
    planner::{OperationPlanner, cache::PlanCache},
    sites::{InProcessService, Registry, SiteSpec, Transport},
    supergraph::{Supergraph, SupergraphError, compose::placeholder_url},
};

/// What a state is made of.
pub struct Assembly<'a> {
    /// Text of the supergraph.
    pub supergraph: &'a str,
    /// The hierarchy of regions; `None` for a plain supergraph.
    pub regions: Arc<RegionTable>,
    /// Contracts and sites; `None` for a plain supergraph.
    pub sites: Option<&'a CheckedSites>,
    /// Subgraphs that answer inside the process, by name.
    pub in_process: Vec<(String, Arc<dyn InProcessService>)>,
    /// Bounds of calls.
    pub traffic: &'a TrafficConfig,
    /// Bounds of the plan cache.
    pub plan_cache: &'a PlanCacheConfig,
}

/// Why there is no state.
#[derive(Debug, thiserror::Error)]
pub enum AssembleError {
    /// The supergraph cannot be used.
    #[error(transparent)]
    Supergraph(#[from] SupergraphError),
    /// A subgraph that no site serves has no usable address.
    #[error("subgraph `{subgraph}`: {source}")]
    Address {
        /// The subgraph.
        subgraph: String,
        /// What is wrong with what `join__graph` says.
        source: UrlError,
    },
    /// A site outside this machine has an address without TLS.
    #[error(
        "`{site}` 的地址 {url} 未加密；应改用 https，或写明 traffic.allow_plain_http = true / \
         the address {url} of `{site}` has no TLS: use https, or say traffic.allow_plain_http = true"
    )]
    PlainHttp {
        /// The site, or the subgraph with one address.
        site: String,
        /// Its address.
        url: Uri,
    },
}

impl AssembleError {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Supergraph(error) => error.code(),
            Self::Address { .. } => "SUBGRAPH_ADDRESS_INVALID",
            Self::PlainHttp { .. } => "SITE_WITHOUT_TLS",
        }
    }
}

/// Makes a state. With the `previous` one, plans stay when the supergraph is the same, and sites
/// that did not change keep their breakers.
///
/// # Errors
/// [`AssembleError`]; the previous state then goes on serving.
pub fn assemble(
    assembly: Assembly<'_>,
    previous: Option<&GatewayState>,
) -> Result<GatewayState, AssembleError> {
    let contracts: BTreeMap<String, BTreeSet<String>> =
        assembly.sites.map(|sites| sites.contracts.clone()).unwrap_or_default();
    let names = contracts.keys().cloned().collect();
    let supergraph = Arc::new(Supergraph::load(assembly.supergraph, &names)?);
    let (supergraph, planner, plans) = match previous {
        Some(state) if state.supergraph.is_same_text(&supergraph) => {
            (Arc::clone(&state.supergraph), Arc::clone(&state.planner), Arc::clone(&state.plans))
        }
        _ => {
            let planner = OperationPlanner::new(Arc::clone(&supergraph))?;
            let plans = PlanCache::new(assembly.plan_cache.max_entries.get());
            (supergraph, Arc::new(planner), Arc::new(plans))
        }
    };
    let mut specs: Vec<SiteSpec> =
        assembly.sites.map(|sites| sites.sites.clone()).unwrap_or_default();
    specs.extend(fixed_specs(&supergraph, &assembly.in_process)?);
    if !assembly.traffic.allow_plain_http {
        check_tls(&specs)?;
    }
    let registry = Registry::new(
        assembly.regions,
        contracts,
        specs,
        assembly.traffic,
        previous.map(|state| &*state.registry),
    );
    Ok(GatewayState { supergraph, planner, plans, registry: Arc::new(registry) })
}

/// A contract without sites keeps its placeholder, which leads nowhere and so gives nothing away.
fn check_tls(specs: &[SiteSpec]) -> Result<(), AssembleError> {
    let unsafe_url = |spec: &SiteSpec| {
        let url = spec.transport.uri().filter(|url| !is_safe(url))?;
        (url.to_string() != placeholder_url(&spec.id)).then(|| url.clone())
    };
    match specs.iter().find_map(|spec| Some((spec, unsafe_url(spec)?))) {
        Some((spec, url)) => Err(AssembleError::PlainHttp { site: spec.id.clone(), url }),
        None => Ok(()),
    }
}

/// One spec for each subgraph with one address.
fn fixed_specs(
    supergraph: &Supergraph,
    in_process: &[(String, Arc<dyn InProcessService>)],
) -> Result<Vec<SiteSpec>, AssembleError> {
    supergraph
        .subgraphs
        .iter()
        .filter(|subgraph| !subgraph.is_contract)
        .map(|subgraph| {
            let inside = in_process.iter().find(|(name, _)| *name == subgraph.name);
            let transport = match inside {
                Some((_, service)) => Transport::InProcess(Arc::clone(service)),
                None => Transport::Http(address(&subgraph.name, &subgraph.url)?),
            };
            Ok(SiteSpec {
                id: subgraph.name.clone(),
                name: subgraph.name.clone(),
                transport,
                regions: Vec::new(),
                contracts: BTreeSet::from([subgraph.name.clone()]),
                keys: Arc::default(),
                revoked: None,
            })
        })
        .collect()
}

fn address(subgraph: &str, url: &str) -> Result<Uri, AssembleError> {
    parse_http_url(url)
        .map_err(|source| AssembleError::Address { subgraph: subgraph.to_owned(), source })
}
