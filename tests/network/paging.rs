//! Paging over 101 sites returns each record exactly once, in order.

use serde_json::{Value, json};

use crate::testkit::shared;

/// Ids of all pages of `field`, walking with `first` and `after`, or backwards.
fn walk(field: &str, arguments: &str, size: u32, is_backward: bool) -> (Vec<String>, u64) {
    let (count, cursor) = if is_backward { ("last", "before") } else { ("first", "after") };
    let question = format!(
        "query($cursor: String) {{ region(code: \"620000\") {{ {field}({count}: {size}, {cursor}: $cursor, {arguments}) {{
            totalCount nodes {{ id }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }} }}"
    );
    let mut ids = Vec::new();
    let mut cursor = Value::Null;
    loop {
        let answer = shared().ask_with(&question, json!({"cursor": cursor}));
        let page = &answer.data()["region"][field];
        // A site that did not answer in time would look like records that are not found.
        assert_eq!(answer.coverage()["missing"], json!([]), "{field}({arguments})");
        let page_ids = page["nodes"].as_array().expect("a list").iter();
        let page_ids: Vec<String> =
            page_ids.map(|node| node["id"].as_str().expect("an id").to_owned()).collect();
        if is_backward {
            ids.splice(0..0, page_ids);
        } else {
            ids.extend(page_ids);
        }
        let (has_more, next) = if is_backward {
            ("hasPreviousPage", "startCursor")
        } else {
            ("hasNextPage", "endCursor")
        };
        if page["pageInfo"][has_more] == false {
            return (ids, page["totalCount"].as_u64().expect("a count"));
        }
        cursor = page["pageInfo"][next].clone();
        assert!(cursor.is_string(), "a page that is not the last has a cursor");
    }
}

fn ids(sql: &str) -> Vec<String> {
    let rows = shared().union.rows(sql);
    rows.into_iter().map(|row| row[0].as_str().expect("an id").to_owned()).collect()
}

fn check(field: &str, arguments: &str, size: u32, is_backward: bool, sql: &str) {
    let (found, total) = walk(field, arguments, size, is_backward);
    let expected = ids(sql);
    assert!(!expected.is_empty(), "{sql}");
    assert_eq!(total, expected.len() as u64, "{field}({arguments}) totalCount");
    assert_eq!(found.len(), expected.len(), "{field}({arguments})");
    assert!(found == expected, "{field}({arguments}): another order than {sql}");
}

#[test]
fn all_members_by_name_fifty_at_a_time() {
    check(
        "members",
        "orderBy: {field: NAME}",
        50,
        false,
        "SELECT id FROM members ORDER BY name, id",
    );
}

#[test]
fn members_in_other_orders_and_backwards() {
    check("members", "orderBy: {field: ID}", 500, false, "SELECT id FROM members ORDER BY id");
    check(
        "members",
        "orderBy: {field: DUTY_SCORE, direction: DESC}",
        500,
        false,
        "SELECT id FROM members ORDER BY duty_score DESC NULLS FIRST, id",
    );
    check(
        "members",
        "orderBy: {field: DUTY_SCORE}",
        500,
        false,
        "SELECT id FROM members ORDER BY duty_score ASC NULLS LAST, id",
    );
    check(
        "members",
        "orderBy: {field: SINCE, direction: DESC}",
        500,
        true,
        "SELECT id FROM members ORDER BY since DESC, id",
    );
}

#[test]
fn filters_page_alike() {
    check(
        "members",
        "filter: {level: COUNTY, sectors: [AGRICULTURE, HEALTH], minDutyScore: 80}, orderBy: {field: NAME}",
        20,
        false,
        "SELECT id FROM members WHERE level = 'COUNTY' AND sector IN ('AGRICULTURE', 'HEALTH')
         AND duty_score >= 80 ORDER BY name, id",
    );
    check(
        "platforms",
        "filter: {kinds: [LIAISON_ROOM, MEMBER_POST]}, orderBy: {field: NAME}",
        33,
        false,
        "SELECT id FROM platforms WHERE EXISTS (SELECT 1 FROM plaques WHERE platform_id = id
         AND plaques.kind IN ('LIAISON_ROOM', 'MEMBER_POST')) ORDER BY name, id",
    );
    check(
        "consultationEvents",
        "filter: {period: \"2023-Q2\", minProblemsSolved: 2}, orderBy: {field: PROBLEMS_SOLVED, direction: DESC}",
        200,
        false,
        "SELECT id FROM consultation_events WHERE held_on BETWEEN '2023-04-01' AND '2023-06-30'
         AND problems_solved >= 2 ORDER BY problems_solved DESC, id",
    );
    check(
        "topics",
        "filter: {source: ONLINE, period: \"2022\"}, orderBy: {field: COLLECTED_ON}",
        77,
        true,
        "SELECT id FROM topics WHERE source = 'ONLINE' AND collected_on LIKE '2022-%'
         ORDER BY collected_on, id",
    );
}
