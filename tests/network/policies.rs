//! What owners decide holds through the gateway, where the table of every field does not reach: what
//! another site adds to a record, and what all sites together refuse.

use qianzhan_gateway::{
    auth::{Caller, Role},
    directory::RegionCode,
};
use serde_json::{Value, json};

use crate::testkit::{Answer, ask_as, runtime, shared};

const COUNTY: &str = "621122";

fn caller(region: Option<&str>, roles: &[Role]) -> Caller {
    Caller {
        subject: "li".to_owned(),
        region: region.map(|code| RegionCode::parse(code).expect("a code")),
        roles: roles.iter().copied().collect(),
    }
}

fn ask(caller: Caller, document: &str) -> Answer {
    runtime().block_on(ask_as(&shared().network.gateway, caller, document, Value::Null))
}

#[test]
fn what_a_superior_adds_is_the_superiors_to_show() {
    let rows = shared().union.rows(
        "SELECT id FROM opinion_reports WHERE id LIKE '621122-%' AND submitted_to = 'PROVINCE'
         ORDER BY id LIMIT 1",
    );
    let id = rows[0][0].as_str().expect("an id");
    let document =
        format!("{{ opinionReport(id: \"{id}\") {{ title provincialHandling {{ isAdopted }} }} }}");
    let own = ask(caller(Some(COUNTY), &[Role::Office]), &document);
    assert!(own.data()["opinionReport"]["title"].is_string());
    assert_eq!(own.data()["opinionReport"]["provincialHandling"], Value::Null);
    let withheld = &own.coverage()["withheld"];
    assert_eq!(withheld[0]["site"], "620000");
    assert_eq!(withheld[0]["fields"][0]["field"], "OpinionReport.provincialHandling");
    let above = ask(caller(Some("620000"), &[Role::Office]), &document);
    assert!(above.data()["opinionReport"]["provincialHandling"]["isAdopted"].is_boolean());
}

#[test]
fn all_sites_refuse_to_sort_by_what_they_withhold() {
    let document = "{ region(code: \"621100\") { members(first: 3, orderBy: { field: DUTY_SCORE }) \
         { totalCount nodes { id } } } }";
    let peer = ask(caller(Some("621200"), &[Role::Leader]), document);
    assert_eq!(peer.0["data"]["region"]["members"], Value::Null);
    let codes: Vec<String> = peer.errors().into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["ARGUMENT_READS_WITHHELD"]);
    // Counts alone are given, and of all sites together.
    let document = "{ region(code: \"621100\") { members { totalCount nodes { id } } } }";
    let peer = ask(caller(Some("621200"), &[Role::Leader]), document);
    let members = &peer.data()["region"]["members"];
    assert_eq!(members["nodes"], json!([]));
    assert_eq!(members["totalCount"].as_i64().map(|count| count % 5), Some(0));
    assert_eq!(peer.coverage()["complete"], true);
    assert_eq!(peer.coverage()["withheld"].as_array().map(Vec::len), Some(8));
}
