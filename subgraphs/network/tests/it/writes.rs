//! Writes: who may, what is refused and leaves nothing behind, and what is done once.

use std::sync::Arc;

use async_graphql::{Request, Variables};
use qianzhan_network::{
    Caller, CallerRole, SiteServer, TrustedIssuers,
    records::{codes::CodeStatus, topics::TopicStatus},
};
use qianzhan_testkit::{TestStore, all_rows};
use serde_json::{Value, json};

use crate::testkit::{
    Records, anonymous, appeal, ask_as, caller, code_of, codes, date, event, member,
    opinion_report, platform, region_query, site_in, site_of, site_with_policy, topic,
};

const COUNTY: &str = "621122";
const COMMITTEE: &str = "621122-committee";

const ERRORS: &str =
    "isReplay userErrors { code field messageZh messageEn state allowedMoves currentVersion }";

fn records() -> Records {
    let mut records = Records::of_county(COUNTY);
    let station = platform(COUNTY, "a");
    let (in_use, mut revoked) = (code_of(&station), code_of(&station));
    revoked.id = "621122-c-old".parse().expect("an id");
    revoked.status = CodeStatus::Revoked;
    revoked.revoked_on = Some(date("2024-02-01"));
    revoked.revoked_reason = Some("换牌".to_owned());
    records.appeals = vec![appeal(&in_use, "a", "2024-03-01"), appeal(&in_use, "b", "2024-03-02")];
    records.codes = vec![in_use, revoked];
    let mut listed = topic(COUNTY, "listed", "2024-01-01");
    listed.status = TopicStatus::Listed;
    records.topics = vec![topic(COUNTY, "t", "2024-01-01"), listed];
    records.events = vec![event(COUNTY, "e", "2024-02-01")];
    records.opinion_reports = vec![opinion_report(COUNTY, "o", "2024-03-01")];
    records.members = vec![member(COUNTY, "m")];
    records.platforms = vec![station];
    records
}

fn clerk() -> Arc<Caller> {
    caller(COUNTY, &[CallerRole::Clerk])
}

fn office() -> Arc<Caller> {
    caller(COUNTY, &[CallerRole::Office])
}

/// One mutation, asked with variables; the whole response.
pub(crate) async fn write(
    server: &SiteServer,
    caller: Arc<Caller>,
    mutation: &str,
    (route, key): (&str, &str),
    idempotency_key: &str,
    input: Value,
    selection: &str,
) -> Value {
    let input_type = format!("{}{}Input!", mutation[..1].to_uppercase(), &mutation[1..]);
    let query = format!(
        "mutation($key: ID!, $once: String!, $input: {input_type}) {{ \
         written: {mutation}({route}: $key, idempotencyKey: $once, input: $input) \
         {{ {selection} {ERRORS} }} }}"
    );
    let variables = json!({ "key": key, "once": idempotency_key, "input": input });
    let request = Request::new(query).variables(Variables::from_json(variables));
    let response = server.execute(caller, request).await;
    serde_json::to_value(response).expect("responses serialize")
}

/// What was written, which must have been.
pub(crate) fn accepted(response: &Value) -> &Value {
    assert!(response.get("errors").is_none(), "{response}");
    let written = &response["data"]["written"];
    assert_eq!(written["userErrors"], json!([]), "{response}");
    written
}

/// Code and field of each reason.
pub(crate) fn reasons(response: &Value) -> Vec<(String, String)> {
    assert!(response.get("errors").is_none(), "{response}");
    let errors = response["data"]["written"]["userErrors"].as_array().expect("a list");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    errors
        .iter()
        .map(|error| {
            assert!(!text(&error["messageZh"]).is_empty() && !text(&error["messageEn"]).is_empty());
            let field: Vec<String> =
                error["field"].as_array().expect("a path").iter().map(text).collect();
            (text(&error["code"]), field.join("."))
        })
        .collect()
}

