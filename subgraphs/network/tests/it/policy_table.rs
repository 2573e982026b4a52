//! Every field of the contract, asked by every relation in every role, against what the built-in
//! policy says. Fields, classes and ways to reach them are read from the contract, so a field that
//! comes later is here too; the policy is written down again, apart from the code that decides.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    fmt::Write as _,
    sync::Arc,
};

use async_graphql::{
    Value as Literal,
    parser::{
        parse_schema,
        types::{BaseType, FieldDefinition, Type, TypeKind, TypeSystemDefinition},
    },
};
use qianzhan_network::{
    CONTRACT_SDL, Caller, CallerRole, SiteServer,
    records::{
        appeals::Appeal,
        codes::{Code, CodeStatus},
        members::{SeatStatus, SeatStatusChange, SectorCode, SpecialCommitteeSeat},
        opinion_reports::OpinionReportStatus,
        platforms::{AnnualPlan, AnnualPlanStatus, PlatformKind},
    },
    region::Level,
};
use serde_json::Value;

use crate::testkit::{
    Records, anonymous, appeal, ask_as, attendance, caller, check, code, code_of, deployment,
    event, figure, member, opinion_report, outcome, own_office, plaque, platform, site_of, topic,
};

const COUNTY: &str = "621122";

// ---- the contract ----

#[derive(Debug, Clone)]
struct Field {
    of: String,
    name: String,
    ty: String,
    is_list: bool,
    is_text: bool,
    class: String,
    is_of_people: bool,
    is_key: bool,
    reads: Vec<String>,
    arguments: Vec<String>,
}

#[derive(Debug, Default)]
struct Contract {
    fields: BTreeMap<(String, String), Field>,
    type_classes: BTreeMap<String, String>,
    entities: BTreeSet<String>,
}

fn contract() -> Contract {
    let document = parse_schema(CONTRACT_SDL).expect("the contract parses");
    let mut contract = Contract::default();
    let argument = |directives: &[async_graphql::Positioned<
        async_graphql::parser::types::ConstDirective,
    >],
                    directive: &str,
                    name: &str| {
        let found = directives.iter().find(|it| it.node.name.node == directive)?;
        found.node.get_argument(name).map(|it| it.node.clone())
    };
    for definition in document.definitions {
        let TypeSystemDefinition::Type(definition) = definition else { continue };
        let definition = definition.node;
        let name = definition.name.node.to_string();
        let TypeKind::Object(object) = &definition.kind else { continue };
        // What only a write answers is tested where writes are.
        if name == "Mutation" || name == "UserError" || name.ends_with("Payload") {
            continue;
        }
        let key = argument(&definition.directives, "key", "fields");
        let key = key.map(|it| it.to_string().trim_matches('"').to_owned());
        if key.is_some() {
            contract.entities.insert(name.clone());
        }
        if let Some(Literal::Enum(class)) = argument(&definition.directives, "class", "is") {
            contract.type_classes.insert(name.clone(), class.to_string());
        }
        for field in &object.fields {
            let field: &FieldDefinition = &field.node;
            let class = argument(&field.directives, "class", "is").expect("a class");
            let (ty, is_list) = item_of(&field.ty.node);
            let reads = match argument(&field.directives, "reads", "fields") {
                Some(Literal::List(names)) => {
                    names.iter().map(|it| it.to_string().trim_matches('"').to_owned()).collect()
                }
                _ => Vec::new(),
            };
            let read = Field {
                of: name.clone(),
                name: field.name.node.to_string(),
                is_text: ty == "String" && !is_list,
                ty,
                is_list,
                class: class.to_string(),
                is_of_people: argument(&field.directives, "class", "ofPeople")
                    == Some(Literal::Boolean(true)),
                is_key: key.as_deref() == Some(field.name.node.as_str()),
                reads,
                arguments: field.arguments.iter().map(|it| it.node.name.node.to_string()).collect(),
            };
            contract.fields.insert((name.clone(), read.name.clone()), read);
        }
    }
    contract
}

fn item_of(ty: &Type) -> (String, bool) {
    match &ty.base {
        BaseType::Named(name) => (name.to_string(), false),
        BaseType::List(item) => (item_of(item).0, true),
    }
}

impl Contract {
    fn of<'c>(&'c self, type_name: &'c str) -> impl Iterator<Item = &'c Field> {
        self.fields.values().filter(move |field| field.of == type_name)
    }

    fn is_object(&self, type_name: &str) -> bool {
        self.of(type_name).next().is_some()
    }

