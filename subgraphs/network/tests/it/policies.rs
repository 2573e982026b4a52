//! What owners decide holds at the site, whoever asks and however.

use std::time::Duration;

use async_graphql::Request;
use qianzhan_network::{
    CallerRelation, CallerRole, PolicyWatch, SiteServer, TrustedIssuers,
    records::members::SectorCode,
};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::testkit::{
    Records, anonymous, ask_as, caller, code, codes, committee, deployment, member, opinion_report,
    platform, region_query, site_of, site_with_policy, topic,
};

const COUNTY: &str = "621122";

async fn site_under(policy: &str, records: &Records) -> (SiteServer, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("policy.toml");
    std::fs::write(&path, policy).expect("the file is written");
    let database = qianzhan_testkit::database().await;
    let issuers = TrustedIssuers::open();
    (site_with_policy(&database, records, issuers, Some(path)).await, folder)
}

fn withheld(response: &Value) -> Vec<(&str, &str)> {
    let entries = response["extensions"]["withheld"].as_array().map(Vec::as_slice);
    let entries = entries.unwrap_or_default().iter();
    entries
        .map(|entry| {
            (entry["field"].as_str().expect("a text"), entry["how"].as_str().expect("a text"))
        })
        .collect()
}

fn region_field<'r>(response: &'r Value, field: &str) -> &'r Value {
    &response["data"]["_entities"][0][field]
}

fn people() -> Records {
    let mut records = Records::of_county(COUNTY);
    for (place, sector) in [
        SectorCode::Education,
        SectorCode::Education,
        SectorCode::Education,
        SectorCode::Education,
        SectorCode::Education,
        SectorCode::Education,
        SectorCode::Religion,
        SectorCode::Health,
        SectorCode::Health,
        SectorCode::Health,
        SectorCode::Health,
        SectorCode::Health,
        SectorCode::Health,
        SectorCode::Health,
    ]
    .into_iter()
    .enumerate()
    {
        let mut member = member(COUNTY, &format!("a{place:02}"));
        member.name = format!("张{place:02}");
        member.sector = sector;
        member.duty_score = Some(60.0 + f64::from(u32::try_from(place).expect("few")));
        member.is_party_member = true;
        records.members.push(member);
    }
    records
}

#[tokio::test]
async fn what_is_withheld_is_null_and_named() {
    let mut records = people();
    let mut station = platform(COUNTY, "a");
    station.head = Some("李四".to_owned());
    records.platforms.push(station);
    let server = site_of(&records).await;
    let query = "{ member(id: \"621122-m-a00\") { name dutyScore isPartyMember } \
                   platform(id: \"621122-p-a\") { name head } }";
    for (case, caller, duty_score, party, head, named) in [
        (
            "own office",
            caller(COUNTY, &[CallerRole::Office]),
            json!(60.0),
            json!(true),
            json!("李四"),
            vec![],
        ),
        (
            "own analyst",
            caller(COUNTY, &[CallerRole::Analyst]),
            json!(60.0),
            Value::Null,
            json!("李*"),
            vec![("Member.isPartyMember", "WITHHELD"), ("Platform.head", "MASKED")],
        ),
        (
            "provincial leader",
            caller("620000", &[CallerRole::Leader]),
            json!(60.0),
            Value::Null,
            Value::Null,
            vec![("Member.isPartyMember", "WITHHELD"), ("Platform.head", "WITHHELD")],
        ),
        (
            "peer office",
            caller("621123", &[CallerRole::Office]),
            Value::Null,
            Value::Null,
            Value::Null,
            vec![
                ("Member.dutyScore", "WITHHELD"),
                ("Member.isPartyMember", "WITHHELD"),
                ("Platform.head", "WITHHELD"),
            ],
        ),
    ] {
        let response = ask_as(&server, caller, query).await;
        assert_eq!(codes(&response), [], "{case}");
        let data = &response["data"];
        assert_eq!(data["member"]["name"], "张00", "{case}");
        assert_eq!(data["member"]["dutyScore"], duty_score, "{case}");
        assert_eq!(data["member"]["isPartyMember"], party, "{case}");
        assert_eq!(data["platform"], json!({ "name": "a", "head": head }), "{case}");
        assert_eq!(withheld(&response), named, "{case}");
    }
}

