//! The entity fetches that go on where a fetch ended, and fetches with a changed document.

use std::sync::Arc;

use apollo_compiler::{
    Name, Node,
    ast::OperationType,
    executable::{Field, Selection, VariableDefinition},
};

use super::{Ended, FetchContext, SplitError, Splitter, cut::on, sequence_of};
use crate::planner::{
    document::{used_variables, write_document},
    plan::{
        EntitySpread, EntityTarget, FetchDocument, FetchNode, FetchTarget, FlattenPath, PlanNode,
        RequiredField, RequiredType,
    },
};

const ENTITIES: &str = "_entities";
const REPRESENTATIONS: &str = "representations";

impl Splitter<'_> {
    pub(super) fn with_ended(
        &self,
        context: &FetchContext<'_>,
        first: FetchNode,
        ended: Vec<Ended>,
        bases: &[FlattenPath],
    ) -> Result<PlanNode, SplitError> {
        Ok(sequence_of(first, self.ended_fetches(context, ended, bases)?))
    }

    pub(super) fn ended_fetches(
        &self,
        context: &FetchContext<'_>,
        ended: Vec<Ended>,
        bases: &[FlattenPath],
    ) -> Result<Vec<PlanNode>, SplitError> {
        ended.into_iter().map(|reference| self.ended_fetch(context, reference, bases)).collect()
    }

    /// The entity fetch that goes on where a fetch ended.
    pub(super) fn ended_fetch(
        &self,
        context: &FetchContext<'_>,
        reference: Ended,
        bases: &[FlattenPath],
    ) -> Result<PlanNode, SplitError> {
        let Ended { path, type_name, key, selections } = reference;
        let paths: Vec<FlattenPath> =
            bases.iter().map(|base| base.iter().chain(&path).cloned().collect()).collect();
        let mut ended = Vec::new();
        let mut kept =
            self.cut(&type_name, selections, &vec![self.on_type(&type_name)], &mut ended);
        let spread = self.entity_spread(&type_name)?;
        let shape = self.shape(spread, &type_name, &mut kept);
        let entities = self.entities_field(&type_name, kept)?;
        let target = EntityTarget {
            response_key: ENTITIES.to_owned(),
            variable: REPRESENTATIONS.to_owned(),
            paths: paths.clone(),
            requires: vec![required_type(&type_name, key)],
            input_rewrites: Vec::new(),
            output_rewrites: Vec::new(),
            spreads: vec![EntitySpread {
                type_name: type_name.clone(),
                spread: spread.clone(),
                shape,
            }],
            contexts: Vec::new(),
        };
        let first = FetchNode {
            is_mutation: false,
            target: FetchTarget::Entities(vec![target]),
            ..self.rewritten(context, vec![Selection::from(entities)], &[REPRESENTATIONS])
        };
        self.with_ended(context, first, ended, &paths)
    }

    pub(super) fn entities_field(
        &self,
        type_name: &Name,
        selections: Vec<Selection>,
    ) -> Result<Field, SplitError> {
        let missing = || SplitError::Missing { what: "Query._entities".to_owned() };
        let query =
            self.supergraph.schema.root_operation(OperationType::Query).ok_or_else(missing)?;
        let name = Name::new_static_unchecked(ENTITIES);
        let definition = self.supergraph.schema.type_field(query, &name).map_err(|_| missing())?;
        let variable = Name::new_static_unchecked(REPRESENTATIONS);
        let value = Node::new(apollo_compiler::ast::Value::Variable(variable.clone()));
        Ok(Field::new(name, definition.node.clone())
            .with_argument(variable, value)
            .with_selection(on(type_name, selections)))
    }

    /// `fetch` with another document; its variables are those the selections use.
    pub(super) fn rewritten(
        &self,
        context: &FetchContext<'_>,
        selections: Vec<Selection>,
        representations: &[&str],
    ) -> FetchNode {
        let used = used_variables(&selections);
        let mut definitions: Vec<Node<VariableDefinition>> = representations
            .iter()
            .filter_map(|name| representations_variable(name))
            .map(Node::new)
            .collect();
        let own = context.operation.variables.iter().filter(|definition| {
            used.contains(&definition.name) && !representations.contains(&definition.name.as_str())
        });
        let variables = own.clone().map(|definition| definition.name.to_string()).collect();
        definitions.extend(own.cloned());
        let is_entity_fetch = !representations.is_empty();
        let kind = if context.fetch.is_mutation && !is_entity_fetch {
            OperationType::Mutation
        } else {
            OperationType::Query
        };
        let root_type = if is_entity_fetch {
            self.supergraph.schema.root_operation(OperationType::Query).cloned()
        } else {
            None
        }
        .unwrap_or_else(|| context.operation.selection_set.ty.clone());
        FetchNode {
            document: FetchDocument {
                text: Arc::from(write_document(kind, &root_type, definitions, selections)),
                ..FetchDocument::default()
            },
            variables,
            ..context.fetch.clone()
        }
    }
}

fn representations_variable(name: &str) -> Option<VariableDefinition> {
    use apollo_compiler::ast::Type;
    let any = Name::new_static_unchecked("_Any");
    Some(VariableDefinition {
        name: Name::new(name).ok()?,
        ty: Node::new(Type::NonNullList(Box::new(Type::NonNullNamed(any)))),
        default_value: None,
        directives: Default::default(),
    })
}

fn required_type(type_name: &Name, key: Vec<RequiredField>) -> RequiredType {
    let fields = std::iter::once(RequiredField::typename()).chain(key).collect();
    RequiredType { type_name: type_name.to_string(), fields }
}
