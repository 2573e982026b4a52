//! Takes a site's stream of answers: one request, and an answer for each event of a subscription.
//! Bounded in the size of an event, and in how long the site may say nothing at all.
//! Spec: the GraphQL over SSE protocol, "distinct connections mode"; HTML, "Server-sent events".

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use futures::{
    FutureExt, StreamExt, TryStreamExt,
    stream::{self, BoxStream},
};
use http::{HeaderValue, StatusCode, header};
use http_body_util::BodyExt;
use sse_stream::SseByteStream;
use tokio::sync::oneshot;

use super::{
    CallDeadline, CallError, CallHead, HttpClient, Site, SiteAnswer, Transport,
    client::{admit, count},
    standing::StreamPlace,
};
use crate::heads::Mark;

const EVENT_STREAM_TYPE: &str = "text/event-stream";

/// The answers of one subscription. It ends after an error; without one, the site said that it is
/// complete.
pub type SiteEvents = BoxStream<'static, Result<SiteAnswer, CallError>>;

impl HttpClient {
    /// Sends `request`, GraphQL request JSON of a subscription to `contract`, and waits until the site
    /// has begun to answer, or the deadline. A site that answers with one JSON body has one event. The
    /// stream ends with an error when the site is revoked or stops serving the contract.
    ///
    /// # Errors
    /// [`CallError`] if there is no stream; the site's breaker has counted it.
    pub async fn subscribe(
        &self,
        site: &Site,
        contract: &str,
        request: Bytes,
        head: CallHead<'_>,
        deadline: CallDeadline,
        idle_timeout: Duration,
    ) -> Result<SiteEvents, CallError> {
        // Before it is admitted: whoever revokes it from now on finds the stream.
        let (place, ended) = site.standing.open_stream(contract);
        admit(site)?;
        let opened =
            tokio::time::timeout_at(deadline.at, self.open(site, request, head, idle_timeout));
        let outcome = opened.await.unwrap_or(Err(CallError::Timeout));
        count(site, &outcome, deadline);
        Ok(until_refused(outcome?, place, ended))
    }

    async fn open(
        &self,
        site: &Site,
        request: Bytes,
        head: CallHead<'_>,
        idle_timeout: Duration,
    ) -> Result<SiteEvents, CallError> {
        let uri = match &site.spec.transport {
            Transport::InProcess(service) => {
                let body = service.call(request).await;
                let answer = SiteAnswer { body, status: StatusCode::OK, sent_at: Mark::default() };
                return Ok(stream::iter([Ok(answer)]).boxed());
            }
            Transport::Http(uri) => uri,
        };
        let accept = HeaderValue::from_static(EVENT_STREAM_TYPE);
        let response = self.post(site, uri, request, head, accept).await?;
        let (status, limit_bytes) = (response.status(), self.max_response_bytes().get());
        if !is_event_stream(response.headers()) {
            let body = self.read_body(response.into_body()).await?;
            let answer = SiteAnswer { body, status, sent_at: Mark::default() };
            return Ok(stream::iter([Ok(answer)]).boxed());
        }
        Ok(events_of(response.into_body(), status, limit_bytes, idle_timeout))
    }
}

/// The events, until the site stops serving: the last is then why.
fn until_refused(
    events: SiteEvents,
    place: StreamPlace,
    ended: oneshot::Receiver<CallError>,
) -> SiteEvents {
    let ended = ended.map(Result::ok).shared();
    // Biased towards the end: what the site says after it is revoked is not heard.
    let events = events.take_until(ended.clone());
    let why = stream::once(async move {
        // Whether it was told by now; a stream that ended by itself does not wait for it.
        let _place = place;
        ended.now_or_never().flatten().map(Err)
    });
    events.chain(why.filter_map(std::future::ready)).boxed()
}

fn is_event_stream(headers: &http::HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    content_type
        .and_then(|value| value.split(';').next())
        .is_some_and(|name| name.trim().eq_ignore_ascii_case(EVENT_STREAM_TYPE))
}

/// What breaks the stream of bytes.
#[derive(Debug, thiserror::Error)]
enum Broken {
    #[error("the connection broke")]
    Connection(#[source] hyper::Error),
    #[error("nothing came for {idle_timeout:?}")]
    Idle { idle_timeout: Duration },
    #[error("an event exceeds {limit_bytes} bytes")]
    Oversized { limit_bytes: usize },
}

fn events_of(
    body: hyper::body::Incoming,
    status: StatusCode,
    limit_bytes: usize,
    idle_timeout: Duration,
) -> SiteEvents {
    // Bytes since the last event: the parser keeps no more than these.
    let pending_bytes = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&pending_bytes);
    let chunks = stream::try_unfold(body.into_data_stream(), move |mut body| {
        let counted = Arc::clone(&counted);
        async move {
            let chunk = tokio::time::timeout(idle_timeout, body.next())
                .await
                .map_err(|_| Broken::Idle { idle_timeout })?;
            let Some(chunk) = chunk.transpose().map_err(Broken::Connection)? else {
                return Ok(None);
            };
            let total = counted.fetch_add(chunk.len(), Ordering::Relaxed) + chunk.len();
            if total > limit_bytes.saturating_add(chunk.len()) {
                return Err(Broken::Oversized { limit_bytes });
            }
            Ok(Some((chunk, body)))
        }
    });
    let events = SseByteStream::new(chunks.boxed());
    let ended = stream::iter([Err(CallError::StreamEnded)]);
    events
        .map_err(move |error| call_error(error, limit_bytes))
        .chain(ended)
        .map(move |event| {
            pending_bytes.store(0, Ordering::Relaxed);
            event
        })
        // The name tells what an event is: `next` has an answer, `complete` is the end.
        .scan(false, move |is_over, event| {
            let item = match event {
                _ if *is_over => None,
                Ok(event) if event.event.as_deref() == Some("complete") => None,
                Ok(event) => Some(Ok(event
                    .data
                    .filter(|data| !data.is_empty() && event.event.as_deref() == Some("next"))
                    .map(|data| SiteAnswer {
                        body: Bytes::from(data),
                        status,
                        sent_at: Mark::default(),
                    }))),
                Err(error) => {
                    *is_over = true;
                    Some(Err(error))
                }
            };
            std::future::ready(item)
        })
        .filter_map(|item| std::future::ready(item.transpose()))
        .boxed()
}

fn call_error(error: sse_stream::Error, limit_bytes: usize) -> CallError {
    let source = match error {
        sse_stream::Error::Body(source) => source,
        other => return CallError::Malformed { reason: other.to_string() },
    };
    match source.downcast_ref::<Broken>() {
        Some(Broken::Idle { .. }) => CallError::Timeout,
        Some(Broken::Oversized { .. }) => CallError::Oversized { limit_bytes },
        _ => CallError::unreachable(source),
    }
}
