//! Gateway and site over TLS: each knows the other by its certificate, and takes a new one without being
//! started again.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use qianzhan_testkit::TestStore;
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};
use serde_json::Value;

use crate::{
    command::run,
    gateway_process::GatewayProcess,
    site_process::{SITE, SiteProcess},
};

const QUESTION: &str = "{ committee(id: \"621122-committee\") { name } }";

/// Arguments of a site that serves TLS to whom its authority vouches for.
const TLS: [&str; 6] = [
    "--tls-certificate",
    "site.pem",
    "--tls-key",
    "site.key",
    "--tls-client-authority",
    "clients.pem",
];

/// Who vouches for others.
struct Authority {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new(name: &str) -> Self {
        let key = KeyPair::generate().expect("a key");
        let mut params = CertificateParams::new(Vec::new()).expect("no names");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        params.distinguished_name.push(DnType::CommonName, name);
        let pem = params.self_signed(&key).expect("it signs itself").pem();
        Self { pem, issuer: Issuer::new(params, key) }
    }

    /// A certificate of this machine's loopback address, and its key: `name.pem` and `name.key`.
    fn issue(&self, folder: &Path, name: &str) {
        let key = KeyPair::generate().expect("a key");
        let mut params = CertificateParams::new(["127.0.0.1".to_owned()]).expect("an address");
        params.extended_key_usages =
            vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth];
        let certificate = params.signed_by(&key, &self.issuer).expect("it signs");
        write(folder, &format!("{name}.pem"), &certificate.pem());
        write(folder, &format!("{name}.key"), &key.serialize_pem());
    }
}

fn write(folder: &Path, name: &str, text: &str) {
    std::fs::write(folder.join(name), text).expect("it is written");
}

/// Two authorities, with their certificates as files, and a folder with a gateway's keys.
async fn scene() -> (tempfile::TempDir, TestStore, Authority, Authority) {
    let folder = tempfile::tempdir().expect("a folder");
    run(folder.path(), &["keys", "new", "--out", "keys"]).ok();
    let (office, stranger) = (Authority::new("office"), Authority::new("stranger"));
    write(folder.path(), "office.pem", &office.pem);
    write(folder.path(), "stranger.pem", &stranger.pem);
    (folder, TestStore::new().await, office, stranger)
}

fn section(authority: &str, client: Option<&str>) -> String {
    let client = client.map(|name| {
        format!("client = {{ certificate_file = \"{name}.pem\", key_file = \"{name}.key\" }}\n")
    });
    format!("[site_tls]\nauthority_files = [\"{authority}.pem\"]\n{}", client.unwrap_or_default())
}

/// The code of the error, or `OK`; and the reason and detail of the coverage.
fn outcome(answer: &Value) -> (String, String, String) {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let missing = &answer["extensions"]["coverage"]["missing"][0];
    let code = match answer["data"]["committee"]["name"].as_str() {
        Some(_) => "OK".to_owned(),
        None => text(&answer["errors"][0]["extensions"]["code"]),
    };
    (code, text(&missing["reason"]), text(&missing["detail"]))
}

/// Asks until the outcome is this one; the bound is far beyond what it takes.
#[track_caller]
fn eventually(gateway: &GatewayProcess, code: &str) {
    let begun = Instant::now();
    loop {
        let answer = gateway.ask(QUESTION);
        if outcome(&answer).0 == code {
            return;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "not {code}: {answer}");
        std::thread::yield_now();
    }
}

