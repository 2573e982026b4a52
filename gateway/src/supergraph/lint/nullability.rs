//! Lints on null: a silent site must not blank what its neighbours answered.

use std::collections::BTreeSet;

use apollo_compiler::{Name, ast::Type, schema::FieldDefinition};

use super::{
    contract::{Contract, coordinate},
    finding::{Finding, LintCode, Message},
};

/// `routed` are the types that any contract routes.
pub(super) fn check(contract: &Contract<'_>, routed: &BTreeSet<Name>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for object in contract.gathered_entities() {
        let keys = contract.key_fields(object);
        for field in object.fields.values() {
            if field.ty.is_non_null() && !keys.iter().any(|key| *key == field.name.as_str()) {
                findings.push(gathered_non_null(contract, &object.name, field));
            }
        }
    }
    for (root, field) in contract.gathered_root_fields() {
        if field.ty.is_non_null() {
            findings.push(gathered_non_null(contract, root, field));
        }
    }
    for object in contract.objects() {
        for field in object.fields.values() {
            let is_crossing = routed.contains(field.ty.inner_named_type())
                && !contract.jurisdiction.is_local(&object.name, &field.name);
            if is_crossing && is_non_null_anywhere(&field.ty) {
                findings.push(crossing_non_null(contract, &object.name, field));
            }
        }
    }
    findings
}

fn gathered_non_null(contract: &Contract<'_>, parent: &Name, field: &FieldDefinition) -> Finding {
    let message = Message::new(
        "汇集的字段须可为空：没有站点答复时只空这一个字段",
        "a gathered field must be nullable, so that only it is null where no site answers",
    );
    let at = coordinate(parent, &field.name);
    contract.finding(LintCode::GatheredFieldNonNull, at, message)
}

fn crossing_non_null(contract: &Contract<'_>, parent: &Name, field: &FieldDefinition) -> Finding {
    let message = Message::new(
        "引用可能跨站点，字段及列表项都须可为空；若总在同一站点，请标 @local",
        "the reference may cross sites, so the field and its items must be nullable; \
         where it never does, say @local",
    );
    let at = coordinate(parent, &field.name);
    contract.finding(LintCode::CrossingFieldNonNull, at, message)
}

fn is_non_null_anywhere(of: &Type) -> bool {
    of.is_non_null() || (of.is_list() && is_non_null_anywhere(of.item_type()))
}
