//! Takes the answers of all sites of one part into the response.

use super::{
    Answers, FetchRun, PartAnswer,
    entity_lists::EntityLists,
    part::{Asked, AskedEntities, Part},
    root_path,
};
use crate::{
    executor::{
        answer::Answer,
        entities::RepresentationBatch,
        error_entry::{ErrorEntry, site_path},
        response::ResponsePath,
        rewrite,
        scatter::spread_of,
        withheld::known_to_clients,
    },
    json::{Object, Value},
    planner::plan::{EntityTarget, FieldMerge, ObjectShape, RootSpread, RootTarget},
    sites::SiteId,
    supergraph::jurisdiction::Spread,
};

impl Part<'_> {
    /// Merges what the sites answered and writes it at its places; records who did not answer.
    pub(super) fn absorb(&self, answers: Answers) {
        let run = self.run;
        run.record_outcomes(&answers);
        match &self.asked {
            Asked::Root(target) => run.absorb_root(target, answers),
            Asked::Entities(entities) => run.absorb_entities(entities, answers),
        }
    }
}

impl FetchRun<'_> {
    /// For sites only: a subgraph with one address has no coverage.
    pub(super) fn record_outcomes(&self, answers: &Answers) {
        if !self.subgraph.is_contract {
            return;
        }
        let coverage = self.execution.context.coverage;
        for (site, answer) in answers {
            match answer {
                Ok(answer) => {
                    coverage.record_answer(*site);
                    let supergraph = self.execution.context.supergraph;
                    coverage.record_withheld(*site, known_to_clients(supergraph, &answer.withheld));
                }
                Err(error) => {
                    coverage.record_failure(*site, &self.subgraph.name, error);
                }
            }
        }
    }

    // ---- root fields ----

    pub(super) fn absorb_root(&self, target: &RootTarget, mut answers: Answers) {
        let path = self.first_root_path(target);
        match &target.spread {
            RootSpread::Gather { shape, .. } => {
                self.record_gather_errors(&answers, &path);
                let values = answers
                    .into_values()
                    .filter_map(|answer| Some(Value::Object(answer.ok()?.data?)))
                    .collect();
                let place = || path.clone();
                let merged = self.merger(&place).object(shape, values);
                self.write_root(target, merged);
            }
            RootSpread::Route { .. } | RootSpread::Fixed => {
                if let Some((site, answer)) = answers.pop_first() {
                    self.absorb_one_root(target, site, answer, path);
                }
            }
        }
    }

    fn absorb_one_root(
        &self,
        target: &RootTarget,
        site: SiteId,
        answer: PartAnswer,
        path: ResponsePath,
    ) {
        let site = &self.site(site).spec.id;
        match answer {
            Ok(Answer { data, errors, .. }) => {
                for error in &errors {
                    let own = site_path(error);
                    let path = match target.response_keys.as_slice() {
                        [_] if own.is_empty() => path.clone(),
                        _ => [self.first_root_place(target), own].concat(),
                    };
                    self.add_error(ErrorEntry::of_site(error, site, &self.subgraph.name, path));
                }
                self.write_root(target, data);
            }
            Err(error) => {
                if matches!(target.spread, RootSpread::Fixed) {
                    let keys = || target.response_keys.iter().map(|key| root_path(key));
                    let places = self.root_places(target).into_iter();
                    self.explain(places.flat_map(|place| {
                        keys().map(move |field| [place.clone(), field].concat())
                    }));
                }
                self.record_call_error(site, &error, path);
            }
        }
    }

    fn write_root(&self, target: &RootTarget, data: Option<Object>) {
        let Some(data) = data else { return };
        let mut data = Value::Object(data);
        rewrite::apply(&target.output_rewrites, &mut data);
        if let Value::Object(fields) = data {
            self.execution.response().merge_at_all(&target.place, fields);
        }
    }

    // ---- entities ----

    fn absorb_entities(&self, entities: &AskedEntities<'_>, mut answers: Answers) {
        let AskedEntities { targets, batches, contributions } = entities;
        self.refuse_uneven(targets, contributions, &mut answers);
        self.record_entity_errors(targets, batches, contributions, &answers);
        self.record_silence(targets, batches, contributions, &answers);
        for (target_index, (target, batch)) in targets.iter().zip(batches).enumerate() {
            let mut entities =
                EntityLists::take(&mut answers, target, &contributions[target_index]);
            let merged = contributions[target_index].iter().enumerate().map(|(index, places)| {
                let mut merged =
                    self.merge_entity(target, batch, index, entities.contributions(places))?;
                rewrite::apply(&target.output_rewrites, &mut merged);
                Some(merged)
            });
            let merged = merged.collect();
            batch.fill(merged, &mut self.execution.response());
        }
    }

    /// One entity of what sites contribute to it.
    fn merge_entity(
        &self,
        target: &EntityTarget,
        batch: &RepresentationBatch<'_>,
        index: usize,
        contributions: impl Iterator<Item = Value>,
    ) -> Option<Value> {
        let mut contributions = contributions.filter(Value::is_object);
        let representation = &batch.representations[index];
        let gathered = spread_of(target, representation)
            .filter(|spread| matches!(spread.spread, Spread::Gather { .. }));
        let Some(spread) = gathered else { return contributions.next() };
        let place = || {
            let response = self.execution.response();
            batch.parents(&response, index).first().cloned().unwrap_or_default()
        };
        let merged = self.merger(&place).object(&spread.shape, contributions.collect())?;
        Some(with_key(merged, &spread.shape, representation))
    }
}

/// The key of a merged object is the asker's: one answer may serve several keys.
fn with_key(mut merged: Object, shape: &ObjectShape, representation: &Value) -> Value {
    for field in &shape.fields {
        if let FieldMerge::Key { name } = &field.merge
            && let Some(key) = representation.get(name)
        {
            merged.insert(field.response_key.clone(), key.clone());
        }
    }
    Value::Object(merged)
}
