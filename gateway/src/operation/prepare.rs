//! Parses and validates one document and readies it for planning.

use apollo_compiler::{
    Name, Node, Schema,
    executable::{ExecutableDocument, Operation},
    parser::Parser,
    validation::Valid,
};

use super::{OperationError, defer_directive::defer_variables, limits::check_limits};
use crate::config::LimitsConfig;

/// An operation that is valid against the API schema. Cached by its text.
#[derive(Debug)]
pub struct PreparedOperation {
    /// The document, as the client wrote it.
    pub document: Valid<ExecutableDocument>,
    /// The operation to run.
    pub operation: Node<Operation>,
    /// Whether it asks for `__schema` or `__type`.
    pub has_introspection: bool,
    /// Variables that decide whether a part of it is deferred.
    pub defer_variables: Vec<Name>,
}

/// # Errors
/// [`OperationError`] if the text does not parse, is not valid, names no operation or is too large.
pub fn prepare_operation(
    api_schema: &Valid<Schema>,
    text: &str,
    operation_name: Option<&str>,
    limits: &LimitsConfig,
) -> Result<PreparedOperation, OperationError> {
    let ast = Parser::new()
        .token_limit(limits.max_tokens.get())
        .parse_ast(text, "operation.graphql")
        .map_err(|invalid| match OperationError::from_diagnostics(&invalid.errors) {
            OperationError::Validation { errors } => OperationError::Parse { errors },
            other => other,
        })?;
    let document = ast
        .to_executable_validate(api_schema)
        .map_err(|invalid| OperationError::from_diagnostics(&invalid.errors))?;
    let operation = document
        .operations
        .get(operation_name)
        .map_err(|error| OperationError::UnknownOperation { message: error.message().to_string() })?
        .clone();
    check_limits(limits, &document, &operation)?;
    let has_introspection = has_introspection(&document, &operation);
    let defer_variables = defer_variables(&document, &operation);
    Ok(PreparedOperation { document, operation, has_introspection, defer_variables })
}

/// Whether a root field is one that the gateway answers from the schema.
fn has_introspection(document: &ExecutableDocument, operation: &Operation) -> bool {
    let mut fields = operation.root_fields(document);
    fields.any(|field| ["__schema", "__type"].contains(&field.name.as_str()))
}
