//! What one request loads with. A set of loaders belongs to one request: what it has read, it reads
//! no second time, and the next request sees the records anew.

use async_graphql::Request;

use crate::{
    database::Database,
    record::attach_record_loader,
    records::{
        appeals::{Appeal, AppealLoaders},
        codes::{Code, CodeLoaders},
        committees::{Committee, CommitteeLoaders},
        consultation_events::{ConsultationEvent, EventLoaders},
        deployments::{Deployment, DeploymentLoaders},
        localities::{LocalityLoader, locality_loader},
        member_groups::{MemberGroup, MemberGroupLoaders},
        members::{Member, MemberLoaders},
        nominations::SeatNomination,
        opinion_reports::OpinionReport,
        platforms::{Platform, PlatformLoaders},
        reported_figures::ReportedFigure,
        topics::{Topic, TopicLoaders},
    },
    tally::{Tally, attach_roll_up},
};

/// The loaders of one request.
#[derive(Debug)]
pub(crate) struct Loaders {
    pub(crate) appeals: AppealLoaders,
    pub(crate) codes: CodeLoaders,
    pub(crate) committees: CommitteeLoaders,
    pub(crate) members: MemberLoaders,
    pub(crate) member_groups: MemberGroupLoaders,
    pub(crate) localities: LocalityLoader,
    pub(crate) platforms: PlatformLoaders,
    pub(crate) deployments: DeploymentLoaders,
    pub(crate) topics: TopicLoaders,
    pub(crate) events: EventLoaders,
}

impl Loaders {
    /// Gives a request the loaders of this contract.
    pub(crate) fn attach(database: &Database, request: Request) -> Request {
        let attach = [
            attach_record_loader::<Committee>,
            attach_record_loader::<Member>,
            attach_record_loader::<SeatNomination>,
            attach_record_loader::<MemberGroup>,
            attach_record_loader::<Platform>,
            attach_record_loader::<Deployment>,
            attach_record_loader::<Topic>,
            attach_record_loader::<ConsultationEvent>,
            attach_record_loader::<OpinionReport>,
            attach_record_loader::<ReportedFigure>,
            attach_record_loader::<Code>,
            attach_record_loader::<Appeal>,
            attach_roll_up::<Tally>,
        ];
        let request = request.data(Self::new(database));
        attach.into_iter().fold(request, |request, attach| attach(database, request))
    }

    fn new(database: &Database) -> Self {
        Self {
            appeals: AppealLoaders::new(database),
            codes: CodeLoaders::new(database),
            committees: CommitteeLoaders::new(database),
            members: MemberLoaders::new(database),
            member_groups: MemberGroupLoaders::new(database),
            localities: locality_loader(database),
            platforms: PlatformLoaders::new(database),
            deployments: DeploymentLoaders::new(database),
            topics: TopicLoaders::new(database),
            events: EventLoaders::new(database),
        }
    }
}
