//! What one request loads with, of this contract.

use qianzhan_network::Database;

use crate::{
    charges::ChargeLoaders, contacts::ContactLoaders, learning::LearningLoaders,
    links::LinkLoaders, scores::ScoreLoaders,
};

/// The loaders of one request.
#[derive(Debug)]
pub(crate) struct DutyLoaders {
    pub(crate) contacts: ContactLoaders,
    pub(crate) charges: ChargeLoaders,
    pub(crate) scores: ScoreLoaders,
    pub(crate) links: LinkLoaders,
    pub(crate) learning: LearningLoaders,
}

impl DutyLoaders {
    pub(crate) fn new(database: &Database) -> Self {
        Self {
            contacts: ContactLoaders::new(database),
            charges: ChargeLoaders::new(database),
            scores: ScoreLoaders::new(database),
            links: LinkLoaders::new(database),
            learning: LearningLoaders::new(database),
        }
    }
}
