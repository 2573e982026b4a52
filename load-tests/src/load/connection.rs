//! Connections, what they send, and what they measure.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use hdrhistogram::Histogram;
use http::{HeaderValue, Request, StatusCode, Uri, header};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::SendRequest;
use hyper_util::rt::TokioIo;
use tokio::{net::TcpStream, task::JoinSet, time::Instant};

use super::Expectation;
use crate::{failure::LoadTestError, loopback::graphql_request};

/// No answer takes longer; one that does is an error.
const PATIENCE: Duration = Duration::from_secs(60);
/// The histogram's range and digits: 1 µs to a little more than the longest wait.
const HIGHEST_MICROS: u64 = 120_000_000;
const DIGITS: u8 = 3;

/// When a load ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Amount {
    /// After this time; requests under way are finished.
    Time(Duration),
    /// After so many requests, of all connections together.
    Requests(u64),
}

/// What is sent.
#[derive(Debug, Clone)]
pub(crate) struct Load {
    pub(crate) uri: Uri,
    /// GraphQL request JSON, the same every time.
    pub(crate) body: Bytes,
    pub(crate) expected: Expectation,
    pub(crate) connections: usize,
    pub(crate) amount: Amount,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct LoadOutcome {
    /// Answers, right and wrong.
    pub(crate) requests: u64,
    pub(crate) errors: u64,
    pub(crate) first_error: Option<String>,
    pub(crate) elapsed: Duration,
    /// Microseconds of right answers.
    pub(crate) latencies: Histogram<u64>,
}

/// Applies the load.
///
/// # Errors
/// [`LoadTestError::Answer`] if a connection cannot be made.
pub(crate) async fn apply(subject: &str, load: &Load) -> Result<LoadOutcome, LoadTestError> {
    let failed = |reason: String| LoadTestError::Answer { subject: subject.to_owned(), reason };
    let authority = load.uri.authority().map(ToString::to_string).unwrap_or_default();
    let left = match load.amount {
        Amount::Requests(requests) => requests,
        Amount::Time(_) => u64::MAX,
    };
    let left = Arc::new(AtomicU64::new(left));
    let mut senders = Vec::with_capacity(load.connections);
    for _ in 0..load.connections {
        senders.push(connect(&authority).await.map_err(failed)?);
    }
    let begun = Instant::now();
    let end = match load.amount {
        Amount::Time(time) => Some(begun + time),
        Amount::Requests(_) => None,
    };
    let mut loops = JoinSet::new();
    for sender in senders {
        let client = ClosedLoop {
            load: load.clone(),
            authority: authority.clone(),
            left: Arc::clone(&left),
            end,
        };
        loops.spawn(client.run(sender));
    }
    let mut total = Tally::new();
    while let Some(tally) = loops.join_next().await {
        total.add(tally.map_err(|error| failed(error.to_string()))?.map_err(failed)?);
    }
    Ok(LoadOutcome {
        requests: total.requests,
        errors: total.errors,
        first_error: total.first_error,
        elapsed: begun.elapsed(),
        latencies: total.latencies,
    })
}

type Sender = SendRequest<Full<Bytes>>;

async fn connect(authority: &str) -> Result<Sender, String> {
    let stream = TcpStream::connect(authority).await.map_err(|error| error.to_string())?;
    stream.set_nodelay(true).map_err(|error| error.to_string())?;
    let (sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .map_err(|error| error.to_string())?;
    // It ends with its sender; what breaks it, the sender reports.
    tokio::spawn(connection);
    Ok(sender)
}

/// One connection's loop.
struct ClosedLoop {
    load: Load,
    authority: String,
    left: Arc<AtomicU64>,
    end: Option<Instant>,
}

impl ClosedLoop {
    /// A connection that breaks is an error and is made anew; one that cannot be made ends the run.
    async fn run(self, mut sender: Sender) -> Result<Tally, String> {
        let mut tally = Tally::new();
        while self.has_more() {
            let begun = Instant::now();
            let answered = tokio::time::timeout(PATIENCE, send(&mut sender, self.request())).await;
            let outcome = match answered {
                Ok(Ok((status, body))) => {
                    let elapsed = begun.elapsed();
                    self.load.expected.check(status, &body).map(|()| elapsed)
                }
                Ok(Err(error)) => Err(error.to_string()),
                Err(_) => Err(format!("no answer after {PATIENCE:?}")),
            };
            tally.record(outcome);
            if sender.is_closed() {
                sender = connect(&self.authority).await?;
            }
        }
        Ok(tally)
    }

    fn has_more(&self) -> bool {
        let is_in_time = self.end.is_none_or(|end| Instant::now() < end);
        let take = |left: u64| left.checked_sub(1);
        is_in_time && self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok()
    }

    fn request(&self) -> Request<Full<Bytes>> {
        let path = self.load.uri.path_and_query().map_or("/", |path| path.as_str());
        let path = Uri::try_from(path).unwrap_or_default();
        let mut request = graphql_request(path, self.load.body.clone());
        if let Ok(host) = HeaderValue::from_str(&self.authority) {
            request.headers_mut().insert(header::HOST, host);
        }
        request
    }
}

async fn send(
    sender: &mut Sender,
    request: Request<Full<Bytes>>,
) -> Result<(StatusCode, Bytes), hyper::Error> {
    sender.ready().await?;
    let response = sender.send_request(request).await?;
    let status = response.status();
    Ok((status, response.into_body().collect().await?.to_bytes()))
}

struct Tally {
    requests: u64,
    errors: u64,
    first_error: Option<String>,
    latencies: Histogram<u64>,
}

impl Tally {
    fn new() -> Self {
        let latencies = Histogram::new_with_max(HIGHEST_MICROS, DIGITS);
        Self {
            requests: 0,
            errors: 0,
            first_error: None,
            latencies: latencies.expect("the range and the digits are constants that fit"),
        }
    }

    fn record(&mut self, outcome: Result<Duration, String>) {
        self.requests += 1;
        match outcome {
            Ok(elapsed) => {
                let micros = u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX);
                self.latencies.saturating_record(micros.max(1));
            }
            Err(error) => {
                self.errors += 1;
                self.first_error.get_or_insert(error);
            }
        }
    }

    fn add(&mut self, other: Self) {
        self.requests += other.requests;
        self.errors += other.errors;
        if let Some(error) = other.first_error {
            self.first_error.get_or_insert(error);
        }
        self.latencies.add(&other.latencies).expect("histograms of one range add");
    }
}

#[cfg(test)]
mod tests {
    use axum::{Router, routing::post};

