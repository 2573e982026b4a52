//! What supports a topic (议题遴选): votes, and leaders who nominated it (领导点题、荐题). It is added to
//! topics of the same site.

mod loader;
mod model;
mod schema;
mod write;

pub(crate) use loader::TopicSupportLoaders;
pub use model::{TopicNomination, TopicSupport, insert_topic_nominations, insert_topic_support};
pub(crate) use schema::register;
