//! Values of leaf types, each a function of its seed.

use apollo_compiler::{Name, schema::EnumType};
use serde_json::{Value, json};

const TEXT: &str = "协商于民协商为民有事好商量众人的事情由众人商量";

/// One of the values.
pub(super) fn enum_value(definition: &EnumType, seed: u64) -> Value {
    let values: Vec<&Name> = definition.values.keys().collect();
    values[place(seed, values.len())].as_str().into()
}

/// A value of a scalar, texts of so many characters; `None` for a scalar that no scenario asks for.
pub(super) fn scalar_value(type_name: &str, seed: u64, chars: usize) -> Option<Value> {
    Some(match type_name {
        "Int" => (seed % 1_000).into(),
        "Float" => json!((seed % 1_000) as f64 / 10.0),
        "Boolean" => seed.is_multiple_of(2).into(),
        "String" => text(seed, chars).into(),
        "Date" => format!("2024-{:02}-{:02}", seed % 12 + 1, seed / 12 % 28 + 1).into(),
        _ => return None,
    })
}

fn text(seed: u64, chars: usize) -> String {
    let begin = place(seed, TEXT.chars().count());
    TEXT.chars().cycle().skip(begin).take(chars).collect()
}

/// The remainder is below `len`, so it fits.
fn place(seed: u64, len: usize) -> usize {
    (seed % len as u64) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_have_their_length_and_values_repeat() {
        for seed in [0, 1, u64::MAX] {
            let value = scalar_value("String", seed, 40).expect("a text");
            assert_eq!(value.as_str().map(|text| text.chars().count()), Some(40));
            assert_eq!(scalar_value("Date", seed, 0), scalar_value("Date", seed, 0));
        }
        assert_eq!(scalar_value("DistinctSet", 1, 0), None);
    }
}
