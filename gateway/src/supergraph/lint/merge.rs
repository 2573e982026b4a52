//! Lints on `@merge`: whether each operation fits the type of its field, and stands where it acts.
//! Spec: docs/jurisdiction-spec.md, "Merge operations".

use apollo_compiler::{
    Name,
    ast::Type,
    schema::{ExtendedType, FieldDefinition, ObjectType},
};

use super::{
    contract::{Contract, coordinate},
    finding::{Finding, LintCode, Message},
    merged_types::{is_connection_like, merged_types},
};
use crate::supergraph::jurisdiction::{MergeOperation, MergeRule};

/// The scalar that carries a mergeable set.
const SET_SCALAR: &str = "DistinctSet";

pub(super) fn check(contract: &Contract<'_>) -> Vec<Finding> {
    let merged = merged_types(contract);
    let is_gathered_root = |parent: &Name, field: &FieldDefinition| {
        let mut roots = contract.gathered_root_fields();
        roots.any(|(root, root_field)| root == parent && root_field.name == field.name)
    };
    let mut findings = Vec::new();
    for object in contract.objects() {
        for field in object.fields.values() {
            let merges = merged.contains(&object.name) || is_gathered_root(&object.name, field);
            findings.extend(check_field(contract, object, field, merges));
        }
    }
    findings
}

/// `merges` tells whether contributions to this field ever meet.
fn check_field(
    contract: &Contract<'_>,
    parent: &ObjectType,
    field: &FieldDefinition,
    merges: bool,
) -> Vec<Finding> {
    let at = coordinate(&parent.name, &field.name);
    let rule = contract.jurisdiction.merge_rule(&parent.name, &field.name);
    let mut findings = Vec::new();
    let mut report = |code, message| findings.push(contract.finding(code, at.clone(), message));
    if merges && is_connection_like(contract, field) && rule.is_none() {
        report(LintCode::ConnectionWithoutMerge, needs_connection());
    }
    if !field.directives.has("merge") {
        return findings;
    }
    if !merges {
        report(LintCode::MergeWithoutGather, never_merges());
    }
    let Some(rule) = rule else {
        report(LintCode::MergeTypeMismatch, unknown_operation());
        return findings;
    };
    if let Some(argument) = unexpected_argument(rule) {
        let message = Message::new(
            format!("此运算不用 {argument}"),
            format!("this operation has no use for {argument}"),
        );
        report(LintCode::MergeArgumentUnexpected, message);
    }
    if let Some(message) = misfit(contract, parent, field, rule) {
        report(LintCode::MergeTypeMismatch, message);
    }
    findings
}

fn needs_connection() -> Message {
    Message::new(
        "连接须标 @merge(with: CONNECTION)，否则各站点的页不能按游标合并",
        "a connection must say @merge(with: CONNECTION), or its pages do not merge by cursor",
    )
}

fn never_merges() -> Message {
    Message::new(
        "此字段不属于任何汇集对象，@merge 不起作用",
        "the field belongs to no gathered object, so @merge does nothing",
    )
}

fn unknown_operation() -> Message {
    Message::new(
        "with 须是管辖规范所列的合并运算，by 与 weight 须是字段名",
        "with must be a merge operation of the specification; by and weight must be field names",
    )
}

fn unexpected_argument(rule: &MergeRule) -> Option<&'static str> {
    let takes_by = matches!(rule.with, MergeOperation::Union | MergeOperation::Distinct);
    if rule.by.is_some() && !takes_by {
        Some("by")
    } else if rule.weight.is_some() && rule.with != MergeOperation::Mean {
        Some("weight")
    } else {
        None
    }
}

