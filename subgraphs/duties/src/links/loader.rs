//! Loads the link that lasts of each member.

use qianzhan_network::{
    Database, Record, RecordId,
    database::{BatchLoader, InsertRow, Row},
};

use super::PartyLink;

#[derive(Debug)]
pub(crate) struct LinkLoaders {
    /// By the member who is linked: at most one lasts.
    pub(super) to_member: BatchLoader<RecordId, Option<Row<PartyLink>>>,
}

impl LinkLoaders {
    pub(crate) fn new(database: &Database) -> Self {
        Self {
            to_member: BatchLoader::new(database, |database: Database, members| async move {
                let columns = <PartyLink as InsertRow>::COLUMNS;
                let mut sql = database.select(columns, <PartyLink as Record>::TABLE);
                sql.push(" WHERE until IS NULL AND to_member_id IN ");
                sql.push_keys::<RecordId>(&members);
                let links = Row::cohort(database.fetch_all::<PartyLink>(sql).await?);
                let by_member = links
                    .into_iter()
                    .filter_map(|link| Some((link.to_member_id.clone()?, Some(link))));
                Ok(by_member.collect())
            }),
        }
    }
}
