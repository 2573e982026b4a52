//! Conditions that hold for all of a request: then it need not be sent at all.

use crate::planner::{
    graph::{FetchGraph, Group, OutItem, SetId},
    selection::{Condition, Conditions},
};

/// Conditions under which nothing of the group is selected but what they let pass.
pub(super) fn common_conditions(graph: &FetchGraph, group: &Group) -> Conditions {
    let mut common: Option<Conditions> = None;
    for part in group.parts.values() {
        of_set(graph, part.set, &[], &mut common);
    }
    common.unwrap_or_default()
}

fn of_set(graph: &FetchGraph, set: SetId, around: &[Condition], common: &mut Option<Conditions>) {
    for item in &graph.set(set).items {
        let own = match item {
            OutItem::Field(field) => &field.conditions,
            OutItem::Fragment(fragment) => &fragment.conditions,
        };
        let all: Conditions = around.iter().chain(own).cloned().collect();
        match item {
            OutItem::Field(_) => match common {
                Some(common) => common.retain(|condition| all.contains(condition)),
                None => *common = Some(all),
            },
            OutItem::Fragment(fragment) => of_set(graph, fragment.set, &all, common),
        }
    }
}