#[tokio::test]
async fn a_withheld_field_is_no_filter_and_no_sort_key() {
    let server = site_of(&people()).await;
    let peer = || caller("621123", &[CallerRole::Office]);
    for arguments in [
        "(filter: { minDutyScore: 65 })",
        "(orderBy: { field: DUTY_SCORE })",
        "(orderBy: { direction: DESC, field: DUTY_SCORE })",
        "(filter: { nameContains: \"张\", minDutyScore: 0 })",
        "(filter: { status: ACTIVE })",
    ] {
        let query = region_query(COUNTY, &format!("members{arguments} {{ totalCount }}"));
        let response = ask_as(&server, peer(), &query).await;
        let refused = ("ARGUMENT_READS_WITHHELD", "[\"_entities\",0,\"members\"]".to_owned());
        assert_eq!(codes(&response), [refused], "{arguments}");
        assert_eq!(*region_field(&response, "members"), Value::Null, "{arguments}");
    }
    // By a variable too.
    let query = "query($order: MemberOrder, $filter: MemberFilter) { \
         _entities(representations: [{ __typename: \"Region\", code: \"621122\" }]) { \
         ... on Region { members(orderBy: $order, filter: $filter) { totalCount } } } }";
    for variables in [
        json!({ "order": { "field": "DUTY_SCORE" } }),
        json!({ "filter": { "minDutyScore": 65.0 } }),
    ] {
        let request = Request::new(query).variables(async_graphql::Variables::from_json(variables));
        let response = server.execute(peer(), request).await;
        let response = serde_json::to_value(response).expect("JSON");
        assert_eq!(codes(&response)[0].0, "ARGUMENT_READS_WITHHELD");
    }
    // What is read freely filters freely.
    let query = region_query(COUNTY, "members(filter: { sectors: [HEALTH] }) { totalCount }");
    let response = ask_as(&server, peer(), &query).await;
    assert_eq!(codes(&response), []);
    assert_eq!(region_field(&response, "members")["totalCount"], 5);
    // Whoever may have the field may filter by it.
    let superior = caller("620000", &[CallerRole::Analyst]);
    let query = region_query(
        COUNTY,
        "members(filter: { minDutyScore: 72.5 }, orderBy: { field: DUTY_SCORE }) { totalCount }",
    );
    let response = ask_as(&server, superior, &query).await;
    assert_eq!(region_field(&response, "members"), &json!({ "totalCount": 1 }));
}

#[tokio::test]
async fn a_default_order_reads_as_a_given_one_does() {
    let mut records = Records::of_county(COUNTY);
    records.events = vec![crate::testkit::event(COUNTY, "a", "2024-01-01")];
    let policy = "[[rules]]\nfields = [\"ConsultationEvent.heldOn\"]\nrelations = [\"PEER\"]\n\
                  effect = \"withhold\"\n";
    let (server, _folder) = site_under(policy, &records).await;
    let peer = || caller("621123", &[CallerRole::Office]);
    for (order, is_refused) in [("", true), ("(orderBy: { field: ID })", false)] {
        let query =
            region_query(COUNTY, &format!("consultationEvents{order} {{ nodes {{ id }} }}"));
        let response = ask_as(&server, peer(), &query).await;
        assert_eq!(codes(&response).len(), usize::from(is_refused), "{response}");
        assert_eq!(region_field(&response, "consultationEvents").is_null(), is_refused);
    }
}

