//! Cuts a mutation into one operation for each of its root fields.
//!
//! The planning crate fetches what hangs on a root field after all root fields have run, but a root
//! field's whole selection must be done before the next field begins. Planned one by one and run in
//! sequence, they are. Spec: GraphQL October 2021, sections 6.2.2 and 6.3.1.

use apollo_compiler::{Schema, validation::Valid};

use super::{
    document::{DocumentError, read_fetch_document, used_variables, write_document},
    plan::{PlanNode, QueryPlan},
    root_units::root_units,
};

/// Whether a plan of a whole mutation keeps the order as it is: the subgraph of a single fetch does.
pub(super) fn keeps_order(plan: &QueryPlan) -> bool {
    matches!(plan.root, None | Some(PlanNode::Fetch(_)))
}

/// Texts of one mutation for each response key of the root, in order; `None` for other operations.
pub(super) fn root_mutations(
    schema: &Valid<Schema>,
    text: &str,
) -> Result<Option<Vec<String>>, DocumentError> {
    let operation = read_fetch_document(schema, text)?;
    if !operation.is_mutation() {
        return Ok(None);
    }
    let root_type = &operation.selection_set.ty;
    let texts = root_units(&operation.selection_set.selections).into_iter().map(|unit| {
        let selections: Vec<_> =
            unit.uses.into_iter().flat_map(|one| one.into_selections(root_type)).collect();
        let used = used_variables(&selections);
        let variables = operation.variables.iter().filter(|variable| used.contains(&variable.name));
        write_document(
            operation.operation_type,
            root_type,
            variables.cloned().collect(),
            selections,
        )
    });
    Ok(Some(texts.collect()))
}
