//! Runs one fetch node: to a subgraph's one address, or over the sites of a contract.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use futures::future::join_all;
use serde_json_bytes::{ByteString, Map, Value};
use tracing::Instrument;

use super::{
    answer::{Answer, read_answer},
    error_entry::{ErrorEntry, UNCODED_SITE_ERROR, site_path},
    merge::Merger,
    representations::{RepresentationBatch, collect_representations},
    response::{PathSegment, ResponsePath},
    rewrite,
    run::Execution,
    scatter::{Contribution, scatter, spread_of},
};
use crate::{
    coverage::Reason,
    directory::{RegionCode, RegionError},
    planner::plan::{
        EntityTarget, FetchNode, FetchTarget, FieldMerge, ObjectShape, RootSpread, RootTarget,
    },
    sites::{CallError, ContractSites, Gathered, Routed, Site, SiteAnswer, SiteId},
    supergraph::{Subgraph, jurisdiction::Spread},
    telemetry::{record_site_call, site_call_span},
};

/// Runs the node; whatever fails is recorded.
pub(super) async fn run(execution: &Execution<'_>, node: &FetchNode) {
    let subgraph = execution.context.supergraph.subgraph(node.subgraph);
    let run = FetchRun { execution, node, subgraph };
    let contract = execution.context.registry.contract(&subgraph.name).filter(|_| subgraph.is_contract);
    match (&node.target, contract) {
        (FetchTarget::Root(target), None) => run.fixed_root(target).await,
        (FetchTarget::Root(target), Some(contract)) => run.spread_root(target, contract).await,
        (FetchTarget::Entities(targets), None) => run.fixed_entities(targets).await,
        (FetchTarget::Entities(targets), Some(contract)) => {
            run.spread_entities(targets, contract).await;
        }
    }
}

struct FetchRun<'a> {
    execution: &'a Execution<'a>,
    node: &'a FetchNode,
    subgraph: &'a Subgraph,
}

/// What the sites of one fetch answered.
type Answers = BTreeMap<SiteId, Result<Answer, CallError>>;