#[tokio::test]
async fn of_what_is_counted_only_the_count_is_given() {
    let mut records = people();
    records.topics = vec![topic(COUNTY, "a", "2024-01-01"), topic(COUNTY, "b", "2024-01-02")];
    let server = site_of(&records).await;
    let peer = caller("621123", &[CallerRole::Office]);
    let query = region_query(
        COUNTY,
        "members(first: 2) { totalCount nodes { id } edges { cursor } pageInfo { hasNextPage \
         hasPreviousPage startCursor endCursor } } \
         topics { totalCount nodes { id title } } opinionReports { totalCount }",
    );
    let response = ask_as(&server, peer, &query).await;
    assert_eq!(codes(&response), []);
    assert_eq!(
        response["data"]["_entities"][0],
        json!({
            "members": {
                "totalCount": 15, "nodes": [], "edges": [],
                "pageInfo": {
                    "hasNextPage": false, "hasPreviousPage": false,
                    "startCursor": null, "endCursor": null,
                },
            },
            "topics": { "totalCount": 2, "nodes": [] },
            "opinionReports": { "totalCount": 0 },
        })
    );
    assert_eq!(
        withheld(&response),
        [
            ("MemberConnection.totalCount", "ROUNDED"),
            ("Region.members", "COUNT_ONLY"),
            ("Region.opinionReports", "COUNT_ONLY"),
            ("Region.topics", "COUNT_ONLY"),
        ]
    );
}

/// The attack: one member of a sector; their number is the total less that of the others.
#[tokio::test]
async fn no_difference_of_counts_gives_a_small_cell_back() {
    let server = site_of(&people()).await;
    let peer = || caller("621123", &[CallerRole::Office]);
    let count = async |sectors: &str| {
        let field = format!("members(filter: {{ sectors: [{sectors}] }}) {{ totalCount }}");
        let response = ask_as(&server, peer(), &region_query(COUNTY, &field)).await;
        assert_eq!(codes(&response), []);
        region_field(&response, "members")["totalCount"].as_i64()
    };
    assert_eq!(count("RELIGION").await, None);
    let subsets = ["EDUCATION", "HEALTH", "EDUCATION, HEALTH"];
    for others in subsets {
        let without = count(others).await.expect("it is large");
        let with = count(&format!("{others}, RELIGION")).await.expect("it is large");
        assert_eq!((without % 5, with % 5), (0, 0), "{others}");
        assert_ne!(with - without, 1, "{others}");
    }
    // The roll-up by sector against its total.
    let query = region_query(
        COUNTY,
        "tally { members distinctPersons personSet bySector { sector members } }",
    );
    let response = ask_as(&server, peer(), &query).await;
    let tally = region_field(&response, "tally");
    assert_eq!(tally["members"], 15);
    assert_eq!(tally["distinctPersons"], 15);
    assert_eq!(tally["personSet"], Value::Null);
    let cells = tally["bySector"].as_array().expect("sectors");
    let of = |sector: &str| {
        cells.iter().find(|it| it["sector"] == sector).map(|it| it["members"].clone())
    };
    assert_eq!(of("RELIGION"), Some(Value::Null));
    assert_eq!((of("EDUCATION"), of("HEALTH")), (Some(json!(5)), Some(json!(5))));
    assert_eq!(
        withheld(&response),
        [
            ("SectorTally.members", "SUPPRESSED"),
            ("SectorTally.members", "ROUNDED"),
            ("Tally.distinctPersons", "WITHHELD"),
            ("Tally.distinctPersons", "ROUNDED"),
            ("Tally.members", "ROUNDED"),
        ]
    );
    // A superior counts exactly.
    let superior = caller("620000", &[CallerRole::Analyst]);
    let response = ask_as(&server, superior, &query).await;
    assert_eq!(region_field(&response, "tally")["members"], 14);
    assert_eq!(withheld(&response), []);
}

