//! Writes through the gateway reach the owner's site, and nothing of them any other.

use std::{path::Path, sync::OnceLock};

use qianzhan::demo::DemoNetwork;
use qianzhan_gateway::{
    auth::{Caller, Role},
    directory::RegionCode,
};
use serde_json::{Value, json};
use sqlx::{
    SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode},
};
use tempfile::TempDir;

use crate::testkit::{Answer, ask_as, runtime, start};

const COUNTY: &str = "621122";
const CITY: &str = "621100";
const PROVINCE: &str = "620000";

pub(crate) fn network() -> &'static DemoNetwork {
    static NETWORK: OnceLock<(DemoNetwork, TempDir)> = OnceLock::new();
    let (network, _) = NETWORK.get_or_init(|| {
        let data = tempfile::tempdir().expect("a folder");
        (runtime().block_on(start(data.path(), None)), data)
    });
    network
}

pub(crate) fn caller(region: Option<&str>, roles: &[Role]) -> Caller {
    Caller {
        subject: format!("{}-writer", region.unwrap_or("resident")),
        region: region.map(|code| RegionCode::parse(code).expect("a code")),
        roles: roles.iter().copied().collect(),
    }
}

pub(crate) fn office(region: &str) -> Caller {
    caller(Some(region), &[Role::Office])
}

pub(crate) fn ask(caller: Caller, document: &str, variables: Value) -> Answer {
    runtime().block_on(ask_as(&network().gateway, caller, document, variables))
}

pub(crate) fn mutate(
    caller: Caller,
    mutation: &str,
    (route, key): (&str, &str),
    once: &str,
    input: Value,
    selection: &str,
) -> Answer {
    let input_type = format!("{}{}Input!", mutation[..1].to_uppercase(), &mutation[1..]);
    let document = format!(
        "mutation($key: ID!, $once: String!, $input: {input_type}) {{ \
         written: {mutation}({route}: $key, idempotencyKey: $once, input: $input) {{ {selection} \
         userErrors {{ code field state allowedMoves }} }} }}"
    );
    ask(caller, &document, json!({ "key": key, "once": once, "input": input }))
}

/// The id of what was written, which must have been.
pub(crate) fn written(answer: &Answer) -> String {
    let written = &answer.data()["written"];
    assert_eq!(written["userErrors"], json!([]), "{written}");
    written["id"].as_str().expect("an id").to_owned()
}

/// A code in use of a county: of a platform in a village or township.
fn code_of(county: &str) -> (String, String) {
    let question = format!(
        "{{ region(code: \"{county}\") {{ platforms(first: 1, filter: {{ kinds: [WORKSTATION] }}) \
         {{ nodes {{ name code {{ id }} }} }} }} }}"
    );
    let answer = ask(office(county), &question, Value::Null);
    let platform = &answer.data()["region"]["platforms"]["nodes"][0];
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    (text(&platform["code"]["id"]), text(&platform["name"]))
}

/// The tables of a site's database in which a row says this text.
fn tables_that_say(database: &Path, text: &str) -> Vec<String> {
    use sqlx::ConnectOptions;
    let options = SqliteConnectOptions::new()
        .filename(database)
        .journal_mode(SqliteJournalMode::Wal)
        .read_only(true);
    runtime().block_on(async {
        let mut connection = options.connect().await.expect("the database opens");
        let mut found = Vec::new();
        let tables: Vec<String> = sqlx::query_scalar(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> '_sqlx_migrations' \
             ORDER BY name",
        )
        .fetch_all(&mut connection)
        .await
        .expect("the tables");
        for table in tables {
            if says(&mut connection, &table, text).await {
                found.push(table);
            }
        }
        found
    })
}

async fn says(connection: &mut SqliteConnection, table: &str, text: &str) -> bool {
    let columns: Vec<String> = sqlx::query_scalar("SELECT name FROM pragma_table_info(?)")
        .bind(table)
        .fetch_all(&mut *connection)
        .await
        .expect("the columns");
    let row = columns.iter().map(|it| format!("quote({it})")).collect::<Vec<_>>().join(" || ");
    let sql = format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE instr({row}, ?) > 0)");
    sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
        .bind(text)
        .fetch_one(connection)
        .await
        .expect("an answer")
}

