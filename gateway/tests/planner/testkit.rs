//! Supergraphs of a few subgraphs, and plans over them as text.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use qianzhan_gateway::{
    operation::prepare_operation,
    planner::{DeferMode, OperationPlanner, PlanError, PlanOptions, PlanText, PlannedOperation},
    supergraph::{
        Supergraph, SupergraphError,
        compose::{ContractSource, compose},
    },
};

const LINK: &str = r#"extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.8"
  import: ["@key", "@requires", "@provides", "@external", "@shareable", "@override", "@context",
    "@fromContext", "@interfaceObject"]
)
"#;

/// A planner, and the supergraph it plans over.
pub(crate) struct Planning {
    pub(crate) supergraph: Arc<Supergraph>,
    planner: OperationPlanner,
}

impl Planning {
    /// Composes subgraphs of Federation 2.8, given by name and schema.
    pub(crate) fn compose(subgraphs: &[(&str, &str)]) -> Self {
        let sources: Vec<ContractSource> = subgraphs
            .iter()
            .map(|(name, sdl)| {
                ContractSource::new(*name, format!("{LINK}{sdl}"))
                    .with_url(format!("http://{name}.invalid/graphql"))
            })
            .collect();
        let composition = compose(&sources).unwrap_or_else(|error| panic!("{error}"));
        Self::of_supergraph(&composition.supergraph_sdl).unwrap_or_else(|error| panic!("{error}"))
    }

    /// Takes a supergraph as it is.
    pub(crate) fn of_supergraph(sdl: &str) -> Result<Self, SupergraphError> {
        let supergraph = Arc::new(Supergraph::load(sdl, &BTreeSet::new())?);
        let planner = OperationPlanner::new(Arc::clone(&supergraph))?;
        Ok(Self { supergraph, planner })
    }

    /// The plan, with these options changed.
    pub(crate) fn plan_with(
        &self,
        query: &str,
        change: impl FnOnce(&mut PlanOptions),
    ) -> Result<PlannedOperation, PlanError> {
        let prepared =
            prepare_operation(&self.supergraph.api_schema, query, None, &Default::default())
                .unwrap_or_else(|error| panic!("{}", error.detailed()));
        let mut options = PlanOptions::within(Duration::from_secs(60));
        change(&mut options);
        self.planner.plan(&prepared.document, &prepared.operation, &options)
    }

    /// The plan as text.
    pub(crate) fn show(&self, query: &str) -> String {
        self.show_with(query, |_| {})
    }

    /// The plan as text, with deferred parts.
    pub(crate) fn show_deferred(&self, query: &str, false_variables: &[&str]) -> String {
        self.show_with(query, |options| {
            let names = false_variables
                .iter()
                .map(|name| apollo_compiler::Name::new(name).expect("a name"));
            options.defer = DeferMode::Honoured { false_variables: names.collect() };
        })
    }

    /// The plan as text, with these options changed.
    pub(crate) fn show_with(&self, query: &str, change: impl FnOnce(&mut PlanOptions)) -> String {
        let planned = self.plan_with(query, change).unwrap_or_else(|error| panic!("{error}"));
        PlanText { plan: &planned.plan, supergraph: &self.supergraph }.to_string()
    }

    /// Labels of progressive overrides.
    pub(crate) fn labels(&self) -> &BTreeSet<String> {
        self.planner.override_labels()
    }
}
