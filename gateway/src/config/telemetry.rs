//! What the gateway logs, and where it sends traces.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{error::ConfigProblem, url::parse_http_url};

/// Section `[telemetry]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TelemetryConfig {
    /// Form of a log line. Default `text`.
    pub log_format: LogFormat,
    /// Which log lines are written, such as `info,qianzhan_gateway=debug`. Default `info`.
    pub log_filter: String,
    /// Where traces go.
    pub otlp: OtlpConfig,
}

/// Form of a log line, on standard error.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object for each line.
    Json,
}

/// Section `[telemetry.otlp]`: OpenTelemetry protocol over HTTP, protobuf.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OtlpConfig {
    /// Base URL of the collector, such as `http://127.0.0.1:4318`; traces go to `/v1/traces`
    /// below it. Default: none, and nothing is sent.
    pub endpoint: Option<String>,
    /// Longest wait for the collector. Default `5s`.
    #[serde(with = "humantime_serde")]
    #[schemars(with = "String")]
    pub timeout: Duration,
    /// Share of requests that are traced, from 0 to 1, where the caller has not decided.
    /// Default 1.
    pub sample_ratio: f64,
}

impl Default for TelemetryConfig {
    fn default() -> Self {
        Self {
            log_format: LogFormat::default(),
            log_filter: "info".to_owned(),
            otlp: OtlpConfig::default(),
        }
    }
}

impl Default for OtlpConfig {
    fn default() -> Self {
        Self { endpoint: None, timeout: Duration::from_secs(5), sample_ratio: 1.0 }
    }
}

impl TelemetryConfig {
    pub(super) fn check(&self, problems: &mut Vec<ConfigProblem>) {
        let otlp = &self.otlp;
        if let Some(endpoint) = &otlp.endpoint
            && let Err(source) = parse_http_url(endpoint)
        {
            problems.push(ConfigProblem::Url { key: "telemetry.otlp.endpoint".to_owned(), source });
        }
        if otlp.timeout.is_zero() {
            problems.push(ConfigProblem::DurationZero { key: "telemetry.otlp.timeout" });
        }
        if !(0.0..=1.0).contains(&otlp.sample_ratio) {
            problems.push(ConfigProblem::RatioInvalid {
                key: "telemetry.otlp.sample_ratio",
                ratio: otlp.sample_ratio,
            });
        }
    }
}