#[tokio::test]
async fn ids_cannot_be_guessed() {
    let mut records = Records::of_county(COUNTY);
    records.opinion_reports = vec![opinion_report(COUNTY, "a", "2024-01-01")];
    let server = site_of(&records).await;
    let ask = async |id: &str| {
        let query = format!(
            "{{ opinionReport(id: \"{id}\") {{ title status }} \
             _entities(representations: [{{ __typename: \"OpinionReport\", id: \"{id}\" }}]) {{ \
             ... on OpinionReport {{ id title author {{ id }} committee {{ id }} isGenerated }} }} }}"
        );
        let before = server.site().database.statement_count();
        let peer = caller("621123", &[CallerRole::Office]);
        let mut response = ask_as(&server, peer, &query).await;
        response["extensions"]["accessLog"].take();
        let statements = server.site().database.statement_count() - before;
        (response.to_string().replace(id, "ID"), statements)
    };
    let (there, statements) = ask("621122-o-a").await;
    assert_eq!(ask("621122-o-z").await, (there.clone(), statements));
    assert_eq!(statements, 0, "nothing is looked for: there is nothing to time");
    let response: Value = serde_json::from_str(&there).expect("JSON");
    assert_eq!(codes(&response), []);
    assert_eq!(response["data"]["opinionReport"], Value::Null);
    assert_eq!(
        response["data"]["_entities"][0],
        json!({ "id": "ID", "title": null, "author": null, "committee": null, "isGenerated": null })
    );
}

#[tokio::test]
async fn a_hosted_county_is_the_owner_of_its_records() {
    let mut records = Records::default();
    for region in ["621100", "621122", "621123"] {
        records.committees.push(committee(region));
        records.members.push(member(region, "a"));
        let mut event = crate::testkit::event(region, "a", "2024-01-01");
        event.member_count = 3;
        records.outcomes.push(crate::testkit::outcome(&event, 1));
        records.events.push(event);
        records.members.last_mut().expect("one").is_party_member = true;
    }
    let server = site_of(&records).await;
    let ask = async |asking: &str, asked: &str| {
        let query = format!(
            "{{ member(id: \"{asked}-m-a\") {{ isPartyMember }} \
             consultationEvent(id: \"{asked}-e-a\") {{ memberCount outcomes {{ text }} }} \
             _entities(representations: [{{ __typename: \"Region\", code: \"{asked}\" }}]) {{ \
             ... on Region {{ members {{ nodes {{ isPartyMember }} }} tally {{ members }} }} }} }}"
        );
        let response = ask_as(&server, caller(asking, &[CallerRole::Office]), &query).await;
        assert_eq!(codes(&response), [], "{asking} {asked}");
        response["data"].clone()
    };
    let own = ask("621122", "621122").await;
    assert_eq!(
        own,
        json!({
            "member": { "isPartyMember": true },
            "consultationEvent": { "memberCount": 3, "outcomes": [{ "text": "建议1" }] },
            "_entities": [{
                "members": { "nodes": [{ "isPartyMember": true }] }, "tally": { "members": 1 },
            }],
        })
    );
    let peer = ask("621122", "621123").await;
    assert_eq!(
        peer,
        json!({
            "member": { "isPartyMember": null },
            "consultationEvent": { "memberCount": null, "outcomes": null },
            "_entities": [{ "members": { "nodes": [] }, "tally": { "members": null } }],
        })
    );
    let superior = ask("621100", "621122").await;
    assert_eq!(superior["member"], json!({ "isPartyMember": null }));
    assert_eq!(superior["consultationEvent"]["outcomes"][0]["text"], "建议1");
}

