//! A proposal from its collection to its outcome, and what is refused on the way.

use qianzhan_network::{CallerRole, SiteServer};
use serde_json::{Value, json};

use crate::testkit::{COMMITTEE, ask, caller, data, site, write, written};

async fn collected(server: &SiteServer, title: &str) -> String {
    let input = format!(
        "termNo: 10, sessionNo: 4, kind: INDIVIDUAL, title: \"{title}\", \
         proposers: [{{ kind: MEMBER, memberId: \"621122-m-1\" }}]"
    );
    written(server, "collectProposal", ("committeeId", COMMITTEE), &input).await
}

async fn moved(server: &SiteServer, id: &str, version: i64, to: &str, more: &str) -> Value {
    let input = format!("expectedVersion: {version}, to: {to}, {more}");
    write(server, "moveProposal", ("id", id), &format!("{id} {input}"), &input).await
}

#[tokio::test]
async fn a_proposal_is_replied_to_once_every_unit_has_replied() {
    let server = site().await;
    let id = collected(&server, "关于冷链物流的提案").await;
    for (version, to, more) in [
        (1, "SURVEYED", "surveyId: \"621100-u-1\""),
        (2, "SUBMITTED", ""),
        (3, "FILED", "serialNo: 12, isKey: true"),
        (
            4,
            "ASSIGNED",
            "handlingUnits: [{ unit: \"商务局\", isLead: true, dueOn: \"2200-01-01\" }, \
              { unit: \"财政局\", dueOn: \"2200-01-01\" }]",
        ),
        (5, "HANDLING", ""),
    ] {
        let answer = moved(&server, &id, version, to, more).await;
        assert_eq!(answer["userErrors"], json!([]), "{to}");
    }
    let by_move = moved(&server, &id, 6, "REPLIED", "").await;
    assert_eq!(by_move["userErrors"][0]["code"], "INVALID");
    for (version, unit, status) in [(6, "商务局", "HANDLING"), (7, "财政局", "REPLIED")] {
        let input = format!("expectedVersion: {version}, unit: \"{unit}\", reply: \"已安排\"");
        written(&server, "recordProposalReply", ("id", &id), &input).await;
        let query = format!("{{ proposal(id: \"{id}\") {{ status version }} }}");
        let expected = json!({ "status": status, "version": version + 1 });
        assert_eq!(data(&server, &query).await["proposal"], expected);
    }
    let again = "expectedVersion: 8, unit: \"商务局\", reply: \"又答复\"";
    let again = write(&server, "recordProposalReply", ("id", &id), "again", again).await;
    let codes = &again["userErrors"];
    assert_eq!(codes[0]["code"], "ILLEGAL_MOVE");
    assert_eq!(codes[0]["allowedMoves"], json!(["CARRIED_OUT", "HANDLING"]));

    // Handled again, every unit is to reply again.
    moved(&server, &id, 8, "HANDLING", "").await;
    let query =
        format!("{{ proposal(id: \"{id}\") {{ handlingUnits {{ isReplied repliedOn }} }} }}");
    let units = data(&server, &query).await["proposal"]["handlingUnits"].clone();
    assert_eq!(units[0], json!({ "isReplied": false, "repliedOn": null }));
    assert_eq!(units[0], units[1]);
}

#[tokio::test]
async fn what_a_move_lacks_or_has_too_much_is_refused_at_once() {
    let server = site().await;
    let id = collected(&server, "关于灌溉的提案").await;
    let cases = [
        ("SURVEYED", "", json!([["REQUIRED", "surveyId"]])),
        ("SUBMITTED", "serialNo: 3", json!([["INVALID", "serialNo"]])),
        ("FILED", "", json!([["ILLEGAL_MOVE", "to"], ["REQUIRED", "serialNo"]])),
        (
            "ASSIGNED",
            "handlingUnits: [], outcome: \"好\"",
            json!([["ILLEGAL_MOVE", "to"], ["INVALID", "outcome"], ["REQUIRED", "handlingUnits"]]),
        ),
    ];
    for (to, more, expected) in cases {
        let answer = moved(&server, &id, 1, to, more).await;
        assert_eq!(answer["id"], json!(null), "{to}");
        let errors = answer["userErrors"].as_array().expect("reasons");
        let mut found: Vec<_> =
            errors.iter().map(|it| json!([it["code"], it["field"][1]])).collect();
        found.sort_by_key(Value::to_string);
        assert_eq!(json!(found), expected, "{to} {more}");
    }
    // A number of the session is given once.
    let input = "termNo: 10, sessionNo: 3, kind: COLLECTIVE, title: \"同号\", \
        proposers: [{ kind: PARTY, name: \"民进\" }]";
    let other = written(&server, "collectProposal", ("committeeId", COMMITTEE), input).await;
    moved(&server, &other, 1, "SUBMITTED", "").await;
    let taken = moved(&server, &other, 2, "FILED", "serialNo: 1").await;
    assert_eq!(taken["userErrors"][0]["code"], "ALREADY_EXISTS");
    assert_eq!(moved(&server, &other, 2, "FILED", "serialNo: 4").await["userErrors"], json!([]));
    let stale = moved(&server, &other, 2, "ASSIGNED", "").await;
    assert_eq!(stale["userErrors"][0]["code"], "STALE_VERSION");
}

