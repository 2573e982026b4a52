//! A whole network in one process: eight sites with their rows, and a gateway over them.

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock, atomic::AtomicUsize},
    time::Duration,
};

use qianzhan_gateway::{
    auth::{CallSigner, Caller},
    config::{
        ContractLevels, LimitsConfig, PlanCacheConfig, SiteDeclaration, SitesFile, TrafficConfig,
    },
    gateway::{Gateway, GatewayOptions, SourceTexts},
    heads::HeadBook,
    http::{GraphqlRequest, GraphqlService, RequestContext, RequestId},
    sites::HttpClient,
    supergraph::compose::{ContractSource, compose},
};
use serde_json::Value;

use super::{
    answer::Answer,
    catalog::{self, Shelf},
    site::{Behaviour, Call, StubSite},
    world::{CITIES, REGIONS, SITES, World, code},
};

/// The contracts: those of the sites, and the gateway's own directory.
pub(crate) fn contracts() -> Vec<ContractSource> {
    vec![
        ContractSource::new("catalog", include_str!("schema/catalog.graphql")),
        ContractSource::new("award", include_str!("schema/award.graphql")),
        ContractSource::new("directory", include_str!("../../../../schema/directory.graphql")),
    ]
}

/// The supergraph of the contracts.
pub(crate) static SUPERGRAPH: LazyLock<String> =
    LazyLock::new(|| compose(&contracts()).expect("the contracts compose").supergraph_sdl);

/// A network under construction.
pub(crate) struct NetworkBuilder {
    world: Arc<World>,
    unregistered: Vec<&'static str>,
    traffic: TrafficConfig,
    limits: LimitsConfig,
    signer: Option<Arc<CallSigner>>,
    head_book: Option<Arc<HeadBook>>,
}

/// A running network.
pub(crate) struct Network {
    pub(crate) world: Arc<World>,
    pub(crate) gateway: Arc<Gateway>,
    pub(crate) texts: SourceTexts,
    pub(crate) traffic: TrafficConfig,
    sites: BTreeMap<&'static str, StubSite>,
}

impl NetworkBuilder {
    pub(crate) fn new() -> Self {
        Self {
            world: World::generate(7),
            unregistered: Vec::new(),
            traffic: TrafficConfig::default(),
            limits: LimitsConfig::default(),
            signer: None,
            head_book: None,
        }
    }

    pub(crate) fn seed(mut self, seed: u64) -> Self {
        self.world = World::generate(seed);
        self
    }

    pub(crate) fn world(mut self, change: impl FnOnce(&mut World)) -> Self {
        change(Arc::make_mut(&mut self.world));
        self
    }

    /// The site runs, and the sites file does not name it.
    pub(crate) fn unregistered(mut self, site: &'static str) -> Self {
        self.unregistered.push(site);
        self
    }

    pub(crate) fn traffic(mut self, change: impl FnOnce(&mut TrafficConfig)) -> Self {
        change(&mut self.traffic);
        self
    }

    pub(crate) fn limits(mut self, change: impl FnOnce(&mut LimitsConfig)) -> Self {
        change(&mut self.limits);
        self
    }

    pub(crate) fn signer(mut self, signer: Arc<CallSigner>) -> Self {
        self.signer = Some(signer);
        self
    }

    pub(crate) fn head_book(mut self, book: Arc<HeadBook>) -> Self {
        self.head_book = Some(book);
        self
    }

    pub(crate) async fn start(self) -> Network {
        let loans = Arc::new(AtomicUsize::new(0));
        let mut sites = BTreeMap::new();
        for ((id, regions), rows) in SITES.iter().zip(&self.world.rows) {
            let shelf = Shelf {
                regions: regions.iter().map(|region| code(region)).collect(),
                rows: rows.clone(),
                is_city: CITIES.contains(id),
                loans: Arc::clone(&loans),
            };
            sites.insert(*id, StubSite::start(catalog::build(shelf)).await);
        }
        let registered = SITES.iter().filter(|(id, _)| !self.unregistered.contains(id));
        let file = sites_file(registered.map(|(id, regions)| {
            declaration(id, &format!("http://{}/graphql", sites[id].address), regions)
        }));
        let texts = SourceTexts {
            supergraph: SUPERGRAPH.clone(),
            sites: Some(file.to_toml()),
            regions: vec![REGIONS.to_owned()],
        };
        let state = texts
            .load(&self.traffic, &PlanCacheConfig::default(), None)
            .expect("the texts make a state");
        let options = GatewayOptions {
            request_timeout: self.traffic.request_timeout,
            limits: self.limits,
            ..GatewayOptions::default()
        };
        let client = HttpClient::new(&self.traffic);
        let client = match self.signer {
            Some(signer) => client.with_signer(signer),
            None => client,
        };
        let client = match self.head_book {
            Some(book) => client.with_head_book(book),
            None => client,
        };
        let gateway = Arc::new(Gateway::new(state, client, options));
        Network { world: self.world, gateway, texts, traffic: self.traffic, sites }
    }
}

