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
        key: &'static str,
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
            Self::RegionsMissing => "CONFIG_REGIONS_MISSING",
        }
    }
}
