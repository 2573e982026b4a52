//! What can be wrong with an operation before it is planned. All of it is the client's to read.

use apollo_compiler::{response::GraphQLError, validation::DiagnosticList};

use super::VariableProblem;

/// Why an operation is not executed.
#[derive(Debug, thiserror::Error)]
pub enum OperationError {
    /// The text is not a GraphQL document.
    #[error("the document does not parse")]
    Parse {
        /// One for each place.
        errors: Vec<GraphQLError>,
    },
    /// The document does not fit the schema.
    #[error("the document is not valid")]
    Validation {
        /// One for each place.
        errors: Vec<GraphQLError>,
    },
    /// No operation, or none of the requested name.
    #[error("{message}")]
    UnknownOperation {
        /// Which is missing.
        message: String,
    },
    /// Variables have no value of their types.
    #[error("the variables do not fit the operation")]
    Variables {
        /// Which, and why.
        problems: Vec<VariableProblem>,
    },
    /// The operation is larger than the gateway takes.
    #[error("the operation has {found} {what}, and at most {limit} are taken")]
    TooLarge {
        /// What was counted.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many are taken.
        limit: usize,
    },
    /// `@coverage` has an argument that cannot be used.
    #[error("`@coverage({argument}:)`: {reason}")]
    Coverage {
        /// The argument.
        argument: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// The operation kind is not served over this transport.
    #[error("{kind} operations are not served here")]
    UnsupportedKind {
        /// `subscription` or `mutation`.
        kind: &'static str,
    },
}

impl OperationError {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Parse { .. } => "GRAPHQL_PARSE_FAILED",
            Self::Validation { .. } => "GRAPHQL_VALIDATION_FAILED",
            Self::UnknownOperation { .. } => "OPERATION_NOT_FOUND",
            Self::Variables { .. } => "VARIABLES_INVALID",
            Self::TooLarge { .. } => "OPERATION_TOO_LARGE",
            Self::Coverage { .. } => "COVERAGE_ARGUMENT_INVALID",
            Self::UnsupportedKind { .. } => "OPERATION_KIND_UNSUPPORTED",
        }
    }

    /// The text with every place that is wrong, for a terminal.
    pub fn detailed(&self) -> String {
        match self {
            Self::Parse { errors } | Self::Validation { errors } => {
                let lines: Vec<String> = errors
                    .iter()
                    .map(|error| match error.locations.first() {
                        Some(place) => {
                            format!("{}:{}: {}", place.line, place.column, error.message)
                        }
                        None => error.message.clone(),
                    })
                    .collect();
                lines.join("\n")
            }
            Self::Variables { problems } => {
                let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
                lines.join("\n")
            }
            other => other.to_string(),
        }
    }

    pub(super) fn from_diagnostics(diagnostics: &DiagnosticList) -> Self {
        let errors: Vec<GraphQLError> =
            diagnostics.iter().map(|diagnostic| diagnostic.unstable_to_json_compat()).collect();
        Self::Validation { errors }
    }
}
