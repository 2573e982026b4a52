//! Changes to representations on their way in and to answers on their way out.

use crate::{
    json::{Text, Value},
    planner::plan::{Rewrite, RewriteSegment},
};

/// Applies the rewrites in order.
pub(super) fn apply(rewrites: &[Rewrite], value: &mut Value) {
    for rewrite in rewrites {
        match rewrite {
            Rewrite::SetValue { path, value: text } => set_value(value, path, text),
            Rewrite::RenameKey { path, to } => rename_key(value, path, to),
        }
    }
}

fn set_value(value: &mut Value, path: &[RewriteSegment], text: &Text) {
    match (value, path.split_first()) {
        (Value::Array(items), _) => {
            for item in items {
                set_value(item, path, text);
            }
        }
        (value, None) => *value = Value::String(text.clone()),
        (Value::Object(fields), Some((RewriteSegment::Key(key), rest))) => {
            if let Some(inner) = fields.get_mut(key) {
                set_value(inner, rest, text);
            }
        }
        (value @ Value::Object(_), Some((RewriteSegment::OnTypes(types), rest)))
            if is_one_of(value, types) =>
        {
            set_value(value, rest, text);
        }
        _ => {}
    }
}

fn rename_key(value: &mut Value, path: &[RewriteSegment], to: &Text) {
    match (value, path.split_first()) {
        (Value::Array(items), _) => {
            for item in items {
                rename_key(item, path, to);
            }
        }
        (Value::Object(fields), Some((RewriteSegment::Key(key), []))) => {
            if let Some(inner) = fields.remove(key) {
                match fields.get_mut(to) {
                    Some(known) => super::response::merge_values(known, inner),
                    None => {
                        fields.insert(to.clone(), inner);
                    }
                }
            }
        }
        (Value::Object(fields), Some((RewriteSegment::Key(key), rest))) => {
            if let Some(inner) = fields.get_mut(key) {
                rename_key(inner, rest, to);
            }
        }
        (value @ Value::Object(_), Some((RewriteSegment::OnTypes(types), rest)))
            if is_one_of(value, types) =>
        {
            rename_key(value, rest, to);
        }
        _ => {}
    }
}

fn is_one_of(value: &Value, types: &std::collections::BTreeSet<String>) -> bool {
    value.get("__typename").and_then(Value::as_str).is_none_or(|typename| types.contains(typename))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::json::json;

    use super::*;

    #[test]
    fn rewrites_reach_into_lists_and_only_their_types() {
        let on_b = RewriteSegment::OnTypes(BTreeSet::from(["B".to_owned()]));
        let mut value = json!([{"__typename": "A", "x_1": 1}, {"__typename": "B", "x_1": 2}]);
        apply(
            &[
                Rewrite::RenameKey {
                    path: vec![on_b.clone(), RewriteSegment::Key("x_1".into())],
                    to: "x".into(),
                },
                Rewrite::SetValue {
                    path: vec![on_b, RewriteSegment::Key("__typename".into())],
                    value: "C".into(),
                },
            ],
            &mut value,
        );
        assert_eq!(value, json!([{"__typename": "A", "x_1": 1}, {"__typename": "C", "x": 2}]));
    }
}
