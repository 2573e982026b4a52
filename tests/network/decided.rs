//! What owners decide holds through the gateway: every field of every type, of single records, lists and
//! roll-ups, asked by each relation in every role. Read from the supergraph: what no record of the
//! demonstration fills fails the test, as does a type that cannot be reached, so a new field cannot
//! escape it.

mod ask;
mod asker;
mod compare;
mod find;
mod schema;
mod ways;

use std::collections::{BTreeMap, BTreeSet};

use ask::{Batch, Question};
use asker::{Asker, askers};
use compare::Comparison;
use find::find;
use qianzhan_gateway::directory::RegionCode;
use schema::fields_of;
use serde_json::Value;
use ways::{Target, other_roots, plain_fields, record_types, targets};

use crate::testkit::{ask_as, runtime, shared};

/// What no record that is looked at has: the period of a roll-up over all time is null; and what
/// few records have, or would change figures that other tests know. The tables of the contracts' own tests have them at a site.
const NOT_DEMONSTRATED: &[&str] = &[
    "Contact.endedOn",
    "ContactRecord.appeal",
    "ContactTally.period",
    "DutyTally.meanScore",
    "LeaderCharge.to",
    "Member.partyChain",
    "MicroConsultation.opinionReport",
    "MicroConsultation.proposal",
    "Region.townshipsWithoutStation",
    "Region.townshipsWithoutDeployment",
    "Tally.period",
    "TrainingTally.period",
];

/// Fields that want an argument which is a question of its own; the sites' own tests ask it.
const NOT_ASKED: &[&str] = &["Region.dutyMembers", "Region.search"];

/// Fields of the root that find nothing by a key alone: of the gateway's own directory, and one that
/// finds by a serial number what another finds by its id, and is asked below.
const OTHER_ROOTS: &[&str] = &["regions", "sites", "proposalBySerial"];

/// Codes of errors by which something is kept back: whoever may have no items may not have them sorted
/// by what is withheld; and the log of who asked is for its own office, whatever the policy.
const REFUSALS: [&str; 2] = ["ARGUMENT_READS_WITHHELD", "ACCESS_LOG_FORBIDDEN"];

/// Compares what everyone is given with what the owner decides.
fn walk(batch: &Batch<'_, '_>, decides: RegionCode, all: &mut BTreeMap<String, Comparison>) {
    let whole = batch.ask(&[Asker::office_of(decides)]).remove(0);
    let askers = askers(decides);
    for (asker, answered) in askers.iter().zip(batch.ask(&askers)) {
        for (place, question) in batch.questions.iter().enumerate() {
            let part = answered.part(place);
            for code in &part.errors {
                let name = question.target.name();
                let is_refusal = REFUSALS.contains(&code.as_str());
                assert!(is_refusal, "{name} to {asker}: {code} of {}", batch.document());
            }
            let truth = whole.part(place);
            let truth = question.target.way.at_end(truth.begin);
            assert!(!truth.is_null(), "{} is null to its office", question.target.name());
            // The access log has another last row each time.
            let truth = Some(truth).filter(|_| !question.target.is_of_access_log());
            let comparison = all.entry(question.target.name()).or_default();
            comparison.of_question(question, asker, truth, &part);
        }
    }
}

#[test]
fn every_field_of_every_record_is_as_its_owner_decides() {
    let targets = targets();
    let names: Vec<String> = targets.iter().map(Target::name).collect();
    for known in ["Region.members", "Tally.bySector", "Person.seats", "Member", "Person", "Tally"] {
        assert!(names.iter().any(|name| name == known), "{known} is not among {names:?}");
    }
    let mut questions: Vec<Question<'_>> = Vec::new();
    let mut filled = BTreeSet::new();
    let found = targets.iter().map(|target| find(target, NOT_DEMONSTRATED));
    for (chosen, names) in found {
        filled.extend(names);
        // What leads to what was found is there too.
        filled.extend(chosen.iter().flat_map(|it| it.target.way.coordinates()));
        questions.extend(chosen);
    }
    let every = record_types().flat_map(|of| {
        let fields = fields_of(of).iter().filter(|it| !it.wants_argument);
        fields.map(move |field| format!("{of}.{}", field.name))
    });
    let unfilled: Vec<String> = every.filter(|it| !filled.contains(it)).collect();
    assert_eq!(unfilled, NOT_DEMONSTRATED, "without a record of the demonstration");

    let mut by_decider: BTreeMap<RegionCode, Vec<&Question<'_>>> = BTreeMap::new();
    for question in &questions {
        by_decider.entry(question.found.decides).or_default().push(question);
    }
    let mut all = BTreeMap::new();
    for (decides, questions) in by_decider {
        for batch in Batch::of(questions) {
            walk(&batch, decides, &mut all);
        }
    }
    for (name, comparison) in &all {
        assert!(comparison.given > 0, "nobody is given anything of {name}");
    }
    let sum = |count: fn(&Comparison) -> usize| all.values().map(count).sum::<usize>();
    let (given, kept_back) = (sum(|it| it.given), sum(|it| it.kept_back));
    assert!(given > 20_000 && kept_back > 10_000, "{given} given, {kept_back} kept back");
}

/// The other way to a proposal gives everyone what its id gives, which the table has.
#[test]
fn a_proposal_by_its_serial_is_as_one_by_its_id() {
    let rows = shared().union.rows(
        "SELECT id, committee_id, term_no, session_no, serial_no FROM proposals
         WHERE id LIKE '621122-%' AND serial_no IS NOT NULL ORDER BY id LIMIT 1",
    );
    let [id, committee, term, session, serial] = rows[0].as_slice() else { panic!("{rows:?}") };
    let fields = plain_fields("Proposal");
    let document = format!(
        "{{ byId: proposal(id: {id}) {{ {fields} }} \
         bySerial: proposalBySerial(committeeId: {committee}, termNo: {term}, \
         sessionNo: {session}, serialNo: {serial}) {{ {fields} }} }}"
    );
    let mut given = 0;
    for asker in askers(RegionCode::parse("621122").expect("a code")) {
        let asked = ask_as(&shared().network.gateway, asker.caller(), &document, Value::Null);
        let answer = runtime().block_on(asked);
        let data = answer.data();
        assert_eq!(data["byId"], data["bySerial"], "{asker}");
        let named = answer.coverage()["withheld"].to_string();
        let is_named = named.contains("\"Query.proposalBySerial\"");
        assert_eq!(is_named, data["bySerial"].is_null(), "{asker}: {named}");
        given += usize::from(data["bySerial"].is_object());
    }
    assert!(given > 10, "given to {given}");
}

/// What the walk leaves out, it leaves out by name.
#[test]
fn nothing_of_the_schema_is_left_out_unnamed() {
    assert_eq!(other_roots(), OTHER_ROOTS);
    let wanting = record_types().flat_map(|of| {
        let fields = fields_of(of).iter().filter(|it| it.wants_argument);
        fields.map(move |field| format!("{of}.{}", field.name))
    });
    assert_eq!(wanting.collect::<Vec<_>>(), NOT_ASKED);
    // Of a connection all is compared that it has.
    for name in schema::object_types().filter(|it| it.ends_with("Connection")) {
        let parts = fields_of(name).iter().map(|it| it.name.as_str());
        let known = ["totalCount", "nodes", "edges", "pageInfo"];
        let new: Vec<&str> = parts.filter(|it| !known.contains(it)).collect();
        assert!(new.is_empty(), "{name} has {new:?}, which nothing compares");
    }
}
