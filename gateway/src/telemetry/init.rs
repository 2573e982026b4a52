//! Sets up logs on standard error and, where a collector is named, traces over OTLP.

use std::io::{self, IsTerminal};

use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::{ExporterBuildError, SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::{
    Resource,
    error::OTelSdkError,
    trace::{Sampler, SdkTracerProvider},
};
use tokio::runtime::Handle;
use tracing::Subscriber;
use tracing_subscriber::{
    EnvFilter, Layer, Registry,
    filter::ParseError,
    layer::SubscriberExt,
    util::{SubscriberInitExt, TryInitError},
};

use super::exporter::CollectorClient;
use crate::config::{LogFormat, OtlpConfig, TelemetryConfig};

/// Name under which the collector files our spans.
const SERVICE_NAME: &str = "qianzhan-gateway";
/// The spans of traces, as the filter names them.
const SPANS: &str = "qianzhan_gateway::telemetry::spans=debug";

/// Telemetry that is set up. To be shut down before the process ends, or the last spans are lost.
#[derive(Debug)]
#[must_use = "shut it down, or the last spans are lost"]
pub struct Telemetry {
    /// `None` where no collector is named.
    provider: Option<SdkTracerProvider>,
}

/// Why telemetry could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// `telemetry.log_filter` is not a filter.
    #[error("telemetry.log_filter `{filter}` 无效 / `{filter}` is not a log filter: {source}")]
    Filter {
        /// The text.
        filter: String,
        /// What the parser says.
        source: ParseError,
    },
    /// The exporter refuses its settings.
    #[error("无法建立 OTLP 导出 / the OTLP exporter cannot be set up: {source}")]
    Exporter {
        /// What it says.
        #[from]
        source: ExporterBuildError,
    },
    /// Logging was set up before.
    #[error("日志已经设置过 / logging is already set up: {source}")]
    AlreadySet {
        /// What the subscriber says.
        #[from]
        source: TryInitError,
    },
}

impl TelemetryError {
    /// The stable error code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Filter { .. } => "TELEMETRY_FILTER_INVALID",
            Self::Exporter { .. } => "TELEMETRY_EXPORTER_INVALID",
            Self::AlreadySet { .. } => "TELEMETRY_ALREADY_SET",
        }
    }
}

/// Sets up logs and traces for the whole process. To be called on the runtime, once.
///
/// # Errors
/// [`TelemetryError`] if the filter or the exporter's settings are refused, or logging is set up
/// already.
pub fn init(config: &TelemetryConfig) -> Result<Telemetry, TelemetryError> {
    let (subscriber, telemetry) = build(config)?;
    subscriber.try_init()?;
    Ok(telemetry)
}

impl Telemetry {
    /// Sends what is left and stops.
    ///
    /// # Errors
    /// If the collector did not take it in time.
    pub async fn shutdown(self) -> Result<(), OTelSdkError> {
        let Some(provider) = self.provider else {
            return Ok(());
        };
        // It blocks until the exporter's thread is done, which in turn waits for this runtime.
        tokio::task::spawn_blocking(move || provider.shutdown())
            .await
            .unwrap_or_else(|error| Err(OTelSdkError::InternalFailure(error.to_string())))
    }
}

type BoxedSubscriber = Box<dyn Subscriber + Send + Sync>;

fn build(config: &TelemetryConfig) -> Result<(BoxedSubscriber, Telemetry), TelemetryError> {
    let mut filter = EnvFilter::builder()
        .parse(&config.log_filter)
        .map_err(|source| TelemetryError::Filter { filter: config.log_filter.clone(), source })?;
    if config.otlp.endpoint.is_some() {
        // Whatever the logs show, a trace has all of a request's spans.
        filter = filter.add_directive(SPANS.parse().expect("a directive"));
    }
    let logs = tracing_subscriber::fmt::layer()
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal());
    let logs: Box<dyn Layer<Registry> + Send + Sync> = match config.log_format {
        LogFormat::Text => logs.boxed(),
        LogFormat::Json => logs.json().boxed(),
    };
    let provider = tracer_provider(&config.otlp)?;
    let traces = provider
        .as_ref()
        .map(|provider| tracing_opentelemetry::layer().with_tracer(provider.tracer(SERVICE_NAME)));
    let subscriber = Registry::default().with(logs).with(traces).with(filter);
    Ok((Box::new(subscriber), Telemetry { provider }))
}

/// `None`, and nothing is sent, unless an endpoint is configured.
fn tracer_provider(config: &OtlpConfig) -> Result<Option<SdkTracerProvider>, TelemetryError> {
    let Some(endpoint) = &config.endpoint else {
        return Ok(None);
    };
    let exporter = SpanExporter::builder()
        .with_http()
        .with_http_client(CollectorClient::new(Handle::current(), config.timeout))
        .with_endpoint(format!("{}/v1/traces", endpoint.trim_end_matches('/')))
        .with_timeout(config.timeout)
        .build()?;
    let sampler = Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(config.sample_ratio)));
    let provider = SdkTracerProvider::builder()
        .with_batch_exporter(exporter)
        .with_sampler(sampler)
        .with_resource(Resource::builder().with_service_name(SERVICE_NAME).build())
        .build();
    Ok(Some(provider))
}

#[cfg(test)]
mod tests;
