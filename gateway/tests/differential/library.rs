//! The library that planned before: its plan of an operation, as a plan of ours, so that both can be
//! measured and checked alike.

use std::{
    collections::BTreeSet,
    panic::{AssertUnwindSafe, catch_unwind},
};

use hive_router_query_planner::{
    ast::{
        normalization::normalize_operation,
        selection_item::SelectionItem,
        selection_set::{FieldSelection, InlineFragmentSelection, SelectionSet},
    },
    graph::PlannerOverrideContext,
    planner::{
        Planner, QueryPlannerOptions,
        plan_nodes::{self as library, FetchNodePathSegment, FetchRewrite, FlattenNodePathSegment},
    },
    state::supergraph_state::OperationKind,
    utils::{
        cancellation::CancellationToken,
        parsing::{safe_parse_operation, safe_parse_schema},
    },
};
use qianzhan_gateway::{
    json::Text,
    planner::plan::{
        ConditionNode, EntityTarget, FetchDocument, FetchNode, FetchTarget, FlattenPath,
        FlattenSegment, PlanNode, QueryPlan, RequiredField, RequiredType, Rewrite, RewriteSegment,
        RootSpread, RootTarget,
    },
    supergraph::{SubgraphId, Supergraph},
};

use crate::planning::BUDGET;

/// The library's planner of one supergraph.
pub(crate) struct Library {
    planner: Planner,
}

/// Why a plan cannot be converted: the library does not make such plans.
#[derive(Debug)]
struct Strange;

impl Library {
    /// `None` where it refuses the supergraph, or panics.
    pub(crate) fn new(supergraph_sdl: &str) -> Option<Self> {
        unwinding(|| {
            let document = safe_parse_schema(supergraph_sdl).ok()?;
            let options = QueryPlannerOptions::default();
            let planner = Planner::new_from_supergraph(&document, options).ok()?;
            Some(Self { planner })
        })
    }

    /// The plan of the one operation in `text`; `None` where it finds none, or panics.
    pub(crate) fn plan(&self, supergraph: &Supergraph, text: &str) -> Option<QueryPlan> {
        unwinding(|| {
            let document = safe_parse_operation(text).ok()?;
            let normalized = normalize_operation(&self.planner.supergraph, &document, None).ok()?;
            let operation = normalized.executable_operation();
            if operation.selection_set.is_empty() {
                return Some(QueryPlan::default());
            }
            let context = PlannerOverrideContext::default();
            let cancellation = CancellationToken::with_timeout(BUDGET);
            let plan = self
                .planner
                .plan_from_normalized_operation(operation, context, &cancellation)
                .ok()?;
            let Some(node) = plan.node else { return Some(QueryPlan::default()) };
            let root = Conversion { supergraph }.node(&node, &FlattenPath::new()).ok()?;
            Some(QueryPlan { root: Some(root) })
        })
    }
}

/// The library has panics that inputs reach.
fn unwinding<T>(work: impl FnOnce() -> Option<T>) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok().flatten()
}

struct Conversion<'a> {
    supergraph: &'a Supergraph,
}

