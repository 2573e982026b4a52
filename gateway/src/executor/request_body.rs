//! Writes the body of one request to a site: its document, and values of its variables.
//! Spec: GraphQL over HTTP, "Request Parameters".

use apollo_compiler::response::JsonValue as ClientValue;
use bytes::Bytes;

use crate::json::{Value, write, write_text};

/// Room for the variables of a body; a longer one grows.
const ROOM: usize = 256;

/// What one site is asked. Written from where the values stand, without copies.
#[derive(Debug)]
pub(super) struct RequestBody<'a> {
    /// The document, which is JSON already.
    pub(super) query: &'a str,
    pub(super) variables: Variables<'a>,
}

/// Values of variables; no name twice.
#[derive(Debug, Default)]
pub(super) struct Variables<'a> {
    pub(super) values: Vec<(&'a str, VariableValue<'a>)>,
    /// Lists of representations.
    pub(super) lists: Vec<(&'a str, Representations<'a>)>,
}

/// Representations that one site is asked: all of a batch, or some.
#[derive(Debug, Clone, Copy)]
pub(super) struct Representations<'a> {
    pub(super) batch: &'a [Value],
    /// Their places in the batch; absent where they are all of it.
    pub(super) places: Option<&'a [u32]>,
}

impl Representations<'_> {
    fn write(&self, body: &mut Vec<u8>) {
        body.push(b'[');
        let mut is_first = true;
        let mut write_next = |value| {
            if !std::mem::take(&mut is_first) {
                body.push(b',');
            }
            write(body, value);
        };
        match self.places {
            None => self.batch.iter().for_each(&mut write_next),
            Some(places) => {
                places.iter().map(|place| &self.batch[*place as usize]).for_each(&mut write_next);
            }
        }
        body.push(b']');
    }
}

/// A value of the client's, or one that was found in the response.
#[derive(Debug, Clone, Copy)]
pub(super) enum VariableValue<'a> {
    OfClient(&'a ClientValue),
    OfContext(&'a Value),
}

impl Variables<'_> {
    fn is_empty(&self) -> bool {
        self.values.is_empty() && self.lists.is_empty()
    }

    fn write(&self, body: &mut Vec<u8>) {
        let mut before = b'{';
        let mut write_name = |body: &mut Vec<u8>, name| {
            body.push(std::mem::replace(&mut before, b','));
            write_text(body, name);
            body.push(b':');
        };
        for (name, value) in &self.values {
            write_name(body, name);
            match value {
                // A value that was JSON is JSON again: there is nothing to fail.
                VariableValue::OfClient(value) => {
                    serde_json::to_writer(&mut *body, value).expect("a client's value is JSON");
                }
                VariableValue::OfContext(value) => write(body, value),
            }
        }
        for (name, list) in &self.lists {
            write_name(body, name);
            list.write(body);
        }
        body.push(b'}');
    }
}

impl RequestBody<'_> {
    pub(super) fn to_bytes(&self) -> Bytes {
        let mut body = Vec::with_capacity(self.query.len() + ROOM);
        body.extend_from_slice(b"{\"query\":");
        body.extend_from_slice(self.query.as_bytes());
        if !self.variables.is_empty() {
            body.extend_from_slice(b",\"variables\":");
            self.variables.write(&mut body);
        }
        body.push(b'}');
        body.into()
    }
}

#[cfg(test)]
mod tests {
    use crate::json::json;

    use super::*;

    #[test]
    fn variables_are_written_only_where_there_are_any() {
        let bare = RequestBody { query: "\"{a}\"", variables: Variables::default() };
        assert_eq!(bare.to_bytes(), r#"{"query":"{a}"}"#);
        let (first, keys) = (ClientValue::from(3), [json!({"id": "x"}), json!({"id": "y"})]);
        let first = VariableValue::OfClient(&first);
        let lists = |places| vec![("representations", Representations { batch: &keys, places })];
        for (places, written) in [
            (None, r#"[{"id":"x"},{"id":"y"}]"#),
            (Some(&[1][..]), r#"[{"id":"y"}]"#),
            (Some(&[][..]), "[]"),
        ] {
            let variables = Variables { values: vec![("first", first)], lists: lists(places) };
            let full = RequestBody { query: r#""{\"a\"}""#, variables };
            let expected = format!(
                r#"{{"query":"{{\"a\"}}","variables":{{"first":3,"representations":{written}}}}}"#
            );
            assert_eq!(full.to_bytes(), expected);
        }
    }
}
