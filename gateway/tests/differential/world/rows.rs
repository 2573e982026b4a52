//! Rows for a model: a few of each entity, whose texts say where they come from.

use rand::{Rng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;
use serde_json::{Map, Value, json};

use super::{
    generate::{MOOD, SITE},
    model::{Field, FieldType, Model, Program, SubgraphNo},
};

/// Rows of each entity.
const ROWS: usize = 3;

/// The name, and the `id`, of a row.
pub(super) fn row_name(entity: &str, place: usize) -> String {
    format!("{}{place}", entity.to_lowercase())
}

/// Fills in the rows of all entities and roots.
pub(super) fn fill_rows(rng: &mut ChaCha8Rng, model: &mut Model) {
    let mut filler = Filler { rng, model };
    let mut tables = std::collections::BTreeMap::new();
    for (name, object) in &filler.model.objects.clone() {
        let is_root = name == "Query" || name == "Mutation";
        if object.keys.is_empty() && !is_root {
            continue;
        }
        let mut table = std::collections::BTreeMap::new();
        for place in 0..if is_root { 1 } else { ROWS } {
            let row = if is_root { String::new() } else { row_name(name, place) };
            let mut values = Map::new();
            for (field, definition) in &object.fields {
                if let Some(value) = filler.value_of(name, field, definition, &row, place) {
                    values.insert(field.clone(), value);
                }
            }
            table.insert(row, values);
        }
        tables.insert(name.clone(), table);
    }
    model.rows = tables;
}

struct Filler<'a> {
    rng: &'a mut ChaCha8Rng,
    model: &'a Model,
}

impl Filler<'_> {
    fn value_of(
        &mut self,
        type_name: &str,
        field: &str,
        definition: &Field,
        row: &str,
        place: usize,
    ) -> Option<Value> {
        match (field, &definition.program) {
            (_, Some(Program::Requires(_) | Program::Bump { .. })) => None,
            (_, Some(Program::Pick)) => Some(
                (0..ROWS)
                    .map(|place| {
                        let row = row_name(&definition.ty.named, place);
                        json!(format!("{}/{row}", definition.ty.named))
                    })
                    .collect(),
            ),
            ("id", _) => Some(json!(row)),
            ("code", _) => Some(json!(format!("code-{row}"))),
            ("site", _) => Some(json!({
                "__typename": SITE,
                "zone": format!("zone-{row}"),
                "no": place,
            })),
            _ => Some(self.value(type_name, field, &definition.ty, row)),
        }
    }

    fn value(&mut self, type_name: &str, field: &str, ty: &FieldType, row: &str) -> Value {
        if !ty.is_required && self.rng.random_bool(0.08) {
            return Value::Null;
        }
        if ty.is_list {
            let items: Vec<Value> = (0..self.rng.random_range(0..=3))
                .map(|_| {
                    if !ty.items_required && self.rng.random_bool(0.08) {
                        return Value::Null;
                    }
                    self.item(type_name, field, &ty.named, row)
                })
                .filter(|item| !(ty.items_required && item.is_null()))
                .collect();
            return Value::Array(items);
        }
        self.item(type_name, field, &ty.named, row)
    }

    fn item(&mut self, type_name: &str, field: &str, named: &str, row: &str) -> Value {
        match named {
            "String" | "ID" => {
                let turn: u8 = self.rng.random_range(0..100);
                json!(format!("{type_name}.{field}.{row}.{turn}"))
            }
            "Int" => json!(self.rng.random_range(0..100)),
            "Boolean" => json!(self.rng.random_bool(0.5)),
            MOOD => self.model.enums[MOOD].choose(self.rng).map_or(Value::Null, |mood| json!(mood)),
            _ => {
                let subgraphs = self.sources(type_name, field);
                let members = self.members(named, &subgraphs);
                let Some(member) = members.choose(self.rng).cloned() else { return Value::Null };
                self.object(&member, row)
            }
        }
    }

    /// The subgraphs that answer the field, of the object or of an interface that it is known as.
    fn sources(&self, type_name: &str, field: &str) -> Vec<SubgraphNo> {
        let of_object = self.model.resolvers(type_name, field);
        if !of_object.is_empty() {
            return of_object;
        }
        let interfaces = self.model.abstracts.iter();
        interfaces
            .filter(|(_, definition)| definition.members.contains(type_name))
            .flat_map(|(name, _)| self.model.resolvers(name, field))
            .collect()
    }

    /// Object types that all of the subgraphs know as values of `named`.
    fn members(&self, named: &str, subgraphs: &[SubgraphNo]) -> Vec<String> {
        if !self.model.abstracts.contains_key(named) {
            return vec![named.to_owned()];
        }
        let mut sets = subgraphs.iter().map(|subgraph| self.model.members_in(named, *subgraph));
        let Some(first) = sets.next() else { return Vec::new() };
        sets.fold(first, |mut members, set| {
            members.retain(|member| set.contains(member));
            members
        })
    }

    /// A reference to a row of an entity, or a value written out.
    fn object(&mut self, type_name: &str, row: &str) -> Value {
        if self.model.is_entity(type_name) {
            let row = row_name(type_name, self.rng.random_range(0..ROWS));
            return json!(format!("{type_name}/{row}"));
        }
        let mut fields = Map::new();
        fields.insert("__typename".to_owned(), json!(type_name));
        for (field, definition) in &self.model.objects[type_name].fields {
            fields.insert(field.clone(), self.value(type_name, field, &definition.ty, row));
        }
        Value::Object(fields)
    }
}
