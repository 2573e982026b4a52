//! Seats, placements, deployments and platforms are written, and keep what became of them.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

use qianzhan_network::{
    Caller, CallerRole, SiteServer,
    records::platforms::{PlatformKind, PlatformStatus},
};
use serde_json::{Value, json};

use crate::{
    testkit::{
        Records, anonymous, caller, check, codes, member, own_office, plaque, platform, region,
        site_of,
    },
    writes::{accepted, reasons, write},
};

const COUNTY: &str = "621122";
const COMMITTEE: (&str, &str) = ("committeeId", "621122-committee");

fn office() -> Arc<Caller> {
    caller(COUNTY, &[CallerRole::Office])
}

/// A write by the office under a key of its own.
async fn put(
    server: &SiteServer,
    mutation: &str,
    route: (&str, &str),
    input: Value,
    selection: &str,
) -> Value {
    let mut hasher = DefaultHasher::new();
    (mutation, route.1, input.to_string()).hash(&mut hasher);
    let once = format!("{:x}", hasher.finish());
    write(server, office(), mutation, route, &once, input, selection).await
}

#[tokio::test]
async fn a_seat_is_registered_suspended_resumed_and_ended() {
    let server = site_of(&Records::of_county(COUNTY)).await;
    let input = json!({ "name": " 马建军 ", "sector": "HEALTH", "isPartyMember": false,
                        "personId": "person-620000-x", "specialCommittee": "提案委员会",
                        "since": "2023-01-05" });
    let fields = "id member { name office status version level person { id } specialCommittee \
                  statusHistory { status on reason } placements { specialCommittee from to } }";
    let registered = put(&server, "registerMember", COMMITTEE, input.clone(), fields).await;
    let written = accepted(&registered);
    assert_eq!(
        written["member"],
        json!({ "name": "马建军", "office": "MEMBER", "status": "ACTIVE", "version": 1,
            "level": "COUNTY", "person": { "id": "person-620000-x" },
            "specialCommittee": "提案委员会",
            "statusHistory": [{ "status": "ACTIVE", "on": "2023-01-05", "reason": null }],
            "placements": [{ "specialCommittee": "提案委员会", "from": "2023-01-05", "to": null }] })
    );
    let id = written["id"].as_str().expect("an id").to_owned();
    let own = ("id", id.as_str());
    // The person has a seat here now.
    let again = json!({ "name": "马建军", "sector": "HEALTH", "isPartyMember": false,
                        "personId": "person-620000-x", "since": "2023-01-06" });
    let refused = put(&server, "registerMember", COMMITTEE, again, "id").await;
    assert_eq!(reasons(&refused), [("ALREADY_EXISTS".into(), "input.personId".into())]);

    let without_reason = json!({ "expectedVersion": 1, "to": "SUSPENDED" });
    let refused = put(&server, "moveSeat", own, without_reason, "id").await;
    assert_eq!(reasons(&refused), [("REQUIRED".into(), "input.reason".into())]);
    for (version, to, on, reason) in [
        (1, "SUSPENDED", "2024-02-01", Some("两次未参加活动")),
        (2, "ACTIVE", "2024-05-01", None),
        (3, "EXITED", "2024-08-01", Some("工作调动")),
    ] {
        let input = json!({ "expectedVersion": version, "to": to, "on": on, "reason": reason });
        let moved = put(&server, "moveSeat", own, input, "member { status until }").await;
        let until = if to == "EXITED" { json!(on) } else { Value::Null };
        assert_eq!(accepted(&moved)["member"], json!({ "status": to, "until": until }));
    }
    let history =
        "{ member(id: $id) { statusHistory { status on reason } placements { from to } } }"
            .replace("$id", &format!("\"{id}\""));
    let seen = crate::testkit::data(&server, &history).await;
    assert_eq!(
        seen["member"],
        json!({ "statusHistory": [
                { "status": "ACTIVE", "on": "2023-01-05", "reason": null },
                { "status": "SUSPENDED", "on": "2024-02-01", "reason": "两次未参加活动" },
                { "status": "ACTIVE", "on": "2024-05-01", "reason": null },
                { "status": "EXITED", "on": "2024-08-01", "reason": "工作调动" }],
            "placements": [{ "from": "2023-01-05", "to": "2024-08-01" }] })
    );
    let back = json!({ "expectedVersion": 4, "to": "ACTIVE" });
    let refused = put(&server, "moveSeat", own, back, "id").await;
    assert_eq!(refused["data"]["written"]["userErrors"][0]["code"], "ILLEGAL_MOVE");
    assert_eq!(refused["data"]["written"]["userErrors"][0]["state"], "EXITED");
    let backwards = json!({ "expectedVersion": 4, "specialCommittee": "经济委员会" });
    let refused = put(&server, "placeMember", own, backwards, "id").await;
    assert_eq!(reasons(&refused), [("INVALID".into(), "id".into())]);
    // Nobody else may.
    let clerk = caller(COUNTY, &[CallerRole::Clerk]);
    let input = json!({ "expectedVersion": 4, "to": "ACTIVE" });
    for who in [clerk, caller("621100", &[CallerRole::Office]), anonymous()] {
        let refused = write(&server, who, "moveSeat", own, "no", input.clone(), "id").await;
        assert_eq!(codes(&refused), [("WRITE_FORBIDDEN", "[\"written\"]".to_owned())]);
    }
}

