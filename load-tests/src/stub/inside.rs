//! A site inside this process: the answers of [`Fabricator`], without HTTP.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures::future::{BoxFuture, FutureExt, ready};
use qianzhan_gateway::sites::InProcessService;

use super::{StubPlan, fabricate::Fabricator};
use crate::failure::LoadTestError;

/// One site of a plan.
pub(crate) struct SiteInside {
    fabricator: Arc<Fabricator>,
    owner: String,
    /// Requests and their answers; few, and looked through in order, so that what is counted does
    /// not depend on how anything is hashed.
    answers: Mutex<Vec<(Bytes, Bytes)>>,
}

/// The sites of a plan, in its order.
///
/// # Errors
/// [`LoadTestError`] if the plan's supergraph is none.
pub(crate) fn sites_inside(plan: StubPlan) -> Result<Vec<Arc<SiteInside>>, LoadTestError> {
    let owners = plan.owners.clone();
    let fabricator = Arc::new(Fabricator::new(plan).map_err(LoadTestError::scenario)?);
    let site = |owner| SiteInside {
        fabricator: Arc::clone(&fabricator),
        owner,
        answers: Mutex::default(),
    };
    Ok(owners.into_iter().map(site).map(Arc::new).collect())
}

impl InProcessService for SiteInside {
    fn call(&self, request: Bytes) -> BoxFuture<'_, Bytes> {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        let known = answers.iter().find(|(known, _)| *known == request);
        let answer = known.map(|(_, answer)| answer.clone()).unwrap_or_else(|| {
            let answer = self.fabricator.answer(&self.owner, &request);
            // The first answer is looked at, and errors are found there.
            let answer = answer.unwrap_or_else(|error| {
                serde_json::json!({ "errors": [{ "message": error.to_string() }] })
                    .to_string()
                    .into()
            });
            answers.push((request, answer.clone()));
            answer
        });
        ready(answer).boxed()
    }
}
