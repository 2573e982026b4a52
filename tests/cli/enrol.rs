//! `enrol issue` and `enrol present`: a county joins a running gateway, and only as it was allowed to.

use std::{fs, path::Path, sync::Arc};

use qianzhan::{
    cli::site_server,
    identity::Identity,
    schema_files,
    site_kinds::{SiteKind, contract_levels},
};
use qianzhan_gateway::{
    auth::{Clock, SigningKey},
    config::{GatewayConfig, SitesFile},
    directory::RegionTable,
    enrolment::{EnrolmentDesk, EnrolmentError, EnrolmentGrant, EnrolmentRequest, issue_token},
    gateway::{Gateway, GatewayOptions, Reloader, SourceFiles},
    http::{GraphqlRequest, GraphqlService, RequestContext, RequestId, ServerState, serve},
};
use qianzhan_network::{Database, SiteKey, TrustedIssuer, TrustedIssuers};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::command::run;

/// A gateway that knows the office of the province and no site, and the keys of all.
struct Scene {
    folder: tempfile::TempDir,
    config: GatewayConfig,
    identity: Identity,
    gateway: Arc<Gateway>,
    shutdown: CancellationToken,
}

impl Drop for Scene {
    fn drop(&mut self) {
        self.shutdown.cancel();
    }
}

struct SetClock(u64);

impl Clock for SetClock {
    fn unix_seconds(&self) -> u64 {
        self.0
    }
}

const NOW: u64 = 1_780_000_000;
const SITES: &str = "# 站点文件：注释应当保留\n";

impl Scene {
    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for keys in ["gateway", "office", "site", "stranger"] {
            run(folder.path(), &["keys", "new", "--out", keys]).ok();
        }
        let file = SitesFile { contracts: contract_levels().collect(), sites: Vec::new() };
        let sites = format!("{SITES}{}", file.to_toml().replace("site = []\n", ""));
        for (name, text) in [
            ("sites.toml", sites.as_str()),
            ("supergraph.graphql", schema_files::SUPERGRAPH),
            ("regions.csv", schema_files::REGIONS),
        ] {
            fs::write(folder.path().join(name), text).expect("it is written");
        }
        let config = "[sites]\npath = \"sites.toml\"\n[regions]\npaths = [\"regions.csv\"]\n\
            [signing]\nissuer = \"gansu\"\nkey_file = \"gateway/signing.pem\"\n\
            [enrolment]\nledger = \"used.json\"\n\
            [[enrolment.offices]]\nname = \"gansu-office\"\nregion = \"620000\"\n\
            jwks_file = \"office/jwks.json\"\n";
        let config = GatewayConfig::parse(config, folder.path()).expect("a configuration");
        let identity = Identity::load(&config).await.expect("the keys read");
        let texts = SourceFiles::of_config(&config).read().expect("the files read");
        let state = texts.load(&config.traffic, &config.plan_cache, None).expect("a state");
        let client = identity.client(&config.traffic);
        let gateway = Arc::new(Gateway::new(state, client, GatewayOptions::of(&config)));
        Self { folder, config, identity, gateway, shutdown: CancellationToken::new() }
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    fn key(&self, name: &str) -> SigningKey {
        read_key(&self.path(name).join("signing.pem"))
    }

    /// Serves a site of these regions, which trusts the gateway, and answers its address.
    async fn serve_site(&self, regions: &[&str], trusted: &str) -> String {
        let table = RegionTable::parse(&[schema_files::REGIONS]).expect("a table");
        let regions: Vec<String> = regions.iter().map(|it| (*it).to_owned()).collect();
        let kind = SiteKind::of_regions(&table, &regions).expect("regions with committees");
        let jwks = self.path(trusted).join("jwks.json");
        let issuer: TrustedIssuer = format!("gansu={}", jwks.display()).parse().expect("an issuer");
        let trusted = TrustedIssuers::new([issuer]).expect("keys");
        let pem = fs::read_to_string(self.path("site/signing.pem")).expect("a key");
        let key = Arc::new(SiteKey::from_pem(&pem).expect("a key"));
        let database = Database::in_memory().await.expect("memory suffices");
        let server = site_server(&kind, database, trusted, None, Some(key));
        let server = server.await.expect("the site builds");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        tokio::spawn(server.serve(listener, self.shutdown.clone()));
        format!("http://{address}/graphql")
    }

    fn desk(&self, now: u64) -> EnrolmentDesk {
        EnrolmentDesk::new(
            Arc::clone(&self.gateway),
            self.identity.client(&self.config.traffic),
            self.config.enrolment.clone().expect("it is configured"),
            self.path("sites.toml"),
            false,
            Arc::new(SetClock(now)),
        )
    }

