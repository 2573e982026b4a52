//! Seats and deployments are written at their owners, and crossed by the gateway.

use serde_json::{Value, json};

use crate::through_the_gateway::{ask, mutate, office, written};

fn tally(code: &str, fields: &str) -> Value {
    let question = format!("{{ region(code: \"{code}\") {{ tally {{ {fields} }} }} }}");
    ask(office("620000"), &question, Value::Null).data()["region"]["tally"].clone()
}

/// A member of a committee whose holder has no other seat, and who the holder is.
fn single_seat(committee: &str, level: &str) -> (String, String, String) {
    let question = format!(
        "{{ region(code: \"{committee}\") {{ members(last: 40, filter: {{ status: ACTIVE, \
         office: MEMBER, level: {level} }}) {{ nodes {{ id name \
         person {{ id seats {{ id }} }} }} }} }} }}"
    );
    let answer = ask(office("620000"), &question, Value::Null);
    let nodes = answer.data()["region"]["members"]["nodes"].as_array().expect("a list").clone();
    let is_single = |node: &&Value| node["person"]["seats"].as_array().map(Vec::len) == Some(1);
    let node = nodes.iter().find(is_single).expect("someone has one seat");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    (text(&node["id"]), text(&node["person"]["id"]), text(&node["name"]))
}

/// S4: a city's member takes a seat in a county of it, and is still one person.
#[test]
fn a_person_with_seats_at_two_levels_counts_once() {
    // A city that no other test writes to.
    let (_, person, name) = single_seat("620500", "CITY");
    let before = tally("620500", "members distinctPersons");
    let seat = written(&mutate(
        office("620502"),
        "registerMember",
        ("committeeId", "620502-committee"),
        "second seat",
        json!({ "personId": person, "name": name, "sector": "ECONOMY", "isPartyMember": false }),
        "id",
    ));
    let after = tally("620500", "members distinctPersons");
    let count = |tally: &Value, name: &str| tally[name].as_i64().expect("a count");
    assert_eq!(count(&after, "members"), count(&before, "members") + 1);
    assert_eq!(count(&after, "distinctPersons"), count(&before, "distinctPersons"));
    let question =
        format!("{{ member(id: \"{seat}\") {{ person {{ id seats {{ id level }} }} }} }}");
    let answer = ask(office("620000"), &question, Value::Null);
    let seats = answer.data()["member"]["person"]["seats"].as_array().expect("a list").clone();
    let levels: Vec<&str> = seats.iter().filter_map(|it| it["level"].as_str()).collect();
    assert_eq!(levels, ["CITY", "COUNTY"]);
}

/// S6: one township, members of three committees, each with the level of their own.
/// S28: the city suspends its member, and the county's deployment says so, which the county did not
/// write.
#[test]
fn a_suspended_seat_shows_at_its_deployments_at_other_sites() {
    const COUNTY: &str = "620503";
    let province = single_seat("620000", "PROVINCE");
    let city = single_seat("620500", "CITY");
    let county = single_seat(COUNTY, "COUNTY");
    let townships = format!("{{ region(code: \"{COUNTY}\") {{ localities {{ code kind }} }} }}");
    let answer = ask(office(COUNTY), &townships, Value::Null);
    let township = answer.data()["region"]["localities"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|it| it["kind"] == "TOWNSHIP")
        .and_then(|it| it["code"].as_str())
        .expect("a township")
        .to_owned();
    let levels = [(&province, "PROVINCE"), (&city, "CITY"), (&county, "COUNTY")];
    let deployments: Vec<String> = levels
        .iter()
        .map(|((member, person, _), level)| {
            let input = json!({ "memberId": member, "personId": person, "memberLevel": level,
                                "localityCode": township, "role": "LIAISON_OFFICER" });
            let committee = ("committeeId", "620503-committee");
            written(&mutate(office(COUNTY), "deployMember", committee, level, input, "id"))
        })
        .collect();
    let seen = || {
        let question = format!(
            "{{ region(code: \"{township}\") {{ deployments(first: 500, filter: {{ \
             role: LIAISON_OFFICER, isCurrent: true }}) {{ nodes {{ id to \
             member {{ id level status }} }} }} }} }}"
        );
        let answer = ask(office("620000"), &question, Value::Null);
        let nodes = answer.data()["region"]["deployments"]["nodes"].clone();
        let nodes = nodes.as_array().expect("a list").iter();
        let own = nodes.filter(|node| deployments.iter().any(|id| node["id"] == *id));
        own.map(|node| {
            let member = &node["member"];
            (member["level"].clone(), member["status"].clone(), node["to"].clone())
        })
        .collect::<Vec<_>>()
    };
    let active = |level: &str| (json!(level), json!("ACTIVE"), Value::Null);
    let mut all = seen();
    all.sort_by_key(|it| it.0.to_string());
    assert_eq!(all, [active("CITY"), active("COUNTY"), active("PROVINCE")]);

    let suspend = json!({ "expectedVersion": 1, "to": "SUSPENDED", "reason": "履职不足" });
    let route = ("id", city.0.as_str());
    // The county may not: the seat is the city's.
    let refused = mutate(office(COUNTY), "moveSeat", route, "no", suspend.clone(), "id");
    assert_eq!(refused.errors(), [("WRITE_FORBIDDEN".to_owned(), json!(["written"]))]);
    written(&mutate(office("620500"), "moveSeat", route, "suspend", suspend, "id"));
    let mut all = seen();
    all.sort_by_key(|it| it.0.to_string());
    let suspended = (json!("CITY"), json!("SUSPENDED"), Value::Null);
    assert_eq!(all, [suspended, active("COUNTY"), active("PROVINCE")]);
}
