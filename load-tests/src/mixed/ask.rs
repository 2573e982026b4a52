//! One request of one user: sent, timed and judged.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use hdrhistogram::Histogram;
use serde_json::Value;
use tokio::{sync::watch, time::Instant};

use super::{
    outages::Outages,
    verdict::{Verdict, judge},
};
use crate::{
    failure::LoadTestError,
    loopback::{HttpClient, graphql_request, http_client, send},
};

/// Longest latency that is told from longer ones, in microseconds.
const LONGEST_MICROS: u64 = 60_000_000;
/// Digits to which latencies are counted.
const DIGITS: u8 = 3;
/// Wrong answers that are kept, to be shown.
const MAX_KEPT: usize = 10;

/// Asks the gateway, and judges all answers of a run.
#[derive(Debug)]
pub(super) struct Judge {
    pub(super) outages: Outages,
    client: HttpClient,
    uri: http::Uri,
    counts: Mutex<Counts>,
    /// How many answers there were.
    answers: watch::Sender<u64>,
}

/// What became of the answers.
#[derive(Debug, Clone, Default)]
pub(super) struct Counts {
    /// By what was asked.
    pub(super) by_name: BTreeMap<&'static str, Asked>,
    /// The first wrong answers.
    pub(super) wrong: Vec<String>,
}

/// What was asked under one name.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) whole: u64,
    pub(super) gaps: u64,
    pub(super) wrong: u64,
    /// Of all answers, in microseconds.
    pub(super) latencies: Histogram<u64>,
}

impl Default for Asked {
    fn default() -> Self {
        let latencies = Histogram::new_with_max(LONGEST_MICROS, DIGITS).expect("a range");
        Self { whole: 0, gaps: 0, wrong: 0, latencies }
    }
}

/// What a user asks.
pub(super) struct Question<'a> {
    /// Under which it is counted.
    pub(super) name: &'static str,
    pub(super) document: &'a str,
    pub(super) variables: Value,
    /// Who asks.
    pub(super) token: &'a str,
}

impl Question<'_> {
    /// The request that asks it.
    ///
    /// # Errors
    /// [`LoadTestError`] if the token is no header.
    pub(super) fn request(
        &self,
        uri: &http::Uri,
    ) -> Result<http::Request<http_body_util::Full<Bytes>>, LoadTestError> {
        let body = serde_json::json!({ "query": self.document, "variables": self.variables });
        let mut request = graphql_request(uri.clone(), body.to_string().into());
        let bearer = format!("Bearer {}", self.token).parse().map_err(LoadTestError::scenario)?;
        request.headers_mut().insert(http::header::AUTHORIZATION, bearer);
        Ok(request)
    }
}

impl Judge {
    /// Of the gateway at `uri`.
    pub(super) fn new(uri: http::Uri, outages: Outages) -> Self {
        let (client, answers) = (http_client(), watch::Sender::new(0));
        Self { outages, client, uri, counts: Mutex::default(), answers }
    }

    /// Waits for so many more answers.
    pub(super) async fn answered(&self, more: u64) {
        let mut answers = self.answers.subscribe();
        let enough = *answers.borrow() + more;
        // The sender lives in what we hold.
        let _ = answers.wait_for(|answers| *answers >= enough).await;
    }

    pub(super) fn counts(&self) -> Counts {
        self.lock().clone()
    }

    /// The answer, whatever it is.
    ///
    /// # Errors
    /// [`LoadTestError`] if there is none.
    pub(super) async fn answer(&self, question: &Question<'_>) -> Result<Value, LoadTestError> {
        let failed =
            |reason: String| LoadTestError::Answer { subject: question.name.to_owned(), reason };
        let answered = send(&self.client, question.request(&self.uri)?).await;
        let (_, body) = answered.map_err(|error| failed(error.to_string()))?;
        serde_json::from_slice(&body)
            .map_err(|error| failed(format!("{error}: {}", String::from_utf8_lossy(&body))))
    }

    /// The answer if it is whole; what else there is, is counted.
    pub(super) async fn ask(&self, question: Question<'_>) -> Option<Value> {
        let asked = Instant::now();
        let (verdict, answer) = match self.answer(&question).await {
            Ok(answer) => (judge(&answer, &self.outages, asked), answer),
            Err(error) => (Verdict::Wrong(error.to_string()), Value::Null),
        };
        let micros = u64::try_from(asked.elapsed().as_micros()).unwrap_or(LONGEST_MICROS);
        self.count(question.name, &verdict, Some(micros));
        self.answers.send_modify(|answers| *answers += 1);
        (verdict == Verdict::Whole).then_some(answer)
    }

    /// Counts what is found wrong in an answer that seemed whole.
    pub(super) fn find_wrong(&self, name: &'static str, reason: String) {
        self.count(name, &Verdict::Wrong(reason), None);
    }

    fn count(&self, name: &'static str, verdict: &Verdict, micros: Option<u64>) {
        let mut counts = self.lock();
        let asked = counts.by_name.entry(name).or_default();
        if let Some(micros) = micros {
            asked.latencies.saturating_record(micros);
        }
        match verdict {
            Verdict::Whole => asked.whole += 1,
            Verdict::Gaps => asked.gaps += 1,
            Verdict::Wrong(_) => asked.wrong += 1,
        }
        if let Verdict::Wrong(reason) = verdict
            && counts.wrong.len() < MAX_KEPT
        {
            counts.wrong.push(format!("{name}: {reason}"));
        }
    }

    fn lock(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