/// A sites file with the levels of both contracts.
pub(crate) fn sites_file(sites: impl Iterator<Item = SiteDeclaration>) -> SitesFile {
    let levels = |names: &[&str]| ContractLevels {
        levels: names.iter().map(|name| (*name).to_owned()).collect(),
    };
    SitesFile {
        contracts: BTreeMap::from([
            ("catalog".to_owned(), levels(&["PROVINCE", "CITY", "COUNTY"])),
            ("award".to_owned(), levels(&["CITY"])),
        ]),
        sites: sites.collect(),
    }
}

pub(crate) fn declaration(id: &str, url: &str, regions: &[&str]) -> SiteDeclaration {
    let contracts: &[&str] =
        if CITIES.contains(&id) { &["catalog", "award"] } else { &["catalog"] };
    let texts = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect();
    SiteDeclaration {
        id: id.to_owned(),
        name: format!("{id} 图书馆"),
        url: url.to_owned(),
        regions: texts(regions),
        contracts: texts(contracts),
        ..SiteDeclaration::default()
    }
}

impl Network {
    /// All eight sites, with the usual rows and bounds.
    pub(crate) async fn usual() -> Self {
        NetworkBuilder::new().start().await
    }

    pub(crate) fn site(&self, id: &str) -> &StubSite {
        self.sites.get(id).expect("a site of the network")
    }

    pub(crate) fn site_mut(&mut self, id: &str) -> &mut StubSite {
        self.sites.get_mut(id).expect("a site of the network")
    }

    pub(crate) fn behave(&self, id: &str, behaviour: Behaviour) {
        self.site(id).behave(behaviour);
    }

    /// Calls of all sites since the last time, by site; sites that were not called are left out.
    pub(crate) fn take_calls(&self) -> BTreeMap<&'static str, Vec<Call>> {
        let calls = self.sites.iter().map(|(id, site)| (*id, site.take_calls()));
        calls.filter(|(_, calls)| !calls.is_empty()).collect()
    }

    /// How often each site was called since the last time.
    pub(crate) fn take_call_counts(&self) -> BTreeMap<&'static str, usize> {
        self.take_calls().into_iter().map(|(id, calls)| (id, calls.len())).collect()
    }

    pub(crate) async fn ask(&self, query: &str) -> Answer {
        self.ask_with(query, Value::Null, &[]).await
    }

    pub(crate) async fn ask_with(
        &self,
        query: &str,
        variables: Value,
        headers: &[(&'static str, &'static str)],
    ) -> Answer {
        ask(&self.gateway, query, variables, Caller::anonymous(), headers).await
    }

    pub(crate) async fn ask_as(&self, caller: Caller, query: &str) -> Answer {
        ask(&self.gateway, query, Value::Null, caller, &[]).await
    }
}

/// One request to a gateway, without HTTP.
pub(crate) async fn ask(
    gateway: &Gateway,
    query: &str,
    variables: Value,
    caller: Caller,
    headers: &[(&'static str, &'static str)],
) -> Answer {
    let variables = match variables {
        Value::Object(variables) => variables,
        _ => Default::default(),
    };
    let request = GraphqlRequest { query: query.to_owned(), variables, ..Default::default() };
    let headers = headers
        .iter()
        .map(|(name, value)| {
            let name = http::HeaderName::from_static(name);
            (name, http::HeaderValue::from_static(value))
        })
        .collect();
    let context =
        RequestContext { request_id: RequestId::generate(), caller, headers, address: None };
    // Far beyond every deadline of the gateway: a test that hangs says which request did.
    let answer = tokio::time::timeout(Duration::from_secs(60), gateway.execute(request, context));
    Answer::read(answer.await.unwrap_or_else(|_| panic!("no answer: {query}")))
}
