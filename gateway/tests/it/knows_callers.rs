//! Callers are known by their tokens, and tokens by the keys of their issuers.

use std::time::Duration;

use jsonwebtoken::{Algorithm, EncodingKey};
use qianzhan_gateway::{
    auth::{Caller, SigningKey, SystemClock, TokenRequest, mint_token},
    config::IssuerConfig,
};
use serde_json::json;
use tokio::net::TcpListener;

use crate::testkit::tokens::{
    ISSUER, World, claims_with, clerk_of_longxi, ec, good_claims, now, outcome, rsa, sign,
};

#[tokio::test]
async fn tokens_of_the_three_algorithms_tell_subject_region_and_roles() {
    let world = World::new();
    let authenticator = world.authenticator(|_| {}).await;
    let claims = good_claims();
    for (case, token) in [
        ("EdDSA", world.token(&claims)),
        ("ES256", sign(Algorithm::ES256, Some("ec"), &claims, &ec().0)),
        ("RS256", sign(Algorithm::RS256, Some("rsa"), &claims, &rsa().0)),
        (
            "no key id, and only one key of the algorithm",
            sign(Algorithm::EdDSA, None, &claims, &world.ed_private()),
        ),
        (
            "one of several audiences",
            world.token(&claims_with("aud", json!(["other", "qianzhan"]))),
        ),
        ("expired within the leeway", world.token(&claims_with("exp", json!(now() - 5)))),
        (
            "valid in a moment, within the leeway",
            world.token(&claims_with("nbf", json!(now() + 5))),
        ),
    ] {
        assert_eq!(outcome(&authenticator, &token).await, Ok(clerk_of_longxi()), "{case}");
    }
    let bare =
        world.token(&json!({"iss": ISSUER, "aud": "qianzhan", "sub": "wang", "exp": now() + 60}));
    let wang = Caller { subject: "wang".to_owned(), ..Caller::anonymous() };
    assert_eq!(outcome(&authenticator, &bare).await, Ok(wang), "neither region nor roles");
    let minted = TokenRequest {
        issuer: ISSUER.to_owned(),
        audience: "qianzhan".to_owned(),
        caller: clerk_of_longxi(),
        expires_in: Duration::from_secs(60),
    };
    let minted = mint_token(&world.ed, &minted, &SystemClock).expect("minted");
    assert_eq!(outcome(&authenticator, &minted).await, Ok(clerk_of_longxi()), "minted");
}

#[tokio::test]
async fn claims_are_read_under_the_names_of_the_configuration() {
    let world = World::new();
    let authenticator = world
        .authenticator(|config| {
            config.region_claim = "area".to_owned();
            config.roles_claim = "groups".to_owned();
            config.audience = "gateway".to_owned();
        })
        .await;
    let claims = json!({
        "iss": ISSUER, "aud": "gateway", "sub": "li", "exp": now() + 60,
        "area": "621122", "groups": ["CLERK"], "region": "620000", "roles": ["ADMIN"],
    });
    assert_eq!(outcome(&authenticator, &world.token(&claims)).await, Ok(clerk_of_longxi()));
}

#[tokio::test(start_paused = true)]
async fn keys_are_read_again_when_one_is_unknown_and_when_they_are_old() {
    let world = World::new();
    let authenticator = world.authenticator(|_| {}).await;
    let new_pem = SigningKey::generate_pem().expect("a PEM");
    let new = SigningKey::from_pem(&new_pem).expect("a key");
    let private = EncodingKey::from_ed_pem(new_pem.as_bytes()).expect("a key");
    let of_new_key = sign(Algorithm::EdDSA, Some(new.id()), &good_claims(), &private);
    let of_old_key = world.token(&good_claims());
    world.write_keys(&[world.ed.public().clone(), new.public().clone()]);
    assert!(
        outcome(&authenticator, &of_new_key).await.is_err(),
        "just read: a flood is no flood of fetches"
    );
    tokio::time::advance(Duration::from_secs(10)).await;
    assert_eq!(outcome(&authenticator, &of_new_key).await, Ok(clerk_of_longxi()));
    world.write_keys(&[new.public().clone()]);
    assert_eq!(
        outcome(&authenticator, &of_old_key).await,
        Ok(clerk_of_longxi()),
        "not read again yet"
    );
    tokio::time::advance(world.config().jwks_refresh).await;
    assert!(outcome(&authenticator, &of_old_key).await.is_err(), "the issuer took the key back");
    std::fs::write(world.folder.path().join("jwks.json"), "{").expect("written");
    tokio::time::advance(world.config().jwks_refresh).await;
    assert_eq!(
        outcome(&authenticator, &of_new_key).await,
        Ok(clerk_of_longxi()),
        "a broken file keeps the keys"
    );
}

#[tokio::test]
async fn keys_come_by_url_too() {
    let world = World::new();
    let jwks = world.ed.jwks();
    let router = axum::Router::new().route("/jwks.json", axum::routing::get(|| async { jwks }));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}/jwks.json", listener.local_addr().expect("bound"));
    let server = tokio::spawn(async move { axum::serve(listener, router).await });
    let by_url = |url: String| IssuerConfig {
        name: ISSUER.to_owned(),
        jwks_file: None,
        jwks_url: Some(url),
    };
    let authenticator = world.authenticator(|config| config.issuers = vec![by_url(url)]).await;
    assert_eq!(outcome(&authenticator, &world.token(&good_claims())).await, Ok(clerk_of_longxi()));
    server.abort();
    // A port that was just closed: nobody answers there.
    let gone = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}/jwks.json", gone.local_addr().expect("bound"));
    drop(gone);
    let without_keys = world.authenticator(|config| config.issuers = vec![by_url(url)]).await;
    let refused = outcome(&without_keys, &world.token(&good_claims())).await.expect_err("no keys");
    assert!(refused.contains("cannot be verified for now"), "{refused}");
}
