//! What a client takes as an answer: one JSON body, parts of one, or events.
//! Spec: RFC 9110, section 12.5.1; the incremental delivery (`deferSpec=20220824`) and multipart
//! subscriptions (`subscriptionSpec=1.0`) of Apollo clients; the GraphQL over SSE protocol.

use http::{HeaderMap, HeaderValue, header};

use super::{media_type::ResponseType, service::Accepts};

/// What an `Accept` header allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Accepted {
    /// As one body; `None` if the client takes streams only.
    pub(super) whole: Option<ResponseType>,
    /// In parts.
    pub(super) deferred_parts: bool,
    /// As events, the first format that is named.
    pub(super) events: Option<EventFormat>,
}

/// How events are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EventFormat {
    /// `text/event-stream`.
    ServerSentEvents,
    /// `multipart/mixed; subscriptionSpec=1.0`.
    Multipart,
}

impl Accepted {
    /// `None` if the client takes nothing that can be given. Streams count only where they are
    /// named, since `*/*` is said by clients that could not read them.
    pub(super) fn negotiate(headers: &HeaderMap) -> Option<Self> {
        let values = headers.get_all(header::ACCEPT).iter().map(HeaderValue::to_str);
        let ranges: Vec<&str> =
            values.filter_map(Result::ok).flat_map(|text| text.split(',')).collect();
        let accepted = Self {
            whole: ResponseType::negotiate(headers),
            deferred_parts: ranges.iter().any(|range| is_deferred(range)),
            events: ranges.iter().find_map(|range| event_format(range)),
        };
        let is_any =
            accepted.whole.is_some() || accepted.deferred_parts || accepted.events.is_some();
        is_any.then_some(accepted)
    }

    /// The type of answers that are one body.
    pub(super) fn response_type(self) -> ResponseType {
        self.whole.unwrap_or(ResponseType::Json)
    }

    /// What the service is told.
    pub(super) fn accepts(self) -> Accepts {
        Accepts { deferred_parts: self.deferred_parts, events: self.events.is_some() }
    }
}

fn is_deferred(range: &str) -> bool {
    parameter_of(range, "multipart/mixed", "deferspec").is_some_and(|value| value == "20220824")
}

fn event_format(range: &str) -> Option<EventFormat> {
    let name = range.split(';').next().unwrap_or_default().trim();
    if name.eq_ignore_ascii_case("text/event-stream") {
        return Some(EventFormat::ServerSentEvents);
    }
    let version = parameter_of(range, "multipart/mixed", "subscriptionspec")?;
    (version == "1.0" || version == "1").then_some(EventFormat::Multipart)
}

/// The value of a parameter, where the range is of this type. Quotes around it are left off.
fn parameter_of<'a>(range: &'a str, media_type: &str, parameter: &str) -> Option<&'a str> {
    let mut parts = range.split(';').map(str::trim);
    if !parts.next()?.eq_ignore_ascii_case(media_type) {
        return None;
    }
    let (_, value) = parts
        .filter_map(|part| part.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case(parameter))?;
    Some(value.trim().trim_matches('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_given_to_clients_that_name_them() {
        use EventFormat::{Multipart, ServerSentEvents};
        for (accept, whole, deferred_parts, events) in [
            ("*/*", true, false, None),
            ("application/json", true, false, None),
            ("multipart/mixed, application/json", true, false, None),
            ("multipart/mixed;deferSpec=20220824,application/json", true, true, None),
            ("multipart/mixed; deferSpec=\"20220824\"", false, true, None),
            ("multipart/mixed;deferSpec=20990101, */*", true, false, None),
            ("text/event-stream", false, false, Some(ServerSentEvents)),
            ("Text/Event-Stream, application/json;q=0.5", true, false, Some(ServerSentEvents)),
            (
                "multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json",
                true,
                false,
                Some(Multipart),
            ),
        ] {
            let headers = HeaderMap::from_iter([(
                header::ACCEPT,
                HeaderValue::from_str(accept).expect("a header value"),
            )]);
            let accepted = Accepted::negotiate(&headers).expect(accept);
            let found = (accepted.whole.is_some(), accepted.deferred_parts, accepted.events);
            assert_eq!(found, (whole, deferred_parts, events), "{accept}");
        }
        for accept in ["text/html", "multipart/mixed", "multipart/mixed;deferSpec=1"] {
            let headers = HeaderMap::from_iter([(
                header::ACCEPT,
                HeaderValue::from_str(accept).expect("a header value"),
            )]);
            assert_eq!(Accepted::negotiate(&headers), None, "{accept}");
        }
    }
}
