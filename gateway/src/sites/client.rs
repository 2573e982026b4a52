//! Calls one site: bounded in time, in bytes, and in calls at once.

use std::{net::IpAddr, num::NonZeroUsize, sync::Arc, time::Duration};

use bytes::{Bytes, BytesMut};
use http::{HeaderValue, Method, Request, Response, StatusCode, Uri, header};
use http_body_util::{BodyExt, Full};
use hyper::body::{Body as _, Incoming};
use tokio::{sync::Semaphore, time::Instant};

use super::{
    Site, SitePools, Transport,
    site::SharedCall,
    site_schema::SiteSchemas,
    tls::{Pool, TlsFailure},
};
use crate::{
    auth::{CallProof, CallSigner, Caller, PASS_HEADER, SignError},
    config::{ShareCalls, TrafficConfig},
    coverage::Reason,
    heads::{HeadBook, Mark, SeenHead, SiteHeads},
    single_flight::Joined,
    telemetry::inject_into_headers,
};

/// Most room that is made for an answer of the length that a site announces, before it has come.
const MAX_ROOM: usize = 256 << 10;

/// What calls for one answer accept.
const ONE_BODY: &str = "application/graphql-response+json, application/json;q=0.9";

/// Why a site has no usable answer.
#[derive(Debug, Clone, thiserror::Error)]
pub enum CallError {
    /// No answer by the deadline.
    #[error("the site did not answer in time")]
    Timeout,
    /// No connection, or it broke.
    #[error("the site cannot be reached")]
    Unreachable {
        /// What the connection said.
        #[source]
        source: Arc<dyn std::error::Error + Send + Sync>,
    },
    /// It failed too often of late and is not asked.
    #[error("the site failed repeatedly and is not asked for now")]
    BreakerOpen,
    /// It answered with 401 or 403.
    #[error("the site refuses the gateway: HTTP {status}")]
    Refused {
        /// The status.
        status: StatusCode,
    },
    /// It answered, but not with a GraphQL answer.
    #[error("the site's answer is not a GraphQL response: {reason}")]
    Malformed {
        /// What is wrong with it.
        reason: String,
    },
    /// Over TLS it does not take the gateway's certificate, or wants one.
    #[error("the site does not take the gateway's certificate: {reason}")]
    CertificateRefused {
        /// The alert that it sent.
        reason: String,
    },
    /// Over TLS nobody whom the gateway trusts vouches for it.
    #[error("the site's certificate cannot be trusted: {reason}")]
    CertificateUntrusted {
        /// What is wrong with the certificate.
        reason: String,
    },
    /// Its answer is larger than the gateway takes.
    #[error("the site's answer exceeds {limit_bytes} bytes")]
    Oversized {
        /// What is taken.
        limit_bytes: usize,
    },
    /// It does not know the fields that its contract promises.
    #[error("the site does not serve the contract: {reason}")]
    Incompatible {
        /// What it said.
        reason: String,
    },
    /// Its superior revoked it.
    #[error("the site is revoked: {reason}")]
    Revoked {
        /// What the sites file says.
        reason: String,
    },
    /// Its owner suspended it.
    #[error("the site is suspended: {reason}")]
    Suspended {
        /// What the site says.
        reason: String,
    },
    /// Its owner withdrew the contract.
    #[error("the site withdrew the contract: {reason}")]
    Withdrawn {
        /// What the site says.
        reason: String,
    },
    /// Its stream of events ended, and it did not say that it is complete.
    #[error("the site's events ended without a reason")]
    StreamEnded,
    /// The gateway could not prove who asks.
    #[error("the call could not be signed")]
    Unsigned {
        /// Why not.
        source: Arc<SignError>,
    },
}

