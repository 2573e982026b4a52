//! Runs every lint over all contracts.

use super::{
    agreement, classes, contract::Contract, finding::Finding, link, merge, nullability, spread,
};
use crate::supergraph::compose::ContractSource;

/// Everything to mend in these contracts: contract by contract, then where they disagree. A
/// contract that does not link the specification is only read for syntax.
#[must_use]
pub fn lint(sources: &[ContractSource]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut contracts = Vec::new();
    for source in sources {
        match Contract::read(source) {
            Ok(contract) if contract.linked_versions().is_empty() => {}
            Ok(contract) => contracts.push(contract),
            Err(finding) => findings.push(finding),
        }
    }
    let routed = spread::routed_types(&contracts);
    for contract in &contracts {
        findings.extend(link::check(contract));
        findings.extend(spread::check(contract));
        findings.extend(merge::check(contract));
        findings.extend(nullability::check(contract, &routed));
        findings.extend(classes::check(contract));
    }
    findings.extend(agreement::check(&contracts));
    findings
}

#[cfg(test)]
mod tests;