#[test]
fn an_appeal_at_a_villages_code_climbs_to_the_province_over_three_sites() {
    let (code, station) = code_of(COUNTY);
    let said = mutate(
        caller(None, &[]),
        "submitAppeal",
        ("code", &code),
        "chain",
        json!({ "text": "东街村饮水管网老化，冬天常停水。" }),
        "id appeal { id }",
    );
    let appeal = written(&said);
    assert_eq!(said.coverage()["asked"], 1, "only the county of the code is asked");
    let clerk = || caller(Some(COUNTY), &[Role::Clerk]);
    let committee = ("committeeId", "621122-committee");
    let topic = written(&mutate(
        clerk(),
        "collectTopic",
        committee,
        "topic",
        json!({ "title": "关于东街村饮水管网的议题", "source": "PUBLIC", "appealIds": [appeal] }),
        "id",
    ));
    for (version, to) in [(1, "LISTED"), (2, "APPROVED")] {
        let input = json!({ "expectedVersion": version, "to": to });
        written(&mutate(office(COUNTY), "moveTopic", ("id", &topic), to, input, "id"));
    }
    let event = written(&mutate(
        clerk(),
        "planConsultationEvent",
        committee,
        "event",
        json!({ "title": "饮水管网协商", "kind": "GRASSROOTS", "venue": "ROOM",
                "heldOn": "2024-11-01", "topicId": topic }),
        "id",
    ));
    let moves = [
        json!({ "to": "HELD", "residentCount": 9, "problemsFound": 1 }),
        json!({ "to": "SUGGESTED", "suggestions": ["分段更换管网"] }),
    ];
    for (version, mut input) in (1..).zip(moves) {
        input["expectedVersion"] = json!(version);
        let once = format!("event {version}");
        written(&mutate(clerk(), "moveConsultationEvent", ("id", &event), &once, input, "id"));
    }
    let report = written(&mutate(
        clerk(),
        "collectOpinionReport",
        committee,
        "report",
        json!({ "title": "关于农村饮水管网的建议", "text": "建议分段更换。",
                "sourceEventId": event, "appealIds": [appeal] }),
        "id",
    ));
    let own = ("id", report.as_str());
    for (version, input) in [
        (1, json!({ "to": "EDITED" })),
        (2, json!({ "to": "SUBMITTED", "submittedTo": "PROVINCE" })),
    ] {
        let mut input = input;
        input["expectedVersion"] = json!(version);
        let once = format!("report {version}");
        written(&mutate(clerk(), "moveOpinionReport", own, &once, input, "id"));
    }
    let above = ("opinionReportId", report.as_str());
    for (version, to) in [(0, "RECEIVED"), (1, "ADOPTED"), (2, "FORWARDED")] {
        let input = json!({ "expectedVersion": version, "to": to, "note": "同意" });
        let answer = mutate(office(CITY), "moveCityHandling", above, to, input, "id");
        assert_eq!(written(&answer), report);
        assert_eq!(answer.coverage()["asked"], 1, "only the city is asked");
    }
    let instruct = |once: &str, version: i64| {
        let input = json!({ "expectedVersion": version, "leaderOffice": "副省长",
                            "text": "请水利厅研究。" });
        mutate(office(PROVINCE), "addInstruction", above, once, input, "id")
    };
    let receive = json!({ "expectedVersion": 0, "to": "RECEIVED" });
    written(&mutate(office(PROVINCE), "moveProvincialHandling", above, "a", receive, "id"));
    let early = instruct("early", 1);
    assert_eq!(
        early.data()["written"]["userErrors"],
        json!([{ "code": "ILLEGAL_MOVE", "field": ["input", "to"], "state": "RECEIVED",
                 "allowedMoves": ["ADOPTED"] }])
    );
    let adopt = json!({ "expectedVersion": 1, "to": "ADOPTED", "publication": "甘肃政协信息" });
    written(&mutate(office(PROVINCE), "moveProvincialHandling", above, "b", adopt, "id"));
    let instructed = instruct("late", 2);
    written(&instructed);

    // One question shows the chain.
    let question = format!(
        "{{ opinionReport(id: \"{report}\") {{ status submittedTo
            sourceAppeals {{ id text channel code {{ platform {{ name }} }} topic {{ id }} }}
            sourceEvent {{ id status topic {{ id status }} }}
            cityHandling {{ state note version }}
            provincialHandling {{ state publication instructions {{ leaderOffice text }} }} }} }}"
    );
    let answer = ask(office(PROVINCE), &question, Value::Null);
    assert_eq!(
        answer.data()["opinionReport"],
        json!({ "status": "SUBMITTED", "submittedTo": "PROVINCE",
            "sourceAppeals": [{ "id": appeal, "text": "东街村饮水管网老化，冬天常停水。",
                "channel": "CODE", "code": { "platform": { "name": station } },
                "topic": { "id": topic } }],
            "sourceEvent": { "id": event, "status": "SUGGESTED",
                "topic": { "id": topic, "status": "CONSULTED" } },
            "cityHandling": { "state": "FORWARDED", "note": "同意", "version": 3 },
            "provincialHandling": { "state": "INSTRUCTED", "publication": "甘肃政协信息",
                "instructions": [{ "leaderOffice": "副省长", "text": "请水利厅研究。" }] } })
    );
    assert_eq!(answer.coverage()["asked"], 3);
    assert_eq!(answer.coverage()["complete"], true);

    // Each site's database holds its own step, and no other's.
    for site in &network().sites {
        let found = tables_that_say(&site.database, &report);
        let expected: &[&str] = match site.id.as_str() {
            COUNTY => &["appeals", "opinion_reports", "search_documents", "writes"],
            CITY => &["city_handlings", "writes"],
            PROVINCE => &["instructions", "provincial_handlings", "writes"],
            _ => &[],
        };
        assert_eq!(found, expected, "{}", site.id);
        for id in [&appeal, &topic, &event] {
            let is_there = !tables_that_say(&site.database, id).is_empty();
            assert_eq!(is_there, site.id == COUNTY, "{id} at {}", site.id);
        }
    }
}