impl CallError {
    /// Stable code of the error entry.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Timeout => "SITE_TIMEOUT",
            Self::Unreachable { .. } => "SITE_UNREACHABLE",
            Self::BreakerOpen => "SITE_BREAKER_OPEN",
            Self::Refused { .. } => "SITE_REFUSED",
            Self::CertificateRefused { .. } => "SITE_REFUSES_CERTIFICATE",
            Self::CertificateUntrusted { .. } => "SITE_CERTIFICATE_UNTRUSTED",
            Self::Malformed { .. } => "SITE_ANSWER_MALFORMED",
            Self::Oversized { .. } => "SITE_ANSWER_OVERSIZED",
            Self::Incompatible { .. } => "SITE_INCOMPATIBLE",
            Self::Revoked { .. } => "SITE_REVOKED",
            Self::Suspended { .. } => "SITE_SUSPENDED",
            Self::Withdrawn { .. } => "CONTRACT_WITHDRAWN",
            Self::StreamEnded => "SITE_STREAM_ENDED",
            Self::Unsigned { .. } => "SITE_CALL_UNSIGNED",
        }
    }

    /// The reason that coverage states.
    pub fn reason(&self) -> Reason {
        match self {
            Self::Timeout => Reason::Timeout,
            Self::Unreachable { .. } | Self::CertificateUntrusted { .. } | Self::StreamEnded => {
                Reason::Unreachable
            }
            Self::BreakerOpen => Reason::BreakerOpen,
            Self::Refused { .. }
            | Self::CertificateRefused { .. }
            | Self::Revoked { .. }
            | Self::Suspended { .. }
            | Self::Withdrawn { .. } => Reason::Refused,
            Self::Malformed { .. } | Self::Unsigned { .. } => Reason::Error,
            Self::Oversized { .. } => Reason::Oversized,
            Self::Incompatible { .. } => Reason::Incompatible,
        }
    }

    /// Why it refuses, in the words of whoever decided it.
    pub fn refusal(&self) -> Option<&str> {
        match self {
            Self::Revoked { reason } | Self::Suspended { reason } | Self::Withdrawn { reason } => {
                Some(reason)
            }
            _ => None,
        }
    }

    /// What coverage says beside the reason.
    pub fn detail(&self) -> Option<String> {
        match self {
            Self::CertificateRefused { .. } | Self::CertificateUntrusted { .. } => {
                Some(self.to_string())
            }
            _ => self.refusal().filter(|it| !it.is_empty()).map(str::to_owned),
        }
    }

    /// For what a connection says.
    pub(super) fn unreachable(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        let source: Box<dyn std::error::Error + Send + Sync> = source.into();
        match TlsFailure::of(&*source) {
            Some(TlsFailure::Refused(reason)) => Self::CertificateRefused { reason },
            Some(TlsFailure::Untrusted(reason)) => Self::CertificateUntrusted { reason },
            None => Self::Unreachable { source: Arc::from(source) },
        }
    }

    /// Whether the breaker counts it: the site is gone or silent, not merely of another opinion.
    fn is_failure_of_site(&self) -> bool {
        matches!(
            self,
            Self::Timeout
                | Self::Unreachable { .. }
                | Self::CertificateRefused { .. }
                | Self::CertificateUntrusted { .. }
                | Self::Malformed { .. }
                | Self::Oversized { .. }
        )
    }
}

/// A site's answer: GraphQL response JSON, not yet read.
#[derive(Debug, Clone)]
pub struct SiteAnswer {
    /// The body.
    pub body: Bytes,
    /// Its HTTP status; 200 in process.
    pub status: StatusCode,
    /// What was known of the site's access log when the call was sent.
    pub sent_at: Mark,
}

impl SiteAnswer {
    /// The same body, counted apart: what is read out of it is parts of it, and requests on several
    /// threads that share one count wait for each other at every part.
    fn apart(self) -> Self {
        Self { body: Bytes::from_owner(self.body), ..self }
    }
}

/// What goes with every call of one request.
#[derive(Debug, Clone, Copy)]
pub struct CallHead<'a> {
    /// Who asks.
    pub caller: &'a Caller,
    /// The request's id.
    pub request_id: &'a HeaderValue,
    /// Where the request comes from: of mutations, so that sites may limit how often the public writes.
    pub address: Option<IpAddr>,
    /// Whether a call under way that asks alike will do: of queries, never of mutations.
    pub may_share: bool,
}