    use super::*;
    use crate::{load::Answer, loopback};

    async fn apply_to(answer: &'static str) -> LoadOutcome {
        let (listener, address) = loopback::listen().await.expect("a free port");
        let router = Router::new().route("/graphql", post(move || async move { answer }));
        tokio::spawn(loopback::serve(listener, router));
        let first = Answer::read(StatusCode::OK, Bytes::from_static(br#"{"data":{"a":1}}"#));
        let load = Load {
            uri: format!("http://{address}/graphql").parse().expect("a URL"),
            body: Bytes::from_static(b"{}"),
            expected: Expectation::like(&first.expect("a good answer")),
            connections: 3,
            amount: Amount::Requests(20),
        };
        apply("test", &load).await.expect("an outcome")
    }

    #[tokio::test]
    async fn exactly_so_many_requests_are_sent_over_all_connections() {
        let outcome = apply_to(r#"{"data":{"a":1}}"#).await;
        assert_eq!((outcome.requests, outcome.errors), (20, 0), "{:?}", outcome.first_error);
        assert_eq!(outcome.latencies.len(), 20);
    }

    #[tokio::test]
    async fn a_wrong_answer_is_an_error_and_has_no_latency() {
        let outcome = apply_to(r#"{"data":{"a":2}}"#).await;
        assert_eq!((outcome.requests, outcome.errors), (20, 20));
        assert_eq!(outcome.latencies.len(), 0);
        assert!(outcome.first_error.is_some_and(|error| error.contains("another answer")));
    }
}
