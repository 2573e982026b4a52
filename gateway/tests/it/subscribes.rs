//! Subscriptions: events of a subgraph, what hangs on each, and how they reach a client.
//! Spec: the GraphQL over SSE protocol; multipart subscriptions of Apollo clients.

use std::{
    num::NonZeroUsize,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::HeaderMap,
    response::Response,
    routing::post,
};
use futures::StreamExt;
use qianzhan_gateway::{
    config::{PlanCacheConfig, ServerConfig, SubscriptionsConfig, TrafficConfig},
    gateway::{Gateway, GatewayOptions, SourceTexts},
    http::GraphqlAnswer,
    sites::HttpClient,
    supergraph::compose::{ContractSource, compose},
};
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::mpsc, task::JoinHandle};

use crate::testkit::{
    answer::Answer,
    bodies::{Events, JSON, Server, frame_of, respond, text_of},
};

const FEDERATION: &str =
    "extend schema @link(url: \"https://specs.apollo.dev/federation/v2.5\", import: [\"@key\"])";
const QUERY: &str = "subscription { sold { id price name } }";

/// What a subgraph sends; the channel's end ends its stream.
type Chunks = mpsc::Receiver<Bytes>;

#[derive(Default)]
struct Shop {
    /// The next subscription's stream.
    chunks: Mutex<Option<Chunks>>,
    accepts: Mutex<Vec<String>>,
}

/// Two subgraphs: one sells things, the other names them.
struct Shops {
    shop: Arc<Shop>,
    gateway: Arc<Gateway>,
    servers: Vec<JoinHandle<()>>,
}

impl Drop for Shops {
    fn drop(&mut self) {
        self.servers.iter().for_each(JoinHandle::abort);
    }
}

impl Shops {
    async fn start(limits: SubscriptionsConfig) -> Self {
        let shop = Arc::new(Shop::default());
        let (sales_url, sales) =
            serve(Router::new().route("/", post(sell)).with_state(Arc::clone(&shop))).await;
        let (names_url, names) = serve(Router::new().route("/", post(name))).await;
        let sales_sdl = format!(
            "{FEDERATION} type Query {{ idle: Boolean }} type Subscription {{ sold: Thing }} \
             type Thing @key(fields: \"id\") {{ id: ID! price: Int }}"
        );
        let names_sdl =
            format!("{FEDERATION} type Thing @key(fields: \"id\") {{ id: ID! name: String }}");
        let supergraph = compose(&[
            ContractSource::new("sales", sales_sdl).with_url(&sales_url),
            ContractSource::new("names", names_sdl).with_url(&names_url),
        ])
        .expect("the subgraphs compose")
        .supergraph_sdl;
        let texts = SourceTexts { supergraph, sites: None, regions: Vec::new() };
        let traffic = TrafficConfig::default();
        let state = texts.load(&traffic, &PlanCacheConfig::default(), None).expect("a state");
        let options = GatewayOptions { subscriptions: limits, ..GatewayOptions::default() };
        let gateway = Arc::new(Gateway::new(state, HttpClient::new(&traffic), options));
        Self { shop, gateway, servers: vec![sales, names] }
    }

    async fn usual() -> Self {
        Self::start(SubscriptionsConfig::default()).await
    }

    /// Has the next subscription hear what is sent here.
    fn open(&self) -> mpsc::Sender<Bytes> {
        let (sender, chunks) = mpsc::channel(1);
        *self.shop.chunks.lock().unwrap_or_else(PoisonError::into_inner) = Some(chunks);
        sender
    }

    async fn subscribe(&self) -> Events {
        match respond(&self.gateway, QUERY, Value::Null).await {
            GraphqlAnswer::Events(events) => Events(events),
            GraphqlAnswer::Whole(answer) => panic!("one body: {:?}", answer.body),
            GraphqlAnswer::Incremental(_) => panic!("parts"),
        }
    }
}

async fn serve(router: Router) -> (String, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}/", listener.local_addr().expect("a bound listener"));
    let server = tokio::spawn(async move {
        axum::serve(listener, router).await.expect("the listener lives as long as the test");
    });
    (url, server)
}

