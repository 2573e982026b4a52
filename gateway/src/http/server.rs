//! Routes and layers, and the entry that serves them.

use std::{io, sync::Arc};

use axum::{
    Router,
    routing::{self, get},
};
use http::{HeaderName, HeaderValue, Method, header};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tower_http::{
    compression::{
        CompressionLayer,
        predicate::{DefaultPredicate, NotForContentType, Predicate},
    },
    cors::CorsLayer,
};

use super::{
    connections::serve_connections,
    enrolment::{self, ENROLMENT_PATH},
    error::HttpError,
    explorer::{self, Assets},
    graphql, health,
    request_id::REQUEST_ID_HEADER,
    service::GraphqlService,
    signing_keys::{self, JWKS_PATH},
};
use crate::{
    auth::{Authenticator, CallSigner},
    config::{ExportConfig, LimitsConfig, ServerConfig},
    enrolment::EnrolmentDesk,
    gateway::COVERAGE_HEADER,
};

/// What the server works with.
pub struct ServerState<S> {
    /// Answers the requests.
    pub service: Arc<S>,
    /// The explorer's files.
    pub assets: Arc<dyn Assets>,
    /// Section `[server]`; `listen` is not used, the listener is handed in.
    pub server: Arc<ServerConfig>,
    /// Section `[limits]`.
    pub limits: Arc<LimitsConfig>,
    /// Tells who sends a request.
    pub(super) authenticator: Arc<Authenticator>,
    /// Whose public keys are published.
    pub(super) signer: Option<Arc<CallSigner>>,
    /// How tables may be made.
    pub(super) export: Arc<ExportConfig>,
    /// Turns to make a table.
    pub(super) exporting: Arc<Semaphore>,
    /// Where sites join.
    pub(super) enrolment: Option<Arc<EnrolmentDesk>>,
    /// Set by [`serve`].
    pub(super) shutdown: CancellationToken,
}

impl<S> ServerState<S> {
    /// The state of one server, to which every caller is anonymous and which publishes no keys.
    pub fn new(
        service: Arc<S>,
        assets: Arc<dyn Assets>,
        server: ServerConfig,
        limits: LimitsConfig,
    ) -> Self {
        Self {
            service,
            assets,
            server: Arc::new(server),
            limits: Arc::new(limits),
            authenticator: Arc::new(Authenticator::anonymous()),
            signer: None,
            enrolment: None,
            shutdown: CancellationToken::new(),
            export: Arc::default(),
            exporting: Arc::new(Semaphore::new(ExportConfig::default().max_running.get())),
        }
    }

    /// With tables made as a section `[export]` says.
    #[must_use]
    pub fn with_export(mut self, export: ExportConfig) -> Self {
        self.exporting = Arc::new(Semaphore::new(export.max_running.get()));
        self.export = Arc::new(export);
        self
    }

    /// With callers known by their tokens.
    #[must_use]
    pub fn with_authenticator(mut self, authenticator: Authenticator) -> Self {
        self.authenticator = Arc::new(authenticator);
        self
    }

    /// With the public keys of `signer` at `/.well-known/jwks.json`.
    #[must_use]
    pub fn with_signer(mut self, signer: Option<Arc<CallSigner>>) -> Self {
        self.signer = signer;
        self
    }

    /// With sites joining at `POST /enrolment`.
    #[must_use]
    pub fn with_enrolment(mut self, desk: Option<EnrolmentDesk>) -> Self {
        self.enrolment = desk.map(Arc::new);
        self
    }
}

/// Serves clients until `shutdown`, then drains for at most `server.drain_timeout`.
///
/// # Errors
/// If the listener has no address.
pub async fn serve<S: GraphqlService>(
    listener: TcpListener,
    mut state: ServerState<S>,
    shutdown: CancellationToken,
) -> io::Result<()> {
    let address = listener.local_addr()?;
    state.shutdown = shutdown.clone();
    let server = Arc::clone(&state.server);
    tracing::info!(%address, "serving");
    serve_connections(listener, router(state), &server, &shutdown).await;
    tracing::info!(%address, "stopped");
    Ok(())
}

/// Where requests are answered.
const GRAPHQL_PATH: &str = "/graphql";
/// Whether the process lives.
const HEALTH_PATH: &str = "/health";
/// Whether it takes requests.
const READY_PATH: &str = "/ready";
/// All paths of which each has one name; others are files of the explorer.
const ROUTES: [&str; 5] = [GRAPHQL_PATH, HEALTH_PATH, READY_PATH, ENROLMENT_PATH, JWKS_PATH];

/// The route of a path, for traces; `None` for paths that clients make up.
pub(super) fn route_of(path: &str) -> Option<&'static str> {
    ROUTES.into_iter().find(|route| *route == path)
}

/// The layer added last is the outermost. What is done for every request stands in [`edge`](super::edge).
fn router<S: GraphqlService>(state: ServerState<S>) -> Router {
    let mut router = Router::new()
        .route(
            GRAPHQL_PATH,
            get(graphql::get::<S>).post(graphql::post::<S>).fallback(graphql::other_method),
        )
        .route(HEALTH_PATH, get(health::live).fallback(get_only))
        .route(READY_PATH, get(health::ready::<S>).fallback(get_only))
        .route(ENROLMENT_PATH, routing::post(enrolment::post::<S>).fallback(post_only))
        .route(JWKS_PATH, get(signing_keys::get::<S>).fallback(get_only))
        .fallback(get(explorer::get::<S>).fallback(nothing_here))
        .layer(CompressionLayer::new().compress_when(compressed()));
    if let Some(cors) = cors(&state.server) {
        router = router.layer(cors);
    }
    router.with_state(Arc::new(state))
}

/// Streams go out part by part, which an encoder would hold back.
fn compressed() -> impl Predicate {
    DefaultPredicate::new().and(NotForContentType::const_new("multipart/mixed"))
}

/// `None`, and so no permission for any other origin, unless the configuration names some.
fn cors(config: &ServerConfig) -> Option<CorsLayer> {
    let origins: Vec<HeaderValue> = config
        .cors
        .allow_origins
        .iter()
        .filter_map(|origin| HeaderValue::from_str(origin).ok())
        .collect();
    if origins.is_empty() {
        return None;
    }
    let layer = CorsLayer::new()
        .allow_origin(origins)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([
            header::ACCEPT,
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            REQUEST_ID_HEADER.clone(),
            HeaderName::from_static(COVERAGE_HEADER),
        ])
        .expose_headers([REQUEST_ID_HEADER.clone()]);
    Some(layer)
}

async fn post_only() -> HttpError {
    HttpError::MethodNotAllowed { allow: "POST" }
}

async fn get_only() -> HttpError {
    HttpError::MethodNotAllowed { allow: "GET, HEAD" }
}

async fn nothing_here() -> HttpError {
    HttpError::NotFound
}

#[cfg(test)]
mod tests;