#[tokio::test]
async fn an_appeal_becomes_a_topic_an_event_and_a_report() {
    let server = site_of(&records()).await;
    let said = write(
        &server,
        anonymous(),
        "submitAppeal",
        ("code", "621122-p-a-c"),
        "resident-1",
        json!({ "text": "东街村饮水管网老化，冬天常停水。", "speakerPhone": "13800000000" }),
        "id appeal { id }",
    )
    .await;
    let appeal = accepted(&said)["id"].as_str().expect("a receipt").to_owned();
    assert!(appeal.starts_with("621122-"));
    // The public has a receipt, and not the record.
    assert_eq!(said["data"]["written"]["appeal"], Value::Null);

    let step = async |caller, mutation, route, once: &str, input, selection: &str| {
        let response = write(&server, caller, mutation, route, once, input, selection).await;
        accepted(&response).clone()
    };
    let assigned = step(
        clerk(),
        "moveAppeal",
        ("id", &appeal),
        "1",
        json!({ "expectedVersion": 1, "to": "ASSIGNED", "handler": "县水务局" }),
        "appeal { status handler version channel speakerPhone code { id } platform { id } \
         locality { code } }",
    )
    .await;
    assert_eq!(
        assigned["appeal"],
        json!({ "status": "ASSIGNED", "handler": "县水务局", "version": 2, "channel": "CODE",
                "speakerPhone": "13800000000", "code": { "id": "621122-p-a-c" },
                "platform": { "id": "621122-p-a" }, "locality": { "code": "621122101" } })
    );
    let collected = step(
        clerk(),
        "collectTopic",
        ("committeeId", COMMITTEE),
        "2",
        json!({ "title": "关于东街村饮水管网改造的议题", "source": "PUBLIC",
                "appealIds": [appeal] }),
        "id topic { status locality { code } sourceAppeals { id status version } }",
    )
    .await;
    let topic = collected["id"].as_str().expect("an id").to_owned();
    assert_eq!(
        collected["topic"],
        json!({ "status": "COLLECTED", "locality": { "code": "621122101" },
                "sourceAppeals": [{ "id": appeal, "status": "TRANSFERRED", "version": 3 }] })
    );
    for (version, to) in [(1, "LISTED"), (2, "APPROVED")] {
        let moved = step(
            office(),
            "moveTopic",
            ("id", &topic),
            to,
            json!({ "expectedVersion": version, "to": to }),
            "topic { status }",
        )
        .await;
        assert_eq!(moved["topic"]["status"], to);
    }
    let planned = step(
        clerk(),
        "planConsultationEvent",
        ("committeeId", COMMITTEE),
        "3",
        json!({ "title": "饮水管网改造协商", "kind": "GRASSROOTS", "venue": "ROOM",
                "heldOn": "2024-04-01", "topicId": topic, "platformId": "621122-p-a" }),
        "id consultationEvent { status mode }",
    )
    .await;
    assert_eq!(planned["consultationEvent"], json!({ "status": "PLANNED", "mode": "ON_SITE" }));
    let event = planned["id"].as_str().expect("an id").to_owned();
    let moves = [
        json!({ "to": "HELD", "residentCount": 12, "problemsFound": 1, "attendance": [
            { "memberId": "621122-m-m", "level": "COUNTY", "sector": "EDUCATION", "role": "HOST" },
            { "memberId": "620000-m-x", "level": "PROVINCE", "sector": "ECONOMY" }] }),
        json!({ "to": "SUGGESTED", "suggestions": ["分段更换管网", "冬季前完成"] }),
        json!({ "to": "ADOPTED" }),
        json!({ "to": "CARRIED_OUT" }),
        json!({ "to": "SOLVED", "problemsSolved": 1 }),
    ];
    for (version, mut input) in (1..).zip(moves) {
        input["expectedVersion"] = json!(version);
        let once = format!("event {version}");
        step(clerk(), "moveConsultationEvent", ("id", &event), &once, input, "id").await;
    }
    let report = step(
        caller(COUNTY, &[CallerRole::Member]),
        "collectOpinionReport",
        ("committeeId", COMMITTEE),
        "4",
        json!({ "title": "关于农村饮水管网的建议", "text": "建议……", "sourceEventId": event,
                "authorId": "621122-m-m", "appealIds": [appeal] }),
        "id",
    )
    .await;
    let report = report["id"].as_str().expect("an id").to_owned();
    step(
        clerk(),
        "moveOpinionReport",
        ("id", &report),
        "5",
        json!({ "expectedVersion": 1, "to": "EDITED", "text": "建议分段更换。" }),
        "id",
    )
    .await;
    step(
        clerk(),
        "moveOpinionReport",
        ("id", &report),
        "6",
        json!({ "expectedVersion": 2, "to": "SUBMITTED", "submittedTo": "CITY" }),
        "id",
    )
    .await;

    let chain = format!(
        "{{ opinionReport(id: \"{report}\") {{ status text submittedTo version
            sourceAppeals {{ id topic {{ id status }} }}
            sourceEvent {{ status memberCount residentCount suggestionCount problemsSolved
                attendance {{ member {{ id }} role }} outcomes {{ text status }} }} }} }}"
    );
    let answer = ask_as(&server, office(), &chain).await;
    assert_eq!(
        answer["data"]["opinionReport"],
        json!({ "status": "SUBMITTED", "text": "建议分段更换。", "submittedTo": "CITY", "version": 3,
            "sourceAppeals": [{ "id": appeal, "topic": { "id": topic, "status": "CONSULTED" } }],
            "sourceEvent": { "status": "SOLVED", "memberCount": 2, "residentCount": 12,
                "suggestionCount": 2, "problemsSolved": 1,
                "attendance": [
                    { "member": { "id": "620000-m-x" }, "role": "PARTICIPANT" },
                    { "member": { "id": "621122-m-m" }, "role": "HOST" }],
                "outcomes": [{ "text": "分段更换管网", "status": "CARRIED_OUT" },
                             { "text": "冬季前完成", "status": "CARRIED_OUT" }] } })
    );
}

