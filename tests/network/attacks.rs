//! What an attacker meets at a running network: one city with its counties, over HTTP.
//! docs/security.md, section 4, names the test for each attack.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    sync::OnceLock,
    time::Duration,
};

use qianzhan::demo::DemoNetwork;
use qianzhan_gateway::{
    auth::{CallSigner, Caller, Role, SigningKey, SystemClock},
    directory::RegionCode,
    heads::{HeadsFile, is_signed},
};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::testkit::{Answer, ask_as, runtime, start};

const COUNTY: &str = "621122";

/// The city's network, for attacks that change nothing.
fn city() -> &'static DemoNetwork {
    static CITY: OnceLock<(DemoNetwork, TempDir)> = OnceLock::new();
    let (network, _) = CITY.get_or_init(|| {
        let data = tempfile::tempdir().expect("a folder");
        (runtime().block_on(start(data.path(), Some("6211"))), data)
    });
    network
}

fn address_of(site: &str) -> SocketAddr {
    let found = city().sites.iter().find(|it| it.id == site);
    found.expect("a site of the network").address
}

/// One POST to `/graphql`, with these headers; status and body.
fn post(address: SocketAddr, headers: &[(&str, &str)], query: &str) -> (u16, Value) {
    let body = json!({ "query": query }).to_string();
    let mut head = format!(
        "POST /graphql HTTP/1.1\r\nHost: site\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n",
        body.len()
    );
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    let mut stream = TcpStream::connect(address).expect("it listens");
    stream.write_all(format!("{head}\r\n{body}").as_bytes()).expect("it is sent");
    let mut response = String::new();
    stream.read_to_string(&mut response).expect("it answers");
    let (head, body) = response.split_once("\r\n\r\n").expect("head and body");
    let status = head.split(' ').nth(1).and_then(|it| it.parse().ok()).expect("a status");
    (status, serde_json::from_str(body).unwrap_or(Value::Null))
}

fn caller(region: &str, roles: &[Role]) -> Caller {
    Caller {
        subject: "mallory".to_owned(),
        region: Some(RegionCode::parse(region).expect("a code")),
        roles: roles.iter().copied().collect(),
    }
}

fn ask(caller: Caller, document: &str) -> Answer {
    runtime().block_on(ask_as(&city().gateway, caller, document, Value::Null))
}

/// What a gateway of this name and key sends to a site to prove who asks: token and pass.
fn signed(issuer: &str, pem: &str, site: &str) -> Vec<(&'static str, String)> {
    let key = SigningKey::from_pem(pem).expect("a key");
    let signer = CallSigner::new(issuer, key, None, std::sync::Arc::new(SystemClock));
    let proof = signer.authorize(&caller(COUNTY, &[Role::Office]), site).expect("it signs");
    let text = |value: &http::HeaderValue| value.to_str().expect("ASCII").to_owned();
    vec![("Authorization", text(&proof.authorization)), ("Qianzhan-Call-Pass", text(&proof.pass))]
}

fn borrowed<'a>(headers: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    headers.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

#[test]
fn a_site_takes_no_call_but_of_its_gateway_and_for_itself() {
    let own_pem = std::fs::read_to_string(city().data.join("keys/gateway/signing.pem"));
    let own_pem = own_pem.expect("the demonstration's key");
    let other_pem = SigningKey::generate_pem().expect("a PEM");
    let client_token = city().access.token(caller(COUNTY, &[Role::Office])).expect("a token");
    let site = address_of(COUNTY);
    let good = signed("qianzhan-demo", &own_pem, COUNTY);
    let (status, answer) = post(site, &borrowed(&good), "{ __typename }");
    assert_eq!((status, &answer["data"]["__typename"]), (200, &json!("Query")), "{answer}");
    let token = good[0].clone();
    for (attack, headers, code) in [
        ("no signature", vec![], "CALL_NOT_SIGNED"),
        (
            "the headers that a gateway might set",
            vec![
                ("x-qianzhan-caller", "office".to_owned()),
                ("x-forwarded-user", "office".to_owned()),
                ("x-qianzhan-region", COUNTY.to_owned()),
            ],
            "CALL_NOT_SIGNED",
        ),
        (
            "a client's token, sent past the gateway",
            vec![("Authorization", format!("Bearer {client_token}"))],
            "CALL_ISSUER_UNKNOWN",
        ),
        (
            "a gateway of another province, under its own name",
            signed("shaanxi", &other_pem, COUNTY),
            "CALL_ISSUER_UNKNOWN",
        ),
        (
            "a gateway of another province, under our gateway's name",
            signed("qianzhan-demo", &other_pem, COUNTY),
            "CALL_SIGNATURE_INVALID",
        ),
        (
            "a call for another site, sent on",
            signed("qianzhan-demo", &own_pem, "621123"),
            "CALL_AUDIENCE_WRONG",
        ),
        ("two authorizations", vec![token.clone(), token.clone()], "CALL_SIGNATURE_INVALID"),
        ("a call that was overheard, once more", good.clone(), "CALL_REPLAYED"),
        ("an overheard token without a pass", vec![token.clone()], "CALL_PASS_INVALID"),
        (
            "an overheard token with a pass that was guessed",
            vec![token.clone(), ("Qianzhan-Call-Pass", "1.AAAAAAAAAAAAAAAAAAAAAA".to_owned())],
            "CALL_PASS_INVALID",
        ),
    ] {
        let (status, answer) = post(site, &borrowed(&headers), "{ __typename }");
        let found = &answer["errors"][0]["extensions"]["code"];
        assert_eq!((status, found), (401, &json!(code)), "{attack}: {answer}");
        assert_eq!(answer["data"], Value::Null, "{attack}");
    }
}