/// When one call is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallDeadline {
    /// The moment.
    pub at: Instant,
    /// Whether the client set it, and not the gateway's own bound on a call.
    pub is_of_client: bool,
}

/// The connection pool to all sites. Cheap to clone.
#[derive(Debug, Clone)]
pub struct HttpClient {
    pools: Arc<SitePools>,
    in_flight: Arc<Semaphore>,
    max_response_bytes: NonZeroUsize,
    signer: Option<Arc<CallSigner>>,
    head_book: Option<Arc<HeadBook>>,
    schemas: SiteSchemas,
    share_calls: ShareCalls,
    /// Bound of a shared call, whose askers each have their own.
    request_timeout: Duration,
}

impl HttpClient {
    /// A pool within the bounds of `traffic`. On a machine without root certificates, which is
    /// logged, sites are reached over plain HTTP only.
    pub fn new(traffic: &TrafficConfig) -> Self {
        Self {
            pools: Arc::new(SitePools::of_system(traffic)),
            in_flight: Arc::new(Semaphore::new(traffic.max_in_flight_total.get())),
            max_response_bytes: traffic.max_response_bytes,
            signer: None,
            head_book: None,
            schemas: SiteSchemas::default(),
            share_calls: traffic.share_calls,
            request_timeout: traffic.request_timeout,
        }
    }

    /// Largest answer taken.
    pub(super) fn max_response_bytes(&self) -> NonZeroUsize {
        self.max_response_bytes
    }

    /// Schemas of sites that are behind their contract.
    pub(super) fn schemas(&self) -> &SiteSchemas {
        &self.schemas
    }

    /// The same over these connections.
    #[must_use]
    pub fn with_pools(mut self, pools: Arc<SitePools>) -> Self {
        self.pools = pools;
        self
    }

    /// The connections to the site of that id.
    pub(crate) fn pool_of(&self, site: &str) -> Pool {
        self.pools.of(site)
    }

    /// The same pool, which proves to sites who asks.
    #[must_use]
    pub fn with_signer(mut self, signer: Arc<CallSigner>) -> Self {
        self.signer = Some(signer);
        self
    }

    /// The same pool, which takes note of the heads of the sites' access logs.
    #[must_use]
    pub fn with_head_book(mut self, book: Arc<HeadBook>) -> Self {
        self.head_book = Some(book);
        self
    }

    /// Takes note of the head in an answer of `site`, `None` where an answer with data has none.
    pub fn saw_head(&self, site: &Site, sent_at: Mark, head: Option<SeenHead>) {
        if !site.spec.regions.is_empty()
            && let Some(heads) = self.heads_of(site)
        {
            heads.saw(&site.spec.keys, sent_at, head);
        }
    }

