//! The server between gateway and sites.

use std::{
    future::Future,
    path::Path as FilePath,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use bytes::Bytes;
use tokio::{sync::watch, task::JoinHandle, time::Instant};

use super::{Call, Wave};
use crate::{
    failure::LoadTestError,
    loopback::{HttpClient, http_client, listen, post as send, serve},
};

/// A wave ends when nothing was asked for so long.
const QUIET: Duration = Duration::from_millis(150);
/// How often that is looked at.
const LOOK: Duration = Duration::from_millis(10);

/// A running relay. It stops when dropped.
#[derive(Debug)]
pub(crate) struct Relay {
    shared: Arc<Shared>,
    address: std::net::SocketAddr,
    server: JoinHandle<()>,
}

#[derive(Debug)]
struct Shared {
    upstream: Vec<http::Uri>,
    client: HttpClient,
    state: Mutex<Recorded>,
    /// Waves that were let go.
    released: watch::Sender<usize>,
}

#[derive(Debug, Default)]
struct Recorded {
    waves: Vec<Wave>,
    /// The wave that calls belong to now.
    current: usize,
    last_call: Option<Instant>,
}

impl Relay {
    /// Stands before the sites at these URLs.
    ///
    /// # Errors
    /// [`LoadTestError`] if a URL is none or nothing can be listened on.
    pub(crate) async fn start(upstream: &[String]) -> Result<Self, LoadTestError> {
        let upstream: Result<Vec<http::Uri>, _> = upstream.iter().map(|url| url.parse()).collect();
        let shared = Arc::new(Shared {
            upstream: upstream.map_err(LoadTestError::scenario)?,
            client: http_client(),
            state: Mutex::default(),
            released: watch::Sender::new(0),
        });
        let (listener, address) =
            listen().await.map_err(LoadTestError::file(FilePath::new("127.0.0.1:0")))?;
        let router =
            Router::new().route("/{target}/graphql", post(relay)).with_state(Arc::clone(&shared));
        let server = tokio::spawn(async move {
            if let Err(error) = serve(listener, router).await {
                eprintln!("the relay stopped: {error}");
            }
        });
        Ok(Self { shared, address, server })
    }

    /// Its URLs, one for each site.
    pub(crate) fn urls(&self) -> Vec<String> {
        let address = self.address;
        (0..self.shared.upstream.len())
            .map(|target| format!("http://{address}/{target}/graphql"))
            .collect()
    }

    /// Runs `request`, which asks the gateway once, and returns its outcome with the waves of calls
    /// that it led to.
    pub(crate) async fn record<T>(&self, request: impl Future<Output = T>) -> (T, Vec<Wave>) {
        tokio::pin!(request);
        let mut look = tokio::time::interval(LOOK);
        let outcome = loop {
            tokio::select! {
                outcome = &mut request => break outcome,
                _ = look.tick() => self.shared.release_if_quiet(),
            }
        };
        (outcome, std::mem::take(&mut self.shared.lock().waves))
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Recorded> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records a call; returns its wave.
    fn record(&self, call: Call) -> usize {
        let mut state = self.lock();
        let current = state.current;
        if state.waves.len() <= current {
            state.waves.resize_with(current + 1, Wave::default);
        }
        state.waves[current].calls.push(call);
        state.last_call = Some(Instant::now());
        current
    }

    fn release_if_quiet(&self) {
        let mut state = self.lock();
        let is_quiet = state.last_call.is_some_and(|at| at.elapsed() >= QUIET);
        if is_quiet && state.waves.len() > state.current {
            state.current += 1;
            self.released.send_replace(state.current);
        }
    }
}

async fn relay(
    State(shared): State<Arc<Shared>>,
    Path(target): Path<usize>,
    body: Bytes,
) -> Response {
    let Some(uri) = shared.upstream.get(target) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let Ok(text) = String::from_utf8(body.to_vec()) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let mut released = shared.released.subscribe();
    let wave = shared.record(Call { target, body: text });
    let answered = send(&shared.client, uri, body).await;
    // The sender lives in what we hold.
    let _ = released.wait_for(|released| *released > wave).await;
    match answered {
        Ok((status, answer)) => {
            let json = HeaderValue::from_static("application/json");
            (status, [(header::CONTENT_TYPE, json)], answer).into_response()
        }
        Err(error) => (StatusCode::BAD_GATEWAY, error.to_string()).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use futures::future::join_all;

    use super::*;

    #[tokio::test]
    async fn calls_before_an_answer_are_one_wave_and_calls_after_it_the_next() {
        let (listener, address) = listen().await.expect("a free port");
        let router = Router::new().route("/graphql", post(|body: Bytes| async { body }));
        tokio::spawn(serve(listener, router));
        let url = format!("http://{address}/graphql");
        let relay = Relay::start(&[url.clone(), url]).await.expect("a relay");
        let urls: Vec<http::Uri> =
            relay.urls().iter().map(|url| url.parse().expect("a URL")).collect();
        let client = http_client();
        let calls = async {
            let first = [(0, "a"), (1, "b")]
                .map(|(target, body)| send(&client, &urls[target], Bytes::from(body)));
            let mut answers = join_all(first).await;
            answers.push(send(&client, &urls[1], Bytes::from("c")).await);
            answers
        };
        let (answers, waves) = relay.record(calls).await;
        let bodies: Vec<Bytes> =
            answers.into_iter().map(|answer| answer.expect("an answer").1).collect();
        assert_eq!(bodies, ["a", "b", "c"]);
        let mut shape: Vec<Vec<(usize, String)>> = waves
            .into_iter()
            .map(|wave| wave.calls.into_iter().map(|call| (call.target, call.body)).collect())
            .collect();
        shape[0].sort();
        let call = |target, body: &str| (target, body.to_owned());
        assert_eq!(shape, [vec![call(0, "a"), call(1, "b")], vec![call(1, "c")]]);
    }
}
