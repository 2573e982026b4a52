//! Reads a GraphQL request from a body, or from the parameters of a URL. Pure.
//! Spec: GraphQL over HTTP, "Request Parameters".

use axum::extract::Query;
use http::Uri;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{error::HttpError, service::GraphqlRequest};

/// The request in a JSON body.
///
/// # Errors
/// [`HttpError`] if the body is not one JSON object with members of the right types.
pub(super) fn parse_body(body: &[u8]) -> Result<GraphqlRequest, HttpError> {
    let value: Value = serde_json::from_slice(body)
        .map_err(|error| HttpError::BodyNotJson { detail: error.to_string() })?;
    let mut members = match value {
        Value::Object(members) => members,
        Value::Array(_) => return Err(HttpError::Batch),
        _ => return Err(HttpError::BodyNotObject),
    };
    Ok(GraphqlRequest {
        query: string(&mut members, "query")?
            .filter(|query| !query.trim().is_empty())
            .ok_or(HttpError::QueryMissing)?,
        operation_name: string(&mut members, "operationName")?,
        variables: object("variables", members.remove("variables"))?,
        extensions: object("extensions", members.remove("extensions"))?,
    })
}

/// The parameters of a URL. Empty ones count as not given.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Parameters {
    query: String,
    operation_name: String,
    /// JSON object.
    variables: String,
    /// JSON object.
    extensions: String,
}

/// The request in the parameters of a URL.
///
/// # Errors
/// [`HttpError`] if there is no query, a parameter is given twice, or one is not what it should be.
pub(super) fn parse_url(uri: &Uri) -> Result<GraphqlRequest, HttpError> {
    let Query(parameters) = Query::<Parameters>::try_from_uri(uri)
        .map_err(|rejection| HttpError::Parameters { detail: rejection.body_text() })?;
    if parameters.query.trim().is_empty() {
        return Err(HttpError::QueryMissing);
    }
    Ok(GraphqlRequest {
        query: parameters.query,
        operation_name: Some(parameters.operation_name).filter(|name| !name.is_empty()),
        variables: object_text("variables", &parameters.variables)?,
        extensions: object_text("extensions", &parameters.extensions)?,
    })
}

fn string(
    members: &mut Map<String, Value>,
    name: &'static str,
) -> Result<Option<String>, HttpError> {
    match members.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(HttpError::MemberType { name, chinese: "字符串", english: "a string" }),
    }
}

fn object(name: &'static str, value: Option<Value>) -> Result<Map<String, Value>, HttpError> {
    match value {
        None | Some(Value::Null) => Ok(Map::new()),
        Some(Value::Object(members)) => Ok(members),
        Some(_) => Err(not_object(name)),
    }
}

fn object_text(name: &'static str, text: &str) -> Result<Map<String, Value>, HttpError> {
    if text.is_empty() {
        return Ok(Map::new());
    }
    let value = serde_json::from_str(text).map_err(|_| not_object(name))?;
    object(name, Some(value))
}

fn not_object(name: &'static str) -> HttpError {
    HttpError::MemberType { name, chinese: " JSON 对象", english: "a JSON object" }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn code(result: Result<GraphqlRequest, HttpError>) -> &'static str {
        result.map_or_else(|error| error.code_and_status().0, |_| "OK")
    }

    #[test]
    fn a_body_is_one_object_with_a_query() {
        for (case, body, expected) in [
            (
                "all members",
                r#"{"query":"{a}","operationName":"A","variables":{"x":1},"extensions":{}}"#,
                "OK",
            ),
            (
                "nulls count as not given",
                r#"{"query":"{a}","operationName":null,"variables":null}"#,
                "OK",
            ),
            ("other members are left alone", r#"{"query":"{a}","id":7}"#, "OK"),
            ("empty body", "", "BODY_NOT_JSON"),
            ("cut short", r#"{"query":"#, "BODY_NOT_JSON"),
            ("text after the end", r#"{"query":"{a}"} x"#, "BODY_NOT_JSON"),
            ("null", "null", "REQUEST_INVALID"),
            ("batch", r#"[{"query":"{a}"}]"#, "BATCHING_NOT_SUPPORTED"),
            ("empty batch", "[]", "BATCHING_NOT_SUPPORTED"),
            ("text", r#""{a}""#, "REQUEST_INVALID"),
            ("no query", "{}", "QUERY_MISSING"),
            ("blank query", r#"{"query":" "}"#, "QUERY_MISSING"),
            ("query of another type", r#"{"query":{}}"#, "REQUEST_INVALID"),
            (
                "operation name of another type",
                r#"{"query":"{a}","operationName":1}"#,
                "REQUEST_INVALID",
            ),
            ("variables of another type", r#"{"query":"{a}","variables":"{}"}"#, "REQUEST_INVALID"),
            ("extensions of another type", r#"{"query":"{a}","extensions":[]}"#, "REQUEST_INVALID"),
        ] {
            assert_eq!(code(parse_body(body.as_bytes())), expected, "{case}");
        }
        assert_eq!(code(parse_body(b"{\"query\":\"\xff\"}")), "BODY_NOT_JSON");
        let deep = format!("{{\"query\":\"{{a}}\",\"variables\":{}", "[".repeat(100_000));
        assert_eq!(code(parse_body(deep.as_bytes())), "BODY_NOT_JSON", "deep nesting");
    }

    #[test]
    fn a_url_carries_the_same_members() {
        let uri =
            "/graphql?query=%7Ba%7D&operationName=A&variables=%7B%22code%22%3A%22620000%22%7D";
        let request = parse_url(&Uri::from_static(uri)).expect("a valid request");
        assert_eq!(
            request,
            GraphqlRequest {
                query: "{a}".to_owned(),
                operation_name: Some("A".to_owned()),
                variables: Map::from_iter([("code".to_owned(), json!("620000"))]),
                extensions: Map::new(),
            }
        );
        for (uri, expected) in [
            ("/graphql", "QUERY_MISSING"),
            ("/graphql?query=", "QUERY_MISSING"),
            ("/graphql?query={a}&query={b}", "REQUEST_INVALID"),
            ("/graphql?query={a}&variables=[]", "REQUEST_INVALID"),
            ("/graphql?query={a}&variables={", "REQUEST_INVALID"),
            ("/graphql?query={a}&variables=", "OK"),
        ] {
            assert_eq!(code(parse_url(&Uri::from_static(uri))), expected, "{uri}");
        }
    }
}