#[tokio::test]
async fn a_seat_is_in_one_special_committee_at_a_time_and_the_rate_follows() {
    let mut records = Records::of_county(COUNTY);
    records.members = ["a", "b", "c", "d"].map(|name| member(COUNTY, name)).to_vec();
    let server = site_of(&records).await;
    for (id, version, name, on) in [
        ("621122-m-a", 1, "提案委员会", "2023-06-01"),
        ("621122-m-b", 1, "经济委员会", "2024-02-01"),
        ("621122-m-a", 2, "经济委员会", "2024-03-01"),
        ("621122-m-c", 1, "经济委员会", "2024-03-01"),
    ] {
        let input = json!({ "expectedVersion": version, "specialCommittee": name, "on": on });
        accepted(&put(&server, "placeMember", ("id", id), input, "id").await);
    }
    let own = ("id", "621122-m-a");
    let same = json!({ "expectedVersion": 3, "specialCommittee": "经济委员会" });
    let refused = put(&server, "placeMember", own, same, "id").await;
    assert_eq!(reasons(&refused), [("ALREADY_EXISTS".into(), "input.specialCommittee".into())]);
    let early = json!({ "expectedVersion": 3, "specialCommittee": "文史委", "on": "2024-02-29" });
    let refused = put(&server, "placeMember", own, early, "id").await;
    assert_eq!(reasons(&refused), [("INVALID".into(), "input.on".into())]);
    for (period, expected) in [
        (
            "",
            json!({ "members": 4, "placedMembers": 3, "placementRate": 0.75,
                     "bySpecialCommittee": [{ "name": "经济委员会", "members": 3 }] }),
        ),
        (
            "(period: \"2023\")",
            json!({ "members": 4, "placedMembers": 1, "placementRate": 0.25,
                     "bySpecialCommittee": [{ "name": "提案委员会", "members": 1 }] }),
        ),
        (
            "(period: \"2022\")",
            json!({ "members": 4, "placedMembers": 0, "placementRate": 0.0,
                     "bySpecialCommittee": [] }),
        ),
    ] {
        let field = format!(
            "tally{period} {{ members placedMembers placementRate \
             bySpecialCommittee {{ name members }} }}"
        );
        assert_eq!(region(&server, COUNTY, &field).await["tally"], expected, "{period}");
    }
    for (filter, expected) in [
        ("{ isPlaced: false }", vec!["621122-m-d"]),
        ("{ specialCommittee: \"经济委员会\" }", vec!["621122-m-a", "621122-m-b", "621122-m-c"]),
        ("{ specialCommittee: \"提案委员会\" }", vec![]),
    ] {
        let field = format!("members(filter: {filter}) {{ nodes {{ id }} }}");
        let found = region(&server, COUNTY, &field).await;
        let found = crate::testkit::strings(&found["members"]["nodes"], "/id");
        assert_eq!(found, expected, "{filter}");
    }
}

