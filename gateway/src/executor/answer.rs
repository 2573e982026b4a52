//! Reads one site's answer: data, errors, or why it is neither.
//! Spec: GraphQL over HTTP; GraphQL October 2021, section 7.

use super::withheld::read_withheld;
use crate::{
    coverage::WithheldField,
    json::{Laziness, Object, Value, read},
    sites::{CallError, SiteAnswer},
};

/// A readable answer.
#[derive(Debug, Default)]
pub(super) struct Answer {
    pub(super) data: Option<Object>,
    pub(super) errors: Vec<Value>,
    /// What the site says it kept back from the caller.
    pub(super) withheld: Vec<WithheldField>,
}

/// What a server says when it does not know what it is asked for.
const UNKNOWN_TO_SITE: [&str; 4] =
    ["Unknown field", "Cannot query field", "Unknown type", "Unknown argument"];

/// What `laziness` says of `data`, stays unread.
///
/// # Errors
/// [`CallError::Malformed`] if the body is not a GraphQL response; [`CallError::Incompatible`] if
/// the site does not know the fields that its contract promises.
pub(super) fn read_answer(answer: SiteAnswer, laziness: &Laziness) -> Result<Answer, CallError> {
    let malformed = |reason: String| CallError::Malformed { reason };
    let status = answer.status;
    let value = read(answer.body, laziness)
        .map_err(|error| malformed(format!("HTTP {status}: {error}")))?;
    let Value::Object(mut fields) = value else {
        return Err(malformed(format!("HTTP {status}: not a JSON object")));
    };
    let data = match fields.remove("data") {
        Some(Value::Object(data)) => Some(data),
        Some(Value::Null) | None => None,
        Some(_) => return Err(malformed("`data` is not an object".to_owned())),
    };
    let errors = match fields.remove("errors") {
        Some(Value::Array(errors)) => errors,
        Some(Value::Null) | None => Vec::new(),
        Some(_) => return Err(malformed("`errors` is not a list".to_owned())),
    };
    if data.is_none() && errors.is_empty() {
        return Err(malformed(format!("HTTP {status}: neither data nor errors")));
    }
    if data.is_none() {
        let message =
            |error: &Value| error.get("message").and_then(Value::as_str).map(str::to_owned);
        if let Some(reason) = errors
            .iter()
            .filter_map(message)
            .find(|message| UNKNOWN_TO_SITE.iter().any(|known| message.contains(known)))
        {
            return Err(CallError::Incompatible { reason });
        }
    }
    let withheld = read_withheld(fields.get("extensions"));
    Ok(Answer { data, errors, withheld })
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::StatusCode;

    use super::*;

    fn read(body: &'static str) -> Result<Answer, CallError> {
        let answer =
            SiteAnswer { body: Bytes::from_static(body.as_bytes()), status: StatusCode::OK };
        read_answer(answer, &Laziness::Nothing)
    }

    #[test]
    fn an_answer_is_data_or_errors_or_refused_with_a_code() {
        assert!(read(r#"{"data":{"a":1}}"#).is_ok());
        assert!(read(r#"{"data":null,"errors":[{"message":"no"}]}"#).is_ok());
        for (body, code) in [
            ("", "SITE_ANSWER_MALFORMED"),
            ("<html>", "SITE_ANSWER_MALFORMED"),
            ("[]", "SITE_ANSWER_MALFORMED"),
            ("{}", "SITE_ANSWER_MALFORMED"),
            (r#"{"data":[]}"#, "SITE_ANSWER_MALFORMED"),
            (r#"{"data":null,"errors":{}}"#, "SITE_ANSWER_MALFORMED"),
            (
                r#"{"errors":[{"message":"Unknown field \"x\" on type \"Y\""}]}"#,
                "SITE_INCOMPATIBLE",
            ),
        ] {
            assert_eq!(read(body).expect_err(body).code(), code, "{body}");
        }
    }
}
