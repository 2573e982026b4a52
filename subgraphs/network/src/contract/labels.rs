//! What a contract calls its fields and values in Chinese: the first words of a description, which
//! has both languages as `中文。 / English.`

use std::collections::HashMap;

use async_graphql::parser::{
    parse_schema,
    types::{TypeKind, TypeSystemDefinition},
};

use super::Contract;

/// The Chinese words of a description, up to its first stop.
#[must_use]
pub fn chinese_label(description: &str) -> &str {
    let chinese = description.split(" / ").next().unwrap_or_default();
    let stop = ['。', '；', '，', '（', '：'];
    chinese.split(stop).next().unwrap_or_default().trim()
}

/// The values of enumerations by what they are called in Chinese.
#[derive(Debug, Clone, Default)]
pub struct EnumLabels {
    /// By enumeration and Chinese words.
    values: HashMap<(String, String), String>,
}

impl EnumLabels {
    /// Those of some contracts. Contracts that do not parse have none.
    #[must_use]
    pub fn of(contracts: &[Contract]) -> Self {
        let mut values = HashMap::new();
        for contract in contracts {
            let Ok(document) = parse_schema(contract.sdl) else { continue };
            for definition in document.definitions {
                let TypeSystemDefinition::Type(definition) = definition else { continue };
                let definition = definition.node;
                let TypeKind::Enum(listed) = definition.kind else { continue };
                for value in listed.values {
                    let Some(description) = value.node.description else { continue };
                    // Several words for one value stand with commas between them.
                    for word in chinese_label(&description.node).split('、') {
                        let key = (definition.name.node.to_string(), word.trim().to_owned());
                        values.entry(key).or_insert_with(|| value.node.value.node.to_string());
                    }
                }
            }
        }
        Self { values }
    }

    /// The value of an enumeration that is called so.
    #[must_use]
    pub fn value(&self, enumeration: &str, word: &str) -> Option<&str> {
        self.values.get(&(enumeration.to_owned(), word.to_owned())).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_the_first_chinese_words() {
        for (description, label) in [
            ("姓名。 / Name.", "姓名"),
            ("编号，以所属地区代码开头。 / Id.", "编号"),
            ("主席 / chair", "主席"),
            ("Name.", "Name."),
        ] {
            assert_eq!(chinese_label(description), label);
        }
    }

    #[test]
    fn a_value_is_found_by_any_of_its_words() {
        let sdl = "enum FigureUnit { \"件、条、篇、个 / items\" ITEM \"人 / persons\" PERSON }";
        let labels = EnumLabels::of(&[Contract { name: "network", sdl }]);
        for (word, value) in [("件", Some("ITEM")), ("篇", Some("ITEM")), ("人", Some("PERSON"))]
        {
            assert_eq!(labels.value("FigureUnit", word), value, "{word}");
        }
        assert_eq!(labels.value("FigureUnit", "人次"), None);
    }
}
