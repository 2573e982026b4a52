//! The double link: who keeps in touch with whom, and whom nobody does.

use qianzhan_network::CallerRole;
use serde_json::{Value, json};

use crate::testkit::{
    COMMITTEE, COUNTY, ask_as, caller, id_of, names, of_member, reasons, refused, region, site,
    written,
};

fn link(tier: &str, from: &str, to: &str) -> Value {
    json!({ "tier": tier, "fromId": format!("621122-m-{from}"), "toId": format!("621122-m-{to}"),
            "since": "2024-01-02" })
}

async fn unlinked(server: &qianzhan_network::SiteServer) -> Vec<String> {
    let field =
        "dutyMembers(filter: { period: \"2024\", withoutPartyLink: true }) { nodes { id } }";
    let found = region(server, COUNTY, field).await;
    names(&found["dutyMembers"]["nodes"]).into_iter().map(str::to_owned).collect()
}

#[tokio::test]
async fn a_chain_leads_from_a_non_party_member_up_to_the_party_group() {
    let server = site().await;
    assert_eq!(unlinked(&server).await, ["m", "n", "p", "q"]);
    let group = "GROUP_TO_PARTY_MEMBER";
    let party = "PARTY_MEMBER_TO_NON_PARTY";
    let upper = id_of(&server, "linkParty", COMMITTEE, link(group, "chair", "p")).await;
    id_of(&server, "linkParty", COMMITTEE, link(party, "p", "m")).await;
    let contact = json!({ "memberId": "621122-m-m", "name": "王五", "registeredOn": "2024-01-02" });
    let contact = id_of(&server, "registerContact", COMMITTEE, contact).await;
    let public = json!({ "tier": "NON_PARTY_TO_PUBLIC", "fromId": "621122-m-m",
                         "contactId": contact });
    id_of(&server, "linkParty", COMMITTEE, public.clone()).await;
    assert_eq!(unlinked(&server).await, ["n", "q"]);

    let chain = "partyChain { tier from { id } to { id } }";
    assert_eq!(
        of_member(&server, "m", chain).await["partyChain"],
        json!([
            { "tier": party, "from": { "id": "621122-m-p" }, "to": { "id": "621122-m-m" } },
            { "tier": group, "from": { "id": "621122-m-chair" }, "to": { "id": "621122-m-p" } }])
    );
    assert_eq!(of_member(&server, "n", chain).await["partyChain"], json!([]));
    let tally =
        "partyTally { links members withoutLink } partyLinks { nodes { tier contact { id } } }";
    let found = region(&server, COUNTY, tally).await;
    assert_eq!(found["partyTally"], json!({ "links": 3, "members": 4, "withoutLink": 2 }));
    assert_eq!(found["partyLinks"]["nodes"].as_array().map(Vec::len), Some(3));

    for (input, expected) in [
        (link(group, "vice", "p"), ("ALREADY_EXISTS", "input.toId")),
        (link(group, "q", "p"), ("INVALID", "input.fromId")),
        (link(group, "chair", "m"), ("INVALID", "input.toId")),
        (link(group, "chair", "vice"), ("INVALID", "input.toId")),
        (link(party, "m", "n"), ("INVALID", "input.fromId")),
        (link(party, "p", "q"), ("INVALID", "input.toId")),
        (link(party, "p", "gone"), ("INVALID", "input.toId")),
        (json!({ "tier": party, "fromId": "621122-m-p" }), ("REQUIRED", "input.toId")),
    ] {
        let found = refused(&server, "linkParty", COMMITTEE, input.clone()).await;
        assert!(
            found.iter().any(|(code, field)| (code.as_str(), field.as_str()) == expected),
            "{input}: {found:?}"
        );
    }
    let mut others = public;
    others["fromId"] = json!("621122-m-n");
    let found = refused(&server, "linkParty", COMMITTEE, others).await;
    assert_eq!(found, reasons([("INVALID", "input.contactId")]));

    // A link that ended leaves the chain, and the member is listed.
    let end = json!({ "expectedVersion": 1, "on": "2024-06-01" });
    written(&server, "endPartyLink", ("id", &upper), end, "id").await;
    assert_eq!(unlinked(&server).await, ["n", "p", "q"]);
    let left = of_member(&server, "m", chain).await["partyChain"].clone();
    assert_eq!(left.as_array().map(Vec::len), Some(1));
    id_of(&server, "linkParty", COMMITTEE, link(group, "vice", "p")).await;
    assert_eq!(unlinked(&server).await, ["n", "q"]);
}

#[tokio::test]
async fn who_is_of_the_party_is_not_told_above() {
    let server = site().await;
    id_of(&server, "linkParty", COMMITTEE, link("GROUP_TO_PARTY_MEMBER", "chair", "p")).await;
    let query = |fields: &str| {
        format!(
            "{{ _entities(representations: [{{ __typename: \"Region\", code: \"621100\" }}]) \
             {{ ... on Region {{ {fields} }} }} }}"
        )
    };
    let city = || caller("621100", CallerRole::Office);
    let counts = ask_as(&server, city(), &query("partyTally { members withoutLink }")).await;
    assert_eq!(
        counts["data"]["_entities"][0]["partyTally"],
        json!({ "members": 4, "withoutLink": 3 })
    );
    let filter = "dutyMembers(filter: { period: \"2024\", withoutPartyLink: true }) { totalCount }";
    let found = ask_as(&server, city(), &query(filter)).await;
    assert_eq!(found["errors"][0]["extensions"]["code"], "ARGUMENT_READS_WITHHELD");
    let links = ask_as(&server, city(), &query("partyLinks { totalCount }")).await;
    assert_eq!(links["data"]["_entities"][0]["partyLinks"], Value::Null);
}