#[test]
fn nobody_writes_for_another_committee() {
    let rows = ask(
        office(COUNTY),
        "{ region(code: \"621122\") { opinionReports(first: 1, filter: { status: EDITED }) \
         { nodes { id version } } topics(first: 1, filter: { status: COLLECTED }) { nodes { id } } } }",
        Value::Null,
    );
    let region = &rows.data()["region"];
    let id = |list: &str| region[list]["nodes"][0]["id"].as_str().expect("an id").to_owned();
    let (report, topic) = (id("opinionReports"), id("topics"));
    let submit = json!({ "expectedVersion": 1, "to": "SUBMITTED", "submittedTo": "CITY" });
    let list = json!({ "expectedVersion": 1, "to": "LISTED" });
    let receive = json!({ "expectedVersion": 0, "to": "RECEIVED" });
    let own = ("id", report.as_str());
    let above = ("opinionReportId", report.as_str());
    for (writer, mutation, route, input) in [
        (PROVINCE, "moveOpinionReport", own, &submit),
        (CITY, "moveOpinionReport", own, &submit),
        ("621123", "moveOpinionReport", own, &submit),
        (PROVINCE, "moveTopic", ("id", topic.as_str()), &list),
        (COUNTY, "moveCityHandling", above, &receive),
        (PROVINCE, "moveCityHandling", above, &receive),
        (CITY, "moveProvincialHandling", above, &receive),
        (COUNTY, "moveProvincialHandling", above, &receive),
    ] {
        let answer = mutate(office(writer), mutation, route, "k", input.clone(), "id");
        assert_eq!(
            answer.errors(),
            [("WRITE_FORBIDDEN".to_owned(), json!(["written"]))],
            "{mutation} by {writer}"
        );
    }
}

