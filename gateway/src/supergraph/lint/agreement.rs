//! Lints on what several contracts say of one type or field: composition keeps one of them.

use std::collections::BTreeMap;

use super::{
    contract::{Contract, coordinate},
    finding::{Finding, LintCode, Message},
};
use crate::supergraph::jurisdiction::{Classification, MergeRule, Spread};

pub(super) fn check(contracts: &[Contract<'_>]) -> Vec<Finding> {
    let mut findings = spread_conflicts(contracts);
    findings.extend(field_conflicts(contracts));
    findings
}

/// A stub or an entity without a spread says nothing, so it contradicts nobody.
fn spread_conflicts(contracts: &[Contract<'_>]) -> Vec<Finding> {
    let mut first: BTreeMap<String, (&str, &Spread)> = BTreeMap::new();
    let mut findings = Vec::new();
    for contract in contracts {
        let types = contract.objects().filter_map(|object| {
            let spread = contract.spread_of(&object.name)?;
            Some((object.name.to_string(), spread))
        });
        let root_fields = contract.root_fields().filter_map(|(root, field)| {
            let spread = contract.jurisdiction.field_spread(root, &field.name)?;
            Some((coordinate(root, &field.name), spread))
        });
        for (at, spread) in types.chain(root_fields) {
            let (other, expected) = *first.entry(at.clone()).or_insert((contract.name, spread));
            if spread != expected {
                let written = written_spread(expected);
                let message = Message::new(
                    format!("契约 {other} 写的是 {written}，两处须一致"),
                    format!("contract `{other}` says {written}; both must say the same"),
                );
                findings.push(contract.finding(LintCode::SpreadConflict, at, message));
            }
        }
    }
    findings
}

/// What one contract says of one field: its merge rule, whether it is local, and its class. A
/// contract that links a version without classes says nothing of them.
type FieldFacts<'a> = (Option<&'a MergeRule>, bool, Option<Classification>);

fn field_conflicts(contracts: &[Contract<'_>]) -> Vec<Finding> {
    let mut first: BTreeMap<String, (&str, FieldFacts<'_>)> = BTreeMap::new();
    let mut findings = Vec::new();
    for contract in contracts {
        for object in contract.objects() {
            for field in object.fields.keys() {
                let at = coordinate(&object.name, field);
                let facts = (
                    contract.jurisdiction.merge_rule(&object.name, field),
                    contract.jurisdiction.is_local(&object.name, field),
                    contract.jurisdiction.class_of(&object.name, field),
                );
                let (other, expected) = *first.entry(at.clone()).or_insert((contract.name, facts));
                if !agree(facts, expected) {
                    let message = Message::new(
                        format!("@merge、@local 或 @class 与契约 {other} 所写不一致"),
                        format!(
                            "@merge, @local or @class differs from what contract `{other}` says"
                        ),
                    );
                    findings.push(contract.finding(LintCode::FieldDirectiveConflict, at, message));
                }
            }
        }
    }
    findings
}

fn agree(one: FieldFacts<'_>, other: FieldFacts<'_>) -> bool {
    let classes_agree = one.2.is_none() || other.2.is_none() || one.2 == other.2;
    (one.0, one.1) == (other.0, other.1) && classes_agree
}

fn written_spread(spread: &Spread) -> String {
    match spread {
        Spread::Route { by } => format!("@route(by: \"{by}\")"),
        Spread::Gather { by: Some(by) } => format!("@gather(by: \"{by}\")"),
        Spread::Gather { by: None } => "@gather".to_owned(),
    }
}
