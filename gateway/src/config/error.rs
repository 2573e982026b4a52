//! What can be wrong with the gateway's configuration.

use std::num::NonZeroUsize;

use super::{toml_text::TomlError, url::UrlError};

/// A configuration that was refused, with every reason.
#[derive(Debug, thiserror::Error)]
#[error("{}", lines_of(.problems))]
pub struct ConfigError {
    /// At least one.
    pub problems: Vec<ConfigProblem>,
}

fn lines_of(problems: &[ConfigProblem]) -> String {
    let lines: Vec<String> =
        problems.iter().map(|problem| format!("{}: {problem}", problem.code())).collect();
    lines.join("\n")
}

/// One reason to refuse a configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigProblem {
    /// Not TOML, an unknown key, or a value of the wrong type.
    #[error(transparent)]
    Toml(#[from] TomlError),
    /// A duration that must not be zero.
    #[error("{key} 不能为 0 / {key} must not be zero")]
    DurationZero {
        /// Where, such as `traffic.request_timeout`.
        key: &'static str,
    },
    /// A client's request would end before one site's answer may come.
    #[error(
        "server.request_timeout 应长于 traffic.request_timeout / \
         server.request_timeout must be longer than traffic.request_timeout"
    )]
    TimeoutOrder,
    /// Fewer calls in flight to all sites than to one.
    #[error(
        "traffic.max_in_flight_total（{total}）小于 traffic.max_in_flight_per_site（{per_site}）/ \
         traffic.max_in_flight_total ({total}) is below traffic.max_in_flight_per_site ({per_site})"
    )]
    InFlightOrder {
        /// The bound for one site.
        per_site: NonZeroUsize,
        /// The bound for all sites.
        total: NonZeroUsize,
    },
    /// Not the origin of a web page.
    #[error(
        "{key}：`{origin}` 应为协议加主机，如 https://dashboard.example / \
         `{origin}` should be a scheme and a host, such as https://dashboard.example"
    )]
    OriginInvalid {
        /// Where.
        key: String,
        /// The text.
        origin: String,
    },
    /// Not a URL that can be called.
    #[error("{key}：{source}")]
    Url {
        /// Where.
        key: String,
        /// What is wrong with it.
        source: UrlError,
    },
    /// Not a share.
    #[error("{key}：{ratio} 不在 0 和 1 之间 / {ratio} is not between 0 and 1")]
    RatioInvalid {
        /// Where.
        key: &'static str,
        /// The number.
        ratio: f64,
    },
    /// A sites file, but no regions to place its sites in.
    #[error(
        "有 sites.path 时必须给出 regions.paths / \
         regions.paths must name a file when there is a sites.path"
    )]
    RegionsMissing,
    /// A text that must not be empty.
    #[error("{key} 不能为空 / {key} must not be empty")]
    TextMissing {
        /// Where.
        key: String,
    },
    /// Tokens are required, and nobody's are taken.
    #[error(
        "auth.required 为 true 时必须有 auth.issuers / \
         auth.issuers must list an issuer when auth.required is true"
    )]
    IssuersMissing,
    /// Two issuers of one name.
    #[error("{key}：name 重复 / the name is listed twice")]
    IssuerRepeated {
        /// Where the second is.
        key: String,
    },
    /// An issuer's keys are nowhere, or at two places.
    #[error(
        "{key}：jwks_file 与 jwks_url 应恰有其一 / exactly one of jwks_file and jwks_url is needed"
    )]
    IssuerKeys {
        /// Which issuer.
        key: String,
    },
    /// Clients would send tokens and read records over the network without TLS.
    #[error(
        "server.listen 不是回环地址，而网关自身不做 TLS：应置于 TLS 代理之后并写明 \
         server.behind_tls_proxy = true / server.listen is no loopback address and the gateway does \
         no TLS: put it behind a proxy that does, and say server.behind_tls_proxy = true"
    )]
    TlsMissing,
}

impl ConfigProblem {
    /// The stable error code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Toml(_) => "CONFIG_SYNTAX",
            Self::DurationZero { .. } => "CONFIG_DURATION_ZERO",
            Self::TimeoutOrder => "CONFIG_TIMEOUT_ORDER",
            Self::InFlightOrder { .. } => "CONFIG_IN_FLIGHT_ORDER",
            Self::OriginInvalid { .. } => "CONFIG_ORIGIN_INVALID",
            Self::Url { .. } => "CONFIG_URL_INVALID",
            Self::RatioInvalid { .. } => "CONFIG_RATIO_INVALID",
            Self::TextMissing { .. } => "CONFIG_TEXT_MISSING",
            Self::IssuersMissing => "CONFIG_ISSUERS_MISSING",
            Self::IssuerRepeated { .. } => "CONFIG_ISSUER_REPEATED",
            Self::IssuerKeys { .. } => "CONFIG_ISSUER_KEYS",
            Self::TlsMissing => "CONFIG_TLS_MISSING",
            Self::RegionsMissing => "CONFIG_REGIONS_MISSING",
        }
    }
}