#[tokio::test]
async fn each_end_is_known_by_its_certificate() {
    let (folder, store, office, stranger) = scene().await;
    let folder = folder.path();
    office.issue(folder, "site");
    write(folder, "clients.pem", &office.pem);
    office.issue(folder, "gateway");
    stranger.issue(folder, "other");
    let site = SiteProcess::start_with(folder, &store.location(), &TLS);
    let url = format!("https://{}/graphql", site.address);
    let of_site = format!(
        "{}[site_tls.sites.{SITE}]\ncertificate_file = \"gateway.pem\"\nkey_file = \"gateway.key\"\n",
        section("office", Some("other"))
    );
    let (ok, refused) = ("OK", "SITE_REFUSES_CERTIFICATE");
    for (case, sections, code, reason, detail) in [
        ("a certificate for all sites", section("office", Some("gateway")), ok, "", ""),
        ("one for this site", of_site, ok, "", ""),
        ("none", section("office", None), refused, "REFUSED", "CertificateRequired"),
        ("a stranger's", section("office", Some("other")), refused, "REFUSED", "UnknownCA"),
        (
            "a site that nobody vouches for",
            section("stranger", Some("gateway")),
            "SITE_CERTIFICATE_UNTRUSTED",
            "UNREACHABLE",
            "UnknownIssuer",
        ),
    ] {
        let gateway = GatewayProcess::start(folder, url.clone(), &sections);
        let answer = gateway.ask(QUESTION);
        let found = outcome(&answer);
        assert_eq!((found.0.as_str(), found.1.as_str()), (code, reason), "{case}: {answer}");
        assert!(found.2.contains(detail), "{case}: {answer}");
    }
}

#[tokio::test]
async fn new_certificates_hold_without_a_restart() {
    let (folder, store, office, stranger) = scene().await;
    let folder = folder.path();
    stranger.issue(folder, "site");
    stranger.issue(folder, "gateway");
    write(folder, "clients.pem", &office.pem);
    let site = SiteProcess::start_with(folder, &store.location(), &TLS);
    let url = format!("https://{}/graphql", site.address);
    let gateway = GatewayProcess::start(folder, url, &section("office", Some("gateway")));
    eventually(&gateway, "SITE_CERTIFICATE_UNTRUSTED");
    // First the certificate, whose key is not there yet: until then the old ones are served.
    office.issue(folder, "site");
    eventually(&gateway, "SITE_REFUSES_CERTIFICATE");
    office.issue(folder, "gateway");
    eventually(&gateway, "OK");
    // A file that cannot be used changes nothing for whoever connects anew.
    write(folder, "site.pem", "nothing");
    drop(gateway);
    let url = format!("https://{}/graphql", site.address);
    let gateway = GatewayProcess::start(folder, url, &section("office", Some("gateway")));
    for _ in 0..10 {
        assert_eq!(outcome(&gateway.ask(QUESTION)).0, "OK");
    }
}

#[tokio::test]
async fn a_site_beyond_loopback_does_tls_or_is_told_that_another_does() {
    let (folder, _, office, stranger) = scene().await;
    let folder = folder.path();
    office.issue(folder, "site");
    stranger.issue(folder, "other");
    write(folder, "clients.pem", &office.pem);
    write(folder, "empty.pem", "");
    let start = |arguments: &[&str]| {
        let trusted = ["--trust-issuer", "gateway=keys/jwks.json"];
        let base = ["site", "--region", SITE, "--database", "refused.sqlite"];
        run(folder, &[&base[..], &trusted[..], arguments].concat())
    };
    assert_eq!(start(&["--listen", "0.0.0.0:0"]).code(), "SITE_WITHOUT_TLS");
    assert_eq!(start(&["--listen", "[::]:0"]).code(), "SITE_WITHOUT_TLS");
    for (certificate, key, authority, code) in [
        ("site.pem", "other.key", "clients.pem", "TLS_KEY_INVALID"),
        ("site.pem", "site.pem", "clients.pem", "TLS_KEY_INVALID"),
        ("empty.pem", "site.key", "clients.pem", "TLS_CERTIFICATE_INVALID"),
        ("site.pem", "site.key", "empty.pem", "TLS_CERTIFICATE_INVALID"),
        ("missing.pem", "site.key", "clients.pem", "FILE_UNREADABLE"),
    ] {
        let refused = start(&[
            "--listen",
            "127.0.0.1:0",
            "--tls-certificate",
            certificate,
            "--tls-key",
            key,
            "--tls-client-authority",
            authority,
        ]);
        assert_eq!(refused.code(), code, "{certificate} {key} {authority}");
    }
    assert!(!folder.join("refused.sqlite").exists(), "it is refused before anything is made");
    // Told so, it listens.
    let site = SiteProcess::start_with(folder, "site.sqlite", &["--behind-tls-proxy"]);
    assert!(site.address.ip().is_loopback());
}
