//! Reads JSON out of a body.

use std::{cell::Cell, collections::HashMap, fmt};

use ahash::RandomState;
use bytes::Bytes;
use serde::{
    Deserializer,
    de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor},
};
use serde_json::Number;

use super::{Object, Text, UnreadList, Value, scan::Scanner};

/// Most room that is made for a list before its items have come.
const MAX_EXPECTED: usize = 1_024;

/// What is left unread.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Laziness {
    /// Nothing.
    #[default]
    Nothing,
    /// The items of a list. What is no list is read.
    Items,
    /// Of these fields; lists stand for each of their items.
    Fields(HashMap<Text, Laziness, RandomState>),
}

/// A body that is no JSON.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReadError {
    #[error("{0}")]
    Text(#[from] simdutf8::compat::Utf8Error),
    #[error("{0}")]
    Json(#[from] serde_json::Error),
}

/// Reads `body`, which is one value and nothing more.
///
/// # Errors
/// [`ReadError`]. Items that stay unread may hide others, which [`UnreadList::read_item`] tells.
pub(crate) fn read(body: Bytes, laziness: &Laziness) -> Result<Value, ReadError> {
    let text = simdutf8::compat::from_utf8(&body)?;
    if *laziness == Laziness::Nothing {
        return Ok(read_text(text)?);
    }
    let mut scanner = Scanner::new(text);
    match read_lazily(&body, &mut scanner, laziness) {
        Some(value) if scanner.is_at_end() => Ok(value),
        // Whatever is wrong with it is told by whoever reads it all.
        _ => Ok(read_text(text)?),
    }
}

/// Reads `text`, which is one value and nothing more.
pub(super) fn read_text(text: &str) -> serde_json::Result<Value> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = Seed { room: &Cell::new(0) }.deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}

/// Reads the value that comes next; `None` if it is no JSON.
fn read_lazily(body: &Bytes, scanner: &mut Scanner<'_>, laziness: &Laziness) -> Option<Value> {
    match (laziness, scanner.peek()?) {
        (Laziness::Items, b'[') => {
            let (place, mut items) = scanner.items()?;
            for item in &mut items {
                *item = item.start - place.start..item.end - place.start;
            }
            let text = body.slice_ref(scanner.text(place)?.as_bytes());
            Some(Value::Unread(Box::new(UnreadList::new(text, items))))
        }
        (Laziness::Fields(_), b'[') => {
            let mut items = Vec::new();
            scanner.list(|scanner| {
                items.push(read_lazily(body, scanner, laziness)?);
                Some(())
            })?;
            Some(Value::Array(items))
        }
        (Laziness::Fields(lazy), b'{') => {
            let mut object = Object::new();
            scanner.object(|scanner, name| {
                let name: Text = if name.contains('\\') {
                    serde_json::from_str::<String>(&format!("\"{name}\"")).ok()?.into()
                } else {
                    name.into()
                };
                let laziness = lazy.get(&name).unwrap_or(&Laziness::Nothing);
                object.push(name, read_lazily(body, scanner, laziness)?);
                Some(())
            })?;
            Some(Value::Object(object))
        }
        // Where there is nothing to leave out, all of it is read at once.
        _ => {
            let place = scanner.value()?;
            read_text(scanner.text(place)?).ok()
        }
    }
}

#[derive(Clone, Copy)]
struct Seed<'a> {
    /// Fields of the object before this one in the same list.
    room: &'a Cell<usize>,
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let expected = items.size_hint().unwrap_or_default().min(MAX_EXPECTED);
        let mut list = Vec::with_capacity(expected);
        while let Some(item) = items.next_element_seed(self)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        // The items of a list most often have the same fields.
        let mut object = Object::with_capacity(self.room.get());
        while let Some(name) = fields.next_key_seed(NameSeed)? {
            // Objects below are of other fields.
            let room = Cell::new(0);
            object.push(name, fields.next_value_seed(Seed { room: &room })?);
        }
        self.room.set(object.len());
        Ok(Value::Object(object))
    }
}

#[derive(Clone, Copy)]
struct NameSeed;

impl<'de> DeserializeSeed<'de> for NameSeed {
    type Value = Text;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Text, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for NameSeed {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Text, E> {
        Ok(value.into())
    }
}

#[cfg(test)]
mod tests {

    use super::*;

    fn read_all(text: &'static str) -> Result<Value, ReadError> {
        read(Bytes::from_static(text.as_bytes()), &Laziness::Nothing)
    }

