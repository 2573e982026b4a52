//! Writes values as JSON. What was not read is written as it stands.

use std::fmt;

use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::value::RawValue;

use super::{Object, Value, scan::needs_escapes};

/// Appends the value to `out`.
pub(crate) fn write(out: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::String(text) => write_text(out, text),
        Value::Array(items) => {
            out.push(b'[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    out.push(b',');
                }
                write(out, item);
            }
            out.push(b']');
        }
        Value::Object(fields) => {
            out.push(b'{');
            for (place, (name, value)) in fields.iter().enumerate() {
                if place > 0 {
                    out.push(b',');
                }
                write_text(out, name);
                out.push(b':');
                write(out, value);
            }
            out.push(b'}');
        }
        Value::Number(_) | Value::Unread(_) => write_by_serde(out, value),
    }
}

/// Appends the text with its quotation marks. Most texts are written as they are.
pub(crate) fn write_text(out: &mut Vec<u8>, text: &str) {
    if needs_escapes(text.as_bytes()) {
        return write_by_serde(out, text);
    }
    out.reserve(text.len() + 2);
    out.push(b'"');
    out.extend_from_slice(text.as_bytes());
    out.push(b'"');
}

fn write_by_serde(out: &mut Vec<u8>, value: &(impl Serialize + ?Sized)) {
    // Neither our maps nor numbers that were read from JSON can fail.
    if serde_json::to_writer(&mut *out, value).is_err() {
        out.extend_from_slice(b"null");
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(number) => number.serialize(serializer),
            Self::String(text) => serializer.serialize_str(text),
            Self::Array(items) => items.serialize(serializer),
            Self::Object(fields) => fields.serialize(serializer),
            Self::Unread(list) => match serde_json::from_str::<&RawValue>(list.text()) {
                Ok(raw) => raw.serialize(serializer),
                Err(_) => serializer.serialize_unit(),
            },
        }
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.len()))?;
        for (name, value) in self.iter() {
            map.serialize_entry(&**name, value)?;
        }
        map.end()
    }
}

/// As JSON.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::json;

    #[test]
    fn what_is_written_is_what_serde_json_writes() {
        let controls: String = (0..=0x7f_u8).map(char::from).collect();
        for value in [
            json!(null),
            json!([true, false, 1, -2, 1.5, 1e300, u64::MAX, [], {}]),
            json!({"a": {"站": "室", "\"": "\\"}, "long": "12345678\u{1}", "b": [""]}),
            json!(controls),
            json!("12345678901234567890\u{1f}"),
            json!("\u{7f}é站\u{10ffff}"),
        ] {
            let mut out = Vec::new();
            write(&mut out, &value);
            let expected = serde_json::to_string(&value).expect("JSON");
            assert_eq!(String::from_utf8(out).expect("UTF-8"), expected);
        }
    }
}
