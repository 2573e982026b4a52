//! Subscriptions to sites that are revoked, suspended or withdraw: they end at once, and say why.
//! Spec: docs/jurisdiction-spec.md, "Suspending and withdrawing".

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    response::Response,
    routing::post,
};
use futures::StreamExt;
use qianzhan_gateway::{
    config::{ContractLevels, PlanCacheConfig, SiteDeclaration, SitesFile, TrafficConfig},
    gateway::{Gateway, GatewayOptions, SourceTexts},
    http::GraphqlAnswer,
    sites::HttpClient,
    supergraph::compose::{ContractSource, compose},
};
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::mpsc, task::JoinHandle};

use crate::testkit::{
    answer::Answer,
    bodies::{Events, respond},
    world::REGIONS,
};

const SDL: &str = r#"
extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@composeDirective"])
  @link(url: "https://qianzhan.dev/jurisdiction/v1.0", import: ["@route", "@gather", "@merge"])
  @composeDirective(name: "@route")
  @composeDirective(name: "@gather")
  @composeDirective(name: "@merge")
type Query { visits(within: ID!): Visits @gather(by: "within") }
type Subscription { visits(within: ID!): Visits @gather(by: "within") }
type Visits { count: Int @merge(with: SUM) }
"#;
const HEAR_COUNTY: &str = "subscription { visits(within: \"900101\") { count } }";
const HEAR_BOTH: &str = "subscription { visits(within: \"900100\") { count } }";
const ASK_COUNTY: &str = "{ visits(within: \"900101\") { count } }";
const REFUSED: &str = "{\"data\":null,\"errors\":[{\"message\":\"refused\",\
    \"extensions\":{\"code\":\"SITE_SUSPENDED\",\"reason\":\"清查档案\"}}]}";

#[derive(Default)]
struct Library {
    /// Open streams, in the order of opening.
    streams: Mutex<Vec<mpsc::Sender<Bytes>>>,
    is_suspended: Mutex<bool>,
}

impl Library {
    /// The stream that is opened first, once it is.
    async fn stream(&self) -> mpsc::Sender<Bytes> {
        loop {
            let first =
                self.streams.lock().unwrap_or_else(PoisonError::into_inner).first().cloned();
            match first {
                Some(stream) => return stream,
                None => tokio::task::yield_now().await,
            }
        }
    }

    async fn counts(&self, count: i64) {
        let event = json!({ "data": { "visits": { "count": count } } });
        self.says(&event).await;
    }

    async fn says(&self, event: &Value) {
        let event = Bytes::from(format!("event: next\ndata: {event}\n\n"));
        self.stream().await.send(event).await.expect("the gateway listens");
    }
}

async fn answer(State(library): State<Arc<Library>>, body: Bytes) -> Response {
    let request: Value = serde_json::from_slice(&body).expect("JSON");
    if !request["query"].as_str().is_some_and(|query| query.starts_with("subscription")) {
        let is_suspended = *library.is_suspended.lock().unwrap_or_else(PoisonError::into_inner);
        let counted = r#"{"data":{"visits":{"count":1}}}"#;
        return Response::new(Body::from(if is_suspended { REFUSED } else { counted }));
    }
    let (sender, chunks) = mpsc::channel(1);
    library.streams.lock().unwrap_or_else(PoisonError::into_inner).push(sender);
    let chunks =
        futures::stream::unfold(chunks, async |mut chunks| Some((chunks.recv().await?, chunks)));
    let body = Body::from_stream(chunks.map(Ok::<_, std::convert::Infallible>));
    let response = Response::builder().header("content-type", "text/event-stream");
    response.body(body).expect("a response")
}

/// A city and a county of it, each with a library that counts its visits.
struct Libraries {
    city: Arc<Library>,
    county: Arc<Library>,
    gateway: Arc<Gateway>,
    texts: SourceTexts,
    file: SitesFile,
    servers: Vec<JoinHandle<()>>,
}

impl Drop for Libraries {
    fn drop(&mut self) {
        self.servers.iter().for_each(JoinHandle::abort);
    }
}

impl Libraries {
    async fn start() -> Self {
        let (city, county) = (Arc::<Library>::default(), Arc::<Library>::default());
        let mut servers = Vec::new();
        let mut sites = Vec::new();
        for (id, region, library) in [("moxiang", "900100", &city), ("zhujian", "900101", &county)]
        {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
            let url = format!("http://{}/", listener.local_addr().expect("a bound listener"));
            let router = Router::new().route("/", post(answer)).with_state(Arc::clone(library));
            servers.push(tokio::spawn(async move {
                axum::serve(listener, router).await.expect("it lives as long as the test");
            }));
            sites.push(SiteDeclaration {
                id: id.to_owned(),
                name: format!("{id} 图书馆"),
                url,
                regions: vec![region.to_owned()],
                contracts: vec!["visits".to_owned()],
                ..SiteDeclaration::default()
            });
        }
        let levels = ContractLevels { levels: ["CITY", "COUNTY"].map(str::to_owned).into() };
        let file = SitesFile { contracts: BTreeMap::from([("visits".to_owned(), levels)]), sites };
        let supergraph = compose(&[ContractSource::new("visits", SDL)]);
        let texts = SourceTexts {
            supergraph: supergraph.expect("the contract composes").supergraph_sdl,
            sites: Some(file.to_toml()),
            regions: vec![REGIONS.to_owned()],
        };
        let traffic = TrafficConfig::default();
        let state = texts.load(&traffic, &PlanCacheConfig::default(), None).expect("a state");
        let options = GatewayOptions::default();
        let gateway = Arc::new(Gateway::new(state, HttpClient::new(&traffic), options));
        Self { city, county, gateway, texts, file, servers }
    }

