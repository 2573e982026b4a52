//! Writes of proposals: collected, filed under a number, assigned, replied to, carried out.

use std::collections::BTreeSet;

use qianzhan_network::{
    CallerRole::{Admin, Clerk, Member, Office},
    Date, RecordId, StoreError,
    database::{InsertRow, Sql, Transaction},
    records::members::SectorCode,
    writes::{Authority, Moves, Mutation, Refusal, UserError, UserErrorCode, Writing, update_row},
};
use serde::Deserialize;

use super::{
    Proposal, ProposalKind, ProposalStatus, ProposalUnit, Proposer, ProposerKind,
    insert_proposal_units, insert_proposals, insert_proposers,
};

const MAX_TITLE_CHARACTERS: usize = 200;
const MAX_NAME_CHARACTERS: usize = 100;
const MAX_TEXT_CHARACTERS: usize = 8_000;
const MAX_REPLY_CHARACTERS: usize = 4_000;
const MAX_ITEMS: usize = 200;
const MAX_NUMBER: i64 = 100_000;

/// 征集 → 调研 → 提交 → 审查立案 → 交办 → 承办 → 答复 → 落实. One that is not filed is sent back; one
/// whose reply does not satisfy is handled again.
const MOVES: Moves<ProposalStatus> = {
    use ProposalStatus::{
        Assigned, CarriedOut, Collected, Filed, Handling, Replied, Submitted, Surveyed,
    };
    Moves(&[
        (Collected, &[Surveyed, Submitted]),
        (Surveyed, &[Submitted]),
        (Submitted, &[Filed, Collected]),
        (Filed, &[Assigned]),
        (Assigned, &[Handling]),
        (Handling, &[Replied]),
        (Replied, &[CarriedOut, Handling]),
    ])
};

/// `ProposerInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct WhoProposes {
    kind: ProposerKind,
    member_id: Option<String>,
    name: Option<String>,
}

/// `CollectProposalInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CollectProposal {
    term_no: i64,
    session_no: i64,
    kind: ProposalKind,
    title: String,
    text: Option<String>,
    sector: Option<SectorCode>,
    proposers: Vec<WhoProposes>,
    survey_id: Option<String>,
    source_appeal_id: Option<String>,
    source_topic_id: Option<String>,
}

impl Mutation for CollectProposal {
    const FIELD: &'static str = "collectProposal";
    const KEY: &'static str = "committeeId";
    const AUTHORITY: Authority = Authority::Own(&[Member, Clerk, Office, Admin]);
    type Record = Proposal;

    async fn run(
        self,
        committee: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<Proposal, Refusal> {
        let term_no = writing.number_within(&["input", "termNo"], self.term_no, 1, MAX_NUMBER);
        let session_at = ["input", "sessionNo"];
        let session_no = writing.number_within(&session_at, self.session_no, 1, MAX_NUMBER);
        let title = writing.text(&["input", "title"], &self.title, MAX_TITLE_CHARACTERS);
        let text =
            writing.optional_text(&["input", "text"], self.text.as_deref(), MAX_TEXT_CHARACTERS);
        let sector_at = ["input", "sector"];
        match (self.kind == ProposalKind::Sector, self.sector) {
            (true, None) => writing.refuse(UserError::required(&sector_at)),
            (false, Some(_)) => {
                let (zh, en) = ("只有界别提案写界别", "a sector is given for a sector's proposal");
                writing.refuse(UserError::new(UserErrorCode::Invalid, &sector_at, zh, en));
            }
            _ => {}
        }
        let survey_id = writing.id(&["input", "surveyId"], self.survey_id.as_deref());
        let appeal_at = ["input", "sourceAppealId"];
        let source_appeal_id = writing.id(&appeal_at, self.source_appeal_id.as_deref());
        let topic_at = ["input", "sourceTopicId"];
        let source_topic_id = writing.id(&topic_at, self.source_topic_id.as_deref());
        let id = writing.new_id();
        let proposers = self.proposers(writing, &id);
        writing.check()?;
        let proposal = Proposal {
            id,
            committee_id: committee,
            term_no,
            session_no,
            serial_no: None,
            kind: self.kind,
            title,
            text,
            sector: self.sector,
            is_key: false,
            survey_id,
            source_appeal_id,
            source_topic_id,
            status: ProposalStatus::Collected,
            collected_on: writing.today,
            submitted_on: None,
            outcome: None,
            version: 1,
            is_generated: false,
        };
        insert_proposals(writing.transaction, std::slice::from_ref(&proposal)).await?;
        insert_proposers(writing.transaction, &proposers).await?;
        Ok(proposal)
    }
}

impl CollectProposal {
    fn proposers(&self, writing: &mut Writing<'_>, proposal: &RecordId) -> Vec<Proposer> {
        let at = ["input", "proposers"];
        writing.at_most(&at, self.proposers.len(), MAX_ITEMS);
        if self.proposers.is_empty() {
            writing.refuse(UserError::required(&at));
        }
        let mut proposers = Vec::with_capacity(self.proposers.len());
        for (proposer, ordinal) in self.proposers.iter().zip(0..) {
            let index = u32::to_string(&ordinal);
            let at = |field| [at[0], at[1], &index, field];
            let member_id = writing.id(&at("memberId"), proposer.member_id.as_deref());
            let name = proposer.name.as_deref();
            let name = writing.optional_text(&at("name"), name, MAX_NAME_CHARACTERS);
            let missing = match proposer.kind {
                ProposerKind::Member => proposer.member_id.is_none().then_some("memberId"),
                ProposerKind::Sector => None,
                ProposerKind::Party | ProposerKind::Body => name.is_none().then_some("name"),
            };
            if let Some(field) = missing {
                writing.refuse(UserError::required(&at(field)));
            }
            let proposal_id = proposal.clone();
            proposers.push(Proposer { proposal_id, ordinal, kind: proposer.kind, member_id, name });
        }
        proposers
    }
}

/// `ProposalUnitInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct UnitToHandle {
    unit: String,
    #[serde(default)]
    is_lead: bool,
    due_on: String,
}

