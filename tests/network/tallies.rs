//! Roll-ups equal SQL over the union of the databases, for regions and periods chosen by a seed.

use std::collections::BTreeMap;

use rand::{Rng, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use crate::testkit::{Union, shared};

const QUESTION: &str =
    "query($code: ID!, $period: String) { region(code: $code) { tally(period: $period) {
    consultationEvents memberParticipations residentParticipations suggestionsCollected
    problemsFound problemsSolved topicsCollected opinionReports firstEventOn lastEventOn
    meanMembersPresent distinctPersons members
    byMonth { month consultationEvents problemsSolved } bySector { sector members } } } }";

/// Regions of one seeded walk, and how many.
const ROUNDS: usize = 40;

/// A period as the contract spells it, and its first and last day.
const PERIODS: [(&str, &str, &str); 6] = [
    ("2024", "2024-01-01", "2024-12-31"),
    ("2023-Q1", "2023-01-01", "2023-03-31"),
    ("2023-H1", "2023-01-01", "2023-06-30"),
    ("2022-11", "2022-11-01", "2022-11-30"),
    ("2022/2024", "2022-01-01", "2024-12-31"),
    ("2021", "2021-01-01", "2021-12-31"),
];

#[test]
fn tallies_equal_sql_over_all_rows() {
    let mut rng = ChaCha8Rng::seed_from_u64(2024);
    let regions = region_codes(&shared().union);
    for _ in 0..ROUNDS {
        let code = regions.choose(&mut rng).expect("regions");
        let (period, from, to) = PERIODS[rng.random_range(0..PERIODS.len())];
        compare(code, period, from, to);
    }
    compare("620000", "2022/2024", "2022-01-01", "2024-12-31");
}

fn region_codes(union: &Union) -> Vec<String> {
    let rows = union.rows("SELECT region_code FROM committees ORDER BY region_code");
    assert_eq!(rows.len(), 101);
    rows.into_iter().map(|row| row[0].as_str().expect("a code").to_owned()).collect()
}

fn prefix(code: &str) -> &str {
    let mut prefix = code;
    while let Some(shorter) = prefix.strip_suffix("00") {
        prefix = shorter;
    }
    prefix
}

fn compare(code: &str, period: &str, from: &str, to: &str) {
    let union = &shared().union;
    let answer = shared().ask_with(QUESTION, json!({"code": code, "period": period}));
    let tally = &answer.data()["region"]["tally"];
    let within = format!("committee_id LIKE '{}%'", prefix(code));
    let case = format!("{code} {period}");
    let held = format!("{within} AND held_on BETWEEN '{from}' AND '{to}'");
    let row = union.row(&format!(
        "SELECT COUNT(*), COALESCE(SUM(member_count), 0), COALESCE(SUM(resident_count), 0),
                COALESCE(SUM(suggestion_count), 0), COALESCE(SUM(problems_found), 0),
                COALESCE(SUM(problems_solved), 0), MIN(held_on), MAX(held_on), AVG(member_count)
         FROM consultation_events WHERE {held}"
    ));
    for (field, expected) in [
        "consultationEvents",
        "memberParticipations",
        "residentParticipations",
        "suggestionsCollected",
        "problemsFound",
        "problemsSolved",
        "firstEventOn",
        "lastEventOn",
    ]
    .iter()
    .zip(&row)
    {
        assert_eq!(&tally[*field], expected, "{case} {field}");
    }
    assert_close(&tally["meanMembersPresent"], &row[8], &case);
    let count = |sql: String| union.row(&sql).remove(0);
    assert_eq!(
        tally["topicsCollected"],
        count(format!(
            "SELECT COUNT(*) FROM topics WHERE {within} AND collected_on BETWEEN '{from}' AND '{to}'"
        )),
        "{case} topicsCollected"
    );
    assert_eq!(
        tally["opinionReports"],
        count(format!(
            "SELECT COUNT(*) FROM opinion_reports WHERE {within} AND written_on BETWEEN '{from}' AND '{to}'"
        )),
        "{case} opinionReports"
    );
    let months = union.rows(&format!(
        "SELECT SUBSTR(held_on, 1, 7), COUNT(*), SUM(problems_solved) FROM consultation_events
         WHERE {held} GROUP BY 1 ORDER BY 1"
    ));
    let months: Vec<Value> = months
        .into_iter()
        .map(|row| json!({"month": row[0], "consultationEvents": row[1], "problemsSolved": row[2]}))
        .collect();
    assert_eq!(tally["byMonth"], Value::Array(months), "{case} byMonth");
}

#[test]
fn seats_and_persons_of_today_equal_sql_over_all_rows() {
    let union = &shared().union;
    for code in ["620000", "621100", "621122", "620700", "620881"] {
        let question = "query($code: ID!) { region(code: $code) { tally { members distinctPersons
            scoredMembers meanDutyScore minDutyScore maxDutyScore places plaques
            bySector { sector members } byPlatformKind { kind plaques } } } }";
        let answer = shared().ask_with(question, json!({"code": code}));
        let tally = &answer.data()["region"]["tally"];
        let within = format!("committee_id LIKE '{}%'", prefix(code));
        let seats = format!("FROM members WHERE {within} AND status = 'ACTIVE'");
        let row = union.row(&format!(
            "SELECT COUNT(*), COUNT(DISTINCT person_id), COUNT(duty_score), MIN(duty_score),
                    MAX(duty_score), AVG(duty_score) {seats}"
        ));
        for (field, expected) in
            ["members", "distinctPersons", "scoredMembers", "minDutyScore", "maxDutyScore"]
                .iter()
                .zip(&row)
        {
            assert_eq!(&tally[*field], expected, "{code} {field}");
        }
        assert_close(&tally["meanDutyScore"], &row[5], code);
        let sectors = union.rows(&format!("SELECT sector, COUNT(*) {seats} GROUP BY 1 ORDER BY 1"));
        assert_eq!(groups(&tally["bySector"], "sector", "members"), pairs(sectors), "{code}");
        let kinds = union.rows(&format!(
            "SELECT plaques.kind, COUNT(*) FROM plaques JOIN platforms ON platforms.id = platform_id
             WHERE {within} AND status <> 'WITHDRAWN' GROUP BY 1 ORDER BY 1"
        ));
        assert_eq!(groups(&tally["byPlatformKind"], "kind", "plaques"), pairs(kinds), "{code}");
    }
}

fn groups(list: &Value, key: &str, count: &str) -> BTreeMap<String, Value> {
    let items = list.as_array().expect("a list");
    items
        .iter()
        .filter(|item| item[count] != 0)
        .map(|item| (item[key].as_str().expect("a key").to_owned(), item[count].clone()))
        .collect()
}

fn pairs(rows: Vec<Vec<Value>>) -> BTreeMap<String, Value> {
    rows.into_iter()
        .map(|row| (row[0].as_str().expect("a key").to_owned(), row[1].clone()))
        .collect()
}

fn assert_close(found: &Value, expected: &Value, case: &str) {
    match (found.as_f64(), expected.as_f64()) {
        (Some(found), Some(expected)) => {
            assert!((found - expected).abs() < 1e-9, "{case}: {found} is not {expected}");
        }
        _ => assert_eq!(found, expected, "{case}"),
    }
}
