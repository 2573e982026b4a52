//! What is written is what is read, in a file that outlives the process.

use qianzhan_network::{
    Level, Site, SiteServer, StoreError, TrustedIssuers,
    records::{
        consultation_events::{OutcomeKind, OutcomeStatus},
        members::{SeatStatus, SectorCode, insert_members},
        platforms::{HostKind, PlatformKind, insert_plaques, insert_platforms},
    },
};
use qianzhan_testkit::TestStore;
use serde_json::json;

use crate::testkit::{
    Records, attendance, check, code, committee, data, date, event, figure, member, outcome,
    plaque, platform, site_of, topic,
};

const COUNTY: &str = "621122";

#[tokio::test]
async fn every_field_reads_as_it_was_written() {
    let mut records = Records::of_county(COUNTY);
    let mut seat = member(COUNTY, "1");
    seat.name = "张三".to_owned();
    seat.employer = Some("陇西县人民医院".to_owned());
    seat.sector = SectorCode::Health;
    seat.special_committee = Some("提案委员会".to_owned());
    seat.duty_score = Some(87.5);
    seat.is_party_member = true;
    let mut place = platform(COUNTY, "1");
    place.name = "文峰镇委员工作站".to_owned();
    place.host_kind = HostKind::Village;
    place.host = Some("东街村委会".to_owned());
    place.head = Some("李四".to_owned());
    place.sector = Some(SectorCode::Agriculture);
    records.plaques = vec![
        plaque(&place, 0, PlatformKind::Workstation, "2022-05-01"),
        plaque(&place, 1, PlatformKind::LiaisonRoom, "2022-03-01"),
    ];
    records.checks = vec![check(&place, "2024-06-01", false), check(&place, "2023-06-01", true)];
    let matter = topic(COUNTY, "a", "2024-01-05");
    let mut sitting = event(COUNTY, "a", "2024-02-01");
    sitting.platform_id = Some(place.id.clone());
    sitting.topic_id = Some(matter.id.clone());
    sitting.locality_code = Some(code("621122101205"));
    sitting.member_count = 2;
    sitting.brand = Some("陇事好商量".to_owned());
    records.attendance =
        vec![attendance(&sitting, "621122-m-1"), attendance(&sitting, "620000-m-1")];
    records.outcomes = vec![outcome(&sitting, 1), outcome(&sitting, 0)];
    records.outcomes[1].kind = OutcomeKind::VillageRules;
    records.outcomes[1].status = OutcomeStatus::CarriedOut;
    records.members = vec![seat];
    records.platforms = vec![place];
    records.topics = vec![matter];
    records.events = vec![sitting];
    records.figures = vec![figure(COUNTY, "a", "stations")];
    let server = site_of(&records).await;

    let answer = data(
        &server,
        "{ member(id: \"621122-m-1\") { name level sector { code name } office status \
             isPartyMember employer specialCommittee since dutyScore isGenerated \
             consultationEvents { nodes { title } totalCount } } \
           platform(id: \"621122-p-1\") { kind name hostKind host status head sector { code } \
             plaques { kind grantedOn } locality { code kind name } \
             sixHas { checkedOn outcomes isCompliant } } \
           consultationEvent(id: \"621122-e-a\") { kind venue mode status heldOn memberCount brand \
             attendance { member { id } level sector { code } role } \
             outcomes { kind text status } topic { title } locality { kind } \
             platform { name } } \
           reportedFigure(id: \"621122-f-a\") { place level period measure value unit qualifier \
             isNorm sources region { code } } \
           committee(id: \"621122-committee\") { level termNo sectors { code } } }",
    )
    .await;
    assert_eq!(
        answer["member"],
        json!({
            "name": "张三", "level": "COUNTY", "office": "MEMBER", "status": "ACTIVE",
            "sector": { "code": "HEALTH", "name": "医药卫生" }, "isPartyMember": true,
            "employer": "陇西县人民医院", "specialCommittee": "提案委员会",
            "since": "2021-11-01", "dutyScore": 87.5, "isGenerated": true,
            "consultationEvents": { "nodes": [{ "title": "a" }], "totalCount": 1 },
        })
    );
    assert_eq!(
        answer["platform"],
        json!({
            "kind": "WORKSTATION", "name": "文峰镇委员工作站", "hostKind": "VILLAGE",
            "host": "东街村委会", "status": "OPERATING", "head": "李四",
            "sector": { "code": "AGRICULTURE" },
            "plaques": [
                { "kind": "LIAISON_ROOM", "grantedOn": "2022-03-01" },
                { "kind": "WORKSTATION", "grantedOn": "2022-05-01" },
            ],
            "locality": { "code": "621122101", "kind": "TOWNSHIP", "name": "文峰镇" },
            "sixHas": { "checkedOn": "2024-06-01", "outcomes": false, "isCompliant": false },
        })
    );
    assert_eq!(
        answer["consultationEvent"],
        json!({
            "kind": "GRASSROOTS", "venue": "ROOM", "mode": "ON_SITE", "status": "HELD",
            "heldOn": "2024-02-01", "memberCount": 2, "brand": "陇事好商量",
            "attendance": [
                { "member": { "id": "620000-m-1" }, "level": "COUNTY",
                  "sector": { "code": "EDUCATION" }, "role": "PARTICIPANT" },
                { "member": { "id": "621122-m-1" }, "level": "COUNTY",
                  "sector": { "code": "EDUCATION" }, "role": "PARTICIPANT" },
            ],
            "outcomes": [
                { "kind": "VILLAGE_RULES", "text": "建议0", "status": "CARRIED_OUT" },
                { "kind": "SUGGESTION", "text": "建议1", "status": "PROPOSED" },
            ],
            "topic": { "title": "a" }, "locality": { "kind": "VILLAGE" },
            "platform": { "name": "文峰镇委员工作站" },
        })
    );
    assert_eq!(
        answer["reportedFigure"],
        json!({
            "place": "某县", "level": "COUNTY", "period": "asof:2022", "measure": "stations",
            "value": 12.0, "unit": "PLACE", "qualifier": "EXACT", "isNorm": false,
            "sources": ["甲.txt", "乙.txt"], "region": { "code": "621122" },
        })
    );
    assert_eq!(
        answer["committee"],
        json!({ "level": "COUNTY", "termNo": 18, "sectors": [{ "code": "HEALTH" }] })
    );
}