#[test]
fn a_code_of_any_county_finds_its_owner_and_a_revoked_one_says_so() {
    // 甘州区, and a county of another city.
    for county in ["620702", "620881"] {
        let (code, name) = code_of(county);
        let scan = |once: &str| {
            let mutation = "mutation($code: ID!, $once: String!) { written: scanCode(code: $code, \
                 idempotencyKey: $once) { code { platform { name } } userErrors { code } } }";
            ask(caller(None, &[]), mutation, json!({ "code": code, "once": once }))
        };
        let scans = || {
            let question = "query($value: ID!) { code(value: $value) { scanCount } }";
            let counted = ask(office(county), question, json!({ "value": code }));
            counted.data()["code"]["scanCount"].as_i64().expect("a count")
        };
        let before = scans();
        let scanned = scan("scan");
        assert_eq!(scanned.data()["written"]["code"]["platform"]["name"], name);
        scan("scan");
        assert_eq!(scans(), before + 1, "the same scan is one");
        let question = "query($value: ID!) { code(value: $value) { status revokedReason svg \
             platform { name } committee { region { code } } } }";
        let found = ask(caller(None, &[]), question, json!({ "value": code }));
        let data = &found.data()["code"];
        assert_eq!(data["status"], "ACTIVE");
        assert_eq!(data["platform"]["name"], name);
        assert_eq!(data["committee"]["region"]["code"], county);
        assert!(data["svg"].as_str().is_some_and(|svg| svg.contains("<svg")));
        assert_eq!(found.coverage()["asked"], 1);

        let revoke = json!({ "expectedVersion": 1, "reason": "牌子遗失" });
        let route = ("value", code.as_str());
        written(&mutate(office(county), "revokeCode", route, "revoke", revoke, "id"));
        let found = ask(caller(None, &[]), question, json!({ "value": code }));
        assert_eq!(found.data()["code"]["status"], "REVOKED");
        assert_eq!(found.data()["code"]["revokedReason"], "牌子遗失");
        let late = scan("late");
        assert_eq!(late.data()["written"]["userErrors"], json!([{ "code": "CODE_REVOKED" }]));
        assert_eq!(scans(), before + 1);
        let said = mutate(
            caller(None, &[]),
            "submitAppeal",
            ("code", &code),
            "late",
            json!({ "text": "路灯不亮" }),
            "id",
        );
        assert_eq!(said.data()["written"]["id"], Value::Null);
        assert_eq!(said.data()["written"]["userErrors"][0]["code"], "CODE_REVOKED");
    }
}

