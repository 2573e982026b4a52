//! The id that ties a client's request, our log and the calls to sites together.

use std::fmt;

use http::{HeaderMap, HeaderName, HeaderValue};
use uuid::Uuid;

/// Header that carries the id, both ways.
pub static REQUEST_ID_HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Longest id taken from a client.
const MAX_ID_BYTES: usize = 128;

/// Id of one request: 1 to 128 ASCII letters, digits and `-_.:`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RequestId(HeaderValue);

impl RequestId {
    /// The id that the client sent, or a new one if it sent none or one we would not repeat.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Self {
        headers
            .get(&REQUEST_ID_HEADER)
            .filter(|value| is_plain(value.as_bytes()))
            .map_or_else(Self::generate, |value| Self(value.clone()))
    }

    /// A new id, in order of time.
    #[must_use]
    pub fn generate() -> Self {
        let text = Uuid::now_v7().to_string();
        Self(HeaderValue::try_from(text).expect("a UUID is plain ASCII"))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.to_str().expect("only plain ASCII is let in")
    }

    /// The id as a header's value.
    #[must_use]
    pub fn header_value(&self) -> HeaderValue {
        self.0.clone()
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What may stand in our log and in headers without quoting.
fn is_plain(id: &[u8]) -> bool {
    (1..=MAX_ID_BYTES).contains(&id.len())
        && id.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:".contains(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_id_of_the_client_is_kept_and_any_other_replaced() {
        let longest = "a".repeat(MAX_ID_BYTES);
        let too_long = "a".repeat(MAX_ID_BYTES + 1);
        for (sent, is_kept) in [
            ("7f.A_b:c-1", true),
            (longest.as_str(), true),
            (too_long.as_str(), false),
            ("", false),
            ("two words", false),
            ("\"quoted\"", false),
            ("千站", false),
        ] {
            let mut headers = HeaderMap::new();
            let value = HeaderValue::from_bytes(sent.as_bytes()).expect("a header value");
            headers.insert(&REQUEST_ID_HEADER, value);
            assert_eq!(RequestId::of(&headers).as_str() == sent, is_kept, "{sent}");
        }
    }

    #[test]
    fn requests_without_an_id_get_different_ones() {
        let headers = HeaderMap::new();
        assert_ne!(RequestId::of(&headers), RequestId::of(&headers));
    }
}
