//! A subgraph as a test describes it: schema, rows, and fields that are computed.

use std::collections::BTreeMap;

use apollo_compiler::{
    Schema,
    response::{JsonMap, JsonValue},
    validation::Valid,
};
use serde_json::Value;

use super::{Rows, server::served_schema};

/// What tests of Federation 2 link, so that their schemas need not.
const FEDERATION_2: &str = r#"extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.3"
  import: ["@key", "@requires", "@provides", "@external", "@shareable", "@override", "@inaccessible",
    "@tag", "@interfaceObject", "@extends"]
)
"#;

/// Answers one field, or fails with a message.
pub(super) type Compute = Box<dyn Fn(&Call<'_>) -> Result<Value, String> + Send + Sync>;

/// A subgraph.
pub(crate) struct Subgraph {
    pub(super) name: &'static str,
    pub(super) sdl: String,
    pub(super) rows: Rows,
    pub(super) computed: BTreeMap<(String, String), Compute>,
}

impl Subgraph {
    /// A subgraph of Federation 2.
    pub(crate) fn new(name: &'static str, sdl: &str) -> Self {
        Self::federation_1(name, &format!("{FEDERATION_2}{sdl}"))
    }

    /// A subgraph that links nothing.
    pub(crate) fn federation_1(name: &'static str, sdl: &str) -> Self {
        Self { name, sdl: sdl.to_owned(), rows: Rows::default(), computed: BTreeMap::new() }
    }

    /// Its schema.
    pub(crate) fn sdl(&self) -> &str {
        &self.sdl
    }

    /// Its schema as it serves it, with `_entities` if it has some.
    pub(crate) fn served_schema(&self) -> Valid<Schema> {
        served_schema(&self.sdl)
    }

    /// Its records.
    pub(crate) fn rows(self, tables: Value) -> Self {
        self.shared_rows(&Rows::new(tables))
    }

    /// Its records, which the test may change.
    pub(crate) fn shared_rows(self, rows: &Rows) -> Self {
        Self { rows: rows.clone(), ..self }
    }

    /// A field that no row holds.
    pub(crate) fn computed(
        mut self,
        type_name: &str,
        field: &str,
        compute: impl Fn(&Call<'_>) -> Result<Value, String> + Send + Sync + 'static,
    ) -> Self {
        self.computed.insert((type_name.to_owned(), field.to_owned()), Box::new(compute));
        self
    }
}

/// What a computed field may look at.
pub(crate) struct Call<'a> {
    pub(super) row: &'a JsonMap,
    pub(super) representation: &'a JsonMap,
    pub(super) arguments: &'a JsonMap,
}

impl Call<'_> {
    /// A field of the object, from its row or, for what `@requires` names, from the representation.
    pub(crate) fn field(&self, name: &str) -> Result<Value, String> {
        self.stored(name)
            .map(plain)
            .ok_or_else(|| format!("`{name}` is neither in the row nor in the representation"))
    }

    /// A whole number among the object's fields.
    pub(crate) fn integer(&self, name: &str) -> Result<i64, String> {
        self.field(name)?.as_i64().ok_or_else(|| format!("`{name}` is no integer"))
    }

    /// A text among the object's fields.
    pub(crate) fn text(&self, name: &str) -> Result<String, String> {
        let value = self.field(name)?;
        value.as_str().map(str::to_owned).ok_or_else(|| format!("`{name}` is no text"))
    }

    /// An argument; null where it has no value.
    pub(crate) fn argument(&self, name: &str) -> Value {
        self.arguments.get(name).map(plain).unwrap_or_default()
    }

    /// All arguments that have a value.
    pub(crate) fn arguments(&self) -> serde_json::Map<String, Value> {
        self.arguments
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), plain(value)))
            .collect()
    }

    pub(super) fn stored(&self, name: &str) -> Option<&JsonValue> {
        self.row.get(name).or_else(|| self.representation.get(name))
    }
}

fn plain(value: &JsonValue) -> Value {
    serde_json::to_value(value).expect("JSON is JSON")
}
