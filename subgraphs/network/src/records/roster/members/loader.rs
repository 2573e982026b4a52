//! Loads members, the seats of persons, and the events that members attended.

use std::collections::HashMap;

use super::{Member, SeatStatusChange, SpecialCommitteeSeat};
use crate::{
    database::{BatchLoader, ChildRows, Database, Row, child_rows},
    page::{ChildrenLoader, Parent},
    record::Record,
    record_id::RecordId,
    records::consultation_events::ConsultationEventOrderField,
};

#[derive(Debug)]
pub(crate) struct MemberLoaders {
    pub(crate) by_person: BatchLoader<String, Vec<Row<Member>>>,
    pub(super) events: ChildrenLoader<Attender>,
    pub(super) status_changes: ChildRows<RecordId, SeatStatusChange>,
    pub(super) placements: ChildRows<RecordId, SpecialCommitteeSeat>,
}

impl MemberLoaders {
    pub(crate) fn new(database: &Database) -> Self {
        Self {
            by_person: BatchLoader::new(database, |database: Database, persons| async move {
                let mut sql = database.select(Member::COLUMNS, <Member as Record>::TABLE);
                sql.push(" WHERE person_id IN ");
                sql.push_keys(&persons);
                sql.push(" ORDER BY id");
                let mut seats: HashMap<String, Vec<Row<Member>>> = HashMap::new();
                for seat in Row::cohort(database.fetch_all::<Member>(sql).await?) {
                    seats.entry(seat.person_id.clone()).or_default().push(seat);
                }
                Ok(seats)
            }),
            events: ChildrenLoader::new(database),
            status_changes: child_rows(
                database,
                "member_id",
                |change: &SeatStatusChange| change.member_id.clone(),
                "member_id, ordinal",
            ),
            placements: child_rows(
                database,
                "member_id",
                |placement: &SpecialCommitteeSeat| placement.member_id.clone(),
                "member_id, ordinal",
            ),
        }
    }
}

/// Members over the events of their own committee that they attended.
#[derive(Debug)]
pub(crate) struct Attender;

impl Parent for Attender {
    type Field = ConsultationEventOrderField;

    const CHILDREN: &'static str = "SELECT attendance.member_id AS parent_key, \
         consultation_events.* FROM attendance \
         JOIN consultation_events ON consultation_events.id = attendance.event_id \
         JOIN members ON members.id = attendance.member_id \
         AND members.committee_id = consultation_events.committee_id";
}
