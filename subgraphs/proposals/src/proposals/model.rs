//! A proposal (提案): who makes it, who handles it, and what came of it.

use qianzhan_network::{Date, RecordId, records::members::SectorCode, text_enum};
use sqlx::FromRow;

/// A proposal.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Proposal {
    /// Begins with the region code of the committee.
    pub id: RecordId,
    /// The committee that owns it.
    pub committee_id: RecordId,
    /// Term of the committee.
    pub term_no: i64,
    /// Session of the term.
    pub session_no: i64,
    /// Number within the session, once it is filed.
    pub serial_no: Option<i64>,
    /// Its kind.
    pub kind: ProposalKind,
    /// Its title.
    pub title: String,
    /// Its text.
    pub text: Option<String>,
    /// The sector in whose name it is made.
    pub sector: Option<SectorCode>,
    /// Whether it is a key proposal.
    pub is_key: bool,
    /// The survey that it rests on; may be another site's.
    pub survey_id: Option<RecordId>,
    /// The appeal that it came from; may be another site's.
    pub source_appeal_id: Option<RecordId>,
    /// The topic that it came from; may be another site's.
    pub source_topic_id: Option<RecordId>,
    /// How far it has come.
    pub status: ProposalStatus,
    /// Day on which it was collected.
    pub collected_on: Date,
    /// Day on which it was submitted.
    pub submitted_on: Option<Date>,
    /// What came of it.
    pub outcome: Option<String>,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

/// Who makes a proposal.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Proposer {
    /// The proposal.
    pub proposal_id: RecordId,
    /// Its place, from 0.
    #[sqlx(try_from = "i64")]
    pub ordinal: u32,
    /// Its kind.
    pub kind: ProposerKind,
    /// The member, where it is one; may be another site's.
    pub member_id: Option<RecordId>,
    /// Name, where no record says it.
    pub name: Option<String>,
}

/// A unit that handles a proposal.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct ProposalUnit {
    /// The proposal.
    pub proposal_id: RecordId,
    /// Its place, from 0.
    #[sqlx(try_from = "i64")]
    pub ordinal: u32,
    /// The unit.
    pub unit: String,
    /// Whether it leads.
    pub is_lead: bool,
    /// Day by which it is to reply.
    pub due_on: Option<Date>,
    /// Whether it has replied.
    pub is_replied: bool,
    /// Day on which it replied, where it is known.
    pub replied_on: Option<Date>,
    /// What it replied.
    pub reply: Option<String>,
}

text_enum! {
    /// Kinds of proposal.
    ProposalKind {
        /// 个人提案
        Individual = "INDIVIDUAL",
        /// 界别提案
        Sector = "SECTOR",
        /// 集体提案
        Collective = "COLLECTIVE",
    }
}

text_enum! {
    /// How far a proposal has come.
    ProposalStatus {
        /// 征集
        Collected = "COLLECTED",
        /// 调研
        Surveyed = "SURVEYED",
        /// 提交
        Submitted = "SUBMITTED",
        /// 审查立案
        Filed = "FILED",
        /// 交办
        Assigned = "ASSIGNED",
        /// 承办
        Handling = "HANDLING",
        /// 答复
        Replied = "REPLIED",
        /// 落实
        CarriedOut = "CARRIED_OUT",
    }
}

text_enum! {
    /// Kinds of proposer.
    ProposerKind {
        /// 委员
        Member = "MEMBER",
        /// 界别
        Sector = "SECTOR",
        /// 民主党派、工商联
        Party = "PARTY",
        /// 专门委员会、团体
        Body = "BODY",
    }
}
