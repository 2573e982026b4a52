//! Whose tokens the gateway takes, and how it reads them.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{error::ConfigProblem, sources::resolve, url::parse_safe_url};

/// Section `[auth]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AuthConfig {
    /// Whether a request without a token is refused; otherwise its caller is anonymous. Default
    /// false.
    pub required: bool,
    /// What the `aud` claim of every token must name. Default `qianzhan`.
    pub audience: String,
    /// Claim with the caller's region code. Default `region`.
    pub region_claim: String,
    /// Claim with the list of the caller's roles. Default `roles`.
    pub roles_claim: String,
    /// How far an issuer's clock may be off. Default `30s`.
    #[serde(with = "humantime_serde")]
    #[schemars(with = "String")]
    pub leeway: Duration,
    /// After how long an issuer's keys are read again. Default `10m`.
    #[serde(with = "humantime_serde")]
    #[schemars(with = "String")]
    pub jwks_refresh: Duration,
    /// The issuers. Default: none, so no token is taken.
    pub issuers: Vec<IssuerConfig>,
}

/// One `[[auth.issuers]]`, with its keys either in a file or at a URL.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IssuerConfig {
    /// The `iss` claim of its tokens.
    pub name: String,
    /// File with its JWK set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jwks_file: Option<PathBuf>,
    /// URL of its JWK set: `https`, or `http` on the loopback interface.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jwks_url: Option<String>,
}

impl Default for AuthConfig {
    fn default() -> Self {
        Self {
            required: false,
            audience: "qianzhan".to_owned(),
            region_claim: "region".to_owned(),
            roles_claim: "roles".to_owned(),
            leeway: Duration::from_secs(30),
            jwks_refresh: Duration::from_secs(600),
            issuers: Vec::new(),
        }
    }
}

impl AuthConfig {
    pub(super) fn check(&self, problems: &mut Vec<ConfigProblem>) {
        for (key, text) in [
            ("auth.audience", &self.audience),
            ("auth.region_claim", &self.region_claim),
            ("auth.roles_claim", &self.roles_claim),
        ] {
            if text.is_empty() {
                problems.push(ConfigProblem::TextMissing { key: key.to_owned() });
            }
        }
        if self.jwks_refresh.is_zero() {
            problems.push(ConfigProblem::DurationZero { key: "auth.jwks_refresh" });
        }
        if self.required && self.issuers.is_empty() {
            problems.push(ConfigProblem::IssuersMissing);
        }
        for (index, issuer) in self.issuers.iter().enumerate() {
            let key = format!("auth.issuers[{index}]");
            if issuer.name.is_empty() {
                problems.push(ConfigProblem::TextMissing { key: format!("{key}.name") });
            }
            if self.issuers[..index].iter().any(|earlier| earlier.name == issuer.name) {
                problems.push(ConfigProblem::IssuerRepeated { key: key.clone() });
            }
            match (&issuer.jwks_file, &issuer.jwks_url) {
                (Some(_), None) => {}
                (None, Some(url)) => {
                    if let Err(source) = parse_safe_url(url) {
                        problems
                            .push(ConfigProblem::Url { key: format!("{key}.jwks_url"), source });
                    }
                }
                _ => problems.push(ConfigProblem::IssuerKeys { key }),
            }
        }
    }

    pub(super) fn resolve_paths(&mut self, folder: &Path) {
        for path in self.issuers.iter_mut().filter_map(|issuer| issuer.jwks_file.as_mut()) {
            resolve(path, folder);
        }
    }
}
