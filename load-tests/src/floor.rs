//! The floors: what the machine can do when nothing is planned, merged or projected.
//!
//! *floor-client*: for each request, the same calls to the same sites as the gateway makes, each
//! wave at once, the answers read and dropped; then fixed bytes. *floor-server*: fixed bytes only.

use std::{path::Path, sync::Arc};

use axum::{
    Router,
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use bytes::Bytes;
use futures::future::join_all;
use serde::{Deserialize, Serialize};

use crate::{
    failure::LoadTestError,
    loopback::{HttpClient, http_client, listen, post as send, serve as serve_on},
    recording::Wave,
};

/// What a floor does.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct FloorPlan {
    /// Calls for each request, wave after wave; none for floor-server.
    pub(crate) waves: Vec<Wave>,
    /// Addresses by target of a call.
    pub(crate) urls: Vec<String>,
    /// The answer to every request.
    pub(crate) answer: String,
}

struct Floor {
    waves: Vec<Vec<(http::Uri, Bytes)>>,
    answer: Bytes,
    client: HttpClient,
}

/// Serves the plan in this file and prints its URL.
///
/// # Errors
/// [`LoadTestError`] if the plan cannot be used or nothing can be listened on.
pub(crate) async fn serve(path: &Path) -> Result<(), LoadTestError> {
    let text = std::fs::read_to_string(path).map_err(LoadTestError::file(path))?;
    let plan: FloorPlan = serde_json::from_str(&text).map_err(LoadTestError::scenario)?;
    let floor = Floor { waves: plan.calls()?, answer: plan.answer.into(), client: http_client() };
    let router = Router::new().route("/graphql", post(answer)).with_state(Arc::new(floor));
    let (listener, address) = listen().await.map_err(LoadTestError::file(path))?;
    println!("http://{address}/graphql");
    serve_on(listener, router).await.map_err(LoadTestError::file(path))
}

impl FloorPlan {
    fn calls(&self) -> Result<Vec<Vec<(http::Uri, Bytes)>>, LoadTestError> {
        let call = |target: usize, body: &String| {
            let url = self.urls.get(target).ok_or_else(|| {
                LoadTestError::scenario(format!("a call goes to site {target}, which has no URL"))
            })?;
            let uri = url.parse().map_err(LoadTestError::scenario)?;
            Ok((uri, Bytes::from(body.clone())))
        };
        self.waves
            .iter()
            .map(|wave| wave.calls.iter().map(|made| call(made.target, &made.body)).collect())
            .collect()
    }
}

/// The body of the client's request is read by `Bytes`, as any server must.
async fn answer(State(floor): State<Arc<Floor>>, _request: Bytes) -> Response {
    for wave in &floor.waves {
        let calls = wave.iter().map(|(uri, body)| send(&floor.client, uri, body.clone()));
        for outcome in join_all(calls).await {
            match outcome {
                Ok((StatusCode::OK, _)) => {}
                Ok((status, _)) => {
                    return (StatusCode::BAD_GATEWAY, status.to_string()).into_response();
                }
                Err(error) => return (StatusCode::BAD_GATEWAY, error.to_string()).into_response(),
            }
        }
    }
    let json = HeaderValue::from_static("application/json");
    ([(header::CONTENT_TYPE, json)], floor.answer.clone()).into_response()
}