#[test]
fn a_client_cannot_say_who_it_is_but_by_a_token() {
    let own_pem = std::fs::read_to_string(city().data.join("keys/gateway/signing.pem"));
    let call_token = signed("qianzhan-demo", &own_pem.expect("a key"), COUNTY);
    let question = "{ region(code: \"621122\") { members(first: 1) { nodes { isPartyMember } } } }";
    let gateway = city().address;
    // Not even a token that the gateway itself made for a site.
    let (status, answer) = post(gateway, &borrowed(&call_token), question);
    let code = &answer["errors"][0]["extensions"]["code"];
    assert_eq!((status, code), (401, &json!("TOKEN_INVALID")), "{answer}");
    let own = city().access.token(caller(COUNTY, &[Role::Office])).expect("a token");
    let (_, own) = post(gateway, &[("Authorization", &format!("Bearer {own}"))], question);
    let member = |answer: &Value| answer["data"]["region"]["members"]["nodes"][0].clone();
    assert!(member(&own)["isPartyMember"].is_boolean(), "{own}");
    let forged = [
        ("x-qianzhan-caller", "621122-office"),
        ("x-qianzhan-region", COUNTY),
        ("x-qianzhan-roles", "OFFICE"),
        ("x-forwarded-user", "office"),
    ];
    let (status, answer) = post(gateway, &forged, question);
    assert_eq!(status, 200, "{answer}");
    assert_eq!(member(&answer)["isPartyMember"], Value::Null, "{answer}");
}

#[test]
fn a_peer_reads_nothing_personal_by_any_way() {
    let peer = || caller("621123", &[Role::Leader, Role::Office, Role::Clerk, Role::Admin]);
    let own = ask(
        caller(COUNTY, &[Role::Office]),
        "{ region(code: \"621122\") { members(first: 1) { nodes { id isPartyMember } } } }",
    );
    let member = own.data()["region"]["members"]["nodes"][0].clone();
    assert!(member["isPartyMember"].is_boolean(), "{member}");
    let id = member["id"].as_str().expect("an id");
    let personal = "isPartyMember residenceRegion { code }";
    for (way, document) in [
        ("by id", format!("{{ member(id: \"{id}\") {{ {personal} }} }}")),
        (
            "by a list",
            format!("{{ region(code: \"621122\") {{ members {{ nodes {{ {personal} }} }} }} }}"),
        ),
        (
            "by a list above",
            format!(
                "{{ region(code: \"621100\") {{ members {{ edges {{ node {{ {personal} }} }} }} }} }}"
            ),
        ),
        (
            "under other names",
            format!("{{ a: member(id: \"{id}\") {{ b: isPartyMember c: isPartyMember }} }}"),
        ),
        (
            "by a fragment",
            format!("{{ member(id: \"{id}\") {{ ...f }} }} fragment f on Member {{ {personal} }}"),
        ),
    ] {
        let answer = ask(peer(), &document);
        let body = answer.data().to_string();
        // Of a county's member nothing but null; the peer's own members are its own to see.
        let leaks = ["true", "false", "code"].iter().any(|it| body.contains(it));
        assert!(!leaks || way == "by a list above", "{way}: {body}");
        let named = answer.coverage()["withheld"].to_string();
        // By id the field is kept back; of a list, the members themselves.
        let is_named =
            ["Member.isPartyMember", "Region.members"].iter().any(|it| named.contains(it));
        assert!(is_named, "{way}: {named}");
    }
    let filtered = ask(
        peer(),
        "{ region(code: \"621122\") { members(orderBy: { field: DUTY_SCORE }) { totalCount nodes { id } } } }",
    );
    assert_eq!(filtered.errors()[0].0, "ARGUMENT_READS_WITHHELD");
}

