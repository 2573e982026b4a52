//! Pages of a stub site: the first rows in order of cursor. There is one page, the first: no
//! scenario asks for another.

use apollo_compiler::{
    Name,
    executable::{Field, Selection, SelectionSet},
};
use serde_json::{Map, Value};

use super::{
    fabricate::{FabricateError, Identity, Making},
    seed::seed_of,
};

/// Rows of a connection whose size the plan does not give.
const ROWS: usize = 120;

/// A page of `place` (`Type.field`).
pub(super) fn connection(
    making: &Making<'_>,
    place: &str,
    type_name: &Name,
    identity: Identity,
    field: &Field,
) -> Result<Value, FabricateError> {
    let total = making.size(place, ROWS);
    let first = making.argument(field, "first").and_then(|first| first.as_u64());
    let page = Page {
        making,
        place,
        seed: identity.seed,
        total,
        len: first.map_or(total, |first| total.min(first as usize)),
    };
    page.object(type_name, &field.selection_set)
}

struct Page<'a> {
    making: &'a Making<'a>,
    place: &'a str,
    seed: u64,
    total: usize,
    len: usize,
}

impl Page<'_> {
    fn object(&self, type_name: &Name, set: &SelectionSet) -> Result<Value, FabricateError> {
        let mut object = Map::new();
        for field in fields(set) {
            let value = match field.name.as_str() {
                "__typename" => type_name.as_str().into(),
                "totalCount" => self.total.into(),
                "nodes" => self.list(|index| self.row(index, field))?,
                "edges" => self.list(|index| self.edge(index, field))?,
                "pageInfo" => self.info(field),
                other => return Err(FabricateError::Type(format!("{type_name}.{other}"))),
            };
            object.insert(field.response_key().to_string(), value);
        }
        Ok(Value::Object(object))
    }

    fn list(
        &self,
        item: impl Fn(usize) -> Result<Value, FabricateError>,
    ) -> Result<Value, FabricateError> {
        (0..self.len).map(item).collect::<Result<Vec<_>, _>>().map(Value::Array)
    }

    fn row(&self, index: usize, field: &Field) -> Result<Value, FabricateError> {
        let identity = Identity { seed: seed_of((self.seed, index)), index };
        let type_name = field.ty().inner_named_type();
        self.making.referenced(self.place, type_name, identity, &field.selection_set)
    }

    fn edge(&self, index: usize, field: &Field) -> Result<Value, FabricateError> {
        let mut edge = Map::new();
        for field in fields(&field.selection_set) {
            let value = match field.name.as_str() {
                "__typename" => field.selection_set.ty.as_str().into(),
                "cursor" => self.cursor(index).into(),
                "node" => self.row(index, field)?,
                other => return Err(FabricateError::Type(format!("edge.{other}"))),
            };
            edge.insert(field.response_key().to_string(), value);
        }
        Ok(Value::Object(edge))
    }

    fn info(&self, field: &Field) -> Value {
        let info = fields(&field.selection_set).into_iter().map(|field| {
            let value = match field.name.as_str() {
                "hasNextPage" => (self.len < self.total).into(),
                "hasPreviousPage" => false.into(),
                "startCursor" if self.len > 0 => self.cursor(0).into(),
                "endCursor" if self.len > 0 => self.cursor(self.len - 1).into(),
                "__typename" => "PageInfo".into(),
                _ => Value::Null,
            };
            (field.response_key().to_string(), value)
        });
        Value::Object(info.collect())
    }

    /// Ascends within a site, differs between sites, and interleaves them.
    fn cursor(&self, index: usize) -> String {
        let offset = seed_of((self.making.owner, "cursor")) % 1_000;
        format!("{:08}-{}", index as u64 * 1_000 + offset, self.making.owner)
    }
}

/// The fields of a selection, those of inline fragments among them: a gateway's fetch to a
/// connection has no others.
fn fields(set: &SelectionSet) -> Vec<&Field> {
    let mut found = Vec::new();
    for selection in &set.selections {
        match selection {
            Selection::Field(field) => found.push(field.as_ref()),
            Selection::InlineFragment(fragment) => found.extend(fields(&fragment.selection_set)),
            Selection::FragmentSpread(_) => {}
        }
    }
    found
}
