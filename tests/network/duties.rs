//! What members do, as the province learns it.

use serde_json::{Value, json};

use crate::testkit::shared;

/// S9: the register and the acts of Longxi, and the share of regular contacts over any region.
#[test]
fn contacts_are_counted_and_their_names_stay() {
    let question = "query($code: ID!, $period: String) { region(code: $code) {
        contactTally(period: $period) { registered regular regularShare records personTimes
        problemsFound byMode { mode records personTimes } } } }";
    let tally = |code: &str, period: &str| {
        let answer = shared().ask_with(question, json!({ "code": code, "period": period }));
        assert_eq!(answer.coverage()["complete"], true);
        answer.data()["region"]["contactTally"].clone()
    };
    let register = tally("621122", "2024");
    assert_eq!((&register["registered"], &register["regular"]), (&json!(1844), &json!(1552)));
    let share = register["regularShare"].as_f64().expect("a share");
    assert_eq!(format!("{:.1}", share * 100.0), "84.2");
    assert_eq!(tally("621122", "2023")["personTimes"], 5850);
    for (code, period, from, to) in [
        ("621100", "2023", "2023-01-01", "2023-12-31"),
        ("620000", "2024", "2024-01-01", "2024-12-31"),
        ("620000", "2022-H2", "2022-07-01", "2022-12-31"),
    ] {
        let within = code.trim_end_matches("00").to_owned() + "%";
        let found = tally(code, period);
        let register = shared().union.row(&format!(
            "SELECT COUNT(*), COUNT(CASE WHEN regular_on <= '{to}' THEN 1 END) FROM contacts
             WHERE committee_id LIKE '{within}' AND registered_on <= '{to}'"
        ));
        assert_eq!([found["registered"].clone(), found["regular"].clone()], register[..], "{code}");
        let expected = register[1].as_f64().expect("a count") / register[0].as_f64().expect("one");
        let share = found["regularShare"].as_f64().expect("a share");
        assert!((share - expected).abs() < 1e-9, "{code}: {share} is not {expected}");
        let acts = shared().union.row(&format!(
            "SELECT COUNT(*), COALESCE(SUM(persons), 0), COUNT(problem) FROM contact_records
             WHERE committee_id LIKE '{within}' AND held_on BETWEEN '{from}' AND '{to}'"
        ));
        let names = ["records", "personTimes", "problemsFound"];
        assert_eq!(names.map(|name| found[name].clone()), acts[..], "{code}");
        let modes = found["byMode"].as_array().expect("a list");
        let sum: i64 = modes.iter().filter_map(|mode| mode["personTimes"].as_i64()).sum();
        assert_eq!(found["personTimes"], sum, "{code}");
    }
    let answer = shared().ask(
        "{ region(code: \"621122\") { contacts(first: 3) { totalCount nodes { id name phone
         status } } } }",
    );
    let contacts = &answer.data()["region"]["contacts"];
    assert_eq!(contacts["totalCount"], 1844);
    for contact in contacts["nodes"].as_array().expect("a list") {
        assert_eq!((&contact["name"], &contact["phone"]), (&Value::Null, &Value::Null));
        assert!(contact["status"].is_string());
    }
    let seek = "{ region(code: \"621122\") { contacts(filter: { nameContains: \"王\" }) {
                totalCount } } }";
    let codes: Vec<String> = shared().ask(seek).errors().into_iter().map(|it| it.0).collect();
    assert_eq!(codes, ["ARGUMENT_READS_WITHHELD"]);
}

/// S9, S27: one with 9 contacts fails the norm of 10, which is data of the committee.
#[test]
fn members_below_the_contact_norm_are_those_whom_the_records_show() {
    let answer = shared().ask(
        "{ region(code: \"621122\") { dutyMembers(filter: { period: \"2024\",
         shortOf: [CONTACTS] }, first: 500) { totalCount nodes { id dutyProgress(period: \"2024\") {
         item minimum done isMet } } } } }",
    );
    let found = &answer.data()["region"]["dutyMembers"];
    let expected = shared().union.rows(
        "SELECT id FROM members WHERE status = 'ACTIVE' AND committee_id = '621122-committee'
         AND (SELECT COUNT(*) FROM contacts WHERE member_id = members.id) < 10 ORDER BY id",
    );
    assert!(!expected.is_empty());
    let nodes = found["nodes"].as_array().expect("a list");
    let ids: Vec<Vec<Value>> = nodes.iter().map(|node| vec![node["id"].clone()]).collect();
    assert_eq!(ids, expected);
    assert_eq!(found["totalCount"], expected.len());
    let progress = json!([{ "item": "CONTACTS", "minimum": 10, "done": 9, "isMet": false }]);
    assert!(nodes.iter().all(|node| node["dutyProgress"] == progress));
}

