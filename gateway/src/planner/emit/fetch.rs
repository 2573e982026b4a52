//! Makes fetch nodes of batches of groups.

use std::{cell::RefCell, sync::Arc};

use apollo_compiler::{
    Name, Node,
    ast::{OperationType, Type, Value},
    executable::{Field, Operation, Selection, VariableDefinition},
};
use rustc_hash::FxHashMap;

use super::{
    aliases::Compared,
    batch::Batch,
    selections::{SelectionWriter, type_names},
};
use crate::{
    json::Text,
    planner::{
        document::{used_variables, write_document},
        graph::{FetchGraph, Group, GroupKind},
        index::Index,
        merge_shape::ShapeCompiler,
        plan::{
            EntitySpread, EntityTarget, FetchDocument, FetchNode, FetchTarget, ObjectShape,
            RequiredType, Rewrite, RewriteSegment, RootSpread, RootTarget, TYPENAME,
        },
        selection::Conditions,
    },
    supergraph::{Supergraph, jurisdiction::Spread},
};

const ENTITIES: &str = "_entities";
const REPRESENTATIONS: &str = "representations";

/// Why a fetch graph is no plan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum EmitError {
    #[error("`{coordinate}` has neither @route nor @gather, so no site can be chosen for it")]
    WithoutSpread { coordinate: String },
    #[error("the supergraph lacks `{what}`")]
    Lacking { what: String },
}

/// Makes the fetch nodes of one operation.
pub(super) struct FetchWriter<'a> {
    pub(super) index: &'a Index,
    pub(super) supergraph: &'a Supergraph,
    pub(super) graph: &'a FetchGraph,
    pub(super) operation: &'a Operation,
    pub(super) spreads_sites: bool,
    pub(super) compared: RefCell<Compared>,
}

/// Numbers the entity fields of requests that must not share a name.
#[derive(Debug)]
pub(super) struct Numbering {
    next: u32,
    is_needed: bool,
}

impl Numbering {
    /// Whether several requests share it; one alone may not need it.
    pub(super) fn new(is_needed: bool) -> Self {
        Self { next: 0, is_needed }
    }
}

/// One entity field of a request, before it has a name.
#[derive(PartialEq)]
struct Draft {
    selections: Vec<Selection>,
    target: EntityTarget,
}

