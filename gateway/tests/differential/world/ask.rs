//! Makes operations over a schema out of a random source: aliases, arguments, variables, fragments
//! and conditions. Most are valid; who wants only valid ones validates.

use apollo_compiler::{
    Name, Schema,
    ast::FieldDefinition,
    collections::HashMap,
    schema::{ExtendedType, Implementers},
    validation::Valid,
};
use rand::{Rng, seq::IndexedRandom};
use serde_json::{Value, json};

use super::operation::{Condition, Fragment, Kind, Operation, Selected, Variable};

/// Levels of fields.
const DEEPEST: usize = 5;
/// Fields of one operation; when they are used up, selections end.
const MOST_FIELDS: usize = 36;

/// One operation over `schema`; a mutation only where it has some.
pub(crate) fn random_operation(rng: &mut impl Rng, schema: &Valid<Schema>) -> Operation {
    let is_mutation = schema.get_object("Mutation").is_some() && rng.random_bool(0.2);
    let implementers = schema.implementers_map();
    let mut asker = Asker {
        rng,
        schema,
        implementers,
        operation: Operation { is_mutation, ..Operation::default() },
        left: MOST_FIELDS,
    };
    let root = if is_mutation { "Mutation" } else { "Query" };
    asker.operation.selections = asker.selections(root, DEEPEST);
    asker.operation
}

struct Asker<'a, R> {
    rng: &'a mut R,
    schema: &'a Valid<Schema>,
    implementers: HashMap<Name, Implementers>,
    operation: Operation,
    left: usize,
}

