//! What a browser gets: the explorer, and the headers that bind it.

use super::*;

#[tokio::test]
async fn every_answer_binds_browsers_to_this_origin() {
    let server = TestServer::usual().await;
    for path in ["/", "/graphql", "/health", "/nothing"] {
        let response = server.get(path).await;
        let policy = header(&response, "content-security-policy");
        assert!(policy.starts_with("default-src 'self';"), "{path}: {policy}");
        assert_eq!(header(&response, "x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header(&response, "access-control-allow-origin"), "", "{path}");
    }
}

#[tokio::test]
async fn only_configured_origins_may_call_from_a_browser() {
    let mut config = ServerConfig::default();
    config.cors.allow_origins = vec!["https://dashboard.example".to_owned()];
    let server = TestServer::start(Echo::default(), Arc::new(NoAssets), config).await;
    for (origin, expected) in [
        ("https://dashboard.example", "https://dashboard.example"),
        ("https://elsewhere.example", ""),
    ] {
        let preflight = Request::options(server.url("/graphql"))
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .body(Full::default())
            .expect("a valid request");
        let response = server.send(preflight).await;
        assert_eq!(header(&response, "access-control-allow-origin"), expected);
        let body = json!({ "query": "{ a }" }).to_string();
        let response = server.post(&body, &[JSON, ("origin", origin)]).await;
        assert_eq!(header(&response, "access-control-allow-origin"), expected);
    }
}

#[tokio::test]
async fn the_explorer_is_served_at_the_root() {
    let server =
        TestServer::start(Echo::default(), Arc::new(OnePage), ServerConfig::default()).await;
    for (path, media_type, cache) in [
        ("/", "text/html; charset=utf-8", "no-cache"),
        ("/index.html", "text/html; charset=utf-8", "no-cache"),
        (
            "/assets/main.js",
            "text/javascript; charset=utf-8",
            "public, max-age=31536000, immutable",
        ),
    ] {
        let response = server.get(path).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert_eq!(header(&response, "content-type"), media_type, "{path}");
        assert_eq!(header(&response, "cache-control"), cache, "{path}");
    }
    assert_eq!(server.get("/assets/none.js").await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_build_without_the_explorer_says_how_to_add_it() {
    let server = TestServer::usual().await;
    let response = server.get("/").await;
    assert_eq!(response.status(), StatusCode::OK);
    let page = String::from_utf8_lossy(response.body());
    assert!(page.contains("npm run build"), "{page}");
}