#[tokio::test]
async fn members_of_any_level_are_deployed_where_they_are_sent() {
    let mut records = Records::of_county(COUNTY);
    records.members = vec![member(COUNTY, "a")];
    records.platforms = vec![platform(COUNTY, "a")];
    let server = site_of(&records).await;
    let field = "townshipsWithoutDeployment { code } townshipsWithoutStation { code }";
    let before = region(&server, COUNTY, field).await;
    assert_eq!(before["townshipsWithoutDeployment"].as_array().map(Vec::len), Some(2));
    assert_eq!(before["townshipsWithoutStation"].as_array().map(Vec::len), Some(2));

    let own = json!({ "memberId": "621122-m-a", "localityCode": "621122101",
                      "platformId": "621122-p-a", "from": "2024-01-02" });
    let fields = "id deployment { role from to version locality { name } platform { id } \
                  member { id } issuedBy { id } document }";
    let sent = put(&server, "deployMember", COMMITTEE, own.clone(), fields).await;
    assert_eq!(
        accepted(&sent)["deployment"],
        json!({ "role": "FIXED_MEMBER", "from": "2024-01-02", "to": null, "version": 1,
            "locality": { "name": "文峰镇" }, "platform": { "id": "621122-p-a" },
            "member": { "id": "621122-m-a" }, "issuedBy": { "id": "621122-committee" },
            "document": null })
    );
    let id = accepted(&sent)["id"].as_str().expect("an id").to_owned();
    // Once is enough.
    let again = write(&server, office(), "deployMember", COMMITTEE, "again", own, "id").await;
    assert_eq!(reasons(&again), [("ALREADY_EXISTS".into(), "input.memberId".into())]);
    // Of another's member the site must be told who it is.
    let foreign = json!({ "memberId": "620000-m-x", "localityCode": "621122101205" });
    let refused = put(&server, "deployMember", COMMITTEE, foreign, "id").await;
    let lacking = ["input.personId", "input.memberLevel"].map(|it| ("REQUIRED".into(), it.into()));
    assert_eq!(reasons(&refused), lacking);
    let foreign = json!({ "memberId": "620000-m-x", "personId": "person-x", "role": "CONVENER",
                          "memberLevel": "PROVINCE", "localityCode": "621122101205",
                          "issuedBy": "621100-committee", "document": "下沉名单" });
    accepted(&put(&server, "deployMember", COMMITTEE, foreign, "id").await);
    let wrong = json!({ "memberId": "621122-m-none", "localityCode": "621123101",
                        "platformId": "621122-p-none", "from": "2999-01-01" });
    let refused = put(&server, "deployMember", COMMITTEE, wrong, "id").await;
    let expected = [
        ("NOT_FOUND", "input.memberId"),
        ("NOT_FOUND", "input.localityCode"),
        ("NOT_FOUND", "input.platformId"),
        ("INVALID", "input.from"),
    ];
    assert_eq!(reasons(&refused), expected.map(|(code, field)| (code.into(), field.into())));
    let field = "townshipsWithoutDeployment { code } tally { deployments }";
    let after = region(&server, COUNTY, field).await;
    assert_eq!(after["townshipsWithoutDeployment"], json!([{ "code": "621122102" }]));
    assert_eq!(after["tally"]["deployments"], 2);

    let route = ("id", id.as_str());
    let early = json!({ "expectedVersion": 1, "on": "2024-01-01", "reason": "调整" });
    let refused = put(&server, "endDeployment", route, early, "id").await;
    assert_eq!(reasons(&refused), [("INVALID".into(), "input.on".into())]);
    let end = json!({ "expectedVersion": 1, "on": "2024-06-30", "reason": "期满" });
    let fields = "deployment { to endedReason version }";
    let ended = put(&server, "endDeployment", route, end, fields).await;
    assert_eq!(
        accepted(&ended)["deployment"],
        json!({ "to": "2024-06-30", "endedReason": "期满", "version": 2 })
    );
    let twice = json!({ "expectedVersion": 2, "reason": "期满" });
    let refused = put(&server, "endDeployment", route, twice, "id").await;
    assert_eq!(reasons(&refused), [("INVALID".into(), "id".into())]);
}

#[tokio::test]
async fn a_platform_comes_to_be_is_put_off_launched_and_withdrawn() {
    let server = site_of(&Records::of_county(COUNTY)).await;
    let input = json!({ "kind": "MEMBER_STUDIO", "name": "社会福利界工作室", "sector": "SOCIAL_WELFARE",
                        "hostKind": "ENTERPRISE", "host": "康养中心", "localityCode": "621122101",
                        "leadMemberId": "620000-m-x" });
    let fields = "id platform { status version plaques { kind } leadMember { id } }";
    let begun = put(&server, "registerPlatform", COMMITTEE, input, fields).await;
    let expected = json!({ "status": "PREPARING", "version": 1, "plaques": [],
                           "leadMember": { "id": "620000-m-x" } });
    assert_eq!(accepted(&begun)["platform"], expected);
    let id = accepted(&begun)["id"].as_str().expect("an id").to_owned();
    let own = ("id", id.as_str());
    let count = |answer: &Value, name: &str| answer[name]["totalCount"].clone();
    let listed = "platforms(filter: { isGrantedNotLaunched: true }) { totalCount }";
    assert_eq!(count(&region(&server, COUNTY, listed).await, "platforms"), 0);

    let launch = json!({ "expectedVersion": 1, "to": "LAUNCHED" });
    let refused = put(&server, "movePlatform", own, launch, "id").await;
    let error = &refused["data"]["written"]["userErrors"][0];
    assert_eq!(error["code"], "ILLEGAL_MOVE");
    assert_eq!(error["allowedMoves"], json!(["PLAQUE_GRANTED", "WITHDRAWN"]));
    let by_hand = json!({ "expectedVersion": 1, "to": "PLAQUE_GRANTED" });
    let refused = put(&server, "movePlatform", own, by_hand, "id").await;
    assert_eq!(reasons(&refused), [("INVALID".into(), "input.to".into())]);
    let other = json!({ "expectedVersion": 1, "kind": "LIAISON_ROOM", "name": "联络室" });
    let refused = put(&server, "grantPlaque", own, other, "id").await;
    assert_eq!(reasons(&refused), [("INVALID".into(), "input.kind".into())]);

    let grant = json!({ "expectedVersion": 1, "kind": "MEMBER_STUDIO", "name": "委员工作室",
                        "on": "2023-12-01" });
    let fields = "platform { status plaques { kind grantedOn } }";
    let granted = put(&server, "grantPlaque", own, grant, fields).await;
    assert_eq!(
        accepted(&granted)["platform"],
        json!({ "status": "PLAQUE_GRANTED",
                "plaques": [{ "kind": "MEMBER_STUDIO", "grantedOn": "2023-12-01" }] })
    );
    let postpone = json!({ "expectedVersion": 2, "to": "POSTPONED" });
    let refused = put(&server, "movePlatform", own, postpone, "id").await;
    assert_eq!(reasons(&refused), [("REQUIRED".into(), "input.reason".into())]);
    let postpone =
        json!({ "expectedVersion": 2, "to": "POSTPONED", "reason": "地震", "on": "2023-12-19" });
    let fields = "platform { status statusReason launchedOn }";
    let moved = put(&server, "movePlatform", own, postpone, fields).await;
    let expected = json!({ "status": "POSTPONED", "statusReason": "地震", "launchedOn": null });
    assert_eq!(accepted(&moved)["platform"], expected);
    assert_eq!(count(&region(&server, COUNTY, listed).await, "platforms"), 1);

    let launch = json!({ "expectedVersion": 3, "to": "LAUNCHED", "on": "2024-03-01" });
    let moved = put(&server, "movePlatform", own, launch, fields).await;
    let expected =
        json!({ "status": "LAUNCHED", "statusReason": null, "launchedOn": "2024-03-01" });
    assert_eq!(accepted(&moved)["platform"], expected);
    assert_eq!(count(&region(&server, COUNTY, listed).await, "platforms"), 0);
    let second = json!({ "expectedVersion": 4, "kind": "LIAISON_ROOM", "name": "联络室" });
    let fields = "platform { status kind plaques { kind } }";
    let granted = put(&server, "grantPlaque", own, second, fields).await;
    assert_eq!(
        accepted(&granted)["platform"],
        json!({ "status": "LAUNCHED", "kind": "MEMBER_STUDIO",
                "plaques": [{ "kind": "MEMBER_STUDIO" }, { "kind": "LIAISON_ROOM" }] })
    );
    let tally = region(&server, COUNTY, "tally { places plaques }").await;
    assert_eq!(tally["tally"], json!({ "places": 1, "plaques": 2 }));
    let withdraw = json!({ "expectedVersion": 5, "to": "WITHDRAWN", "reason": "搬迁" });
    let moved = put(&server, "movePlatform", own, withdraw, "platform { withdrawnOn }").await;
    assert!(accepted(&moved)["platform"]["withdrawnOn"].is_string());
    let third = json!({ "expectedVersion": 6, "kind": "MEMBER_POST", "name": "驿站" });
    let refused = put(&server, "grantPlaque", own, third, "id").await;
    assert_eq!(reasons(&refused), [("INVALID".into(), "id".into())]);
}

