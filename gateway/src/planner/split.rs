//! Ends each fetch to a contract where a record may live on another site.
//!
//! A planner inlines whatever one subgraph resolves; over sites, the subgraph that resolves a
//! reference is served by another site than the one that holds it. So below a fetch's root, a field
//! that returns a routed entity without `@local`, or a gathered type, keeps only the entity's key,
//! and the rest of its selection becomes an entity fetch of its own, run after the first.
//! A pure pass over a finished plan. Spec: docs/jurisdiction-spec.md, "Where a fetch ends".

use std::{collections::BTreeSet, sync::Arc};

use apollo_compiler::{
    Name, Node,
    ast::OperationType,
    executable::{Field, InlineFragment, Operation, Selection, SelectionSet, VariableDefinition},
};
use serde_json_bytes::ByteString;

use super::{
    document::{DocumentError, is_unconditional, read_fetch_document, used_variables, write_document},
    merge_shape::{ADDED_PREFIX, ShapeCompiler},
    plan::{
        EntitySpread, EntityTarget, FetchNode, FetchTarget, FlattenPath, FlattenSegment,
        ObjectShape, PlanNode, QueryPlan, RequiredField, RequiredType, RootSpread, RootTarget,
    },
    root_units::{RootUnit, root_units, under_conditions},
};
use crate::supergraph::{Supergraph, jurisdiction::Spread};

