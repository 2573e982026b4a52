//! Keeps mutations out of GET requests, which browsers and caches repeat at will.
//! Spec: GraphQL over HTTP, "GET".

use graphql_tools::parser::query::{Definition, OperationDefinition, parse_query_with_token_limit};

use super::{error::HttpError, service::GraphqlRequest};

/// # Errors
/// [`HttpError::OnlyQueriesByGet`] if the operation to run is not a query; where the request does
/// not say which one to run, none of the document's may be anything else.
/// [`HttpError::Document`] if the document does not parse, since then nothing is known of it.
pub(super) fn require_queries(
    request: &GraphqlRequest,
    max_tokens: usize,
) -> Result<(), HttpError> {
    let document =
        parse_query_with_token_limit::<&str>(&request.query, max_tokens).map_err(|error| {
            HttpError::Document { detail: error.to_string().trim().replace('\n', "; ") }
        })?;
    let wanted = request.operation_name.as_deref();
    let only_queries = document.definitions.iter().all(|definition| match definition {
        Definition::Fragment(_)
        | Definition::Operation(
            OperationDefinition::SelectionSet(_) | OperationDefinition::Query(_),
        ) => true,
        Definition::Operation(OperationDefinition::Mutation(mutation)) => {
            is_another(mutation.name, wanted)
        }
        Definition::Operation(OperationDefinition::Subscription(subscription)) => {
            is_another(subscription.name, wanted)
        }
    });
    if only_queries { Ok(()) } else { Err(HttpError::OnlyQueriesByGet) }
}

/// Whether the operation is certainly not the one to run. One without a name may always be.
fn is_another(name: Option<&str>, wanted: Option<&str>) -> bool {
    name.zip(wanted).is_some_and(|(name, wanted)| name != wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_queries_pass() {
        const BOTH: &str = "query A { a } mutation B { b }";
        for (query, operation_name, expected) in [
            ("{ a }", None, "OK"),
            ("query A { ...F } fragment F on Query { a }", None, "OK"),
            ("mutation { b }", None, "ONLY_QUERIES_BY_GET"),
            ("subscription { b }", None, "ONLY_QUERIES_BY_GET"),
            (BOTH, Some("A"), "OK"),
            (BOTH, Some("B"), "ONLY_QUERIES_BY_GET"),
            (BOTH, None, "ONLY_QUERIES_BY_GET"),
            ("mutation { b }", Some("A"), "ONLY_QUERIES_BY_GET"),
            ("{ a", None, "GRAPHQL_PARSE_FAILED"),
            ("{ a a a a a a a a a a a a a a a a a a a a }", None, "GRAPHQL_PARSE_FAILED"),
        ] {
            let request = GraphqlRequest {
                query: query.to_owned(),
                operation_name: operation_name.map(str::to_owned),
                ..GraphqlRequest::default()
            };
            let code = require_queries(&request, 20)
                .map_or_else(|error| error.code_and_status().0, |()| "OK");
            assert_eq!(code, expected, "{query} {operation_name:?}");
        }
    }
}
