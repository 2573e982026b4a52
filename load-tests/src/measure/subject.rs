//! One thing that is measured: a process that answers the scenario's request.

use bytes::Bytes;
use http::StatusCode;
use http_body_util::{BodyExt, Empty};
use hyper_util::{client::legacy::Client, rt::TokioExecutor};

use super::figures::RoundFigures;
use crate::{
    failure::LoadTestError,
    load::{Amount, Answer, Expectation, Load, apply},
    loopback::{http_client, post},
    process::{Child, process_usage},
};

/// Requests on each connection before a round is measured.
const WARM_UP_REQUESTS_PER_CONNECTION: u64 = 2;

/// How calls to sites are counted.
#[derive(Debug, Clone)]
pub(crate) enum CallCounter {
    /// The stub sites tell, at this URL.
    Stubs(http::Uri),
    /// None are made.
    None,
}

/// A running subject.
#[derive(Debug)]
pub(crate) struct Subject {
    pub(crate) name: String,
    pub(crate) process: Child,
    pub(crate) uri: http::Uri,
    pub(crate) calls: CallCounter,
    expected: Expectation,
}

impl Subject {
    /// Asks the subject once, and makes its answer what all later ones are held against.
    ///
    /// # Errors
    /// [`LoadTestError::Answer`] if it does not answer well, or its data is not that of `first`.
    pub(crate) async fn new(
        name: &str,
        process: Child,
        url: &str,
        calls: CallCounter,
        request: &Bytes,
        first: &Answer,
    ) -> Result<Self, LoadTestError> {
        let uri: http::Uri = url.parse().map_err(LoadTestError::scenario)?;
        let answer = ask_once(name, &uri, request).await?;
        if answer.data != first.data {
            return Err(LoadTestError::Answer {
                subject: name.to_owned(),
                reason: "its data is not what the gateway answered".to_owned(),
            });
        }
        let expected = Expectation::like(&answer);
        Ok(Self { name: name.to_owned(), process, uri, calls, expected })
    }

    /// Warms up, then measures one round.
    ///
    /// # Errors
    /// [`LoadTestError`] if the process has ended or its figures cannot be read.
    pub(crate) async fn measure(
        &mut self,
        request: &Bytes,
        connections: usize,
        amount: Amount,
    ) -> Result<(RoundFigures, Option<String>), LoadTestError> {
        let mut load = Load {
            uri: self.uri.clone(),
            body: request.clone(),
            expected: self.expected.clone(),
            connections,
            amount: Amount::Requests(connections as u64 * WARM_UP_REQUESTS_PER_CONNECTION),
        };
        apply(&self.name, &load).await?;
        load.amount = amount;
        self.process.check_runs()?;
        let calls_before = self.counted_calls().await?;
        let before = process_usage(self.process.pid())?;
        let outcome = apply(&self.name, &load).await?;
        let after = process_usage(self.process.pid())?;
        let site_calls = self.counted_calls().await? - calls_before;
        let cpu = after.cpu.saturating_sub(before.cpu);
        let figures = RoundFigures::new(&outcome, cpu, site_calls, after.peak_rss_bytes);
        Ok((figures, outcome.first_error))
    }

    async fn counted_calls(&self) -> Result<u64, LoadTestError> {
        let CallCounter::Stubs(uri) = &self.calls else {
            return Ok(0);
        };
        let failed = |error: String| LoadTestError::process("sites", error);
        let client: Client<_, Empty<Bytes>> = Client::builder(TokioExecutor::new()).build_http();
        let response = client.get(uri.clone()).await.map_err(|error| failed(error.to_string()))?;
        let body =
            response.into_body().collect().await.map_err(|error| failed(error.to_string()))?;
        let text = String::from_utf8_lossy(&body.to_bytes()).into_owned();
        text.parse().map_err(|_| failed(format!("`{text}` is no count of calls")))
    }
}

/// One request, whose answer is read in full.
///
/// # Errors
/// [`LoadTestError::Answer`] if there is none or it is not good.
pub(crate) async fn ask_once(
    subject: &str,
    uri: &http::Uri,
    request: &Bytes,
) -> Result<Answer, LoadTestError> {
    let failed = |reason: String| LoadTestError::Answer { subject: subject.to_owned(), reason };
    let (status, body): (StatusCode, Bytes) = post(&http_client(), uri, request.clone())
        .await
        .map_err(|error| failed(error.to_string()))?;
    Answer::read(status, body).map_err(failed)
}