/// What lies across the regions of a site is given as far as each of them gives it, and a record that
/// is asked for beside it lends it nothing.
#[tokio::test]
async fn a_person_of_two_hosted_counties_is_neithers_alone() {
    let mut records = Records::default();
    for region in ["621100", "621122", "621123"] {
        let county = Records::of_county(region);
        records.committees.extend(county.committees);
        records.localities.extend(county.localities);
        let mut seat = member(region, "a");
        seat.person_id = "person-of-two".to_owned();
        let mut sent = deployment(region, "a", "2024-01-01");
        sent.person_id.clone_from(&seat.person_id);
        records.members.push(seat);
        records.deployments.push(sent);
    }
    let server = site_of(&records).await;
    let query = "{ own: member(id: \"621122-m-a\") { status } \
                   person: _entities(representations: [ \
                   { __typename: \"Person\", id: \"person-of-two\" }]) { \
                   ... on Person { seats { id status } deployments { id } } } \
                   around: _entities(representations: [ \
                   { __typename: \"Region\", code: \"621100\" }]) { \
                   ... on Region { members(orderBy: { field: DUTY_SCORE }) { totalCount } } } }";
    for (asking, role, sees_deployments, may_sort) in [
        ("621122", CallerRole::Office, false, false),
        ("621100", CallerRole::Member, false, false),
        ("621100", CallerRole::Office, true, true),
        ("620000", CallerRole::Analyst, true, true),
    ] {
        let response = ask_as(&server, caller(asking, &[role]), query).await;
        let case = format!("{asking} {role:?}");
        let person = &response["data"]["person"][0];
        let deployments = person["deployments"].as_array().map(Vec::len);
        assert_eq!(deployments, sees_deployments.then_some(3), "{case}");
        assert_eq!(person["seats"].as_array().map(Vec::len), Some(3), "{case}");
        let refused = codes(&response).iter().any(|(code, _)| *code == "ARGUMENT_READS_WITHHELD");
        assert_eq!(refused, !may_sort, "{case}");
    }
}

#[tokio::test]
async fn a_saved_policy_holds_and_a_broken_one_does_not() {
    let (server, folder) = site_under("", &people()).await;
    let path = folder.path().join("policy.toml");
    let duty_score = async || {
        let peer = caller("621123", &[CallerRole::Office]);
        let query = "{ member(id: \"621122-m-a00\") { dutyScore } }";
        ask_as(&server, peer, query).await["data"]["member"]["dutyScore"].clone()
    };
    assert_eq!(duty_score().await, Value::Null);
    let allows = "[[rules]]\nrelations = [\"PEER\"]\nroles = [\"OFFICE\"]\n\
                  fields = [\"Member.dutyScore\"]\neffect = \"allow\"\n";
    std::fs::write(&path, allows).expect("the file is written");
    server.policy().reload().expect("it is sound");
    assert_eq!(duty_score().await, json!(60.0));
    for (broken, code) in [
        ("[[rules]]\neffect = \"alow\"\n", "POLICY_SYNTAX_INVALID"),
        ("[[rules]]\neffect = \"allow\"\nrelation = [\"PEER\"]\n", "POLICY_SYNTAX_INVALID"),
        ("[cell]\nminimum = 3\n", "POLICY_SYNTAX_INVALID"),
        ("rules = 3", "POLICY_SYNTAX_INVALID"),
        (
            "[[rules]]\nfields = [\"Member.dutyscore\"]\neffect = \"withhold\"\n",
            "POLICY_FIELD_UNKNOWN",
        ),
        ("[[rules]]\nfields = [\"Membr\"]\neffect = \"withhold\"\n", "POLICY_FIELD_UNKNOWN"),
    ] {
        std::fs::write(&path, broken).expect("the file is written");
        let error = server.policy().reload().expect_err(broken);
        assert_eq!(error.code(), code, "{broken}: {error}");
        assert_eq!(duty_score().await, json!(60.0), "the old policy holds");
    }
    std::fs::remove_file(&path).expect("it is there");
    server.policy().reload().expect("the built-in policy needs no file");
    assert_eq!(duty_score().await, Value::Null);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_owner_saves_holds_without_a_restart() {
    let (server, folder) = site_under("", &people()).await;
    let shutdown = CancellationToken::new();
    let watch = PolicyWatch::new(vec![server.clone()]).expect("the folder is there");
    let watching = tokio::spawn(watch.run(shutdown.clone()));
    let path = folder.path().join("policy.toml");
    // As editors do: emptied, then written; or another file moved over it.
    let withholds = "[[rules]]\nfields = [\"Platform.host\"]\neffect = \"withhold\"\n";
    std::fs::write(&path, "").expect("the file is emptied");
    std::fs::write(&path, format!("{withholds}[cells]\nminimum = 9\n")).expect("it is written");
    holds_minimum(&server, 9).await;
    let beside = folder.path().join("policy.toml.new");
    std::fs::write(&beside, format!("{withholds}[cells]\nminimum = 7\n")).expect("it is written");
    std::fs::rename(&beside, &path).expect("it is moved");
    holds_minimum(&server, 7).await;
    shutdown.cancel();
    watching.await.expect("the watch ends");
}

/// Waits until counts are rounded to a multiple of `minimum`.
async fn holds_minimum(server: &SiteServer, minimum: u32) {
    let rounded_to = || {
        let policy = server.policy().current();
        let explained = policy.explain(CallerRelation::Peer, &[], "Tally", "members");
        explained.and_then(|it| it.rounded_to)
    };
    let holds = async {
        while rounded_to() != Some(minimum) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), holds).await.expect("what was saved holds");
}

