//! Writes answers of several bodies: as parts of `multipart/mixed`, or as server-sent events.
//! A stream ends with its deadline or the server's shutdown, and says so first.

use std::{convert::Infallible, future::Future, time::Duration};

use axum::{body::Body, response::Response};
use bytes::{Bytes, BytesMut};
use futures::{
    StreamExt,
    stream::{self, BoxStream},
};
use http::{HeaderValue, header};
use tokio::time::{Instant, Interval, MissedTickBehavior};

use super::{
    accepted::EventFormat,
    error::HttpError,
    service::{GraphqlResponse, StreamedEvent},
};

const INCREMENTAL_TYPE: &str = "multipart/mixed;boundary=\"graphql\";deferSpec=20220824";
const SUBSCRIPTION_TYPE: &str = "multipart/mixed;boundary=\"graphql\";subscriptionSpec=1.0";
const EVENT_STREAM_TYPE: &str = "text/event-stream; charset=utf-8";

/// Clients take a part as whole when they have read the boundary after it, so a part ends with one.
const BOUNDARY: &[u8] = b"\r\n--graphql";
const PART_HEAD: &[u8] = b"\r\nContent-Type: application/json\r\n\r\n";
const LAST_BOUNDARY_END: &[u8] = b"--\r\n";

/// The parts of an incremental answer. At the deadline it ends without those that are missing.
pub(super) fn incremental_response(
    bodies: BoxStream<'static, Bytes>,
    deadline: Instant,
) -> Response {
    let parts = stream::unfold(Some(bodies), move |bodies| async move {
        let mut bodies = bodies?;
        match tokio::time::timeout_at(deadline, bodies.next()).await {
            Ok(body) => Some((part(&body?), Some(bodies))),
            Err(_) => Some((part(&cut_off(&HttpError::RequestTimeout)), None)),
        }
    });
    multipart(INCREMENTAL_TYPE, parts.boxed())
}

/// One body for a client that takes incremental answers only.
pub(super) fn single_incremental(answer: GraphqlResponse) -> Response {
    // What it lacks of a last part is the member that says so.
    let mut body = BytesMut::from(answer.body.strip_suffix(b"}").unwrap_or(&answer.body));
    body.extend_from_slice(b",\"hasNext\":false}");
    multipart(INCREMENTAL_TYPE, stream::iter([part(&body)]).boxed())
}

/// One body for a client that takes events only.
pub(super) fn single_event(format: EventFormat, answer: GraphqlResponse) -> Response {
    let event = stream::iter([StreamedEvent::Next(answer.body)]).boxed();
    let frames = event.map(move |event| frame(format, &event)).chain(ending(format));
    event_response_of(format, frames.boxed())
}

/// The answers to a subscription's events, with a sign of life at least every `heartbeat`, until
/// `shutdown`.
pub(super) fn event_response(
    format: EventFormat,
    events: BoxStream<'static, StreamedEvent>,
    heartbeat: Duration,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Response {
    let mut beat = tokio::time::interval_at(Instant::now() + heartbeat, heartbeat);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let begin = Open { events, beat, shutdown: Box::pin(shutdown) };
    let frames = stream::unfold(Some(begin), move |open| async move {
        let mut open = open?;
        tokio::select! {
            biased;
            () = &mut open.shutdown => {
                let body = HttpError::ServerStopping.body();
                Some((frame(format, &StreamedEvent::Failed(body)), None))
            }
            event = open.events.next() => {
                open.beat.reset();
                Some((frame(format, &event?), Some(open)))
            }
            _ = open.beat.tick() => Some((sign_of_life(format), Some(open))),
        }
    });
    event_response_of(format, frames.chain(ending(format)).boxed())
}

struct Open<F> {
    events: BoxStream<'static, StreamedEvent>,
    beat: Interval,
    shutdown: std::pin::Pin<Box<F>>,
}

// ---- frames ----

fn part(body: &[u8]) -> Bytes {
    [PART_HEAD, body, BOUNDARY].concat().into()
}

/// The last body of an incremental answer that misses some.
fn cut_off(error: &HttpError) -> Bytes {
    let mut body = BytesMut::from(error.body().strip_suffix(b"}").unwrap_or_default());
    body.extend_from_slice(b",\"hasNext\":false}");
    body.freeze()
}

fn frame(format: EventFormat, event: &StreamedEvent) -> Bytes {
    match (format, event) {
        (
            EventFormat::ServerSentEvents,
            StreamedEvent::Next(body) | StreamedEvent::Failed(body),
        ) => [b"event: next\ndata: ", &body[..], b"\n\n"].concat().into(),
        (EventFormat::Multipart, StreamedEvent::Next(body)) => {
            part(&[b"{\"payload\":", &body[..], b"}"].concat())
        }
        (EventFormat::Multipart, StreamedEvent::Failed(body)) => {
            let errors = body.strip_prefix(b"{").unwrap_or(b"}");
            part(&[b"{\"payload\":null,", errors].concat())
        }
    }
}

fn sign_of_life(format: EventFormat) -> Bytes {
    match format {
        EventFormat::ServerSentEvents => Bytes::from_static(b":\n\n"),
        EventFormat::Multipart => part(b"{}"),
    }
}

fn ending(format: EventFormat) -> stream::Iter<std::option::IntoIter<Bytes>> {
    stream::iter(match format {
        EventFormat::ServerSentEvents => Some(Bytes::from_static(b"event: complete\ndata:\n\n")),
        EventFormat::Multipart => None,
    })
}

// ---- responses ----

fn event_response_of(format: EventFormat, frames: BoxStream<'static, Bytes>) -> Response {
    match format {
        EventFormat::Multipart => multipart(SUBSCRIPTION_TYPE, frames),
        EventFormat::ServerSentEvents => response_of(EVENT_STREAM_TYPE, frames),
    }
}

fn multipart(content_type: &'static str, parts: BoxStream<'static, Bytes>) -> Response {
    let first = stream::iter([Bytes::from_static(BOUNDARY)]);
    let last = stream::iter([Bytes::from_static(LAST_BOUNDARY_END)]);
    response_of(content_type, first.chain(parts).chain(last).boxed())
}

fn response_of(content_type: &'static str, frames: BoxStream<'static, Bytes>) -> Response {
    let mut response = Response::new(Body::from_stream(frames.map(Ok::<_, Infallible>)));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    // Proxies of the nginx kind otherwise hold parts back.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}