/// A mutation, what it is routed by, its input, and the roles that may do it.
type Asked = (&'static str, (&'static str, &'static str), Value, &'static [&'static str]);

/// Every mutation, with an input that a caller who may would have accepted.
fn mutations() -> Vec<Asked> {
    let clerks: &[&str] = &["OFFICE", "CLERK", "ADMIN"];
    let members: &[&str] = &["OFFICE", "CLERK", "MEMBER", "ADMIN"];
    let committee = ("committeeId", COMMITTEE);
    vec![
        ("issueCode", committee, json!({ "memberId": "621122-m-m" }), clerks),
        (
            "revokeCode",
            ("value", "621122-p-a-c"),
            json!({ "expectedVersion": 1, "reason": "换牌" }),
            clerks,
        ),
        ("recordAppeal", committee, json!({ "text": "路灯不亮" }), members),
        (
            "moveAppeal",
            ("id", "621122-a-a"),
            json!({ "expectedVersion": 1, "to": "ASSIGNED", "handler": "县住建局" }),
            clerks,
        ),
        ("collectTopic", committee, json!({ "title": "题", "source": "ONLINE" }), members),
        (
            "moveTopic",
            ("id", "621122-t-t"),
            json!({ "expectedVersion": 1, "to": "LISTED" }),
            &["LEADER", "OFFICE", "ADMIN"],
        ),
        (
            "planConsultationEvent",
            committee,
            json!({ "title": "题", "kind": "MICRO", "venue": "FIELD", "heldOn": "2030-01-01" }),
            clerks,
        ),
        (
            "moveConsultationEvent",
            ("id", "621122-e-e"),
            json!({ "expectedVersion": 1, "to": "SUGGESTED", "suggestions": ["建议"] }),
            clerks,
        ),
        ("collectOpinionReport", committee, json!({ "title": "题", "text": "文" }), members),
        (
            "moveOpinionReport",
            ("id", "621122-o-o"),
            json!({ "expectedVersion": 1, "to": "SUBMITTED", "submittedTo": "PROVINCE" }),
            clerks,
        ),
    ]
}

#[tokio::test]
async fn only_the_owners_people_in_a_named_role_write() {
    for (mutation, route, input, roles) in mutations() {
        let server = site_of(&records()).await;
        let before = all_rows(&server.site().database).await;
        let mut refused = vec![("nobody", anonymous())];
        for role in CallerRole::ALL {
            if !roles.contains(&role.as_text()) {
                refused.push(("another role", caller(COUNTY, &[*role])));
            }
            for region in ["620000", "621100", "621123", "621122101", "621200"] {
                refused.push((region, caller(region, &[*role])));
            }
        }
        for (case, caller) in refused {
            let answer = write(&server, caller, mutation, route, "k", input.clone(), "id").await;
            let expected = [("WRITE_FORBIDDEN", "[\"written\"]".to_owned())];
            assert_eq!(codes(&answer), expected, "{mutation} by {case}");
            assert_eq!(answer["data"]["written"], Value::Null);
        }
        assert_eq!(all_rows(&server.site().database).await, before, "{mutation} leaves nothing");
        for (place, role) in roles.iter().enumerate() {
            let server = site_of(&records()).await;
            let role: CallerRole = role.parse().expect("a role");
            let once = place.to_string();
            let writer = caller(COUNTY, &[role]);
            let answer = write(&server, writer, mutation, route, &once, input.clone(), "id").await;
            assert!(accepted(&answer)["id"].is_string(), "{mutation} by {role}");
        }
    }
}

#[tokio::test]
async fn a_refused_write_names_every_reason_and_leaves_nothing() {
    let server = site_of(&records()).await;
    let before = all_rows(&server.site().database).await;
    let long = "长".repeat(2_001);
    let cases = [
        (
            "collectTopic",
            ("committeeId", COMMITTEE),
            json!({ "title": " ", "source": "MEMBER", "localityCode": "621123101",
                    "appealIds": ["621122-a-a", "621122-a-none", "621123-a-a"] }),
            vec![
                ("REQUIRED", "input.title"),
                ("NOT_FOUND", "input.localityCode"),
                ("REQUIRED", "input.proposerId"),
                ("NOT_FOUND", "input.appealIds.1"),
                ("NOT_FOUND", "input.appealIds.2"),
            ],
        ),
        (
            "recordAppeal",
            ("committeeId", COMMITTEE),
            json!({ "text": long, "channel": "CODE", "receivedOn": "2999-01-01",
                    "platformId": "x", "memberId": "y" }),
            vec![
                ("INVALID", "input.channel"),
                ("INVALID", "input.platformId"),
                ("INVALID", "input.memberId"),
                ("INVALID", "input.receivedOn"),
                ("TOO_LONG", "input.text"),
            ],
        ),
        (
            "submitAppeal",
            ("code", "621122-c-old"),
            json!({ "text": "" }),
            vec![("CODE_REVOKED", "code"), ("REQUIRED", "input.text")],
        ),
        (
            "submitAppeal",
            ("code", "621122-c-none"),
            json!({ "text": "有事" }),
            vec![("NOT_FOUND", "code")],
        ),
        (
            "moveAppeal",
            ("id", "621122-a-a"),
            json!({ "expectedVersion": 1, "to": "CLOSED", "satisfaction": 9 }),
            vec![
                ("ILLEGAL_MOVE", "input.to"),
                ("REQUIRED", "input.result"),
                ("INVALID", "input.satisfaction"),
            ],
        ),
        (
            "moveTopic",
            ("id", "621122-t-t"),
            json!({ "expectedVersion": 1, "to": "APPROVED" }),
            vec![("ILLEGAL_MOVE", "input.to")],
        ),
        (
            "planConsultationEvent",
            ("committeeId", COMMITTEE),
            json!({ "title": "题", "kind": "MICRO", "venue": "FIELD", "heldOn": "明天",
                    "topicId": "621122-t-listed" }),
            vec![("INVALID", "input.heldOn"), ("INVALID", "input.topicId")],
        ),
        (
            "moveConsultationEvent",
            ("id", "621122-e-e"),
            json!({ "expectedVersion": 1, "to": "SUGGESTED", "problemsSolved": 1 }),
            vec![("INVALID", "input.problemsSolved"), ("REQUIRED", "input.suggestions")],
        ),
        (
            "moveOpinionReport",
            ("id", "621122-o-o"),
            json!({ "expectedVersion": 1, "to": "SUBMITTED", "submittedTo": "VILLAGE" }),
            vec![("INVALID", "input.submittedTo")],
        ),
        (
            "issueCode",
            ("committeeId", COMMITTEE),
            json!({ "platformId": "621122-p-a" }),
            vec![("ALREADY_EXISTS", "input")],
        ),
        ("issueCode", ("committeeId", COMMITTEE), json!({}), vec![("INVALID", "input")]),
    ];
    for (place, (mutation, route, input, expected)) in cases.into_iter().enumerate() {
        let once = place.to_string();
        let answer = write(&server, office(), mutation, route, &once, input, "id").await;
        let expected: Vec<(String, String)> =
            expected.into_iter().map(|(code, at)| (code.to_owned(), at.to_owned())).collect();
        assert_eq!(reasons(&answer), expected, "{mutation}");
        assert_eq!(answer["data"]["written"]["id"], Value::Null, "{mutation}");
        assert_eq!(all_rows(&server.site().database).await, before, "{mutation} leaves nothing");
    }
}

#[tokio::test]
async fn an_illegal_move_names_the_state_and_the_moves_that_it_allows() {
    let server = site_of(&records()).await;
    let answer = write(
        &server,
        office(),
        "moveTopic",
        ("id", "621122-t-listed"),
        "1",
        json!({ "expectedVersion": 1, "to": "CONSULTED" }),
        "id",
    )
    .await;
    let error = &answer["data"]["written"]["userErrors"][0];
    assert_eq!(error["code"], "ILLEGAL_MOVE");
    assert_eq!(error["state"], "LISTED");
    assert_eq!(error["allowedMoves"], json!(["APPROVED", "COLLECTED"]));
    assert_eq!(error["messageZh"], "状态为 LISTED，不能到 CONSULTED；可到：APPROVED、COLLECTED");
}

#[tokio::test]
async fn the_second_of_two_clerks_is_told_that_the_record_has_changed() {
    let server = site_of(&records()).await;
    let edit = async |once: &str, version: i64, handler: &str| {
        let input = json!({ "expectedVersion": version, "to": "ASSIGNED", "handler": handler });
        let route = ("id", "621122-a-a");
        write(&server, clerk(), "moveAppeal", route, once, input, "appeal { handler version }")
            .await
    };
    let first = edit("first", 1, "县水务局").await;
    assert_eq!(accepted(&first)["appeal"], json!({ "handler": "县水务局", "version": 2 }));
    let second = edit("second", 1, "县住建局").await;
    assert_eq!(reasons(&second), [("STALE_VERSION".into(), "input.expectedVersion".into())]);
    assert_eq!(second["data"]["written"]["userErrors"][0]["currentVersion"], 2);
    let stands = ask_as(&server, clerk(), "{ appeal(id: \"621122-a-a\") { handler } }").await;
    assert_eq!(stands["data"]["appeal"]["handler"], "县水务局");
}

#[tokio::test]
async fn of_many_clerks_at_once_one_writes() {
    let store = TestStore::new().await;
    let database = store.open().await;
    let server = site_in(&database, &records(), TrustedIssuers::open()).await;
    let writes = (0..8).map(|number| {
        let (server, once) = (server.clone(), number.to_string());
        async move {
            let input = json!({ "expectedVersion": 1, "to": "ASSIGNED", "handler": once });
            let route = ("id", "621122-a-a");
            let answer = write(&server, clerk(), "moveAppeal", route, &once, input, "id").await;
            reasons(&answer)
        }
    });
    let reasons = futures::future::join_all(writes).await;
    assert_eq!(reasons.iter().filter(|it| it.is_empty()).count(), 1, "{reasons:?}");
    let stale = |it: &&Vec<(String, String)>| it.iter().any(|(code, _)| code == "STALE_VERSION");
    assert_eq!(reasons.iter().filter(stale).count(), 7, "{reasons:?}");
}

#[tokio::test]
async fn what_one_key_asks_for_is_done_once() {
    let server = site_of(&records()).await;
    let collect = async |caller: Arc<Caller>, title: &str| {
        let input = json!({ "title": title, "source": "PUBLIC" });
        let route = ("committeeId", COMMITTEE);
        write(&server, caller, "collectTopic", route, "same", input, "id topic { title }").await
    };
    let first = collect(clerk(), "甲").await;
    assert_eq!(accepted(&first)["isReplay"], false);
    let after_first = all_rows(&server.site().database).await;
    let again = collect(clerk(), "甲").await;
    assert_eq!(accepted(&again)["isReplay"], true);
    assert_eq!(again["data"]["written"]["id"], first["data"]["written"]["id"]);
    let other = collect(clerk(), "乙").await;
    assert_eq!(reasons(&other), [("IDEMPOTENCY_KEY_REUSED".into(), "idempotencyKey".into())]);
    assert_eq!(all_rows(&server.site().database).await, after_first);
    // A key is its caller's own.
    let mut another = Caller::clone(&clerk());
    another.subject = "another".to_owned();
    let another = collect(Arc::new(another), "乙").await;
    assert_eq!(accepted(&another)["isReplay"], false);
}

#[tokio::test]
async fn a_key_that_was_refused_may_be_used_again() {
    let server = site_of(&records()).await;
    for (title, is_accepted) in [("", false), ("题", true)] {
        let input = json!({ "title": title, "source": "PUBLIC" });
        let route = ("committeeId", COMMITTEE);
        let answer = write(&server, clerk(), "collectTopic", route, "k", input, "id").await;
        assert_eq!(reasons(&answer).is_empty(), is_accepted);
    }
    let input = json!({ "title": "题", "source": "PUBLIC" });
    let route = ("committeeId", COMMITTEE);
    let blank = write(&server, clerk(), "collectTopic", route, " ", input, "id").await;
    assert_eq!(reasons(&blank), [("REQUIRED".into(), "idempotencyKey".into())]);
}

#[tokio::test]
async fn another_committees_records_are_not_written_here() {
    let server = site_of(&records()).await;
    for (mutation, route, input) in [
        (
            "collectTopic",
            ("committeeId", "621123-committee"),
            json!({ "title": "题", "source": "PUBLIC" }),
        ),
        ("moveTopic", ("id", "621123-t-t"), json!({ "expectedVersion": 1, "to": "LISTED" })),
        ("submitAppeal", ("code", "621123-c-a"), json!({ "text": "有事" })),
    ] {
        let caller = caller("621123", &[CallerRole::Office]);
        let answer = write(&server, caller, mutation, route, "k", input, "id").await;
        assert_eq!(codes(&answer)[0].0, "RECORD_NOT_HERE", "{mutation}");
    }
}

#[tokio::test]
async fn a_hosted_county_writes_its_own_and_no_neighbours_records() {
    let mut both = records();
    both.committees.push(crate::testkit::committee("621123"));
    both.topics.push(topic("621123", "t", "2024-01-01"));
    both.topics[2].locality_code = None;
    let server = site_of(&both).await;
    for (writer, key, is_written) in [
        (COUNTY, "621122-t-t", true),
        ("621123", "621123-t-t", true),
        (COUNTY, "621123-t-t", false),
        ("621123", "621122-t-t", false),
    ] {
        let caller = caller(writer, &[CallerRole::Office]);
        let input = json!({ "expectedVersion": 1, "to": "LISTED" });
        let selection = "topic { status }";
        let answer = write(&server, caller, "moveTopic", ("id", key), key, input, selection).await;
        if is_written {
            assert_eq!(accepted(&answer)["topic"]["status"], "LISTED", "{writer} {key}");
        } else {
            assert_eq!(codes(&answer)[0].0, "WRITE_FORBIDDEN", "{writer} {key}");
        }
    }
}

#[tokio::test]
async fn each_write_and_each_refusal_stands_in_the_access_log() {
    let server = site_of(&records()).await;
    let route = ("id", "621122-t-t");
    let input = |to: &str| json!({ "expectedVersion": 1, "to": to });
    write(&server, office(), "moveTopic", route, "1", input("APPROVED"), "topic { id }").await;
    write(&server, clerk(), "moveTopic", route, "2", input("LISTED"), "topic { id }").await;
    write(&server, office(), "moveTopic", route, "3", input("LISTED"), "topic { id }").await;
    let query = format!(
        "{{ committee(id: \"{COMMITTEE}\") {{ accessLog(first: 3) {{ nodes {{ fields outcome \
         roles records {{ type count }} }} }} }} }}"
    );
    let log = ask_as(&server, office(), &query).await;
    assert_eq!(
        log["data"]["committee"]["accessLog"]["nodes"],
        json!([
            { "fields": ["moveTopic"], "outcome": "OK", "roles": ["OFFICE"],
              "records": [{ "type": "Topic", "count": 1 }] },
            { "fields": ["moveTopic"], "outcome": "WRITE_FORBIDDEN", "roles": ["CLERK"],
              "records": [] },
            { "fields": ["moveTopic"], "outcome": "ILLEGAL_MOVE", "roles": ["OFFICE"],
              "records": [] },
        ])
    );
}

#[tokio::test]
async fn a_code_tells_whose_it_is_and_whether_it_is_revoked() {
    let server = site_of(&records()).await;
    let query =
        "{ one: code(value: \"621122-p-a-c\") { status platform { name } member { id } svg png }
        old: code(value: \"621122-c-old\") { status revokedOn revokedReason platform { name } }
        platform(id: \"621122-p-a\") { code { id } } member(id: \"621122-m-m\") { code { id } } }";
    let answer = ask_as(&server, anonymous(), query).await;
    let data = &answer["data"];
    assert_eq!(data["one"]["status"], "ACTIVE");
    assert_eq!(data["one"]["platform"]["name"], "a");
    assert_eq!(data["one"]["member"], Value::Null);
    assert!(data["one"]["svg"].as_str().is_some_and(|svg| svg.contains("<svg")));
    // The first bytes of a PNG, in base64.
    assert!(data["one"]["png"].as_str().is_some_and(|png| png.starts_with("iVBORw0KGgo")));
    assert_eq!(
        data["old"],
        json!({ "status": "REVOKED", "revokedOn": "2024-02-01", "revokedReason": "换牌",
                "platform": { "name": "a" } })
    );
    assert_eq!(data["platform"]["code"]["id"], "621122-p-a-c");
    assert_eq!(data["member"]["code"], Value::Null);
}

/// Someone of whom the gateway tells where they are, and nothing else.
fn at(address: &str) -> Arc<Caller> {
    Arc::new(Caller { origin: Some(address.to_owned()), ..Caller::anonymous() })
}

#[tokio::test]
async fn the_public_writes_as_often_as_the_owner_lets_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let policy = folder.path().join("policy.toml");
    let rules = |per_code: u32, per_address: u32| {
        let text = format!(
            "[public_writes]\nper_code_per_hour = {per_code}\nper_address_per_hour = {per_address}\n"
        );
        std::fs::write(&policy, text).expect("the file is written");
    };
    rules(3, 2);
    let database = qianzhan_testkit::database().await;
    let issuers = TrustedIssuers::open();
    let server = site_with_policy(&database, &records(), issuers, Some(policy.clone())).await;
    let submit = async |caller, once: &str| {
        let route = ("code", "621122-p-a-c");
        let input = json!({ "text": "路灯不亮" });
        write(&server, caller, "submitAppeal", route, once, input, "id").await
    };
    let is_limited = |response: &Value| {
        let extensions = &response["errors"][0]["extensions"];
        let wait = extensions["retryAfterSeconds"].as_u64();
        assert!(wait.is_none_or(|seconds| (1..=3_600).contains(&seconds)), "{response}");
        assert_eq!(wait.is_some(), extensions["code"] == "RATE_LIMITED", "{response}");
        wait.is_some()
    };
    for once in ["1", "2"] {
        accepted(&submit(at("a"), once).await);
    }
    let refused = submit(at("a"), "3").await;
    assert!(is_limited(&refused));
    assert_eq!(refused["data"]["written"], Value::Null);
    let log = format!(
        "{{ committee(id: \"{COMMITTEE}\") {{ accessLog(first: 1) {{ nodes {{ outcome }} }} }} }}"
    );
    let last = &ask_as(&server, office(), &log).await["data"]["committee"]["accessLog"]["nodes"][0];
    assert_eq!(last["outcome"], "RATE_LIMITED");
    accepted(&submit(at("b"), "4").await);
    assert!(is_limited(&submit(at("c"), "5").await), "the code has had its three");
    assert!(is_limited(&submit(anonymous(), "6").await), "wherever they are");
    // The owner's own people are not the public.
    let recorded = write(
        &server,
        clerk(),
        "recordAppeal",
        ("committeeId", COMMITTEE),
        "7",
        json!({ "text": "路灯不亮" }),
        "id",
    );
    accepted(&recorded.await);
    rules(30, 20);
    server.policy().reload().expect("the file is good");
    accepted(&submit(at("a"), "8").await);
}

/// Somebody opens the page of a code.
async fn scan(server: &SiteServer, caller: Arc<Caller>, code: &str, once: &str) -> Value {
    let query = "mutation($key: ID!, $once: String!) { \
        written: scanCode(code: $key, idempotencyKey: $once) \
        { isReplay code { status platform { name } } userErrors { code messageZh messageEn } } }";
    let variables = json!({ "key": code, "once": once });
    let request = Request::new(query).variables(Variables::from_json(variables));
    let response = server.execute(caller, request).await;
    serde_json::to_value(response).expect("responses serialize")
}

#[tokio::test]
async fn a_scan_is_counted_once_and_nothing_is_kept_of_who_did_it() {
    const CODE: &str = "621122-p-a-c";
    let database = qianzhan_testkit::database().await;
    let server = site_in(&database, &records(), TrustedIssuers::open()).await;
    let named = || Arc::new(Caller { subject: "wang".to_owned(), ..Caller::anonymous() });
    for (caller, once, is_replay) in [
        (at("a"), "1", false),
        (at("a"), "1", true),
        // The same key of somebody else is taken for the same telephone.
        (at("b"), "1", true),
        (at("b"), "2", false),
        (named(), "3", false),
    ] {
        let response = scan(&server, caller, CODE, once).await;
        let written = accepted(&response);
        assert_eq!(written["isReplay"], is_replay, "{once}");
        assert_eq!(written["code"], json!({ "status": "ACTIVE", "platform": { "name": "a" } }));
    }
    let refused = scan(&server, at("a"), "621122-c-old", "4").await;
    assert_eq!(
        refused["data"]["written"]["userErrors"],
        json!([{ "code": "CODE_REVOKED", "messageZh": "此码已停用",
                 "messageEn": "the code is revoked" }])
    );
    let unknown = scan(&server, at("a"), "621122-c-none", "5").await;
    assert_eq!(unknown["data"]["written"]["userErrors"][0]["code"], "NOT_FOUND");
    let journal: Vec<_> = qianzhan_testkit::all_rows(&database).await;
    let journal: Vec<_> = journal.iter().filter(|row| row.contains("scanCode")).collect();
    assert_eq!(journal.len(), 3, "{journal:?}");
    assert!(!journal.iter().any(|row| row.contains("wang")), "{journal:?}");

    let said = json!({ "text": "路灯不亮" });
    accepted(&write(&server, at("a"), "submitAppeal", ("code", CODE), "6", said, "id").await);
    let query = format!(
        "{{ one: code(value: \"{CODE}\") {{ scanCount ever: scanCount(period: \"2000\") \
         appealCount earlier: appealCount(period: \"2000/2001\") }} \
         old: code(value: \"621122-c-old\") {{ scanCount appealCount }} }}"
    );
    let answer = ask_as(&server, office(), &query).await;
    assert_eq!(
        answer["data"],
        json!({ "one": { "scanCount": 3, "ever": 0, "appealCount": 3, "earlier": 0 },
                "old": { "scanCount": 0, "appealCount": 0 } })
    );
    let bad = ask_as(&server, office(), &query.replace("2000/2001", "then")).await;
    assert_eq!(bad["errors"][0]["extensions"]["code"], "PERIOD_INVALID", "{bad}");
    let tally = "tally { codeScans byCodeBearer { bearer codes scans appeals } \
        byPlatformKind { kind codedPlaces } }";
    let tallies = ask_as(&server, office(), &region_query("621122", tally)).await;
    let tally = &tallies["data"]["_entities"][0]["tally"];
    assert_eq!(tally["codeScans"], 3, "{tallies}");
    assert_eq!(
        tally["byCodeBearer"],
        json!([{ "bearer": "PLATFORM", "codes": 1, "scans": 3, "appeals": 3 }])
    );
}

#[tokio::test]
async fn scans_are_counted_as_often_as_the_owner_lets_them_and_leave_room_to_speak() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let policy = folder.path().join("policy.toml");
    let text = "[public_writes]\nscans_per_code_per_hour = 3\nscans_per_address_per_hour = 2\n";
    std::fs::write(&policy, text).expect("the file is written");
    let database = qianzhan_testkit::database().await;
    let issuers = TrustedIssuers::open();
    let server = site_with_policy(&database, &records(), issuers, Some(policy)).await;
    let mut codes = Vec::new();
    for (address, once) in [("a", "1"), ("a", "2"), ("a", "3"), ("b", "4"), ("c", "5")] {
        let response = scan(&server, at(address), "621122-p-a-c", once).await;
        codes.push(response["errors"][0]["extensions"]["code"].clone());
    }
    assert_eq!(json!(codes), json!([null, null, "RATE_LIMITED", null, "RATE_LIMITED"]));
    let said = json!({ "text": "路灯不亮" });
    let route = ("code", "621122-p-a-c");
    accepted(&write(&server, at("a"), "submitAppeal", route, "6", said, "id").await);
}

#[tokio::test]
async fn nobody_without_a_name_takes_anothers_key_or_gets_anothers_receipt() {
    let server = site_of(&records()).await;
    let submit = async |caller, text: &str| {
        let route = ("code", "621122-p-a-c");
        let input = json!({ "text": text });
        write(&server, caller, "submitAppeal", route, "1", input, "id appeal { id }").await
    };
    let first = submit(at("a"), "路灯不亮").await;
    let receipt = accepted(&first)["id"].clone();
    // Another's key, and another appeal: neither knows of the other.
    let other = submit(at("b"), "水管漏水").await;
    assert_ne!(accepted(&other)["id"], receipt);
    // The same appeal once more, from another network as telephones do: it was one.
    assert_eq!(accepted(&submit(at("c"), "路灯不亮").await)["id"], receipt);
    // Whoever has a name has keys of their own.
    let named = Arc::new(Caller { subject: "wang".to_owned(), ..Caller::anonymous() });
    assert_ne!(accepted(&submit(Arc::clone(&named), "路灯不亮").await)["id"], receipt);
    let reused = submit(named, "水管漏水").await;
    let code = &reused["data"]["written"]["userErrors"][0]["code"];
    assert_eq!(*code, "IDEMPOTENCY_KEY_REUSED");
}
