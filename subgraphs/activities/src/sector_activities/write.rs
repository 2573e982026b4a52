//! Writes of sector activities: planned, held, summarised and submitted.

use std::collections::BTreeSet;

use qianzhan_network::{
    CallerRole::{Admin, Clerk, Member, Office},
    RecordId,
    records::{members::SectorCode, opinion_reports::OpinionReport, platforms::Platform},
    writes::{Authority, Moves, Mutation, Refusal, UserError, UserErrorCode, Writing, update_row},
};
use serde::Deserialize;

use super::{
    ActivityKind, ActivityScope, ActivitySector, ActivityStatus, SectorActivity,
    insert_activity_sectors, insert_sector_activities,
};

const MAX_TITLE_CHARACTERS: usize = 200;
const MAX_NAME_CHARACTERS: usize = 100;

/// 计划 → 开展 → 建议归纳 → 报送.
const MOVES: Moves<ActivityStatus> = {
    use ActivityStatus::{Held, Planned, Submitted, Summarised};
    Moves(&[(Planned, &[Held]), (Held, &[Summarised]), (Summarised, &[Submitted])])
};

/// `PlanSectorActivityInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PlanSectorActivity {
    theme: String,
    /// The contract's default is filled in here: the executor leaves out what an input object lacks.
    #[serde(default = "on_a_theme")]
    kind: ActivityKind,
    sectors: Vec<SectorCode>,
    host: Option<String>,
    joint_committee_id: Option<String>,
    platform_id: Option<String>,
    place: Option<String>,
    held_on: String,
}

fn on_a_theme() -> ActivityKind {
    ActivityKind::Activity
}

impl Mutation for PlanSectorActivity {
    const FIELD: &'static str = "planSectorActivity";
    const KEY: &'static str = "committeeId";
    const AUTHORITY: Authority = Authority::Own(&[Member, Clerk, Office, Admin]);
    type Record = SectorActivity;

    async fn run(
        self,
        committee: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<SectorActivity, Refusal> {
        let theme = writing.text(&["input", "theme"], &self.theme, MAX_TITLE_CHARACTERS);
        let host =
            writing.optional_text(&["input", "host"], self.host.as_deref(), MAX_NAME_CHARACTERS);
        let place =
            writing.optional_text(&["input", "place"], self.place.as_deref(), MAX_NAME_CHARACTERS);
        let held_on = writing.day(&["input", "heldOn"], &self.held_on);
        let joint_at = ["input", "jointCommitteeId"];
        let joint = writing.id(&joint_at, self.joint_committee_id.as_deref());
        let platform: Option<Platform> =
            writing.own_record(&["input", "platformId"], self.platform_id.as_deref()).await?;
        if joint.as_ref().is_some_and(|joint| *joint == committee) {
            let (zh, en) = ("须为另一级政协", "must be another committee");
            writing.refuse(UserError::new(UserErrorCode::Invalid, &joint_at, zh, en));
        }
        let sectors: BTreeSet<SectorCode> = self.sectors.iter().copied().collect();
        let sectors_at = ["input", "sectors"];
        if sectors.is_empty() {
            writing.refuse(UserError::required(&sectors_at));
        } else if sectors.len() < self.sectors.len() {
            let (zh, en) = ("同一界别写了两次", "a sector is there twice");
            writing.refuse(UserError::new(UserErrorCode::AlreadyExists, &sectors_at, zh, en));
        }
        writing.check()?;
        let is_across = sectors.len() > 1;
        let activity = SectorActivity {
            id: writing.new_id(),
            committee_id: committee,
            theme,
            kind: self.kind,
            scope: if is_across { ActivityScope::CrossSector } else { ActivityScope::IntraSector },
            host,
            joint_committee_id: joint,
            platform_id: platform.map(|it| it.id),
            place,
            held_on,
            status: ActivityStatus::Planned,
            member_participations: 0,
            public_participations: 0,
            suggestion_count: 0,
            adopted_count: 0,
            problems_solved: 0,
            opinion_report_id: None,
            version: 1,
            is_generated: false,
        };
        let rows: Vec<ActivitySector> = (0..)
            .zip(sectors)
            .map(|(ordinal, sector)| ActivitySector {
                activity_id: activity.id.clone(),
                ordinal,
                sector,
            })
            .collect();
        insert_sector_activities(writing.transaction, std::slice::from_ref(&activity)).await?;
        insert_activity_sectors(writing.transaction, &rows).await?;
        Ok(activity)
    }
}

/// `MoveSectorActivityInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MoveSectorActivity {
    expected_version: i64,
    to: ActivityStatus,
    member_participations: Option<i64>,
    public_participations: Option<i64>,
    suggestion_count: Option<i64>,
    adopted_count: Option<i64>,
    problems_solved: Option<i64>,
    opinion_report_id: Option<String>,
}