#[tokio::test]
async fn rules_of_types_and_of_what_a_figure_is_made_from() {
    let policy = "[[rules]]\nfields = [\"Member.dutyScore\", \"Deployment\"]\neffect = \"withhold\"\n\
                  [[rules]]\nfields = [\"Member.name\"]\neffect = \"mask\"\n\
                  [cells]\nminimum = 1\n";
    let mut records = people();
    records.deployments = vec![deployment(COUNTY, "a", "2024-01-01")];
    let (server, _folder) = site_under(policy, &records).await;
    let own = || caller(COUNTY, &[CallerRole::Office]);
    let query = region_query(
        COUNTY,
        "tally { members meanDutyScore minDutyScore deployments } \
         members(first: 1) { nodes { name dutyScore } } \
         deployments(orderBy: { field: ID }) { totalCount nodes { id role } }",
    );
    let response = ask_as(&server, own(), &query).await;
    assert_eq!(codes(&response), []);
    assert_eq!(
        response["data"]["_entities"][0],
        json!({
            "tally": {
                "members": 14, "meanDutyScore": null, "minDutyScore": null, "deployments": 1,
            },
            "members": { "nodes": [{ "name": "张*", "dutyScore": null }] },
            "deployments": null,
        })
    );
    // A masked field is no sort key either.
    let query = region_query(COUNTY, "members(orderBy: { field: NAME }) { totalCount }");
    assert_eq!(codes(&ask_as(&server, own(), &query).await)[0].0, "ARGUMENT_READS_WITHHELD");
    let query = "{ deployment(id: \"621122-d-a\") { role } }";
    assert_eq!(ask_as(&server, own(), query).await["data"], json!({ "deployment": null }));
}

#[tokio::test]
async fn no_list_or_reference_leads_to_a_record_that_is_not_told() {
    let mut records = people();
    let mut sitting = crate::testkit::event(COUNTY, "a", "2024-01-01");
    let matter = topic(COUNTY, "a", "2024-01-01");
    sitting.topic_id = Some(matter.id.clone());
    records.topics.push(matter);
    records.events.push(sitting);
    records.platforms.push(platform(COUNTY, "a"));
    records.deployments.push(deployment(COUNTY, "a", "2024-01-01"));
    let own = || caller(COUNTY, &[CallerRole::Office]);
    let query = "{ consultationEvent(id: \"621122-e-a\") { topic { id } } \
                   person: _entities(representations: [ \
                   { __typename: \"Person\", id: \"person-620000-a\" }]) { \
                   ... on Person { deployments { id } } } \
                   region: _entities(representations: [ \
                   { __typename: \"Region\", code: \"621122\" }]) { ... on Region { \
                   topics(orderBy: { field: ID }) { totalCount edges { node { id } } } \
                   deployments(orderBy: { field: ID }) { totalCount nodes { id } } } } }";
    for (effect, counted) in [
        ("withhold", [Value::Null, Value::Null]),
        (
            "count-only",
            [json!({ "totalCount": 1, "edges": [] }), json!({ "totalCount": 1, "nodes": [] })],
        ),
    ] {
        let policy =
            format!("[[rules]]\nfields = [\"Topic\", \"Deployment\"]\neffect = \"{effect}\"\n");
        let (server, _folder) = site_under(&policy, &records).await;
        let response = ask_as(&server, own(), query).await;
        assert_eq!(codes(&response), [], "{effect}");
        let [topics, deployments] = counted;
        assert_eq!(
            response["data"],
            json!({
                "consultationEvent": { "topic": null },
                "person": [{ "deployments": null }],
                "region": [{ "topics": topics, "deployments": deployments }],
            }),
            "{effect}"
        );
    }
}

