use axum::{Router, extract::State, routing::post};
use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use tokio::{net::TcpListener, sync::mpsc};

use super::*;
use crate::telemetry::{
    inject_into_headers, record_server_status, record_site_call, server_span,
    set_parent_from_headers, site_call_span,
};

const CALLERS_TRACE: &str = "0af7651916cd43dd8448eb211c80319c";

/// A collector that hands on the bodies it is sent.
async fn start_collector() -> (String, mpsc::UnboundedReceiver<Bytes>) {
    let (sender, receiver) = mpsc::unbounded_channel();
    let take = |State(sender): State<mpsc::UnboundedSender<Bytes>>, body: Bytes| async move {
        sender.send(body).expect("the test is listening");
    };
    let router = Router::new().route("/v1/traces", post(take)).with_state(sender);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("a bound listener");
    tokio::spawn(async move { axum::serve(listener, router).await });
    (format!("http://{address}"), receiver)
}

fn contains(body: &[u8], text: &str) -> bool {
    body.windows(text.len()).any(|window| window == text.as_bytes())
}

#[tokio::test]
async fn spans_reach_the_collector_as_part_of_the_callers_trace() {
    let (endpoint, mut bodies) = start_collector().await;
    let mut config = TelemetryConfig::default();
    config.otlp.endpoint = Some(endpoint);
    config.log_filter = "warn".to_owned();
    let (subscriber, telemetry) = build(&config).expect("a valid configuration");
    let mut sent = HeaderMap::new();
    tracing::subscriber::with_default(subscriber, || {
        let span = server_span(&Method::POST, Some("/graphql"), Some("request-7"));
        let traceparent = format!("00-{CALLERS_TRACE}-b7ad6b7169203331-01");
        let headers = HeaderMap::from_iter([(
            http::HeaderName::from_static("traceparent"),
            traceparent.parse().expect("a header value"),
        )]);
        set_parent_from_headers(&span, &headers);
        span.in_scope(|| {
            let url = "http://longxi.example:4101/graphql".parse().expect("a URL");
            let call = site_call_span("621122", "network", Some(&url));
            inject_into_headers(&call, &mut sent);
            record_site_call(&call, None, Some("TIMEOUT"));
        });
        record_server_status(&span, StatusCode::OK);
    });
    telemetry.shutdown().await.expect("the collector takes the spans");

    let body = bodies.recv().await.expect("a body was sent");
    for text in [
        "qianzhan-gateway",
        "POST /graphql",
        "request-7",
        "http.response.status_code",
        "qianzhan.site.id",
        "621122",
        "longxi.example",
        "TIMEOUT",
    ] {
        assert!(contains(&body, text), "{text}");
    }
    let trace_id = data_encoding::HEXLOWER.decode(CALLERS_TRACE.as_bytes()).expect("hexadecimal");
    assert!(body.windows(16).any(|window| window == trace_id), "the caller's trace id");
    let traceparent = sent["traceparent"].to_str().expect("ASCII");
    assert!(traceparent.contains(CALLERS_TRACE), "{traceparent}");
}

#[tokio::test]
async fn without_an_endpoint_nothing_is_set_up_to_be_sent() {
    let (subscriber, telemetry) = build(&TelemetryConfig::default()).expect("valid defaults");
    assert!(telemetry.provider.is_none());
    let mut headers = HeaderMap::new();
    tracing::subscriber::with_default(subscriber, || {
        inject_into_headers(&site_call_span("621122", "network", None), &mut headers);
    });
    assert!(headers.is_empty());
    telemetry.shutdown().await.expect("nothing to do");
}

#[tokio::test]
async fn a_bad_filter_is_refused() {
    let config =
        TelemetryConfig { log_filter: "info,=,=".to_owned(), ..TelemetryConfig::default() };
    let error = build(&config).err().expect("the filter is refused");
    assert_eq!(error.code(), "TELEMETRY_FILTER_INVALID");
}