/// Why the operation does not fit; `None` where it does.
fn misfit(
    contract: &Contract<'_>,
    parent: &ObjectType,
    field: &FieldDefinition,
    rule: &MergeRule,
) -> Option<Message> {
    let fits = |condition: bool, chinese: &str, english: &str| {
        (!condition).then(|| Message::new(chinese, english))
    };
    match rule.with {
        MergeOperation::Sum => {
            fits(is_number(&field.ty), "SUM 用于 Int 或 Float", "SUM needs an Int or a Float")
        }
        MergeOperation::Min | MergeOperation::Max => fits(
            is_ordered(contract, &field.ty),
            "MIN、MAX 用于有大小的标量：数字、文本或自定标量",
            "MIN and MAX need an ordered scalar: a number, text or a custom scalar",
        ),
        MergeOperation::All | MergeOperation::Any => fits(
            is_plain(&field.ty, &["Boolean"]),
            "ALL、ANY 用于 Boolean",
            "ALL and ANY need a Boolean",
        ),
        MergeOperation::Concat => {
            fits(field.ty.is_list(), "CONCAT 用于列表", "CONCAT needs a list")
        }
        MergeOperation::Union => fits(
            is_groupable(contract, field, rule),
            "UNION 用于对象列表，by 须是其项的标量或枚举字段",
            "UNION needs a list of objects, and by a scalar or enum field of theirs",
        ),
        MergeOperation::Mean => fits(
            is_plain(&field.ty, &["Float"]) && is_weight(contract, parent, rule),
            "MEAN 用于 Float，weight 须是同一对象中以 SUM 合并的数字字段",
            "MEAN needs a Float, and weight a number of the same object that merges by SUM",
        ),
        MergeOperation::Distinct => fits(
            is_distinct(contract, parent, field, rule),
            "DISTINCT 用于 DistinctSet，或用于 Int 且 by 是同一对象中以 DISTINCT 合并的 DistinctSet 字段",
            "DISTINCT needs a DistinctSet, or an Int and by a DistinctSet of the same object \
             that merges by DISTINCT",
        ),
        MergeOperation::Connection => fits(
            is_connection(contract, field),
            "CONNECTION 用于连接：edges { cursor node }、pageInfo，参数 first 与 after",
            "CONNECTION needs a connection: edges { cursor node }, pageInfo, \
             and the arguments first and after",
        ),
        MergeOperation::First => None,
    }
}

fn is_plain(of: &Type, names: &[&str]) -> bool {
    !of.is_list() && names.contains(&of.inner_named_type().as_str())
}

fn is_number(of: &Type) -> bool {
    is_plain(of, &["Int", "Float"])
}

fn is_ordered(contract: &Contract<'_>, of: &Type) -> bool {
    let name = of.inner_named_type();
    let is_custom_scalar = matches!(
        contract.schema.types.get(name),
        Some(ExtendedType::Scalar(scalar)) if !scalar.is_built_in()
    ) && name != SET_SCALAR;
    !of.is_list() && (is_custom_scalar || is_plain(of, &["Int", "Float", "String", "ID"]))
}

fn is_groupable(contract: &Contract<'_>, field: &FieldDefinition, rule: &MergeRule) -> bool {
    // A list of lists has no items to group.
    if !field.ty.is_list() || field.ty.item_type().is_list() {
        return false;
    }
    let item = contract.schema.get_object(field.ty.inner_named_type());
    let group = item.zip(rule.by.as_ref()).and_then(|(item, by)| item.fields.get(by));
    group.is_some_and(|group| {
        let named = contract.schema.types.get(group.ty.inner_named_type());
        let is_leaf = named.is_some_and(|named| named.is_scalar() || named.is_enum());
        is_leaf && !group.ty.is_list()
    })
}

fn is_weight(contract: &Contract<'_>, parent: &ObjectType, rule: &MergeRule) -> bool {
    let Some(weight) = rule.weight.as_ref().and_then(|weight| parent.fields.get(weight)) else {
        return false;
    };
    let weight_rule = contract.jurisdiction.merge_rule(&parent.name, &weight.name);
    is_number(&weight.ty) && weight_rule.is_some_and(|rule| rule.with == MergeOperation::Sum)
}

fn is_distinct(
    contract: &Contract<'_>,
    parent: &ObjectType,
    field: &FieldDefinition,
    rule: &MergeRule,
) -> bool {
    let Some(by) = &rule.by else {
        return is_plain(&field.ty, &[SET_SCALAR]);
    };
    let Some(set) = parent.fields.get(by) else {
        return false;
    };
    let set_rule = contract.jurisdiction.merge_rule(&parent.name, &set.name);
    is_plain(&field.ty, &["Int"])
        && is_plain(&set.ty, &[SET_SCALAR])
        && set_rule.is_some_and(|rule| rule.with == MergeOperation::Distinct && rule.by.is_none())
}

fn is_connection(contract: &Contract<'_>, field: &FieldDefinition) -> bool {
    let object = |of: &Type| contract.schema.get_object(of.inner_named_type());
    let has_paging = ["first", "after"].iter().all(|name| field.argument_by_name(name).is_some());
    let Some(connection) = object(&field.ty).filter(|_| !field.ty.is_list()) else {
        return false;
    };
    let edges = connection.fields.get("edges").filter(|edges| edges.ty.is_list());
    let has_edges = edges.and_then(|edges| object(&edges.ty)).is_some_and(|edge| {
        edge.fields.contains_key("node")
            && edge.fields.get("cursor").is_some_and(|cursor| is_plain(&cursor.ty, &["String"]))
    });
    let page_info = connection.fields.get("pageInfo").and_then(|info| object(&info.ty));
    let has_page_info = page_info.is_some_and(|info| info.fields.contains_key("hasNextPage"));
    has_paging && has_edges && has_page_info
}
