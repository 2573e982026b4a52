//! The contract `province` as an extension of a site.

use qianzhan_network::{Contract, SiteExtension, database::Migrations};
use sqlx::migrate::Migrator;

use crate::handling::{HandlingLoaders, register};

/// The contract that the province's site serves beside `network`.
pub const CONTRACT_SDL: &str = include_str!("../../../schema/province.graphql");

static SQLITE: Migrator = sqlx::migrate!("../../migrations/sqlite/province");
static POSTGRES: Migrator = sqlx::migrate!("../../migrations/postgres/province");

/// Lets a site serve the contract `province`.
#[must_use]
pub fn extension() -> SiteExtension {
    SiteExtension {
        contract: Contract { name: "province", sdl: CONTRACT_SDL },
        migrations: Migrations { sqlite: &SQLITE, postgres: &POSTGRES },
        register,
        searched: Vec::new(),
        attach: |database, request| request.data(HandlingLoaders::new(database)),
    }
}
