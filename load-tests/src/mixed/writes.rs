//! Writes that were acknowledged, and whether they are there at the end, each once.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use serde::Serialize;
use serde_json::{Value, json};

use super::ask::{Judge, Question};
use crate::failure::LoadTestError;

const APPEALS: &str = include_str!("../../schema/mixed/appeals.graphql");

/// What clerks were told is written.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// Ids by the county's code.
    acknowledged: Mutex<BTreeMap<String, Vec<String>>>,
    replays: AtomicU64,
}

/// What became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(super) struct WritesFound {
    pub(super) acknowledged: usize,
    /// Acknowledged, and not there.
    pub(super) lost: usize,
    /// There, and not acknowledged: written twice.
    pub(super) surplus: usize,
    /// Asked again after an outage, and done before.
    pub(super) replays: u64,
}

impl Ledger {
    /// An appeal of the county was acknowledged.
    pub(super) fn acknowledge(&self, county: &str, id: String, is_replay: bool) {
        self.replays.fetch_add(u64::from(is_replay), Ordering::Relaxed);
        let mut acknowledged = self.acknowledged.lock().unwrap_or_else(PoisonError::into_inner);
        acknowledged.entry(county.to_owned()).or_default().push(id);
    }

    /// Looks at each county for the appeals whose text is `text`. `token_of` is of its clerk.
    ///
    /// # Errors
    /// [`LoadTestError`] if a county does not answer whole.
    pub(super) async fn find(
        &self,
        judge: &Judge,
        text: &str,
        token_of: impl Fn(&str) -> Result<String, LoadTestError>,
    ) -> Result<WritesFound, LoadTestError> {
        let acknowledged = self.acknowledged.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let replays = self.replays.load(Ordering::Relaxed);
        let mut found = WritesFound { replays, ..WritesFound::default() };
        for (county, ids) in &acknowledged {
            let there = appeals(judge, county, text, &token_of(county)?).await?;
            found.acknowledged += ids.len();
            found.lost += ids.iter().filter(|id| !there.contains(id)).count();
            found.surplus += there.iter().filter(|id| !ids.contains(id)).count();
        }
        Ok(found)
    }
}

/// Ids of the county's appeals with this text.
async fn appeals(
    judge: &Judge,
    county: &str,
    text: &str,
    token: &str,
) -> Result<Vec<String>, LoadTestError> {
    let mut ids = Vec::new();
    let mut after = Value::Null;
    loop {
        let variables = json!({ "code": county, "after": after });
        let question = Question { name: "appeals", document: APPEALS, variables, token };
        let answer = judge.answer(&question).await?;
        let page = &answer["data"]["region"]["appeals"];
        let (Some(nodes), None) = (page["nodes"].as_array(), answer.get("errors")) else {
            let (subject, reason) = (county.to_owned(), answer.to_string());
            return Err(LoadTestError::Answer { subject, reason });
        };
        let of_text = nodes.iter().filter(|node| node["text"] == text);
        ids.extend(of_text.filter_map(|node| node["id"].as_str().map(str::to_owned)));
        if page["pageInfo"]["hasNextPage"] != true {
            return Ok(ids);
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}
