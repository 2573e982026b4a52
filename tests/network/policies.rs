//! What owners decide holds through the gateway: every field of every kind of record, asked by each
//! relation in several roles. The sites' own tests walk every role; here it is that nothing of it is
//! lost, or won, on the way.

use qianzhan_gateway::{
    auth::{Caller, Role},
    directory::RegionCode,
    supergraph::jurisdiction::{Classification, DataClass},
};
use serde_json::{Value, json};

use crate::testkit::{Answer, ask_as, runtime, shared};

const COUNTY: &str = "621122";

/// Records of the county: the field that finds one, its type, and SQL of a record with few nulls.
const RECORDS: [(&str, &str, &str); 17] = [
    ("committee", "Committee", "SELECT id FROM committees WHERE region_code = '621122'"),
    (
        "member",
        "Member",
        "SELECT id FROM members WHERE id LIKE '621122-%' AND duty_score IS NOT NULL
         AND employer IS NOT NULL AND status = 'ACTIVE' ORDER BY id LIMIT 1",
    ),
    (
        "platform",
        "Platform",
        "SELECT id FROM platforms WHERE id LIKE '621122-%' AND head IS NOT NULL
         AND id IN (SELECT platform_id FROM six_has_checks) ORDER BY id LIMIT 1",
    ),
    (
        "deployment",
        "Deployment",
        "SELECT id FROM deployments WHERE id LIKE '621122-%' ORDER BY id LIMIT 1",
    ),
    ("topic", "Topic", "SELECT id FROM topics WHERE id LIKE '621122-%' ORDER BY id LIMIT 1"),
    (
        "consultationEvent",
        "ConsultationEvent",
        "SELECT id FROM consultation_events WHERE id LIKE '621122-%' AND member_count > 4
         ORDER BY id LIMIT 1",
    ),
    (
        "appeal",
        "Appeal",
        "SELECT id FROM appeals WHERE id LIKE '621122-%' AND opinion_report_id IS NOT NULL
         ORDER BY id LIMIT 1",
    ),
    (
        "opinionReport",
        "OpinionReport",
        "SELECT id FROM opinion_reports WHERE id LIKE '621122-%' ORDER BY id LIMIT 1",
    ),
    ("contact", "Contact", "SELECT id FROM contacts WHERE id LIKE '621122-%' ORDER BY id LIMIT 1"),
    (
        "contactRecord",
        "ContactRecord",
        "SELECT id FROM contact_records WHERE id LIKE '621122-%' AND problem IS NOT NULL
         ORDER BY id LIMIT 1",
    ),
    (
        "dutyRecord",
        "DutyRecord",
        "SELECT id FROM duty_records WHERE id LIKE '621122-%' ORDER BY id LIMIT 1",
    ),
    (
        "proposal",
        "Proposal",
        "SELECT id FROM proposals WHERE id LIKE '621122-%' AND survey_id IS NOT NULL
         AND source_appeal_id IS NOT NULL ORDER BY id LIMIT 1",
    ),
    (
        "proposalSupervision",
        "ProposalSupervision",
        "SELECT id FROM proposal_supervisions WHERE id LIKE '621122-%' ORDER BY id LIMIT 1",
    ),
    (
        "consultationMeeting",
        "ConsultationMeeting",
        "SELECT id FROM consultation_meetings WHERE id LIKE '621122-%' AND topic_id IS NOT NULL
         ORDER BY id LIMIT 1",
    ),
    (
        "sectorActivity",
        "SectorActivity",
        "SELECT id FROM sector_activities WHERE id LIKE '621122-%' ORDER BY id LIMIT 1",
    ),
    (
        "survey",
        "Survey",
        "SELECT id FROM surveys WHERE id LIKE '621122-%' AND heard_on IS NOT NULL
         ORDER BY id LIMIT 1",
    ),
    (
        "brand",
        "Brand",
        "SELECT id FROM brands WHERE id LIKE '621122-%' AND parent_id IS NOT NULL
         ORDER BY id LIMIT 1",
    ),
];

/// What superiors add to a county's records is theirs, and their decision.
const OF_SUPERIORS: [&str; 5] = [
    "provincialHandling",
    "cityHandling",
    "cityAssessments",
    "enterpriseContactNorm",
    "directorLoads",
];

struct Field {
    name: String,
    /// As it is asked.
    selection: String,
    is_connection: bool,
    class: Classification,
}