    #[test]
    fn what_is_read_is_what_serde_json_reads() {
        for text in [
            "null",
            "[1,-2,3.5,1e3,18446744073709551615,true,false]",
            r#"{"a":{"b":[{"c":"d"},[],{}]},"站":"站点","quoted":"a\"b\\cé\n"}"#,
        ] {
            let expected: serde_json::Value = serde_json::from_str(text).expect("JSON");
            let value = read_all(text).expect(text);
            assert_eq!(value, Value::from(expected.clone()), "{text}");
            let written: serde_json::Value =
                serde_json::from_str(&value.to_string()).expect("JSON again");
            assert_eq!(written, expected, "{text}");
        }
        for text in ["", "{", "nul", "[1,]", "{\"a\"}", "1 2", "\"\\ud800\"", "1e999"] {
            assert!(read_all(text).is_err(), "{text}");
        }
        assert!(read(Bytes::from_static(b"\"\xff\""), &Laziness::Nothing).is_err());
        let twice = read_all(r#"{"twice":1,"twice":2}"#).expect("JSON");
        assert_eq!(twice.get("twice"), Some(&Value::from(1_u64)), "the first stands");
        let deep = "[".repeat(100_000);
        assert!(read(Bytes::from(deep), &Laziness::Nothing).is_err());
    }

    /// Lists that stay unread are read when asked for, and reading changes nothing.
    #[test]
    fn what_is_lazy_stays_text_until_it_is_asked_for() {
        let lazy = fields(&[("edges", Laziness::Items), ("nodes", Laziness::Items)]);
        let body = r#" {"edges":[{"cursor":"x","node":{"id": "1"}},null],"nodes":[{"id":"1"},null],"n":1} "#;
        let value = read(Bytes::from_static(body.as_bytes()), &lazy).expect("JSON");
        let Some(Value::Unread(edges)) = value.get("edges") else { panic!("{value:?}") };
        assert_eq!(edges.len(), 2);
        assert_eq!(edges.text_of(0, "cursor").as_deref(), Some(&b"x"[..]));
        assert_eq!(edges.text_of(1, "cursor"), None);
        let Some(Value::Unread(nodes)) = value.get("nodes") else { panic!("{value:?}") };
        let read = nodes.read_item(0).expect("JSON");
        assert_eq!(read.get("id").and_then(Value::as_str), Some("1"));
        assert!(nodes.read_item(1).expect("JSON").is_null());
        let expected: serde_json::Value = serde_json::from_str(body).expect("JSON");
        assert_eq!(value, Value::from(expected), "reading changes nothing");
        assert_eq!(
            value.get("nodes").expect("it").to_string(),
            r#"[{"id":"1"},null]"#,
            "nor writing"
        );
    }

    #[test]
    fn laziness_goes_through_lists_and_escaped_names_and_leaves_other_values_alone() {
        let page = fields(&[("页", Laziness::Items)]);
        let lazy = fields(&[("data", page)]);
        for (body, unread) in [
            (r#"{"data":[{"\u9875":[1, 2],"a":{}},{"页":null},7,null],"errors":[]}"#, 1),
            (r#"{"data":{"页":{"a":[1]}}}"#, 0),
            (r#"{"data":{"页":"x"}}"#, 0),
            (r#"{"data":null}"#, 0),
            (r#"[1]"#, 0),
            ("1", 0),
        ] {
            let value = read(Bytes::from_static(body.as_bytes()), &lazy).expect(body);
            assert_eq!(format!("{value:?}").matches("UnreadList").count(), unread, "{value:?}");
            let expected: serde_json::Value = serde_json::from_str(body).expect("JSON");
            assert_eq!(value, Value::from(expected), "{body}");
        }
        for body in ["", "{", r#"{"data":{"页":[1}}"#, r#"{"data":{"a":tru}}"#, "{} 1", "nul"] {
            let told = read(Bytes::from_static(body.as_bytes()), &lazy).expect_err(body);
            let all = serde_json::from_str::<serde_json::Value>(body).expect_err(body);
            assert_eq!(told.to_string(), all.to_string(), "{body}");
        }
    }

    fn fields(names: &[(&str, Laziness)]) -> Laziness {
        let owned = |(name, lazy): &(&str, Laziness)| ((*name).into(), lazy.clone());
        Laziness::Fields(names.iter().map(owned).collect())
    }
}
