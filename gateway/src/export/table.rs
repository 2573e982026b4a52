//! The cells of a table. Pure.

use apollo_compiler::{Name, Node, executable::Field};
use serde_json::{Number, Value};

/// Between the items of a list in one cell.
const LIST_SEPARATOR: &str = "；";

/// A column: a leaf of the row's selection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    /// Response keys from the row to the leaf.
    keys: Vec<Name>,
    /// What the schema calls each field on the way in Chinese.
    labels: Vec<String>,
}

impl Column {
    pub(super) fn of_fields(fields: &[Node<Field>]) -> Self {
        let label = |field: &Node<Field>| {
            let description = field.definition.description.as_deref().unwrap_or_default();
            let label = chinese_label(description);
            // A client's own name says more than the schema's.
            if label.is_empty() || field.alias.is_some() {
                field.response_key().to_string()
            } else {
                label.to_owned()
            }
        };
        Self {
            keys: fields.iter().map(|field| field.response_key().clone()).collect(),
            labels: fields.iter().map(label).collect(),
        }
    }

    /// Its head: `committee.name`, or `所属政协组织·名称`.
    pub(super) fn head(&self, in_chinese: bool) -> String {
        if in_chinese {
            self.labels.join("·")
        } else {
            self.keys.iter().map(Name::as_str).collect::<Vec<_>>().join(".")
        }
    }

    /// Its cell of a row.
    pub(super) fn cell(&self, row: &Value) -> Cell {
        let found = self.keys.iter().try_fold(row, |at, key| at.get(key.as_str()));
        found.map_or(Cell::Empty, Cell::of)
    }
}

/// The first words of a description that has both languages as `中文。 / English.`
fn chinese_label(description: &str) -> &str {
    let (chinese, _) = description.split_once(" / ").unwrap_or_default();
    chinese.split(['。', '；', '，', '（', '：']).next().unwrap_or_default().trim()
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Null, or withheld.
    Empty,
    /// Text.
    Text(String),
    /// A number.
    Number(Number),
    /// True or false.
    Boolean(bool),
}

impl Cell {
    fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Empty,
            Value::Bool(flag) => Self::Boolean(*flag),
            Value::Number(number) => Self::Number(number.clone()),
            Value::String(text) => Self::Text(text.clone()),
            Value::Array(items) if items.iter().all(|it| !it.is_object() && !it.is_array()) => {
                let texts: Vec<_> = items.iter().map(plain_text).collect();
                Self::Text(texts.join(LIST_SEPARATOR))
            }
            other => Self::Text(other.to_string()),
        }
    }
}

fn plain_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_cell_is_the_leaf_or_the_list_in_one_text() {
        let column = |keys: &[&str]| Column {
            keys: keys.iter().map(|key| Name::new(key).expect("a name")).collect(),
            labels: Vec::new(),
        };
        let row = json!({
            "name": "张三", "score": 88.5, "gone": null, "is": true, "at": { "name": "文峰镇" },
            "no": null, "list": ["甲", 2], "rows": [{ "a": 1 }],
        });
        for (keys, cell) in [
            (&["name"][..], Cell::Text("张三".to_owned())),
            (&["score"], Cell::Number(Number::from_f64(88.5).expect("a number"))),
            (&["gone"], Cell::Empty),
            (&["is"], Cell::Boolean(true)),
            (&["at", "name"], Cell::Text("文峰镇".to_owned())),
            (&["no", "name"], Cell::Empty),
            (&["list"], Cell::Text("甲；2".to_owned())),
            (&["rows"], Cell::Text("[{\"a\":1}]".to_owned())),
        ] {
            assert_eq!(column(keys).cell(&row), cell, "{keys:?}");
        }
    }

    #[test]
    fn a_label_is_the_first_chinese_words() {
        for (description, label) in
            [("姓名。 / Name.", "姓名"), ("编号，六位开头。 / Id.", "编号"), ("Name.", "")]
        {
            assert_eq!(chinese_label(description), label);
        }
    }
}
