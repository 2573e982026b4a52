//! One question reaches across levels and owners.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::testkit::shared;

#[test]
fn members_of_all_levels_are_deployed_to_one_township() {
    let question = r#"{ region(code: "621122101") { name level deployments(first: 500) { totalCount
        nodes { id role locality { code } issuedBy { id } member { id name level sector { code } dutyScore committee { id } } } } } }"#;
    let answer = shared().ask(question);
    let region = &answer.data()["region"];
    assert_eq!(region["level"], "TOWNSHIP");
    let expected = shared().union.rows(
        "SELECT deployments.id, members.id, members.name, members.level, members.sector,
                members.duty_score, members.committee_id
         FROM deployments JOIN members ON members.id = member_id
         WHERE locality_code LIKE '621122101%' ORDER BY deployments.id",
    );
    assert!(!expected.is_empty());
    let found: Vec<Vec<Value>> = region["deployments"]["nodes"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|node| {
            let member = &node["member"];
            vec![
                node["id"].clone(),
                member["id"].clone(),
                member["name"].clone(),
                member["level"].clone(),
                member["sector"]["code"].clone(),
                member["dutyScore"].clone(),
                member["committee"]["id"].clone(),
            ]
        })
        .collect();
    assert_eq!(found, expected);
    let levels: BTreeSet<&str> = found.iter().filter_map(|row| row[3].as_str()).collect();
    assert_eq!(levels, BTreeSet::from(["CITY", "COUNTY", "PROVINCE"]));
    // The township's county, its city and the province: no other site is asked.
    assert_eq!(answer.coverage()["asked"], 3);
}

#[test]
fn a_person_with_two_seats_is_gathered_from_both_sites() {
    let row = shared().union.row(
        "SELECT person_id, COUNT(*), MIN(id) FROM members WHERE status = 'ACTIVE' AND level <> 'PROVINCE'
         GROUP BY person_id HAVING COUNT(DISTINCT level) > 1 ORDER BY person_id LIMIT 1",
    );
    let question =
        "query($id: ID!) { member(id: $id) { name person { id name seats { id level name } } } }";
    let answer = shared().ask_with(question, json!({"id": row[2]}));
    let member = &answer.data()["member"];
    assert_eq!(member["person"]["id"], row[0]);
    assert_eq!(member["person"]["name"], member["name"]);
    let seats = member["person"]["seats"].as_array().expect("a list");
    assert_eq!(seats.len() as u64, row[1].as_u64().expect("a count"));
    let levels: BTreeSet<&str> = seats.iter().filter_map(|seat| seat["level"].as_str()).collect();
    assert!(levels.len() > 1, "{levels:?}");
}

#[test]
fn what_superiors_did_with_a_report_is_joined_from_their_own_sites() {
    let question = r#"{ region(code: "621122") { opinionReports(first: 100, filter: {period: "2024"}) { totalCount
        nodes { id title author { name } cityHandling { isAdopted forwardedOn } provincialHandling { isAdopted instructions { leaderOffice } } } } } }"#;
    let answer = shared().ask(question);
    let reports = &answer.data()["region"]["opinionReports"];
    assert_eq!(reports["totalCount"], 21, "as reported for 2024");
    let nodes = reports["nodes"].as_array().expect("a list");
    assert!(nodes.iter().any(|node| node["cityHandling"].is_object()));
    for node in nodes.iter().filter(|node| node["provincialHandling"].is_object()) {
        assert!(node["cityHandling"]["forwardedOn"].is_string(), "{node}");
    }
    assert_eq!(answer.coverage()["complete"], true);
}
