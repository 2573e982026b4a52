//! Runs one GraphQL request on a site.

use std::sync::Arc;

use async_graphql::{
    ErrorExtensionValues, Request, Response, ServerError, Value, parser::types::ExecutableDocument,
};

use super::SiteServer;
use crate::{
    access_log::{
        ACCESS_LOG_UNAVAILABLE_CODE, AccessEntry, AccessLogUnavailable, ChainHead, sha256_hex,
    },
    answer::INTERNAL_CODE,
    callers::{Caller, CallerRelation},
    contract::{EntityNotes, count_objects, root_fields, settle_errors},
    loaders::Loaders,
    policy::{PolicyView, ServiceRefusal},
    writes::WriteNotes,
};

/// Code of a request that does not parse or does not fit the schema.
const REQUEST_INVALID_CODE: &str = "GRAPHQL_VALIDATION_FAILED";
/// Outcome of a call whose answer has no error.
const OUTCOME_OK: &str = "OK";

impl SiteServer {
    /// Answers a caller's request, once the call stands in the access log. What fails is in the
    /// response's `errors`, each with a code; the head of the log is in its `extensions`.
    pub async fn execute(&self, caller: Arc<Caller>, mut request: Request) -> Response {
        let state = &*self.inner;
        let relation = CallerRelation::of(&caller, &state.owner.0);
        let query = request.query.clone();
        let operation_name = request.operation_name.clone();
        let operation_name = operation_name.as_deref();
        // A query that does not parse is refused by the executor, in its own words.
        let document = request.parsed_query().ok().cloned();
        // The executor owns its request's data, so the notes on entities are shared.
        let notes = Arc::new(EntityNotes::default());
        let writes = Arc::new(WriteNotes::default());
        let (policy, regions) = (state.policy.current(), state.regions.clone());
        if let Some(refusal) = policy.suspended() {
            return self.refuse(caller, relation, &query, &refusal).await;
        }
        let view = Arc::new(PolicyView::new(policy, Arc::clone(&caller), state.owner, regions));
        let mut request = request
            .data(state.owner)
            .data(Arc::clone(&caller))
            .data(state.regions.clone())
            .data(state.site.database.clone())
            .data(Arc::clone(&notes))
            .data(Arc::clone(&writes))
            .data(Arc::clone(&view));
        request = Loaders::attach(&state.site.database, request);
        for extension in &state.site.extensions {
            request = (extension.attach)(&state.site.database, request);
        }
        let mut response = state.schema.schema.execute(request).await;
        if let Some(refusal) = view.refusal() {
            return self.refuse(caller, relation, &query, refusal).await;
        }
        settle_errors(&state.schema, &mut response, notes.take_absent(), &query, operation_name);
        add_missing_codes(&mut response);
        if let Some(kept_back) = view.kept_back() {
            response.extensions.insert("withheld".to_owned(), kept_back);
        }

        let mut entry = AccessEntry {
            caller,
            relation,
            operation_hash: sha256_hex(&query),
            fields: Vec::new(),
            records: std::collections::BTreeMap::new(),
            outcome: outcome_of(&response, &writes),
        };
        if let Some(document) = document.filter(|_| was_executed(&response)) {
            self.note_what_was_read(&mut entry, &document, operation_name, &notes, &response);
        }
        self.log(entry, response).await
    }

    /// The answer to a call that the owner has the site refuse; it is logged as others are.
    async fn refuse(
        &self,
        caller: Arc<Caller>,
        relation: CallerRelation,
        query: &str,
        refusal: &ServiceRefusal,
    ) -> Response {
        let mut error = ServerError::new(refusal.message(), None);
        let extensions = error.extensions.get_or_insert_with(ErrorExtensionValues::default);
        extensions.set("code", refusal.code());
        extensions.set("reason", refusal.reason());
        let entry = AccessEntry {
            caller,
            relation,
            operation_hash: sha256_hex(query),
            fields: Vec::new(),
            records: std::collections::BTreeMap::new(),
            outcome: refusal.code().to_owned(),
        };
        self.log(entry, Response::from_errors(vec![error])).await
    }

    /// The response, once the call stands in the log.
    async fn log(&self, entry: AccessEntry, response: Response) -> Response {
        match self.inner.access_log.append(entry).await {
            Ok(head) => self.with_head(response, head),
            Err(unavailable) => unlogged(unavailable),
        }
    }

    /// The response with the head of the log, signed where the site has a key.
    fn with_head(&self, mut response: Response, head: ChainHead) -> Response {
        let site = &self.inner.site;
        let signature = site.key.as_ref().and_then(|key| match key.sign(&site.name, &head) {
            Ok(signature) => Some(signature),
            Err(error) => {
                tracing::error!(site = site.name, %error, "a head of the access log is not signed");
                None
            }
        });
        let head = match signature {
            Some(signature) => async_graphql::value!({
                "seq": (head.seq), "hash": (head.hash), "signature": (signature)
            }),
            None => async_graphql::value!({ "seq": (head.seq), "hash": (head.hash) }),
        };
        response.extensions.insert("accessLog".to_owned(), head);
        response
    }

    fn note_what_was_read(
        &self,
        entry: &mut AccessEntry,
        document: &ExecutableDocument,
        operation_name: Option<&str>,
        notes: &EntityNotes,
        response: &Response,
    ) {
        entry.fields = root_fields(document, operation_name);
        entry.records = count_objects(
            &self.inner.schema,
            document,
            operation_name,
            &notes.take_types(),
            &response.data,
        );
    }
}

/// Whether resolvers ran: a request that was refused before has neither data nor a path of an error.
fn was_executed(response: &Response) -> bool {
    response.data != Value::Null || response.errors.iter().any(|error| !error.path.is_empty())
}

/// `OK`, or the code of the first error, or of the first reason why a write was refused.
fn outcome_of(response: &Response, writes: &WriteNotes) -> String {
    let Some(error) = response.errors.first() else {
        let refusal = writes.first_refusal();
        return refusal.map_or(OUTCOME_OK, |code| code.as_text()).to_owned();
    };
    let extensions = error.extensions.as_ref();
    match extensions.and_then(|extensions| extensions.get("code")) {
        Some(Value::String(code)) => code.clone(),
        _ => INTERNAL_CODE.to_owned(),
    }
}

fn unlogged(unavailable: AccessLogUnavailable) -> Response {
    let mut error = ServerError::new(unavailable.to_string(), None);
    error
        .extensions
        .get_or_insert_with(ErrorExtensionValues::default)
        .set("code", ACCESS_LOG_UNAVAILABLE_CODE);
    Response::from_errors(vec![error])
}

/// Errors of the executor itself carry no code: before execution they are the client's, during it
/// the site's.
fn add_missing_codes(response: &mut Response) {
    for error in &mut response.errors {
        let extensions = error.extensions.get_or_insert_with(ErrorExtensionValues::default);
        if extensions.get("code").is_some() {
            continue;
        }
        if error.path.is_empty() {
            extensions.set("code", REQUEST_INVALID_CODE);
        } else {
            tracing::error!(error = %error.message, "the executor could not complete a field");
            error.message = "站点内部错误 / internal error of the site".to_owned();
            extensions.set("code", Value::from(INTERNAL_CODE));
        }
    }
}
