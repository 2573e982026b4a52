//! Loads topics, and the events on them.

use crate::{
    database::Database,
    page::{ChildrenLoader, Parent},
    records::consultation_events::ConsultationEventOrderField,
};

#[derive(Debug)]
pub(crate) struct TopicLoaders {
    pub(super) events: ChildrenLoader<EventTopic>,
}

impl TopicLoaders {
    pub(crate) fn new(database: &Database) -> Self {
        Self { events: ChildrenLoader::new(database) }
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
