//! How requests and the server end: panics, deadlines, readiness, shutdown.

use super::*;

#[tokio::test]
async fn a_panic_is_a_500_and_the_server_goes_on() {
    let server = TestServer::usual().await;
    let response = server.post_json(&json!({ "query": "{ panic }" })).await;
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(error_code(&response), "INTERNAL");
    assert!(!String::from_utf8_lossy(response.body()).contains("as asked"));
    assert!(!header(&response, "x-request-id").is_empty());
    let next = server.post_json(&json!({ "query": "{ a }" })).await;
    assert_eq!(next.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_request_that_takes_too_long_ends_at_its_deadline() {
    let config = ServerConfig { request_timeout: Duration::ZERO, ..ServerConfig::default() };
    let server = TestServer::start(Echo::default(), Arc::new(NoAssets), config).await;
    let response = server.post_json(&json!({ "query": "{ hang }" })).await;
    assert_eq!(response.status(), StatusCode::GATEWAY_TIMEOUT);
    assert_eq!(error_code(&response), "REQUEST_TIMEOUT");
}

#[tokio::test]
async fn a_body_that_does_not_come_ends_at_its_deadline() {
    let config = ServerConfig { body_timeout: Duration::ZERO, ..ServerConfig::default() };
    let server = TestServer::start(Echo::default(), Arc::new(NoAssets), config).await;
    let mut stream = TcpStream::connect(server.address).await.expect("the server listens");
    let head = "POST /graphql HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
                content-type: application/json\r\ncontent-length: 20\r\n\r\n{";
    stream.write_all(head.as_bytes()).await.expect("the server reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("the server answers");
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(answer.contains("BODY_TIMEOUT"), "{answer}");
}

#[tokio::test]
async fn health_and_readiness_are_told_apart() {
    let server = TestServer::usual().await;
    assert_eq!(server.get("/health").await.status(), StatusCode::OK);
    assert_eq!(server.get("/ready").await.status(), StatusCode::OK);

    let service = Echo { is_not_ready: true, ..Echo::default() };
    let server = TestServer::start(service, Arc::new(NoAssets), ServerConfig::default()).await;
    assert_eq!(server.get("/health").await.status(), StatusCode::OK);
    let response = server.get("/ready").await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(error_code(&response), "NOT_READY");
}

#[tokio::test]
async fn a_shutdown_lets_the_requests_in_flight_finish() {
    let server = TestServer::usual().await;
    let body = json!({ "query": "{ wait }" });
    let asking = server.post_json(&body);
    let stopping = async {
        server.service.begun.notified().await;
        server.shutdown.cancel();
        server.service.go_on.notify_one();
    };
    let (response, ()) = tokio::join!(asking, stopping);
    assert_eq!(response.status(), StatusCode::OK);
    server.server.await.expect("no panic").expect("a clean end");
    assert!(TcpStream::connect(server.address).await.is_err(), "nothing listens any more");
}

#[tokio::test]
async fn a_drain_ends_at_its_deadline() {
    let config = ServerConfig { drain_timeout: Duration::ZERO, ..ServerConfig::default() };
    let server = TestServer::start(Echo::default(), Arc::new(NoAssets), config).await;
    let request = Request::post(server.url("/graphql"))
        .header(JSON.0, JSON.1)
        .body(Full::from(r#"{"query":"{ wait }"}"#))
        .expect("a valid request");
    let asking = tokio::spawn(server.client.request(request));
    server.service.begun.notified().await;
    server.shutdown.cancel();
    server.server.await.expect("no panic").expect("a clean end");
    assert!(asking.await.expect("no panic").is_err(), "the request was cut off");
}
