//! The contract `county` as an extension of a site.

use qianzhan_network::{
    Contract, SiteExtension, attach_record_loader, database::Migrations, tally::attach_roll_up,
};
use qianzhan_proposals::proposals::Proposal;
use sqlx::migrate::Migrator;

use crate::{
    council::{self, CouncilLoaders},
    friday_matters::{self, FridayMatter},
    localities,
    mediation_cases::{self, MediationCase, MediationCaseLoaders},
    micro::{self, MicroLoaders},
    tally::{self, CountyTally},
};

/// The contract that a county's site serves beside `network`, and so does a city's site that hosts
/// a county's records.
pub const CONTRACT_SDL: &str = include_str!("../../../schema/county.graphql");

static SQLITE: Migrator = sqlx::migrate!("../../migrations/sqlite/county");
static POSTGRES: Migrator = sqlx::migrate!("../../migrations/postgres/county");

/// Lets a site serve the contract `county`.
#[must_use]
pub fn extension() -> SiteExtension {
    SiteExtension {
        contract: Contract { name: "county", sdl: CONTRACT_SDL },
        migrations: Migrations { sqlite: &SQLITE, postgres: &POSTGRES },
        register: |resolvers| {
            localities::register(resolvers);
            council::register(resolvers);
            mediation_cases::register(resolvers);
            friday_matters::register(resolvers);
            micro::register(resolvers);
            tally::register(resolvers);
            resolvers.reference::<Proposal>();
        },
        searched: Vec::new(),
        attach: |database, request| {
            let request = request
                .data(CouncilLoaders::new(database))
                .data(MediationCaseLoaders::new(database))
                .data(MicroLoaders::new(database));
            let request = attach_record_loader::<MediationCase>(database, request);
            let request = attach_record_loader::<FridayMatter>(database, request);
            attach_roll_up::<CountyTally>(database, request)
        },
    }
}
