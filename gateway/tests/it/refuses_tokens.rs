//! Whatever attackers try with a token is refused, and a refused token never counts as none.
//! What they try: RFC 8725.

use std::sync::Arc;

use data_encoding::BASE64URL_NOPAD;
use http::{HeaderMap, Request, StatusCode, header::AUTHORIZATION};
use http_body_util::{BodyExt, Full};
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use jsonwebtoken::{Algorithm, EncodingKey};
use qianzhan_gateway::{
    auth::{CallSigner, Caller, SigningKey, SystemClock},
    config::{LimitsConfig, ServerConfig},
    http::{NoAssets, ServerState, serve},
};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::testkit::{
    Network,
    tokens::{
        ISSUER, World, bearer, claims_with, clerk_of_longxi, ec, forged, good_claims, now, outcome,
        rsa, sign, signing_key,
    },
};

#[tokio::test]
async fn every_attack_on_a_token_is_refused() {
    let world = World::new();
    let authenticator = world.authenticator(|_| {}).await;
    let good = good_claims();
    let with = |name: &str, value: Value| world.token(&claims_with(name, value));
    let id = world.ed.id();
    let jwks: Value = serde_json::from_str(&world.ed.jwks()).expect("JSON");
    let public_text = jwks["keys"][0]["x"].as_str().expect("x").to_owned();
    let public_bytes = BASE64URL_NOPAD.decode(public_text.as_bytes()).expect("base64url");
    let hs256 =
        |secret: &[u8]| sign(Algorithm::HS256, Some(id), &good, &EncodingKey::from_secret(secret));
    let honest = world.token(&good);
    let parts: Vec<&str> = honest.split('.').collect();
    let raised = claims_with("roles", json!(["ADMIN"]));
    let raised = BASE64URL_NOPAD.encode(raised.to_string().as_bytes());
    let stranger = EncodingKey::from_ed_pem(SigningKey::generate_pem().expect("a PEM").as_bytes());
    let stranger = stranger.expect("a key");
    for (case, token, reason) in [
        ("alg none, unsigned", forged(&json!({"alg": "none", "kid": id}), &good, b""), "malformed"),
        ("alg None", forged(&json!({"alg": "None", "kid": id}), &good, b""), "malformed"),
        ("no alg", forged(&json!({"kid": id}), &good, b""), "malformed"),
        ("HS256 with the public key", hs256(&public_bytes), "an algorithm that is not taken"),
        (
            "HS256 with the public key's text",
            hs256(public_text.as_bytes()),
            "an algorithm that is not taken",
        ),
        (
            "RS384, which is not taken",
            sign(Algorithm::RS384, Some("rsa"), &good, &rsa().0),
            "an algorithm",
        ),
        (
            "the id of a key of another algorithm",
            sign(Algorithm::ES256, Some(id), &good, &ec().0),
            "no such key",
        ),
        ("an unknown key id", sign(Algorithm::EdDSA, Some("x"), &good, &stranger), "no such key"),
        (
            "a known key id and another key",
            sign(Algorithm::EdDSA, Some(id), &good, &stranger),
            "signature",
        ),
        (
            "its own key in the header",
            forged(&json!({"alg": "EdDSA", "kid": id, "jwk": jwks["keys"][0]}), &good, &[7; 64]),
            "signature",
        ),
        (
            "a critical extension",
            forged(&json!({"alg": "EdDSA", "kid": id, "crit": ["exp"]}), &good, &[7; 64]),
            "critical",
        ),
        (
            "raised claims under the old signature",
            format!("{}.{raised}.{}", parts[0], parts[2]),
            "signature",
        ),
        ("no signature", format!("{}.{}.", parts[0], parts[1]), "signature"),
        ("another issuer's name", with("iss", json!("https://other.example")), "no such key"),
        ("an unknown issuer", with("iss", json!("https://evil.example")), "issuer is not known"),
        ("a list of issuers", with("iss", json!([ISSUER])), "malformed"),
        ("no issuer", with("iss", json!(null)), "malformed"),
        ("another audience", with("aud", json!("621122")), "audience"),
        ("no audience", with("aud", json!(null)), "required"),
        ("an audience that is no text", with("aud", json!(7)), "required"),
        ("expired", with("exp", json!(now() - 31)), "expired"),
        ("no end", with("exp", json!(null)), "required"),
        ("an end that is text", with("exp", json!("2999")), "required"),
        ("not valid yet", with("nbf", json!(now() + 60)), "not valid yet"),
        ("a beginning that is text", with("nbf", json!("0")), "malformed"),
        ("no subject", with("sub", json!(null)), "required"),
        ("an empty subject", with("sub", json!("")), "sub should be"),
        ("an endless subject", with("sub", json!("a".repeat(257))), "sub should be"),
        ("no region code", with("region", json!("62112")), "region"),
        ("two regions", with("region", json!(["621122", "620000"])), "region"),
        ("a role that is no list", with("roles", json!("ADMIN")), "roles"),
        ("roles that are no text", with("roles", json!([1])), "roles"),
        ("two parts", format!("{}.{}", parts[0], parts[1]), "malformed"),
        ("four parts", format!("{honest}.x"), "malformed"),
        ("not base64", "a.b.c".to_owned(), "malformed"),
        ("nothing", String::new(), "malformed"),
        ("too long", with("padding", json!("a".repeat(9000))), "too long"),
    ] {
        let refused = outcome(&authenticator, &token).await.expect_err(case);
        assert!(refused.contains("令牌无效") && refused.contains(reason), "{case}: {refused}");
    }
    assert_eq!(
        outcome(&authenticator, &honest).await,
        Ok(clerk_of_longxi()),
        "the honest one is good"
    );
}

