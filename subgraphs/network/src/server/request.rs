//! Runs one GraphQL request on a site.

use async_graphql::{ErrorExtensionValues, Request, Response, Value};

use super::SiteServer;
use crate::{
    answer::INTERNAL_CODE,
    contract::{AbsentEntities, settle_errors},
    loaders::Loaders,
};

/// Code of a request that does not parse or does not fit the schema.
const REQUEST_INVALID_CODE: &str = "GRAPHQL_VALIDATION_FAILED";

impl SiteServer {
    /// Answers a request. What fails is in the response's `errors`, each with a code.
    pub async fn execute(&self, request: Request) -> Response {
        let state = &*self.inner;
        let query = request.query.clone();
        let operation_name = request.operation_name.clone();
        // The executor owns its request's data, so the notes on absent entities are shared.
        let absent = std::sync::Arc::new(AbsentEntities::default());
        let mut request = request
            .data(state.regions.clone())
            .data(state.site.database.clone())
            .data(Loaders::new(&state.site.database))
            .data(std::sync::Arc::clone(&absent));
        for extension in &state.site.extensions {
            request = (extension.attach)(&state.site.database, request);
        }
        let mut response = state.schema.schema.execute(request).await;
        let operation_name = operation_name.as_deref();
        settle_errors(&state.schema, &mut response, absent.take(), &query, operation_name);
        add_missing_codes(&mut response);
        response
    }
}

/// Errors of the executor itself carry no code: before execution they are the client's, during it
/// the site's.
fn add_missing_codes(response: &mut Response) {
    for error in &mut response.errors {
        let extensions = error.extensions.get_or_insert_with(ErrorExtensionValues::default);
        if extensions.get("code").is_some() {
            continue;
        }
        if error.path.is_empty() {
            extensions.set("code", REQUEST_INVALID_CODE);
        } else {
            tracing::error!(error = %error.message, "the executor could not complete a field");
            error.message = "站点内部错误 / internal error of the site".to_owned();
            extensions.set("code", Value::from(INTERNAL_CODE));
        }
    }
}
