//! What filters and sort keys read: whoever may not have a field may not filter or sort by it, else
//! the count or the order of the answer would tell what the field does not.

use std::collections::HashMap;

use async_graphql::{
    Positioned, Value,
    parser::types::{BaseType, ConstDirective, TypeDefinition, TypeKind},
};
use indexmap::IndexMap;

use super::fields::FieldIndex;

/// What each input object and enum value of the contracts reads.
#[derive(Debug, Default)]
pub(super) struct InputReads {
    objects: HashMap<String, Vec<InputField>>,
    enums: HashMap<String, HashMap<String, Vec<FieldIndex>>>,
}

#[derive(Debug)]
struct InputField {
    name: String,
    type_name: String,
    reads: Vec<FieldIndex>,
    default: Option<Value>,
}

impl InputReads {
    pub(super) fn read(
        types: &IndexMap<String, TypeDefinition>,
        find: &mut impl FnMut(&str, &[Positioned<ConstDirective>]) -> Vec<FieldIndex>,
    ) -> Self {
        let mut reads = Self::default();
        for (name, definition) in types {
            match &definition.kind {
                TypeKind::InputObject(object) => {
                    let fields = object.fields.iter().map(|field| {
                        let field = &field.node;
                        let at = format!("{name}.{}", field.name.node);
                        InputField {
                            name: field.name.node.to_string(),
                            type_name: base_name(&field.ty.node.base).to_owned(),
                            reads: find(&at, &field.directives),
                            default: field.default_value.as_ref().map(|it| it.node.clone()),
                        }
                    });
                    reads.objects.insert(name.clone(), fields.collect());
                }
                TypeKind::Enum(keys) => {
                    let values = keys.values.iter().map(|value| {
                        let value = &value.node;
                        let at = format!("{name}.{}", value.value.node);
                        (value.value.node.to_string(), find(&at, &value.directives))
                    });
                    reads.enums.insert(name.clone(), values.collect());
                }
                _ => {}
            }
        }
        reads
    }

    /// Calls `visit` with each field that an input object reads, which may be given as null or not
    /// at all: then its defaults read.
    pub(super) fn visit(
        &self,
        input: &str,
        value: Option<&Value>,
        visit: &mut impl FnMut(FieldIndex),
    ) {
        match value {
            Some(Value::List(items)) => {
                items.iter().for_each(|item| self.visit(input, Some(item), visit));
            }
            Some(Value::Object(given)) => {
                for field in self.objects.get(input).into_iter().flatten() {
                    let value = given.get(field.name.as_str()).or(field.default.as_ref());
                    self.visit_field(field, value, visit);
                }
            }
            _ => {
                for field in self.objects.get(input).into_iter().flatten() {
                    self.visit_field(field, field.default.as_ref(), visit);
                }
            }
        }
    }

    fn visit_field(
        &self,
        field: &InputField,
        value: Option<&Value>,
        visit: &mut impl FnMut(FieldIndex),
    ) {
        let Some(value) = value.filter(|value| **value != Value::Null) else { return };
        field.reads.iter().copied().for_each(&mut *visit);
        if self.objects.contains_key(&field.type_name) {
            self.visit(&field.type_name, Some(value), visit);
        } else if let Some(keys) = self.enums.get(&field.type_name) {
            visit_enum(keys, value, visit);
        }
    }
}

fn visit_enum(
    keys: &HashMap<String, Vec<FieldIndex>>,
    value: &Value,
    visit: &mut impl FnMut(FieldIndex),
) {
    match value {
        Value::List(items) => items.iter().for_each(|item| visit_enum(keys, item, visit)),
        Value::Enum(name) => {
            keys.get(name.as_str()).into_iter().flatten().copied().for_each(&mut *visit);
        }
        // In a variable, an enum's value is a text.
        Value::String(name) => keys.get(name).into_iter().flatten().copied().for_each(&mut *visit),
        _ => {}
    }
}

fn base_name(mut base: &BaseType) -> &str {
    loop {
        match base {
            BaseType::Named(name) => return name,
            BaseType::List(item) => base = &item.base,
        }
    }
}
