//! How much a member did, as SQL: one expression for all items, so that norms, progress and points
//! measure alike.

use qianzhan_network::{Period, database::Sql};

use super::DutyItem;
use crate::duty_period::DutyPeriod;

/// Adds an expression: how much the member of `members` did of the item in a column, in a period.
/// Contacts are those who are registered at its end.
pub(super) fn push_measure(sql: &mut Sql, item: &str, period: &Period) {
    sql.push(format_args!(
        "CASE {item} WHEN 'CONTACTS' THEN (SELECT COUNT(*) FROM contacts \
         WHERE contacts.member_id = members.id AND contacts.registered_on <= "
    ));
    sql.push_bind(period.last).push(" AND (contacts.ended_on IS NULL OR contacts.ended_on > ");
    sql.push_bind(period.last).push(
        ")) WHEN 'CONTACT_ACTIVITIES' THEN (SELECT COUNT(*) FROM contact_records \
         WHERE contact_records.member_id = members.id AND contact_records.held_on",
    );
    push_between(sql, period);
    sql.push(
        ") WHEN 'CONTACT_PERSON_TIMES' THEN \
         (SELECT CAST(COALESCE(SUM(contact_records.persons), 0) AS BIGINT) FROM contact_records \
         WHERE contact_records.member_id = members.id AND contact_records.held_on",
    );
    push_between(sql, period);
    sql.push(format_args!(
        ") ELSE (SELECT COUNT(*) FROM duty_records WHERE duty_records.member_id = members.id \
         AND duty_records.item = {item} AND duty_records.done_on"
    ));
    push_between(sql, period);
    sql.push(") END");
}

fn push_between(sql: &mut Sql, period: &Period) {
    sql.push(" BETWEEN ").push_bind(period.first).push(" AND ").push_bind(period.last);
}

/// Adds a condition: the norm `quota` is one of the member of `members` for a year or a quarter.
pub(super) fn push_quota_of_member(sql: &mut Sql, part: &DutyPeriod) {
    sql.push("quota.committee_id = members.committee_id AND quota.year = ").push_bind(part.year);
    sql.push(" AND quota.period = ").push_bind(part.kind);
    sql.push(
        " AND quota.item <> 'TOWNSHIPS_PER_LEADER' AND (quota.special_committee = '' \
         OR quota.special_committee = members.special_committee)",
    );
}

/// Adds a condition: the member of `members` is short of a norm of the period, of these items if
/// any are given.
pub(super) fn push_is_short(sql: &mut Sql, period: &DutyPeriod, items: Option<&[DutyItem]>) {
    sql.push("(");
    for (index, part) in period.parts().iter().enumerate() {
        sql.push(if index == 0 { "" } else { " OR " });
        sql.push("EXISTS (SELECT 1 FROM annual_duty_quotas AS quota WHERE ");
        push_quota_of_member(sql, part);
        if let Some(items) = items {
            sql.push(" AND quota.item IN ").push_keys(items);
        }
        sql.push(" AND quota.minimum > ");
        push_measure(sql, "quota.item", &part.span);
        sql.push(")");
    }
    sql.push(")");
}

/// Adds a condition: the member of `members` has neither a duty record nor a record of contact in
/// the period.
pub(super) fn push_has_no_record(sql: &mut Sql, period: &Period) {
    sql.push(
        "NOT EXISTS (SELECT 1 FROM duty_records WHERE duty_records.member_id = members.id \
         AND duty_records.done_on",
    );
    push_between(sql, period);
    sql.push(
        ") AND NOT EXISTS (SELECT 1 FROM contact_records \
         WHERE contact_records.member_id = members.id AND contact_records.held_on",
    );
    push_between(sql, period);
    sql.push(")");
}

/// Adds a condition: the rule `rule` is the one of the member of `members`. That of the member's
/// special committee goes before that of the committee.
pub(super) fn push_rule_of_member(sql: &mut Sql, year: i64) {
    sql.push("rule.committee_id = members.committee_id AND rule.year = ").push_bind(year);
    sql.push(
        " AND (rule.special_committee = members.special_committee \
         OR (rule.special_committee = '' AND NOT EXISTS (SELECT 1 FROM assessment_rules AS nearer \
         WHERE nearer.committee_id = members.committee_id AND nearer.year = rule.year \
         AND nearer.special_committee = members.special_committee)))",
    );
}

/// Adds a condition: the member of `members` is to be assessed by the period, and was not entered in
/// the duty app.
pub(super) fn push_is_not_entered(sql: &mut Sql, period: &DutyPeriod) {
    sql.push("EXISTS (SELECT 1 FROM assessment_rules AS rule WHERE ");
    push_rule_of_member(sql, period.year);
    sql.push(" AND rule.period = ").push_bind(period.kind);
    sql.push(
        ") AND NOT EXISTS (SELECT 1 FROM duty_assessments AS entered \
         WHERE entered.member_id = members.id AND entered.status = 'ENTERED' \
         AND entered.period = ",
    );
    sql.push_bind(&period.text).push(")");
}