    fn is_connection_of_records(&self, field: &Field) -> bool {
        let nodes = self.fields.get(&(field.ty.clone(), "nodes".to_owned()));
        nodes.is_some_and(|nodes| self.entities.contains(&nodes.ty))
    }

    /// The fields from an entry to each field of the contract: the shortest way.
    fn ways(&self) -> Vec<(String, Vec<Field>)> {
        let mut reached: BTreeSet<String> = BTreeSet::new();
        let mut ways = Vec::new();
        let entries =
            self.entities.iter().chain([&"Query".to_owned()]).cloned().collect::<Vec<_>>();
        let mut open: VecDeque<(String, String, Vec<Field>)> =
            entries.into_iter().map(|it| (it.clone(), it, Vec::new())).collect();
        // By the log last: what it shows changes with every call.
        let mut by_log = VecDeque::new();
        while let Some((entry, type_name, way)) = open.pop_front().or_else(|| by_log.pop_front()) {
            if !reached.insert(type_name.clone()) {
                continue;
            }
            for field in self.of(&type_name) {
                let mut to_field = way.clone();
                to_field.push(field.clone());
                if self.is_object(&field.ty) {
                    let next = (entry.clone(), field.ty.clone(), to_field.clone());
                    let to = if field.name == "accessLog" { &mut by_log } else { &mut open };
                    to.push_back(next);
                }
                ways.push((entry.clone(), to_field));
            }
        }
        ways
    }
}

// ---- the policy, written down again ----

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Grant {
    Allow,
    Mask,
    Count,
    Withhold,
}

fn grant(relation: &str, role: &str, class: &str) -> Grant {
    use Grant::{Allow, Count, Mask, Withhold};
    match (class, relation, role) {
        ("PUBLIC" | "STATISTICAL", _, _) => Allow,
        (_, "SELF", "LEADER" | "OFFICE" | "CLERK" | "ADMIN") => Allow,
        ("INTERNAL", "SELF", "ANALYST" | "MEMBER") => Allow,
        ("PERSONAL", "SELF", "ANALYST" | "MEMBER") => Mask,
        ("INTERNAL", "SUPERIOR", "LEADER" | "ANALYST" | "OFFICE" | "CLERK" | "ADMIN") => Allow,
        ("INTERNAL", _, _) => Count,
        ("PERSONAL", _, _) => Withhold,
        other => panic!("the policy says nothing of {other:?}"),
    }
}

/// What becomes of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Same,
    Null,
    Masked,
    /// Given without its items.
    Emptied,
    /// Not exact.
    Counted,
}

fn outcome_of(contract: &Contract, field: &Field, relation: &str, roles: &[&str]) -> Outcome {
    let best = |class: &str| {
        roles.iter().map(|role| grant(relation, role, class)).min().expect("a role, or NONE")
    };
    if field.is_key {
        return Outcome::Same;
    }
    let of_type = contract.type_classes.get(&field.of).map_or(Grant::Allow, |class| best(class));
    let found = contract.type_classes.get(&field.ty).filter(|_| field.of == "Query");
    if of_type >= Grant::Count || found.is_some_and(|class| best(class) >= Grant::Count) {
        return Outcome::Null;
    }
    for read in &field.reads {
        let (of, name) = read.split_once('.').expect("Type.field");
        let read = &contract.fields[&(of.to_owned(), name.to_owned())];
        if outcome_of(contract, read, relation, roles) != Outcome::Same {
            return Outcome::Null;
        }
    }
    match best(&field.class) {
        Grant::Allow if field.is_of_people && !["SELF", "SUPERIOR"].contains(&relation) => {
            Outcome::Counted
        }
        Grant::Allow => Outcome::Same,
        Grant::Mask if field.is_text => Outcome::Masked,
        Grant::Mask | Grant::Count if contract.is_connection_of_records(field) => Outcome::Emptied,
        _ => Outcome::Null,
    }
}

/// What a caller must find at the end of a way: `None` where what leads there is kept back.
fn expected(contract: &Contract, way: &[Field], relation: &str, roles: &[&str]) -> Option<Outcome> {
    let mut is_emptied = false;
    for (place, field) in way.iter().enumerate() {
        let is_last = place + 1 == way.len();
        let outcome = match outcome_of(contract, field, relation, roles) {
            // The list of an emptied connection has no items.
            Outcome::Same if is_emptied && !is_last && field.is_list => return None,
            other => other,
        };
        // The log is for the own office alone, whatever the policy allows.
        let is_log = field.name == "accessLog";
        if is_log
            && !(relation == "SELF" && roles.iter().any(|it| ["OFFICE", "ADMIN"].contains(it)))
        {
            return if is_last { Some(Outcome::Null) } else { None };
        }
        if is_last {
            return Some(if is_emptied && outcome == Outcome::Same {
                Outcome::Emptied
            } else {
                outcome
            });
        }
        match outcome {
            Outcome::Same => {}
            Outcome::Emptied => is_emptied = true,
            _ => return None,
        }
    }
    unreachable!("a way has a field")
}

