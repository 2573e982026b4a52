//! What owners decide holds for lists, roll-ups and persons too, through the gateway: every list and
//! connection of the schema, every type that no id leads to, asked by each relation in every role. Read
//! from the supergraph: a list that no record of the demonstration fills fails the test, as does a type
//! that cannot be reached, so a new field cannot escape it.

mod compare;
mod ways;

use compare::{Asker, Comparison, asker};
use qianzhan_gateway::{
    auth::{Caller, Role},
    directory::RegionCode,
};
use serde_json::Value;
use ways::{Target, Way, targets};

use crate::testkit::{Answer, ask_as, runtime, shared};

fn ask(caller: Caller, document: &str) -> Answer {
    runtime().block_on(ask_as(&shared().network.gateway, caller, document, Value::Null))
}

/// Everyone who may ask something of `owner`: regions of each relation, in every role and in none.
fn askers(owner: RegionCode) -> Vec<Asker> {
    let text = owner.to_string();
    let mut regions = vec![owner];
    let others: &[&str] = match owner.prefix().len() {
        2 => &["610000", "621100", "621122"],
        4 => &["620000", "620200", "621122", "620102", "621122101"],
        _ => &["620000", "620102", "621123", "621200"],
    };
    regions.extend(others.iter().map(|code| RegionCode::parse(code).expect("a code")));
    if text.len() == 6 && owner.prefix().len() == 6 {
        let (city, town) = (format!("{}00", &text[..4]), format!("{text}101"));
        regions.extend([city, town].map(|code| RegionCode::parse(&code).expect("a code")));
    }
    regions.sort_unstable();
    regions.dedup();
    let roles = || Role::ALL.into_iter().map(Some).chain([None]);
    let known = regions.into_iter().flat_map(|region| roles().map(move |role| (region, role)));
    let known = known.map(|(region, role)| asker(Some(region), role));
    known.chain([asker(None, None), asker(None, Some(Role::Leader))]).collect()
}

/// The answer at the end of the way; null where something before it is.
fn at_end<'a>(way: &Way, data: &'a Value) -> &'a Value {
    let mut value = &data[way.root.as_str()];
    for step in &way.steps {
        value = &value[step.field.as_str()];
        if step.is_connection {
            value = &value["nodes"];
        }
        if value.is_array() {
            value = &value[0];
        }
    }
    value
}

/// Compares what each asker is given with what the owner decides; nothing where no record fills it.
fn walk(target: &Target) -> Option<Comparison> {
    let found = target.find(&|caller, document| ask(caller, document).0)?;
    let document = target.document(&found.key);
    let office = asker(Some(found.decides), Some(Role::Office));
    let whole = ask(office.caller(), &document).0["data"].clone();
    let truth = at_end(&target.way, &whole);
    assert!(!truth.is_null(), "{} of {} is null to its office", target.name(), found.key);
    let mut comparison = Comparison::default();
    for asker in askers(found.decides) {
        let answer = ask(asker.caller(), &document);
        for (code, path) in answer.errors() {
            // Whoever may have no items may not have them sorted by what is withheld; and the log of who
            // asked is for its own office, whatever the policy.
            let known = ["ARGUMENT_READS_WITHHELD", "ACCESS_LOG_FORBIDDEN"];
            assert!(known.contains(&code.as_str()), "{asker}: {code} at {path} of {document}");
        }
        let case = format!("{} of {} to {asker}", target.name(), found.key);
        // The access log has another last row each time.
        let truth = Some(truth).filter(|_| !target.is_of_access_log());
        comparison.of_target(target, &asker, &found, truth, &answer, &case);
    }
    Some(comparison)
}

/// What the demonstration has no record of. The table of the contract's own tests has them at a site.
const NOT_DEMONSTRATED: &[&str] = &[
    "Member.partyChain",
    "Region.partyLinks",
    "Region.townshipsWithoutStation",
    "Region.townshipsWithoutDeployment",
    "Topic.nominations",
    "TopicNomination",
];

#[test]
fn every_list_and_roll_up_is_as_its_owner_decides() {
    let targets = targets();
    let names: Vec<String> = targets.iter().map(Target::name).collect();
    for known in ["Region.members", "Tally.bySector", "Person.seats", "Person", "Tally"] {
        assert!(names.iter().any(|name| name == known), "{known} is not among {names:?}");
    }
    let mut all = Comparison::default();
    let mut unfilled = Vec::new();
    for target in &targets {
        let Some(comparison) = walk(target) else {
            unfilled.push(target.name());
            continue;
        };
        assert!(comparison.given > 0, "nobody is given anything of {}", target.name());
        all.add(&comparison);
    }
    assert_eq!(unfilled, NOT_DEMONSTRATED);
    assert!(all.given > 2_000 && all.kept_back > 1_000, "{all:?} over {} targets", targets.len());
}