    fn request(&self, grant: EnrolmentGrant, signer: &str, url: &str) -> EnrolmentRequest {
        let token = issue_token(&self.key(signer), grant, &SetClock(NOW)).expect("it signs");
        let name = "陇西县政协".to_owned();
        EnrolmentRequest::new(token, name, url.to_owned(), &self.key("site")).expect("it signs")
    }
}

fn read_key(path: &Path) -> SigningKey {
    SigningKey::from_pem(&fs::read_to_string(path).expect("a file")).expect("a key")
}

fn grant(region: &str, level: &str, contracts: &[&str]) -> EnrolmentGrant {
    EnrolmentGrant {
        issuer: "gansu-office".to_owned(),
        region: region.to_owned(),
        level: level.to_owned(),
        contracts: contracts.iter().map(|it| (*it).to_owned()).collect(),
        expires_in: std::time::Duration::from_secs(60),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_does_not_fit_is_refused_and_changes_nothing() {
    let scene = Scene::new().await;
    let url = scene.serve_site(&["621122"], "gateway").await;
    let elsewhere = scene.serve_site(&["621123"], "gateway").await;
    let mistrusting = scene.serve_site(&["621122"], "stranger").await;
    let good = || grant("621122", "COUNTY", &["network", "county"]);
    let request = |grant| scene.request(grant, "office", &url);
    let of_stranger = scene.request(good(), "stranger", &url);
    let unknown_office = request(EnrolmentGrant { issuer: "x".to_owned(), ..good() });
    let other_key = EnrolmentRequest {
        key: scene.key("stranger").public_x().expect("a key").to_owned(),
        ..request(good())
    };
    let no_key = EnrolmentRequest { key: String::new(), ..request(good()) };
    let other_url = EnrolmentRequest { url: elsewhere.clone(), ..request(good()) };
    let stolen = {
        let EnrolmentRequest { token, name, url, .. } = request(good());
        EnrolmentRequest::new(token, name, url, &scene.key("stranger")).expect("it signs")
    };
    let no_token = EnrolmentRequest { token: "x".to_owned(), ..request(good()) };
    for (case, request, code) in [
        ("no token", no_token, "ENROLMENT_TOKEN_INVALID"),
        ("signed by another", of_stranger, "ENROLMENT_TOKEN_INVALID"),
        ("unknown office", unknown_office, "ENROLMENT_TOKEN_INVALID"),
        ("another key than proven", other_key, "ENROLMENT_PROOF_INVALID"),
        ("no key", no_key, "ENROLMENT_PROOF_INVALID"),
        ("another address than proven", other_url, "ENROLMENT_PROOF_INVALID"),
        ("a token that was stolen", stolen, "ENROLMENT_IDENTITY_WRONG"),
        (
            "the office's own region",
            request(grant("620000", "PROVINCE", &["network"])),
            "ENROLMENT_REGION_FOREIGN",
        ),
        (
            "a region of another province",
            request(grant("610100", "CITY", &["network"])),
            "ENROLMENT_REGION_FOREIGN",
        ),
        (
            "a region that is none",
            request(grant("621199", "COUNTY", &["network"])),
            "ENROLMENT_REGION_UNKNOWN",
        ),
        ("another level", request(grant("621122", "CITY", &["network"])), "ENROLMENT_LEVEL_WRONG"),
        ("no contract", request(grant("621122", "COUNTY", &[])), "ENROLMENT_CONTRACT_WRONG"),
        (
            "an unknown contract",
            request(grant("621122", "COUNTY", &["moon"])),
            "ENROLMENT_CONTRACT_WRONG",
        ),
        (
            "a contract of another level",
            request(grant("621122", "COUNTY", &["city"])),
            "ENROLMENT_CONTRACT_WRONG",
        ),
        (
            "a site of another region",
            scene.request(good(), "office", &elsewhere),
            "ENROLMENT_REGION_WRONG",
        ),
        (
            "a site that does not trust the gateway",
            scene.request(good(), "office", &mistrusting),
            "ENROLMENT_CALL_REFUSED",
        ),
        (
            "nobody there",
            scene.request(good(), "office", "http://127.0.0.1:1/graphql"),
            "ENROLMENT_SITE_UNREACHABLE",
        ),
        (
            "plain HTTP to elsewhere",
            scene.request(good(), "office", "http://zhengxie.longxi.example/graphql"),
            "ENROLMENT_URL_INVALID",
        ),
        ("no URL", scene.request(good(), "office", "longxi"), "ENROLMENT_URL_INVALID"),
    ] {
        let refused = scene.desk(NOW).enrol(&request).await.expect_err(case);
        assert_eq!(refused.code(), code, "{case}: {refused}");
    }
    let late = scene.desk(NOW + 60).enrol(&request(good())).await.expect_err("late");
    assert_eq!(late.code(), "ENROLMENT_TOKEN_EXPIRED");
    let sites = fs::read_to_string(scene.path("sites.toml")).expect("it is there");
    assert!(!sites.contains("[[site]]"), "{sites}");
    assert!(!scene.path("used.json").exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_lets_one_site_in_once() {
    let scene = Scene::new().await;
    let url = scene.serve_site(&["621122"], "gateway").await;
    let request = scene.request(grant("621122", "COUNTY", &["network", "county"]), "office", &url);
    // Two at once, as by a thief: one has it.
    let desk = scene.desk(NOW);
    let (one, two) = tokio::join!(desk.enrol(&request), desk.enrol(&request));
    let enrolled = one.expect("it fits");
    assert_eq!((enrolled.site.as_str(), enrolled.contracts.len()), ("621122", 2));
    assert!(matches!(two, Err(EnrolmentError::TokenUsed)), "{two:?}");
    // Nor after a restart, nor with another token while the region has an owner.
    let again = scene.desk(NOW).enrol(&request).await.expect_err("it is used");
    assert_eq!(again.code(), "ENROLMENT_TOKEN_USED");
    let texts = SourceFiles::of_config(&scene.config).read().expect("the files read");
    let before = scene.gateway.state();
    let state = texts.load(&scene.config.traffic, &scene.config.plan_cache, Some(&before));
    scene.gateway.replace_state(state.expect("a state"));
    let other = scene.request(grant("621122", "COUNTY", &["network"]), "office", &url);
    let taken = scene.desk(NOW).enrol(&other).await.expect_err("it has an owner");
    assert_eq!(taken.code(), "ENROLMENT_REGION_TAKEN");
    let sites = fs::read_to_string(scene.path("sites.toml")).expect("it is there");
    assert!(sites.starts_with(SITES), "what the operator wrote stays: {sites}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_county_joins_by_two_commands_and_is_asked() {
    let scene = Scene::new().await;
    let url = scene.serve_site(&["621122"], "gateway").await;
    let files = SourceFiles::of_config(&scene.config);
    let texts = files.read().expect("the files read");
    let (traffic, plans) = (scene.config.traffic.clone(), scene.config.plan_cache.clone());
    let gateway = Arc::clone(&scene.gateway);
    let reloader = Reloader::new(gateway, files, texts, traffic, plans).expect("it watches");
    tokio::spawn(reloader.run(scene.shutdown.clone()));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    let state = ServerState::new(
        Arc::clone(&scene.gateway),
        Arc::new(qianzhan::explorer::BundledExplorer),
        scene.config.server.clone(),
        scene.config.limits.clone(),
    )
    .with_enrolment(scene.identity.enrolment_desk(&scene.config, &scene.gateway));
    tokio::spawn(serve(listener, state, scene.shutdown.clone()));

    let folder = scene.folder.path().to_owned();
    let joined = tokio::task::spawn_blocking(move || {
        let issue = ["enrol", "issue", "--key", "office/signing.pem", "--issuer", "gansu-office"];
        let token = run(&folder, &[&issue[..], &["--region", "621122"]].concat()).ok();
        fs::write(folder.join("token"), &token).expect("it is written");
        let gateway = format!("http://{address}");
        let present = |key: &str| {
            let arguments = [
                "enrol",
                "present",
                "--gateway",
                &gateway,
                "--token",
                "token",
                "--url",
                &url,
                "--name",
                "陇西县政协",
                "--key",
                key,
            ];
            run(&folder, &arguments)
        };
        assert_eq!(present("stranger/signing.pem").code(), "ENROLMENT_IDENTITY_WRONG");
        let told = present("site/signing.pem").ok();
        assert!(told.contains("621122 has joined, and serves network, county"), "{told}");
        assert_eq!(present("site/signing.pem").code(), "ENROLMENT_TOKEN_USED");
    });
    joined.await.expect("no panic");

    // The sites file is watched: soon the gateway routes to the site.
    let asked = async {
        loop {
            let query = "{ region(code: \"621122\") { members { totalCount } } }".to_owned();
            let request = GraphqlRequest { query, ..GraphqlRequest::default() };
            let context = RequestContext {
                request_id: RequestId::generate(),
                caller: qianzhan::demo::demo_analyst(),
                headers: Default::default(),
                address: None,
            };
            let answer = scene.gateway.execute(request, context).await;
            let answer: Value = serde_json::from_slice(&answer.body).expect("JSON");
            if answer["extensions"]["coverage"]["complete"] == true {
                return answer;
            }
            tokio::task::yield_now().await;
        }
    };
    let limit = std::time::Duration::from_secs(30);
    let answer = tokio::time::timeout(limit, asked).await.expect("it is asked in time");
    assert_eq!(answer["data"]["region"]["members"]["totalCount"], 0, "{answer}");
}
