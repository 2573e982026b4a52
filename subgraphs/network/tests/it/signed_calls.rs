//! A site takes only calls that a gateway it trusts has signed for it, now.

use std::{
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use futures::FutureExt;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use qianzhan_network::{
    Caller, CallerRole, ServerError, TrustedIssuer, TrustedIssuers,
    callers::{CallError, CallVerifier, KeySource, ShownProof},
};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::{
    call_tokens::{SigningKey, assemble, jwks, pass, pass_digests},
    http::send,
    testkit::{Records, site_in, site_of},
};

/// A moment in 2026, in seconds since 1970.
const NOW: i64 = 1_780_000_000;

fn trusting(keys: KeySource) -> TrustedIssuers {
    let name = "gansu".to_owned();
    TrustedIssuers::new([TrustedIssuer { name, keys }]).expect("the keys are usable")
}

fn verifier(keys: &[&SigningKey]) -> CallVerifier {
    CallVerifier::new("621122", trusting(KeySource::Text(jwks(keys))))
}

/// What a good token says, with some claims changed; a null takes one out.
fn claims(changes: Value) -> Value {
    let mut claims = json!({
        "iss": "gansu", "aud": "621122", "iat": NOW, "exp": NOW + 60, "sub": "li",
        "region": "620000", "roles": ["OFFICE", "LEADER", "OFFICE", "ROLE_OF_TOMORROW"],
        "jti": "t1", "calls": pass_digests(),
    });
    let changes = changes.as_object().expect("an object");
    for (name, value) in changes {
        claims[name] = value.clone();
    }
    let claims = claims.as_object_mut().expect("an object");
    claims.retain(|_, value| !value.is_null());
    claims.clone().into()
}

/// A call with this token and the pass at this place, at [`NOW`].
fn call(verifier: &CallVerifier, token: &str, place: usize) -> Result<Arc<Caller>, CallError> {
    call_at(verifier, token, place, NOW)
}

fn call_at(
    verifier: &CallVerifier,
    token: &str,
    place: usize,
    now: i64,
) -> Result<Arc<Caller>, CallError> {
    let pass = pass(place);
    show(verifier, ShownProof { token: Some(token), pass: Some(&pass) }, now)
}

/// What a verifier without a database says, which waits for nothing.
fn show(
    verifier: &CallVerifier,
    shown: ShownProof<'_>,
    now: i64,
) -> Result<Arc<Caller>, CallError> {
    verifier.verify_at(shown, now).now_or_never().expect("it waits for nothing")
}

#[test]
fn a_good_call_names_its_caller() {
    let key = SigningKey::new(1, "k1");
    let verifier = verifier(&[&key]);
    let token = key.sign(&claims(json!({})));
    // The second time from memory.
    for place in 0..2 {
        let caller = call(&verifier, &token, place).expect("it is good");
        assert_eq!(caller.subject, "li");
        assert_eq!(caller.region.map(|it| it.to_string()).as_deref(), Some("620000"));
        assert_eq!(caller.roles, [CallerRole::Leader, CallerRole::Office]);
        assert_eq!(caller.issuer.as_deref(), Some("gansu"));
    }
    let token = key.sign(&claims(json!({ "region": null, "roles": null })));
    let caller = call(&verifier, &token, 2).expect("it is good");
    assert_eq!((caller.region, caller.roles.len()), (None, 0));
}

#[test]
fn attacks_fail_as_they_should() {
    let key = SigningKey::new(1, "k1");
    let stranger = SigningKey::new(2, "k1");
    let other_id = SigningKey::new(1, "k9");
    let verifier = verifier(&[&key]);
    let good = key.sign(&claims(json!({})));
    let signature = good.rsplit('.').next().expect("a signature");
    let payload = good.split('.').nth(1).expect("a payload");
    let header = json!({ "alg": "EdDSA", "typ": "JWT", "kid": "k1" });
    let hmac = |secret: &[u8]| {
        let mut header = Header::new(Algorithm::HS256);
        header.kid = Some("k1".to_owned());
        let secret = EncodingKey::from_secret(secret);
        jsonwebtoken::encode(&header, &claims(json!({})), &secret).expect("it signs")
    };
    let signed = |changes| key.sign(&claims(changes));

    for (attack, token, code) in [
        ("empty", String::new(), "CALL_SIGNATURE_INVALID"),
        ("no token", "token".to_owned(), "CALL_SIGNATURE_INVALID"),
        ("two parts", good.rsplit_once('.').expect("parts").0.to_owned(), "CALL_SIGNATURE_INVALID"),
        ("four parts", format!("{good}.x"), "CALL_SIGNATURE_INVALID"),
        ("huge", "x".repeat(100_000), "CALL_SIGNATURE_INVALID"),
        (
            "alg none",
            assemble(&json!({ "alg": "none", "kid": "k1" }), &claims(json!({})), ""),
            "CALL_SIGNATURE_INVALID",
        ),
        (
            "alg none with a signature",
            assemble(&json!({ "alg": "none", "kid": "k1" }), &claims(json!({})), signature),
            "CALL_SIGNATURE_INVALID",
        ),
        ("HS256 with the public key", hmac(jwks(&[&key]).as_bytes()), "CALL_SIGNATURE_INVALID"),
        (
            "no key id",
            assemble(&json!({ "alg": "EdDSA" }), &claims(json!({})), signature),
            "CALL_SIGNATURE_INVALID",
        ),
        ("no signature", assemble(&header, &claims(json!({})), ""), "CALL_SIGNATURE_INVALID"),
        (
            "tampered payload",
            assemble(&header, &claims(json!({ "region": "621122" })), signature),
            "CALL_SIGNATURE_INVALID",
        ),
        (
            "tampered header",
            format!(
                "{}.{payload}.{signature}",
                assemble(&json!({ "alg": "EdDSA", "kid": "k1", "x": 1 }), &json!({}), "")
                    .split('.')
                    .next()
                    .expect("a header")
            ),
            "CALL_SIGNATURE_INVALID",
        ),
        ("another's key under the id", stranger.sign(&claims(json!({}))), "CALL_SIGNATURE_INVALID"),
        ("unknown key id", other_id.sign(&claims(json!({}))), "CALL_SIGNATURE_INVALID"),
        ("unknown issuer", signed(json!({ "iss": "shaanxi" })), "CALL_ISSUER_UNKNOWN"),
        ("no issuer", signed(json!({ "iss": null })), "CALL_SIGNATURE_INVALID"),
        ("another site's token", signed(json!({ "aud": "621123" })), "CALL_AUDIENCE_WRONG"),
        (
            "several audiences",
            signed(json!({ "aud": ["621122", "621123"] })),
            "CALL_AUDIENCE_WRONG",
        ),
        ("no audience", signed(json!({ "aud": null })), "CALL_SIGNATURE_INVALID"),
        ("expired", signed(json!({ "iat": NOW - 120, "exp": NOW - 60 })), "CALL_EXPIRED"),
        ("just expired", signed(json!({ "iat": NOW - 90, "exp": NOW - 30 })), "CALL_EXPIRED"),
        ("from the future", signed(json!({ "iat": NOW + 31, "exp": NOW + 90 })), "CALL_EXPIRED"),
        ("too long a life", signed(json!({ "exp": NOW + 121 })), "CALL_EXPIRED"),
        ("ends before it begins", signed(json!({ "exp": NOW - 1 })), "CALL_EXPIRED"),
        (
            "times that overflow",
            signed(json!({ "iat": i64::MIN, "exp": i64::MAX })),
            "CALL_EXPIRED",
        ),
        ("no end", signed(json!({ "exp": null })), "CALL_SIGNATURE_INVALID"),
        ("no beginning", signed(json!({ "iat": null })), "CALL_SIGNATURE_INVALID"),
        ("no subject", signed(json!({ "sub": null })), "CALL_SIGNATURE_INVALID"),
        ("no region code", signed(json!({ "region": "甘肃" })), "CALL_SIGNATURE_INVALID"),
        ("no id", signed(json!({ "jti": null })), "CALL_SIGNATURE_INVALID"),
        ("no passes", signed(json!({ "calls": null })), "CALL_SIGNATURE_INVALID"),
        ("an empty list of passes", signed(json!({ "calls": "" })), "CALL_SIGNATURE_INVALID"),
        ("half a pass", signed(json!({ "calls": "AAAA" })), "CALL_SIGNATURE_INVALID"),
    ] {
        let error = call(&verifier, &token, 0).expect_err(attack);
        assert_eq!(error.code(), code, "{attack}");
    }
    let error = show(&verifier, ShownProof::default(), NOW).expect_err("no token");
    assert_eq!(error.code(), "CALL_NOT_SIGNED");
    call(&verifier, &good, 0).expect("the good one still passes");
}

#[test]
fn a_call_that_was_made_is_refused_when_it_comes_again() {
    let key = SigningKey::new(1, "k1");
    let verifier = verifier(&[&key]);
    let token = key.sign(&claims(json!({})));
    call(&verifier, &token, 0).expect("it is the first");
    for later in [0, 1, 59, 89] {
        let error = call_at(&verifier, &token, 0, NOW + later).expect_err("it comes again");
        assert_eq!(error.code(), "CALL_REPLAYED", "{later}");
    }
    // Its passes are the token's own, whatever the text of the token says beside the signature.
    let later = key.sign(&claims(json!({ "iat": NOW + 1, "exp": NOW + 61 })));
    let error = call_at(&verifier, &later, 0, NOW + 1).expect_err("it is the same token id");
    assert_eq!(error.code(), "CALL_REPLAYED");
    let pass = pass(1);
    for (attack, pass) in [
        ("no pass", None),
        ("another's secret", Some("1.guessed")),
        ("a pass that the token has not", Some("4.secret-4")),
        ("a pass at another place", Some("2.secret-1")),
    ] {
        let shown = ShownProof { token: Some(&token), pass };
        let error = show(&verifier, shown, NOW).expect_err(attack);
        assert_eq!(error.code(), "CALL_PASS_INVALID", "{attack}");
    }
    let shown = ShownProof { token: Some(&token), pass: Some(&pass) };
    show(&verifier, shown, NOW).expect("attempts spent nothing");
    let other = key.sign(&claims(json!({ "jti": "t2" })));
    call(&verifier, &other, 0).expect("another token has passes of its own");
}

#[test]
fn a_call_is_good_within_its_time_and_the_leeway() {
    let key = SigningKey::new(1, "k1");
    let verifier = verifier(&[&key]);
    let token = key.sign(&claims(json!({ "exp": NOW + 120 })));
    for (now, place, is_good) in [
        (NOW - 31, 0, false),
        (NOW - 30, 0, true),
        (NOW + 149, 1, true),
        (NOW + 150, 2, false),
        // What was proven once is not good forever.
        (NOW, 2, true),
        (NOW + 151, 3, false),
    ] {
        let verified = call_at(&verifier, &token, place, now);
        assert_eq!(verified.is_ok(), is_good, "{}", now - NOW);
    }
}

#[test]
fn keys_rotate_without_a_restart() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("jwks.json");
    let (old, new) = (SigningKey::new(1, "old"), SigningKey::new(2, "new"));
    std::fs::write(&path, jwks(&[&old])).expect("the file is written");
    let verifier = CallVerifier::new("621122", trusting(KeySource::File(path.clone())));
    let by_old = old.sign(&claims(json!({})));
    let by_new = new.sign(&claims(json!({})));
    call(&verifier, &by_old, 0).expect("the old key is known");

    std::fs::write(&path, jwks(&[&new])).expect("the file is written");
    call(&verifier, &by_new, 1).expect("an unknown key is looked for");
    // Its proof is forgotten with the key.
    let error = call(&verifier, &by_old, 2).expect_err("the key is gone");
    assert_eq!(error.code(), "CALL_SIGNATURE_INVALID");

    std::fs::write(&path, "half a fi").expect("the file is written");
    call(&verifier, &by_new, 3).expect("a broken file keeps the keys");
}

