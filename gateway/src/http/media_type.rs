//! Which type the answer has, and which type the body must have.
//! Spec: GraphQL over HTTP, "Media Types"; RFC 9110, section 12.5.1 (`Accept`).

use http::{HeaderMap, HeaderValue, StatusCode, header};

/// Media type of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ResponseType {
    /// `application/json`: the status is 200 whatever the GraphQL response says.
    Json,
    /// `application/graphql-response+json`: the status tells whether the request was executed.
    GraphqlResponse,
}

/// How closely a range of `Accept` names a type; more is closer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Closeness {
    AnyType,
    AnySubtype,
    Exact,
}

/// How much the client wants a type: its weight in thousandths, and how it was named.
type Wish = (u16, Closeness);

impl ResponseType {
    /// The type that the client likes best; `None` if it takes neither. A client that names none,
    /// or none closely, gets `application/json`.
    pub(super) fn negotiate(headers: &HeaderMap) -> Option<Self> {
        let mut ranges = Vec::new();
        for value in headers.get_all(header::ACCEPT) {
            let text = value.to_str().ok()?;
            ranges.extend(text.split(',').map(str::trim).filter(|range| !range.is_empty()));
        }
        if ranges.is_empty() {
            return Some(Self::Json);
        }
        let json = Self::Json.wish(&ranges);
        let graphql_response = Self::GraphqlResponse.wish(&ranges);
        match (json, graphql_response) {
            (None, None) => None,
            (Some(_), None) => Some(Self::Json),
            (None, Some(_)) => Some(Self::GraphqlResponse),
            (Some(json), Some(graphql_response)) => {
                let is_named = graphql_response.1 == Closeness::Exact;
                let is_preferred = graphql_response.0 >= json.0;
                Some(if is_named && is_preferred { Self::GraphqlResponse } else { Self::Json })
            }
        }
    }

    /// The header's value, and the charset that JSON has anyway.
    pub(super) fn header_value(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Json => "application/json; charset=utf-8",
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
        })
    }

    /// The status under which a GraphQL response of this status goes out. A request that could be
    /// read but not executed is 200 for clients of `application/json`.
    pub(super) fn status(self, of_response: StatusCode) -> StatusCode {
        match self {
            Self::Json if of_response == StatusCode::BAD_REQUEST => StatusCode::OK,
            Self::Json | Self::GraphqlResponse => of_response,
        }
    }

    fn subtype(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::GraphqlResponse => "graphql-response+json",
        }
    }

    /// `None` when no range takes this type, or the closest one refuses it with weight 0.
    fn wish(self, ranges: &[&str]) -> Option<Wish> {
        ranges
            .iter()
            .filter_map(|range| self.wish_of_range(range))
            .max_by_key(|(_, closeness)| *closeness)
            .filter(|(weight, _)| *weight > 0)
    }

    fn wish_of_range(self, range: &str) -> Option<Wish> {
        let mut parts = range.split(';').map(str::trim);
        let name = parts.next()?.to_ascii_lowercase();
        let closeness = match name.split_once('/')? {
            ("*", "*") => Closeness::AnyType,
            ("application", "*") => Closeness::AnySubtype,
            ("application", subtype) if subtype == self.subtype() => Closeness::Exact,
            _ => return None,
        };
        let weight = parts
            .filter_map(|parameter| parameter.split_once('='))
            .find(|(name, _)| name.trim().eq_ignore_ascii_case("q"))
            .map_or(1.0, |(_, weight)| weight.trim().parse().unwrap_or(0.0_f32));
        let thousandths = (weight.clamp(0.0, 1.0) * 1000.0).round();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and 1000"
        )]
        Some((thousandths as u16, closeness))
    }
}

/// Whether the body is said to be JSON in UTF-8. Insisting on it also keeps web pages of other
/// origins out: a browser asks leave (CORS) before it sends this type.
pub(super) fn is_json_body(headers: &HeaderMap) -> bool {
    let Some(Ok(content_type)) = headers.get(header::CONTENT_TYPE).map(HeaderValue::to_str) else {
        return false;
    };
    let mut parts = content_type.split(';').map(str::trim);
    let is_json = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("application/json"));
    let is_utf8 = parts
        .filter_map(|parameter| parameter.split_once('='))
        .filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))
        .all(|(_, charset)| charset.trim().trim_matches('"').eq_ignore_ascii_case("utf-8"));
    is_json && is_utf8
}

/// Whether the body is sent as it is, not compressed.
pub(super) fn is_plain_body(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_ENCODING)
        .is_none_or(|encoding| encoding.as_bytes().eq_ignore_ascii_case(b"identity"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_str(value).expect("a header value"))])
    }

    #[test]
    fn the_answer_has_the_type_that_the_client_likes_best() {
        use ResponseType::{GraphqlResponse, Json};
        assert_eq!(ResponseType::negotiate(&HeaderMap::new()), Some(Json));
        for (accept, expected) in [
            ("", Some(Json)),
            ("*/*", Some(Json)),
            ("application/*", Some(Json)),
            ("application/json", Some(Json)),
            ("Application/JSON; charset=utf-8", Some(Json)),
            ("application/graphql-response+json", Some(GraphqlResponse)),
            ("application/graphql-response+json, */*", Some(GraphqlResponse)),
            ("application/graphql-response+json, application/json;q=0.9", Some(GraphqlResponse)),
            ("application/json, application/graphql-response+json", Some(GraphqlResponse)),
            ("application/json, application/graphql-response+json;q=0.5", Some(Json)),
            ("application/graphql-response+json;q=0, */*", Some(Json)),
            ("application/json;q=0, application/*;q=0.2", Some(GraphqlResponse)),
            ("text/html, application/xhtml+xml, */*;q=0.8", Some(Json)),
            ("application/json;q=many", None),
            ("application/json;q=0", None),
            ("text/html", None),
            ("json", None),
        ] {
            let actual = ResponseType::negotiate(&headers(header::ACCEPT, accept));
            assert_eq!(actual, expected, "{accept}");
        }
    }

    #[test]
    fn only_json_in_utf_8_is_a_json_body() {
        assert!(!is_json_body(&HeaderMap::new()));
        for (content_type, expected) in [
            ("application/json", true),
            ("APPLICATION/JSON;charset=UTF-8", true),
            ("application/json; charset=\"utf-8\"", true),
            ("application/json; charset=gb18030", false),
            ("application/graphql", false),
            ("text/plain", false),
            ("application/jsonp", false),
        ] {
            let headers = headers(header::CONTENT_TYPE, content_type);
            assert_eq!(is_json_body(&headers), expected, "{content_type}");
        }
    }

    #[test]
    fn a_request_that_cannot_be_executed_is_200_for_clients_of_plain_json() {
        for (status, as_json) in [
            (StatusCode::OK, StatusCode::OK),
            (StatusCode::BAD_REQUEST, StatusCode::OK),
            (StatusCode::UNAUTHORIZED, StatusCode::UNAUTHORIZED),
            (StatusCode::INTERNAL_SERVER_ERROR, StatusCode::INTERNAL_SERVER_ERROR),
        ] {
            assert_eq!(ResponseType::Json.status(status), as_json);
            assert_eq!(ResponseType::GraphqlResponse.status(status), status);
        }
    }
}
