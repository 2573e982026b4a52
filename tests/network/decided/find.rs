//! Finds records of the demonstration in which something stands that is to be asked for.

use std::collections::{BTreeMap, BTreeSet};

use qianzhan_gateway::{auth::Role, directory::RegionCode};
use serde_json::Value;

use super::{
    ask::{Batch, Question},
    asker::Asker,
    schema::{item_of, key_of},
    ways::{Target, holders_of, list_of, region_lists},
};
use crate::testkit::{ask_as, runtime, shared};

/// Regions in which a record is looked for, the smallest first; and pages of records there.
const PLACES: [(&str, usize); 3] = [("621122", 40), ("621100", 10), ("620000", 4)];
/// Records that are looked at in one place.
const MAX_LOOKED_AT: usize = 150;

/// A record that fills a target.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) key: String,
    /// Whose the record is.
    pub(super) begin: RegionCode,
    /// Whose the end of the way is.
    pub(super) owner: RegionCode,
    /// Who decides over the field: the owner, or a superior who adds it.
    pub(super) decides: RegionCode,
}

impl Found {
    fn of(target: &Target, key: String) -> Option<Self> {
        let begin = RegionCode::of_key(&key).ok()?;
        let (owner, decides) = (target.way.owner(begin), target.decides(begin));
        Some(Self { key, begin, owner, decides })
    }
}

/// Few records in which all that is wanted stands, as the office of who decides sees them, and the
/// names of what does. What nobody filled by then is missing in the names.
pub(super) fn find<'t>(
    target: &'t Target,
    absent: &[&str],
) -> (Vec<Question<'t>>, BTreeSet<String>) {
    let mut filled = BTreeSet::new();
    let mut chosen = Vec::new();
    let wanted: Vec<String> =
        target.wanted().into_iter().filter(|it| !absent.contains(&it.as_str())).collect();
    for (place, max_pages) in PLACES {
        let region = RegionCode::parse(place).expect("a code");
        let keys = keys_in(target, region, max_pages);
        // Whose they are decides who may see them whole.
        let mut by_decider: BTreeMap<RegionCode, Vec<Question<'t>>> = BTreeMap::new();
        for found in keys.into_iter().filter_map(|key| Found::of(target, key)).take(MAX_LOOKED_AT) {
            by_decider.entry(found.decides).or_default().push(Question { target, found });
        }
        for (decides, questions) in by_decider {
            for batch in Batch::of(&questions) {
                if wanted.iter().all(|it| filled.contains(it)) {
                    return (chosen, filled);
                }
                let answered = batch.ask(&[Asker::office_of(decides)]);
                for (place, question) in batch.questions.iter().enumerate() {
                    let end = target.way.at_end(answered[0].part(place).begin);
                    let new = target.filled(end).into_iter().filter(|it| !filled.contains(it));
                    let new: Vec<String> = new.collect();
                    if new.iter().any(|it| wanted.contains(it)) {
                        chosen.push(Question { target, found: question.found.clone() });
                    }
                    filled.extend(new);
                }
            }
        }
    }
    (chosen, filled)
}

/// Keys of records of the way's first type inside a region, which may have something on the way.
fn keys_in(target: &Target, region: RegionCode, max_pages: usize) -> Vec<String> {
    let root_type = target.way.root_type.as_str();
    if root_type == "Region" {
        return vec![region.to_string()];
    }
    let key = key_of(root_type).expect("what the root finds has a key");
    // Records that no list of a region has hang on those that one has.
    let Some(list) = list_of(root_type) else { return keys_by_holder(root_type, &key, region) };
    let inner = format!("{key} {}", target.probe());
    let mut keys = Vec::new();
    let mut after = String::new();
    for _ in 0..max_pages {
        let items = if list.is_connection {
            let page = "pageInfo { hasNextPage endCursor }";
            format!("{}(first: 100{after}) {{ nodes {{ {inner} }} {page} }}", list.name)
        } else {
            format!("{} {{ {inner} }}", list.name)
        };
        let found = &ask_of_region(region, &items)[list.name.as_str()];
        let nodes = if list.is_connection { &found["nodes"] } else { found };
        let filled = nodes.as_array().into_iter().flatten().filter(|node| may_be_filled(node));
        keys.extend(filled.filter_map(|node| node[&key].as_str().map(str::to_owned)));
        if keys.len() >= MAX_LOOKED_AT || found["pageInfo"]["hasNextPage"] != true {
            break;
        }
        after = format!(", after: {}", found["pageInfo"]["endCursor"]);
    }
    keys
}

/// What the leader above may not have, may be there.
fn may_be_filled(node: &Value) -> bool {
    let probe = &node["probe"];
    let items =
        if probe.is_object() && !probe["nodes"].is_null() { &probe["nodes"] } else { probe };
    items.as_array().is_none_or(|items| !items.is_empty())
}

/// Keys of records that no list of a region has, but that hang on records which one has.
fn keys_by_holder(root_type: &str, key: &str, region: RegionCode) -> Vec<String> {
    let mut keys = Vec::new();
    for list in region_lists() {
        for holder in holders_of(root_type, &item_of(&list.inner)) {
            let inner = format!("{} {{ {key} }}", holder.name);
            let items = if list.is_connection {
                format!("{}(first: 100) {{ nodes {{ {inner} }} }}", list.name)
            } else {
                format!("{} {{ {inner} }}", list.name)
            };
            let found = &ask_of_region(region, &items)[list.name.as_str()];
            let nodes = if list.is_connection { &found["nodes"] } else { found };
            let nodes = nodes.as_array().into_iter().flatten();
            let found = nodes.filter_map(|node| node[&holder.name][key].as_str());
            keys.extend(found.map(str::to_owned));
        }
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// What the leader of a region is given of it.
fn ask_of_region(region: RegionCode, selection: &str) -> Value {
    let document = format!("{{ region(code: \"{region}\") {{ {selection} }} }}");
    let leader = Asker::in_role(region, Role::Leader).caller();
    let asked = ask_as(&shared().network.gateway, leader, &document, Value::Null);
    runtime().block_on(asked).0["data"]["region"].take()
}
