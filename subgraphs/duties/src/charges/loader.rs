//! Loads the charges of members, and the visits of charges.

use qianzhan_network::{
    Database, RecordId,
    database::{ChildRows, child_rows},
};

use super::{ChargeVisit, LeaderCharge};

#[derive(Debug)]
pub(crate) struct ChargeLoaders {
    pub(super) of_leader: ChildRows<RecordId, LeaderCharge>,
    pub(super) visits: ChildRows<RecordId, ChargeVisit>,
}

impl ChargeLoaders {
    pub(crate) fn new(database: &Database) -> Self {
        Self {
            of_leader: child_rows(
                database,
                "leader_id",
                |charge: &LeaderCharge| charge.leader_id.clone(),
                "leader_id, from_on, id",
            ),
            visits: child_rows(
                database,
                "charge_id",
                |visit: &ChargeVisit| visit.charge_id.clone(),
                "charge_id, visited_on, ordinal",
            ),
        }
    }
}
