//! The contract `city` as an extension of a site.

use qianzhan_network::{Contract, SiteExtension, attach_record_loader, database::Migrations};
use sqlx::migrate::Migrator;

use crate::{
    assessment,
    assistance::{self, CityAssistance},
    handling,
};

/// The contract that a city's site serves beside `network`.
pub const CONTRACT_SDL: &str = include_str!("../../../schema/city.graphql");

static SQLITE: Migrator = sqlx::migrate!("../../migrations/sqlite/city");
static POSTGRES: Migrator = sqlx::migrate!("../../migrations/postgres/city");

/// Lets a site serve the contract `city`.
#[must_use]
pub fn extension() -> SiteExtension {
    SiteExtension {
        contract: Contract { name: "city", sdl: CONTRACT_SDL },
        migrations: Migrations { sqlite: &SQLITE, postgres: &POSTGRES },
        register: |resolvers| {
            handling::register(resolvers);
            assessment::register(resolvers);
            assistance::register(resolvers);
        },
        searched: Vec::new(),
        attach: |database, request| {
            let request = request
                .data(handling::loader(database))
                .data(assessment::loader(database))
                .data(assistance::loader(database));
            attach_record_loader::<CityAssistance>(database, request)
        },
    }
}