impl Conversion<'_> {
    fn node(&self, node: &library::PlanNode, path: &FlattenPath) -> Result<PlanNode, Strange> {
        Ok(match node {
            library::PlanNode::Sequence(sequence) => {
                PlanNode::Sequence(self.nodes(&sequence.nodes, path)?)
            }
            library::PlanNode::Parallel(parallel) => {
                PlanNode::Parallel(self.nodes(&parallel.nodes, path)?)
            }
            library::PlanNode::Flatten(flatten) => {
                let mut path = path.clone();
                path.extend(self.flatten_path(flatten.path.as_slice()));
                self.node(&flatten.node, &path)?
            }
            library::PlanNode::Condition(condition) => {
                let branch = |clause: &Option<Box<library::PlanNode>>| {
                    clause.as_ref().map(|node| self.node(node, path).map(Box::new)).transpose()
                };
                PlanNode::Condition(ConditionNode {
                    variable: condition.condition.clone(),
                    when_true: branch(&condition.if_clause)?,
                    when_false: branch(&condition.else_clause)?,
                })
            }
            library::PlanNode::Fetch(fetch) => self.fetch(fetch, path)?,
            library::PlanNode::BatchFetch(fetch) => self.batch_fetch(fetch)?,
            library::PlanNode::Subscription(_) => {
                return Err(Strange);
            }
            library::PlanNode::Defer(_) => {
                return Err(Strange);
            }
        })
    }

    fn nodes(
        &self,
        nodes: &[library::PlanNode],
        path: &FlattenPath,
    ) -> Result<Vec<PlanNode>, Strange> {
        nodes.iter().map(|node| self.node(node, path)).collect()
    }

    fn fetch(&self, fetch: &library::FetchNode, path: &FlattenPath) -> Result<PlanNode, Strange> {
        let target = match &fetch.requires {
            Some(requires) => FetchTarget::Entities(vec![EntityTarget {
                response_key: "_entities".to_owned(),
                variable: "representations".to_owned(),
                paths: vec![path.clone()],
                shares: Vec::new(),
                requires: self.required_types(requires),
                input_rewrites: self.rewrites(fetch.input_rewrites.as_deref()),
                output_rewrites: self.rewrites(fetch.output_rewrites.as_deref()),
                spreads: Vec::new(),
                contexts: Vec::new(),
            }]),
            None => FetchTarget::Root(RootTarget {
                spread: RootSpread::Fixed,
                output_rewrites: self.rewrites(fetch.output_rewrites.as_deref()),
                response_keys: root_keys(&fetch.operation.document.operation.selection_set),
                place: Vec::new(),
            }),
        };
        Ok(PlanNode::Fetch(Box::new(FetchNode {
            subgraph: self.subgraph(&fetch.service_name)?,
            document: document(&fetch.operation.document_str),
            is_mutation: fetch.operation_kind == Some(OperationKind::Mutation),
            variables: fetch.variable_usages.iter().flatten().cloned().collect(),
            target,
        })))
    }

    fn batch_fetch(&self, fetch: &library::BatchFetchNode) -> Result<PlanNode, Strange> {
        let targets = fetch
            .entity_batch
            .aliases
            .iter()
            .map(|alias| EntityTarget {
                response_key: alias.alias.clone(),
                variable: alias.representations_variable_name.clone(),
                paths: alias
                    .merge_paths
                    .iter()
                    .map(|path| self.flatten_path(path.as_slice()).collect())
                    .collect(),
                shares: Vec::new(),
                requires: self.required_types(&alias.requires),
                input_rewrites: self.rewrites(alias.input_rewrites.as_deref()),
                output_rewrites: self.rewrites(alias.output_rewrites.as_deref()),
                spreads: Vec::new(),
                contexts: Vec::new(),
            })
            .collect();
        Ok(PlanNode::Fetch(Box::new(FetchNode {
            subgraph: self.subgraph(&fetch.service_name)?,
            document: document(&fetch.operation.document_str),
            is_mutation: false,
            variables: fetch.variable_usages.iter().flatten().cloned().collect(),
            target: FetchTarget::Entities(targets),
        })))
    }

    fn subgraph(&self, name: &str) -> Result<SubgraphId, Strange> {
        self.supergraph.subgraph_id(name).ok_or(Strange)
    }
}

fn document(text: &str) -> FetchDocument {
    FetchDocument { text: text.into(), ..FetchDocument::default() }
}

fn root_keys(set: &SelectionSet) -> Vec<String> {
    set.items
        .iter()
        .flat_map(|item| match item {
            SelectionItem::Field(field) => vec![field.selection_identifier().to_owned()],
            SelectionItem::InlineFragment(fragment) => root_keys(&fragment.selections),
            SelectionItem::FragmentSpread(_) => Vec::new(),
        })
        .collect()
}

