//! Topics (议题) to be consulted.

mod filter;
mod loader;
mod model;
mod schema;
mod store;
mod write;

pub(crate) use filter::TopicFilter;
pub use filter::TopicOrderField;
pub(crate) use loader::TopicLoaders;
pub use model::{Topic, TopicSource, TopicStatus};
pub(crate) use schema::register;
pub use store::insert_topics;
