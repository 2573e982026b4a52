//! A site: whose records it holds, where, and which contracts it serves beside `network`.

use std::{fmt, path::PathBuf, sync::Arc};

use async_graphql::Request;

use crate::{
    access_log::SiteKey,
    callers::TrustedIssuers,
    contract::{Contract, Resolvers},
    database::{Database, Migrations},
    record_id::RecordId,
    region::{Level, RegionCode},
    search::SearchedRecords,
};

/// What a site is made of.
#[derive(Debug, Clone)]
pub struct Site {
    /// Registered name, such as `621122`.
    pub name: String,
    /// Level of its committee.
    pub level: Level,
    /// The regions whose records it owns: its own first, then those it hosts.
    pub regions: Vec<RegionCode>,
    /// Its records.
    pub database: Database,
    /// What it serves beside the records that every committee keeps.
    pub extensions: Vec<SiteExtension>,
    /// Whose signatures it takes calls by.
    pub trusted_issuers: TrustedIssuers,
    /// The file of its owner's policy; the built-in one holds where there is no such file.
    pub policy: Option<PathBuf>,
    /// What it signs the heads of its access log with.
    pub key: Option<Arc<SiteKey>>,
}

/// A contract of one level: its SDL, its tables, and what resolves it.
#[derive(Clone)]
pub struct SiteExtension {
    /// The contract.
    pub contract: Contract,
    /// Its tables. Versions must not collide with those of other contracts.
    pub migrations: Migrations,
    /// Registers what resolves the fields that the contract adds.
    pub register: fn(&mut Resolvers),
    /// Which of its records full-text search finds.
    pub searched: Vec<SearchedRecords>,
    /// Adds to each request what the resolvers load with.
    pub attach: fn(&Database, Request) -> Request,
}

impl fmt::Debug for SiteExtension {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("SiteExtension").field(&self.contract.name).finish()
    }
}

/// The region of the site's own committee, to which callers stand in relation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SiteOwner(pub(crate) RegionCode);

/// The regions whose records a site owns, in order of code.
#[derive(Debug, Clone)]
pub(crate) struct SiteRegions(Arc<[RegionCode]>);

impl SiteRegions {
    pub(crate) fn new(regions: &[RegionCode]) -> Self {
        let mut regions = regions.to_vec();
        regions.sort_unstable();
        regions.dedup();
        Self(regions.into())
    }

    /// Whether the site owns the record.
    pub(crate) fn own(&self, id: &RecordId) -> bool {
        self.0.contains(&id.region())
    }

    pub(crate) fn codes(&self) -> &Arc<[RegionCode]> {
        &self.0
    }
}
