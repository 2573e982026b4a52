//! The contract `activities` as an extension of a site.

use qianzhan_network::{
    Contract, SiteExtension, attach_record_loader, database::Migrations, search::SearchedRecords,
    tally::attach_roll_up,
};
use sqlx::migrate::Migrator;

use crate::{
    brands::{self, Brand, BrandLoaders},
    consultation_meetings::{self, ConsultationMeeting, ConsultationMeetingLoaders},
    consultation_plans::{self, ConsultationPlan, ConsultationPlanLoaders},
    sector_activities::{self, SectorActivity, SectorActivityLoaders},
    surveys::{self, Survey, SurveyLoaders},
    tally::{self, ActivityTally},
    topic_support::{self, TopicSupportLoaders},
};

/// The contract that a site of any level serves beside `network`.
pub const CONTRACT_SDL: &str = include_str!("../../../schema/activities.graphql");

static SQLITE: Migrator = sqlx::migrate!("../../migrations/sqlite/activities");
static POSTGRES: Migrator = sqlx::migrate!("../../migrations/postgres/activities");

/// Lets a site serve the contract `activities`.
#[must_use]
pub fn extension() -> SiteExtension {
    SiteExtension {
        contract: Contract { name: "activities", sdl: CONTRACT_SDL },
        migrations: Migrations { sqlite: &SQLITE, postgres: &POSTGRES },
        register: |resolvers| {
            consultation_plans::register(resolvers);
            consultation_meetings::register(resolvers);
            sector_activities::register(resolvers);
            surveys::register(resolvers);
            brands::register(resolvers);
            topic_support::register(resolvers);
            tally::register(resolvers);
        },
        searched: vec![
            SearchedRecords::of::<ConsultationPlan>(),
            SearchedRecords::of::<ConsultationMeeting>(),
            SearchedRecords::of::<SectorActivity>(),
            SearchedRecords::of::<Survey>(),
        ],
        attach: |database, request| {
            let attach = [
                attach_record_loader::<ConsultationPlan>,
                attach_record_loader::<ConsultationMeeting>,
                attach_record_loader::<SectorActivity>,
                attach_record_loader::<Survey>,
                attach_record_loader::<Brand>,
                attach_roll_up::<ActivityTally>,
            ];
            let request = request
                .data(ConsultationPlanLoaders::new(database))
                .data(ConsultationMeetingLoaders::new(database))
                .data(SectorActivityLoaders::new(database))
                .data(SurveyLoaders::new(database))
                .data(BrandLoaders::new(database))
                .data(TopicSupportLoaders::new(database));
            attach.into_iter().fold(request, |request, attach| attach(database, request))
        },
    }
}
