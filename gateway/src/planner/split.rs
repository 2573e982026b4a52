//! Ends each fetch to a contract where a record may live on another site.
//!
//! A planner inlines whatever one subgraph resolves; over sites, the subgraph that resolves a
//! reference is served by another site than the one that holds it. So below a fetch's root, a field
//! that returns a routed entity without `@local`, or a gathered type, keeps only the entity's key,
//! and the rest of its selection becomes an entity fetch of its own, run after the first.
//! A pure pass over a finished plan. Spec: docs/jurisdiction-spec.md, "Where a fetch ends".

mod continuation;
mod cut;

use apollo_compiler::{
    Name,
    executable::{Operation, Selection},
};
use serde_json_bytes::ByteString;

use self::cut::below;
use super::{
    document::{DocumentError, read_fetch_document},
    flatten::flatten,
    merge_shape::ShapeCompiler,
    plan::{
        EntitySpread, EntityTarget, FetchNode, FetchTarget, FlattenPath, ObjectShape, PlanNode,
        QueryPlan, RequiredField, RootSpread, RootTarget,
    },
    root_units::{RootUnit, root_units, under_conditions},
};
use crate::supergraph::{Supergraph, jurisdiction::Spread};

/// Why a plan cannot be split.
#[derive(Debug, thiserror::Error)]
pub(super) enum SplitError {
    #[error(transparent)]
    Document(#[from] DocumentError),
    #[error("`{coordinate}` has neither @route nor @gather, so no site can be chosen for it")]
    WithoutSpread { coordinate: String },
    #[error("the supergraph lacks `{what}`")]
    Missing { what: String },
}

/// Splits all fetches of `plan` that go to a contract.
pub(super) fn split_plan(
    supergraph: &Supergraph,
    plan: &QueryPlan,
) -> Result<QueryPlan, SplitError> {
    let splitter = Splitter { supergraph };
    let root = plan.root.as_ref().map(|node| splitter.node(node)).transpose()?;
    Ok(QueryPlan { root: root.map(flatten) })
}

/// A reference at which a fetch ended.
struct Ended {
    /// From the entity or root of the fetch down to the reference.
    path: FlattenPath,
    type_name: Name,
    /// Its key, with where the fetch that ended puts it.
    key: Vec<RequiredField>,
    selections: Vec<Selection>,
}

struct Splitter<'a> {
    supergraph: &'a Supergraph,
}

/// The part of a fetch that stays the same while its selections are split.
struct FetchContext<'a> {
    fetch: &'a FetchNode,
    operation: Operation,
}

