//! Composes contracts, or ordinary subgraphs, into a supergraph.
//!
//! The only module that names the composition crate. It adds the definitions of the jurisdiction
//! specification to each contract that links it, so that contracts need not repeat them.
//! Spec: Apollo Federation 2 composition; docs/jurisdiction-spec.md, "Linking".

use std::{collections::BTreeMap, fmt};

use federation_composition::{
    CompositionResult, GraphQLError, LinkVersion, ServiceDefinition, compose_services,
    extract_link_implementations,
    graphql_core::{self, Definition, Document},
};

use super::jurisdiction::{DATA_CLASS, SPEC_URL};

/// The definitions of the jurisdiction specification, v1.1.
pub const JURISDICTION_SDL: &str = include_str!("../../../schema/jurisdiction.graphql");

/// The SDL of one contract, or of one ordinary subgraph.
#[derive(Debug, Clone)]
pub struct ContractSource {
    /// Its name in the supergraph, such as `network`.
    pub name: String,
    /// Its schema, with federation directives.
    pub sdl: String,
    /// Where it is served; `None` for a contract, which has sites instead.
    pub url: Option<String>,
}

impl ContractSource {
    /// A contract, which sites serve.
    pub fn new(name: impl Into<String>, sdl: impl Into<String>) -> Self {
        Self { name: name.into(), sdl: sdl.into(), url: None }
    }

    /// An ordinary subgraph, served at one URL.
    #[must_use]
    pub fn with_url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }
}

/// What composition gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composition {
    /// The supergraph. The same contracts give the same text, in whatever order they come.
    pub supergraph_sdl: String,
}

/// Why contracts do not compose: every reason that was found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", lines_of(.problems))]
pub struct ComposeError {
    /// At least one.
    pub problems: Vec<ComposeProblem>,
}

fn lines_of(problems: &[ComposeProblem]) -> String {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

/// One reason why contracts do not compose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComposeProblem {
    /// A stable code: of composition (`FIELD_TYPE_MISMATCH`, `SATISFIABILITY_ERROR`, …), or one of
    /// the `*_CODE` constants of this module.
    pub code: String,
    /// What is wrong. Composition's own text, which names the contracts.
    pub message: String,
}

impl fmt::Display for ComposeProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

/// Code of a contract that is not GraphQL.
pub const SYNTAX_CODE: &str = "CONTRACT_SYNTAX_INVALID";
/// Code of two contracts with one name.
pub const DUPLICATE_CODE: &str = "CONTRACT_DUPLICATE";
/// Code of composition without any contract.
pub const NO_CONTRACTS_CODE: &str = "CONTRACTS_EMPTY";
/// Code of a refusal to which composition gives no code of its own, such as a `@link` whose URL
/// cannot be read.
pub const REFUSED_CODE: &str = "COMPOSITION_REFUSED";

/// The URL that stands in the supergraph for a contract without one. `invalid` is reserved (RFC
/// 2606) and never resolves, so a contract that nobody registered sites for fails, and no call goes
/// astray.
#[must_use]
pub fn placeholder_url(contract: &str) -> String {
    format!("http://{contract}.contract.invalid/graphql")
}

/// Composes contracts into a supergraph.
///
/// # Errors
/// [`ComposeError`] with every syntax error and duplicate name, or else every composition error.
pub fn compose(contracts: &[ContractSource]) -> Result<Composition, ComposeError> {
    let services = services_of(contracts)?;
    let refused = |error: federation_composition::Error| ComposeError {
        problems: vec![ComposeProblem {
            code: error.code().unwrap_or(REFUSED_CODE).to_owned(),
            message: error.message().to_owned(),
        }],
    };
    match compose_services(&services).map_err(refused)? {
        CompositionResult::Success(success) => {
            Ok(Composition { supergraph_sdl: success.supergraph_sdl().to_owned() })
        }
        CompositionResult::Failure(failure) => {
            Err(ComposeError { problems: failure.errors().iter().map(problem_of).collect() })
        }
    }
}

fn problem_of(error: &GraphQLError) -> ComposeProblem {
    ComposeProblem {
        code: error.code().unwrap_or(REFUSED_CODE).to_owned(),
        message: error.message.clone(),
    }
}

/// In order of name, so that the order of the caller's files does not show.
fn services_of(contracts: &[ContractSource]) -> Result<Vec<ServiceDefinition>, ComposeError> {
    let mut problems = Vec::new();
    let mut services = BTreeMap::new();
    for contract in contracts {
        let name = contract.name.as_str();
        match document_of(contract) {
            Ok(document) => {
                let url = contract.url.clone();
                let url = url.unwrap_or_else(|| placeholder_url(name));
                let service = ServiceDefinition::new(name, document).with_url(url);
                if services.insert(name, service).is_some() {
                    problems.push(ComposeProblem {
                        code: DUPLICATE_CODE.to_owned(),
                        message: format!("two contracts are called `{name}`"),
                    });
                }
            }
            Err(problem) => problems.push(problem),
        }
    }
    if contracts.is_empty() {
        problems.push(ComposeProblem {
            code: NO_CONTRACTS_CODE.to_owned(),
            message: "there is no contract to compose".to_owned(),
        });
    }
    if problems.is_empty() {
        Ok(services.into_values().collect())
    } else {
        Err(ComposeError { problems })
    }
}

fn document_of(contract: &ContractSource) -> Result<Document, ComposeProblem> {
    let name = &contract.name;
    let mut document = graphql_core::parse(&contract.sdl).map_err(|error| ComposeProblem {
        code: SYNTAX_CODE.to_owned(),
        message: format!("contract `{name}`: {}", error.message),
    })?;
    let links = extract_link_implementations(&document).map_err(|error| ComposeProblem {
        code: error.code().unwrap_or(REFUSED_CODE).to_owned(),
        message: format!("contract `{name}`: {}", error.message()),
    })?;
    let links_version = |version: &str| {
        links.matches_implementation(SPEC_URL, &LinkVersion::Str(version.to_owned()))
    };
    if links_version("v1.1") {
        add_jurisdiction_definitions(&mut document, |_| true);
    } else if links_version("v1.0") {
        add_jurisdiction_definitions(&mut document, |name| !ADDED_IN_1_1.contains(&name));
    }
    Ok(document)
}

/// What the specification has had since v1.1.
const ADDED_IN_1_1: [&str; 3] = ["class", "reads", DATA_CLASS];

/// A contract may define them itself, as code-first servers print what they use.
fn add_jurisdiction_definitions(document: &mut Document, is_known: impl Fn(&str) -> bool) {
    let definitions = graphql_core::parse(JURISDICTION_SDL)
        .expect("schema/jurisdiction.graphql is part of this crate, and a test parses it")
        .definitions;
    for definition in definitions {
        let is_known = match &definition {
            Definition::DirectiveDefinition(directive) => is_known(&directive.name.value),
            Definition::EnumTypeDefinition(definition) => is_known(&definition.name.value),
            _ => true,
        };
        if is_known && !document.definitions.iter().any(|own| is_same_name(own, &definition)) {
            document.definitions.push(definition);
        }
    }
}

fn is_same_name(a: &Definition, b: &Definition) -> bool {
    match (a, b) {
        (Definition::DirectiveDefinition(a), Definition::DirectiveDefinition(b)) => {
            a.name.value == b.name.value
        }
        (Definition::EnumTypeDefinition(a), Definition::EnumTypeDefinition(b)) => {
            a.name.value == b.name.value
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests;
