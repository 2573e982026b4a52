//! Runs one fetch node: to a subgraph's one address, or over the sites of a contract.

mod entity_lists;
mod failures;

use std::collections::BTreeMap;

use bytes::Bytes;
use futures::future::join_all;
use serde_json_bytes::{ByteString, Map, Value};
use tracing::Instrument;

use entity_lists::EntityLists;

use super::{
    answer::{Answer, read_answer},
    error_entry::{ErrorEntry, site_path},
    merge::Merger,
    representations::{RepresentationBatch, collect_representations},
    response::{PathSegment, ResponsePath},
    rewrite,
    run::Execution,
    scatter::{Contribution, scatter, spread_of},
    withheld::known_to_clients,
};
use crate::{
    directory::{RegionCode, RegionError},
    planner::plan::{
        EntityTarget, FetchNode, FetchTarget, FieldMerge, ObjectShape, RootSpread, RootTarget,
    },
    sites::{CallError, CallHead, ContractSites, Gathered, Routed, Site, SiteAnswer, SiteId},
    supergraph::{Subgraph, jurisdiction::Spread},
    telemetry::{record_site_call, site_call_span},
};

/// Runs the node; whatever fails is recorded.
pub(super) async fn run(execution: &Execution<'_>, node: &FetchNode) {
    let subgraph = execution.context.supergraph.subgraph(node.subgraph);
    let run = FetchRun { execution, node, subgraph };
    let contract =
        execution.context.registry.contract(&subgraph.name).filter(|_| subgraph.is_contract);
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
        let lists = batches.iter().map(|batch| batch.representations.as_slice());
        let lists: Vec<(&str, &[Value])> =
            targets.iter().map(|target| target.variable.as_str()).zip(lists).collect();
        let Some((site, answer)) = self.call_fixed(&lists).await else { return };
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
            self.add_error(ErrorEntry::new(
                "SUBGRAPH_WITHOUT_ADDRESS",
                message,
                ResponsePath::new(),
            ));
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
                self.absorb_root(target, Answer { data: merged, ..Answer::default() });
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
            Ast::Variable(name) => match self.execution.context.variables.get(name.as_str())? {
                Value::String(text) => Some(text.as_str().to_owned()),
                Value::Number(number) => Some(number.to_string()),
                _ => None,
            },
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
            if path.is_empty()
                && let [key] = target.response_keys.as_slice()
            {
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
        let calls =
            scatter.requests.iter().map(|(site, request)| (*site, &request.representations));
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

    async fn call_sites<'b>(
        &self,
        calls: impl Iterator<Item = (SiteId, &'b Vec<Vec<Value>>)>,
        targets: &[EntityTarget],
    ) -> Answers {
        let calls = calls.map(|(id, lists)| async move {
            let names = targets.iter().map(|target| target.variable.as_str());
            let lists: Vec<(&str, &[Value])> = names.zip(lists.iter().map(Vec::as_slice)).collect();
            (id, self.call(self.site(id), &lists).await)
        });
        let mut answers: Answers = join_all(calls).await.into_iter().collect();
        for (id, answer) in &mut answers {
            let coverage = self.execution.context.coverage;
            match answer {
                Ok(answer) => {
                    coverage.record_answer(*id);
                    let withheld = std::mem::take(&mut answer.withheld);
                    let supergraph = self.execution.context.supergraph;
                    coverage.record_withheld(*id, known_to_clients(supergraph, withheld));
                }
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
        let head = CallHead { caller: context.caller, request_id: &context.request_id };
        let mut status = None;
        let read = |answer: SiteAnswer| {
            status = Some(answer.status);
            read_answer(answer)
        };
        let answer =
            context.client.call(site, body, head, deadline, read).instrument(span.clone()).await;
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
        request.insert("query", Value::from(&*self.node.document.text));
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
            let mut entities =
                EntityLists::take(&mut answers, target, &contributions[target_index]);
            for (index, places) in contributions[target_index].iter().enumerate() {
                let representation = &batch.representations[index];
                let gathered = spread_of(target, representation)
                    .filter(|spread| matches!(spread.spread, Spread::Gather { .. }));
                let values: Vec<Value> = places
                    .iter()
                    .filter_map(|place| entities.contribution(*place))
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
