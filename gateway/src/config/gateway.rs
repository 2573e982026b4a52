//! The whole configuration file: its sections, and the rules between them.

use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    auth::AuthConfig,
    enrolment::EnrolmentConfig,
    error::{ConfigError, ConfigProblem},
    export::ExportConfig,
    limits::LimitsConfig,
    overrides::OverridesConfig,
    plan_cache::PlanCacheConfig,
    server::ServerConfig,
    signing::SigningConfig,
    site_heads::SiteHeadsConfig,
    site_tls::SiteTlsConfig,
    sources::{RegionsConfig, SitesConfig, SupergraphConfig, resolve},
    subscriptions::SubscriptionsConfig,
    telemetry::TelemetryConfig,
    toml_text::parse_toml,
    traffic::TrafficConfig,
};

/// Configuration of `qianzhan gateway`. Every section may be left out; unknown keys are
/// refused.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct GatewayConfig {
    /// Where clients reach the gateway.
    pub server: ServerConfig,
    /// Whose tokens are taken.
    pub auth: AuthConfig,
    /// What calls to sites are signed with.
    pub signing: Option<SigningConfig>,
    /// The composed supergraph.
    pub supergraph: SupergraphConfig,
    /// The sites file. Without it every subgraph is one URL, as the supergraph says.
    pub sites: Option<SitesConfig>,
    /// Where the heads of the sites' access logs are kept.
    pub site_heads: Option<SiteHeadsConfig>,
    /// How the gateway and the sites know each other over HTTPS.
    pub site_tls: Option<SiteTlsConfig>,
    /// Which offices may let sites join.
    pub enrolment: Option<EnrolmentConfig>,
    /// The regions that the sites own.
    pub regions: RegionsConfig,
    /// How sites are called.
    pub traffic: TrafficConfig,
    /// How large a client's request may be.
    pub limits: LimitsConfig,
    /// Tables for spreadsheets.
    pub export: ExportConfig,
    /// How many subscriptions there may be, and what they may hold.
    pub subscriptions: SubscriptionsConfig,
    /// Which progressive overrides are on.
    pub overrides: OverridesConfig,
    /// How many query plans are kept.
    pub plan_cache: PlanCacheConfig,
    /// Logs and traces.
    pub telemetry: TelemetryConfig,
}

impl GatewayConfig {
    /// Reads the text of a configuration file. Relative paths start at `folder`, the folder that
    /// the file stands in.
    ///
    /// # Errors
    /// [`ConfigError`] with what the TOML reader says or, once the text can be read, with every
    /// value that breaks a rule.
    pub fn parse(text: &str, folder: &Path) -> Result<Self, ConfigError> {
        let mut config: Self =
            parse_toml(text).map_err(|error| ConfigError { problems: vec![error.into()] })?;
        config.check()?;
        config.resolve_paths(folder);
        Ok(config)
    }

    /// # Errors
    /// [`ConfigError`] with every value that breaks a rule.
    pub fn check(&self) -> Result<(), ConfigError> {
        let mut problems = Vec::new();
        self.server.check(&mut problems);
        self.auth.check(&mut problems);
        if let Some(signing) = &self.signing {
            signing.check(&mut problems);
        }
        if let Some(enrolment) = &self.enrolment {
            enrolment.check(self.sites.is_some(), &mut problems);
        }
        if let Some(site_heads) = &self.site_heads {
            site_heads.check(&mut problems);
        }
        self.traffic.check(&mut problems);
        self.subscriptions.check(&mut problems);
        self.telemetry.check(&mut problems);
        if self.server.request_timeout <= self.traffic.request_timeout {
            problems.push(ConfigProblem::TimeoutOrder);
        }
        if self.sites.is_some() && self.regions.paths.is_empty() {
            problems.push(ConfigProblem::RegionsMissing);
        }
        if problems.is_empty() { Ok(()) } else { Err(ConfigError { problems }) }
    }

