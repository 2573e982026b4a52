//! What is counted: requests to a gateway over sites inside this process, on one thread.

use std::{collections::BTreeMap, sync::Arc};

use qianzhan_gateway::{
    auth::Caller,
    config::{PlanCacheConfig, TrafficConfig},
    gateway::{Gateway, GatewayOptions, GatewayState, SourceTexts},
    http::{GraphqlRequest, GraphqlResponse, GraphqlService, RequestContext, RequestId},
    sites::{HttpClient, InProcessService, Registry, SiteSpec, Transport},
};

use tokio::runtime::{Builder, Runtime};

use super::scenario_named;
use crate::{
    failure::LoadTestError,
    scenario::{Backend, Wiring},
    stub::{SiteInside, sites_inside},
};

/// Requests before those that are counted: plans, tokens, memory of the allocator.
const WARM_UP: u64 = 5;

/// Sends the requests on a thread of their own, and sees that they are answered well.
///
/// # Errors
/// [`LoadTestError`] if they are not.
pub(crate) fn count_requests(name: &str, requests: u64) -> Result<(), LoadTestError> {
    std::thread::scope(|scope| {
        let counting = scope.spawn(|| {
            let runtime = Builder::new_current_thread().enable_all().build();
            count_on(&runtime.map_err(LoadTestError::scenario)?, name, requests)
        });
        counting.join().map_err(|_| LoadTestError::scenario("the count panicked"))?
    })
}

fn count_on(runtime: &Runtime, name: &str, requests: u64) -> Result<(), LoadTestError> {
    let scenario = scenario_named(name)?;
    let document = scenario.document;
    let Backend::Stubs { plan, wiring } = scenario.backend else {
        return Err(LoadTestError::scenario("it has no stub sites"));
    };
    let gateway = {
        let _entered = runtime.enter();
        gateway_over(&sites_inside(*plan)?, &wiring)?
    };
    for _ in 0..WARM_UP {
        runtime.block_on(ask(&gateway, document));
    }
    let answer = runtime.block_on(ask(&gateway, document));
    let text = String::from_utf8_lossy(&answer.body);
    if text.contains("\"errors\":") || text.contains("\"complete\":false") {
        let begin: String = text.chars().take(600).collect();
        return Err(LoadTestError::Answer { subject: name.to_owned(), reason: begin });
    }
    counted_requests(runtime, &gateway, document, requests);
    Ok(())
}

/// Callgrind counts what happens in here and below: it knows it by its name.
#[inline(never)]
fn counted_requests(runtime: &Runtime, gateway: &Gateway, document: &str, requests: u64) {
    for _ in 0..requests {
        runtime.block_on(ask(gateway, document));
    }
}

async fn ask(gateway: &Gateway, document: &str) -> GraphqlResponse {
    let request = GraphqlRequest { query: document.to_owned(), ..GraphqlRequest::default() };
    let context = RequestContext {
        request_id: RequestId::generate(),
        caller: Caller::anonymous(),
        headers: Default::default(),
        address: None,
    };
    gateway.execute(request, context).await
}

/// A gateway whose sites are these, in the order of the wiring.
fn gateway_over(sites: &[Arc<SiteInside>], wiring: &Wiring) -> Result<Gateway, LoadTestError> {
    let urls: Vec<String> =
        (0..sites.len()).map(|place| format!("http://127.0.0.1:1/{place}")).collect();
    let (texts, levels) = wiring.texts(&urls)?;
    let traffic = TrafficConfig::default();
    let state =
        texts.load(&traffic, &PlanCacheConfig::default(), None).map_err(LoadTestError::scenario)?;
    // Contracts that the scenario has no sites for have the supergraph's own addresses.
    let inside = |spec: &SiteSpec| {
        let mut spec = spec.clone();
        let place = spec.transport.uri().and_then(|uri| uri.path().get(1..)?.parse::<usize>().ok());
        if let Some(site) = place.and_then(|place| sites.get(place)) {
            spec.transport = Transport::InProcess(Arc::clone(site) as Arc<dyn InProcessService>);
        }
        spec
    };
    let specs = state.registry.sites().map(|(_, site)| inside(&site.spec)).collect();
    let regions = Arc::clone(state.registry.regions());
    let registry = Registry::new(regions, levels, specs, &traffic, None);
    let state = GatewayState { registry: Arc::new(registry), ..state };
    Ok(Gateway::new(state, HttpClient::new(&traffic), GatewayOptions::default()))
}

/// Levels of each contract.
pub(crate) type ContractLevelsByName = BTreeMap<String, std::collections::BTreeSet<String>>;

impl Wiring {
    /// The texts of a gateway whose sites are at `urls`, and the levels of its contracts.
    fn texts(&self, urls: &[String]) -> Result<(SourceTexts, ContractLevelsByName), LoadTestError> {
        match self {
            Self::Subgraphs(subgraphs) => {
                let supergraph = crate::scenario::compose_plain(subgraphs, urls)?;
                let texts = SourceTexts { supergraph, sites: None, regions: Vec::new() };
                Ok((texts, BTreeMap::new()))
            }
            Self::Sites { supergraph, regions, sites, .. } => {
                let mut sites = sites.clone();
                for (site, url) in sites.sites.iter_mut().zip(urls) {
                    site.url.clone_from(url);
                }
                let levels = sites.contracts.iter();
                let levels = levels.map(|(name, it)| (name.clone(), it.levels.clone())).collect();
                let texts = SourceTexts {
                    supergraph: supergraph.clone(),
                    sites: Some(sites.to_toml()),
                    regions: regions.clone(),
                };
                Ok((texts, levels))
            }
        }
    }
}