/// `MoveProposalInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MoveProposal {
    expected_version: i64,
    to: ProposalStatus,
    survey_id: Option<String>,
    serial_no: Option<i64>,
    is_key: Option<bool>,
    handling_units: Option<Vec<UnitToHandle>>,
    outcome: Option<String>,
}

impl Mutation for MoveProposal {
    const FIELD: &'static str = "moveProposal";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = Authority::Own(&[Clerk, Office, Admin]);
    type Record = Proposal;

    async fn run(self, id: RecordId, writing: &mut Writing<'_>) -> Result<Proposal, Refusal> {
        let seen: Proposal = writing.seen(Self::KEY, &id, self.expected_version).await?;
        writing.moves(MOVES, seen.status, self.to);
        let (zh, en) = ("由登记答复写入", "it is replied to by the replies");
        writing.not_by_a_move(self.to, ProposalStatus::Replied, zh, en);
        self.check_places(writing);
        let mut proposal = Proposal { status: self.to, version: seen.version + 1, ..seen };
        if let Some(survey) = writing.id(&["input", "surveyId"], self.survey_id.as_deref()) {
            proposal.survey_id = Some(survey);
        }
        match self.to {
            ProposalStatus::Collected => proposal.submitted_on = None,
            ProposalStatus::Surveyed if proposal.survey_id.is_none() => {
                writing.refuse(UserError::required(&["input", "surveyId"]));
            }
            ProposalStatus::Submitted => proposal.submitted_on = Some(writing.today),
            _ => {}
        }
        if let Some(serial) = self.serial_no {
            let at = ["input", "serialNo"];
            proposal.serial_no = Some(writing.number_within(&at, serial, 1, MAX_NUMBER));
            if is_taken(writing.transaction, &proposal, serial).await? {
                let (zh, en) = ("此会议已有此提案号", "the session has this number already");
                writing.refuse(UserError::new(UserErrorCode::AlreadyExists, &at, zh, en));
            }
        }
        if let Some(is_key) = self.is_key {
            proposal.is_key = is_key;
        }
        let units = self.units(writing, &id);
        if let Some(outcome) = &self.outcome {
            let at = ["input", "outcome"];
            proposal.outcome = Some(writing.text(&at, outcome, MAX_REPLY_CHARACTERS));
        }
        writing.check()?;
        update_row(writing.transaction, &proposal, "id", &proposal.id).await?;
        insert_proposal_units(writing.transaction, &units).await?;
        if self.to == ProposalStatus::Handling {
            take_replies_back(writing.transaction, &id).await?;
        }
        Ok(proposal)
    }
}

impl MoveProposal {
    fn check_places(&self, writing: &mut Writing<'_>) {
        use ProposalStatus::{Assigned, CarriedOut, Filed, Submitted, Surveyed};
        let steps: [(_, _, &[ProposalStatus], _); 5] = [
            ("surveyId", self.survey_id.is_some(), &[Surveyed, Submitted], false),
            ("serialNo", self.serial_no.is_some(), &[Filed], true),
            ("isKey", self.is_key.is_some(), &[Filed], false),
            ("handlingUnits", self.handling_units.is_some(), &[Assigned], true),
            ("outcome", self.outcome.is_some(), &[CarriedOut], true),
        ];
        for (field, is_given, at, is_needed) in steps {
            writing.only_with(field, is_given, self.to, at);
            if is_needed {
                writing.needed_with(field, is_given, self.to, at);
            }
        }
    }