const ENTITIES: &str = "_entities";
const REPRESENTATIONS: &str = "representations";

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
pub(super) fn split_plan(supergraph: &Supergraph, plan: &QueryPlan) -> Result<QueryPlan, SplitError> {
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
            PlanNode::Fetch(_) => node.clone(),
        })
    }

    fn nodes(&self, nodes: &[PlanNode]) -> Result<Vec<PlanNode>, SplitError> {
        nodes.iter().map(|node| self.node(node)).collect()
    }

    fn fetch(&self, fetch: &FetchNode) -> Result<PlanNode, SplitError> {
        let operation = read_fetch_document(&self.supergraph.schema, &fetch.document)?;
        let context = FetchContext { fetch, operation };
        match &fetch.target {
            FetchTarget::Root(target) => self.root_fetch(&context, target),
            FetchTarget::Entities(targets) => self.entity_fetch(&context, targets),
        }
    }

    // ---- root fetches ----

    /// One fetch for each root field, since each may go to other sites.
    fn root_fetch(&self, context: &FetchContext<'_>, target: &RootTarget) -> Result<PlanNode, SplitError> {
        let mut nodes = Vec::new();
        let root_type = context.operation.selection_set.ty.clone();
        for mut unit in root_units(&context.operation.selection_set.selections) {
            let conditions = unit.take_conditions();
            let node = self.root_unit(context, target, &root_type, unit)?;
            nodes.extend(under_conditions(node, &conditions));
        }
        Ok(if context.fetch.is_mutation { PlanNode::Sequence(nodes) } else { PlanNode::Parallel(nodes) })
    }

    fn root_unit(
        &self,
        context: &FetchContext<'_>,
        target: &RootTarget,
        root_type: &Name,
        unit: RootUnit,
    ) -> Result<PlanNode, SplitError> {
        let field = unit.uses[0].field.clone();
        let spread = self
            .supergraph
            .jurisdiction
            .field_spread(root_type, &field.name)
            .ok_or_else(|| SplitError::WithoutSpread {
                coordinate: format!("{root_type}.{}", field.name),
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
            field
                .argument_by_name(by)
                .map(|value| value.as_ref().clone())
                .map_err(|_| SplitError::Missing { what: format!("{root_type}.{}({by}:)", field.name) })
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

    fn shape(&self, spread: &Spread, type_name: &Name, selections: &mut Vec<Selection>) -> ObjectShape {
        match spread {
            Spread::Route { .. } => ObjectShape::default(),
            Spread::Gather { .. } => {
                ShapeCompiler { supergraph: self.supergraph }.object(type_name, selections)
            }
        }
    }

    // ---- where a fetch ends ----

    /// Keeps what the site itself answers; what may live elsewhere goes to `ended`.
    fn cut(
        &self,
        parent: &Name,
        selections: Vec<Selection>,
        path: &FlattenPath,
        ended: &mut Vec<Ended>,
    ) -> Vec<Selection> {
        selections
            .into_iter()
            .map(|selection| match selection {
                Selection::Field(field) if field.selection_set.is_empty() => Selection::Field(field),
                Selection::Field(field) => {
                    Selection::from(self.cut_field(parent, field.as_ref().clone(), path, ended))
                }
                Selection::InlineFragment(fragment) => {
                    let mut fragment = fragment.as_ref().clone();
                    let on = fragment.type_condition.clone().unwrap_or_else(|| parent.clone());
                    let mut path = path.clone();
                    if &on != parent {
                        path.push(self.on_type(&on));
                    }
                    let inner = std::mem::take(&mut fragment.selection_set.selections);
                    fragment.selection_set.selections = self.cut(&on, inner, &path, ended);
                    Selection::from(fragment)
                }
                spread @ Selection::FragmentSpread(_) => spread,
            })
            .collect()
    }

    fn cut_field(
        &self,
        parent: &Name,
        mut field: Field,
        path: &FlattenPath,
        ended: &mut Vec<Ended>,
    ) -> Field {
        let type_name = field.ty().inner_named_type().clone();
        let path = below(path, &field);
        let selections = std::mem::take(&mut field.selection_set.selections);
        let is_local = self.supergraph.jurisdiction.is_local(parent, &field.name);
        field.selection_set.selections = if self.ends_at(&type_name, is_local) {
            self.stub(&type_name, selections, path, ended)
        } else {
            let members = self.ending_members(&type_name, is_local);
            if members.is_empty() {
                self.cut(&type_name, selections, &path, ended)
            } else {
                self.stub_members(&type_name, &members, selections, &path, ended)
            }
        };
        field
    }

    fn ends_at(&self, type_name: &Name, is_local: bool) -> bool {
        match self.supergraph.jurisdiction.entity_spread(type_name) {
            Some(Spread::Gather { .. }) => true,
            Some(Spread::Route { .. }) => !is_local,
            None => false,
        }
    }

    /// Members of an abstract type at which a fetch ends.
    fn ending_members(&self, type_name: &Name, is_local: bool) -> Vec<Name> {
        self.supergraph
            .possible_types(type_name)
            .into_iter()
            .flat_map(|types| types.iter())
            .filter(|member| *member != type_name && self.ends_at(member, is_local))
            .cloned()
            .collect()
    }

    /// The entity's key stays; the rest is fetched from its owner.
    fn stub(
        &self,
        type_name: &Name,
        selections: Vec<Selection>,
        path: FlattenPath,
        ended: &mut Vec<Ended>,
    ) -> Vec<Selection> {
        let keys = self.supergraph.key_fields(type_name);
        let (mut kept, rest): (Vec<_>, Vec<_>) =
            selections.into_iter().partition(|selection| is_key_selection(selection, keys));
        if rest.is_empty() {
            return kept;
        }
        let key = self.ensure_key(type_name, &mut kept, &rest);
        ended.push(Ended { path, type_name: type_name.clone(), key, selections: rest });
        kept
    }

    fn stub_members(
        &self,
        abstract_type: &Name,
        members: &[Name],
        selections: Vec<Selection>,
        path: &FlattenPath,
        ended: &mut Vec<Ended>,
    ) -> Vec<Selection> {
        let mut kept = vec![Selection::from(self.typename_field(abstract_type))];
        for member in members {
            let mut path = path.clone();
            path.push(self.on_type(member));
            let selections = self.applying_to(member, &selections);
            let stub = self.stub(member, selections, path, ended);
            kept.push(on(member, stub));
        }
        let others = self.supergraph.possible_types(abstract_type).into_iter().flat_map(|t| t.iter());
        for other in others.filter(|other| !members.contains(other)) {
            let mut path = path.clone();
            path.push(self.on_type(other));
            let selections = self.applying_to(other, &selections);
            kept.push(on(other, self.cut(other, selections, &path, ended)));
        }
        kept.retain(|selection| {
            selection.as_inline_fragment().is_none_or(|fragment| !fragment.selection_set.is_empty())
        });
        kept
    }

    /// The selections that hold for an object of `member`, fragments on wider types opened.
    fn applying_to(&self, member: &Name, selections: &[Selection]) -> Vec<Selection> {
        let mut applying = Vec::new();
        for selection in selections {
            match selection {
                Selection::Field(_) => applying.push(selection.clone()),
                Selection::InlineFragment(fragment) => {
                    let holds = fragment
                        .type_condition
                        .as_ref()
                        .is_none_or(|on| self.supergraph.is_possible_type(on, member));
                    if !holds {
                        continue;
                    }
                    let inner = self.applying_to(member, &fragment.selection_set.selections);
                    if fragment.directives.is_empty() {
                        applying.extend(inner);
                    } else {
                        let mut narrowed = InlineFragment::with_type_condition(member.clone());
                        narrowed.directives = fragment.directives.clone();
                        narrowed.selection_set.selections = inner;
                        applying.push(Selection::from(narrowed));
                    }
                }
                Selection::FragmentSpread(_) => {}
            }
        }
        applying
    }

    /// Selects the key beside `kept`, under another name where the client gave the key's name to
    /// some other field.
    fn ensure_key(
        &self,
        type_name: &Name,
        kept: &mut Vec<Selection>,
        rest: &[Selection],
    ) -> Vec<RequiredField> {
        let typename = self.typename_field(type_name);
        if !selects(kept, "__typename") {
            kept.insert(0, Selection::from(typename));
        }
        let mut required = Vec::new();
        for key in self.supergraph.key_fields(type_name) {
            let Ok(definition) = self.supergraph.schema.type_field(type_name, key) else { continue };
            let mut field = Field::new(key.clone(), definition.node.clone());
            if is_taken(kept, key) || is_taken(rest, key) {
                field.alias = Name::new(&format!("{ADDED_PREFIX}{key}")).ok();
            }
            required.push(RequiredField::Field {
                response_key: ByteString::from(field.response_key().as_str()),
                name: ByteString::from(key.as_str()),
                fields: Vec::new(),
            });
            if field.alias.is_some() || !selects(kept, key) {
                kept.push(Selection::from(field));
            }
        }
        required
    }

    fn typename_field(&self, type_name: &Name) -> Field {
        let name = Name::new_static_unchecked("__typename");
        let definition = self
            .supergraph
            .schema
            .type_field(type_name, &name)
            .expect("every composite type has __typename");
        Field::new(name, definition.node.clone())
    }

    fn on_type(&self, type_name: &Name) -> FlattenSegment {
        let types: BTreeSet<String> = self
            .supergraph
            .possible_types(type_name)
            .into_iter()
            .flat_map(|types| types.iter())
            .map(ToString::to_string)
            .collect();
        FlattenSegment::OnTypes(types)
    }

    // ---- new fetches ----

    fn with_ended(
        &self,
        context: &FetchContext<'_>,
        first: FetchNode,
        ended: Vec<Ended>,
        bases: &[FlattenPath],
    ) -> Result<PlanNode, SplitError> {
        Ok(sequence_of(first, self.ended_fetches(context, ended, bases)?))
    }

    fn ended_fetches(
        &self,
        context: &FetchContext<'_>,
        ended: Vec<Ended>,
        bases: &[FlattenPath],
    ) -> Result<Vec<PlanNode>, SplitError> {
        ended.into_iter().map(|reference| self.ended_fetch(context, reference, bases)).collect()
    }

    /// The entity fetch that goes on where a fetch ended.
    fn ended_fetch(
        &self,
        context: &FetchContext<'_>,
        reference: Ended,
        bases: &[FlattenPath],
    ) -> Result<PlanNode, SplitError> {
        let Ended { path, type_name, key, selections } = reference;
        let paths: Vec<FlattenPath> = bases
            .iter()
            .map(|base| base.iter().chain(&path).cloned().collect())
            .collect();
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
            spreads: vec![EntitySpread { type_name: type_name.clone(), spread: spread.clone(), shape }],
        };
        let first = FetchNode {
            is_mutation: false,
            target: FetchTarget::Entities(vec![target]),
            ..self.rewritten(context, vec![Selection::from(entities)], &[REPRESENTATIONS])
        };
        self.with_ended(context, first, ended, &paths)
    }

    fn entities_field(&self, type_name: &Name, selections: Vec<Selection>) -> Result<Field, SplitError> {
        let missing = || SplitError::Missing { what: "Query._entities".to_owned() };
        let query = self
            .supergraph
            .schema
            .root_operation(OperationType::Query)
            .ok_or_else(missing)?;
        let name = Name::new_static_unchecked(ENTITIES);
        let definition = self.supergraph.schema.type_field(query, &name).map_err(|_| missing())?;
        let variable = Name::new_static_unchecked(REPRESENTATIONS);
        let value = Node::new(apollo_compiler::ast::Value::Variable(variable.clone()));
        Ok(Field::new(name, definition.node.clone())
            .with_argument(variable, value)
            .with_selection(on(type_name, selections)))
    }

    /// `fetch` with another document; its variables are those the selections use.
    fn rewritten(
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
            used.contains(&definition.name)
                && !representations.contains(&definition.name.as_str())
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
            document: Arc::from(write_document(kind, &root_type, definitions, selections)),
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

fn below(path: &FlattenPath, field: &Field) -> FlattenPath {
    let mut path = path.clone();
    path.push(FlattenSegment::Key(ByteString::from(field.response_key().as_str())));
    let mut ty = field.ty();
    while ty.is_list() {
        path.push(FlattenSegment::Each);
        ty = ty.item_type();
    }
    path
}

fn on(type_name: &Name, selections: Vec<Selection>) -> Selection {
    let mut fragment = InlineFragment::with_type_condition(type_name.clone());
    fragment.selection_set = SelectionSet { ty: type_name.clone(), selections };
    Selection::from(fragment)
}

fn is_key_selection(selection: &Selection, keys: &[Name]) -> bool {
    selection
        .as_field()
        .is_some_and(|field| field.name == "__typename" || keys.contains(&field.name))
}

fn required_type(type_name: &Name, key: Vec<RequiredField>) -> RequiredType {
    let typename = RequiredField::Field {
        response_key: ByteString::from("__typename"),
        name: ByteString::from("__typename"),
        fields: Vec::new(),
    };
    let fields = std::iter::once(typename).chain(key).collect();
    RequiredType { type_name: type_name.to_string(), fields }
}

/// Whether another field stands under the response key `name`.
fn is_taken(selections: &[Selection], name: &Name) -> bool {
    selections.iter().any(|selection| match selection {
        Selection::Field(field) => field.response_key() == name && field.name != *name,
        Selection::InlineFragment(fragment) => is_taken(&fragment.selection_set.selections, name),
        Selection::FragmentSpread(_) => false,
    })
}

fn selects(selections: &[Selection], name: &str) -> bool {
    selections.iter().any(|selection| {
        selection.as_field().is_some_and(|field| {
            field.name == name && field.alias.is_none() && is_unconditional(field)
        })
    })
}

fn sequence_of(first: FetchNode, rest: Vec<PlanNode>) -> PlanNode {
    let first = PlanNode::Fetch(Box::new(first));
    if rest.is_empty() {
        return first;
    }
    PlanNode::Sequence(vec![first, PlanNode::Parallel(rest)])
}

/// Sequences in sequences and parallels in parallels become one; a list of one is its node.
fn flatten(node: PlanNode) -> PlanNode {
    match node {
        PlanNode::Sequence(nodes) => {
            let mut flat = Vec::with_capacity(nodes.len());
            for node in nodes {
                match flatten(node) {
                    PlanNode::Sequence(inner) => flat.extend(inner),
                    other => flat.push(other),
                }
            }
            single_or(flat, PlanNode::Sequence)
        }
        PlanNode::Parallel(nodes) => {
            let mut flat = Vec::with_capacity(nodes.len());
            for node in nodes {
                match flatten(node) {
                    PlanNode::Parallel(inner) => flat.extend(inner),
                    other => flat.push(other),
                }
            }
            single_or(flat, PlanNode::Parallel)
        }
        PlanNode::Condition(mut condition) => {
            condition.when_true = condition.when_true.map(|node| Box::new(flatten(*node)));
            condition.when_false = condition.when_false.map(|node| Box::new(flatten(*node)));
            PlanNode::Condition(condition)
        }
        fetch @ PlanNode::Fetch(_) => fetch,
    }
}

fn single_or(mut nodes: Vec<PlanNode>, wrap: fn(Vec<PlanNode>) -> PlanNode) -> PlanNode {
    if nodes.len() == 1 { nodes.swap_remove(0) } else { wrap(nodes) }
}