#[test]
fn guessed_ids_answer_alike_whether_they_exist() {
    let own = ask(
        caller(COUNTY, &[Role::Office]),
        "{ region(code: \"621122\") { opinionReports(first: 1) { nodes { id } } } }",
    );
    let reports = &own.data()["region"]["opinionReports"]["nodes"];
    let real = reports[0]["id"].as_str().expect("an id").to_owned();
    let guessed = format!("{real}x");
    let of = |id: &str| {
        let document = format!("{{ opinionReport(id: \"{id}\") {{ id title status }} }}");
        let mut body = ask(caller("621123", &[Role::Office]), &document).0;
        // How long it took differs each time.
        body["extensions"]["coverage"]["elapsedMs"] = Value::Null;
        body.to_string().replace(id, "ID")
    };
    assert_eq!(of(&real), of(&guessed));
}

#[test]
fn hidden_fields_are_neither_told_nor_asked_for() {
    let state = city().gateway.state();
    let anyone = || caller("620000", &[Role::Leader]);
    let mut hidden = 0;
    let schema = &state.supergraph.schema;
    for name in schema.types.keys() {
        let Some(object) = schema.get_object(name) else { continue };
        for field in object.fields.values().filter(|it| it.directives.has("inaccessible")) {
            let told =
                ask(anyone(), &format!("{{ __type(name: \"{name}\") {{ fields {{ name }} }} }}"));
            let fields = told.data()["__type"]["fields"].to_string();
            assert!(!fields.contains(&format!("\"{}\"", field.name)), "{name}.{}", field.name);
            hidden += 1;
        }
    }
    assert!(hidden > 0, "the contracts have hidden fields");
    for document in [
        "{ region(code: \"621122\") { tally { personSet } } }",
        "{ _entities(representations: []) { __typename } }",
        "{ _service { sdl } }",
    ] {
        let answer = ask(anyone(), document);
        assert_eq!(answer.0["data"], Value::Null, "{document}: {}", answer.0);
        assert_eq!(answer.errors()[0].0, "GRAPHQL_VALIDATION_FAILED", "{document}");
    }
}

#[test]
fn aliases_do_not_get_round_the_limits() {
    let field = |number: usize| format!("a{number}: region(code: \"621122\") {{ code }}");
    let many: Vec<String> = (0..201).map(field).collect();
    let nested: Vec<String> = (0..201).map(|number| format!("a{number}: code")).collect();
    for (case, document) in [
        ("at the root", format!("{{ {} }}", many.join(" "))),
        ("below", format!("{{ region(code: \"621122\") {{ {} }} }}", nested.join(" "))),
        (
            "in a fragment",
            format!(
                "{{ region(code: \"621122\") {{ ...f }} }} fragment f on Region {{ {} }}",
                nested.join(" ")
            ),
        ),
    ] {
        let answer = ask(caller("620000", &[Role::Leader]), &document);
        let (code, _) = &answer.errors()[0];
        assert_eq!(code, "OPERATION_TOO_LARGE", "{case}");
        assert_eq!(answer.0["data"], Value::Null, "{case}");
    }
}

/// Waits until what `look` gives is there; the bound is far beyond what it takes.
fn eventually<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let begun = std::time::Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "{what} did not happen");
        std::thread::yield_now();
    }
}

#[test]
fn every_site_signs_its_head_and_the_gateway_keeps_it() {
    let network = city();
    let all = || {
        ask(
            caller("620000", &[Role::Analyst]),
            "{ region(code: \"621100\") { tally { members } } }",
        )
    };
    let sites = all().coverage()["asked"].as_u64().expect("a number");
    let file = eventually("all heads are kept", || {
        let file = HeadsFile::read(&network.data.join("heads.json")).expect("it reads");
        (file.sites.len() as u64 >= sites).then_some(file)
    });
    for (site, kept) in &file.sites {
        assert!(kept.conflicts.is_empty(), "{site}: {kept:?}");
        let head = kept.heads.last().expect("a head");
        let (key, signature) = (head.key.as_ref(), head.signature.as_ref());
        let (key, signature) = (key.expect("a registered key"), signature.expect("it signs"));
        assert!(is_signed(key, site, head.seq, &head.hash, signature), "{site}");
    }
}

#[test]
fn a_county_suspends_itself_and_comes_back_without_a_restart() {
    let data = tempfile::tempdir().expect("a folder");
    let network = runtime().block_on(start(data.path(), Some("6211")));
    let policy = data.path().join("sites/621122.policy.toml");
    let question = "{ region(code: \"621100\") { tally { members } } }";
    let ask = || {
        let analyst = caller("620000", &[Role::Analyst]);
        runtime().block_on(ask_as(&network.gateway, analyst, question, Value::Null))
    };
    assert_eq!(ask().coverage()["complete"], true);
    std::fs::write(&policy, "[service]\nsuspended = \"清查档案\"\n").expect("it is written");
    let missing = eventually("the county suspends itself", || {
        let answer = ask();
        answer.coverage()["missing"].as_array().filter(|it| !it.is_empty()).cloned()
    });
    assert_eq!(missing.len(), 1, "{missing:?}");
    assert_eq!(missing[0]["site"], COUNTY);
    assert_eq!(
        (&missing[0]["reason"], &missing[0]["detail"]),
        (&json!("REFUSED"), &json!("清查档案"))
    );
    std::fs::remove_file(&policy).expect("it is there");
    eventually("the county comes back", || (ask().coverage()["complete"] == true).then_some(()));
    runtime().block_on(network.stop());
}

