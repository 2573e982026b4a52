//! One site as the gateway knows it.

use std::{
    collections::BTreeSet,
    fmt,
    sync::{Arc, OnceLock},
    time::Duration,
};

use bytes::Bytes;
use futures::future::BoxFuture;
use http::Uri;
use tokio::sync::Semaphore;

use super::{Breaker, CallError, SiteAnswer, standing::Standing};
use crate::{auth::Caller, directory::RegionCode, heads::SiteHeads, single_flight::SingleFlight};

/// A subgraph that answers inside this process: GraphQL request JSON in, response JSON out.
pub trait InProcessService: Send + Sync {
    /// Answers one request.
    fn call(&self, request: Bytes) -> BoxFuture<'_, Bytes>;
}

/// How a site is reached.
#[derive(Clone)]
pub enum Transport {
    /// `POST` to this address.
    Http(Uri),
    /// A call inside the process.
    InProcess(Arc<dyn InProcessService>),
}

impl Transport {
    /// The address; `None` inside the process.
    pub fn uri(&self) -> Option<&Uri> {
        match self {
            Self::Http(uri) => Some(uri),
            Self::InProcess(_) => None,
        }
    }
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Http(uri) => write!(f, "Http({uri})"),
            Self::InProcess(_) => f.write_str("InProcess"),
        }
    }
}

/// What a site's registration says.
#[derive(Debug, Clone)]
pub struct SiteSpec {
    /// Registered name, such as `621122`.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// How it is reached.
    pub transport: Transport,
    /// Regions whose records it owns; empty for a subgraph with one URL.
    pub regions: Vec<RegionCode>,
    /// Contracts it serves.
    pub contracts: BTreeSet<String>,
    /// Keys by which it signs the heads of its access log.
    pub keys: Arc<[String]>,
    /// Why it is not called any more.
    pub revoked: Option<String>,
}

/// A registered site, with what is kept for it between calls.
#[derive(Debug)]
pub struct Site {
    /// Its registration.
    pub spec: SiteSpec,
    /// Its breaker.
    pub breaker: Breaker,
    /// Calls that may be in flight to it.
    pub in_flight: Arc<Semaphore>,
    /// Calls under way that others may join.
    pub(super) shared_calls: SingleFlight<SharedCall, Result<SiteAnswer, CallError>>,
    /// Whether it is called at all: for requests that began before too.
    pub(super) standing: Arc<Standing>,
    /// What the gateway's book knows of its access log, once it was looked up.
    pub(super) heads: OnceLock<Arc<SiteHeads>>,
}

impl Site {
    /// A site on which no call is under way. `standing` is that of an earlier registration.
    pub(super) fn new(
        spec: SiteSpec,
        breaker: Breaker,
        in_flight: Arc<Semaphore>,
        standing: Arc<Standing>,
    ) -> Self {
        if let Some(reason) = &spec.revoked {
            standing.revoke(reason);
        }
        let (shared_calls, heads) = (SingleFlight::default(), OnceLock::new());
        Self { spec, breaker, in_flight, shared_calls, standing, heads }
    }

    /// A site that is not registered yet, to be looked at.
    pub(crate) fn on_trial(spec: SiteSpec) -> Self {
        let breaker = Breaker::new(1, Duration::from_secs(1));
        Self::new(spec, breaker, Arc::new(Semaphore::new(1)), Arc::default())
    }

    /// Why it is not called any more.
    pub fn revoked(&self) -> Option<&str> {
        self.standing.revoked()
    }

    /// Takes note that it refused a call for `contract`, or for several at once: its streams of what
    /// it does not serve any more end.
    pub(crate) fn heard(&self, refusal: &CallError, contract: Option<&str>) {
        match (refusal, contract) {
            (CallError::Suspended { .. }, _) => self.standing.end_streams(refusal, None),
            (CallError::Withdrawn { .. }, Some(_)) => self.standing.end_streams(refusal, contract),
            _ => {}
        }
    }
}

/// What makes two calls to one site the same: the question, and who is proven to ask it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct SharedCall {
    /// GraphQL request JSON.
    pub(super) request: Bytes,
    /// `None` where the site is not told who asks.
    pub(super) caller: Option<Caller>,
}
