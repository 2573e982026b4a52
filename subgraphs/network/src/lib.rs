//! The records every committee keeps, and the federation server that all levels share.
//!
//! A *site* is one server at one URL over one database. It serves one GraphQL schema: the contract
//! `network`, and those of its level, which the crates for province, city and county bring as
//! [`SiteExtension`]s.

pub mod access_log;
mod answer;
pub mod callers;
pub mod contract;
pub mod database;
mod date;
mod file_watch;
mod loaders;
pub mod page;
mod period;
pub mod policy;
mod record;
mod record_columns;
mod record_id;
pub mod records;
pub mod region;
pub mod search;
pub mod server;
mod site;
pub mod tally;
mod text_column;
mod tls;
pub mod writes;

pub use access_log::{ChainHead, ChainReport, SiteKey, SiteKeyError, verify_chain};
pub use answer::{FieldError, INTERNAL_CODE};
pub use callers::{Caller, CallerRelation, CallerRole, TrustedIssuer, TrustedIssuers};
pub use contract::{Contract, ContractError};
pub use database::{Database, StoreError};
pub use date::{Date, DateError};
pub use period::{Period, PeriodError};
pub use policy::{PolicyFile, PolicyStore, PolicyWatch};
pub use record::{
    Record, RecordLoader, Reference, attach_record_loader, refer, register_entry,
    register_entry_by, register_kind,
};
pub use record_id::{RecordId, RecordIdError};
pub use region::{Level, RegionCode, RegionCodeError};
pub use server::{CONTRACT_SDL, ServerError, SiteServer};
pub use site::{Site, SiteExtension};
pub use text_column::UnknownValue;
pub use tls::{SiteTls, SiteTlsError, SiteTlsFiles, TlsWatch, TlsWatchError};
