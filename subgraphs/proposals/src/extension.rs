//! The contract `proposals` as an extension of a site.

use qianzhan_activities::surveys::Survey;
use qianzhan_network::{
    Contract, SiteExtension, attach_record_loader, database::Migrations, search::SearchedRecords,
    tally::attach_roll_up,
};
use sqlx::migrate::Migrator;

use crate::{
    proposal_supervisions::{self, ProposalSupervision},
    proposals::{self, Proposal, ProposalLoaders},
    tally::{self, ProposalTally},
};

/// The contract that a site of any level serves beside `network`.
pub const CONTRACT_SDL: &str = include_str!("../../../schema/proposals.graphql");

static SQLITE: Migrator = sqlx::migrate!("../../migrations/sqlite/proposals");
static POSTGRES: Migrator = sqlx::migrate!("../../migrations/postgres/proposals");

/// Lets a site serve the contract `proposals`.
#[must_use]
pub fn extension() -> SiteExtension {
    SiteExtension {
        contract: Contract { name: "proposals", sdl: CONTRACT_SDL },
        migrations: Migrations { sqlite: &SQLITE, postgres: &POSTGRES },
        register: |resolvers| {
            proposals::register(resolvers);
            proposal_supervisions::register(resolvers);
            tally::register(resolvers);
            resolvers.reference::<Survey>();
        },
        searched: vec![SearchedRecords::of::<Proposal>()],
        attach: |database, request| {
            let request = request.data(ProposalLoaders::new(database));
            let request = attach_record_loader::<Proposal>(database, request);
            let request = attach_record_loader::<ProposalSupervision>(database, request);
            attach_roll_up::<ProposalTally>(database, request)
        },
    }
}