impl FetchWriter<'_> {
    pub(super) fn write(
        &self,
        batch: &Batch,
        held: &Conditions,
        numbering: &mut Numbering,
    ) -> Result<FetchNode, EmitError> {
        match batch.kind {
            GroupKind::Root => self.write_root(self.graph.group(batch.groups[0]), held),
            GroupKind::Entities => self.write_entities(batch, held, numbering),
        }
    }

    fn writer<'w>(&'w self, group: &Group, held: &'w Conditions) -> SelectionWriter<'w> {
        SelectionWriter {
            index: self.index,
            supergraph: self.supergraph,
            graph: self.graph,
            subgraph: group.graph,
            held,
            compared: &self.compared,
            rewrites: Vec::new(),
        }
    }

    fn is_contract(&self, group: &Group) -> bool {
        self.spreads_sites && self.supergraph.subgraph(group.graph).is_contract
    }

    // ---- root fields ----

    fn write_root(&self, group: &Group, held: &Conditions) -> Result<FetchNode, EmitError> {
        let mut writer = self.writer(group, held);
        let sets: Vec<_> = group.parts.values().map(|part| part.set).collect();
        let mut selections: Vec<Selection> =
            writer.write_parts(&sets).into_iter().flatten().collect();
        let output_rewrites = writer.rewrites;
        let is_nested = !self.graph.places.path(group.place).is_empty();
        let (kind, root) = if is_nested {
            (OperationType::Query, self.query_root()?)
        } else {
            (self.operation.operation_type, self.operation.selection_set.ty.clone())
        };
        let mut fields = Vec::new();
        collect_fields(&selections, &mut fields);
        let mut response_keys: Vec<String> =
            fields.iter().map(|field| field.response_key().to_string()).collect();
        response_keys.dedup();
        let spread = if self.is_contract(group) {
            self.root_spread(&root, &mut selections)?
        } else {
            RootSpread::Fixed
        };
        let (document, variables) = self.document(kind, &root, Vec::new(), selections);
        Ok(FetchNode {
            subgraph: group.graph,
            document,
            is_mutation: kind == OperationType::Mutation,
            variables,
            target: FetchTarget::Root(RootTarget {
                spread,
                output_rewrites,
                response_keys,
                place: self.graph.places.path(group.place).clone(),
            }),
        })
    }

    fn root_spread(
        &self,
        root: &Name,
        selections: &mut Vec<Selection>,
    ) -> Result<RootSpread, EmitError> {
        let lacking = |what: String| EmitError::Lacking { what };
        let mut fields = Vec::new();
        collect_fields(selections, &mut fields);
        let field = fields.into_iter().next().ok_or_else(|| lacking("a root field".to_owned()))?;
        let coordinate = format!("{root}.{}", field.name);
        let spread = self
            .supergraph
            .jurisdiction
            .field_spread(root, &field.name)
            .ok_or_else(|| EmitError::WithoutSpread { coordinate: coordinate.clone() })?;
        let argument = |by: &Name| -> Result<Value, EmitError> {
            let value = field.argument_by_name(by).map(|value| value.as_ref().clone());
            value.map_err(|_| lacking(format!("{coordinate}({by}:)")))
        };
        Ok(match spread {
            Spread::Route { by } => RootSpread::Route { key: argument(by)? },
            Spread::Gather { by } => {
                let key = by.as_ref().map(argument).transpose()?;
                let shapes = ShapeCompiler { supergraph: self.supergraph };
                RootSpread::Gather { key, shape: shapes.object(root, selections) }
            }
        })
    }

    // ---- entities ----

    fn write_entities(
        &self,
        batch: &Batch,
        held: &Conditions,
        numbering: &mut Numbering,
    ) -> Result<FetchNode, EmitError> {
        let mut drafts: Vec<Draft> = Vec::with_capacity(batch.groups.len());
        let mut alike: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for id in &batch.groups {
            let draft = self.draft(self.graph.group(*id), held)?;
            let text: String = draft.selections.iter().map(ToString::to_string).collect();
            let alike = alike.entry(text).or_default();
            // Equal fields of objects at several places are one list of representations.
            match alike.iter().find(|at| is_same_but_place(&drafts[**at], &draft)) {
                Some(at) => drafts[*at].target.paths.extend(draft.target.paths),
                None => {
                    alike.push(drafts.len());
                    drafts.push(draft);
                }
            }
        }
        let is_numbered = numbering.is_needed || drafts.len() > 1;
        let query = self.query_root()?;
        let mut targets = Vec::with_capacity(drafts.len());
        let mut selections = Vec::with_capacity(drafts.len());
        let mut definitions = Vec::with_capacity(drafts.len());
        for Draft { selections: inner, mut target } in drafts {
            if is_numbered {
                target.response_key = format!("_e{}", numbering.next);
                target.variable = self.free_variable(&format!("_r{}", numbering.next));
                numbering.next += 1;
            } else {
                target.variable = self.free_variable(REPRESENTATIONS);
            }
            selections.push(self.entities_field(&query, &target, inner)?);
            definitions.push(representations_variable(&target.variable)?);
            for context in &target.contexts {
                let known = self.graph.context_types.iter();
                let ty = known.clone().find(|(name, _)| *name == context.variable.as_str());
                if let Some((name, ty)) = ty {
                    definitions.push((name.clone(), format!("${name}: {ty}")));
                }
            }
            targets.push(target);
        }
        let (document, variables) =
            self.document(OperationType::Query, &query, definitions, selections);
        Ok(FetchNode {
            subgraph: batch.graph,
            document,
            is_mutation: false,
            variables,
            target: FetchTarget::Entities(targets),
        })
    }

    fn draft(&self, group: &Group, held: &Conditions) -> Result<Draft, EmitError> {
        let mut writer = self.writer(group, held);
        let sets: Vec<_> = group.parts.values().map(|part| part.set).collect();
        let written = writer.write_parts(&sets);
        let output_rewrites = writer.rewrites;
        let mut target = EntityTarget {
            response_key: ENTITIES.to_owned(),
            variable: REPRESENTATIONS.to_owned(),
            paths: vec![self.graph.places.path(group.place).clone()],
            shares: Vec::new(),
            requires: Vec::new(),
            input_rewrites: Vec::new(),
            output_rewrites,
            spreads: Vec::new(),
            contexts: group.contexts.clone(),
        };
        let mut selections = Vec::with_capacity(written.len());
        for ((ty, part), mut inner) in group.parts.iter().zip(written) {
            let name = self.index.ty(*ty).name.clone();
            if self.is_contract(group) {
                let spread = self.spread(&name, &mut inner)?;
                target.spreads.push(spread);
            }
            for (own, fields) in &part.requires {
                let type_name = self.index.ty(*own).name.to_string();
                target.requires.push(RequiredType { type_name, fields: fields.clone() });
                if own != ty || self.index.is_abstract(*ty) {
                    target.input_rewrites.push(Rewrite::SetValue {
                        path: vec![
                            RewriteSegment::OnTypes(type_names(self.index, *own)),
                            RewriteSegment::Key(Text::from(TYPENAME)),
                        ],
                        value: Text::from(name.as_str()),
                    });
                }
            }
            let mut fragment =
                apollo_compiler::executable::InlineFragment::with_type_condition(name.clone());
            fragment.selection_set.selections = inner;
            selections.push(Selection::from(fragment));
        }
        Ok(Draft { selections, target })
    }

    fn spread(&self, name: &Name, inner: &mut Vec<Selection>) -> Result<EntitySpread, EmitError> {
        let spread = self
            .supergraph
            .jurisdiction
            .entity_spread(name)
            .ok_or_else(|| EmitError::WithoutSpread { coordinate: name.to_string() })?;
        let shape = match spread {
            Spread::Route { .. } => ObjectShape::default(),
            Spread::Gather { .. } => {
                ShapeCompiler { supergraph: self.supergraph }.object(name, inner)
            }
        };
        Ok(EntitySpread { type_name: name.clone(), spread: spread.clone(), shape })
    }

    fn entities_field(
        &self,
        query: &Name,
        target: &EntityTarget,
        selections: Vec<Selection>,
    ) -> Result<Selection, EmitError> {
        let lacking = || EmitError::Lacking { what: format!("{query}.{ENTITIES}") };
        let definition =
            self.supergraph.schema.type_field(query, ENTITIES).map_err(|_| lacking())?;
        let variable = Name::new(&target.variable).map_err(|_| lacking())?;
        let mut field = Field::new(Name::new_static_unchecked(ENTITIES), definition.node.clone())
            .with_argument(
                Name::new_static_unchecked(REPRESENTATIONS),
                Node::new(Value::Variable(variable)),
            );
        if target.response_key != ENTITIES {
            field = field.with_opt_alias(Name::new(&target.response_key).ok());
        }
        field.selection_set.selections = selections;
        Ok(Selection::from(field))
    }

    // ---- documents ----

    fn query_root(&self) -> Result<Name, EmitError> {
        let root = self.supergraph.schema.root_operation(OperationType::Query);
        root.cloned().ok_or_else(|| EmitError::Lacking { what: "Query".to_owned() })
    }

    /// A name that no variable of the client has.
    fn free_variable(&self, wanted: &str) -> String {
        let is_taken = |name: &str| {
            self.operation.variables.iter().any(|variable| variable.name.as_str() == name)
        };
        let mut name = wanted.to_owned();
        while is_taken(&name) {
            name.insert(0, '_');
        }
        name
    }

    /// The document of these root selections, and the client's variables that it uses.
    fn document(
        &self,
        kind: OperationType,
        root: &Name,
        own: Vec<(Name, String)>,
        selections: Vec<Selection>,
    ) -> (FetchDocument, Vec<String>) {
        let used = used_variables(&selections);
        let mut variables: Vec<(String, String)> =
            own.into_iter().map(|(name, text)| (name.to_string(), text)).collect();
        let mut clients = Vec::new();
        for variable in self.operation.variables.iter().filter(|one| used.contains(&one.name)) {
            clients.push(variable.name.to_string());
            variables.push((variable.name.to_string(), definition_text(variable)));
        }
        let whole = write_document(kind, root, Vec::new(), selections);
        // Without variables a query is its selections, and others say what they are.
        let open = whole.find('{').unwrap_or_default();
        let close = whole.rfind('}').unwrap_or(whole.len());
        let inner: Arc<str> = whole.get(open + 1..close).unwrap_or_default().trim().into();
        let head = match kind {
            OperationType::Query => "query",
            OperationType::Mutation => "mutation",
            OperationType::Subscription => "subscription",
        };
        let text = if variables.is_empty() {
            match kind {
                OperationType::Query => format!("{{ {inner} }}"),
                _ => format!("{head} {{ {inner} }}"),
            }
        } else {
            let definitions: Vec<&str> = variables.iter().map(|(_, text)| text.as_str()).collect();
            format!("{head}({}) {{ {inner} }}", definitions.join(", "))
        };
        (FetchDocument { text: text.into(), variables, selections: inner }, clients)
    }
}