// ---- the records and the questions ----

/// A county in whose records no field is null.
fn full_county() -> Records {
    let mut records = Records::of_county(COUNTY);
    let mut seat = member(COUNTY, "zhang");
    seat.name = "张三".to_owned();
    seat.is_party_member = true;
    seat.employer = Some("陇西某学校".to_owned());
    seat.residence_region = Some(code(COUNTY));
    seat.special_committee = Some("提案委员会".to_owned());
    seat.duty_score = Some(88.5);
    records.status_changes.push(SeatStatusChange {
        member_id: seat.id.clone(),
        ordinal: 0,
        status: SeatStatus::Active,
        changed_on: seat.since,
        reason: Some("换届".to_owned()),
    });
    records.placements.push(SpecialCommitteeSeat {
        member_id: seat.id.clone(),
        ordinal: 0,
        special_committee: "提案委员会".to_owned(),
        from_on: seat.since,
        to_on: Some("2024-12-31".parse().expect("a date")),
    });
    for number in 0..7 {
        let mut other = member(COUNTY, &format!("other{number}"));
        other.sector = SectorCode::Health;
        other.duty_score = Some(70.0);
        records.members.push(other);
    }
    let mut station = platform(COUNTY, "a");
    station.host = Some("文峰镇".to_owned());
    station.head = Some("李四".to_owned());
    station.sector = Some(SectorCode::Education);
    station.status_reason = Some("待验收".to_owned());
    station.launched_on = Some("2022-02-01".parse().expect("a date"));
    station.lead_member_id = Some(seat.id.clone());
    station.lead_unit = Some("县教育局".to_owned());
    station.book_count = Some(120);
    records.plans.push(AnnualPlan {
        platform_id: station.id.clone(),
        year: 2024,
        status: AnnualPlanStatus::Underway,
        text: "每季度一次接待日".to_owned(),
    });
    records.plaques.push(plaque(&station, 0, PlatformKind::Workstation, "2022-01-01"));
    records.checks.push(check(&station, "2024-01-01", true));
    let mut matter = topic(COUNTY, "a", "2024-01-01");
    matter.proposer_id = Some(seat.id.clone());
    let mut sitting = event(COUNTY, "a", "2024-02-01");
    sitting.platform_id = Some(station.id.clone());
    sitting.locality_code = Some(code("621122101"));
    sitting.topic_id = Some(matter.id.clone());
    (sitting.member_count, sitting.resident_count) = (1, 12);
    (sitting.suggestion_count, sitting.problems_found, sitting.problems_solved) = (2, 2, 1);
    sitting.brand = Some("周五说事".to_owned());
    records.attendance.push(attendance(&sitting, seat.id.as_str()));
    records.outcomes.push(outcome(&sitting, 1));
    let mut sent = deployment(COUNTY, "b", "2023-01-01");
    sent.member_id = seat.id.clone();
    sent.person_id.clone_from(&seat.person_id);
    sent.member_level = Level::County;
    sent.platform_id = Some(station.id.clone());
    sent.to_on = Some("2025-01-01".parse().expect("a date"));
    sent.document = Some("委员下沉名单".to_owned());
    sent.ended_reason = Some("期满".to_owned());
    let mut report = opinion_report(COUNTY, "a", "2024-03-01");
    report.author_id = Some(seat.id.clone());
    report.source_event_id = Some(sitting.id.clone());
    report.status = OpinionReportStatus::Submitted;
    report.submitted_on = Some("2024-03-02".parse().expect("a date"));
    report.submitted_to = Some(Level::City);
    report.text = Some("东街村饮水管网老化。".to_owned());
    let (mut revoked, of_station) = (code_of(&station), code_of(&station));
    revoked.id = format!("{COUNTY}-c-a").parse().expect("an id");
    revoked.status = CodeStatus::Revoked;
    revoked.revoked_on = Some("2024-01-02".parse().expect("a date"));
    revoked.revoked_reason = Some("遗失".to_owned());
    let of_seat = Code {
        id: format!("{COUNTY}-c-b").parse().expect("an id"),
        member_id: Some(seat.id.clone()),
        platform_id: None,
        ..of_station.clone()
    };
    records.appeals.push(Appeal {
        member_id: Some(seat.id.clone()),
        locality_code: Some(code("621122101")),
        speaker_name: Some("王五".to_owned()),
        speaker_phone: Some("13800000000".to_owned()),
        handler: Some("县水务局".to_owned()),
        result: Some("已更换管网".to_owned()),
        closed_on: Some("2024-02-10".parse().expect("a date")),
        satisfaction: Some(5),
        topic_id: Some(matter.id.clone()),
        opinion_report_id: Some(report.id.clone()),
        ..appeal(&of_station, "a", "2024-01-20")
    });
    records.codes = vec![revoked, of_station, of_seat];
    records.figures.push(figure(COUNTY, "a", "stations"));
    records.members.insert(0, seat);
    records.platforms.push(station);
    records.topics.push(matter);
    records.events.push(sitting);
    records.deployments.push(sent);
    records.opinion_reports.push(report);
    records
}