    async fn hear(&self, query: &str) -> Events {
        match respond(&self.gateway, query, Value::Null).await {
            GraphqlAnswer::Events(events) => Events(events),
            GraphqlAnswer::Whole(answer) => panic!("one body: {:?}", answer.body),
            GraphqlAnswer::Incremental(_) => panic!("parts"),
        }
    }

    async fn ask(&self, query: &str) -> Answer {
        match respond(&self.gateway, query, Value::Null).await {
            GraphqlAnswer::Whole(answer) => Answer::read(answer),
            _ => panic!("several bodies"),
        }
    }

    /// Has the gateway read a changed sites file.
    fn load(&self, change: impl FnOnce(&mut SitesFile)) {
        let mut file = self.file.clone();
        change(&mut file);
        let texts = SourceTexts { sites: Some(file.to_toml()), ..self.texts.clone() };
        let before = self.gateway.state();
        let state =
            texts.load(&TrafficConfig::default(), &PlanCacheConfig::default(), Some(&before));
        self.gateway.replace_state(state.expect("the texts make a state"));
    }
}

fn revoke(file: &mut SitesFile) {
    file.sites[1].revoked = Some("协议到期".to_owned());
}

fn is_refused(end: &Value, code: &str, detail: &str) {
    assert_eq!(end["errors"][0]["extensions"]["code"], code, "{end}");
    assert_eq!(end["errors"][0]["extensions"]["site"], "zhujian", "{end}");
    let missing = &end["extensions"]["coverage"]["missing"][0];
    assert_eq!((&missing["reason"], &missing["detail"]), (&json!("REFUSED"), &json!(detail)));
}

#[tokio::test]
async fn a_subscription_ends_when_its_site_is_revoked() {
    let libraries = Libraries::start().await;
    let mut events = libraries.hear(HEAR_COUNTY).await;
    libraries.county.counts(3).await;
    assert_eq!(events.next().await.expect("an event")["data"]["visits"]["count"], 3);
    // A reload that registers the site under another name in between makes no difference.
    libraries.load(|file| file.sites[1].name = "竹简县图书馆".to_owned());
    libraries.load(revoke);
    let end = events.next().await.expect("why it ended");
    is_refused(&end["failed"], "SITE_REVOKED", "协议到期");
    assert_eq!(events.next().await, None);
    // The gateway hangs up: it does not merely stop to listen.
    libraries.county.stream().await.closed().await;
    let refused = libraries.hear(HEAR_COUNTY).await.next().await.expect("why not");
    is_refused(&refused["failed"], "SITE_REVOKED", "协议到期");
}

#[tokio::test]
async fn a_subscription_ends_when_its_site_is_taken_out() {
    let libraries = Libraries::start().await;
    let mut events = libraries.hear(HEAR_COUNTY).await;
    libraries.county.counts(3).await;
    events.next().await.expect("an event");
    libraries.load(|file| {
        file.sites.remove(1);
    });
    let end = events.next().await.expect("why it ended");
    is_refused(&end["failed"], "SITE_REVOKED", "已注销登记 / no longer registered");
}

#[tokio::test]
async fn the_other_sites_of_a_subscription_go_on() {
    let libraries = Libraries::start().await;
    let mut events = libraries.hear(HEAR_BOTH).await;
    libraries.county.counts(3).await;
    events.next().await.expect("an event");
    libraries.load(revoke);
    is_refused(&events.next().await.expect("one ended"), "SITE_REVOKED", "协议到期");
    libraries.city.counts(4).await;
    assert_eq!(events.next().await.expect("the other")["data"]["visits"]["count"], 4);
}

#[tokio::test]
async fn a_site_that_suspends_itself_says_so_in_an_event_and_nothing_after_it() {
    let libraries = Libraries::start().await;
    let mut events = libraries.hear(HEAR_COUNTY).await;
    libraries.county.counts(3).await;
    events.next().await.expect("an event");
    libraries.county.says(&serde_json::from_str(REFUSED).expect("JSON")).await;
    let end = events.next().await.expect("why it ended");
    is_refused(&end["failed"], "SITE_SUSPENDED", "清查档案");
    assert_eq!(events.next().await, None);
    libraries.county.stream().await.closed().await;
}

#[tokio::test]
async fn a_refusal_to_another_request_ends_the_subscription_too() {
    let libraries = Libraries::start().await;
    let mut events = libraries.hear(HEAR_COUNTY).await;
    libraries.county.counts(3).await;
    events.next().await.expect("an event");
    *libraries.county.is_suspended.lock().unwrap_or_else(PoisonError::into_inner) = true;
    assert_eq!(libraries.ask(ASK_COUNTY).await.coverage()["answered"], 0);
    let end = events.next().await.expect("why it ended");
    is_refused(&end["failed"], "SITE_SUSPENDED", "清查档案");
}