#[tokio::test]
async fn a_platform_is_compliant_only_with_all_six() {
    let mut records = Records::of_county(COUNTY);
    records.platforms = ["a", "b", "c"].map(|name| platform(COUNTY, name)).to_vec();
    for place in &records.platforms {
        records.plaques.push(plaque(place, 0, PlatformKind::Workstation, "2022-01-01"));
        records.checks.push(check(place, "2023-01-01", true));
    }
    records.platforms[2].status = PlatformStatus::Preparing;
    let server = site_of(&records).await;
    let input = |version: i64, on: &str, annual_plan: bool| {
        json!({ "expectedVersion": version, "on": on, "fixedPlace": true, "dedicatedPerson": true,
                "signage": true, "duties": true, "annualPlan": annual_plan, "outcomes": true,
                "checker": "李四", "evidence": "台账" })
    };
    let own = ("id", "621122-p-a");
    let fields =
        "platform { version sixHas { checkedOn isCompliant annualPlan checker evidence } }";
    let five = put(&server, "recordSixHasCheck", own, input(1, "2024-01-01", false), fields).await;
    assert_eq!(
        accepted(&five)["platform"],
        json!({ "version": 2, "sixHas": { "checkedOn": "2024-01-01", "isCompliant": false,
                "annualPlan": false, "checker": "李四", "evidence": "台账" } })
    );
    let tally = "tally { places compliantPlaces allPlacesCompliant bySixHasItem { item lacking } }";
    let found = region(&server, COUNTY, tally).await;
    assert_eq!(found["tally"]["places"], 3);
    assert_eq!(found["tally"]["compliantPlaces"], 2);
    assert_eq!(found["tally"]["allPlacesCompliant"], false);
    let lacking: Vec<(&str, i64)> = found["tally"]["bySixHasItem"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| (it["item"].as_str().expect("a text"), it["lacking"].as_i64().expect("a count")))
        .collect();
    assert_eq!(
        lacking,
        [
            ("ANNUAL_PLAN", 1),
            ("DEDICATED_PERSON", 0),
            ("DUTIES", 0),
            ("FIXED_PLACE", 0),
            ("OUTCOMES", 0),
            ("SIGNAGE", 0)
        ]
    );
    let same_day = put(&server, "recordSixHasCheck", own, input(2, "2024-01-01", true), "id").await;
    assert_eq!(reasons(&same_day), [("ALREADY_EXISTS".into(), "input.on".into())]);
    let six = put(&server, "recordSixHasCheck", own, input(2, "2024-06-01", true), fields).await;
    assert_eq!(accepted(&six)["platform"]["sixHas"]["isCompliant"], true);
    assert_eq!(region(&server, COUNTY, tally).await["tally"]["compliantPlaces"], 3);
    let preparing = ("id", "621122-p-c");
    let refused =
        put(&server, "recordSixHasCheck", preparing, input(1, "2024-06-01", true), "id").await;
    assert_eq!(reasons(&refused), [("INVALID".into(), "id".into())]);
}

