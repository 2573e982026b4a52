//! Answers the `directory` contract inside the process: `Query`, and `_entities` for regions.

use std::sync::Arc;

use async_graphql::{Request, Variables};
use bytes::Bytes;
use futures::future::BoxFuture;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{
    regions::{RegionCode, RegionLevel, RegionTable},
    schema::{self, DirectorySchema, Level},
    site_list::{SiteDirectory, SiteList},
};
use crate::sites::InProcessService;

/// The directory's GraphQL server.
pub struct Directory {
    schema: DirectorySchema,
    sites: Arc<dyn SiteDirectory>,
}

/// Why a table of regions cannot be served.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum DirectoryError {
    /// A level that the contract's `Level` does not have.
    #[error("{code} 的级别 {level} 不在目录契约中 / the directory contract has no level {level}")]
    LevelUnknown {
        /// The first region with that level.
        code: RegionCode,
        /// The level.
        level: RegionLevel,
    },
}

impl DirectoryError {
    /// The stable error code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::LevelUnknown { .. } => "DIRECTORY_LEVEL_UNKNOWN",
        }
    }
}

/// A GraphQL request, as the gateway sends it to a subgraph.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SubgraphRequest {
    query: String,
    #[serde(default)]
    operation_name: Option<String>,
    #[serde(default)]
    variables: Option<Map<String, Value>>,
}

impl Directory {
    /// A directory of these regions and of whatever sites there are at each request.
    ///
    /// # Errors
    /// [`DirectoryError::LevelUnknown`] if a listed region has a level that the contract lacks.
    pub fn new(
        regions: Arc<RegionTable>,
        sites: Arc<dyn SiteDirectory>,
    ) -> Result<Self, DirectoryError> {
        if let Some(region) = regions.iter().find(|region| Level::of(&region.level).is_none()) {
            return Err(DirectoryError::LevelUnknown {
                code: region.code,
                level: region.level.clone(),
            });
        }
        Ok(Self { schema: schema::build(regions), sites })
    }

    /// Answers one request. What goes wrong stands in the response's `errors`, with a code.
    pub async fn execute(&self, query: &str, variables: Map<String, Value>) -> Value {
        self.run(SubgraphRequest {
            query: query.to_owned(),
            variables: Some(variables),
            operation_name: None,
        })
        .await
    }

    async fn run(&self, request: SubgraphRequest) -> Value {
        let variables = Variables::from_json(request.variables.unwrap_or_default().into());
        let sites = Arc::new(SiteList::new(self.sites.sites()));
        let mut graphql = Request::new(request.query).variables(variables).data(sites);
        if let Some(name) = request.operation_name {
            graphql = graphql.operation_name(name);
        }
        let response = self.schema.execute(graphql).await;
        serde_json::to_value(&response).expect("a response is JSON")
    }
}

impl InProcessService for Directory {
    fn call(&self, request: Bytes) -> BoxFuture<'_, Bytes> {
        Box::pin(async move {
            let response = match serde_json::from_slice(&request) {
                Ok(request) => self.run(request).await,
                Err(error) => json!({
                    "errors": [{
                        "message": format!("请求无效 / the request is invalid: {error}"),
                        "extensions": { "code": "REQUEST_INVALID" },
                    }],
                }),
            };
            Bytes::from(response.to_string())
        })
    }
}

#[cfg(test)]
mod tests;
