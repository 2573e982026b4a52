//! Loads codes, and those in use of members and platforms.

use super::{
    Code,
    scans::{CodeCounts, appeal_counts, scan_counts},
};
use crate::{
    database::{BatchLoader, Database, Row, StoreError},
    record::Record,
    record_id::RecordId,
};

/// The code in use of a member or platform.
pub(crate) type BearerLoader = BatchLoader<RecordId, Option<Row<Code>>>;

#[derive(Debug)]
pub(crate) struct CodeLoaders {
    pub(crate) of_member: BearerLoader,
    pub(crate) of_platform: BearerLoader,
    pub(super) scans: CodeCounts,
    pub(super) appeals: CodeCounts,
}

impl CodeLoaders {
    pub(crate) fn new(database: &Database) -> Self {
        Self {
            of_member: in_use(database, "member_id", |code| code.member_id.as_ref()),
            of_platform: in_use(database, "platform_id", |code| code.platform_id.as_ref()),
            scans: scan_counts(database),
            appeals: appeal_counts(database),
        }
    }
}

fn in_use(
    database: &Database,
    column: &'static str,
    bearer: fn(&Code) -> Option<&RecordId>,
) -> BearerLoader {
    BatchLoader::new(database, move |database: Database, bearers: Vec<RecordId>| async move {
        let mut sql = database.select(Code::COLUMNS, Code::TABLE);
        sql.push(format_args!(" WHERE status = 'ACTIVE' AND {column} IN "));
        sql.push_keys(&bearers);
        let codes = Row::cohort(database.fetch_all::<Code>(sql).await?);
        let by_bearer = |code: Row<Code>| Some((bearer(&code)?.clone(), Some(code)));
        Ok::<_, StoreError>(codes.into_iter().filter_map(by_bearer).collect())
    })
}