    fn units(&self, writing: &mut Writing<'_>, proposal: &RecordId) -> Vec<ProposalUnit> {
        let at = ["input", "handlingUnits"];
        let Some(given) = self.handling_units.as_deref() else { return Vec::new() };
        writing.at_most(&at, given.len(), MAX_ITEMS);
        if given.is_empty() {
            writing.refuse(UserError::required(&at));
        }
        let mut names = BTreeSet::new();
        let mut units = Vec::with_capacity(given.len());
        for (unit, ordinal) in given.iter().zip(0..) {
            let index = u32::to_string(&ordinal);
            let at = |field| [at[0], at[1], &index, field];
            let name = writing.text(&at("unit"), &unit.unit, MAX_NAME_CHARACTERS);
            if !names.insert(name.clone()) {
                let (zh, en) = ("同一单位写了两次", "the unit is there twice");
                writing.refuse(UserError::new(UserErrorCode::AlreadyExists, &at("unit"), zh, en));
            }
            let due_on = writing.day(&at("dueOn"), &unit.due_on);
            if due_on < writing.today {
                let (zh, en) = ("期限已过", "the day has passed");
                writing.refuse(UserError::new(UserErrorCode::Invalid, &at("dueOn"), zh, en));
            }
            units.push(ProposalUnit {
                proposal_id: proposal.clone(),
                ordinal,
                unit: name,
                is_lead: unit.is_lead,
                due_on: Some(due_on),
                is_replied: false,
                replied_on: None,
                reply: None,
            });
        }
        units
    }
}

/// Whether another proposal of the session has the number.
async fn is_taken(
    transaction: &mut Transaction,
    proposal: &Proposal,
    serial: i64,
) -> Result<bool, StoreError> {
    let mut sql = Sql::new("SELECT 1 FROM proposals WHERE committee_id = ");
    sql.push_bind(proposal.committee_id.clone());
    sql.push(" AND term_no = ").push_bind(proposal.term_no);
    sql.push(" AND session_no = ").push_bind(proposal.session_no);
    sql.push(" AND serial_no = ").push_bind(serial);
    sql.push(" AND id <> ").push_bind(proposal.id.clone());
    Ok(transaction.fetch_optional::<(i32,)>(sql).await?.is_some())
}

/// What is handled again is to be replied to again.
async fn take_replies_back(
    transaction: &mut Transaction,
    proposal: &RecordId,
) -> Result<(), StoreError> {
    let mut sql = Sql::new("UPDATE proposal_units SET is_replied = ");
    sql.push_bind(false).push(", replied_on = ").push_bind(None::<Date>);
    sql.push(" WHERE proposal_id = ").push_bind(proposal.clone());
    transaction.execute(sql).await?;
    Ok(())
}

/// `RecordProposalReplyInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RecordProposalReply {
    expected_version: i64,
    unit: String,
    replied_on: Option<String>,
    reply: String,
}

impl Mutation for RecordProposalReply {
    const FIELD: &'static str = "recordProposalReply";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = Authority::Own(&[Clerk, Office, Admin]);
    type Record = Proposal;

    async fn run(self, id: RecordId, writing: &mut Writing<'_>) -> Result<Proposal, Refusal> {
        let seen: Proposal = writing.seen(Self::KEY, &id, self.expected_version).await?;
        writing.moves(MOVES, seen.status, ProposalStatus::Replied);
        let reply = writing.text(&["input", "reply"], &self.reply, MAX_REPLY_CHARACTERS);
        let replied_on = writing.past_day(&["input", "repliedOn"], self.replied_on.as_deref());
        let units = units_of(writing.transaction, &id).await?;
        let unit_at = ["input", "unit"];
        let unit = units.iter().find(|it| it.unit == self.unit.trim());
        match unit {
            None => writing.refuse(UserError::not_found(&unit_at)),
            Some(unit) if unit.is_replied => {
                let (zh, en) = ("此单位已答复", "the unit has replied");
                writing.refuse(UserError::new(UserErrorCode::AlreadyExists, &unit_at, zh, en));
            }
            Some(_) => {}
        }
        writing.check()?;
        let Some(unit) = unit else { return Err(UserError::not_found(&unit_at).into()) };
        let mut sql = Sql::new("UPDATE proposal_units SET is_replied = ");
        sql.push_bind(true).push(", replied_on = ").push_bind(replied_on);
        sql.push(", reply = ").push_bind(&reply);
        sql.push(" WHERE proposal_id = ").push_bind(id.clone());
        sql.push(" AND ordinal = ").push_bind(unit.ordinal);
        writing.transaction.execute(sql).await?;
        let is_last = units.iter().all(|it| it.is_replied || it.ordinal == unit.ordinal);
        let status = if is_last { ProposalStatus::Replied } else { seen.status };
        let proposal = Proposal { status, version: seen.version + 1, ..seen };
        update_row(writing.transaction, &proposal, "id", &proposal.id).await?;
        Ok(proposal)
    }
}

async fn units_of(
    transaction: &mut Transaction,
    proposal: &RecordId,
) -> Result<Vec<ProposalUnit>, StoreError> {
    let columns = ProposalUnit::COLUMNS.join(", ");
    let mut sql = Sql::new(format!("SELECT {columns} FROM {}", ProposalUnit::TABLE));
    sql.push(" WHERE proposal_id = ").push_bind(proposal.clone()).push(" ORDER BY ordinal");
    transaction.fetch_all(sql).await
}