#[tokio::test]
async fn a_nominee_takes_a_seat_or_none() {
    let server = site_of(&Records::of_county(COUNTY)).await;
    let nominate = async |by: &str| {
        let input = json!({ "name": "马建军", "personId": "person-620000-x", "sector": "HEALTH",
                            "isPartyMember": true, "employer": "县医院", "nominatedBy": by,
                            "residenceRegion": COUNTY, "on": "2024-01-05" });
        let made = put(&server, "nominateMember", COMMITTEE, input, "id").await;
        accepted(&made)["id"].as_str().expect("an id").to_owned()
    };
    let empty = json!({ "name": " ", "sector": "HEALTH", "isPartyMember": true,
                        "nominatedBy": "", "on": "2999-01-01", "residenceRegion": "x" });
    let refused = put(&server, "nominateMember", COMMITTEE, empty, "id").await;
    let expected = [
        ("REQUIRED", "input.name"),
        ("INVALID", "input.residenceRegion"),
        ("REQUIRED", "input.nominatedBy"),
        ("INVALID", "input.on"),
    ];
    assert_eq!(reasons(&refused), expected.map(|(code, field)| (code.into(), field.into())));

    let nominee = nominate("县委统战部").await;
    // No seat yet, and nobody above learns who it is.
    let counts = "tally { members } seatNominations(filter: { status: NOMINATED }) { totalCount }";
    let found = region(&server, COUNTY, counts).await;
    assert_eq!(found["tally"]["members"], 0);
    assert_eq!(found["seatNominations"]["totalCount"], 1);
    let query = format!("{{ seatNomination(id: \"{nominee}\") {{ status name employer }} }}");
    let city = caller("621100", &[CallerRole::Office]);
    let told = crate::testkit::ask_as(&server, city, &query).await;
    assert_eq!(
        told["data"]["seatNomination"],
        json!({ "status": "NOMINATED", "name": null, "employer": null })
    );

    let own = ("id", nominee.as_str());
    let early = json!({ "expectedVersion": 1, "on": "2024-01-04" });
    let refused = put(&server, "seatNominee", own, early, "id").await;
    assert_eq!(reasons(&refused), [("INVALID".into(), "input.on".into())]);
    let seated =
        json!({ "expectedVersion": 1, "on": "2024-02-01", "specialCommittee": "提案委员会" });
    let fields = "seatNomination { status decidedOn member { name sector { code } status since \
                  person { id } specialCommittee statusHistory { status on } } }";
    let written = put(&server, "seatNominee", own, seated, fields).await;
    assert_eq!(
        accepted(&written)["seatNomination"],
        json!({ "status": "SEATED", "decidedOn": "2024-02-01", "member": {
            "name": "马建军", "sector": { "code": "HEALTH" }, "status": "ACTIVE",
            "since": "2024-02-01", "person": { "id": "person-620000-x" },
            "specialCommittee": "提案委员会",
            "statusHistory": [{ "status": "ACTIVE", "on": "2024-02-01" }] } })
    );
    assert_eq!(region(&server, COUNTY, counts).await["tally"]["members"], 1);
    let twice = put(&server, "seatNominee", own, json!({ "expectedVersion": 2 }), "id").await;
    assert_eq!(reasons(&twice)[0].0, "ILLEGAL_MOVE");

    // The person has a seat here now, so another nomination of them comes to none.
    let again = nominate("县工商联").await;
    let own = ("id", again.as_str());
    let refused = put(&server, "seatNominee", own, json!({ "expectedVersion": 1 }), "id").await;
    assert_eq!(reasons(&refused), [("ALREADY_EXISTS".into(), "id".into())]);
    assert_eq!(region(&server, COUNTY, counts).await["tally"]["members"], 1);
    let by_move = json!({ "expectedVersion": 1, "to": "SEATED", "reason": "x" });
    let refused = put(&server, "closeNomination", own, by_move, "id").await;
    assert_eq!(reasons(&refused), [("INVALID".into(), "input.to".into())]);
    let blank = json!({ "expectedVersion": 1, "to": "DECLINED", "reason": " " });
    let refused = put(&server, "closeNomination", own, blank, "id").await;
    assert_eq!(reasons(&refused), [("REQUIRED".into(), "input.reason".into())]);
    let declined = json!({ "expectedVersion": 1, "to": "DECLINED", "reason": "已有席位" });
    let fields = "seatNomination { status reason member { id } version }";
    let written = put(&server, "closeNomination", own, declined, fields).await;
    assert_eq!(
        accepted(&written)["seatNomination"],
        json!({ "status": "DECLINED", "reason": "已有席位", "member": null, "version": 2 })
    );
    let clerk = caller(COUNTY, &[CallerRole::Clerk]);
    let late = json!({ "expectedVersion": 2, "to": "WITHDRAWN", "reason": "x" });
    let refused = write(&server, clerk, "closeNomination", own, "clerk", late, "id").await;
    assert_eq!(codes(&refused)[0].0, "WRITE_FORBIDDEN");
}

