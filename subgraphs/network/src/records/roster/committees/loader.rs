//! Loads committees, and the sectors they seat.

use std::{collections::HashMap, sync::Arc};

use super::store::sectors_of;
use crate::{
    database::{BatchLoader, Database},
    record_id::RecordId,
    records::members::SectorCode,
};

#[derive(Debug)]
pub(crate) struct CommitteeLoaders {
    pub(super) sectors: BatchLoader<RecordId, Arc<[SectorCode]>>,
}

impl CommitteeLoaders {
    pub(crate) fn new(database: &Database) -> Self {
        let sectors =
            BatchLoader::new(database, |database: Database, ids: Vec<RecordId>| async move {
                let mut sectors: HashMap<RecordId, Vec<SectorCode>> = HashMap::new();
                for (committee, sector) in sectors_of(&database, &ids).await? {
                    sectors.entry(committee).or_default().push(sector);
                }
                Ok(sectors.into_iter().map(|(id, sectors)| (id, sectors.into())).collect())
            });
        Self { sectors }
    }
}
