//! Consultation events, with their counts.

use qianzhan_network::{
    RecordId, StoreError,
    database::Transaction,
    records::consultation_events::{
        ConsultationEvent, ConsultationEventStatus, insert_consultation_events,
    },
    writes::UserErrorCode,
};

use super::{Owner, Reference, RowKind};
use crate::import::{cells::Cells, column::Column};

const TITLE: Column = Column::new("title", "题目");
const KIND: Column = Column::new("kind", "类型");
const VENUE: Column = Column::new("venue", "场合");
const MODE: Column = Column::new("mode", "方式");
const STATUS: Column = Column::new("status", "状态");
const HELD: Column = Column::new("heldOn", "日期");
const PLATFORM: Column = Column::new("platformId", "平台编号");
const LOCALITY: Column = Column::new("localityCode", "地点代码");
const TOPIC: Column = Column::new("topicId", "议题编号");
const MEMBERS: Column = Column::new("memberCount", "到会委员数");
const RESIDENTS: Column = Column::new("residentCount", "到会群众数");
const SUGGESTIONS: Column = Column::new("suggestionCount", "意见建议条数");
const FOUND: Column = Column::new("problemsFound", "发现问题数");
const SOLVED: Column = Column::new("problemsSolved", "解决问题数");
const BRAND: Column = Column::new("brand", "协商品牌");

pub(in crate::import) struct EventRow(ConsultationEvent);

impl RowKind for EventRow {
    const NAME: &'static str = "importConsultationEvents";
    const TABLE: &'static str = "consultation_events";
    const COLUMNS: &'static [Column] = &[
        super::ID,
        TITLE,
        KIND,
        VENUE,
        MODE,
        STATUS,
        HELD,
        PLATFORM,
        LOCALITY,
        TOPIC,
        MEMBERS,
        RESIDENTS,
        SUGGESTIONS,
        FOUND,
        SOLVED,
        BRAND,
    ];

    fn read(cells: &mut Cells<'_>, owner: Owner) -> Option<Self> {
        let id = owner.id_of(cells, Self::NAME);
        let title = cells.text(TITLE);
        let kind = cells.required_choice(KIND, "ConsultationKind");
        let venue = cells.required_choice(VENUE, "VenueKind");
        let mode = cells.required_choice(MODE, "ConsultationMode");
        let status = match cells.optional(STATUS) {
            Some(_) => cells.choice(STATUS, "ConsultationEventStatus"),
            None => Some(ConsultationEventStatus::Held),
        };
        if cells.optional(HELD).is_none() {
            cells.refuse(HELD, UserErrorCode::Required, "缺少", "missing or blank");
        }
        let held_on = cells.date(HELD);
        let platform_id = owner.own_record(cells, PLATFORM);
        let topic_id = owner.own_record(cells, TOPIC);
        let locality_code = owner.locality(cells, LOCALITY);
        let member_count = cells.count(MEMBERS);
        let resident_count = cells.count(RESIDENTS);
        let suggestion_count = cells.count(SUGGESTIONS);
        let problems_found = cells.count(FOUND);
        let problems_solved = cells.count(SOLVED);
        let brand = cells.optional(BRAND);
        if problems_solved > problems_found {
            let zh = "解决的问题多于发现的问题";
            let en = "more problems solved than found";
            cells.refuse(SOLVED, UserErrorCode::Invalid, zh, en);
        }
        Some(Self(ConsultationEvent {
            id: id?,
            committee_id: owner.committee(),
            title,
            kind: kind?,
            venue: venue?,
            mode: mode?,
            status: status?,
            held_on: held_on?,
            platform_id,
            locality_code,
            topic_id,
            member_count,
            resident_count,
            suggestion_count,
            problems_found,
            problems_solved,
            brand,
            version: 1,
            is_generated: false,
        }))
    }

    fn id(&self) -> &RecordId {
        &self.0.id
    }

    fn references(&self) -> Vec<Reference> {
        [
            Reference::by_id(PLATFORM, "platforms", self.0.platform_id.as_ref()),
            Reference::by_id(TOPIC, "topics", self.0.topic_id.as_ref()),
            Reference::locality(LOCALITY, self.0.locality_code),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    async fn insert(transaction: &mut Transaction, rows: &[Self]) -> Result<(), StoreError> {
        let events: Vec<_> = rows.iter().map(|row| row.0.clone()).collect();
        insert_consultation_events(transaction, &events).await
    }
}
