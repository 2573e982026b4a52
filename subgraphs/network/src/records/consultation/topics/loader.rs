//! Loads topics, and the events on them.

use super::Topic;
use crate::{
    database::Database,
    page::{ChildrenLoader, Parent},
    record::{RecordLoader, record_loader},
    records::consultation_events::ConsultationEventOrderField,
};

#[derive(Debug)]
pub(crate) struct TopicLoaders {
    pub(crate) by_id: RecordLoader<Topic>,
    pub(super) events: ChildrenLoader<EventTopic>,
}

impl TopicLoaders {
    pub(crate) fn new(database: &Database) -> Self {
        Self { by_id: record_loader(database), events: ChildrenLoader::new(database) }
    }
}

/// Topics over the events on them.
#[derive(Debug)]
pub(crate) struct EventTopic;

impl Parent for EventTopic {
    type Field = ConsultationEventOrderField;

    const CHILDREN: &'static str =
        "SELECT topic_id AS parent_key, consultation_events.* FROM consultation_events";
}