fn key_of(entity: &str) -> String {
    match entity {
        "Region" => COUNTY.to_owned(),
        "Person" => format!("person-{COUNTY}-zhang"),
        "Committee" => format!("{COUNTY}-committee"),
        "Member" => format!("{COUNTY}-m-zhang"),
        "Platform" => format!("{COUNTY}-p-a"),
        "Deployment" => format!("{COUNTY}-d-b"),
        "Topic" => format!("{COUNTY}-t-a"),
        "ConsultationEvent" => format!("{COUNTY}-e-a"),
        "OpinionReport" => format!("{COUNTY}-o-a"),
        "ReportedFigure" => format!("{COUNTY}-f-a"),
        "Code" => format!("{COUNTY}-c-a"),
        "Appeal" => format!("{COUNTY}-a-a"),
        other => panic!("the records have no {other}: add one to `full_county`"),
    }
}

/// Each way under an alias of its own.
fn question(contract: &Contract, ways: &[(String, Vec<Field>)]) -> String {
    let mut text = "{".to_owned();
    for (place, (entry, way)) in ways.iter().enumerate() {
        let mut inner = String::new();
        for field in way.iter().rev() {
            let below = match (inner.is_empty(), contract.is_object(&field.ty)) {
                (true, false) => String::new(),
                (true, true) => "{ __typename }".to_owned(),
                (false, _) => format!("{{ {inner} }}"),
            };
            let arguments = match field.of.as_str() {
                "Query" => format!("({}: \"{}\")", field.arguments[0], key_of(&field.ty)),
                // An order that nobody is refused, so that only the field itself decides.
                _ if field.arguments.iter().any(|it| it == "orderBy") => {
                    "(orderBy: { field: ID })".to_owned()
                }
                _ if field.name == "tally" => "(period: \"2024\")".to_owned(),
                _ => String::new(),
            };
            inner = format!("{}{arguments} {below}", field.name);
        }
        if entry == "Query" {
            let _ = write!(text, " w{place}: {inner}");
        } else {
            let key = if entry == "Region" { "code" } else { "id" };
            let _ = write!(
                text,
                " w{place}: _entities(representations: [{{ __typename: \"{entry}\", {key}: \"{}\" \
                 }}]) {{ ... on {entry} {{ {inner} }} }}",
                key_of(entry)
            );
        }
    }
    text + " }"
}

/// The value at the end of a way: nothing where a list on it is empty or an object null.
fn found<'v>(data: &'v Value, place: usize, entry: &str, way: &[Field]) -> Option<&'v Value> {
    let mut value = &data[format!("w{place}")];
    let mut rest = way;
    if entry == "Query" {
        rest = &way[1..];
    } else {
        value = value.get(0)?;
    }
    for field in rest {
        if let Some(items) = value.as_array() {
            value = items.first()?;
        }
        value = value.get(&field.name)?;
    }
    Some(value)
}

