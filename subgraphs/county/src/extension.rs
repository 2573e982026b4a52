//! The contract `county` as an extension of a site.

use qianzhan_network::{Contract, SiteExtension, database::Migrations};
use sqlx::migrate::Migrator;

use crate::{council, localities};

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
        },
        attach: |database, request| request.data(council::loader(database)),
    }
}
