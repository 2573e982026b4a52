//! Answers `__schema` and `__type` from the API schema.
//! Spec: GraphQL October 2021, section 4.

use apollo_compiler::{
    introspection,
    response::{GraphQLError, JsonMap},
    validation::Valid,
};

use super::{OperationError, PreparedOperation};
use crate::supergraph::Supergraph;

/// The introspection part of an answer: fields of the response root, and errors.
///
/// # Errors
/// [`OperationError::Validation`] if lists nest deeper than any tool asks.
pub fn introspect(
    supergraph: &Supergraph,
    prepared: &PreparedOperation,
    variables: &Valid<JsonMap>,
) -> Result<(JsonMap, Vec<GraphQLError>), OperationError> {
    let refused = |error: apollo_compiler::request::RequestError| OperationError::Validation {
        errors: vec![error.to_graphql_error(&prepared.document.sources)],
    };
    introspection::check_max_depth(&prepared.document, &prepared.operation).map_err(refused)?;
    let response = introspection::partial_execute(
        &supergraph.api_schema,
        &supergraph.implementers,
        &prepared.document,
        &prepared.operation,
        variables,
    )
    .map_err(refused)?;
    Ok((response.data.unwrap_or_default(), response.errors))
}
