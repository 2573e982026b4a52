//! Training sessions and reading groups of members.

mod loader;
mod reading_group;
mod tally;
mod training_session;

pub(crate) use loader::LearningLoaders;
pub use reading_group::{ReadingActivity, ReadingGroup, ReadingGroupOrderField};
pub(crate) use tally::TrainingTally;
pub use training_session::{
    TrainingKind, TrainingSession, TrainingSessionOrderField, TrainingStatus,
};

pub(crate) fn register(resolvers: &mut qianzhan_network::contract::Resolvers) {
    training_session::register(resolvers);
    reading_group::register(resolvers);
    tally::register(resolvers);
}
