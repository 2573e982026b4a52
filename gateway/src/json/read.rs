//! Reads JSON out of a body. Texts without escapes are parts of it; nothing of them is copied.

use std::{collections::HashMap, fmt};

use bytes::Bytes;
use bytestring::ByteString;
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Number, value::RawValue};

use super::{Object, Value};

/// Most room that is made for a list before its items have come.
const MAX_EXPECTED: usize = 1_024;

/// What is left unread.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Laziness {
    /// Nothing.
    #[default]
    Nothing,
    /// The whole value, or all items of a list.
    Everything,
    /// Of these fields; lists stand for each of their items.
    Fields(HashMap<ByteString, Laziness>),
    /// All fields but this one; lists stand for each of their items.
    AllBut(ByteString),
}

/// A body that is no JSON.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReadError {
    #[error("{0}")]
    Text(#[from] std::str::Utf8Error),
    #[error("{0}")]
    Json(#[from] serde_json::Error),
}

/// Reads `body`, which is one value and nothing more.
///
/// # Errors
/// [`ReadError`].
pub(crate) fn read(body: Bytes, laziness: &Laziness) -> Result<Value, ReadError> {
    // Checked once for all texts.
    std::str::from_utf8(&body)?;
    let body = ByteString::try_from(body)?;
    let mut reader = serde_json::Deserializer::from_str(&body);
    let value = Seed { body: &body, laziness }.deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}

/// Reads what was left unread.
pub(super) fn read_text(text: &ByteString) -> Option<Value> {
    let mut reader = serde_json::Deserializer::from_str(text);
    Seed { body: text, laziness: &Laziness::Nothing }.deserialize(&mut reader).ok()
}

#[derive(Clone, Copy)]
struct Seed<'a> {
    body: &'a ByteString,
    laziness: &'a Laziness,
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Seed<'_> {
    fn text(self, text: &str) -> ByteString {
        self.body.slice_ref(text)
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

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Value, E> {
        Ok(Value::String(self.text(value)))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let expected = items.size_hint().unwrap_or_default().min(MAX_EXPECTED);
        let mut list = Vec::with_capacity(expected);
        if *self.laziness == Laziness::Everything {
            while let Some(raw) = items.next_element::<&'de RawValue>()? {
                list.push(self.unread(raw));
            }
        } else {
            while let Some(item) = items.next_element_seed(self)? {
                list.push(item);
            }
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let mut object = Object::new();
        while let Some(name) = fields.next_key_seed(NameSeed(self))? {
            let laziness = match self.laziness {
                Laziness::Fields(lazy) => lazy.get(&*name).unwrap_or(&Laziness::Nothing),
                Laziness::AllBut(read) if *read != name => &Laziness::Everything,
                _ => &Laziness::Nothing,
            };
            let value = match laziness {
                Laziness::Everything => fields.next_value_seed(LazySeed(self))?,
                laziness => fields.next_value_seed(Seed { body: self.body, laziness })?,
            };
            object.insert(name, value);
        }
        Ok(Value::Object(object))
    }
}

impl Seed<'_> {
    fn unread(self, raw: &RawValue) -> Value {
        match raw.get() {
            "null" => Value::Null,
            text => Value::Raw(self.text(text)),
        }
    }
}

/// A value that stays unread: a list's items one by one, anything else as a whole.
struct LazySeed<'a>(Seed<'a>);

impl<'de> DeserializeSeed<'de> for LazySeed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        let raw = <&'de RawValue>::deserialize(deserializer)?;
        let text = raw.get();
        if !text.starts_with('[') {
            return Ok(self.0.unread(raw));
        }
        let seed = Seed { body: self.0.body, laziness: &Laziness::Everything };
        let mut reader = serde_json::Deserializer::from_str(text);
        seed.deserialize(&mut reader).map_err(D::Error::custom)
    }
}

struct NameSeed<'a>(Seed<'a>);

impl<'de> DeserializeSeed<'de> for NameSeed<'_> {
    type Value = ByteString;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<ByteString, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for NameSeed<'_> {
    type Value = ByteString;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<ByteString, E> {
        Ok(self.0.text(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<ByteString, E> {
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
            r#"{"twice":1,"twice":2}"#,
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
        let deep = "[".repeat(100_000);
        assert!(read(Bytes::from(deep), &Laziness::Nothing).is_err());
    }

    #[test]
    fn what_is_lazy_stays_text_until_it_is_asked_for() {
        let fields = |names: &[(&str, Laziness)]| {
            let owned = |(name, lazy): &(&str, Laziness)| ((*name).into(), lazy.clone());
            Laziness::Fields(names.iter().map(owned).collect())
        };
        let edges = Laziness::AllBut("cursor".into());
        let lazy = fields(&[("edges", edges), ("nodes", Laziness::Everything)]);
        let body =
            r#"{"edges":[{"cursor":"x","node":{"id": "1"}},null],"nodes":[{"id":"1"},null],"n":1}"#;
        let value = read(Bytes::from_static(body.as_bytes()), &lazy).expect("JSON");
        let edge = &value.get("edges").and_then(Value::as_array).expect("edges")[0];
        assert_eq!(edge.get("cursor").and_then(Value::as_str), Some("x"));
        assert!(matches!(edge.get("node"), Some(Value::Raw(text)) if &**text == r#"{"id": "1"}"#));
        let nodes = value.get("nodes").and_then(Value::as_array).expect("nodes");
        assert!(matches!(nodes.as_slice(), [Value::Raw(_), Value::Null]));
        let read: Value = nodes[0].clone().into_read();
        assert_eq!(read.get("id").and_then(Value::as_str), Some("1"));
        let expected: serde_json::Value = serde_json::from_str(body).expect("JSON");
        assert_eq!(value, Value::from(expected), "reading changes nothing");
        assert_eq!(nodes[0].to_string(), r#"{"id":"1"}"#, "nor writing");
    }
}
