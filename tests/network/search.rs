//! One search over all contracts and sites, against SQL over the union of the sites' databases.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::testkit::shared;

fn search(arguments: &str, fields: &str) -> Value {
    let document = format!(
        "{{ region(code: \"620000\") {{ search({arguments}) {{ totalCount nodes {{ {fields} }} }} }} }}"
    );
    let answer = shared().ask(&document);
    assert_eq!(answer.coverage()["complete"], true, "{}", answer.coverage());
    answer.data()["region"]["search"].clone()
}

#[test]
fn a_record_of_another_contract_is_found_and_read_from_its_owner() {
    let found = search(
        "text: \"第394号提案\", first: 3",
        "kind score proposal { title serialNo } topic { title }",
    );
    let first = &found["nodes"][0];
    assert_eq!(first["kind"], "PROPOSAL", "{found}");
    assert_eq!(first["proposal"]["title"], "省政协十三届二次会议第394号提案");
    assert_eq!(first["proposal"]["serialNo"], 394);
    assert_eq!(first["topic"], Value::Null);
}

#[test]
fn every_kind_is_searched_at_every_site() {
    for (kind, table, columns) in [
        ("TOPIC", "topics", &["title"][..]),
        ("PROPOSAL", "proposals", &["title", "text"]),
        ("CONSULTATION_PLAN", "consultation_plans", &["title"]),
        ("CONSULTATION_MEETING", "consultation_meetings", &["title"]),
        ("SECTOR_ACTIVITY", "sector_activities", &["theme"]),
        ("SURVEY", "surveys", &["title"]),
    ] {
        let column = columns[0];
        // Two Chinese characters of one of them.
        let some = format!("SELECT substr({column}, -3, 2) FROM {table} ORDER BY id LIMIT 1");
        let text = shared().union.row(&some)[0].as_str().expect("a text").to_owned();
        let has: Vec<_> =
            columns.iter().map(|column| format!("{column} LIKE '%{text}%'")).collect();
        let count = format!("SELECT COUNT(*) FROM {table} WHERE {}", has.join(" OR "));
        let count = shared().union.row(&count)[0].clone();
        assert!(count.as_i64().is_some_and(|count| count > 0), "{kind} {text}");
        let found = search(&format!("text: \"{text}\", kinds: [{kind}], first: 1"), "kind");
        assert_eq!(found["totalCount"], count, "{kind} {text}");
        assert_eq!(found["nodes"][0]["kind"], kind);
    }
}

#[test]
fn hits_of_all_sites_stand_in_one_order() {
    let found = search("text: \"协商\", first: 300", "id kind score");
    let hits: Vec<(i64, String)> = found["nodes"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|hit| {
            (hit["score"].as_i64().expect("a score"), hit["id"].as_str().expect("an id").to_owned())
        })
        .collect();
    assert_eq!(hits.len(), 300);
    for pair in hits.windows(2) {
        let ((one, id), (other, next)) = (&pair[0], &pair[1]);
        assert!(one > other || (one == other && id < next), "{pair:?}");
    }
    let sites: BTreeSet<&str> = hits.iter().map(|(_, id)| &id[..6]).collect();
    assert!(sites.len() > 1, "{sites:?}");
}