/// A mean times the number of events is the number of people, and a member's number of events is
/// about one person.
#[tokio::test]
async fn figures_that_give_counts_of_people_back_are_withheld_where_counts_are_rounded() {
    let mut records = people();
    let mut sitting = crate::testkit::event(COUNTY, "a", "2024-01-01");
    sitting.member_count = 2;
    records.attendance.push(crate::testkit::attendance(&sitting, "621122-m-a00"));
    records.events.push(sitting);
    let server = site_of(&records).await;
    let query = "{ member(id: \"621122-m-a00\") { consultationEvents { totalCount } } \
                   _entities(representations: [{ __typename: \"Region\", code: \"621122\" }]) { \
                   ... on Region { tally(period: \"2024\") { \
                   consultationEvents memberParticipations meanMembersPresent } } } }";
    for (case, caller, events, present) in [
        ("peer", caller("621123", &[CallerRole::Office]), Value::Null, Value::Null),
        ("public", anonymous(), Value::Null, Value::Null),
        (
            "superior",
            caller("621100", &[CallerRole::Analyst]),
            json!({ "totalCount": 1 }),
            json!(2.0),
        ),
    ] {
        let response = ask_as(&server, caller, query).await;
        assert_eq!(codes(&response), [], "{case}");
        assert_eq!(response["data"]["member"]["consultationEvents"], events, "{case}");
        let tally = region_field(&response, "tally");
        assert_eq!(tally["consultationEvents"], 1, "{case}");
        assert_eq!(tally["meanMembersPresent"], present, "{case}");
        assert_eq!(tally["memberParticipations"].is_null(), present.is_null(), "{case}");
    }
}

#[tokio::test]
async fn a_person_is_named_no_better_than_a_seat() {
    let policy = "[[rules]]\nfields = [\"Member.name\"]\nrelations = [\"PUBLIC\"]\n\
                  effect = \"mask\"\n";
    let (server, _folder) = site_under(policy, &people()).await;
    let query = "{ _entities(representations: [ \
                 { __typename: \"Person\", id: \"person-621122-a00\" }]) { \
                 ... on Person { name seats { name } } } }";
    let response = ask_as(&server, anonymous(), query).await;
    assert_eq!(
        response["data"]["_entities"][0],
        json!({ "name": null, "seats": [{ "name": "张*" }] })
    );
}

#[tokio::test]
async fn the_public_has_what_is_public() {
    let server = site_of(&people()).await;
    let query = region_query(COUNTY, "code committees { name } tally { committees members }");
    for caller in [anonymous(), caller("621200", CallerRole::ALL)] {
        let response = ask_as(&server, caller, &query).await;
        assert_eq!(codes(&response), []);
        assert_eq!(
            response["data"]["_entities"][0],
            json!({
                "code": code(COUNTY).to_string(),
                "committees": [{ "name": "621122政协" }],
                "tally": { "committees": 1, "members": 15 },
            })
        );
    }
}
