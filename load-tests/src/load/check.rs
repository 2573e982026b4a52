//! Whether an answer is the right one: compared with the first as bytes, which costs little.
//! Spec: GraphQL October 2021, section 7.1.

use bytes::Bytes;
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, value::RawValue};

/// An answer that was read in full.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The body from its beginning to the end of `data`.
    upto_data: Bytes,
    /// `data`.
    pub(crate) data: Value,
    /// The whole body.
    pub(crate) body: Bytes,
}

#[derive(Deserialize)]
struct Members<'a> {
    #[serde(borrow)]
    data: Option<&'a RawValue>,
    errors: Option<Value>,
    extensions: Option<Value>,
}

impl Answer {
    /// Reads a whole answer.
    ///
    /// # Errors
    /// A text for people if it has errors, no data, or gaps in coverage.
    pub(crate) fn read(status: StatusCode, body: Bytes) -> Result<Self, String> {
        if status != StatusCode::OK {
            return Err(format!("HTTP {status}: {}", beginning(&body)));
        }
        let members: Members<'_> = serde_json::from_slice(&body)
            .map_err(|error| format!("{error}: {}", beginning(&body)))?;
        if let Some(errors) = members.errors {
            return Err(format!("it has errors: {}", beginning(errors.to_string().as_bytes())));
        }
        let coverage = members.extensions.as_ref().map(|extensions| &extensions["coverage"]);
        if let Some(coverage) = coverage.filter(|coverage| coverage["complete"] == false) {
            return Err(format!("coverage is not complete: {coverage}"));
        }
        let Some(raw) = members.data else {
            return Err("it has no data".to_owned());
        };
        let data = serde_json::from_str(raw.get()).map_err(|error| error.to_string())?;
        // `raw` is a part of `body`.
        let end = raw.get().as_ptr() as usize - body.as_ptr() as usize + raw.get().len();
        Ok(Self { upto_data: body.slice(..end), data, body })
    }
}

fn beginning(body: &[u8]) -> String {
    String::from_utf8_lossy(body).chars().take(400).collect()
}

/// What every answer of one subject must be.
#[derive(Debug, Clone)]
pub(crate) struct Expectation {
    upto_data: Bytes,
}

impl Expectation {
    /// Data as in this one; what follows it may differ, such as times.
    pub(crate) fn like(answer: &Answer) -> Self {
        Self { upto_data: answer.upto_data.clone() }
    }

    /// # Errors
    /// A text for people.
    pub(crate) fn check(&self, status: StatusCode, body: &[u8]) -> Result<(), String> {
        let Some(rest) = body.strip_prefix(&*self.upto_data).filter(|_| status == StatusCode::OK)
        else {
            return Err(format!("HTTP {status}, another answer: {}", beginning(body)));
        };
        let has = |text: &[u8]| rest.windows(text.len()).any(|window| window == text);
        if has(b"\"errors\"") || has(b"\"complete\":false") {
            return Err(format!("after the data: {}", beginning(rest)));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &'static str) -> Result<Answer, String> {
        Answer::read(StatusCode::OK, Bytes::from_static(body.as_bytes()))
    }

    #[test]
    fn an_answer_with_errors_or_gaps_is_refused() {
        assert!(read(r#"{"data":{"a":1}}"#).is_ok());
        for body in [
            "",
            "{}",
            r#"{"data":{"a":1},"errors":[{"message":"no"}]}"#,
            r#"{"data":{"a":1},"extensions":{"coverage":{"complete":false}}}"#,
        ] {
            assert!(read(body).is_err(), "{body}");
        }
        assert!(Answer::read(StatusCode::BAD_GATEWAY, Bytes::new()).is_err());
    }

    #[test]
    fn later_answers_must_have_the_same_data() {
        let first =
            read(r#"{"data":{"a":1},"extensions":{"coverage":{"complete":true,"elapsedMs":1}}}"#);
        let expected = Expectation::like(&first.expect("a good answer"));
        for (body, is_right) in [
            (r#"{"data":{"a":1},"extensions":{"coverage":{"complete":true,"elapsedMs":2}}}"#, true),
            (
                r#"{"data":{"a":2},"extensions":{"coverage":{"complete":true,"elapsedMs":1}}}"#,
                false,
            ),
            (r#"{"data":{"a":1},"errors":[]}"#, false),
            (r#"{"data":{"a":1},"extensions":{"coverage":{"complete":false}}}"#, false),
        ] {
            assert_eq!(expected.check(StatusCode::OK, body.as_bytes()).is_ok(), is_right, "{body}");
        }
        assert!(expected.check(StatusCode::BAD_GATEWAY, br#"{"data":{"a":1}}"#).is_err());
    }
}