#[tokio::test]
async fn a_group_is_founded_changed_and_disbanded() {
    let mut records = Records::of_county(COUNTY);
    records.members = ["a", "b", "c"].map(|name| member(COUNTY, name)).to_vec();
    records.members[0].is_party_member = true;
    records.members[1].is_party_member = true;
    let server = site_of(&records).await;
    let team = json!({ "kind": "EXPERT_TEAM", "name": "农业专家团队", "on": "2024-01-05",
                       "leaderId": "621122-m-a", "join": ["621122-m-a", "621122-m-c"] });
    let fields = "id memberGroup { kind name status memberCount leader { name } version \
                  memberships { member { name } from to } }";
    let founded = put(&server, "foundMemberGroup", COMMITTEE, team.clone(), fields).await;
    let written = accepted(&founded);
    assert_eq!(
        written["memberGroup"],
        json!({ "kind": "EXPERT_TEAM", "name": "农业专家团队", "status": "FOUNDED", "memberCount": 2,
            "leader": { "name": "a" }, "version": 1, "memberships": [
                { "member": { "name": "a" }, "from": "2024-01-05", "to": null },
                { "member": { "name": "c" }, "from": "2024-01-05", "to": null }] })
    );
    let group = written["id"].as_str().expect("an id").to_owned();
    // Of a branch are members of the party, and the name is new.
    let branch = json!({ "kind": "PARTY_BRANCH", "name": "农业专家团队", "leaderId": "621122-m-b",
                         "join": ["621122-m-a", "621122-m-c", "621122-m-a", "621122-m-x"] });
    let refused = put(&server, "foundMemberGroup", COMMITTEE, branch, "id").await;
    let expected = [
        ("ALREADY_EXISTS", "input.name"),
        ("INVALID", "input.join.1"),
        ("ALREADY_EXISTS", "input.join.2"),
        ("NOT_FOUND", "input.join.3"),
        ("INVALID", "input.leaderId"),
    ];
    assert_eq!(reasons(&refused), expected.map(|(code, field)| (code.into(), field.into())));
    let branch = json!({ "kind": "PARTY_BRANCH", "name": "功能型党支部", "on": "2024-01-05",
                         "leaderId": "621122-m-a", "join": ["621122-m-a", "621122-m-b"] });
    accepted(&put(&server, "foundMemberGroup", COMMITTEE, branch, "id").await);
    let tally = "tally { byMemberGroupKind { kind groups members } } \
                 memberGroups(filter: { status: FOUNDED }) { totalCount }";
    let found = region(&server, COUNTY, tally).await;
    assert_eq!(
        found["tally"]["byMemberGroupKind"],
        json!([{ "kind": "EXPERT_TEAM", "groups": 1, "members": 2 },
               { "kind": "PARTY_BRANCH", "groups": 1, "members": 2 }])
    );
    assert_eq!(found["memberGroups"]["totalCount"], 2);

    let own = ("id", group.as_str());
    let wrong = json!({ "expectedVersion": 1, "on": "2024-01-04", "join": ["621122-m-c"],
                        "leave": ["621122-m-b"], "leaderId": "621122-m-b" });
    let refused = put(&server, "changeMemberGroup", own, wrong, "id").await;
    let expected = [
        ("INVALID", "input.on"),
        ("INVALID", "input.leave.0"),
        ("ALREADY_EXISTS", "input.join.0"),
        ("INVALID", "input.leaderId"),
    ];
    assert_eq!(reasons(&refused), expected.map(|(code, field)| (code.into(), field.into())));
    // The leader leaves, and nobody leads it until somebody is named.
    let change = json!({ "expectedVersion": 1, "on": "2024-03-01", "join": ["621122-m-b"],
                         "leave": ["621122-m-a"] });
    let changed = put(&server, "changeMemberGroup", own, change, fields).await;
    assert_eq!(
        accepted(&changed)["memberGroup"],
        json!({ "kind": "EXPERT_TEAM", "name": "农业专家团队", "status": "FOUNDED", "memberCount": 2,
            "leader": null, "version": 2, "memberships": [
                { "member": { "name": "a" }, "from": "2024-01-05", "to": "2024-03-01" },
                { "member": { "name": "c" }, "from": "2024-01-05", "to": null },
                { "member": { "name": "b" }, "from": "2024-03-01", "to": null }] })
    );
    let led = json!({ "expectedVersion": 2, "leaderId": "621122-m-b", "on": "2024-03-02" });
    let led = put(&server, "changeMemberGroup", own, led, fields).await;
    assert_eq!(accepted(&led)["memberGroup"]["leader"]["name"], "b");

    // Whoever leaves the seat leaves the groups, and leads none.
    let exit =
        json!({ "expectedVersion": 1, "to": "EXITED", "reason": "工作变动", "on": "2024-05-01" });
    accepted(&put(&server, "moveSeat", ("id", "621122-m-b"), exit, "id").await);
    let query = format!(
        "{{ memberGroup(id: \"{group}\") {{ memberCount version leader {{ id }} }} \
         a: member(id: \"621122-m-a\") {{ groups {{ kind }} }} \
         b: member(id: \"621122-m-b\") {{ groups {{ kind }} }} }}"
    );
    assert_eq!(
        crate::testkit::data(&server, &query).await,
        json!({ "memberGroup": { "memberCount": 1, "version": 4, "leader": null },
                "a": { "groups": [{ "kind": "PARTY_BRANCH" }] }, "b": { "groups": [] } })
    );
    // Who is in a branch is of the party: nobody else learns it.
    let peer = caller("621123", &[CallerRole::Office]);
    let query = format!(
        "{{ memberGroup(id: \"{group}\") {{ name memberships {{ from }} leader {{ id }} }} \
         member(id: \"621122-m-a\") {{ groups {{ kind }} }} }}"
    );
    let told = crate::testkit::ask_as(&server, peer, &query).await;
    assert_eq!(
        told["data"],
        json!({ "memberGroup": { "name": "农业专家团队", "memberships": null, "leader": null },
                "member": { "groups": null } })
    );

    let all_leave = json!({ "expectedVersion": 4, "leave": ["621122-m-c"] });
    let refused = put(&server, "changeMemberGroup", own, all_leave, "id").await;
    assert_eq!(reasons(&refused), [("INVALID".into(), "input.leave".into())]);
    let end = json!({ "expectedVersion": 4, "reason": "换届", "on": "2024-06-01" });
    let ended = put(&server, "disbandMemberGroup", own, end, fields).await;
    assert_eq!(accepted(&ended)["memberGroup"]["status"], "DISBANDED");
    assert_eq!(accepted(&ended)["memberGroup"]["memberCount"], 0);
    let late = json!({ "expectedVersion": 5, "join": ["621122-m-a"] });
    let refused = put(&server, "changeMemberGroup", own, late, "id").await;
    assert_eq!(reasons(&refused), [("INVALID".into(), "id".into())]);
    // Its name is free again.
    accepted(
        &put(
            &server,
            "foundMemberGroup",
            COMMITTEE,
            json!({ "kind": "EXPERT_TEAM",
        "name": "农业专家团队", "join": ["621122-m-c"] }),
            "id",
        )
        .await,
    );
}