impl Mutation for MoveSectorActivity {
    const FIELD: &'static str = "moveSectorActivity";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = Authority::Own(&[Clerk, Office, Admin]);
    type Record = SectorActivity;

    async fn run(self, id: RecordId, writing: &mut Writing<'_>) -> Result<SectorActivity, Refusal> {
        let seen: SectorActivity = writing.seen(Self::KEY, &id, self.expected_version).await?;
        writing.moves(MOVES, seen.status, self.to);
        self.check_places(writing);
        let mut activity = SectorActivity { status: self.to, version: seen.version + 1, ..seen };
        if self.to == ActivityStatus::Held && activity.held_on > writing.today {
            let zh = format!("计划的日期 {} 未到", activity.held_on);
            let en = format!("its day, {}, has not come", activity.held_on);
            writing.refuse(UserError::new(UserErrorCode::Invalid, &["input", "to"], zh, en));
        }
        for (field, given, count) in [
            (
                "memberParticipations",
                self.member_participations,
                &mut activity.member_participations,
            ),
            (
                "publicParticipations",
                self.public_participations,
                &mut activity.public_participations,
            ),
            ("suggestionCount", self.suggestion_count, &mut activity.suggestion_count),
            ("adoptedCount", self.adopted_count, &mut activity.adopted_count),
            ("problemsSolved", self.problems_solved, &mut activity.problems_solved),
        ] {
            if let Some(given) = given {
                *count = writing.count(&["input", field], given);
            }
        }
        if activity.adopted_count > activity.suggestion_count {
            let zh = format!("意见建议共 {} 条", activity.suggestion_count);
            let en = format!("there are {} suggestions", activity.suggestion_count);
            let at = ["input", "adoptedCount"];
            writing.refuse(UserError::new(UserErrorCode::Invalid, &at, zh, en));
        }
        let report_at = ["input", "opinionReportId"];
        let report: Option<OpinionReport> =
            writing.own_record(&report_at, self.opinion_report_id.as_deref()).await?;
        if let Some(report) = report {
            activity.opinion_report_id = Some(report.id);
        }
        writing.check()?;
        update_row(writing.transaction, &activity, "id", &activity.id).await?;
        Ok(activity)
    }
}

impl MoveSectorActivity {
    fn check_places(&self, writing: &mut Writing<'_>) {
        use ActivityStatus::{Held, Submitted, Summarised};
        for (field, is_given, at, is_needed) in [
            ("memberParticipations", self.member_participations.is_some(), Held, true),
            ("publicParticipations", self.public_participations.is_some(), Held, true),
            ("suggestionCount", self.suggestion_count.is_some(), Summarised, true),
            ("adoptedCount", self.adopted_count.is_some(), Submitted, false),
            ("problemsSolved", self.problems_solved.is_some(), Submitted, false),
            ("opinionReportId", self.opinion_report_id.is_some(), Submitted, false),
        ] {
            writing.only_with(field, is_given, self.to, &[at]);
            if is_needed {
                writing.needed_with(field, is_given, self.to, &[at]);
            }
        }
    }
}