fn fields_of(type_name: &str) -> Vec<Field> {
    let state = shared().network.gateway.state();
    let (schema, jurisdiction) = (&state.supergraph.api_schema, &state.supergraph.jurisdiction);
    let object = schema.get_object(type_name).expect("a type of the network");
    let fields = object.fields.values().map(|field| {
        let inner = field.ty.inner_named_type();
        let is_connection = inner.ends_with("Connection");
        let below = match (is_connection, schema.get_object(inner)) {
            (true, _) => "{ edges { cursor } }",
            (false, Some(_)) => "{ __typename }",
            (false, None) => "",
        };
        Field {
            name: field.name.to_string(),
            selection: format!("{}{} {below}", field.name, arguments_of(&field.name)),
            is_connection,
            class: jurisdiction.class_of(type_name, &field.name).expect("each field has a class"),
        }
    });
    fields.collect()
}

/// What a field must be asked with.
fn arguments_of(field: &str) -> &'static str {
    match field {
        "dutyProgress" => "(period: \"2024\")",
        _ => "",
    }
}

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

/// Whether a class is given whole, by the built-in policy.
fn is_given(relation: &str, role: &str, class: DataClass) -> bool {
    match class {
        DataClass::Public | DataClass::Statistical => true,
        DataClass::Internal => match relation {
            "SELF" => role != "NONE",
            "SUPERIOR" => !["NONE", "MEMBER"].contains(&role),
            _ => false,
        },
        DataClass::Personal => {
            relation == "SELF" && ["LEADER", "OFFICE", "CLERK", "ADMIN"].contains(&role)
        }
    }
}

#[test]
fn every_field_of_every_record_is_as_its_owner_decides() {
    let own = || caller(Some(COUNTY), &[Role::Office]);
    let cases = [
        ("SELF", Some(COUNTY), Some(Role::Leader)),
        ("SELF", Some(COUNTY), Some(Role::Analyst)),
        ("SELF", Some(COUNTY), None),
        ("SUPERIOR", Some("621100"), Some(Role::Office)),
        ("SUPERIOR", Some("620000"), Some(Role::Analyst)),
        ("SUPERIOR", Some("620000"), Some(Role::Member)),
        ("SUPERIOR", Some("620000"), None),
        ("PEER", Some("621123"), Some(Role::Office)),
        ("PEER", Some("620102"), Some(Role::Admin)),
        ("SUBORDINATE", Some("621122101"), Some(Role::Clerk)),
        ("PUBLIC", Some("621200"), Some(Role::Leader)),
        ("PUBLIC", None, None),
    ];
    let mut kept_back = 0;
    let mut given = 0;
    for (root, type_name, sql) in RECORDS {
        let rows = shared().union.rows(sql);
        let id = rows[0][0].as_str().expect("an id");
        let state = shared().network.gateway.state();
        let of_type = state.supergraph.jurisdiction.class_of_type(type_name);
        let of_type = of_type.expect("each record has a class").class;
        let fields: Vec<Field> = fields_of(type_name)
            .into_iter()
            .filter(|field| !OF_SUPERIORS.contains(&field.name.as_str()))
            .collect();
        let selection: Vec<&str> = fields.iter().map(|field| field.selection.as_str()).collect();
        let document = format!("{{ {root}(id: \"{id}\") {{ {} }} }}", selection.join(" "));
        let all = ask(own(), &document).data()[root].clone();
        for (relation, region, role) in cases {
            let role_name = role.map_or("NONE", Role::as_str);
            let answer = ask(caller(region, role.as_slice()), &document);
            let record = &answer.0["data"][root];
            let case = format!("{type_name} to {relation} {role_name} of {region:?}");
            let named = answer.coverage()["withheld"].to_string();
            if !is_given(relation, role_name, of_type) {
                assert_eq!(*record, Value::Null, "{case}");
                assert!(named.contains(&format!("\"Query.{root}\"")), "{case}: {named}");
                kept_back += 1;
                continue;
            }
            for field in &fields {
                let case = format!("{case}: {}", field.name);
                let (value, owned) = (&record[&field.name], &all[&field.name]);
                if field.name == "accessLog" {
                    let is_office = relation == "SELF" && role == Some(Role::Office);
                    assert!(is_office || value.is_null(), "{case}");
                } else if is_given(relation, role_name, field.class.class) {
                    let is_exact = ["SELF", "SUPERIOR"].contains(&relation);
                    if field.class.is_of_people && !is_exact {
                        assert!(value.is_null() || value.as_i64().is_some_and(|it| it % 5 == 0));
                    } else {
                        assert_eq!(value, owned, "{case}");
                    }
                    given += 1;
                } else {
                    let is_masked = relation == "SELF"
                        && value.as_str().is_some_and(|it| it.contains('*') && value != owned);
                    let is_emptied = field.is_connection && value["edges"] == json!([]);
                    assert!(value.is_null() || is_masked || is_emptied, "{case} leaks {value}");
                    let name = format!("\"{type_name}.{}\"", field.name);
                    assert!(named.contains(&name), "{case} is not named in {named}");
                    kept_back += 1;
                }
            }
        }
    }
    assert!(kept_back > 100 && given > 500, "{kept_back} kept back, {given} given");
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
