//! Issuers with their keys in files, and tokens: honest ones and forged ones.

use data_encoding::BASE64URL_NOPAD;
use http::{HeaderMap, HeaderValue, header::AUTHORIZATION};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode, jwk::Jwk};
use qianzhan_gateway::{
    auth::{Authenticator, Caller, Clock, Issuers, Role, SigningKey, SystemClock},
    config::{AuthConfig, IssuerConfig},
    directory::RegionCode,
};
use serde_json::{Value, json};

pub(crate) const ISSUER: &str = "https://login.example";

pub(crate) fn signing_key() -> SigningKey {
    SigningKey::from_pem(&SigningKey::generate_pem().expect("a PEM")).expect("a key")
}

/// Issuers with their keys in files, and what signs their tokens.
pub(crate) struct World {
    pub(crate) folder: tempfile::TempDir,
    ed_pem: String,
    pub(crate) ed: SigningKey,
}

impl World {
    pub(crate) fn new() -> Self {
        let ed_pem = SigningKey::generate_pem().expect("a PEM");
        let ed = SigningKey::from_pem(&ed_pem).expect("a key");
        let world = Self { folder: tempfile::tempdir().expect("a folder"), ed_pem, ed };
        world.write_keys(&[world.ed.public().clone(), rsa().1, ec().1]);
        std::fs::write(world.folder.path().join("other.json"), signing_key().jwks())
            .expect("written");
        world
    }

    pub(crate) fn write_keys(&self, keys: &[Jwk]) {
        let text = json!({ "keys": keys }).to_string();
        std::fs::write(self.folder.path().join("jwks.json"), text).expect("written");
    }

    pub(crate) fn config(&self) -> AuthConfig {
        let issuer = |name: &str, file: &str| IssuerConfig {
            name: name.to_owned(),
            jwks_file: Some(self.folder.path().join(file)),
            jwks_url: None,
        };
        AuthConfig {
            issuers: vec![
                issuer(ISSUER, "jwks.json"),
                issuer("https://other.example", "other.json"),
            ],
            ..AuthConfig::default()
        }
    }

    pub(crate) async fn authenticator(
        &self,
        change: impl FnOnce(&mut AuthConfig),
    ) -> Authenticator {
        let mut config = self.config();
        change(&mut config);
        Authenticator::new(Issuers::load(&config).await.expect("keys"), config)
    }

    pub(crate) fn ed_private(&self) -> EncodingKey {
        EncodingKey::from_ed_pem(self.ed_pem.as_bytes()).expect("a key")
    }

    /// A token of the first issuer's Ed25519 key.
    pub(crate) fn token(&self, claims: &Value) -> String {
        sign(Algorithm::EdDSA, Some(self.ed.id()), claims, &self.ed_private())
    }
}

pub(crate) fn rsa() -> (EncodingKey, Jwk) {
    let pem = include_bytes!("keys/rs256.pem");
    with_id(EncodingKey::from_rsa_pem(pem).expect("a key"), Algorithm::RS256, "rsa")
}

pub(crate) fn ec() -> (EncodingKey, Jwk) {
    let pem = include_bytes!("keys/es256.pem");
    with_id(EncodingKey::from_ec_pem(pem).expect("a key"), Algorithm::ES256, "ec")
}

fn with_id(key: EncodingKey, algorithm: Algorithm, id: &str) -> (EncodingKey, Jwk) {
    let mut public = Jwk::from_encoding_key(&key, algorithm).expect("a public half");
    public.common.key_id = Some(id.to_owned());
    (key, public)
}

pub(crate) fn sign(
    algorithm: Algorithm,
    id: Option<&str>,
    claims: &Value,
    key: &EncodingKey,
) -> String {
    let mut header = Header::new(algorithm);
    header.kid = id.map(str::to_owned);
    encode(&header, claims, key).expect("a token")
}

/// A token of any header, with a signature of nobody.
pub(crate) fn forged(header: &Value, claims: &Value, signature: &[u8]) -> String {
    let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    format!("{}.{}.{}", part(header), part(claims), BASE64URL_NOPAD.encode(signature))
}

pub(crate) fn now() -> u64 {
    SystemClock.unix_seconds()
}

pub(crate) fn good_claims() -> Value {
    json!({
        "iss": ISSUER, "aud": "qianzhan", "sub": "li", "exp": now() + 600,
        "region": "621122", "roles": ["CLERK", "offline_access"],
    })
}

/// The good claims with one changed; null takes it away.
pub(crate) fn claims_with(name: &str, value: Value) -> Value {
    let mut claims = good_claims();
    match value {
        Value::Null => drop(claims.as_object_mut().expect("an object").remove(name)),
        value => claims[name] = value,
    }
    claims
}

pub(crate) fn bearer(tokens: &[&str]) -> HeaderMap {
    let value = |token: &&str| HeaderValue::try_from(*token).expect("a header");
    tokens.iter().map(|token| (AUTHORIZATION, value(token))).collect()
}

pub(crate) async fn outcome(authenticator: &Authenticator, token: &str) -> Result<Caller, String> {
    let headers = bearer(&[&format!("Bearer {token}")]);
    authenticator.authenticate(&headers).await.map_err(|error| error.to_string())
}

pub(crate) fn clerk_of_longxi() -> Caller {
    Caller {
        subject: "li".to_owned(),
        region: Some(RegionCode::parse("621122").expect("a code")),
        roles: [Role::Clerk].into(),
    }
}