#[tokio::test]
async fn proposers_and_sector_fit_the_kind() {
    let server = site().await;
    let committee = ("committeeId", COMMITTEE);
    for (input, expected) in [
        ("kind: SECTOR, proposers: [{ kind: SECTOR }]", json!(["input", "sector"])),
        (
            "kind: INDIVIDUAL, sector: ECONOMY, proposers: [{ kind: MEMBER, memberId: \"621122-m\" }]",
            json!(["input", "sector"]),
        ),
        ("kind: INDIVIDUAL, proposers: []", json!(["input", "proposers"])),
        (
            "kind: INDIVIDUAL, proposers: [{ kind: MEMBER }]",
            json!(["input", "proposers", "0", "memberId"]),
        ),
        (
            "kind: COLLECTIVE, proposers: [{ kind: PARTY }]",
            json!(["input", "proposers", "0", "name"]),
        ),
    ] {
        let input = format!("termNo: 10, sessionNo: 4, title: \"题\", {input}");
        let answer = write(&server, "collectProposal", committee, &input, &input).await;
        assert_eq!(answer["userErrors"][0]["field"], expected, "{input}");
    }
}

#[tokio::test]
async fn a_leader_supervises_key_proposals_and_looks_back() {
    let server = site().await;
    let led = "kind: LED, leader: \"王建军\", leaderOffice: \"县政协主席\", heldOn: \"2024-10-08\"";
    let not_key = write(&server, "superviseProposal", ("proposalId", "621122-p-b"), "1", led).await;
    assert_eq!(not_key["userErrors"][0]["field"], json!(["input", "kind"]));
    let draft = "kind: ON_SITE, heldOn: \"2024-10-08\"";
    let draft = write(&server, "superviseProposal", ("proposalId", "621122-p-c"), "2", draft).await;
    assert_eq!(draft["userErrors"][0]["field"], json!(["proposalId"]));
    let id = written(&server, "superviseProposal", ("proposalId", "621122-p-a"), led).await;
    for (version, input) in [
        (1, "to: HELD, memberCount: 5, publicCount: 3, demand: \"限期办结\""),
        (2, "to: FOLLOWED_UP, finding: \"成效不明显\""),
        (3, "to: CARRIED_OUT, result: \"已办结\""),
    ] {
        let input = format!("expectedVersion: {version}, {input}");
        written(&server, "moveProposalSupervision", ("id", &id), &input).await;
    }
    let query = format!(
        "{{ proposalSupervision(id: \"{id}\") {{ status hasSectorPublic publicCount finding result \
         proposal {{ id }} }} }}"
    );
    assert_eq!(
        data(&server, &query).await["proposalSupervision"],
        json!({ "status": "CARRIED_OUT", "hasSectorPublic": true, "publicCount": 3,
            "finding": "成效不明显", "result": "已办结", "proposal": { "id": "621122-p-a" } })
    );
    // A replay answers what stands, though it was asked for by the proposal's id.
    let again = write(&server, "superviseProposal", ("proposalId", "621122-p-a"), led, led).await;
    assert_eq!((&again["id"], &again["isReplay"]), (&json!(id), &json!(true)));
}

#[tokio::test]
async fn only_the_own_committee_in_a_named_role_writes() {
    let server = site().await;
    let query = "mutation { moveProposal(id: \"621122-p-c\", idempotencyKey: \"x\", \
        input: { expectedVersion: 1, to: SUBMITTED }) { id } }";
    for (region, role) in [
        ("621100", CallerRole::Office),
        ("620000", CallerRole::Leader),
        ("621123", CallerRole::Clerk),
        ("621122", CallerRole::Member),
    ] {
        let answer = ask(&server, caller(region, role), query).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "WRITE_FORBIDDEN", "{region}");
    }
}