#[tokio::test]
async fn a_platform_checks_itself_and_the_county_verifies_it() {
    let mut records = Records::of_county(COUNTY);
    let stations = ["a", "b"].map(|name| platform(COUNTY, name));
    records.plaques =
        stations.iter().map(|it| plaque(it, 0, PlatformKind::Workstation, "2022-01-01")).collect();
    records.platforms = stations.to_vec();
    let server = site_of(&records).await;
    let own = ("id", "621122-p-a");
    let input = |version: i64, on: &str, annual_plan: bool| {
        json!({ "expectedVersion": version, "on": on, "fixedPlace": true, "dedicatedPerson": true,
                "signage": true, "duties": true, "annualPlan": annual_plan, "outcomes": true,
                "checker": "王五", "evidence": "照片" })
    };
    let fields = "platform { sixHasStatus sixHasSelfCheck { checkedOn isCompliant checker } \
                  sixHas { checkedOn isCompliant } }";
    let status = async |status: &str| {
        let filter = format!("filter: {{ sixHasStatus: {status} }}");
        let field = format!(
            "platforms({filter}) {{ nodes {{ id }} }} tally {{ placesAwaitingSixHasCheck }}"
        );
        let found = region(&server, COUNTY, &field).await;
        let ids: Vec<String> = found["platforms"]["nodes"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|node| node["id"].as_str().expect("an id")["621122-p-".len()..].to_owned())
            .collect();
        (ids.join(" "), found["tally"]["placesAwaitingSixHasCheck"].as_i64().expect("a count"))
    };
    assert_eq!(status("UNCHECKED").await, ("a b".to_owned(), 0));
    let first = put(&server, "recordSixHasSelfCheck", own, input(1, "2024-03-01", true), fields);
    assert_eq!(
        accepted(&first.await)["platform"],
        json!({ "sixHasStatus": "SELF_CHECKED", "sixHas": null, "sixHasSelfCheck":
                { "checkedOn": "2024-03-01", "isCompliant": true, "checker": "王五" } })
    );
    assert_eq!(status("SELF_CHECKED").await, ("a".to_owned(), 1));
    // What the platform finds of itself is no verification.
    let tally = "tally { compliantPlaces } due: platforms(filter: { sixHasCheckedBefore: \
                 \"2024-01-01\" }) { totalCount }";
    let found = region(&server, COUNTY, tally).await;
    assert_eq!(
        (&found["tally"]["compliantPlaces"], &found["due"]["totalCount"]),
        (&json!(0), &json!(2))
    );

    let verified =
        put(&server, "recordSixHasCheck", own, input(2, "2024-03-10", false), fields).await;
    assert_eq!(accepted(&verified)["platform"]["sixHasStatus"], "NOT_COMPLIANT");
    assert_eq!(status("NOT_COMPLIANT").await, ("a".to_owned(), 0));
    let late = put(&server, "recordSixHasSelfCheck", own, input(3, "2024-03-09", true), "id").await;
    assert_eq!(reasons(&late), [("INVALID".into(), "input.on".into())]);
    let again = put(&server, "recordSixHasSelfCheck", own, input(3, "2024-05-01", true), fields);
    assert_eq!(accepted(&again.await)["platform"]["sixHasStatus"], "SELF_CHECKED");
    let twice =
        put(&server, "recordSixHasSelfCheck", own, input(4, "2024-05-01", false), "id").await;
    assert_eq!(reasons(&twice), [("ALREADY_EXISTS".into(), "input.on".into())]);
    // On the day of the self-check, the check is of what it found.
    let six = put(&server, "recordSixHasCheck", own, input(4, "2024-05-01", true), fields).await;
    assert_eq!(accepted(&six)["platform"]["sixHasStatus"], "COMPLIANT");
    assert_eq!(status("COMPLIANT").await, ("a".to_owned(), 0));
    assert_eq!(status("UNCHECKED").await, ("b".to_owned(), 0));
    assert_eq!(region(&server, COUNTY, tally).await["due"]["totalCount"], 1);
    // A member may report it, and a peer may not read it.
    let member = caller(COUNTY, &[CallerRole::Member]);
    let theirs = ("id", "621122-p-b");
    let by_member = write(
        &server,
        member,
        "recordSixHasSelfCheck",
        theirs,
        "by a member",
        input(1, "2024-05-01", true),
        "id",
    );
    accepted(&by_member.await);
    let query = format!(
        "{{ platform(id: \"{}\") {{ sixHasStatus sixHasSelfCheck {{ checker }} }} }}",
        own.1
    );
    let peer = caller("621123", &[CallerRole::Office]);
    let told = crate::testkit::ask_as(&server, peer, &query).await;
    assert_eq!(told["data"]["platform"], json!({ "sixHasStatus": null, "sixHasSelfCheck": null }));
}