    /// A gateway has one book, so what a site was told of it stays right.
    fn heads_of<'s>(&self, site: &'s Site) -> Option<&'s SiteHeads> {
        let book = self.head_book.as_ref()?;
        Some(site.heads.get_or_init(|| book.heads_of(&site.spec.id)))
    }

    /// What is known of the site's access log now.
    pub(super) fn mark(&self, site: &Site) -> Mark {
        self.heads_of(site).map(SiteHeads::mark).unwrap_or_default()
    }

    /// Sends `request`, GraphQL request JSON, waits for the whole answer or the deadline, and has
    /// `read` tell whether it is one.
    ///
    /// # Errors
    /// [`CallError`]; the site's breaker has then counted it. A client in a hurry proves nothing
    /// about a site: where the deadline is the client's, missing it is not counted.
    pub async fn call<T>(
        &self,
        site: &Arc<Site>,
        request: Bytes,
        head: CallHead<'_>,
        deadline: CallDeadline,
        read: impl FnOnce(SiteAnswer) -> Result<T, CallError>,
    ) -> Result<T, CallError> {
        admit(site)?;
        let mut is_counted = true;
        let answered = if head.may_share && self.shares_calls_of(site) {
            let joined = self.join(site, request, head);
            is_counted = joined.is_first;
            let answered = tokio::time::timeout_at(deadline.at, joined.work).await;
            answered.map(|answer| answer.map(SiteAnswer::apart))
        } else {
            let sent = self.send(site, request, head);
            tokio::time::timeout_at(deadline.at, sent).await
        };
        let outcome = answered.unwrap_or(Err(CallError::Timeout)).and_then(read);
        if is_counted {
            count(site, &outcome, deadline);
        }
        outcome
    }

    fn shares_calls_of(&self, site: &Site) -> bool {
        match (self.share_calls, &site.spec.transport) {
            (ShareCalls::None, _) | (_, Transport::InProcess(_)) => false,
            (ShareCalls::Subgraphs, Transport::Http(_)) => site.spec.regions.is_empty(),
            (ShareCalls::All, Transport::Http(_)) => true,
        }
    }

    /// Part in the call under way that asks alike, or in a new one.
    fn join(
        &self,
        site: &Arc<Site>,
        request: Bytes,
        head: CallHead<'_>,
    ) -> Joined<Result<SiteAnswer, CallError>> {
        let caller = self.signer_for(site).map(|_| head.caller.clone());
        let key = SharedCall { request: request.clone(), caller };
        site.shared_calls.join(key, || {
            let (client, site) = (self.clone(), Arc::clone(site));
            let (caller, request_id) = (head.caller.clone(), head.request_id.clone());
            let CallHead { address, may_share, .. } = head;
            async move {
                let (caller, request_id) = (&caller, &request_id);
                let head = CallHead { caller, request_id, address, may_share };
                // Whoever joins late must not keep a silent call alive for ever.
                let sent = client.send(&site, request, head);
                let sent = tokio::time::timeout(client.request_timeout, sent).await;
                sent.unwrap_or(Err(CallError::Timeout))
            }
        })
    }

    async fn send(
        &self,
        site: &Site,
        request: Bytes,
        head: CallHead<'_>,
    ) -> Result<SiteAnswer, CallError> {
        let _own_turn = turn(&site.in_flight).await?;
        match &site.spec.transport {
            Transport::InProcess(service) => {
                let body = service.call(request).await;
                Ok(SiteAnswer { body, status: StatusCode::OK, sent_at: Mark::default() })
            }
            Transport::Http(uri) => {
                let _turn = turn(&self.in_flight).await?;
                let accept = HeaderValue::from_static(ONE_BODY);
                let sent_at = self.mark(site);
                // After waiting in line, which a token might not outlive.
                let response = self.post(site, uri, request, head, accept).await?;
                let status = response.status();
                let body = self.read_body(response.into_body()).await?;
                Ok(SiteAnswer { body, status, sent_at })
            }
        }
    }

    /// Who proves to this site who asks.
    fn signer_for(&self, site: &Site) -> Option<&CallSigner> {
        let is_plain_subgraph = site.spec.regions.is_empty();
        self.signer.as_deref().filter(|it| !is_plain_subgraph || it.signs_plain_subgraphs())
    }

    /// The response, of which only the head has come. What the client itself sent goes to nobody. A site
    /// that does not take the token, as it was started again since, is asked once more with another:
    /// it has not looked at the request.
    pub(super) async fn post(
        &self,
        site: &Site,
        uri: &Uri,
        body: Bytes,
        head: CallHead<'_>,
        accept: HeaderValue,
    ) -> Result<Response<Incoming>, CallError> {
        let CallHead { address, caller, request_id, .. } = head;
        let id = site.spec.id.as_str();
        let unsigned = |source| CallError::Unsigned { source: Arc::new(source) };
        let signer = self.signer_for(site);
        let proof = signer.map(|it| it.authorize_from(address, caller, id)).transpose();
        let proof = proof.map_err(unsigned)?;
        let mut response =
            self.post_once(site, uri, body.clone(), request_id, proof, accept.clone()).await?;
        if let Some(signer) = signer.filter(|_| wants_new_token(&response)) {
            let proof = signer.authorize_anew(address, caller, id).map_err(unsigned)?;
            response = self.post_once(site, uri, body, request_id, Some(proof), accept).await?;
        }
        let status = response.status();
        if status == StatusCode::UNAUTHORIZED || status == StatusCode::FORBIDDEN {
            return Err(CallError::Refused { status });
        }
        Ok(response)
    }

    async fn post_once(
        &self,
        site: &Site,
        uri: &Uri,
        body: Bytes,
        request_id: &HeaderValue,
        proof: Option<CallProof>,
        accept: HeaderValue,
    ) -> Result<Response<Incoming>, CallError> {
        let mut request = Request::new(Full::new(body));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = uri.clone();
        let headers = request.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(header::ACCEPT, accept);
        headers.insert("x-request-id", request_id.clone());
        if let Some(CallProof { authorization, pass }) = proof {
            headers.insert(header::AUTHORIZATION, authorization);
            headers.insert(PASS_HEADER, pass);
        }
        inject_into_headers(&tracing::Span::current(), headers);
        self.pool_of(&site.spec.id).request(request).await.map_err(CallError::unreachable)
    }

    /// Reads frame by frame, so an endless answer is dropped at the limit.
    pub(super) async fn read_body(&self, mut body: Incoming) -> Result<Bytes, CallError> {
        let limit_bytes = self.max_response_bytes.get();
        let mut first: Option<Bytes> = None;
        let mut rest = BytesMut::new();
        let mut total_bytes = 0_usize;
        let announced = body.size_hint().exact().and_then(|bytes| usize::try_from(bytes).ok());
        let room = announced.unwrap_or_default().min(MAX_ROOM);
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(CallError::unreachable)?;
            let Ok(data) = frame.into_data() else { continue };
            total_bytes = total_bytes.saturating_add(data.len());
            if total_bytes > limit_bytes {
                return Err(CallError::Oversized { limit_bytes });
            }
            match (&first, rest.is_empty()) {
                (None, true) => first = Some(data),
                _ => {
                    if let Some(head) = first.take() {
                        rest.reserve(room);
                        rest.extend_from_slice(&head);
                    }
                    rest.extend_from_slice(&data);
                }
            }
        }
        Ok(first.unwrap_or_else(|| rest.freeze()))
    }
}

