//! The contract `duties` as an extension of a site.

use async_graphql::Request;
use qianzhan_network::{
    Contract, Database, SiteExtension, attach_record_loader, contract::Resolvers,
    database::Migrations, search::SearchedRecords, tally::attach_roll_up,
};
use sqlx::migrate::Migrator;

use crate::{
    charges::{self, LeaderCharge},
    contacts::{self, Contact, ContactPlan, ContactRecord, ContactTally},
    learning::{self, ReadingGroup, TrainingSession, TrainingTally},
    links::{self, PartyLink, PartyTally},
    loaders::DutyLoaders,
    scores::{self, AnnualDutyQuota, AssessmentRule, DutyAssessment, DutyRecord, DutyTally},
    stations::{self, StationHeadReport, StationTally, TownshipFund},
};

/// The contract that a site serves beside `network`, where its committee keeps members' duty in it.
pub const CONTRACT_SDL: &str = include_str!("../../../schema/duties.graphql");

static SQLITE: Migrator = sqlx::migrate!("../../migrations/sqlite/duties");
static POSTGRES: Migrator = sqlx::migrate!("../../migrations/postgres/duties");

/// Lets a site serve the contract `duties`.
#[must_use]
pub fn extension() -> SiteExtension {
    SiteExtension {
        contract: Contract { name: "duties", sdl: CONTRACT_SDL },
        migrations: Migrations { sqlite: &SQLITE, postgres: &POSTGRES },
        register,
        searched: vec![
            SearchedRecords::of::<TrainingSession>(),
            SearchedRecords::of::<StationHeadReport>(),
        ],
        attach,
    }
}

fn register(resolvers: &mut Resolvers) {
    contacts::register(resolvers);
    charges::register(resolvers);
    scores::register(resolvers);
    links::register(resolvers);
    stations::register(resolvers);
    learning::register(resolvers);
}

fn attach(database: &Database, request: Request) -> Request {
    let attach = [
        attach_record_loader::<Contact>,
        attach_record_loader::<ContactRecord>,
        attach_record_loader::<ContactPlan>,
        attach_record_loader::<LeaderCharge>,
        attach_record_loader::<AnnualDutyQuota>,
        attach_record_loader::<DutyRecord>,
        attach_record_loader::<AssessmentRule>,
        attach_record_loader::<DutyAssessment>,
        attach_record_loader::<PartyLink>,
        attach_record_loader::<StationHeadReport>,
        attach_record_loader::<TownshipFund>,
        attach_record_loader::<TrainingSession>,
        attach_record_loader::<ReadingGroup>,
        attach_roll_up::<ContactTally>,
        attach_roll_up::<PartyTally>,
        attach_roll_up::<TrainingTally>,
        attach_roll_up::<StationTally>,
        attach_roll_up::<DutyTally>,
    ];
    let request = request.data(DutyLoaders::new(database));
    attach.into_iter().fold(request, |request, attach| attach(database, request))
}
