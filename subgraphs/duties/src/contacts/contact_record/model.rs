//! A contact record: one act of contact, counted in person-times.

use qianzhan_network::{
    Date, RecordId, impl_insert_row, impl_record, impl_writable_record, text_enum,
};
use sqlx::FromRow;

/// One act of contact.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct ContactRecord {
    /// Begins with the region code of the committee.
    pub id: RecordId,
    /// The committee.
    pub committee_id: RecordId,
    /// The member, of this committee.
    pub member_id: RecordId,
    /// The plan that it carries out, of the same member.
    pub plan_id: Option<RecordId>,
    /// Mode.
    pub mode: ContactMode,
    /// Day.
    pub held_on: Date,
    /// Persons contacted, in person-times; at least one.
    pub persons: i64,
    /// What it was about.
    pub content: String,
    /// The problem that was found.
    pub problem: Option<String>,
    /// The appeal that the problem became, of this site.
    pub appeal_id: Option<RecordId>,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

/// A registered contact among the persons of a contact record.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ContactRecordContact {
    /// The record.
    pub record_id: RecordId,
    /// The contact, of the same member.
    pub contact_id: RecordId,
}

text_enum! {
    /// Modes of contact.
    ContactMode {
        /// 定期走访
        RegularVisit = "REGULAR_VISIT",
        /// 民情互动
        OpinionInteraction = "OPINION_INTERACTION",
        /// 调研视察
        SurveyInspection = "SURVEY_INSPECTION",
        /// 一线协商
        FrontlineConsultation = "FRONTLINE_CONSULTATION",
        /// 互访交流
        MutualVisit = "MUTUAL_VISIT",
    }
}

impl_record!(
    ContactRecord,
    "ContactRecord",
    "contact_records",
    [
        id,
        committee_id,
        member_id,
        plan_id,
        mode,
        held_on,
        persons,
        content,
        problem,
        appeal_id,
        version,
        is_generated,
    ]
);
impl_writable_record!(ContactRecord, stateless);
impl_insert_row!(ContactRecordContact, "contact_record_contacts", [record_id, contact_id]);
