//! Loads appeals, by id and by what they became.

use super::Appeal;
use crate::{
    database::{ChildRows, Database, child_rows},
    record_id::RecordId,
};

#[derive(Debug)]
pub(crate) struct AppealLoaders {
    pub(crate) by_topic: ChildRows<RecordId, Appeal>,
    pub(crate) by_opinion_report: ChildRows<RecordId, Appeal>,
}

impl AppealLoaders {
    pub(crate) fn new(database: &Database) -> Self {
        const SELECTED: &str = "a row that was selected by the column has a value in it";
        let topic = |appeal: &Appeal| appeal.topic_id.clone().expect(SELECTED);
        let report = |appeal: &Appeal| appeal.opinion_report_id.clone().expect(SELECTED);
        Self {
            by_topic: child_rows(database, "topic_id", topic, "received_on, id"),
            by_opinion_report: child_rows(database, "opinion_report_id", report, "received_on, id"),
        }
    }
}