async fn sell(State(shop): State<Arc<Shop>>, headers: HeaderMap, body: Bytes) -> Response {
    let request: Value = serde_json::from_slice(&body).expect("JSON");
    let document = request["query"].as_str().expect("a document");
    assert!(document.starts_with("subscription"), "{document}");
    let accept = headers["accept"].to_str().expect("text").to_owned();
    shop.accepts.lock().unwrap_or_else(PoisonError::into_inner).push(accept);
    let chunks = shop.chunks.lock().unwrap_or_else(PoisonError::into_inner).take();
    match chunks {
        Some(chunks) => {
            let chunks = futures::stream::unfold(chunks, async |mut chunks| {
                Some((chunks.recv().await?, chunks))
            });
            let body = Body::from_stream(chunks.map(Ok::<_, std::convert::Infallible>));
            let response = Response::builder().header("content-type", "text/event-stream");
            response.body(body).expect("a response")
        }
        None => Response::new(Body::from(r#"{"errors":[{"message":"closed today"}]}"#)),
    }
}

async fn name(body: Bytes) -> axum::Json<Value> {
    let request: Value = serde_json::from_slice(&body).expect("JSON");
    let variables = request["variables"].as_object().expect("variables");
    let keys = variables.values().find_map(Value::as_array).expect("representations");
    let named = |key: &Value| json!({ "__typename": "Thing", "name": format!("no. {}", key["id"].as_str().expect("an id")) });
    axum::Json(json!({ "data": { "_entities": keys.iter().map(named).collect::<Vec<_>>() } }))
}

fn sold(id: &str, price: i64) -> Bytes {
    let thing = json!({ "__typename": "Thing", "id": id, "price": price });
    format!("event: next\ndata: {}\n\n", json!({ "data": { "sold": thing } })).into()
}

const COMPLETE: Bytes = Bytes::from_static(b"event: complete\ndata:\n\n");

#[tokio::test]
async fn each_event_is_answered_with_what_other_subgraphs_know_of_it() {
    let shops = Shops::usual().await;
    let sender = shops.open();
    let mut events = shops.subscribe().await;
    for (id, price) in [("a", 1), ("b", 2)] {
        sender.send(sold(id, price)).await.expect("it is read");
        let name = format!("no. {id}");
        let expected = json!({ "data": { "sold": { "id": id, "price": price, "name": name } } });
        assert_eq!(events.next().await, Some(expected));
    }
    let text = String::from_utf8(sold("c", 3).to_vec()).expect("text");
    let (head, tail) = text.split_at(20);
    sender.send(Bytes::from(format!(": still here\n\n{head}"))).await.expect("it is read");
    sender.send(Bytes::from(tail.to_owned())).await.expect("it is read");
    let event = events.next().await.expect("an event that came in two pieces");
    assert_eq!(event["data"]["sold"]["id"], "c");
    sender.send(COMPLETE).await.expect("it is read");
    assert_eq!(events.next().await, None, "the source's end is the subscription's");
    let accepts = shops.shop.accepts.lock().unwrap_or_else(PoisonError::into_inner).clone();
    assert_eq!(accepts, ["text/event-stream"]);
}

#[tokio::test]
async fn a_source_that_breaks_off_says_so() {
    let shops = Shops::usual().await;
    let sender = shops.open();
    let mut events = shops.subscribe().await;
    sender.send(sold("a", 1)).await.expect("it is read");
    events.next().await.expect("an event");
    drop(sender);
    let end = events.next().await.expect("why it ended");
    assert_eq!(end["failed"]["errors"][0]["extensions"]["code"], "SITE_STREAM_ENDED");
    assert_eq!(end["failed"]["errors"][0]["extensions"]["subgraph"], "sales");
    assert_eq!(events.next().await, None);
}

#[tokio::test]
async fn an_error_in_place_of_a_stream_is_the_only_event() {
    let shops = Shops::usual().await;
    let mut events = shops.subscribe().await;
    let event = events.next().await.expect("the answer");
    assert_eq!(event["errors"][0]["message"], "closed today");
    assert_eq!(events.next().await, None);
}

#[tokio::test]
async fn an_event_beyond_the_limit_and_silence_beyond_the_wait_end_it() {
    let limits = SubscriptionsConfig {
        idle_timeout: Duration::from_millis(100),
        ..SubscriptionsConfig::default()
    };
    let shops = Shops::start(limits).await;
    let sender = shops.open();
    let mut events = shops.subscribe().await;
    let end = events.next().await.expect("why it ended");
    assert_eq!(end["failed"]["errors"][0]["extensions"]["code"], "SITE_TIMEOUT");
    drop(sender);
    let shops = Shops::usual().await;
    let sender = shops.open();
    let mut events = shops.subscribe().await;
    let flood = async {
        let chunk = Bytes::from(vec![b'x'; 1 << 20]);
        // Until the gateway hangs up.
        while sender.send(chunk.clone()).await.is_ok() {}
    };
    let (end, ()) = tokio::join!(events.next(), flood);
    let end = end.expect("why it ended");
    assert_eq!(end["failed"]["errors"][0]["extensions"]["code"], "SITE_ANSWER_OVERSIZED");
}

#[tokio::test]
async fn leaving_closes_the_source_and_makes_room_for_another() {
    let limits = SubscriptionsConfig {
        max_open: NonZeroUsize::new(1).expect("not zero"),
        ..SubscriptionsConfig::default()
    };
    let shops = Shops::start(limits).await;
    let sender = shops.open();
    let mut events = shops.subscribe().await;
    sender.send(sold("a", 1)).await.expect("it is read");
    events.next().await.expect("an event");
    let GraphqlAnswer::Whole(refused) = respond(&shops.gateway, QUERY, Value::Null).await else {
        panic!("one too many");
    };
    let refused = Answer::read(refused);
    assert_eq!(refused.status, 503);
    assert_eq!(refused.error_lines(), ["SUBSCRIPTIONS_EXHAUSTED at "]);
    drop(events);
    // The subgraph's own stream is dropped when the connection closes.
    sender.closed().await;
    let sender = shops.open();
    let mut events = shops.subscribe().await;
    sender.send(sold("b", 2)).await.expect("it is read");
    events.next().await.expect("an event");
}

#[tokio::test]
async fn a_client_that_takes_nothing_slows_its_source_and_is_let_go() {
    let limits = SubscriptionsConfig {
        max_waiting_events: NonZeroUsize::new(2).expect("not zero"),
        slow_client_timeout: Duration::from_millis(100),
        ..SubscriptionsConfig::default()
    };
    let shops = Shops::start(limits).await;
    let sender = shops.open();
    let mut events = shops.subscribe().await;
    for number in 0..4 {
        sender.send(sold(&number.to_string(), number)).await.expect("it is read");
    }
    sender.closed().await;
    for number in 0..2 {
        let event = events.next().await.expect("what waited in the line");
        assert_eq!(event["data"]["sold"]["price"], number);
    }
    let end = events.next().await.expect("why it ended");
    assert_eq!(end["failed"]["errors"][0]["extensions"]["code"], "SUBSCRIPTION_CLIENT_SLOW");
}

#[tokio::test]
async fn over_http_events_are_server_sent_with_signs_of_life_until_the_end() {
    let shops = Shops::usual().await;
    let sender = shops.open();
    let config = ServerConfig { heartbeat: Duration::from_millis(50), ..ServerConfig::default() };
    let server = Server::start(&shops.gateway, config).await;
    let response = server.post(QUERY, "text/event-stream").await;
    assert_eq!(response.headers()["content-type"], "text/event-stream; charset=utf-8");
    assert_eq!(response.headers().get("content-encoding"), None);
    let mut body = response.into_body();
    assert_eq!(frame_of(&mut body).await, ":\n\n", "nothing has happened yet");
    sender.send(sold("a", 1)).await.expect("it is read");
    let mut frame = frame_of(&mut body).await;
    while frame == ":\n\n" {
        frame = frame_of(&mut body).await;
    }
    let event = frame.strip_prefix("event: next\ndata: ").expect("an event").trim_end();
    let event: Value = serde_json::from_str(event).expect("JSON");
    assert_eq!(event["data"]["sold"]["name"], "no. a");
    server.shutdown.cancel();
    let mut frame = frame_of(&mut body).await;
    while frame == ":\n\n" {
        frame = frame_of(&mut body).await;
    }
    assert!(frame.contains("SERVER_STOPPING"), "{frame}");
    assert_eq!(frame_of(&mut body).await, "event: complete\ndata:\n\n");
    server.serving.await.expect("no panic").expect("served to the end");
}

#[tokio::test]
async fn over_http_events_are_parts_for_clients_that_read_those() {
    let shops = Shops::usual().await;
    let sender = shops.open();
    let server = Server::start(&shops.gateway, ServerConfig::default()).await;
    let accept = "multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json";
    let response = server.post(QUERY, accept).await;
    assert_eq!(
        response.headers()["content-type"],
        "multipart/mixed;boundary=\"graphql\";subscriptionSpec=1.0"
    );
    sender.send(sold("a", 1)).await.expect("it is read");
    sender.send(COMPLETE).await.expect("it is read");
    let event = r#"{"data":{"sold":{"id":"a","price":1,"name":"no. a"}}}"#;
    assert_eq!(
        text_of(response).await,
        format!(
            "\r\n--graphql\r\nContent-Type: application/json\r\n\r\n{{\"payload\":{event}}}\r\n--graphql--\r\n"
        )
    );
    let refused = server.post(QUERY, JSON).await;
    let refused = text_of(refused).await;
    assert!(refused.contains("OPERATION_KIND_UNSUPPORTED"), "{refused}");
    let query = server.post("{ __typename }", "text/event-stream").await;
    assert_eq!(
        text_of(query).await,
        "event: next\ndata: {\"data\":{\"__typename\":\"Query\"}}\n\nevent: complete\ndata:\n\n",
        "a query is a stream of one event"
    );
}
