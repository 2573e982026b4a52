//! Every call to a site proves who asks: to that site alone, by a key that the gateway publishes.
//! What a client writes into its headers reaches no site.

use std::{
    collections::BTreeSet,
    sync::Arc,
    time::{Duration, Instant},
};

use data_encoding::BASE64URL_NOPAD;
use http::{HeaderMap, header::AUTHORIZATION};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header, jwk::JwkSet};
use qianzhan_gateway::{
    auth::{CallSigner, Caller, KeyWatch, PASS_HEADER, Role, SigningKey, SystemClock, call_signer},
    config::{PlanCacheConfig, ShareCalls, SigningConfig, TrafficConfig},
    directory::RegionCode,
    gateway::SourceTexts,
    http::{GraphqlRequest, GraphqlService, RequestContext, RequestId},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio_util::sync::CancellationToken;

use crate::testkit::{
    Behaviour, Network, NetworkBuilder,
    network::{SUPERGRAPH, declaration, sites_file},
    site::Call,
    world::REGIONS,
};

const GATHER: &str = "{ region(code: \"900000\") { stock { copies } } }";

fn pem() -> String {
    SigningKey::generate_pem().expect("a PEM")
}

fn key() -> SigningKey {
    SigningKey::from_pem(&pem()).expect("a key")
}

fn signer() -> Arc<CallSigner> {
    Arc::new(CallSigner::new("gansu", key(), None, Arc::new(SystemClock)))
}

fn caller(subject: &str) -> Caller {
    Caller {
        subject: subject.to_owned(),
        region: Some(RegionCode::parse("900100").expect("a code")),
        roles: [Role::Analyst, Role::Member].into(),
    }
}

/// The claims, as a site would verify them: by the published keys, its own name, and the time.
fn verify(headers: &HeaderMap, jwks: &str, site: &str) -> Value {
    let values: Vec<_> = headers.get_all(AUTHORIZATION).iter().collect();
    let [value] = values.as_slice() else { panic!("{site}: {values:?}") };
    let token = value.to_str().expect("ASCII").strip_prefix("Bearer ").expect("a bearer token");
    let header = decode_header(token).expect("a header");
    assert_eq!(header.alg, Algorithm::EdDSA);
    let keys: JwkSet = serde_json::from_str(jwks).expect("a JWK set");
    let key = keys.find(&header.kid.expect("a key id")).expect("a published key");
    let mut rules = Validation::new(Algorithm::EdDSA);
    rules.set_audience(&[site]);
    rules.set_issuer(&["gansu"]);
    rules.set_required_spec_claims(&["iss", "aud", "sub", "exp"]);
    rules.leeway = 0;
    let key = DecodingKey::from_jwk(key).expect("a key");
    decode::<Value>(token, &key, &rules).expect("a good token").claims
}

async fn signed_network(signer: &Arc<CallSigner>) -> Network {
    NetworkBuilder::new().signer(signer.clone()).start().await
}

#[tokio::test]
async fn each_site_is_told_who_asks_in_a_token_of_its_own() {
    let signer = signer();
    let network = signed_network(&signer).await;
    network.ask_as(caller("li"), GATHER).await.expect_whole();
    let calls = network.take_calls();
    assert_eq!(calls.len(), 8);
    let mut ids = BTreeSet::new();
    for (site, calls) in &calls {
        let claims = verify(&calls[0].headers, &signer.jwks(), site);
        let (iat, exp) =
            (claims["iat"].as_u64().expect("iat"), claims["exp"].as_u64().expect("exp"));
        assert_eq!(exp - iat, 60);
        let (id, passes) = (claims["jti"].clone(), claims["calls"].clone());
        assert!(ids.insert(id.to_string()), "each token has an id of its own");
        let expected = json!({
            "jti": id, "calls": passes, "iss": "gansu", "aud": site, "sub": "li", "region": "900100",
            "roles": ["ANALYST", "MEMBER"], "iat": iat, "exp": exp,
        });
        assert_eq!(claims, expected);
    }
    network.ask(GATHER).await.expect_whole();
    let claims = verify(&network.take_calls()["zhifang"][0].headers, &signer.jwks(), "zhifang");
    assert_eq!(claims["sub"], "anonymous");
    assert_eq!(claims["roles"], json!([]));
    assert_eq!(claims.get("region"), None, "absent, not null");
}

#[tokio::test]
async fn nothing_that_a_client_writes_into_its_headers_reaches_a_site() {
    let signer = signer();
    let network = signed_network(&signer).await;
    let forged: &[(&str, &str)] = &[
        ("authorization", "Bearer eyJhbGciOiJub25lIn0.e30."),
        ("x-qianzhan-caller", "leader"),
        ("x-forwarded-user", "leader"),
        ("x-user-roles", "ADMIN"),
        ("cookie", "session=leader"),
        ("forwarded", "for=10.0.0.1"),
    ];
    network.ask_with(GATHER, Value::Null, forged).await.expect_whole();
    for (site, calls) in network.take_calls() {
        let headers = &calls[0].headers;
        assert_eq!(verify(headers, &signer.jwks(), site)["sub"], "anonymous");
        let names: BTreeSet<&str> = headers.keys().map(http::HeaderName::as_str).collect();
        let ours = [
            "accept",
            "authorization",
            "content-length",
            "content-type",
            "host",
            "qianzhan-call-pass",
            "x-request-id",
        ];
        assert_eq!(names, BTreeSet::from(ours), "{site}");
    }
}

#[tokio::test]
async fn a_token_is_used_again_for_the_same_caller_and_site_only() {
    let signer = signer();
    let network = signed_network(&signer).await;
    let (mut tokens, mut passes) = (BTreeSet::new(), BTreeSet::new());
    for subject in ["li", "li", "wang", "li"] {
        network.ask_as(caller(subject), GATHER).await.expect_whole();
        for calls in network.take_calls().into_values() {
            for call in calls {
                tokens.insert(call.headers[AUTHORIZATION].as_bytes().to_vec());
                assert_pass(&call.headers);
                passes.insert(call.headers[PASS_HEADER].as_bytes().to_vec());
            }
        }
    }
    assert_eq!(tokens.len(), 16, "32 calls: 8 sites, 2 callers");
    assert_eq!(passes.len(), 32, "no call is the repetition of another");
}

#[tokio::test]
async fn a_call_that_several_requests_share_has_one_proof_of_its_own() {
    let signer = signer();
    let network = NetworkBuilder::new().signer(signer);
    let network = network.traffic(|it| it.share_calls = ShareCalls::All).start().await;
    let mut passes = BTreeSet::new();
    for _ in 0..3 {
        let ask = || network.ask_as(caller("li"), GATHER);
        let (one, other) = tokio::join!(ask(), ask());
        one.expect_whole();
        other.expect_whole();
        let calls = network.take_calls().remove("zhifang").expect("called");
        for call in calls {
            assert_pass(&call.headers);
            assert!(passes.insert(call.headers[PASS_HEADER].as_bytes().to_vec()));
        }
    }
}

/// The pass is one of those that the token lists.
fn assert_pass(headers: &HeaderMap) {
    let token = headers[AUTHORIZATION].to_str().expect("ASCII").trim_start_matches("Bearer ");
    let claims = jsonwebtoken::dangerous::insecure_decode::<Value>(token).expect("a token").claims;
    let digests = claims["calls"].as_str().expect("text");
    let digests = BASE64URL_NOPAD.decode(digests.as_bytes()).expect("base64url");
    let pass = headers[PASS_HEADER].to_str().expect("ASCII");
    let (place, secret) = pass.split_once('.').expect("two parts");
    let place: usize = place.parse().expect("a number");
    assert_eq!(digests[place * 12..][..12], Sha256::digest(secret)[..12], "{place}");
}

#[tokio::test]
async fn keys_change_while_calls_go_on_and_old_tokens_still_verify() {
    let first = key();
    let second = key();
    let signer = Arc::new(CallSigner::new("gansu", first.clone(), None, Arc::new(SystemClock)));
    let network = signed_network(&signer).await;
    let ask = async || {
        network.ask_as(caller("li"), GATHER).await.expect_whole();
        network.take_calls().remove("zhifang").expect("called").remove(0).headers
    };
    let key_id = |headers: &HeaderMap| {
        let token = headers[AUTHORIZATION]
            .to_str()
            .expect("ASCII")
            .trim_start_matches("Bearer ")
            .to_owned();
        decode_header(token).expect("a header").kid.expect("a key id")
    };
    signer.replace_keys(first.clone(), Some(second.clone()));
    let fetched_early = signer.jwks();
    let before = ask().await;
    assert_eq!(key_id(&before), first.id(), "published, not used yet");
    signer.replace_keys(second.clone(), None);
    let after = ask().await;
    assert_eq!(key_id(&after), second.id());
    // A site knew the new key before it signed, and the old one still while its tokens are about.
    verify(&after, &fetched_early, "zhifang");
    verify(&before, &signer.jwks(), "zhifang");
}

#[tokio::test]
async fn without_a_key_calls_carry_no_token() {
    let network = Network::usual().await;
    network.ask_as(caller("li"), GATHER).await.expect_whole();
    for calls in network.take_calls().into_values() {
        assert!(!calls[0].headers.contains_key(AUTHORIZATION));
    }
}

#[test]
fn a_site_without_tls_outside_this_machine_is_refused_unless_told_otherwise() {
    let load = |url: &str, traffic: &TrafficConfig| {
        let texts = SourceTexts {
            supergraph: SUPERGRAPH.clone(),
            sites: Some(
                sites_file([declaration("zhifang", url, &["900101"])].into_iter()).to_toml(),
            ),
            regions: vec![REGIONS.to_owned()],
        };
        texts
            .load(traffic, &PlanCacheConfig::default(), None)
            .map(|_| ())
            .map_err(|error| error.code())
    };
    let strict = TrafficConfig::default();
    let lax = TrafficConfig { allow_plain_http: true, ..TrafficConfig::default() };
    for (url, expected) in [
        ("http://127.0.0.1:4001/graphql", Ok(())),
        ("https://zhifang.example/graphql", Ok(())),
        ("http://zhifang.example/graphql", Err("SITE_WITHOUT_TLS")),
        ("http://10.1.2.3/graphql", Err("SITE_WITHOUT_TLS")),
    ] {
        assert_eq!(load(url, &strict), expected, "{url}");
        assert_eq!(load(url, &lax), Ok(()), "{url}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn key_files_that_change_are_taken_and_broken_ones_are_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = SigningConfig {
        issuer: "gansu".to_owned(),
        key_file: folder.path().join("signing.pem"),
        next_key_file: Some(folder.path().join("next.pem")),
        plain_subgraphs: false,
    };
    let (old, new) = (pem(), pem());
    let id = |pem: &str| SigningKey::from_pem(pem).expect("a key").id().to_owned();
    std::fs::write(&config.key_file, &old).expect("written");
    let signer = Arc::new(call_signer(&config).expect("a signer, though there is no next key yet"));
    let shutdown = CancellationToken::new();
    let watch = KeyWatch::new(signer.clone(), config.clone()).expect("a watch");
    let watch = tokio::spawn(watch.run(shutdown.clone()));
    // The bound is far beyond any reload.
    let until = async |wanted: (String, Option<String>)| {
        let begun = Instant::now();
        while signer.key_ids() != wanted {
            assert!(begun.elapsed() < Duration::from_secs(30), "still {:?}", signer.key_ids());
            tokio::task::yield_now().await;
        }
    };
    std::fs::write(folder.path().join("next.pem"), &new).expect("written");
    until((id(&old), Some(id(&new)))).await;
    // A broken file changes nothing; the good one after it proves that it was read.
    std::fs::write(&config.key_file, "broken").expect("written");
    assert!(call_signer(&config).is_err_and(|error| error.code() == "SIGNING_KEY_INVALID"));
    assert_eq!(signer.key_ids().0, id(&old));
    std::fs::write(&config.key_file, &new).expect("written");
    until((id(&new), None)).await;
    assert!(signer.jwks().contains(&id(&old)), "still published");
    shutdown.cancel();
    watch.await.expect("the watch ends without a panic");
}

#[tokio::test]
async fn only_a_mutation_tells_a_site_which_address_it_comes_from_and_not_what_it_is() {
    let signer = signer();
    let network = signed_network(&signer).await;
    let origins = async |address: Option<&str>, query: &str| {
        let context = RequestContext {
            request_id: RequestId::generate(),
            caller: Caller::anonymous(),
            headers: HeaderMap::new(),
            address: address.map(|it| it.parse().expect("an address")),
        };
        let request = GraphqlRequest { query: query.to_owned(), ..Default::default() };
        network.gateway.execute(request, context).await;
        let calls = network.take_calls();
        let of_call = |(site, calls): (&&str, &Vec<Call>)| {
            verify(&calls[0].headers, &signer.jwks(), site).get("origin").cloned()
        };
        calls.iter().map(of_call).collect::<Vec<_>>()
    };
    let lend = "mutation { lend(book: \"900101-book00\", copies: 1) { __typename } }";
    let asked = origins(Some("10.9.8.7"), GATHER).await;
    assert_eq!(asked, vec![None; 8], "who only asks is nowhere");
    let [first] = origins(Some("10.9.8.7"), lend).await.try_into().expect("one site");
    let name = first.expect("a name").to_string();
    assert!(!name.contains("10.9"), "{name}");
    let [again] = origins(Some("10.9.8.7"), lend).await.try_into().expect("one site");
    assert_eq!(again.map(|it| it.to_string()), Some(name.clone()));
    let [other] = origins(Some("10.9.8.6"), lend).await.try_into().expect("one site");
    assert_ne!(other.map(|it| it.to_string()), Some(name));
    let [unknown] = origins(None, lend).await.try_into().expect("one site");
    assert_eq!(unknown, None);
}

fn token_of(call: &Call) -> String {
    call.headers[AUTHORIZATION].to_str().expect("ASCII").to_owned()
}

/// Of the site `shuji`.
const BOOK: &str = "{ book(id: \"900201-book00\") { title } }";

#[tokio::test]
async fn a_site_that_was_started_again_is_shown_a_new_token_at_once() {
    let network = signed_network(&signer()).await;
    network.ask_as(caller("li"), BOOK).await.expect_whole();
    let old = token_of(&network.site("shuji").take_calls()[0]);
    let refused = old.clone();
    network.behave("shuji", Behaviour::doubting(move |token| token == refused));
    network.ask_as(caller("li"), BOOK).await.expect_whole();
    let calls = network.site("shuji").take_calls();
    let tokens: Vec<String> = calls.iter().map(token_of).collect();
    assert_eq!(tokens.len(), 2, "{tokens:?}");
    assert_eq!(tokens[0], old);
    assert_ne!(tokens[1], old);
    assert_eq!(calls[0].body, calls[1].body);
    // The new one is used from then on.
    network.ask_as(caller("li"), BOOK).await.expect_whole();
    let calls = network.site("shuji").take_calls();
    assert_eq!(calls.iter().map(token_of).collect::<Vec<_>>(), tokens[1..]);
}

#[tokio::test]
async fn a_site_that_takes_no_token_is_asked_twice_and_no_more() {
    let network = signed_network(&signer()).await;
    network.behave("shuji", Behaviour::doubting(|_| true));
    let answer = network.ask_as(caller("li"), BOOK).await;
    assert_eq!(answer.error_lines(), ["SITE_REFUSED at book from shuji"]);
    assert_eq!(network.site("shuji").take_calls().len(), 2);
}