impl<R: Rng> Asker<'_, R> {
    fn selections(&mut self, on: &str, levels: usize) -> Vec<Selected> {
        let count = self.rng.random_range(1..=4);
        (0..count).map(|_| self.selected(on, levels)).collect()
    }

    fn selected(&mut self, on: &str, levels: usize) -> Selected {
        let fields = self.fields_of(on);
        let is_root = on == "Query" || on == "Mutation";
        let turn = self.rng.random_range(0..100);
        let mut selected = match turn {
            _ if levels == 0 || self.left == 0 => self.leaf(&fields),
            0..6 => typename(),
            6..22 if !is_root => self.inline(on, levels),
            22..30 => self.spread(on, levels),
            _ => match fields.choose(self.rng) {
                Some(field) => self.field(&field.clone(), &fields, levels),
                None => self.inline(on, levels),
            },
        };
        if self.rng.random_bool(0.08) {
            selected.conditions.push(self.condition());
        }
        selected
    }

    fn leaf(&mut self, fields: &[FieldDefinition]) -> Selected {
        let leaves: Vec<FieldDefinition> =
            fields.iter().filter(|field| !self.is_composite(field)).cloned().collect();
        match leaves.choose(self.rng) {
            Some(field) => self.field(field, fields, 1),
            None => typename(),
        }
    }

    fn field(
        &mut self,
        field: &FieldDefinition,
        siblings: &[FieldDefinition],
        levels: usize,
    ) -> Selected {
        self.left = self.left.saturating_sub(1);
        let arguments = self.arguments(field);
        let alias = match self.rng.random_range(0..100) {
            // Two selections of one field with other arguments need two keys.
            0..60 if !arguments.is_empty() => Some(format!("r{}", self.left)),
            0..10 => Some(format!("r{}", self.left)),
            // The name of a field that the planner may want for itself.
            10..14 => siblings.choose(self.rng).map(|other| other.name.to_string()),
            _ => None,
        };
        let alias = alias.filter(|alias| *alias != field.name.as_str());
        let inner = if self.is_composite(field) {
            self.selections(field.ty.inner_named_type().as_str(), levels - 1)
        } else {
            Vec::new()
        };
        let name = field.name.to_string();
        Selected {
            kind: Kind::Field { alias, name, arguments },
            conditions: Vec::new(),
            selections: inner,
        }
    }

    /// A fragment on the type itself, on one of its objects, or on an interface they share.
    fn inline(&mut self, on: &str, levels: usize) -> Selected {
        let mut types = self.objects_of(on);
        let mut interfaces: Vec<String> = self
            .implementers
            .iter()
            .filter(|(_, known)| known.objects.iter().any(|name| types.contains(&name.to_string())))
            .map(|(name, _)| name.to_string())
            .collect();
        interfaces.sort();
        if self.rng.random_bool(0.25) {
            types.extend(interfaces);
        }
        let target = types.choose(self.rng).cloned().unwrap_or_else(|| on.to_owned());
        let is_bare = target == on && self.rng.random_bool(0.3);
        let selections = self.selections(&target, levels);
        Selected {
            kind: Kind::Inline { on: (!is_bare).then_some(target) },
            conditions: Vec::new(),
            selections,
        }
    }

    fn spread(&mut self, on: &str, levels: usize) -> Selected {
        let known: Vec<String> = self
            .operation
            .fragments
            .iter()
            .filter(|fragment| fragment.on == on)
            .map(|fragment| fragment.name.clone())
            .collect();
        let fragment = match known.choose(self.rng) {
            Some(name) if self.rng.random_bool(0.6) => name.clone(),
            _ => {
                let selections = self.selections(on, levels - 1);
                let name = format!("F{}", self.operation.fragments.len());
                let fragment = Fragment { name: name.clone(), on: on.to_owned(), selections };
                self.operation.fragments.push(fragment);
                name
            }
        };
        Selected { kind: Kind::Spread { fragment }, conditions: Vec::new(), selections: Vec::new() }
    }

    fn arguments(&mut self, field: &FieldDefinition) -> Vec<(String, String)> {
        let mut given = Vec::new();
        for argument in &field.arguments {
            if self.rng.random_bool(0.4) && !argument.is_required() {
                continue;
            }
            let ty = argument.ty.to_string();
            let value = self.value(&ty);
            let text = if self.rng.random_bool(0.4) {
                self.variable(&ty, value)
            } else {
                as_written(&ty, &value)
            };
            given.push((argument.name.to_string(), text));
        }
        given
    }

    fn value(&mut self, ty: &str) -> Value {
        if !ty.ends_with('!') && self.rng.random_bool(0.1) {
            return Value::Null;
        }
        match ty.trim_end_matches('!') {
            "Int" => json!(self.rng.random_range(0..9)),
            "String" => json!(["far", "here"].choose(self.rng)),
            "Boolean" => json!(self.rng.random_bool(0.5)),
            "[Int!]" => json!([self.rng.random_range(0..9), 1]),
            _ => json!(["CALM", "EAGER", "STERN"].choose(self.rng)),
        }
    }

    /// `$name` of a variable that a client gives the value, or leaves to its default.
    fn variable(&mut self, ty: &str, value: Value) -> String {
        let name = format!("v{}", self.operation.variables.len());
        let default = self.value(ty);
        let has_default = !default.is_null() && self.rng.random_bool(0.4);
        let may_miss = has_default || !ty.ends_with('!');
        let value = (!(may_miss && self.rng.random_bool(0.3))).then_some(value);
        self.operation.variables.push(Variable {
            name: name.clone(),
            ty: ty.to_owned(),
            default: has_default.then(|| as_written(ty, &default)),
            value,
        });
        format!("${name}")
    }

    fn condition(&mut self) -> Condition {
        let known: Vec<String> = self
            .operation
            .variables
            .iter()
            .filter(|variable| variable.ty == "Boolean!")
            .map(|variable| format!("${}", variable.name))
            .collect();
        let when = match known.choose(self.rng) {
            Some(known) if self.rng.random_bool(0.5) => known.clone(),
            _ if self.rng.random_bool(0.15) => self.rng.random_bool(0.5).to_string(),
            _ => {
                let value = self.value("Boolean!");
                self.variable("Boolean!", value)
            }
        };
        Condition { includes: self.rng.random_bool(0.5), when }
    }

    fn is_composite(&self, field: &FieldDefinition) -> bool {
        self.schema.types.get(field.ty.inner_named_type()).is_some_and(|definition| {
            definition.is_object() || definition.is_interface() || definition.is_union()
        })
    }

    fn fields_of(&self, type_name: &str) -> Vec<FieldDefinition> {
        let fields = match self.schema.types.get(type_name) {
            Some(ExtendedType::Object(object)) => &object.fields,
            Some(ExtendedType::Interface(interface)) => &interface.fields,
            _ => return Vec::new(),
        };
        let mut fields: Vec<FieldDefinition> =
            fields.values().map(|field| field.as_ref().clone()).collect();
        fields.retain(|field| !field.name.starts_with("__"));
        fields
    }

    fn objects_of(&self, type_name: &str) -> Vec<String> {
        let mut objects: Vec<String> = match self.schema.types.get(type_name) {
            Some(ExtendedType::Object(object)) => vec![object.name.to_string()],
            Some(ExtendedType::Union(union)) => {
                union.members.iter().map(|member| member.name.to_string()).collect()
            }
            _ => self
                .implementers
                .get(type_name)
                .map(|known| known.objects.iter().map(ToString::to_string).collect())
                .unwrap_or_default(),
        };
        objects.sort();
        objects
    }
}

fn typename() -> Selected {
    Selected {
        kind: Kind::Field { alias: None, name: "__typename".to_owned(), arguments: Vec::new() },
        conditions: Vec::new(),
        selections: Vec::new(),
    }
}

/// GraphQL writes these as JSON does, but for enums.
fn as_written(ty: &str, value: &Value) -> String {
    match (ty.trim_end_matches('!'), value) {
        ("String" | "ID", value) => value.to_string(),
        (_, Value::String(name)) => name.clone(),
        (_, value) => value.to_string(),
    }
}