/// S7: each of the seventeen townships has one leader or is listed, and two leaders are outside 2-3.
#[test]
fn townships_have_one_leader_or_are_listed() {
    let answer = shared().ask(
        "{ region(code: \"621122\") { uncoveredTownships { code }
         leaderLoads { townships minimum maximum isOutside }
         outside: leaderLoads(isOutside: true) { townships leader { office name } }
         leaderCharges(first: 500, filter: { isCurrent: true, targetKind: TOWNSHIP }) {
         nodes { locality { code } leader { id } } } } }",
    );
    let region = &answer.data()["region"];
    let covered = region["leaderCharges"]["nodes"].as_array().expect("a list");
    let mut codes: Vec<&str> =
        covered.iter().filter_map(|charge| charge["locality"]["code"].as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), covered.len(), "no township has two");
    let uncovered = region["uncoveredTownships"].as_array().expect("a list");
    assert_eq!(covered.len() + uncovered.len(), 17);
    assert!(uncovered.iter().all(|it| !codes.contains(&it["code"].as_str().expect("a code"))));
    let outside = region["outside"].as_array().expect("a list");
    let mut loads: Vec<i64> =
        outside.iter().filter_map(|load| load["townships"].as_i64()).collect();
    loads.sort_unstable();
    assert_eq!(loads, [1, 4]);
    assert!(outside.iter().all(|load| load["leader"]["office"].is_string()));
    let all = region["leaderLoads"].as_array().expect("a list");
    assert!(all.iter().all(|it| it["minimum"] == 2 && it["maximum"] == 3));
    // A township asks for its leader.
    let township = codes[0];
    let question = format!(
        "{{ region(code: \"{township}\") {{ leaderCharges(filter: {{ isCurrent: true }}) {{ \
         nodes {{ leader {{ name }} kind visits {{ on }} }} }} }} }}"
    );
    let answer = shared().ask(&question);
    let charges = answer.data()["region"]["leaderCharges"]["nodes"].as_array().expect("a list");
    assert_eq!(charges.len(), 1);
    assert!(charges[0]["leader"]["name"].is_string());
}

/// S27: the norms of three committees stand side by side, and differ.
#[test]
fn norms_are_the_data_of_each_committee() {
    let answer = shared().ask(
        "{ region(code: \"620000\") { annualDutyQuotas(first: 100) { nodes { item period minimum
         maximum year specialCommittee committee { region { code } } } } } }",
    );
    let nodes = answer.data()["region"]["annualDutyQuotas"]["nodes"].as_array().expect("a list");
    let of = |code: &str| {
        let of_code = nodes.iter().filter(|it| it["committee"]["region"]["code"] == code);
        of_code.collect::<Vec<_>>()
    };
    let huating = of("620881");
    assert_eq!(huating.len(), 6);
    assert!(huating.iter().all(|it| it["minimum"] == 1 && it["period"] == "YEAR"));
    let longxi: Vec<_> = of("621122").iter().map(|it| it["minimum"].clone()).collect();
    assert!(longxi.contains(&json!(10)));
    let province = of("620000");
    let told = |item: &str| province.iter().find(|it| it["item"] == item).expect("a norm");
    assert_eq!(told("CONTACT_ACTIVITIES")["period"], "QUARTER");
    assert_eq!(told("CONTACT_ACTIVITIES")["minimum"], 1);
    assert_eq!(told("CONTACT_PERSON_TIMES")["minimum"], 50);
    assert_eq!(told("CONTACT_PERSON_TIMES")["specialCommittee"], "文化文史资料和学习委员会");
    // Who falls short of the six-ones, by SQL of its own.
    let answer = shared().ask(
        "{ region(code: \"620881\") { dutyTally(period: \"2022\") { members short withoutRecord
         bySector { sector members short } } } }",
    );
    let tally = &answer.data()["region"]["dutyTally"];
    let expected = shared().union.row(
        "SELECT COUNT(*), COUNT(CASE WHEN (SELECT COUNT(DISTINCT item) FROM duty_records
         WHERE member_id = members.id AND done_on LIKE '2022-%') < 6 THEN 1 END) FROM members
         WHERE committee_id = '620881-committee' AND status = 'ACTIVE'",
    );
    assert_eq!([tally["members"].clone(), tally["short"].clone()], expected[..]);
    let by_sector = tally["bySector"].as_array().expect("a list");
    let sum: i64 = by_sector.iter().filter_map(|it| it["short"].as_i64()).sum();
    assert_eq!(tally["short"], sum);
}

/// S26, S28, S30: what is not entered, which stations did not report, the fund, and training.
#[test]
fn assessments_reports_and_training_are_counted() {
    let answer = shared().ask(
        "{ province: region(code: \"620000\") { dutyTally(period: \"2023-Q4\") { notEntered
           assessments meanScore } trainingTally(period: \"2023\") { lectures } }
         huating: region(code: \"620881\") { fund: stationTally(year: 2021) { fundYuan
           fundPaidYuan } stationTally(year: 2022) { stations reports graded }
           stationsWithoutReport(year: 2022) { totalCount nodes { name } } }
         tongwei: region(code: \"621121\") { trainingTally(period: \"2023-H1\") { sessions
           participants readingGroups readingPersonTimes } } }",
    );
    let data = answer.data();
    let expected = shared().union.row(
        "SELECT COUNT(CASE WHEN status <> 'ENTERED' THEN 1 END), COUNT(*), AVG(score)
         FROM duty_assessments WHERE period = '2023-Q4'",
    );
    let tally = &data["province"]["dutyTally"];
    assert_eq!([tally["notEntered"].clone(), tally["assessments"].clone()], expected[..2]);
    let (mean, expected) = (tally["meanScore"].as_f64(), expected[2].as_f64());
    assert!((mean.expect("a mean") - expected.expect("a mean")).abs() < 1e-9);
    let huating = &data["huating"];
    assert_eq!(huating["fund"], json!({ "fundYuan": 180_000, "fundPaidYuan": 180_000 }));
    let stations = &huating["stationTally"];
    assert_eq!(stations["stations"], 12);
    let missing = huating["stationsWithoutReport"]["totalCount"].as_i64().expect("a count");
    assert_eq!(stations["reports"].as_i64().expect("a count") + missing, 12);
    assert!(missing > 0 && stations["graded"].as_i64() < stations["reports"].as_i64());
    let tongwei = &data["tongwei"]["trainingTally"];
    assert_eq!((&tongwei["sessions"], &tongwei["participants"]), (&json!(15), &json!(272)));
    assert_eq!(tongwei["readingGroups"], 7);
    assert!(tongwei["readingPersonTimes"].as_i64() > Some(120));
    assert!(data["province"]["trainingTally"]["lectures"].as_i64() >= Some(9));
}
