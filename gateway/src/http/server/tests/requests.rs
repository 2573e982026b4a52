//! How GraphQL requests are read and answered.

use super::*;

#[tokio::test]
async fn a_post_reaches_the_service_with_its_parts() {
    let server = TestServer::usual().await;
    let body = json!({
        "query": "query A($x: Int) { a(x: $x) }",
        "operationName": "A",
        "variables": { "x": 1 },
    });
    let headers = [JSON, ("x-request-id", "client-7"), ("x-qianzhan-coverage", "sites")];
    let response = server.post(&body.to_string(), &headers).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(header(&response, "content-type"), "application/json; charset=utf-8");
    assert_eq!(header(&response, "x-request-id"), "client-7");
    let answer = json_of(&response);
    assert_eq!(answer["query"], body["query"]);
    assert_eq!(answer["operationName"], "A");
    assert_eq!(answer["variables"], json!({ "x": 1 }));
    assert_eq!(answer["requestId"], "client-7");
    assert_eq!(answer["detail"], "sites");
}

#[tokio::test]
async fn a_request_without_an_id_is_given_one() {
    let server = TestServer::usual().await;
    let response = server.post_json(&json!({ "query": "{ a }" })).await;
    let id = header(&response, "x-request-id");
    assert_eq!(id.len(), RequestId::generate().as_str().len());
    assert_eq!(json_of(&response)["requestId"], id);
}

#[tokio::test]
async fn the_status_tells_of_the_request_only_to_clients_of_the_newer_type() {
    let server = TestServer::usual().await;
    const NEWER: &str = "application/graphql-response+json";
    for (accept, query, expected) in [
        ("application/json", "{ unknown }", StatusCode::OK),
        (NEWER, "{ unknown }", StatusCode::BAD_REQUEST),
        (NEWER, "{ known }", StatusCode::OK),
    ] {
        let body = json!({ "query": query }).to_string();
        let response = server.post(&body, &[JSON, ("accept", accept)]).await;
        assert_eq!(response.status(), expected, "{accept} {query}");
        assert!(header(&response, "content-type").starts_with(accept), "{accept} {query}");
    }
}

#[tokio::test]
async fn bad_posts_are_client_errors_with_codes() {
    let server = TestServer::usual().await;
    let long = json!({ "query": "{ a }", "variables": { "x": "x".repeat(2000) } }).to_string();
    let good = r#"{"query":"{ a }"}"#;
    let cases: [(&str, &str, Headers<'_>, u16, &str); 11] = [
        ("no content type", good, &[], 415, "CONTENT_TYPE_UNSUPPORTED"),
        ("form", good, &[("content-type", "text/plain")], 415, "CONTENT_TYPE_UNSUPPORTED"),
        (
            "compressed",
            good,
            &[JSON, ("content-encoding", "gzip")],
            415,
            "CONTENT_ENCODING_UNSUPPORTED",
        ),
        ("other answer", good, &[JSON, ("accept", "text/html")], 406, "NOT_ACCEPTABLE"),
        ("too long", &long, &[JSON], 413, "BODY_TOO_LARGE"),
        ("empty", "", &[JSON], 400, "BODY_NOT_JSON"),
        ("not JSON", "{", &[JSON], 400, "BODY_NOT_JSON"),
        ("batch", r#"[{"query":"{ a }"}]"#, &[JSON], 400, "BATCHING_NOT_SUPPORTED"),
        ("no query", r#"{"variables":{}}"#, &[JSON], 400, "QUERY_MISSING"),
        ("variables", r#"{"query":"{ a }","variables":1}"#, &[JSON], 400, "REQUEST_INVALID"),
        ("query", r#"{"query":["{ a }"]}"#, &[JSON], 400, "REQUEST_INVALID"),
    ];
    for (case, body, headers, status, code) in cases {
        let response = server.post(body, headers).await;
        assert_eq!(response.status().as_u16(), status, "{case}");
        assert_eq!(error_code(&response), code, "{case}");
        assert!(!header(&response, "x-request-id").is_empty(), "{case}");
    }
}

#[tokio::test]
async fn a_long_body_of_unknown_length_is_refused_too() {
    let server = TestServer::usual().await;
    let mut stream = TcpStream::connect(server.address).await.expect("the server listens");
    let chunk = format!("{:x}\r\n{}\r\n", 4000, "x".repeat(4000));
    let head = "POST /graphql HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
                content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
    stream.write_all(head.as_bytes()).await.expect("the server reads");
    stream.write_all(chunk.as_bytes()).await.expect("the server reads");
    let mut answer = vec![0; 12];
    stream.read_exact(&mut answer).await.expect("the server answers before the body ends");
    assert_eq!(answer, b"HTTP/1.1 413");
}

#[tokio::test]
async fn a_get_is_for_queries_only() {
    let server = TestServer::usual().await;
    for (path, status, code) in [
        ("/graphql?query=%7Ba%7D", 200, "OK"),
        ("/graphql?query=query%20A%7Ba%7D&operationName=A", 200, "OK"),
        ("/graphql", 400, "QUERY_MISSING"),
        ("/graphql?query=%7Ba", 400, "GRAPHQL_PARSE_FAILED"),
        ("/graphql?query=mutation%7Ba%7D", 405, "ONLY_QUERIES_BY_GET"),
        ("/graphql?query=%7Ba%7D&variables=%5B%5D", 400, "REQUEST_INVALID"),
    ] {
        let response = server.get(path).await;
        assert_eq!(response.status().as_u16(), status, "{path}");
        assert_eq!(error_code(&response), code, "{path}");
    }
    let mutation = server.get("/graphql?query=mutation%7Ba%7D").await;
    assert_eq!(header(&mutation, "allow"), "POST");
}

#[tokio::test]
async fn other_methods_and_paths_are_refused_as_json() {
    let server = TestServer::usual().await;
    for (method, path, status, code) in [
        (Method::PUT, "/graphql", 405, "METHOD_NOT_ALLOWED"),
        (Method::OPTIONS, "/graphql", 405, "METHOD_NOT_ALLOWED"),
        (Method::POST, "/health", 405, "METHOD_NOT_ALLOWED"),
        (Method::GET, "/graphql/x", 404, "NOT_FOUND"),
        (Method::GET, "/../Cargo.toml", 404, "NOT_FOUND"),
        (Method::POST, "/", 404, "NOT_FOUND"),
    ] {
        let request = Request::builder().method(&method).uri(server.url(path));
        let request = request.body(Full::default()).expect("a valid request");
        let response = server.send(request).await;
        assert_eq!(response.status().as_u16(), status, "{method} {path}");
        assert_eq!(error_code(&response), code, "{method} {path}");
    }
}

#[tokio::test]
async fn answers_are_compressed_for_clients_that_ask() {
    let server = TestServer::usual().await;
    let body = json!({ "query": "{ a }" }).to_string();
    let plain = server.post(&body, &[JSON]).await;
    let compressed = server.post(&body, &[JSON, ("accept-encoding", "gzip")]).await;
    assert_eq!(header(&plain, "content-encoding"), "");
    assert_eq!(header(&compressed, "content-encoding"), "gzip");
    assert!(compressed.body().len() < plain.body().len());
}