impl FetchRun<'_> {
    // ---- a subgraph with one address ----

    async fn fixed_root(&self, target: &RootTarget) {
        let Some((_, answer)) = self.call_fixed(&[]).await else { return };
        match answer {
            Ok(answer) => self.absorb_root(target, answer),
            Err(error) => {
                let paths = target
                    .response_keys
                    .iter()
                    .map(|key| vec![PathSegment::Key(ByteString::from(key.as_str()))]);
                let paths: Vec<ResponsePath> = paths.collect();
                let first = paths.first().cloned().unwrap_or_default();
                self.execution.response().explained.extend(paths);
                self.record_call_error(&self.subgraph.name, &error, first);
            }
        }
    }

    async fn fixed_entities(&self, targets: &[EntityTarget]) {
        let batches = self.collect(targets);
        if batches.iter().all(|batch| batch.representations.is_empty()) {
            return;
        }
        let lists: Vec<Vec<Value>> =
            batches.iter().map(|batch| batch.representations.clone()).collect();
        let Some((site, answer)) = self.call_fixed(&self.lists(targets, &lists)).await else {
            return;
        };
        let contributions = batches
            .iter()
            .map(|batch| {
                (0..batch.representations.len())
                    .map(|position| vec![Contribution { site, position }])
                    .collect()
            })
            .collect::<Vec<_>>();
        self.absorb_entities(targets, &batches, &contributions, BTreeMap::from([(site, answer)]));
    }

    async fn call_fixed(
        &self,
        lists: &[(&str, &[Value])],
    ) -> Option<(SiteId, Result<Answer, CallError>)> {
        let registry = self.execution.context.registry;
        let Some(id) = registry.fixed(&self.subgraph.name) else {
            let message = format!("subgraph `{}` has no address", self.subgraph.name);
            self.add_error(ErrorEntry::new("SUBGRAPH_WITHOUT_ADDRESS", message, ResponsePath::new()));
            return None;
        };
        Some((id, self.call(registry.site(id), lists).await))
    }

    // ---- a contract: root fields ----

    async fn spread_root(&self, target: &RootTarget, contract: &ContractSites) {
        let path: ResponsePath = target
            .response_keys
            .first()
            .map(|key| vec![PathSegment::Key(ByteString::from(key.as_str()))])
            .unwrap_or_default();
        let gathered = match self.root_sites(target, contract) {
            Ok(gathered) => gathered,
            Err(error) => {
                self.add_error(ErrorEntry::new(error.code(), error.to_string(), path));
                return;
            }
        };
        for region in &gathered.not_registered {
            self.execution.context.coverage.record_not_registered(*region, &self.subgraph.name);
        }
        if gathered.sites.is_empty() {
            self.add_error(ErrorEntry::new(
                "SITE_NOT_REGISTERED",
                "no registered site owns this key",
                path,
            ));
            return;
        }
        let sites: Vec<SiteId> = gathered.sites.iter().map(|(site, _)| *site).collect();
        let no_lists: Vec<Vec<Value>> = Vec::new();
        let mut answers = self.call_sites(sites.iter().map(|site| (*site, &no_lists)), &[]).await;
        match &target.spread {
            RootSpread::Gather { shape, .. } => {
                self.record_gather_errors(&answers, &path);
                let values = answers
                    .into_values()
                    .filter_map(|answer| Some(Value::Object(answer.ok()?.data?)))
                    .collect();
                let merged = self.merger(&path).object(shape, values);
                self.absorb_root(target, Answer { data: merged, errors: Vec::new() });
            }
            RootSpread::Route { .. } | RootSpread::Fixed => {
                if let Some((site, answer)) = answers.pop_first() {
                    self.absorb_routed_root(target, site, answer, path);
                }
            }
        }
    }

    fn root_sites(
        &self,
        target: &RootTarget,
        contract: &ContractSites,
    ) -> Result<Gathered, RegionError> {
        let registry = self.execution.context.registry;
        let region = |key: &apollo_compiler::ast::Value| {
            RegionCode::of_key(&self.text_value(key).unwrap_or_default())
        };
        Ok(match &target.spread {
            RootSpread::Fixed => Gathered::default(),
            RootSpread::Route { key } => match registry.route(contract, region(key)?)? {
                Routed::Site(site) => Gathered {
                    sites: vec![(site, crate::sites::Covered::Everything)],
                    not_registered: Vec::new(),
                },
                Routed::NotRegistered(region) => {
                    Gathered { sites: Vec::new(), not_registered: vec![region] }
                }
                Routed::NoOwner => Gathered::default(),
            },
            RootSpread::Gather { key: Some(key), .. } => registry.gather(contract, region(key)?)?,
            RootSpread::Gather { key: None, .. } => registry.gather_everything(contract),
        })
    }

    fn text_value(&self, value: &apollo_compiler::ast::Value) -> Option<String> {
        use apollo_compiler::ast::Value as Ast;
        match value {
            Ast::String(text) => Some(text.clone()),
            Ast::Int(number) => Some(number.as_str().to_owned()),
            Ast::Variable(name) => {
                match self.execution.context.variables.get(name.as_str())? {
                    Value::String(text) => Some(text.as_str().to_owned()),
                    Value::Number(number) => Some(number.to_string()),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn absorb_routed_root(
        &self,
        target: &RootTarget,
        site: SiteId,
        answer: Result<Answer, CallError>,
        path: ResponsePath,
    ) {
        match answer {
            Ok(answer) => self.absorb_root_of(target, answer, &self.site(site).spec.id.clone()),
            Err(error) => {
                self.record_call_error(&self.site(site).spec.id, &error, path);
            }
        }
    }

    fn absorb_root(&self, target: &RootTarget, answer: Answer) {
        self.absorb_root_of(target, answer, &self.subgraph.name);
    }

    fn absorb_root_of(&self, target: &RootTarget, answer: Answer, site: &str) {
        for error in &answer.errors {
            let mut path = site_path(error);
            if path.is_empty() && let [key] = target.response_keys.as_slice() {
                path.push(PathSegment::Key(ByteString::from(key.as_str())));
            }
            self.add_error(ErrorEntry::of_site(error, site, &self.subgraph.name, path));
        }
        if let Some(data) = answer.data {
            let mut data = Value::Object(data);
            rewrite::apply(&target.output_rewrites, &mut data);
            self.execution.response().merge_at(&[], data);
        }
    }

    // ---- a contract: entities ----

    async fn spread_entities(&self, targets: &[EntityTarget], contract: &ContractSites) {
        let batches = self.collect(targets);
        let scatter = scatter(self.execution.context.registry, contract, targets, &batches);
        for region in &scatter.not_registered {
            self.execution.context.coverage.record_not_registered(*region, &self.subgraph.name);
        }
        for error in scatter.errors {
            self.execution.response().explained.insert(error.path.clone());
            self.add_error(error);
        }
        if scatter.requests.is_empty() {
            return;
        }
        let calls = scatter.requests.iter().map(|(site, request)| (*site, &request.representations));
        let answers = self.call_sites(calls, targets).await;
        self.absorb_entities(targets, &batches, &scatter.contributions, answers);
    }

    fn collect(&self, targets: &[EntityTarget]) -> Vec<RepresentationBatch> {
        let response = self.execution.response();
        targets
            .iter()
            .map(|target| {
                collect_representations(self.execution.context.supergraph, &response, target)
            })
            .collect()
    }

    // ---- calls ----

    fn lists<'b>(
        &self,
        targets: &'b [EntityTarget],
        lists: &'b [Vec<Value>],
    ) -> Vec<(&'b str, &'b [Value])> {
        targets
            .iter()
            .zip(lists)
            .map(|(target, list)| (target.variable.as_str(), list.as_slice()))
            .collect()
    }

    async fn call_sites<'b>(
        &self,
        calls: impl Iterator<Item = (SiteId, &'b Vec<Vec<Value>>)>,
        targets: &[EntityTarget],
    ) -> Answers {
        let calls = calls.map(|(id, lists)| async move {
            let lists = self.lists(targets, lists);
            (id, self.call(self.site(id), &lists).await)
        });
        let answers: Answers = join_all(calls).await.into_iter().collect();
        for (id, answer) in &answers {
            let coverage = self.execution.context.coverage;
            match answer {
                Ok(_) => coverage.record_answer(*id),
                Err(error) => coverage.record_missing(*id, &self.subgraph.name, error.reason()),
            }
        }
        answers
    }

    async fn call(&self, site: &Site, lists: &[(&str, &[Value])]) -> Result<Answer, CallError> {
        let context = self.execution.context;
        let body = self.request_body(lists);
        let span = site_call_span(&site.spec.id, &self.subgraph.name, site.spec.transport.uri());
        let deadline = self.execution.call_deadline();
        let mut status = None;
        let read = |answer: SiteAnswer| {
            status = Some(answer.status);
            read_answer(answer)
        };
        let answer = context
            .client
            .call(site, body, &context.request_id, deadline, read)
            .instrument(span.clone())
            .await;
        record_site_call(&span, status, answer.as_ref().err().map(CallError::code));
        if let Err(error) = &answer {
            let _entered = span.enter();
            tracing::warn!(error = error as &dyn std::error::Error, "a site did not answer");
        }
        answer
    }

    fn request_body(&self, lists: &[(&str, &[Value])]) -> Bytes {
        let mut variables = Map::new();
        for name in &self.node.variables {
            if let Some(value) = self.execution.context.variables.get(name.as_str()) {
                variables.insert(name.as_str(), value.clone());
            }
        }
        for (name, list) in lists {
            variables.insert(*name, Value::Array(list.to_vec()));
        }
        let mut request = Map::new();
        request.insert("query", Value::from(&*self.node.document));
        if !variables.is_empty() {
            request.insert("variables", Value::Object(variables));
        }
        Value::Object(request).to_bytes()
    }

    fn site(&self, id: SiteId) -> &Site {
        self.execution.context.registry.site(id)
    }

    // ---- answers ----

    fn absorb_entities(
        &self,
        targets: &[EntityTarget],
        batches: &[RepresentationBatch],
        contributions: &[Vec<Vec<Contribution>>],
        mut answers: Answers,
    ) {
        self.refuse_uneven(targets, contributions, &mut answers);
        self.record_entity_errors(targets, batches, contributions, &answers);
        self.record_silence(targets, batches, contributions, &answers);
        for (target_index, (target, batch)) in targets.iter().zip(batches).enumerate() {
            let mut entities = entity_lists(&mut answers, target);
            for (index, places) in contributions[target_index].iter().enumerate() {
                let representation = &batch.representations[index];
                let gathered = spread_of(target, representation)
                    .filter(|spread| matches!(spread.spread, Spread::Gather { .. }));
                let values: Vec<Value> = places
                    .iter()
                    .filter_map(|place| entities.get_mut(&place.site)?.get(place.position).cloned())
                    .filter(Value::is_object)
                    .collect();
                let Some(first_parent) = batch.parents[index].first() else { continue };
                let merged = match gathered {
                    Some(spread) => self
                        .merger(first_parent)
                        .object(&spread.shape, values)
                        .map(|merged| with_key(merged, &spread.shape, representation)),
                    None => values.into_iter().next(),
                };
                let Some(mut merged) = merged else { continue };
                rewrite::apply(&target.output_rewrites, &mut merged);
                self.write(&batch.parents[index], merged);
            }
        }
    }

    /// An answer that does not have one entity for each representation is none.
    fn refuse_uneven(
        &self,
        targets: &[EntityTarget],
        contributions: &[Vec<Vec<Contribution>>],
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
                *answer = Err(CallError::Malformed { reason });
                self.record_gap(*site, Reason::Error);
            }
        }
    }

    /// A site always has something to say of a gathered entity, if only zeros. One that answers
    /// null, and no error that tells why, is a gap.
    fn record_silence(
        &self,
        targets: &[EntityTarget],
        batches: &[RepresentationBatch],
        contributions: &[Vec<Vec<Contribution>>],
        answers: &Answers,
    ) {
        for ((target, batch), lists) in targets.iter().zip(batches).zip(contributions) {
            for (representation, places) in batch.representations.iter().zip(lists) {
                if !is_gathered(target, representation) {
                    continue;
                }
                for place in places {
                    let Some(Ok(Answer { data: Some(data), errors })) = answers.get(&place.site) else {
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

    fn write(&self, parents: &[ResponsePath], value: Value) {
        let mut response = self.execution.response();
        let Some((last, others)) = parents.split_last() else { return };
        for parent in others {
            response.merge_at(parent, value.clone());
        }
        response.merge_at(last, value);
    }

    fn merger<'b>(&'b self, path: &'b ResponsePath) -> Merger<'b> {
        Merger {
            variables: self.execution.context.variables,
            path,
            report: Box::new(|entry| self.add_error(entry)),
        }
    }

    /// Puts the errors of all answers at their places in the response.
    fn record_entity_errors(
        &self,
        targets: &[EntityTarget],
        batches: &[RepresentationBatch],
        contributions: &[Vec<Vec<Contribution>>],
        answers: &Answers,
    ) {
        let mut broken: BTreeMap<String, BTreeSet<SiteId>> = BTreeMap::new();
        for (site, answer) in answers {
            match answer {
                Err(error) => self.record_failed_site(*site, error, targets, batches, contributions),
                Ok(answer) => {
                    let mut is_any_gathered = false;
                    for error in &answer.errors {
                        let place =
                            self.place_entity_error(*site, error, targets, batches, contributions);
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
                        self.execution.response().explained.extend(place.explained);
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
    fn record_gather_errors(&self, answers: &Answers, path: &ResponsePath) {
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
        batches: &[RepresentationBatch],
        contributions: &[Vec<Vec<Contribution>>],
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
                    waiting.extend(batch.parents[index].iter().cloned());
                }
            }
        }
        if !is_alone {
            return;
        }
        let path = waiting.first().cloned().unwrap_or_default();
        self.execution.response().explained.extend(waiting);
        self.record_call_error(&self.site(site).spec.id, error, path);
    }

    fn place_entity_error(
        &self,
        site: SiteId,
        error: &Value,
        targets: &[EntityTarget],
        batches: &[RepresentationBatch],
        contributions: &[Vec<Vec<Contribution>>],
    ) -> ErrorPlace {
        let path = site_path(error);
        let (Some(PathSegment::Key(key)), Some(PathSegment::Index(position))) =
            (path.first(), path.get(1))
        else {
            // No place is named: it concerns all that this site was asked.
            let is_any_gathered = targets.iter().zip(batches).any(|(target, batch)| {
                batch.representations.iter().any(|representation| is_gathered(target, representation))
            });
            return ErrorPlace {
                path: first_parent(batches, contributions, site),
                explained: all_parents(batches, contributions, site),
                is_gathered: is_any_gathered,
            };
        };
        let target_index = targets.iter().position(|target| target.response_key == key.as_str());
        let found = target_index.and_then(|target_index| {
            let index = contributions[target_index].iter().position(|places| {
                places.contains(&Contribution { site, position: *position })
            })?;
            Some((target_index, index))
        });
        let Some((target_index, index)) = found else {
            return ErrorPlace { path: ResponsePath::new(), explained: Vec::new(), is_gathered: false };
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
        ErrorPlace {
            path: batch.parents[index].first().map(placed).unwrap_or_default(),
            explained: batch.parents[index].iter().map(placed).collect(),
            is_gathered,
        }
    }

    fn record_call_error(&self, site: &str, error: &CallError, path: ResponsePath) {
        self.add_error(ErrorEntry::of_call(error, site, &self.subgraph.name, path));
    }

    fn add_error(&self, entry: ErrorEntry) {
        self.execution.response().add_error(entry);
    }
}

/// How many representations of one target the site was asked.
fn representations_of(site: SiteId, lists: &[Vec<Contribution>]) -> usize {
    let positions = lists.iter().flatten().filter(|place| place.site == site);
    positions.map(|place| place.position + 1).max().unwrap_or(0)
}

/// The key of a merged object is the asker's: one answer may serve several keys.
fn with_key(
    mut merged: Map<ByteString, Value>,
    shape: &ObjectShape,
    representation: &Value,
) -> Value {
    for field in &shape.fields {
        if let FieldMerge::Key { name } = &field.merge
            && let Some(key) = representation.get(name.as_str())
        {
            merged.insert(field.response_key.clone(), key.clone());
        }
    }
    Value::Object(merged)
}

struct ErrorPlace {
    path: ResponsePath,
    explained: Vec<ResponsePath>,
    is_gathered: bool,
}

fn is_gathered(target: &EntityTarget, representation: &Value) -> bool {
    spread_of(target, representation)
        .is_some_and(|spread| matches!(spread.spread, Spread::Gather { .. }))
}

fn all_parents(
    batches: &[RepresentationBatch],
    contributions: &[Vec<Vec<Contribution>>],
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
                .flat_map(|(index, _)| batch.parents[index].iter().cloned())
        })
        .collect()
}

fn first_parent(
    batches: &[RepresentationBatch],
    contributions: &[Vec<Vec<Contribution>>],
    site: SiteId,
) -> ResponsePath {
    all_parents(batches, contributions, site).into_iter().next().unwrap_or_default()
}

/// Takes the target's `_entities` list out of each answer.
fn entity_lists(answers: &mut Answers, target: &EntityTarget) -> BTreeMap<SiteId, Vec<Value>> {
    answers
        .iter_mut()
        .filter_map(|(site, answer)| {
            let data = answer.as_mut().ok()?.data.as_mut()?;
            match data.get_mut(target.response_key.as_str())? {
                Value::Array(items) => Some((*site, std::mem::take(items))),
                _ => None,
            }
        })
        .collect()
}
