//! What one request loads with. A set of loaders belongs to one request: what it has read, it reads
//! no second time, and the next request sees the records anew.

use crate::database::Database;
use crate::{
    record::RecordLoader,
    record::record_loader,
    records::{
        appeals::AppealLoaders, codes::CodeLoaders, committees::CommitteeLoaders,
        consultation_events::EventLoaders, deployments::DeploymentLoaders,
        localities::LocalityLoader, localities::locality_loader, members::MemberLoaders,
        opinion_reports::OpinionReport, platforms::PlatformLoaders,
        reported_figures::ReportedFigure, topics::TopicLoaders,
    },
    tally::TallyLoader,
    tally::tally_loader,
};

/// The loaders of one request.
#[derive(Debug)]
pub struct Loaders {
    pub(crate) appeals: AppealLoaders,
    pub(crate) codes: CodeLoaders,
    pub(crate) committees: CommitteeLoaders,
    pub(crate) members: MemberLoaders,
    pub(crate) localities: LocalityLoader,
    pub(crate) platforms: PlatformLoaders,
    pub(crate) deployments: DeploymentLoaders,
    pub(crate) topics: TopicLoaders,
    pub(crate) events: EventLoaders,
    pub(crate) opinion_reports: RecordLoader<OpinionReport>,
    pub(crate) reported_figures: RecordLoader<ReportedFigure>,
    pub(crate) tallies: TallyLoader,
}

impl Loaders {
    /// Loaders over a database, with nothing loaded.
    #[must_use]
    pub fn new(database: &Database) -> Self {
        Self {
            appeals: AppealLoaders::new(database),
            codes: CodeLoaders::new(database),
            committees: CommitteeLoaders::new(database),
            members: MemberLoaders::new(database),
            localities: locality_loader(database),
            platforms: PlatformLoaders::new(database),
            deployments: DeploymentLoaders::new(database),
            topics: TopicLoaders::new(database),
            events: EventLoaders::new(database),
            opinion_reports: record_loader(database),
            reported_figures: record_loader(database),
            tallies: tally_loader(database),
        }
    }
}
