//! Requests that cannot be executed, through the HTTP server: each has its code, and the status
//! that its media type asks for. Spec: GraphQL over HTTP, "Status Codes".

use std::sync::Arc;

use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt, Full};
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use qianzhan_gateway::{
    config::{LimitsConfig, ServerConfig},
    http::{NoAssets, ServerState, serve},
};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::testkit::{Network, NetworkBuilder};

const JSON: &str = "application/json";
const GRAPHQL_RESPONSE: &str = "application/graphql-response+json";

/// A server over the network's gateway; it stops when dropped.
struct Server {
    url: String,
    shutdown: CancellationToken,
}

impl Server {
    async fn start(network: &Network) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}/graphql", listener.local_addr().expect("a bound listener"));
        let shutdown = CancellationToken::new();
        let state = ServerState::new(
            Arc::clone(&network.gateway),
            Arc::new(NoAssets),
            ServerConfig::default(),
            LimitsConfig::default(),
        );
        tokio::spawn(serve(listener, state, shutdown.clone()));
        Self { url, shutdown }
    }

    /// Status, media type, body.
    async fn post(&self, body: &Value, accept: &str) -> (u16, String, Value) {
        let request = Request::post(&self.url)
            .header("content-type", JSON)
            .header("accept", accept)
            .body(Full::new(Bytes::from(body.to_string())))
            .expect("a valid request");
        let client = Client::builder(TokioExecutor::new()).build_http();
        let response = client.request(request).await.expect("the server answers");
        let (head, body) = response.into_parts();
        let body = body.collect().await.expect("a whole body").to_bytes();
        let media_type = head.headers["content-type"].to_str().expect("ASCII").to_owned();
        (head.status.as_u16(), media_type, serde_json::from_slice(&body).expect("JSON"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shutdown.cancel();
    }
}

/// Each level doubles what is below.
fn fragment_bomb() -> String {
    let mut text = "{ region(code: \"900000\") { ...F0 } }".to_owned();
    for level in 0..30 {
        let next = level + 1;
        text.push_str(&format!(
            " fragment F{level} on Region {{ ...F{next} parent {{ ...F{next} }} }}"
        ));
    }
    text + " fragment F30 on Region { code }"
}

fn nested(levels: usize) -> String {
    format!(
        "{{ region(code: \"900000\") {{ {}code{} }} }}",
        "parent { ".repeat(levels),
        " }".repeat(levels)
    )
}

#[tokio::test]
async fn each_refusal_has_its_code_and_status() {
    let network = Network::usual().await;
    let server = Server::start(&network).await;
    let aliases: String = (0..201).map(|n| format!("a{n}: __typename ")).collect();
    let roots: String = (0..65).map(|n| format!("a{n}: everything {{ copies }} ")).collect();
    let tokens = format!("{{ region(code: \"900000\") {{ {} }} }}", "code ".repeat(11_000));
    let with_id = "query($id: ID!) { book(id: $id) { title } }";
    let with_size =
        "query($n: Int) { region(code: \"900000\") { books(first: $n) { totalCount } } }";
    for (case, query, variables, code) in [
        ("syntax error", "{ region(", json!({}), "GRAPHQL_PARSE_FAILED"),
        ("no document", " # nothing", json!({}), "GRAPHQL_PARSE_FAILED"),
        (
            "unknown field",
            "{ region(code: \"900000\") { mayor } }",
            json!({}),
            "GRAPHQL_VALIDATION_FAILED",
        ),
        (
            "unknown argument",
            "{ everything(x: 1) { copies } }",
            json!({}),
            "GRAPHQL_VALIDATION_FAILED",
        ),
        (
            "argument of the wrong type",
            "{ book(id: {}) { title } }",
            json!({}),
            "GRAPHQL_VALIDATION_FAILED",
        ),
        ("missing argument", "{ book { title } }", json!({}), "GRAPHQL_VALIDATION_FAILED"),
        (
            "fragment cycle",
            "{ ...a } fragment a on Query { ...a }",
            json!({}),
            "GRAPHQL_VALIDATION_FAILED",
        ),
        ("missing variable", with_id, json!({}), "VARIABLES_INVALID"),
        ("null for a non-null variable", with_id, json!({ "id": null }), "VARIABLES_INVALID"),
        ("variable of the wrong type", with_size, json!({ "n": "three" }), "VARIABLES_INVALID"),
        (
            "variable beyond its type",
            with_size,
            json!({ "n": 3_000_000_000_u64 }),
            "VARIABLES_INVALID",
        ),
        ("too deep", &nested(24), json!({}), "OPERATION_TOO_LARGE"),
        ("too many aliases", &format!("{{ {aliases} }}"), json!({}), "OPERATION_TOO_LARGE"),
        ("too many root fields", &format!("{{ {roots} }}"), json!({}), "OPERATION_TOO_LARGE"),
        ("fragment bomb", &fragment_bomb(), json!({}), "OPERATION_TOO_LARGE"),
        ("too many tokens", &tokens, json!({}), "GRAPHQL_PARSE_FAILED"),
        (
            "which of two",
            "query A { __typename } query B { __typename }",
            json!({}),
            "OPERATION_NOT_FOUND",
        ),
    ] {
        let body = json!({ "query": query, "variables": variables });
        for (accept, expected_status) in [(JSON, 200), (GRAPHQL_RESPONSE, 400)] {
            let (status, media_type, answer) = server.post(&body, accept).await;
            assert_eq!(status, expected_status, "{case}, {accept}: {answer}");
            assert!(media_type.starts_with(accept), "{case}: {media_type}");
            assert_eq!(answer["errors"][0]["extensions"]["code"], code, "{case}: {answer}");
            assert_eq!(answer.get("data"), None, "{case}: nothing was executed");
        }
    }
    assert!(network.take_calls().is_empty(), "no site hears of any of them");
}

#[tokio::test]
async fn an_answer_is_200_for_both_media_types_even_with_errors_and_gaps() {
    let network = NetworkBuilder::new().unregistered("feiye").start().await;
    let server = Server::start(&network).await;
    let body = json!({ "query": "{ a: book(id: \"nowhere\") { title } everything { copies } }" });
    for accept in [JSON, GRAPHQL_RESPONSE] {
        let (status, media_type, answer) = server.post(&body, accept).await;
        assert_eq!(status, 200);
        assert!(media_type.starts_with(accept), "{media_type}");
        assert_eq!(answer["errors"][0]["extensions"]["code"], "REGION_CODE_INVALID");
        assert!(answer["data"]["everything"]["copies"].is_i64());
        assert_eq!(answer["extensions"]["coverage"]["missing"][0]["reason"], "NOT_REGISTERED");
    }
}

#[tokio::test]
async fn the_named_operation_runs() {
    let network = Network::usual().await;
    let server = Server::start(&network).await;
    let query = "query A { a: __typename } query B { b: __typename }";
    let (_, _, answer) = server.post(&json!({ "query": query, "operationName": "B" }), JSON).await;
    assert_eq!(answer["data"], json!({ "b": "Query" }));
    let (status, _, answer) =
        server.post(&json!({ "query": query, "operationName": "C" }), GRAPHQL_RESPONSE).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "OPERATION_NOT_FOUND");
    assert_eq!(status, 400);
}

#[tokio::test]
async fn limits_are_those_of_the_configuration() {
    let network = NetworkBuilder::new()
        .limits(|limits| limits.max_depth = std::num::NonZeroUsize::new(3).expect("not zero"))
        .start()
        .await;
    network.ask(&nested(1)).await.expect_whole();
    let refused = network.ask(&nested(2)).await;
    assert_eq!(refused.error_lines(), ["OPERATION_TOO_LARGE at "]);
}