impl Splitter<'_> {
    fn node(&self, node: &PlanNode) -> Result<PlanNode, SplitError> {
        Ok(match node {
            PlanNode::Sequence(nodes) => PlanNode::Sequence(self.nodes(nodes)?),
            PlanNode::Parallel(nodes) => PlanNode::Parallel(self.nodes(nodes)?),
            PlanNode::Condition(condition) => {
                let branch = |node: &Option<Box<PlanNode>>| {
                    node.as_ref().map(|node| self.node(node).map(Box::new)).transpose()
                };
                PlanNode::Condition(super::plan::ConditionNode {
                    variable: condition.variable.clone(),
                    when_true: branch(&condition.when_true)?,
                    when_false: branch(&condition.when_false)?,
                })
            }
            PlanNode::Fetch(fetch) if self.supergraph.subgraph(fetch.subgraph).is_contract => {
                self.fetch(fetch)?
            }
            _ => node.clone(),
        })
    }

    fn nodes(&self, nodes: &[PlanNode]) -> Result<Vec<PlanNode>, SplitError> {
        nodes.iter().map(|node| self.node(node)).collect()
    }

    fn fetch(&self, fetch: &FetchNode) -> Result<PlanNode, SplitError> {
        let operation = read_fetch_document(&self.supergraph.schema, &fetch.document.text)?;
        let context = FetchContext { fetch, operation };
        match &fetch.target {
            FetchTarget::Root(target) => self.root_fetch(&context, target),
            FetchTarget::Entities(targets) => self.entity_fetch(&context, targets),
        }
    }

    // ---- root fetches ----

    /// One fetch for each root field, since each may go to other sites.
    fn root_fetch(
        &self,
        context: &FetchContext<'_>,
        target: &RootTarget,
    ) -> Result<PlanNode, SplitError> {
        let mut nodes = Vec::new();
        let root_type = context.operation.selection_set.ty.clone();
        for mut unit in root_units(&context.operation.selection_set.selections) {
            let conditions = unit.take_conditions();
            let node = self.root_unit(context, target, &root_type, unit)?;
            nodes.extend(under_conditions(node, &conditions));
        }
        Ok(if context.fetch.is_mutation {
            PlanNode::Sequence(nodes)
        } else {
            PlanNode::Parallel(nodes)
        })
    }

    fn root_unit(
        &self,
        context: &FetchContext<'_>,
        target: &RootTarget,
        root_type: &Name,
        unit: RootUnit,
    ) -> Result<PlanNode, SplitError> {
        let field = unit.uses[0].field.clone();
        let spread =
            self.supergraph.jurisdiction.field_spread(root_type, &field.name).ok_or_else(|| {
                SplitError::WithoutSpread { coordinate: format!("{root_type}.{}", field.name) }
            })?;
        let response_key = ByteString::from(field.response_key().as_str());
        let path = below(&FlattenPath::new(), &field);
        let parent = field.ty().inner_named_type().clone();
        let mut ended = Vec::new();
        let mut selections = Vec::with_capacity(unit.uses.len());
        for mut one in unit.uses {
            let inner = std::mem::take(&mut one.field.selection_set.selections);
            one.field.selection_set.selections = self.cut(&parent, inner, &path, &mut ended);
            selections.extend(one.into_selections(root_type));
        }
        let argument = |by: &Name| {
            field.argument_by_name(by).map(|value| value.as_ref().clone()).map_err(|_| {
                SplitError::Missing { what: format!("{root_type}.{}({by}:)", field.name) }
            })
        };
        let spread = match spread {
            Spread::Route { by } => RootSpread::Route { key: argument(by)? },
            Spread::Gather { by } => {
                let key = by.as_ref().map(argument).transpose()?;
                let shapes = ShapeCompiler { supergraph: self.supergraph };
                RootSpread::Gather { key, shape: shapes.object(root_type, &mut selections) }
            }
        };
        let first = FetchNode {
            target: FetchTarget::Root(RootTarget {
                spread,
                output_rewrites: target.output_rewrites.clone(),
                response_keys: vec![response_key.as_str().to_owned()],
            }),
            ..self.rewritten(context, selections, &[])
        };
        self.with_ended(context, first, ended, &[FlattenPath::new()])
    }

    // ---- entity fetches ----

    fn entity_fetch(
        &self,
        context: &FetchContext<'_>,
        targets: &[EntityTarget],
    ) -> Result<PlanNode, SplitError> {
        let mut nodes = Vec::new();
        let mut new_targets = Vec::new();
        let mut root_selections = Vec::new();
        for selection in &context.operation.selection_set.selections {
            let Some(field) = selection.as_field() else { continue };
            let Some(target) =
                targets.iter().find(|target| target.response_key == field.response_key().as_str())
            else {
                continue;
            };
            let mut field = field.as_ref().clone();
            let mut spreads = Vec::new();
            let mut ended = Vec::new();
            for part in &mut field.selection_set.selections {
                self.entity_part(part, &mut spreads, &mut ended)?;
            }
            new_targets.push(EntityTarget { spreads, ..target.clone() });
            root_selections.push(Selection::from(field));
            nodes.extend(self.ended_fetches(context, ended, &target.paths)?);
        }
        let variables: Vec<&str> = targets.iter().map(|target| target.variable.as_str()).collect();
        let first = FetchNode {
            target: FetchTarget::Entities(new_targets),
            ..self.rewritten(context, root_selections, &variables)
        };
        Ok(sequence_of(first, nodes))
    }

    /// One `... on Type { … }` below `_entities`.
    fn entity_part(
        &self,
        part: &mut Selection,
        spreads: &mut Vec<EntitySpread>,
        ended: &mut Vec<Ended>,
    ) -> Result<(), SplitError> {
        let Selection::InlineFragment(fragment) = part else { return Ok(()) };
        let fragment = fragment.make_mut();
        let Some(type_name) = fragment.type_condition.clone() else { return Ok(()) };
        let path = vec![self.on_type(&type_name)];
        let selections = std::mem::take(&mut fragment.selection_set.selections);
        fragment.selection_set.selections = self.cut(&type_name, selections, &path, ended);
        let spread = self.entity_spread(&type_name)?;
        let shape = self.shape(spread, &type_name, &mut fragment.selection_set.selections);
        if !spreads.iter().any(|known| known.type_name == type_name) {
            spreads.push(EntitySpread { type_name, spread: spread.clone(), shape });
        }
        Ok(())
    }

    fn entity_spread(&self, type_name: &Name) -> Result<&Spread, SplitError> {
        self.supergraph
            .jurisdiction
            .entity_spread(type_name)
            .ok_or_else(|| SplitError::WithoutSpread { coordinate: type_name.to_string() })
    }

    fn shape(
        &self,
        spread: &Spread,
        type_name: &Name,
        selections: &mut Vec<Selection>,
    ) -> ObjectShape {
        match spread {
            Spread::Route { .. } => ObjectShape::default(),
            Spread::Gather { .. } => {
                ShapeCompiler { supergraph: self.supergraph }.object(type_name, selections)
            }
        }
    }
}

fn sequence_of(first: FetchNode, rest: Vec<PlanNode>) -> PlanNode {
    let first = PlanNode::Fetch(Box::new(first));
    if rest.is_empty() {
        return first;
    }
    PlanNode::Sequence(vec![first, PlanNode::Parallel(rest)])
}