#[test]
fn a_write_with_an_id_of_another_region_meets_the_owner_of_that_region() {
    let topic = |committee: &str| {
        format!(
            "mutation {{ collectTopic(committeeId: \"{committee}\", idempotencyKey: \"mallory\", \
             input: {{ title: \"甲\", source: ONLINE }}) {{ id userErrors {{ code }} }} }}"
        )
    };
    let own = || caller(COUNTY, &[Role::Office, Role::Clerk]);
    for (committee, code) in [
        ("621123-committee", "WRITE_FORBIDDEN"),
        ("621100-committee", "WRITE_FORBIDDEN"),
        // This network is one city's: the province and the other cities have no site in it.
        ("620000-committee", "SITE_NOT_REGISTERED"),
        ("620102-committee", "SITE_NOT_REGISTERED"),
        ("610000-committee", "REGION_UNKNOWN"),
        ("committee", "REGION_CODE_INVALID"),
    ] {
        let answer = ask(own(), &topic(committee));
        let codes: Vec<String> = answer.errors().into_iter().map(|(code, _)| code).collect();
        assert_eq!(codes, [code], "{committee}: {}", answer.0);
        assert_eq!(answer.0["data"]["collectTopic"], Value::Null, "{committee}");
    }
    // Records of others that an input names are looked for among the owner's own.
    let rows = "{ region(code: \"621123\") { topics(first: 1) { nodes { id } } } }";
    let foreign = ask(caller("621123", &[Role::Office]), rows);
    let foreign = &foreign.data()["region"]["topics"]["nodes"][0]["id"];
    let plan = format!(
        "mutation {{ planConsultationEvent(committeeId: \"{COUNTY}-committee\", \
         idempotencyKey: \"mallory 2\", input: {{ title: \"甲\", kind: MICRO, venue: FIELD, \
         heldOn: \"2030-01-01\", topicId: {foreign} }}) {{ id userErrors {{ code field }} }} }}"
    );
    let answer = ask(own(), &plan);
    let refused = &answer.data()["planConsultationEvent"];
    assert_eq!(refused["id"], Value::Null);
    assert_eq!(refused["userErrors"][0]["code"], "NOT_FOUND", "{refused}");
}

#[test]
fn a_write_by_the_gateway_of_another_province_is_refused_before_it_is_read() {
    let own_pem = std::fs::read_to_string(city().data.join("keys/gateway/signing.pem"));
    let own_pem = own_pem.expect("the demonstration's key");
    let other_pem = SigningKey::generate_pem().expect("a PEM");
    let site = address_of(COUNTY);
    let write = format!(
        "mutation {{ collectTopic(committeeId: \"{COUNTY}-committee\", idempotencyKey: \"other\", \
         input: {{ title: \"外省所写\", source: ONLINE }}) {{ id }} }}"
    );
    for (attack, headers, code) in [
        ("under its own name", signed("shaanxi", &other_pem, COUNTY), "CALL_ISSUER_UNKNOWN"),
        (
            "under our gateway's name",
            signed("qianzhan-demo", &other_pem, COUNTY),
            "CALL_SIGNATURE_INVALID",
        ),
        ("unsigned", Vec::new(), "CALL_NOT_SIGNED"),
    ] {
        let (status, answer) = post(site, &borrowed(&headers), &write);
        let found = &answer["errors"][0]["extensions"]["code"];
        assert_eq!((status, found), (401, &json!(code)), "{attack}: {answer}");
    }
    // A site is asked for its own records alone, whoever signed.
    let foreign = write.replace(COUNTY, "621123");
    let ours = signed("qianzhan-demo", &own_pem, COUNTY);
    let (status, answer) = post(site, &borrowed(&ours), &foreign);
    assert_eq!(status, 200, "{answer}");
    assert_eq!(answer["errors"][0]["extensions"]["code"], "RECORD_NOT_HERE", "{answer}");
    let listed = format!(
        "{{ region(code: \"{COUNTY}\") {{ topics(filter: {{ titleContains: \"外省所写\" }}) \
         {{ totalCount }} }} }}"
    );
    let found = ask(caller(COUNTY, &[Role::Office]), &listed);
    assert_eq!(found.data()["region"]["topics"]["totalCount"], 0, "nothing was written");
}