/// All fields of the root, those in fragments too.
fn collect_fields(selections: &[Selection], found: &mut Vec<Node<Field>>) {
    for selection in selections {
        match selection {
            Selection::Field(field) => found.push(field.clone()),
            Selection::InlineFragment(fragment) => {
                collect_fields(&fragment.selection_set.selections, found);
            }
            Selection::FragmentSpread(_) => {}
        }
    }
}

fn definition_text(variable: &VariableDefinition) -> String {
    let mut text = format!("${}: {}", variable.name, variable.ty);
    if let Some(default) = &variable.default_value {
        text.push_str(&format!(" = {}", default.serialize().no_indent()));
    }
    text
}

fn representations_variable(name: &str) -> Result<(Name, String), EmitError> {
    let any = Name::new_static_unchecked("_Any");
    let ty = Type::NonNullList(Box::new(Type::NonNullNamed(any)));
    let lacking = |_| EmitError::Lacking { what: format!("a variable `{name}`") };
    Ok((Name::new(name).map_err(lacking)?, format!("${name}: {ty}")))
}

fn is_same_but_place(one: &Draft, other: &Draft) -> bool {
    let (ours, theirs) = (&one.target, &other.target);
    ours.contexts.is_empty()
        && theirs.contexts.is_empty()
        && ours.requires == theirs.requires
        && ours.input_rewrites == theirs.input_rewrites
        && ours.output_rewrites == theirs.output_rewrites
        && ours.spreads == theirs.spreads
        && one.selections == other.selections
}