fn bearer(token: &str) -> String {
    format!("Authorization: Bearer {token}\r\n")
}

fn with_pass(token: &str, place: usize) -> String {
    format!("{}Qianzhan-Call-Pass: {}\r\n", bearer(token), pass(place))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unsigned_call_is_refused_over_http() {
    let key = SigningKey::new(1, "k1");
    let database = qianzhan_testkit::database().await;
    let issuers = trusting(KeySource::Text(jwks(&[&key])));
    let server = site_in(&database, &Records::of_county("621122"), issuers).await;
    // A listener on all addresses: a site with issuers may have one.
    let listener = TcpListener::bind("0.0.0.0:0").await.expect("a port is free");
    let port = listener.local_addr().expect("it has an address").port();
    let address = ([127, 0, 0, 1], port).into();
    let shutdown = CancellationToken::new();
    let serving = tokio::spawn(server.serve(listener, shutdown.clone()));

    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970");
    let now = since_1970.as_secs();
    let good = key.sign(&claims(json!({ "aud": "test", "iat": now, "exp": now + 60 })));
    let wrong = key.sign(&claims(json!({ "iat": now, "exp": now + 60 })));
    for (case, headers, expected) in [
        ("no header", String::new(), "CALL_NOT_SIGNED"),
        (
            "other headers say who",
            "X-Caller-Region: 620000\r\nX-Forwarded-User: li\r\n".to_owned(),
            "CALL_NOT_SIGNED",
        ),
        ("basic", "Authorization: Basic bGk6bGk=\r\n".to_owned(), "CALL_NOT_SIGNED"),
        ("another site's", with_pass(&wrong, 0), "CALL_AUDIENCE_WRONG"),
        (
            "two tokens",
            format!("{}{}", bearer(&wrong), with_pass(&good, 0)),
            "CALL_SIGNATURE_INVALID",
        ),
        ("no pass", bearer(&good), "CALL_PASS_INVALID"),
        (
            "two passes",
            format!("{}Qianzhan-Call-Pass: {}\r\n", with_pass(&good, 0), pass(1)),
            "CALL_PASS_INVALID",
        ),
    ] {
        let head = format!("POST /graphql HTTP/1.1\r\n{headers}");
        let body = json!({ "query": "{ committee(id: \"621122-committee\") { name } }" });
        let (status, answer) = send(address, head, body.to_string().into()).await;
        assert_eq!(status, 401, "{case}");
        assert_eq!(answer["errors"][0]["extensions"]["code"], expected, "{case}");
        assert_eq!(answer["data"], Value::Null, "{case}");
    }
    let head = format!("POST /graphql HTTP/1.1\r\n{}", with_pass(&good, 0));
    let body = br#"{"query":"{ __typename }"}"#.to_vec();
    let (status, answer) = send(address, head.clone(), body.clone()).await;
    assert_eq!((status, &answer["data"]["__typename"]), (200, &json!("Query")));
    let (status, answer) = send(address, head, body).await;
    assert_eq!(status, 401, "the same call again");
    assert_eq!(answer["errors"][0]["extensions"]["code"], "CALL_REPLAYED");
    let (status, _) = send(address, "GET /health HTTP/1.1\r\n".to_owned(), Vec::new()).await;
    assert_eq!(status, 200);

    shutdown.cancel();
    serving.await.expect("no panic").expect("it ends well");
}

#[tokio::test]
async fn an_open_site_serves_on_loopback_only() {
    let server = site_of(&Records::of_county("621122")).await;
    let listener = TcpListener::bind("0.0.0.0:0").await.expect("a port is free");
    let served = server.serve(listener, CancellationToken::new()).await;
    assert!(matches!(served, Err(ServerError::OpenBeyondLoopback { .. })), "{served:?}");
}
