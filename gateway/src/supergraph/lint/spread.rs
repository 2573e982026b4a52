//! Lints on `@route` and `@gather`: whether everything that sites answer says how it is spread.

use std::collections::BTreeSet;

use apollo_compiler::{
    Name, Node,
    ast::Directive,
    schema::{FieldDefinition, ObjectType},
};

use super::{
    contract::{Contract, coordinate, is_text_key},
    finding::{Finding, LintCode, Message},
};
use crate::supergraph::jurisdiction::Spread;

const SPREADS: [&str; 2] = ["route", "gather"];

/// Types that some contract routes.
pub(super) fn routed_types(contracts: &[Contract<'_>]) -> BTreeSet<Name> {
    let entities = contracts.iter().flat_map(|contract| {
        let objects = contract.objects().map(|object| &object.name);
        objects.filter(|name| matches!(contract.spread_of(name), Some(Spread::Route { .. })))
    });
    entities.cloned().collect()
}

pub(super) fn check(contract: &Contract<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for object in contract.objects() {
        findings.extend(check_type(contract, object));
    }
    for (root, field) in contract.root_fields() {
        findings.extend(check_root_field(contract, root, field));
    }
    findings
}

fn check_type(contract: &Contract<'_>, object: &ObjectType) -> Option<Finding> {
    let name = object.name.as_str();
    let directives = spreads(object.directives.iter().map(|directive| &directive.node));
    match (directives.as_slice(), contract.spread_of(name)) {
        ([], _) => {
            let is_missing = contract.is_entity(name) && contract.is_resolvable(object);
            is_missing.then(|| {
                let message = Message::new(
                    "实体须标明 @route 或 @gather，否则网关不知向哪个站点取",
                    "an entity must say @route or @gather, or nothing tells which site to ask",
                );
                contract.finding(LintCode::EntityWithoutSpread, name, message)
            })
        }
        ([_, _, ..], _) => Some(contract.finding(LintCode::SpreadConflict, name, said_twice())),
        // `@gather` without `by` is the whole network, and reads no key.
        ([_], Some(Spread::Gather { by: None })) if !has_by(directives[0]) => None,
        ([_], Some(Spread::Route { by } | Spread::Gather { by: Some(by) })) => {
            let is_key = contract.key_fields(object).iter().any(|key| key == by.as_str());
            let is_text = object.fields.get(by).is_some_and(|field| is_text_key(&field.ty));
            (!is_key || !is_text).then(|| {
                let message = Message::new(
                    format!("by: “{by}” 不是类型为 ID 或 String 的键字段"),
                    format!("by: \"{by}\" is not a key field of type ID or String"),
                );
                contract.finding(LintCode::RouteKeyUnknown, name, message)
            })
        }
        ([_], _) => Some(contract.finding(LintCode::RouteKeyUnknown, name, by_unreadable())),
    }
}

fn check_root_field(
    contract: &Contract<'_>,
    root: &Name,
    field: &FieldDefinition,
) -> Option<Finding> {
    let at = coordinate(root, &field.name);
    let directives = spreads(field.directives.iter());
    let spread = contract.jurisdiction.field_spread(root, &field.name);
    match (directives.as_slice(), spread) {
        ([], _) => {
            let message = Message::new(
                "根字段须标明 @route 或 @gather，否则网关不知向哪个站点取",
                "a root field must say @route or @gather, or nothing tells which site to ask",
            );
            Some(contract.finding(LintCode::RootFieldWithoutSpread, at, message))
        }
        ([_, _, ..], _) => Some(contract.finding(LintCode::SpreadConflict, at, said_twice())),
        ([_], Some(Spread::Gather { by: None })) if !has_by(directives[0]) => None,
        ([_], Some(Spread::Route { by } | Spread::Gather { by: Some(by) })) => {
            let argument = field.argument_by_name(by);
            let is_key = argument.is_some_and(|argument| is_text_key(&argument.ty));
            (!is_key).then(|| {
                let message = Message::new(
                    format!("by: “{by}” 不是类型为 ID 或 String 的参数"),
                    format!("by: \"{by}\" is not an argument of type ID or String"),
                );
                contract.finding(LintCode::RouteKeyUnknown, at, message)
            })
        }
        ([_], _) => Some(contract.finding(LintCode::RouteKeyUnknown, at, by_unreadable())),
    }
}

fn spreads<'a>(directives: impl Iterator<Item = &'a Node<Directive>>) -> Vec<&'a Directive> {
    directives
        .filter(|directive| SPREADS.contains(&directive.name.as_str()))
        .map(|directive| &**directive)
        .collect()
}

fn has_by(directive: &Directive) -> bool {
    directive.specified_argument_by_name("by").is_some_and(|by| !by.is_null())
}

fn said_twice() -> Message {
    Message::new(
        "@route 与 @gather 只能写一个，且只写一次",
        "only one of @route and @gather may stand here, and only once",
    )
}

fn by_unreadable() -> Message {
    Message::new("by 须是一个字段名或参数名", "by must be the name of a field or an argument")
}
