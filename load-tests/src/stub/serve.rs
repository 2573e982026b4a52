//! Serves stub sites, each on a port of its own, so that a client keeps a pool for each as it would
//! for sites in the world.

use std::{
    collections::HashMap,
    path::Path,
    sync::{
        Arc, RwLock,
        atomic::{AtomicU64, Ordering},
    },
};

use axum::{
    Router,
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::{
    StubPlan,
    fabricate::{FabricateError, Fabricator, unowned},
};
use crate::{
    failure::LoadTestError,
    loopback::{listen, serve as serve_on},
};

/// Different requests that a site keeps answers of; a scenario sends each site a few.
const KEPT_ANSWERS: usize = 64;

/// What the process prints once it serves, on one line.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Announcement {
    /// `GET` tells the calls that all sites have had.
    pub(crate) calls: String,
    /// URLs of the sites, in order of the plan.
    pub(crate) sites: Vec<String>,
}

struct Sites {
    fabricator: Fabricator,
    calls: AtomicU64,
}

struct Site {
    sites: Arc<Sites>,
    index: usize,
    calls: AtomicU64,
    answers: RwLock<HashMap<Bytes, Bytes>>,
}

/// Serves the plan in this file and prints an [`Announcement`].
///
/// # Errors
/// [`LoadTestError`] if the plan cannot be used or there are no ports or files left.
pub(crate) async fn serve(path: &Path) -> Result<(), LoadTestError> {
    let text = std::fs::read_to_string(path).map_err(LoadTestError::file(path))?;
    let plan: StubPlan = serde_json::from_str(&text).map_err(LoadTestError::scenario)?;
    if let Some(owner) = unowned(&plan).first() {
        return Err(LoadTestError::scenario(format!(
            "references lead to `{owner}`, which has no site"
        )));
    }
    let count = plan.owners.len();
    let fabricator = Fabricator::new(plan).map_err(LoadTestError::scenario)?;
    let sites = Arc::new(Sites { fabricator, calls: AtomicU64::new(0) });
    let mut urls = Vec::with_capacity(count);
    for index in 0..count {
        let site = Site {
            sites: Arc::clone(&sites),
            index,
            calls: AtomicU64::new(0),
            answers: RwLock::default(),
        };
        let router = Router::new().route("/graphql", post(answer)).with_state(Arc::new(site));
        let (listener, address) = listen().await.map_err(LoadTestError::file(path))?;
        tokio::spawn(serve_on(listener, router));
        urls.push(format!("http://{address}/graphql"));
    }
    let (listener, address) = listen().await.map_err(LoadTestError::file(path))?;
    let announcement = Announcement { calls: format!("http://{address}/calls"), sites: urls };
    let line = serde_json::to_string(&announcement).map_err(LoadTestError::scenario)?;
    println!("{line}");
    let counting = Router::new().route("/calls", get(count_calls)).with_state(sites);
    serve_on(listener, counting).await.map_err(LoadTestError::file(path))
}

async fn count_calls(State(sites): State<Arc<Sites>>) -> String {
    sites.calls.load(Ordering::Relaxed).to_string()
}

async fn answer(State(site): State<Arc<Site>>, request: Bytes) -> Response {
    site.sites.calls.fetch_add(1, Ordering::Relaxed);
    let call = site.calls.fetch_add(1, Ordering::Relaxed);
    let answer = match site.answer(&request) {
        Ok(answer) => answer,
        Err(error) => {
            eprintln!("{}: {error}", String::from_utf8_lossy(&request));
            return (StatusCode::BAD_REQUEST, error.to_string()).into_response();
        }
    };
    if let Some(latency) = site.sites.fabricator.plan.latency.draw(site.index, call) {
        tokio::time::sleep(latency).await;
    }
    let json = HeaderValue::from_static("application/json");
    ([(header::CONTENT_TYPE, json)], answer).into_response()
}

impl Site {
    fn answer(&self, request: &Bytes) -> Result<Bytes, FabricateError> {
        let known = self.answers.read().map(|answers| answers.get(request).cloned());
        if let Ok(Some(answer)) = known {
            return Ok(answer);
        }
        let fabricator = &self.sites.fabricator;
        let answer = fabricator.answer(&fabricator.plan.owners[self.index], request)?;
        if let Ok(mut answers) = self.answers.write()
            && answers.len() < KEPT_ANSWERS
        {
            answers.insert(request.clone(), answer.clone());
        }
        Ok(answer)
    }
}