impl Conversion<'_> {
    fn flatten_path(
        &self,
        segments: &[FlattenNodePathSegment],
    ) -> impl Iterator<Item = FlattenSegment> {
        segments.iter().map(|segment| match segment {
            FlattenNodePathSegment::Field(key) => FlattenSegment::Key(Text::from(key.as_str())),
            FlattenNodePathSegment::TypeCondition(types) => {
                FlattenSegment::OnTypes(self.with_possible_types(types))
            }
            FlattenNodePathSegment::List => FlattenSegment::Each,
        })
    }

    fn rewrites(&self, rewrites: Option<&[FetchRewrite]>) -> Vec<Rewrite> {
        rewrites
            .unwrap_or_default()
            .iter()
            .map(|rewrite| match rewrite {
                FetchRewrite::ValueSetter(setter) => Rewrite::SetValue {
                    path: self.rewrite_path(&setter.path),
                    value: Text::from(setter.set_value_to.as_str()),
                },
                FetchRewrite::KeyRenamer(renamer) => Rewrite::RenameKey {
                    path: self.rewrite_path(&renamer.path),
                    to: Text::from(renamer.rename_key_to.as_str()),
                },
            })
            .collect()
    }

    fn rewrite_path(&self, segments: &[FetchNodePathSegment]) -> Vec<RewriteSegment> {
        segments
            .iter()
            .map(|segment| match segment {
                FetchNodePathSegment::Key(key) => RewriteSegment::Key(Text::from(key.as_str())),
                FetchNodePathSegment::TypenameEquals(types) => {
                    RewriteSegment::OnTypes(self.with_possible_types(types))
                }
            })
            .collect()
    }

    /// The types, and those that an abstract one of them stands for: a value says its own type.
    fn with_possible_types(&self, types: &BTreeSet<String>) -> BTreeSet<String> {
        let possible = types
            .iter()
            .filter_map(|name| self.supergraph.possible_types(name))
            .flat_map(|possible| possible.iter().map(ToString::to_string));
        types.iter().cloned().chain(possible).collect()
    }

    fn required_types(&self, requires: &SelectionSet) -> Vec<RequiredType> {
        requires
            .items
            .iter()
            .filter_map(|item| match item {
                SelectionItem::InlineFragment(fragment) => Some(self.required_type(fragment)),
                SelectionItem::Field(_) | SelectionItem::FragmentSpread(_) => None,
            })
            .collect()
    }

    fn required_type(&self, fragment: &InlineFragmentSelection) -> RequiredType {
        let type_name = fragment.type_condition.clone();
        RequiredType { fields: self.required_fields(&type_name, &fragment.selections), type_name }
    }

    fn required_fields(&self, parent: &str, set: &SelectionSet) -> Vec<RequiredField> {
        set.items
            .iter()
            .filter_map(|item| match item {
                SelectionItem::Field(field) => Some(self.required_field(parent, field)),
                SelectionItem::InlineFragment(fragment) => {
                    Some(RequiredField::OnType(self.required_type(fragment)))
                }
                SelectionItem::FragmentSpread(_) => None,
            })
            .collect()
    }

    /// The crate writes `name: response_key` where an earlier fetch had to select the field under
    /// another key.
    fn required_field(&self, parent: &str, field: &FieldSelection) -> RequiredField {
        let name = field.selection_identifier();
        let definition = self.supergraph.schema.type_field(parent, name);
        let type_name = definition.map_or("", |definition| definition.ty.inner_named_type());
        let mut fields = self.required_fields(type_name, &field.selections);
        if self.supergraph.is_abstract(type_name) {
            // Without it no subgraph can tell what the object is.
            fields.insert(0, RequiredField::typename());
        }
        RequiredField::Field {
            response_key: Text::from(field.name.as_str()),
            name: Text::from(name),
            fields,
        }
    }
}