#[tokio::test]
async fn a_database_keeps_its_records() {
    let store = TestStore::new().await;
    for is_first in [true, false] {
        let database = store.open().await;
        let site = Site {
            name: COUNTY.to_owned(),
            level: Level::County,
            regions: vec![code(COUNTY)],
            database: database.clone(),
            extensions: Vec::new(),
            trusted_issuers: TrustedIssuers::open(),
            policy: None,
            key: None,
        };
        let server = SiteServer::build(site).await.expect("the site builds");
        if is_first {
            Records::of_county(COUNTY).write(&database).await;
        }
        let answer = data(&server, "{ committee(id: \"621122-committee\") { name } }").await;
        assert_eq!(answer["committee"]["name"], "621122政协");
        database.close().await;
    }
}

#[tokio::test]
async fn records_that_break_a_rule_are_refused() {
    let database = qianzhan_testkit::database().await;
    database.migrate([]).await.expect("the migrations run");
    Records::of_county(COUNTY).write(&database).await;
    let stranger = member("621123", "a");
    let mut gone_without_a_day = member(COUNTY, "a");
    gone_without_a_day.status = SeatStatus::Exited;
    let mut scored_too_high = member(COUNTY, "a");
    scored_too_high.duty_score = Some(100.5);
    let mut left_while_active = member(COUNTY, "a");
    left_while_active.until = Some(date("2024-01-01"));
    for broken in [stranger, gone_without_a_day, scored_too_high, left_while_active] {
        let mut writing = database.begin().await.expect("a transaction begins");
        let written = insert_members(&mut writing, std::slice::from_ref(&broken)).await;
        assert!(matches!(written, Err(StoreError::Statement(_))), "{broken:?}");
    }
    let mut nowhere = platform(COUNTY, "a");
    nowhere.locality_code = Some(code("621122999"));
    let mut writing = database.begin().await.expect("a transaction begins");
    let written = insert_platforms(&mut writing, &[nowhere.clone()]).await;
    assert!(matches!(written, Err(StoreError::Statement(_))));
    let hanging = plaque(&nowhere, 0, PlatformKind::Workstation, "2024-01-01");
    drop(writing);
    let mut writing = database.begin().await.expect("a transaction begins");
    let written = insert_plaques(&mut writing, &[hanging]).await;
    assert!(matches!(written, Err(StoreError::Statement(_))));
}

#[tokio::test]
async fn thousands_of_rows_go_in_as_they_are() {
    let mut records = Records::of_county(COUNTY);
    records.committees.push(committee("621123"));
    records.members = (0..3_217).map(|number| member(COUNTY, &format!("{number:05}"))).collect();
    let server = site_of(&records).await;
    let query = "{ _entities(representations: [{ __typename: \"Region\", code: \"621122\" }]) \
        { ... on Region { tally { members distinctPersons } members(last: 1) { nodes { id } } } } }";
    assert_eq!(
        data(&server, query).await["_entities"][0],
        json!({
            "tally": { "members": 3_217, "distinctPersons": 3_217 },
            "members": { "nodes": [{ "id": "621122-m-03216" }] },
        })
    );
}