#[test]
fn mutations_of_one_document_go_each_to_its_owner() {
    let document = "mutation {
        a: collectTopic(committeeId: \"621123-committee\", idempotencyKey: \"two\",
            input: { title: \"甲\", source: ONLINE }) { id topic { committee { id } } userErrors { code } }
        b: collectTopic(committeeId: \"621124-committee\", idempotencyKey: \"two\",
            input: { title: \"乙\", source: ONLINE }) { id } }";
    let answer = ask(office("621123"), document, Value::Null);
    assert_eq!(answer.errors(), [("WRITE_FORBIDDEN".to_owned(), json!(["b"]))]);
    let first = &answer.0["data"]["a"];
    assert!(first["id"].as_str().is_some_and(|id| id.starts_with("621123-")));
    assert_eq!(first["topic"]["committee"]["id"], "621123-committee");
    assert_eq!(answer.0["data"]["b"], Value::Null);
}

#[test]
fn the_appeals_of_a_year_and_the_reports_made_of_them() {
    let question = "{ region(code: \"621122\") { tally(period: \"2024\") { appealsCollected opinionReports }
        appeals(first: 100, filter: { period: \"2024\", hasOpinionReport: true, channel: CODE }) { totalCount }
        made: appeals(first: 1, filter: { period: \"2024\", hasOpinionReport: true }) { totalCount
            nodes { opinionReport { id sourceAppeals { id } } } } } }";
    let answer = ask(office(CITY), question, Value::Null);
    let region = &answer.data()["region"];
    assert_eq!(region["tally"], json!({ "appealsCollected": 128, "opinionReports": 21 }));
    assert_eq!(region["made"]["totalCount"], 21);
    assert!(region["appeals"]["totalCount"].as_i64().is_some_and(|count| count < 21));
    let report = &region["made"]["nodes"][0]["opinionReport"];
    assert_eq!(report["sourceAppeals"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_countys_appeal_becomes_the_citys_proposal_and_is_replied_to() {
    let appeal = written(&mutate(
        caller(Some(COUNTY), &[Role::Clerk]),
        "recordAppeal",
        ("committeeId", "621122-committee"),
        "appeal of a proposal",
        json!({ "text": "中药材晾晒场地不足。" }),
        "id",
    ));
    let clerk = || caller(Some(CITY), &[Role::Clerk]);
    let proposal = written(&mutate(
        clerk(),
        "collectProposal",
        ("committeeId", "621100-committee"),
        "proposal",
        json!({ "termNo": 5, "sessionNo": 9, "kind": "COLLECTIVE", "title": "关于晾晒场地的提案",
                "proposers": [{ "kind": "BODY", "name": "经济委员会" }], "sourceAppealId": appeal }),
        "id proposal { hasSurvey status }",
    ));
    let own = ("id", proposal.as_str());
    for (version, mut input) in (1..).zip([
        json!({ "to": "SUBMITTED" }),
        json!({ "to": "FILED", "serialNo": 7, "isKey": true }),
        json!({ "to": "ASSIGNED", "handlingUnits": [{ "unit": "市农业农村局", "dueOn": "2200-01-01" }] }),
        json!({ "to": "HANDLING" }),
    ]) {
        input["expectedVersion"] = json!(version);
        let once = format!("proposal {version}");
        written(&mutate(clerk(), "moveProposal", own, &once, input, "id"));
    }
    let reply = json!({ "expectedVersion": 5, "unit": "市农业农村局", "reply": "已列入计划" });
    let replied = mutate(clerk(), "recordProposalReply", own, "reply", reply, "id");
    assert_eq!(written(&replied), proposal);
    assert_eq!(replied.coverage()["asked"], 1, "only the city is asked");
    let supervise = json!({ "kind": "MEETING", "heldOn": "2024-11-01" });
    let route = ("proposalId", proposal.as_str());
    written(&mutate(office(CITY), "superviseProposal", route, "supervise", supervise, "id"));

    let question = "query($committee: ID!) { proposalBySerial(committeeId: $committee, termNo: 5, \
         sessionNo: 9, serialNo: 7) { id status hasSurvey sourceAppeal { id text committee { id } } \
         handlingUnits { unit isReplied reply } supervisions { kind status } } }";
    let answer = ask(office(CITY), question, json!({ "committee": "621100-committee" }));
    assert_eq!(
        answer.data()["proposalBySerial"],
        json!({ "id": proposal, "status": "REPLIED", "hasSurvey": false,
            "sourceAppeal": { "id": appeal, "text": "中药材晾晒场地不足。",
                "committee": { "id": "621122-committee" } },
            "handlingUnits": [{ "unit": "市农业农村局", "isReplied": true, "reply": "已列入计划" }],
            "supervisions": [{ "kind": "MEETING", "status": "PLANNED" }] })
    );
    assert_eq!(answer.coverage()["asked"], 2);
    for site in &network().sites {
        let found = !tables_that_say(&site.database, &proposal).is_empty();
        assert_eq!(found, site.id == CITY, "{}", site.id);
    }
}

#[test]
fn the_province_lists_and_the_city_carries_out_each_in_its_own_records() {
    const BAIYIN: &str = "620400";
    let group = written(&mutate(
        office(PROVINCE),
        "foundAssistanceGroup",
        ("committeeId", "620000-committee"),
        "group",
        json!({ "cityCode": BAIYIN, "industry": "陶瓷产业",
                "members": [{ "memberId": "620400-m-1", "level": "CITY" }] }),
        "id",
    ));
    let own = ("id", group.as_str());
    for (version, mut input) in (1..).zip([
        json!({ "to": "CONSULTED" }),
        json!({ "to": "SURVEYED" }),
        json!({ "to": "REPORTED", "reportTitle": "陶瓷产业调研报告" }),
        json!({ "to": "LISTED", "items": [{ "text": "共建检测平台" }, { "text": "组织订单对接" }] }),
    ]) {
        input["expectedVersion"] = json!(version);
        let once = format!("group {version}");
        written(&mutate(office(PROVINCE), "moveAssistanceGroup", own, &once, input, "id"));
    }
    let of_city = group.replacen(PROVINCE, BAIYIN, 1);
    let progress = |version: i64, item: i64| json!({ "expectedVersion": version, "itemNo": item, "to": "DONE" });
    let route = ("id", of_city.as_str());
    let by_province =
        mutate(office(PROVINCE), "recordAssistanceProgress", route, "p", progress(0, 1), "id");
    assert_eq!(by_province.errors(), [("WRITE_FORBIDDEN".to_owned(), json!(["written"]))]);
    let by_city =
        mutate(office(BAIYIN), "recordAssistanceProgress", route, "c", progress(0, 2), "id");
    assert_eq!(written(&by_city), of_city);
    assert_eq!(by_city.coverage()["asked"], 1, "only the city is asked");
    let question = format!(
        "{{ industryAssistanceGroup(id: \"{group}\") {{ status items {{ text }} \
         cityWork {{ id itemsDone progress {{ itemNo state }} }} }} }}"
    );
    let answer = ask(office(PROVINCE), &question, Value::Null);
    assert_eq!(
        answer.data()["industryAssistanceGroup"],
        json!({ "status": "LISTED", "items": [{ "text": "共建检测平台" }, { "text": "组织订单对接" }],
            "cityWork": { "id": of_city, "itemsDone": 1,
                "progress": [{ "itemNo": 2, "state": "DONE" }] } })
    );
    assert_eq!(answer.coverage()["asked"], 2);
    for site in &network().sites {
        for (id, owner) in [(&group, PROVINCE), (&of_city, BAIYIN)] {
            let found = !tables_that_say(&site.database, id).is_empty();
            assert_eq!(found, site.id == owner, "{id} at {}", site.id);
        }
    }
}

#[test]
fn a_matter_of_the_friday_ledger_is_written_at_its_county_alone() {
    let spoken = mutate(
        caller(Some(COUNTY), &[Role::Clerk]),
        "recordFridayMatter",
        ("committeeId", "621122-committee"),
        "matter",
        json!({ "text": "楼道堆物", "spokenOn": "2024-11-04" }),
        "id fridayMatter { status spokenOn }",
    );
    let matter = written(&spoken);
    assert_eq!(spoken.coverage()["asked"], 1);
    let own = ("id", matter.as_str());
    let clerk = || caller(Some(COUNTY), &[Role::Clerk]);
    let known =
        json!({ "expectedVersion": 1, "to": "KNOWN", "on": "2024-11-05", "difficulty": "EASY" });
    written(&mutate(clerk(), "moveFridayMatter", own, "known", known, "id"));
    for (once, input, field) in [
        (
            "thursday",
            json!({ "expectedVersion": 2, "to": "DISCUSSED", "on": "2024-11-07" }),
            json!(["input", "on"]),
        ),
        (
            "nobody",
            json!({ "expectedVersion": 2, "to": "HANDLED", "on": "2024-11-08", "result": "已清" }),
            json!(["input", "to"]),
        ),
    ] {
        let refused = mutate(clerk(), "moveFridayMatter", own, once, input, "id");
        assert_eq!(refused.data()["written"]["userErrors"][0]["field"], field, "{once}");
    }
    let friday = json!({ "expectedVersion": 2, "to": "DISCUSSED", "on": "2024-11-08",
                         "responsible": "物业公司" });
    written(&mutate(clerk(), "moveFridayMatter", own, "friday", friday, "id"));
    let handled =
        json!({ "expectedVersion": 3, "to": "HANDLED", "on": "2024-11-12", "result": "已清" });
    written(&mutate(clerk(), "moveFridayMatter", own, "handled", handled, "id"));
}
