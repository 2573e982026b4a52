//! Writes the body of one request to a site: its document, and values of its variables.
//! Spec: GraphQL over HTTP, "Request Parameters".

use apollo_compiler::response::JsonValue as ClientValue;
use bytes::Bytes;
use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::json::Value;

/// What one site is asked. Written from where the values stand, without copies.
#[derive(Debug, Serialize)]
pub(super) struct RequestBody<'a> {
    pub(super) query: &'a str,
    #[serde(skip_serializing_if = "Variables::is_empty")]
    pub(super) variables: Variables<'a>,
}

/// Values of variables; no name twice.
#[derive(Debug, Default)]
pub(super) struct Variables<'a> {
    pub(super) values: Vec<(&'a str, VariableValue<'a>)>,
    /// Lists of representations.
    pub(super) lists: Vec<(&'a str, &'a [Value])>,
}

/// A value of the client's, or one that was found in the response.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(untagged)]
pub(super) enum VariableValue<'a> {
    OfClient(&'a ClientValue),
    OfContext(&'a Value),
}

impl Variables<'_> {
    fn is_empty(&self) -> bool {
        self.values.is_empty() && self.lists.is_empty()
    }
}

impl Serialize for Variables<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.values.len() + self.lists.len()))?;
        for (name, value) in &self.values {
            map.serialize_entry(name, value)?;
        }
        for (name, list) in &self.lists {
            map.serialize_entry(name, list)?;
        }
        map.end()
    }
}

impl RequestBody<'_> {
    pub(super) fn to_bytes(&self) -> Bytes {
        // Texts and values that were JSON are JSON again: there is nothing to fail.
        serde_json::to_vec(self).expect("values of a response are JSON").into()
    }
}

#[cfg(test)]
mod tests {
    use crate::json::json;

    use super::*;

    #[test]
    fn variables_are_written_only_where_there_are_any() {
        let bare = RequestBody { query: "{a}", variables: Variables::default() };
        assert_eq!(bare.to_bytes(), r#"{"query":"{a}"}"#);
        let (first, keys) = (ClientValue::from(3), [json!({"id": "x"})]);
        let first = VariableValue::OfClient(&first);
        let variables =
            Variables { values: vec![("first", first)], lists: vec![("representations", &keys)] };
        let full = RequestBody { query: "{\"a\"}", variables };
        assert_eq!(
            full.to_bytes(),
            r#"{"query":"{\"a\"}","variables":{"first":3,"representations":[{"id":"x"}]}}"#
        );
    }
}
