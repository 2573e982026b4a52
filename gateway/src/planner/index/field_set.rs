//! Selections that stand as text in directives: keys, `@requires`, `@provides`, contexts.

use std::sync::Arc;

use apollo_compiler::{Schema, collections::HashMap, executable::FieldSet, validation::Valid};

use super::{
    model::{Index, TypeId},
    read::IndexError,
};
use crate::planner::selection::{NodeId, Normalizer};

/// Parses field sets into the index; equal texts on one type are one node.
pub(super) struct FieldSets<'a> {
    schema: &'a Valid<Schema>,
    known: HashMap<(TypeId, String), NodeId>,
}

impl<'a> FieldSets<'a> {
    pub(super) fn new(schema: &'a Valid<Schema>) -> Self {
        Self { schema, known: HashMap::default() }
    }

    pub(super) fn parse(
        &mut self,
        index: &mut Index,
        ty: TypeId,
        text: &str,
        coordinate: &str,
    ) -> Result<NodeId, IndexError> {
        let known = (ty, text.to_owned());
        if let Some(node) = self.known.get(&known) {
            return Ok(*node);
        }
        let type_name = index.ty(ty).name.clone();
        let set = FieldSet::parse(self.schema, type_name, text, "field_set.graphql").map_err(
            |invalid| {
                IndexError::new(coordinate, format!("`{text}`: {}", first_line(&invalid.errors)))
            },
        )?;
        let (nodes, root) =
            Normalizer::of_field_set(index).normalize_field_set(ty, &set.selection_set);
        let base = index.nodes.len() as u32;
        index.nodes.extend(nodes.into_iter().map(Arc::new));
        debug_assert!(root.0 >= base);
        self.known.insert(known, root);
        Ok(root)
    }
}

fn first_line(errors: &apollo_compiler::validation::DiagnosticList) -> String {
    let text = errors.to_string();
    text.lines().next().unwrap_or_default().to_owned()
}
