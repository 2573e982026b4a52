//! The first question of a new user: the whole province, from 101 sites.

use serde_json::json;

use crate::testkit::shared;

const QUESTION: &str = r#"{ region(code:"620000") { name tally(period:"2024") { consultationEvents problemsSolved } children { code name tally(period:"2024") { consultationEvents } } } }"#;

#[test]
fn the_province_and_its_cities_are_answered_by_all_sites() {
    let answer = shared().ask(QUESTION);
    let region = &answer.data()["region"];
    let coverage = answer.coverage();
    assert_eq!(coverage["asked"], 101);
    assert_eq!(coverage["answered"], 101);
    assert_eq!(coverage["complete"], true);
    assert_eq!(coverage["missing"], json!([]));
    let row = shared().union.row(
        "SELECT COUNT(*), SUM(problems_solved) FROM consultation_events
         WHERE held_on BETWEEN '2024-01-01' AND '2024-12-31'",
    );
    assert_eq!(region["name"], "甘肃省");
    assert_eq!(region["tally"]["consultationEvents"], row[0]);
    assert_eq!(region["tally"]["problemsSolved"], row[1]);
    let children = region["children"].as_array().expect("a list");
    assert_eq!(children.len(), 14);
    for child in children {
        let prefix = &child["code"].as_str().expect("a code")[..4];
        let row = shared().union.row(&format!(
            "SELECT COUNT(*) FROM consultation_events
             WHERE held_on LIKE '2024-%' AND committee_id LIKE '{prefix}%'"
        ));
        assert_eq!(child["tally"]["consultationEvents"], row[0], "{prefix}");
    }
}

#[test]
fn one_question_calls_each_site_once() {
    let answer = shared().ask(r#"{ __schema { queryType { name } } regions(level: CITY) { code site { id contracts } } }"#);
    let regions = answer.data()["regions"].as_array().expect("a list");
    assert_eq!(regions.len(), 14);
    for region in regions {
        assert_eq!(region["site"]["id"], region["code"]);
        assert_eq!(
            region["site"]["contracts"],
            json!(["activities", "city", "duties", "network", "proposals"])
        );
    }
}
