//! Writes of supervisions: decided on, held, carried out, looked back at.

use qianzhan_network::{
    CallerRole::{Admin, Clerk, Leader, Office},
    RecordId,
    writes::{
        Authority, Moves, Mutation, Refusal, UserError, UserErrorCode, Writable, Writing,
        update_row,
    },
};
use serde::Deserialize;

use super::{
    ProposalSupervision, SupervisionKind, SupervisionStatus, insert_proposal_supervisions,
};
use crate::proposals::{Proposal, ProposalStatus};

const MAX_NAME_CHARACTERS: usize = 100;
const MAX_TEXT_CHARACTERS: usize = 1_000;

/// 确定 → 督办 → 落实 → 回头看; looking back may find that more is to be done.
const MOVES: Moves<SupervisionStatus> = {
    use SupervisionStatus::{CarriedOut, FollowedUp, Held, Planned};
    Moves(&[
        (Planned, &[Held]),
        (Held, &[CarriedOut, FollowedUp]),
        (CarriedOut, &[FollowedUp]),
        (FollowedUp, &[CarriedOut, FollowedUp]),
    ])
};

/// `SuperviseProposalInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SuperviseProposal {
    kind: SupervisionKind,
    leader: Option<String>,
    leader_office: Option<String>,
    held_on: String,
}

impl Mutation for SuperviseProposal {
    const FIELD: &'static str = "superviseProposal";
    const KEY: &'static str = "proposalId";
    const AUTHORITY: Authority = Authority::Own(&[Leader, Office, Admin]);
    type Record = ProposalSupervision;

    async fn run(
        self,
        proposal: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<ProposalSupervision, Refusal> {
        let found = Proposal::find(writing.transaction, &proposal).await?;
        let proposal = found.ok_or_else(|| UserError::not_found(&[Self::KEY]))?;
        use ProposalStatus::{Collected, Submitted, Surveyed};
        if matches!(proposal.status, Collected | Surveyed | Submitted) {
            let (zh, en) = ("提案尚未立案", "the proposal is not filed");
            writing.refuse(UserError::new(UserErrorCode::Invalid, &[Self::KEY], zh, en));
        }
        let is_led = self.kind == SupervisionKind::Led;
        if is_led && !proposal.is_key {
            let zh = "领衔督办的须为重点提案";
            let en = "what a leader supervises is a key proposal";
            writing.refuse(UserError::new(UserErrorCode::Invalid, &["input", "kind"], zh, en));
        }
        let mut named = |field: &str, text: Option<&str>| {
            let at = ["input", field];
            let text = writing.optional_text(&at, text, MAX_NAME_CHARACTERS);
            if is_led && text.is_none() {
                writing.refuse(UserError::required(&at));
            }
            text
        };
        let leader = named("leader", self.leader.as_deref());
        let leader_office = named("leaderOffice", self.leader_office.as_deref());
        let held_on = writing.day(&["input", "heldOn"], &self.held_on);
        writing.check()?;
        let supervision = ProposalSupervision {
            id: writing.new_id(),
            committee_id: proposal.committee_id,
            proposal_id: proposal.id,
            kind: self.kind,
            leader,
            leader_office,
            held_on,
            status: SupervisionStatus::Planned,
            has_sector_public: false,
            member_count: None,
            public_count: None,
            demand: None,
            result: None,
            followed_up_on: None,
            finding: None,
            version: 1,
            is_generated: false,
        };
        let rows = std::slice::from_ref(&supervision);
        insert_proposal_supervisions(writing.transaction, rows).await?;
        Ok(supervision)
    }
}

/// `MoveProposalSupervisionInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MoveProposalSupervision {
    expected_version: i64,
    to: SupervisionStatus,
    member_count: Option<i64>,
    public_count: Option<i64>,
    demand: Option<String>,
    result: Option<String>,
    finding: Option<String>,
}

impl Mutation for MoveProposalSupervision {
    const FIELD: &'static str = "moveProposalSupervision";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = Authority::Own(&[Leader, Clerk, Office, Admin]);
    type Record = ProposalSupervision;

    async fn run(
        self,
        id: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<ProposalSupervision, Refusal> {
        let seen: ProposalSupervision = writing.seen(Self::KEY, &id, self.expected_version).await?;
        writing.moves(MOVES, seen.status, self.to);
        use SupervisionStatus::{CarriedOut, FollowedUp, Held};
        for (field, is_given, at) in [
            ("memberCount", self.member_count.is_some(), Held),
            ("publicCount", self.public_count.is_some(), Held),
            ("demand", self.demand.is_some(), Held),
            ("result", self.result.is_some(), CarriedOut),
            ("finding", self.finding.is_some(), FollowedUp),
        ] {
            writing.only_with(field, is_given, self.to, &[at]);
            writing.needed_with(field, is_given, self.to, &[at]);
        }
        let mut supervision =
            ProposalSupervision { status: self.to, version: seen.version + 1, ..seen };
        if self.to == Held && supervision.held_on > writing.today {
            let zh = format!("计划的日期 {} 未到", supervision.held_on);
            let en = format!("its day, {}, has not come", supervision.held_on);
            writing.refuse(UserError::new(UserErrorCode::Invalid, &["input", "to"], zh, en));
        }
        if let Some(count) = self.member_count {
            let count = writing.count(&["input", "memberCount"], count);
            supervision.member_count = Some(count.into());
        }
        if let Some(count) = self.public_count {
            let count = writing.count(&["input", "publicCount"], count);
            supervision.public_count = Some(count.into());
            supervision.has_sector_public = count > 0;
        }
        for (field, given, text) in [
            ("demand", &self.demand, &mut supervision.demand),
            ("result", &self.result, &mut supervision.result),
            ("finding", &self.finding, &mut supervision.finding),
        ] {
            if let Some(given) = given {
                *text = Some(writing.text(&["input", field], given, MAX_TEXT_CHARACTERS));
            }
        }
        if self.to == FollowedUp {
            supervision.followed_up_on = Some(writing.today);
        }
        writing.check()?;
        update_row(writing.transaction, &supervision, "id", &supervision.id).await?;
        Ok(supervision)
    }
}
