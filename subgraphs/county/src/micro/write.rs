//! Writes of micro consultations, which belong to events of that kind.

use qianzhan_network::{
    CallerRole::{Admin, Clerk, Member, Office},
    RecordId, impl_writable_addition,
    records::{
        consultation_events::{ConsultationEvent, ConsultationKind},
        opinion_reports::OpinionReport,
    },
    writes::{
        Authority, Moves, Mutation, Refusal, UserError, UserErrorCode, Writable, Writing,
        update_row,
    },
};
use serde::Deserialize;

use super::{
    MicroConsultation, MicroConsultationStatus, MicroTeamMember, insert_micro_consultations,
    insert_micro_team_members,
};

const MAX_NAME_CHARACTERS: usize = 100;
const MAX_TEAM: usize = 50;

/// 选题 → 调研 → 协商 → 成果转化.
const MOVES: Moves<MicroConsultationStatus> = {
    use MicroConsultationStatus::{Consulted, Converted, None, Surveyed, TopicChosen};
    Moves(&[
        (None, &[TopicChosen]),
        (TopicChosen, &[Surveyed]),
        (Surveyed, &[Consulted]),
        (Consulted, &[Converted]),
    ])
};

impl_writable_addition!(MicroConsultation, event_id of ConsultationEvent, |micro| {
    Some(micro.status.as_text())
});

/// `MoveMicroConsultationInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MoveMicroConsultation {
    expected_version: i64,
    to: MicroConsultationStatus,
    sector_group: Option<String>,
    scope: Option<String>,
    member_ids: Option<Vec<String>>,
    opinion_report_id: Option<String>,
    proposal_id: Option<String>,
}

impl Mutation for MoveMicroConsultation {
    const FIELD: &'static str = "moveMicroConsultation";
    const KEY: &'static str = "eventId";
    const AUTHORITY: Authority = Authority::Own(&[Member, Clerk, Office, Admin]);
    type Record = MicroConsultation;

    async fn run(
        self,
        event: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<MicroConsultation, Refusal> {
        let found = ConsultationEvent::find(writing.transaction, &event).await?;
        let found = found.ok_or_else(|| UserError::not_found(&[Self::KEY]))?;
        if found.kind != ConsultationKind::Micro {
            let (zh, en) = ("此活动不是“三微”协商", "the event is no micro consultation");
            writing.refuse(UserError::new(UserErrorCode::Invalid, &[Self::KEY], zh, en));
        }
        let seen = MicroConsultation::find(writing.transaction, &event).await?;
        let version = seen.as_ref().map_or(0, |it| it.version);
        if version != self.expected_version {
            return Err(UserError::stale(self.expected_version, version).into());
        }
        let state = seen.as_ref().map_or(MicroConsultationStatus::None, |it| it.status);
        writing.moves(MOVES, state, self.to);
        self.check_places(writing);
        let at = ["input", "sectorGroup"];
        let sector_group =
            writing.optional_text(&at, self.sector_group.as_deref(), MAX_NAME_CHARACTERS);
        let scope =
            writing.optional_text(&["input", "scope"], self.scope.as_deref(), MAX_NAME_CHARACTERS);
        let team = self.team(writing, &event);
        let report_at = ["input", "opinionReportId"];
        let report: Option<OpinionReport> =
            writing.own_record(&report_at, self.opinion_report_id.as_deref()).await?;
        let proposal_id = writing.id(&["input", "proposalId"], self.proposal_id.as_deref());
        writing.check()?;
        let Some(seen) = seen else {
            // Only the choice of a topic leads here, which names the group.
            let Some(sector_group) = sector_group else {
                return Err(UserError::required(&at).into());
            };
            let micro = MicroConsultation {
                event_id: event,
                sector_group,
                scope,
                status: self.to,
                opinion_report_id: None,
                proposal_id: None,
                version: 1,
                is_generated: false,
            };
            let rows = std::slice::from_ref(&micro);
            insert_micro_consultations(writing.transaction, rows).await?;
            return Ok(micro);
        };
        let micro = MicroConsultation {
            status: self.to,
            opinion_report_id: report.map(|it| it.id).or(seen.opinion_report_id),
            proposal_id: proposal_id.or(seen.proposal_id),
            version: seen.version + 1,
            ..seen
        };
        update_row(writing.transaction, &micro, "event_id", &event).await?;
        insert_micro_team_members(writing.transaction, &team).await?;
        Ok(micro)
    }
}

impl MoveMicroConsultation {
    fn check_places(&self, writing: &mut Writing<'_>) {
        use MicroConsultationStatus::{Converted, Surveyed, TopicChosen};
        for (field, is_given, at, is_needed) in [
            ("sectorGroup", self.sector_group.is_some(), TopicChosen, true),
            ("scope", self.scope.is_some(), TopicChosen, false),
            ("memberIds", self.member_ids.is_some(), Surveyed, true),
            ("opinionReportId", self.opinion_report_id.is_some(), Converted, false),
            ("proposalId", self.proposal_id.is_some(), Converted, false),
        ] {
            writing.only_with(field, is_given, self.to, &[at]);
            if is_needed {
                writing.needed_with(field, is_given, self.to, &[at]);
            }
        }
        let is_converted = self.opinion_report_id.is_some() || self.proposal_id.is_some();
        writing.needed_with("opinionReportId", is_converted, self.to, &[Converted]);
    }

    fn team(&self, writing: &mut Writing<'_>, event: &RecordId) -> Vec<MicroTeamMember> {
        let at = ["input", "memberIds"];
        let Some(given) = self.member_ids.as_deref() else { return Vec::new() };
        writing.at_most(&at, given.len(), MAX_TEAM);
        if given.is_empty() {
            writing.refuse(UserError::required(&at));
        }
        let mut team: Vec<MicroTeamMember> = Vec::with_capacity(given.len());
        for (id, ordinal) in given.iter().zip(0..) {
            let index = u32::to_string(&ordinal);
            let at = [at[0], at[1], &index];
            let Some(member_id) = writing.id(&at, Some(id)) else { continue };
            if team.iter().any(|it| it.member_id == member_id) {
                let (zh, en) = ("同一委员写了两次", "the member is there twice");
                writing.refuse(UserError::new(UserErrorCode::AlreadyExists, &at, zh, en));
            }
            team.push(MicroTeamMember { event_id: event.clone(), ordinal, member_id });
        }
        team
    }
}
