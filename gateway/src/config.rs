//! The gateway's configuration: one TOML file, one typed section per file here, and the sites file.
//!
//! Parsing is pure (text in, value or every problem out); reading files is the caller's part.
//! Each part of the gateway is given its own section only.

mod auth;
mod enrolment;
mod error;
mod export;
mod gateway;
mod limits;
mod overrides;
mod plan_cache;
mod server;
mod signing;
mod site_heads;
mod site_tls;
mod sites;
mod sites_error;
mod sources;
mod subscriptions;
mod telemetry;
mod toml_text;
mod traffic;
mod url;

pub use auth::{AuthConfig, IssuerConfig};
pub use enrolment::{EnrolmentConfig, EnrolmentOffice};
pub use error::{ConfigError, ConfigProblem};
pub use export::ExportConfig;
pub use gateway::GatewayConfig;
pub use limits::LimitsConfig;
pub use overrides::OverridesConfig;
pub use plan_cache::PlanCacheConfig;
pub use server::{CorsConfig, ServerConfig};
pub use signing::SigningConfig;
pub use site_heads::SiteHeadsConfig;
pub use site_tls::{ClientCertificateConfig, SiteTlsConfig};
pub use sites::{CheckedSites, ContractLevels, SiteDeclaration, SitesFile};
pub use sites_error::{SitePlace, SitesFileError, SitesFileProblem};
pub use sources::{RegionsConfig, SitesConfig, SupergraphConfig};
pub use subscriptions::SubscriptionsConfig;
pub use telemetry::{LogFormat, OtlpConfig, TelemetryConfig};
pub use toml_text::TomlError;
pub use traffic::{BreakerConfig, ShareCalls, TrafficConfig};
pub use url::UrlError;
pub(crate) use url::{is_safe, parse_http_url, parse_safe_url};