    fn resolve_paths(&mut self, folder: &Path) {
        self.auth.resolve_paths(folder);
        if let Some(signing) = &mut self.signing {
            signing.resolve_paths(folder);
        }
        resolve(&mut self.supergraph.path, folder);
        if let Some(sites) = &mut self.sites {
            resolve(&mut sites.path, folder);
        }
        if let Some(enrolment) = &mut self.enrolment {
            enrolment.resolve_paths(folder);
        }
        if let Some(site_heads) = &mut self.site_heads {
            site_heads.resolve_paths(folder);
        }
        if let Some(site_tls) = &mut self.site_tls {
            site_tls.resolve_paths(folder);
        }
        for path in &mut self.regions.paths {
            resolve(path, folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{path::PathBuf, time::Duration};

    use super::*;

    fn parse(text: &str) -> Result<GatewayConfig, ConfigError> {
        GatewayConfig::parse(text, Path::new("/etc/qianzhan"))
    }

    fn codes_of(text: &str) -> Vec<&'static str> {
        let error = parse(text).expect_err(text);
        error.problems.iter().map(ConfigProblem::code).collect()
    }

    #[test]
    fn an_empty_file_is_the_defaults() {
        let config = parse("").expect("defaults are valid");
        let mut expected = GatewayConfig::default();
        expected.supergraph.path = PathBuf::from("/etc/qianzhan/supergraph.graphql");
        assert_eq!(config, expected);
        assert_eq!(config.server.listen.to_string(), "127.0.0.1:4000");
        assert_eq!(config.traffic.request_timeout, Duration::from_secs(5));
        assert_eq!(config.traffic.max_in_flight_per_site.get(), 64);
        assert_eq!(config.traffic.max_in_flight_total.get(), 1024);
        assert_eq!(config.traffic.max_response_bytes.get(), 16 * 1024 * 1024);
        assert_eq!(config.limits.max_depth.get(), 24);
        assert_eq!(config.limits.max_aliases, 200);
        assert_eq!(config.telemetry.otlp.endpoint, None);
    }

    #[test]
    fn values_are_read_and_relative_paths_start_at_the_file() {
        let config = parse(
            r#"
            [server]
            listen = "0.0.0.0:80"
            behind_tls_proxy = true
            request_timeout = "1m"
            [server.cors]
            allow_origins = ["https://dashboard.example"]
            [supergraph]
            path = "schema/supergraph.graphql"
            [sites]
            path = "/var/lib/sites.toml"
            [regions]
            paths = ["regions.csv", "localities.csv"]
            [traffic]
            request_timeout = "800ms"
            [traffic.breaker]
            failures = 3
            [auth]
            required = true
            [[auth.issuers]]
            name = "https://login.example"
            jwks_file = "keys/login.json"
            [[auth.issuers]]
            name = "https://login.longxi.example"
            jwks_url = "https://login.longxi.example/jwks.json"
            [signing]
            issuer = "gansu"
            key_file = "keys/signing.pem"
            [site_tls]
            authority_files = ["tls/office.pem"]
            client = { certificate_file = "tls/gateway.pem", key_file = "/run/tls/gateway.key" }
            [site_tls.sites.621122]
            certificate_file = "tls/longxi.pem"
            key_file = "tls/longxi.key"
            [telemetry]
            log_format = "json"
            [telemetry.otlp]
            endpoint = "http://127.0.0.1:4318"
            "#,
        )
        .expect("a valid configuration");
        assert_eq!(config.server.listen.to_string(), "0.0.0.0:80");
        assert_eq!(config.traffic.request_timeout, Duration::from_millis(800));
        assert_eq!(config.traffic.breaker.failures.get(), 3);
        assert_eq!(config.traffic.breaker.open_for, Duration::from_secs(10));
        assert_eq!(config.supergraph.path, Path::new("/etc/qianzhan/schema/supergraph.graphql"));
        assert_eq!(
            config.auth.issuers[0].jwks_file.as_deref(),
            Some(Path::new("/etc/qianzhan/keys/login.json"))
        );
        let signing = config.signing.expect("a key is named");
        assert_eq!(signing.key_file, Path::new("/etc/qianzhan/keys/signing.pem"));
        let site_tls = config.site_tls.expect("certificates are named");
        assert_eq!(
            site_tls.files().map(|it| it.display().to_string()).collect::<Vec<_>>(),
            [
                "/etc/qianzhan/tls/office.pem",
                "/etc/qianzhan/tls/gateway.pem",
                "/run/tls/gateway.key",
                "/etc/qianzhan/tls/longxi.pem",
                "/etc/qianzhan/tls/longxi.key",
            ]
        );
        let sites = config.sites.expect("a sites file is named");
        assert_eq!(sites.path, Path::new("/var/lib/sites.toml"));
        assert_eq!(
            config.regions.paths,
            [
                PathBuf::from("/etc/qianzhan/regions.csv"),
                PathBuf::from("/etc/qianzhan/localities.csv"),
            ]
        );
    }

    #[test]
    fn bad_files_are_refused_with_every_reason() {
        for (text, expected) in [
            ("[server", vec!["CONFIG_SYNTAX"]),
            ("[sever]\n", vec!["CONFIG_SYNTAX"]),
            ("[server]\nport = 1\n", vec!["CONFIG_SYNTAX"]),
            ("[sites]\n", vec!["CONFIG_SYNTAX"]),
            ("[traffic]\nmax_in_flight_per_site = 0\n", vec!["CONFIG_SYNTAX"]),
            ("[traffic]\nrequest_timeout = 5\n", vec!["CONFIG_SYNTAX"]),
            ("[sites]\npath = \"sites.toml\"\n", vec!["CONFIG_REGIONS_MISSING"]),
            ("[traffic]\nrequest_timeout = \"30s\"\n", vec!["CONFIG_TIMEOUT_ORDER"]),
            ("[traffic]\nmax_in_flight_total = 10\n", vec!["CONFIG_IN_FLIGHT_ORDER"]),
            ("[server]\nlisten = \"0.0.0.0:4000\"\n", vec!["CONFIG_TLS_MISSING"]),
            ("[auth]\nrequired = true\n", vec!["CONFIG_ISSUERS_MISSING"]),
            (
                "[auth]\naudience = \"\"\n[[auth.issuers]]\nname = \"a\"\n\
                 [[auth.issuers]]\nname = \"a\"\njwks_url = \"http://login.example/\"\n",
                vec![
                    "CONFIG_TEXT_MISSING",
                    "CONFIG_ISSUER_KEYS",
                    "CONFIG_ISSUER_REPEATED",
                    "CONFIG_URL_INVALID",
                ],
            ),
            ("[signing]\nissuer = \"gansu\"\n", vec!["CONFIG_SYNTAX"]),
            (
                "[server]\nbody_timeout = \"0s\"\n\
                 [server.cors]\nallow_origins = [\"*\"]\n\
                 [traffic.breaker]\nopen_for = \"0s\"\n\
                 [telemetry.otlp]\nendpoint = \"collector:4318\"\nsample_ratio = 1.5\n",
                vec![
                    "CONFIG_DURATION_ZERO",
                    "CONFIG_ORIGIN_INVALID",
                    "CONFIG_DURATION_ZERO",
                    "CONFIG_URL_INVALID",
                    "CONFIG_RATIO_INVALID",
                ],
            ),
        ] {
            assert_eq!(codes_of(text), expected, "{text}");
        }
    }

    #[test]
    fn a_syntax_error_tells_its_line() {
        let error = parse("[server]\nlisten = \"127.0.0.1:4000\"\nport = 1\n").expect_err("no key");
        let text = error.to_string();
        assert!(text.starts_with("CONFIG_SYNTAX: 第 3 行"), "{text}");
        assert!(text.contains("unknown field `port`"), "{text}");
    }

    /// The schema that editors and operators read. `UPDATE_GENERATED=1` writes it anew.
    #[test]
    fn the_json_schema_that_is_checked_in_is_up_to_date() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("config.schema.json");
        let schema = schemars::schema_for!(GatewayConfig);
        let generated = serde_json::to_string_pretty(&schema).expect("a schema is JSON") + "\n";
        if std::env::var_os("UPDATE_GENERATED").is_some() {
            std::fs::write(&path, &generated).expect("the file can be written");
        }
        let checked_in = std::fs::read_to_string(&path).expect("the file is checked in");
        assert!(
            checked_in == generated,
            "gateway/config.schema.json is stale: run this test with UPDATE_GENERATED=1"
        );
    }

    #[test]
    fn a_configuration_written_as_toml_reads_back_the_same() {
        let mut config = GatewayConfig::default();
        config.supergraph.path = PathBuf::from("/s.graphql");
        config.telemetry.otlp.endpoint = Some("http://127.0.0.1:4318".to_owned());
        let text = toml::to_string(&config).expect("a configuration is TOML");
        assert_eq!(parse(&text).expect("a valid configuration"), config);
    }
}
