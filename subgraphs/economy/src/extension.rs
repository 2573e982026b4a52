//! The contract `economy` as an extension of a site.

use qianzhan_city::CityAssistance;
use qianzhan_network::{
    Contract, SiteExtension, attach_record_loader, database::Migrations, tally::attach_roll_up,
};
use sqlx::migrate::Migrator;

use crate::{
    assistance_groups::{self, IndustryAssistanceGroup, IndustryAssistanceGroupLoaders},
    enterprise_contacts::{self, EnterpriseContact, EnterpriseContactLoaders},
    norms,
    tally::{self, EconomyTally},
};

/// The contract that the province's site serves beside `network`.
pub const CONTRACT_SDL: &str = include_str!("../../../schema/economy.graphql");

static SQLITE: Migrator = sqlx::migrate!("../../migrations/sqlite/economy");
static POSTGRES: Migrator = sqlx::migrate!("../../migrations/postgres/economy");

/// Lets a site serve the contract `economy`.
#[must_use]
pub fn extension() -> SiteExtension {
    SiteExtension {
        contract: Contract { name: "economy", sdl: CONTRACT_SDL },
        migrations: Migrations { sqlite: &SQLITE, postgres: &POSTGRES },
        register: |resolvers| {
            norms::register(resolvers);
            enterprise_contacts::register(resolvers);
            assistance_groups::register(resolvers);
            tally::register(resolvers);
            resolvers.reference::<CityAssistance>();
        },
        searched: Vec::new(),
        attach: |database, request| {
            let request = request
                .data(EnterpriseContactLoaders::new(database))
                .data(IndustryAssistanceGroupLoaders::new(database));
            let request = attach_record_loader::<EnterpriseContact>(database, request);
            let request = attach_record_loader::<IndustryAssistanceGroup>(database, request);
            attach_roll_up::<EconomyTally>(database, request)
        },
    }
}
