//! Plans written by hand, for what is to be seen of the executor alone: they stand in the plan
//! cache before the query is asked.

use std::sync::Arc;

use apollo_compiler::Name;
use qianzhan_gateway::{
    config::LimitsConfig,
    gateway::Gateway,
    operation::prepare_operation,
    planner::{
        DeferMode,
        cache::{CachedOperation, PlanVariant},
        plan::{
            EntitySpread, EntityTarget, FetchDocument, FetchNode, FetchTarget, FlattenPath,
            FlattenSegment, ObjectShape, PlanNode, QueryPlan, RequiredField, RequiredType,
            RootSpread, RootTarget,
        },
    },
    supergraph::jurisdiction::Spread,
};

use super::Network;

impl Network {
    /// Has `query` run as `root`.
    pub(crate) async fn plan_by_hand(&self, query: &str, root: PlanNode) {
        plan_by_hand(&self.gateway, query, root).await;
    }
}

/// Has `query` run as `root`.
pub(crate) async fn plan_by_hand(gateway: &Gateway, query: &str, root: PlanNode) {
    let state = gateway.state();
    let schema = &state.supergraph.api_schema;
    let plan = QueryPlan { root: Some(root) };
    for defer in [DeferMode::Ignored, DeferMode::Honoured { false_variables: Default::default() }] {
        let prepared = prepare_operation(schema, query, None, &LimitsConfig::default())
            .unwrap_or_else(|error| panic!("{}", error.detailed()));
        let operation = CachedOperation {
            prepared,
            plan: plan.clone(),
            documents: Default::default(),
            answer_size: Default::default(),
        };
        let operation = async { Ok::<_, std::convert::Infallible>(Arc::new(operation)) };
        let variant = PlanVariant { defer, active_labels: Default::default() };
        let kept = state.plans.get_or_plan(query, None, variant, operation);
        kept.await.expect("the plan is there");
    }
}

/// Writes the fetches of one gateway.
pub(crate) struct Hand<'a>(pub(crate) &'a Gateway);

impl Hand<'_> {
    /// A fetch of root fields; `variables` are definitions such as `("first", "$first: Int")`.
    pub(crate) fn root(
        &self,
        subgraph: &str,
        spread: RootSpread,
        response_key: &str,
        selections: &str,
        variables: &[(&str, &str)],
    ) -> FetchNode {
        let target = FetchTarget::Root(RootTarget {
            spread,
            output_rewrites: Vec::new(),
            response_keys: vec![response_key.to_owned()],
            place: FlattenPath::new(),
        });
        self.fetch(subgraph, target, selections, variables)
    }

    /// A fetch of entities of one type, by one key field, at `path`.
    pub(crate) fn entities(
        &self,
        subgraph: &str,
        at: Entities<'_>,
        selections: &str,
        variables: &[(&str, &str)],
    ) -> FetchNode {
        let Entities { type_name, key, spread, path, name } = at;
        let list = format!("{name}_list");
        let definition = format!("${list}: [_Any!]!");
        let mut variables = variables.to_vec();
        variables.push((&list, &definition));
        let selections = format!(
            "{name}: _entities(representations: ${list}) {{ ... on {type_name} {{ {selections} }} }}"
        );
        let field = |name: &str| RequiredField::Field {
            response_key: name.into(),
            name: name.into(),
            fields: Vec::new(),
        };
        let target = EntityTarget {
            response_key: name.to_owned(),
            variable: list.clone(),
            paths: vec![places(path)],
            shares: Vec::new(),
            requires: vec![RequiredType {
                type_name: type_name.to_owned(),
                fields: vec![RequiredField::typename(), field(key)],
            }],
            input_rewrites: Vec::new(),
            output_rewrites: Vec::new(),
            spreads: vec![EntitySpread {
                type_name: Name::new(type_name).expect("a name"),
                spread,
                shape: ObjectShape::default(),
            }],
            contexts: Vec::new(),
        };
        self.fetch(subgraph, FetchTarget::Entities(vec![target]), &selections, &variables)
    }

    fn fetch(
        &self,
        subgraph: &str,
        target: FetchTarget,
        selections: &str,
        variables: &[(&str, &str)],
    ) -> FetchNode {
        let state = self.0.state();
        let definitions: Vec<&str> = variables.iter().map(|(_, definition)| *definition).collect();
        let text = match definitions.as_slice() {
            [] => format!("{{{selections}}}"),
            _ => format!("query({}) {{{selections}}}", definitions.join(", ")),
        };
        FetchNode {
            subgraph: state.supergraph.subgraph_id(subgraph).expect("a subgraph"),
            document: FetchDocument {
                text: text.into(),
                variables: variables
                    .iter()
                    .map(|(name, definition)| ((*name).to_owned(), (*definition).to_owned()))
                    .collect(),
                selections: selections.into(),
            },
            is_mutation: false,
            variables: variables.iter().map(|(name, _)| (*name).to_owned()).collect(),
            target,
        }
    }
}

/// Which entities, and under which name they are fetched.
pub(crate) struct Entities<'a> {
    pub(crate) type_name: &'a str,
    pub(crate) key: &'a str,
    pub(crate) spread: Spread,
    /// As `book.translations.@`.
    pub(crate) path: &'a str,
    /// Response key.
    pub(crate) name: &'a str,
}

/// Books at a path, each by its owner.
pub(crate) fn books<'a>(path: &'a str, name: &'a str) -> Entities<'a> {
    let by = Name::new_static("id").expect("a name");
    Entities { type_name: "Book", key: "id", spread: Spread::Route { by }, path, name }
}

/// `a.@.b` as a path.
pub(crate) fn places(path: &str) -> FlattenPath {
    path.split('.')
        .filter(|segment| !segment.is_empty())
        .map(|segment| match segment {
            "@" => FlattenSegment::Each,
            key => FlattenSegment::Key(key.into()),
        })
        .collect()
}

/// Root fields of the owner of `key`.
pub(crate) fn route(key: &str) -> RootSpread {
    RootSpread::Route { key: apollo_compiler::ast::Value::String(key.to_owned()) }
}