async fn answers(
    server: &SiteServer,
    caller: Arc<Caller>,
    contract: &Contract,
    ways: &[(String, Vec<Field>)],
) -> Value {
    ask_as(server, caller, &question(contract, ways)).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_field_by_every_relation_in_every_role() {
    let contract = contract();
    let ways = contract.ways();
    assert_eq!(ways.len(), contract.fields.len(), "each field is reached");
    let server = site_of(&full_county()).await;
    // The log has rows once somebody asked.
    for _ in 0..2 {
        answers(&server, own_office(&server), &contract, &ways[..1]).await;
    }
    let all = answers(&server, own_office(&server), &contract, &ways).await;
    let owned = |place: usize| found(&all["data"], place, &ways[place].0, &ways[place].1);
    for (place, (entry, way)) in ways.iter().enumerate() {
        let name = format!("{}.{}", way[way.len() - 1].of, way[way.len() - 1].name);
        // The log's row of a caller of a region, of which there is none yet, and the like.
        // A code is a platform's or a member's.
        // The seat lasts, and so does the platform.
        let may_be_null = [
            "Committee.superior",
            "AccessLogEntry.issuer",
            "Code.member",
            "Member.until",
            "Platform.withdrawnOn",
        ];
        let may_be_null = may_be_null.contains(&name.as_str());
        let value = owned(place).unwrap_or_else(|| panic!("{entry} to {name} leads nowhere"));
        assert!(may_be_null || !value.is_null(), "the records leave {name} null");
    }

    let mut cases: Vec<(&str, Arc<Caller>, Vec<&str>)> =
        vec![("PUBLIC", anonymous(), vec!["NONE"])];
    for (relation, region) in [
        ("SELF", COUNTY),
        ("SUPERIOR", "621100"),
        ("SUPERIOR", "620000"),
        ("PEER", "621123"),
        ("SUBORDINATE", "621122101"),
        ("PUBLIC", "621200"),
    ] {
        cases.push((relation, caller(region, &[]), vec!["NONE"]));
        for role in CallerRole::ALL {
            cases.push((relation, caller(region, &[*role]), vec![role.as_text()]));
        }
        let two = [CallerRole::Leader, CallerRole::Member];
        cases.push((relation, caller(region, &two), vec!["LEADER", "MEMBER"]));
    }
    let mut kept_back = 0;
    for (relation, asking, roles) in cases {
        let response = answers(&server, asking, &contract, &ways).await;
        let named: Vec<&str> = response["extensions"]["withheld"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|it| it["field"].as_str().expect("a text"))
            .collect();
        for (place, (entry, way)) in ways.iter().enumerate() {
            let last = &way[way.len() - 1];
            let case = format!("{}.{} to {relation} {roles:?}", last.of, last.name);
            let value = found(&response["data"], place, entry, way);
            let Some(owned) = owned(place) else { continue };
            let outcome = expected(&contract, way, relation, &roles);
            // What changes with every call.
            let changes = last.of.starts_with("AccessLog");
            match outcome {
                None => assert!(value.is_none_or(Value::is_null), "{case} leaks {value:?}"),
                Some(Outcome::Same) if changes => assert!(value.is_some(), "{case}"),
                Some(Outcome::Same) => assert_eq!(value, Some(owned), "{case}"),
                Some(Outcome::Null) => assert_eq!(value, Some(&Value::Null), "{case}"),
                Some(Outcome::Masked) => {
                    let (masked, owned) = (value.and_then(Value::as_str), owned.as_str());
                    assert!(masked.is_some_and(|it| it.contains('*')), "{case}: {masked:?}");
                    assert_ne!(masked, owned, "{case}");
                }
                Some(Outcome::Counted) => {
                    let told = value.unwrap_or(&Value::Null).as_i64();
                    match owned.as_i64() {
                        Some(0) => assert_eq!(told, Some(0), "{case}"),
                        Some(count) if count >= 5 => {
                            let told = told.unwrap_or_else(|| panic!("{case} is not told"));
                            assert!(told % 5 == 0 && (told - count).abs() < 5, "{case}: {told}");
                        }
                        _ => assert_eq!(told, None, "{case}"),
                    }
                }
                Some(Outcome::Emptied) => {
                    let items = value.and_then(Value::as_array);
                    let is_whole = items.is_none_or(Vec::is_empty);
                    assert!(is_whole, "{case} leaks {value:?}");
                }
            }
            if matches!(outcome, Some(Outcome::Null | Outcome::Masked)) && last.name != "accessLog"
            {
                kept_back += 1;
                // A set that clients do not see goes by the count that is made from it.
                let name = match last.name.as_str() {
                    "personSet" => "Tally.distinctPersons".to_owned(),
                    _ => format!("{}.{}", last.of, last.name),
                };
                assert!(named.contains(&name.as_str()), "{case} is kept back and not named");
            }
        }
    }
    assert!(kept_back > 500, "the policy kept {kept_back} values back");
}
