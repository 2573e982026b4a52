//! What went wrong in a fetch: error entries at their places in the response, and gaps in coverage.
//! Spec: docs/jurisdiction-spec.md, sections 8 "Coverage" and 10 "Errors".

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{Answers, FetchRun};
use crate::{
    coverage::Reason,
    executor::{
        answer::Answer,
        entities::RepresentationBatch,
        error_entry::{ErrorEntry, UNCODED_SITE_ERROR, site_path},
        response::{PathSegment, Response, ResponsePath},
        scatter::{Contribution, Contributions, spread_of},
    },
    json::Value,
    planner::plan::EntityTarget,
    sites::{CallError, SiteId},
    supergraph::jurisdiction::Spread,
};

impl FetchRun<'_> {
    /// An answer that does not have one entity for each representation is none.
    pub(super) fn refuse_uneven(
        &self,
        targets: &[EntityTarget],
        contributions: &[Vec<Contributions>],
        answers: &mut Answers,
    ) {
        for (site, answer) in answers {
            let Ok(Answer { data: Some(data), .. }) = answer else { continue };
            let is_uneven = targets.iter().zip(contributions).any(|(target, lists)| {
                let asked = representations_of(*site, lists);
                match data.get(target.response_key.as_str()) {
                    Some(Value::Array(entities)) => entities.len() != asked,
                    // One of several lists may be left out by a condition.
                    None => asked > 0 && targets.len() == 1,
                    Some(_) => true,
                }
            });
            if is_uneven {
                let reason = "`_entities` has not one item for each representation".to_owned();
                *answer = Err(Arc::new(CallError::Malformed { reason }));
                self.record_gap(*site, Reason::Error);
            }
        }
    }

    /// A site always has something to say of a gathered entity, if only zeros. One that answers
    /// null, and no error that tells why, is a gap.
    pub(super) fn record_silence(
        &self,
        targets: &[EntityTarget],
        batches: &[RepresentationBatch<'_>],
        contributions: &[Vec<Contributions>],
        answers: &Answers,
    ) {
        for ((target, batch), lists) in targets.iter().zip(batches).zip(contributions) {
            for (representation, places) in batch.representations.iter().zip(lists) {
                if !is_gathered(target, representation) {
                    continue;
                }
                for place in places {
                    let Some(Ok(Answer { data: Some(data), errors, .. })) =
                        answers.get(&place.site)
                    else {
                        continue;
                    };
                    let entities = data.get(target.response_key.as_str()).and_then(Value::as_array);
                    let entity = entities.and_then(|entities| entities.get(place.position));
                    if errors.is_empty() && entity.is_some_and(|entity| !entity.is_object()) {
                        self.record_gap(place.site, Reason::Error);
                    }
                }
            }
        }
    }

    /// For sites only: a subgraph with one address has no coverage.
    fn record_gap(&self, site: SiteId, reason: Reason) {
        if self.subgraph.is_contract {
            self.execution.context.coverage.record_missing(site, &self.subgraph.name, reason);
        }
    }

    /// Puts the errors of all answers at their places in the response.
    pub(super) fn record_entity_errors(
        &self,
        targets: &[EntityTarget],
        batches: &[RepresentationBatch<'_>],
        contributions: &[Vec<Contributions>],
        answers: &Answers,
    ) {
        let mut broken: BTreeMap<String, BTreeSet<SiteId>> = BTreeMap::new();
        for (site, answer) in answers {
            match answer {
                Err(error) => {
                    self.record_failed_site(*site, error, targets, batches, contributions)
                }
                Ok(answer) => {
                    let mut is_any_gathered = false;
                    for error in &answer.errors {
                        let place = self.place_entity_error(
                            *site,
                            (error, answer),
                            targets,
                            batches,
                            contributions,
                        );
                        let entry = ErrorEntry::of_site(
                            error,
                            &self.site(*site).spec.id,
                            &self.subgraph.name,
                            place.path,
                        );
                        if place.is_gathered {
                            is_any_gathered = true;
                            broken.entry(entry.code.clone()).or_default().insert(*site);
                        }
                        self.explain(place.explained);
                        self.add_error(entry);
                    }
                    if answer.data.is_none() && !is_any_gathered {
                        self.record_gap(*site, Reason::Error);
                    }
                }
            }
        }
        self.record_broken(broken, answers);
    }

    /// The same for a gathered root field.
    pub(super) fn record_gather_errors(&self, answers: &Answers, path: &ResponsePath) {
        let mut broken: BTreeMap<String, BTreeSet<SiteId>> = BTreeMap::new();
        for (site, answer) in answers {
            let Ok(answer) = answer else { continue };
            for error in &answer.errors {
                let id = &self.site(*site).spec.id;
                let entry = ErrorEntry::of_site(error, id, &self.subgraph.name, path.clone());
                broken.entry(entry.code.clone()).or_default().insert(*site);
                self.add_error(entry);
            }
        }
        self.record_broken(broken, answers);
    }

    /// An error that every site gives is the request's own (a foreign cursor, say) and no gap in
    /// coverage; one that only some give, or that tells nothing of the request, is a gap at those:
    /// what they contributed is not whole.
    fn record_broken(&self, broken: BTreeMap<String, BTreeSet<SiteId>>, answers: &Answers) {
        let answered = answers.values().filter(|answer| answer.is_ok()).count();
        let is_of_the_request = |code: &str, sites: &BTreeSet<SiteId>| {
            let tells_why = code != UNCODED_SITE_ERROR && !code.starts_with("INTERNAL");
            tells_why && sites.len() == answered && (answered > 1 || answers.len() == 1)
        };
        let gaps = broken.iter().filter(|(code, sites)| !is_of_the_request(code, sites));
        for site in gaps.flat_map(|(_, sites)| sites) {
            let coverage = self.execution.context.coverage;
            coverage.record_missing(*site, &self.subgraph.name, Reason::Error);
        }
    }

    /// One error entry for a site that failed, at the first place that waits for it. A gathered
    /// object goes on without the site, and coverage alone says so.
    fn record_failed_site(
        &self,
        site: SiteId,
        error: &CallError,
        targets: &[EntityTarget],
        batches: &[RepresentationBatch<'_>],
        contributions: &[Vec<Contributions>],
    ) {
        let mut waiting = Vec::new();
        let mut is_alone = false;
        for ((target, batch), lists) in targets.iter().zip(batches).zip(contributions) {
            for (index, places) in lists.iter().enumerate() {
                if !places.iter().any(|place| place.site == site) {
                    continue;
                }
                let is_gathered = is_gathered(target, &batch.representations[index]);
                is_alone |= !is_gathered || places.len() == 1;
                if !is_gathered || places.len() == 1 {
                    let response = self.execution.response();
                    waiting.extend(batch.parents(&response, index).iter().cloned());
                }
            }
        }
        if !is_alone {
            return;
        }
        let path = waiting.first().cloned().unwrap_or_default();
        self.explain(waiting);
        self.record_call_error(&self.site(site).spec.id, error, path);
    }

    fn place_entity_error(
        &self,
        site: SiteId,
        (error, answer): (&Value, &Answer),
        targets: &[EntityTarget],
        batches: &[RepresentationBatch<'_>],
        contributions: &[Vec<Contributions>],
    ) -> ErrorPlace {
        let mut path = site_path(error);
        let list = targets.iter().position(|target| {
            matches!(path.first(), Some(PathSegment::Key(key)) if **key == target.response_key)
        });
        let names_item = matches!(path.get(1), Some(PathSegment::Index(_)));
        if let Some(target) = list
            && !names_item
            && representations_of(site, &contributions[target]) == 1
        {
            // Some servers leave the index out; where one entity was asked for, it is that one.
            path.insert(1, PathSegment::Index(0));
        }
        let (Some(PathSegment::Key(key)), Some(PathSegment::Index(position))) =
            (path.first(), path.get(1))
        else {
            // No place is named: it concerns all that this site was asked.
            let is_any_gathered = targets.iter().zip(batches).any(|(target, batch)| {
                batch
                    .representations
                    .iter()
                    .any(|representation| is_gathered(target, representation))
            });
            let below = match list {
                Some(_) if is_any_gathered => &path[1..],
                _ => &[],
            };
            let keys = below.iter().take_while(|segment| matches!(segment, PathSegment::Key(_)));
            let response = self.execution.response();
            let parents = all_parents(&response, batches, contributions, site);
            let explained: Vec<ResponsePath> = parents
                .into_iter()
                .map(|parent| parent.into_iter().chain(keys.clone().cloned()).collect())
                .collect();
            return ErrorPlace {
                path: explained.first().cloned().unwrap_or_default(),
                explained,
                is_gathered: is_any_gathered,
            };
        };
        let target_index = targets.iter().position(|target| target.response_key == **key);
        let found = target_index.and_then(|target_index| {
            let index = contributions[target_index]
                .iter()
                .position(|places| places.contains(&Contribution { site, position: *position }))?;
            Some((target_index, index))
        });
        let Some((target_index, index)) = found else {
            return ErrorPlace {
                path: ResponsePath::new(),
                explained: Vec::new(),
                is_gathered: false,
            };
        };
        let batch = &batches[target_index];
        let is_gathered = is_gathered(&targets[target_index], &batch.representations[index]);
        let mut rest = &path[2..];
        if is_gathered {
            // Places in the lists of one site are no places in the merged ones.
            let keys = rest.iter().take_while(|segment| matches!(segment, PathSegment::Key(_)));
            rest = &rest[..keys.count()];
        }
        let placed = |parent: &ResponsePath| -> ResponsePath {
            parent.iter().chain(rest).cloned().collect()
        };
        let response = self.execution.response();
        let parents = batch.parents(&response, index);
        let data = answer.data.as_ref();
        let entities = data.and_then(|data| data.get(key)?.as_array());
        let is_whole_gone =
            entities.is_some_and(|it| it.get(*position).is_some_and(Value::is_null));
        ErrorPlace {
            path: parents.first().map(placed).unwrap_or_default(),
            // An entity that is null for one field's sake lacks the others too.
            explained: match is_whole_gone && !is_gathered {
                true => parents.to_vec(),
                false => parents.iter().map(placed).collect(),
            },
            is_gathered,
        }
    }

    pub(super) fn record_call_error(&self, site: &str, error: &CallError, path: ResponsePath) {
        self.add_error(ErrorEntry::of_call(error, site, &self.subgraph.name, path));
    }
}

struct ErrorPlace {
    path: ResponsePath,
    explained: Vec<ResponsePath>,
    is_gathered: bool,
}

/// How many representations of one target the site was asked.
fn representations_of(site: SiteId, lists: &[Contributions]) -> usize {
    let positions = lists.iter().flatten().filter(|place| place.site == site);
    positions.map(|place| place.position + 1).max().unwrap_or(0)
}

fn is_gathered(target: &EntityTarget, representation: &Value) -> bool {
    spread_of(target, representation)
        .is_some_and(|spread| matches!(spread.spread, Spread::Gather { .. }))
}

fn all_parents(
    response: &Response,
    batches: &[RepresentationBatch<'_>],
    contributions: &[Vec<Contributions>],
    site: SiteId,
) -> Vec<ResponsePath> {
    batches
        .iter()
        .zip(contributions)
        .flat_map(|(batch, lists)| {
            lists
                .iter()
                .enumerate()
                .filter(move |(_, places)| places.iter().any(|place| place.site == site))
                .flat_map(|(index, _)| batch.parents(response, index).iter().cloned())
        })
        .collect()
}
