//! Trace ids across processes, in the `traceparent` header.
//! Spec: W3C Trace Context.

use http::HeaderMap;
use opentelemetry::propagation::TextMapPropagator;
use opentelemetry_http::{HeaderExtractor, HeaderInjector};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;

/// Makes the span part of the caller's trace, if it sends one. To be called before the span is
/// entered.
pub fn set_parent_from_headers(span: &Span, headers: &HeaderMap) {
    if !headers.contains_key("traceparent") {
        return;
    }
    let context = TraceContextPropagator::new().extract(&HeaderExtractor(headers));
    // Fails only where nothing is traced; then there is no trace to be part of.
    let _ = span.set_parent(context);
}

/// Tells the called side which trace it is part of. Adds nothing where nothing is traced.
pub fn inject_into_headers(span: &Span, headers: &mut HeaderMap) {
    TraceContextPropagator::new().inject_context(&span.context(), &mut HeaderInjector(headers));
}