#[tokio::test]
async fn a_plan_of_a_year_is_drafted_consulted_and_carried_out() {
    let mut records = Records::of_county(COUNTY);
    records.platforms = vec![platform(COUNTY, "a")];
    let server = site_of(&records).await;
    let own = ("id", "621122-p-a");
    let without = "platforms(filter: { withoutPlanFor: 2025 }) { totalCount }";
    let count = async || region(&server, COUNTY, without).await["platforms"]["totalCount"].clone();
    assert_eq!(count().await, 1);
    let fields = "platform { annualPlans { year status text } }";
    let empty = json!({ "expectedVersion": 1, "year": 1999, "to": "UNDERWAY" });
    let refused = put(&server, "writeAnnualPlan", own, empty, "id").await;
    let expected = [("INVALID", "input.year"), ("INVALID", "input.to"), ("REQUIRED", "input.text")];
    assert_eq!(reasons(&refused), expected.map(|(code, field)| (code.into(), field.into())));
    for (input, status, text) in [
        (json!({ "text": "每季度接待" }), "DRAFTED", "每季度接待"),
        (json!({ "to": "CONSULTED" }), "CONSULTED", "每季度接待"),
        (json!({ "to": "UNDERWAY", "text": "每月接待" }), "UNDERWAY", "每月接待"),
    ] {
        let mut input = input;
        let plans = format!("{{ platform(id: \"{}\") {{ version }} }}", own.1);
        let version = crate::testkit::data(&server, &plans).await["platform"]["version"].clone();
        input["expectedVersion"] = version;
        input["year"] = json!(2025);
        let written = put(&server, "writeAnnualPlan", own, input, fields).await;
        assert_eq!(
            accepted(&written)["platform"]["annualPlans"],
            json!([{ "year": 2025, "status": status, "text": text }])
        );
    }
    assert_eq!(count().await, 0);
    let edit = json!({ "expectedVersion": 4, "year": 2025, "text": "不再接待" });
    let refused = put(&server, "writeAnnualPlan", own, edit, "id").await;
    assert_eq!(reasons(&refused), [("INVALID".into(), "input.text".into())]);
    // The office reads it; a peer does not.
    let peer = caller("621123", &[CallerRole::Office]);
    let query = format!("{{ platform(id: \"{}\") {{ annualPlans {{ text }} }} }}", own.1);
    let told = crate::testkit::ask_as(&server, peer, &query).await;
    assert_eq!(told["data"]["platform"]["annualPlans"], Value::Null);
    let own_answer = crate::testkit::ask_as(&server, own_office(&server), &query).await;
    assert_eq!(own_answer["data"]["platform"]["annualPlans"][0]["text"], "每月接待");
}
