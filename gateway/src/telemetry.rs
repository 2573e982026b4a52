//! Logs and traces: setting them up, the spans, and the keys of their attributes.
//!
//! Nothing leaves the process unless the configuration names a collector.

pub mod attributes;
mod exporter;
mod init;
mod propagation;
mod spans;

pub use init::{Telemetry, TelemetryError, init};
pub use propagation::{inject_into_headers, set_parent_from_headers};
pub use spans::{
    operation_span, record_operation, record_server_status, record_site_call, server_span,
    site_call_span,
};
