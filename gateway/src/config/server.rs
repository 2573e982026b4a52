//! Where clients reach the gateway, and for how long it waits for them.

use std::{
    net::{Ipv4Addr, SocketAddr},
    num::NonZeroUsize,
    time::Duration,
};

use http::uri::Authority;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{error::ConfigProblem, url::is_host_and_port};

/// Section `[server]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ServerConfig {
    /// Address and port to listen on. Default `127.0.0.1:4000`.
    #[schemars(with = "String")]
    pub listen: SocketAddr,
    /// Whether clients reach the gateway through a proxy that does TLS. Without it only a loopback
    /// address is listened on. Default false.
    pub behind_tls_proxy: bool,
    /// Longest time for one client request, from its last byte to the answer. It must be longer
    /// than `traffic.request_timeout`. Default `30s`.
    #[serde(with = "humantime_serde")]
    #[schemars(with = "String")]
    pub request_timeout: Duration,
    /// Longest time to send the body of a request. Default `10s`.
    #[serde(with = "humantime_serde")]
    #[schemars(with = "String")]
    pub body_timeout: Duration,
    /// How long a shutdown waits for requests in flight. Default `10s`.
    #[serde(with = "humantime_serde")]
    #[schemars(with = "String")]
    pub drain_timeout: Duration,
    /// A client that waits for events hears from the server at least this often. Default `15s`.
    #[serde(with = "humantime_serde")]
    #[schemars(with = "String")]
    pub heartbeat: Duration,
    /// Client connections open at once; more wait to be accepted. Default 4096.
    pub max_connections: NonZeroUsize,
    /// Whether queries that the same caller asks alike at the same time are run once, and all get
    /// that answer. Default false.
    pub share_requests: bool,
    /// Which other origins may call from a browser.
    pub cors: CorsConfig,
}

/// Section `[server.cors]`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CorsConfig {
    /// Origins whose pages may read answers, such as `https://dashboard.example`. Default: none.
    pub allow_origins: Vec<String>,
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 4000)),
            behind_tls_proxy: false,
            request_timeout: Duration::from_secs(30),
            body_timeout: Duration::from_secs(10),
            drain_timeout: Duration::from_secs(10),
            heartbeat: Duration::from_secs(15),
            max_connections: NonZeroUsize::new(4096).expect("not zero"),
            share_requests: false,
            cors: CorsConfig::default(),
        }
    }
}

impl ServerConfig {
    pub(super) fn check(&self, problems: &mut Vec<ConfigProblem>) {
        if !self.behind_tls_proxy && !self.listen.ip().is_loopback() {
            problems.push(ConfigProblem::TlsMissing);
        }
        for (key, timeout) in [
            ("server.request_timeout", self.request_timeout),
            ("server.body_timeout", self.body_timeout),
            ("server.heartbeat", self.heartbeat),
        ] {
            if timeout.is_zero() {
                problems.push(ConfigProblem::DurationZero { key });
            }
        }
        for (index, origin) in self.cors.allow_origins.iter().enumerate() {
            if !is_origin(origin) {
                problems.push(ConfigProblem::OriginInvalid {
                    key: format!("server.cors.allow_origins[{index}]"),
                    origin: origin.clone(),
                });
            }
        }
    }
}

/// `scheme://host[:port]` and nothing more. Spec: RFC 6454, section 6.1.
fn is_origin(text: &str) -> bool {
    let Some((scheme, authority)) = text.split_once("://") else {
        return false;
    };
    matches!(scheme, "http" | "https")
        && authority.parse::<Authority>().is_ok_and(|authority| is_host_and_port(&authority))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_a_scheme_and_a_host() {
        for (text, expected) in [
            ("https://dashboard.example", true),
            ("http://127.0.0.1:5173", true),
            ("http://[::1]:5173", true),
            ("https://dashboard.example/", false),
            ("https://user@dashboard.example", false),
            ("dashboard.example", false),
            ("ftp://dashboard.example", false),
            ("https://", false),
            ("*", false),
            ("null", false),
        ] {
            assert_eq!(is_origin(text), expected, "{text}");
        }
    }
}
