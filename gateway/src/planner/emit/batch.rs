//! Which groups travel together.
//!
//! Entity groups of one subgraph that are due at the same step are one request with several
//! `_entities` fields. Requests to contracts that are due at the same step are one visit, in which a
//! site is asked once.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use rustc_hash::FxHashMap;

use super::conditions::common_conditions;
use crate::{
    planner::{
        graph::{FetchGraph, Group, GroupId, GroupKind, Scope},
        selection::Conditions,
    },
    supergraph::{SubgraphId, Supergraph},
};

/// Groups that one request fetches.
#[derive(Debug)]
pub(super) struct Batch {
    pub(super) graph: SubgraphId,
    pub(super) kind: GroupKind,
    pub(super) groups: Vec<GroupId>,
}

/// Requests that are sent together.
#[derive(Debug)]
pub(super) struct Unit {
    pub(super) batches: Vec<Batch>,
    pub(super) conditions: Conditions,
    pub(super) scope: Scope,
    pub(super) segment: u32,
    /// Units that must come first.
    pub(super) dependencies: BTreeSet<usize>,
}

/// What units have in common.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Due {
    segment: u32,
    scope: Scope,
    level: u32,
    conditions: Conditions,
}

/// The units of a graph, in the order of their first groups.
pub(super) fn batch(
    supergraph: &Supergraph,
    graph: &FetchGraph,
    spreads_sites: bool,
    is_query: bool,
) -> Vec<Unit> {
    let conditions: Vec<Conditions> =
        graph.groups.iter().map(|group| common_conditions(graph, group)).collect();
    let levels = levels(graph, &conditions);
    let mut due: IndexMap<Due, Vec<Batch>> = IndexMap::new();
    for (at, group) in graph.groups.iter().enumerate() {
        let key = Due {
            segment: group.segment,
            scope: group.scope,
            level: levels[at],
            conditions: conditions[at].clone(),
        };
        let batches = due.entry(key).or_default();
        let joined = batches.iter_mut().find(|batch| {
            batch.graph == group.graph
                && batch.kind == group.kind
                && group.kind == GroupKind::Entities
        });
        let id = GroupId(at as u32);
        match joined {
            Some(batch) => batch.groups.push(id),
            None => {
                batches.push(Batch { graph: group.graph, kind: group.kind, groups: vec![id] });
            }
        }
    }
    let mut units = Vec::new();
    for (due, batches) in due {
        let Due { segment, scope, conditions, .. } = due;
        let is_visit = |batch: &Batch| {
            spreads_sites
                && supergraph.subgraph(batch.graph).is_contract
                && (is_query || batch.kind == GroupKind::Entities)
        };
        let (visits, others): (Vec<Batch>, Vec<Batch>) = batches.into_iter().partition(is_visit);
        let mut sets: Vec<Vec<Batch>> = others.into_iter().map(|batch| vec![batch]).collect();
        if !visits.is_empty() {
            sets.push(visits);
        }
        for batches in sets {
            let conditions = conditions.clone();
            let dependencies = BTreeSet::new();
            units.push(Unit { batches, conditions, scope, segment, dependencies });
        }
    }
    units.sort_by_key(|unit| unit.batches[0].groups[0]);
    connect(graph, &mut units);
    units
}

/// When each group is due. One that nothing waits for may wait for another of its subgraph, and
/// travel with it: a request less, and no step more.
fn levels(graph: &FetchGraph, conditions: &[Conditions]) -> Vec<u32> {
    let purpose = |at: usize, group: &Group| {
        (group.graph, group.scope, group.segment, conditions[at].clone())
    };
    let entities = || {
        let groups = graph.groups.iter().enumerate();
        groups.filter(|(_, group)| group.kind == GroupKind::Entities)
    };
    let awaited: BTreeSet<GroupId> =
        graph.groups.iter().flat_map(|group| group.dependencies.iter().copied()).collect();
    let is_awaited = |at: usize| awaited.contains(&GroupId(at as u32));
    let mut fixed: FxHashMap<_, BTreeSet<u32>> = FxHashMap::default();
    let mut last: FxHashMap<_, u32> = FxHashMap::default();
    for (at, group) in entities() {
        let purpose = purpose(at, group);
        if is_awaited(at) {
            fixed.entry(purpose).or_default().insert(group.level);
        } else {
            let last = last.entry(purpose).or_default();
            *last = group.level.max(*last);
        }
    }
    let mut levels: Vec<u32> = graph.groups.iter().map(|group| group.level).collect();
    for (at, group) in entities().filter(|(at, _)| !is_awaited(*at)) {
        let purpose = purpose(at, group);
        // With the next that cannot wait, or else all that can wait together.
        let next = fixed.get(&purpose).and_then(|fixed| fixed.range(group.level..).next());
        if let Some(due) = next.or_else(|| last.get(&purpose)) {
            levels[at] = *due;
        }
    }
    levels
}

fn connect(graph: &FetchGraph, units: &mut [Unit]) {
    let mut unit_of = vec![0; graph.groups.len()];
    for (at, unit) in units.iter().enumerate() {
        for group in unit.batches.iter().flat_map(|batch| &batch.groups) {
            unit_of[group.0 as usize] = at;
        }
    }
    for (at, unit) in units.iter_mut().enumerate() {
        let groups = unit.batches.iter().flat_map(|batch| &batch.groups);
        let dependencies: BTreeSet<usize> = groups
            .flat_map(|group| &graph.group(*group).dependencies)
            .map(|group| unit_of[group.0 as usize])
            .filter(|before| *before != at)
            .collect();
        unit.dependencies = dependencies;
    }
}
