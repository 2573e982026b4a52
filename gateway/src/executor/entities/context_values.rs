//! Values for the variables that `@fromContext` fills: found at an object above the entity.
//! Spec: Apollo Federation, `@context` and `@fromContext`.

use crate::{
    executor::response::{Node, PathSegment, Response},
    json::Value,
    planner::plan::{ContextVariable, EntityTarget, RequiredField, RequiredType, TYPENAME},
    supergraph::Supergraph,
};

/// The value of each context variable of `target` for the entity at `place`, in their order; null
/// where there is none.
pub(super) fn context_values(
    supergraph: &Supergraph,
    response: &Response,
    target: &EntityTarget,
    place: &[PathSegment],
) -> Vec<Value> {
    let value = |variable: &ContextVariable| {
        let holder = response.node_at(place.get(..variable.depth)?)?;
        value_of(supergraph, holder, &variable.selections).cloned()
    };
    target.contexts.iter().map(|variable| value(variable).unwrap_or(Value::Null)).collect()
}

/// The first way down that fits the object's type.
fn value_of<'a>(
    supergraph: &Supergraph,
    node: Node<'a>,
    ways: &[RequiredType],
) -> Option<&'a Value> {
    ways.iter()
        .filter(|way| fits(supergraph, node, way))
        .find_map(|way| leaf_of(supergraph, node, &way.fields))
}

fn fits(supergraph: &Supergraph, node: Node<'_>, way: &RequiredType) -> bool {
    node.text(TYPENAME).is_none_or(|typename| supergraph.is_possible_type(&way.type_name, typename))
}

/// A way down selects one field at each level; `__typename` beside it only tells types apart.
fn leaf_of<'a>(
    supergraph: &Supergraph,
    node: Node<'a>,
    fields: &[RequiredField],
) -> Option<&'a Value> {
    fields.iter().find_map(|field| match field {
        RequiredField::OnType(way) => {
            fits(supergraph, node, way).then(|| leaf_of(supergraph, node, &way.fields)).flatten()
        }
        RequiredField::Field { name, .. } if name == TYPENAME => None,
        RequiredField::Field { response_key, fields, .. } => {
            let value = node.get(response_key)?;
            match value {
                Value::Object(inner) if !fields.is_empty() => {
                    leaf_of(supergraph, node.below(inner), fields)
                }
                _ => Some(value),
            }
        }
    })
}