/// Whether the site refuses the token alone. Spec: RFC 6750, section 3.1.
fn wants_new_token(response: &Response<Incoming>) -> bool {
    let challenges = response.headers().get_all(header::WWW_AUTHENTICATE).iter();
    let mut challenges = challenges.filter_map(|value| value.to_str().ok());
    response.status() == StatusCode::UNAUTHORIZED
        && challenges.any(|it| it.starts_with("Bearer") && it.contains("error=\"invalid_token\""))
}

/// # Errors
/// [`CallError`] if the site is not to be called now.
pub(super) fn admit(site: &Site) -> Result<(), CallError> {
    if let Some(reason) = site.revoked() {
        return Err(CallError::Revoked { reason: reason.to_owned() });
    }
    if site.breaker.admits() { Ok(()) } else { Err(CallError::BreakerOpen) }
}

/// Has the site's breaker count how a call ended.
pub(super) fn count<T>(site: &Site, outcome: &Result<T, CallError>, deadline: CallDeadline) {
    match outcome {
        Err(CallError::Timeout) if deadline.is_of_client => {}
        // It was not asked.
        Err(CallError::Unsigned { .. }) => {}
        Err(error) if error.is_failure_of_site() => site.breaker.record_failure(),
        _ => site.breaker.record_success(),
    }
}

async fn turn(semaphore: &Arc<Semaphore>) -> Result<tokio::sync::OwnedSemaphorePermit, CallError> {
    Arc::clone(semaphore).acquire_owned().await.map_err(CallError::unreachable)
}