#[tokio::test]
async fn only_one_bearer_token_is_a_token() {
    let world = World::new();
    let authenticator = world.authenticator(|_| {}).await;
    let honest = format!("Bearer {}", world.token(&good_claims()));
    for headers in [
        bearer(&[&honest, &honest]),
        bearer(&[&honest, "Bearer x"]),
        bearer(&["Basic bGk6c2VjcmV0"]),
        bearer(&["Bearer"]),
        bearer(&[""]),
        bearer(&[honest.trim_start_matches("Bearer ")]),
    ] {
        let refused = authenticator.authenticate(&headers).await;
        assert!(refused.is_err_and(|error| error.to_string().contains("令牌无效")), "{headers:?}");
    }
    let lower = honest.replace("Bearer", "bearer");
    assert_eq!(authenticator.authenticate(&bearer(&[&lower])).await, Ok(clerk_of_longxi()));
    let nobody = authenticator.authenticate(&HeaderMap::new()).await;
    assert_eq!(nobody, Ok(Caller::anonymous()));
}

#[tokio::test]
async fn a_request_is_refused_with_401_before_it_is_read_and_keys_are_published() {
    let world = World::new();
    let network = Network::usual().await;
    let signer = Arc::new(CallSigner::new("gansu", signing_key(), None, Arc::new(SystemClock)));
    let start = async |required: bool| {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("bound");
        let authenticator = world.authenticator(|config| config.required = required).await;
        let (server, limits) = (ServerConfig::default(), LimitsConfig::default());
        let state = ServerState::new(network.gateway.clone(), Arc::new(NoAssets), server, limits)
            .with_authenticator(authenticator)
            .with_signer(required.then(|| signer.clone()));
        tokio::spawn(serve(listener, state, CancellationToken::new()));
        address
    };
    let (strict, open) = (start(true).await, start(false).await);
    let client = Client::builder(TokioExecutor::new()).build_http::<Full<bytes::Bytes>>();
    let send = async |request: Request<Full<bytes::Bytes>>| {
        let (head, body) = client.request(request).await.expect("an answer").into_parts();
        let body = body.collect().await.expect("a body").to_bytes();
        let challenge = head
            .headers
            .get("www-authenticate")
            .map(|value| value.to_str().expect("ASCII").to_owned());
        (head.status, challenge, serde_json::from_slice::<Value>(&body).expect("JSON"))
    };
    let good = format!("Bearer {}", world.token(&good_claims()));
    for (case, address, token, body, status, code, challenge) in [
        (
            "none",
            strict,
            None,
            r#"{"query":"{ __typename }"}"#,
            401,
            "UNAUTHENTICATED",
            Some("Bearer"),
        ),
        (
            "none, before the body is read",
            strict,
            None,
            "{",
            401,
            "UNAUTHENTICATED",
            Some("Bearer"),
        ),
        (
            "bad",
            strict,
            Some("Bearer x"),
            "{",
            401,
            "TOKEN_INVALID",
            Some("Bearer error=\"invalid_token\""),
        ),
        (
            "bad is not anonymous",
            open,
            Some("Bearer x"),
            r#"{"query":"{ __typename }"}"#,
            401,
            "TOKEN_INVALID",
            Some("Bearer error=\"invalid_token\""),
        ),
        ("good", strict, Some(good.as_str()), r#"{"query":"{ __typename }"}"#, 200, "", None),
        ("none where none is required", open, None, r#"{"query":"{ __typename }"}"#, 200, "", None),
    ] {
        for method in ["POST", "GET"] {
            let url = format!("http://{address}/graphql?query=%7B__typename%7D");
            let mut request = Request::builder()
                .method(method)
                .uri(url)
                .header("content-type", "application/json");
            if let Some(token) = token {
                request = request.header(AUTHORIZATION, token);
            }
            let body = if method == "POST" { body } else { "" };
            let request = request.body(Full::from(body.to_owned())).expect("a request");
            let (was, said, answer) = send(request).await;
            assert_eq!(was.as_u16(), status, "{case} {method}: {answer}");
            assert_eq!(
                answer["errors"][0]["extensions"]["code"].as_str().unwrap_or(""),
                code,
                "{case}"
            );
            assert_eq!(said.as_deref(), challenge, "{case}");
        }
    }
    let keys = |address| {
        let url = format!("http://{address}/.well-known/jwks.json");
        Request::get(url).body(Full::default()).expect("a request")
    };
    let (status, _, published) = send(keys(strict)).await;
    assert_eq!(status, StatusCode::OK, "no token is needed for the keys");
    let expected: Value = serde_json::from_str(&signer.jwks()).expect("JSON");
    assert_eq!(published, expected);
    assert_eq!(send(keys(open)).await.0, StatusCode::NOT_FOUND, "calls are not signed there");
}
