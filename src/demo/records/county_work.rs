//! What only a county keeps: mediation, the ledger of the Friday talk, how micro consultations were
//! done, and the members of its councils.

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday, date};
use jiff::tz;
use qianzhan_county::friday_matters::{Difficulty, FridayMatter, FridayMatterStep};
use qianzhan_county::mediation_cases::{CaseMember, MediationCase, MediationKind, MediationStatus};
use qianzhan_county::{
    ConsultationCouncil, CouncilRole, FixedMember, MicroConsultation, MicroConsultationStatus,
    MicroTeamMember, Moment,
};
use qianzhan_network::records::consultation_events::ConsultationKind;
use qianzhan_network::records::members::Member;
use qianzhan_network::records::platforms::PlatformKind;
use qianzhan_proposals::proposals::Proposal;
use rand::Rng as _;
use rand::seq::IndexedRandom as _;
use rand_chacha::ChaCha8Rng;

use super::calendar::LAST_DAY;
use super::drawing::{YEARS, day_from, in_office_on, later, somebody};
use super::places::numeral;
use super::plan::Plan;
use super::seed::{committee_id, record_id, stream};
use super::site::SiteRecords;
use super::targets::Counted;
use super::territory::RegionRow;
use super::wording::local_matter;

/// The records.
#[derive(Debug, Default)]
pub(super) struct CountyRecords {
    pub(super) cases: Vec<MediationCase>,
    pub(super) mediators: Vec<CaseMember>,
    pub(super) matters: Vec<FridayMatter>,
    pub(super) micro: Vec<MicroConsultation>,
    pub(super) teams: Vec<MicroTeamMember>,
}

/// A county's own work.
pub(super) fn generate_county_work(
    plan: &Plan,
    region: &RegionRow,
    site: &SiteRecords<'_>,
    proposals: &[Proposal],
) -> CountyRecords {
    let mut records = CountyRecords::default();
    add_cases(plan, region, site, &mut records);
    add_matters(region, site, &mut records);
    add_micro(plan, region, site, proposals, &mut records);
    records
}

/// Who stands in a council: its convener, those who are deployed to it, and residents.
pub(super) fn fixed_members(
    site: &SiteRecords<'_>,
    councils: &[ConsultationCouncil],
) -> Vec<FixedMember> {
    let mut members = Vec::new();
    for council in councils {
        let deployed = site
            .postings
            .iter()
            .filter(|posting| posting.record.platform_id.as_ref() == Some(&council.platform_id));
        let convener =
            council.convener.clone().map(|name| (None, Some(name), CouncilRole::Convener));
        let deployed = deployed
            .map(|posting| (Some(posting.member.id.clone()), None, CouncilRole::DeployedMember));
        let named: Vec<_> = convener.into_iter().chain(deployed).collect();
        let rest = (council.fixed_member_count as usize).saturating_sub(named.len());
        let residents = (0..rest).map(|number| {
            let name = format!("{}（群众代表{}）", somebody(number), numeral(number + 1));
            (None, Some(name), CouncilRole::Resident)
        });
        let all = named.into_iter().chain(residents).take(council.fixed_member_count as usize);
        members.extend((0..).zip(all).map(|(ordinal, (member_id, name, role))| FixedMember {
            platform_id: council.platform_id.clone(),
            ordinal,
            member_id,
            name,
            role,
        }));
    }
    members
}

/// A moment of a day in Beijing.
fn moment(day: Date, hour: i8, minute: i8) -> Moment {
    let beijing = tz::TimeZone::fixed(tz::offset(8));
    let zoned = day.at(hour, minute, 0, 0).to_zoned(beijing);
    zoned.expect("the time of a day is a moment").timestamp().into()
}

fn add_cases(plan: &Plan, region: &RegionRow, site: &SiteRecords<'_>, records: &mut CountyRecords) {
    let mut rng = stream(&region.code, "mediation");
    let room = |kind| site.venues.iter().find(|venue| venue.carries(kind));
    let court = room(PlatformKind::MediationRoom);
    let group = room(PlatformKind::GroupActivityRoom);
    if let Some(count) = plan.targets.count(&region.code, Counted::CourtCasesResolved) {
        for number in 0..count {
            let kind =
                if number % 2 == 0 { MediationKind::Marriage } else { MediationKind::Family };
            let opened_on = day_from(2023, 3, &mut rng);
            let minutes = rng.random_range(600..20_000);
            let case =
                Case { kind, venue: court, opened_on, minutes: Some(minutes), is_resolved: true };
            case.add(plan, region, records, &mut rng);
        }
    } else {
        for year in YEARS {
            for _ in 0..rng.random_range(1..=5) {
                let kind = *MediationKind::ALL.choose(&mut rng).expect("there are kinds");
                let opened_on = day_from(year, 1, &mut rng);
                let is_closed = opened_on < date(2024, 10, 1);
                let minutes = is_closed.then(|| rng.random_range(300..40_000));
                let is_resolved = rng.random_range(0..10) < 8;
                let case = Case { kind, venue: court.or(group), opened_on, minutes, is_resolved };
                case.add(plan, region, records, &mut rng);
            }
        }
    }
    if let Some(hours) = plan.targets.count(&region.code, Counted::GroupRoomCaseHours) {
        let case = Case {
            kind: MediationKind::Housing,
            venue: group,
            opened_on: date(2024, 5, 14),
            minutes: Some(i64::from(hours) * 60),
            is_resolved: true,
        };
        case.add(plan, region, records, &mut rng);
    }
}

/// A case before its people are known.
struct Case<'site> {
    kind: MediationKind,
    venue: Option<&'site super::platforms::Venue>,
    opened_on: Date,
    /// Minutes until it was closed.
    minutes: Option<i64>,
    is_resolved: bool,
}

impl Case<'_> {
    fn add(
        self,
        plan: &Plan,
        region: &RegionRow,
        records: &mut CountyRecords,
        rng: &mut ChaCha8Rng,
    ) {
        let id = record_id(&region.code, "mediation case", records.cases.len());
        let opened_at = moment(self.opened_on, rng.random_range(9..=16), 30);
        let closed = self.minutes.map(|minutes| {
            let at: jiff::Timestamp =
                opened_at.to_string().parse().expect("a moment is a timestamp");
            Moment::from(
                at.saturating_add(minutes.minutes()).expect("minutes are no calendar unit"),
            )
        });
        let title = match self.kind {
            MediationKind::Marriage => "婚姻矛盾",
            MediationKind::Family => "家庭纠纷",
            MediationKind::Housing => "房屋裂缝",
            MediationKind::Neighbours => "邻里用水纠纷",
            MediationKind::Land => "地界纠纷",
            MediationKind::Labour => "劳动报酬纠纷",
            MediationKind::Other => "其他纠纷",
        };
        let pool = in_office_on(plan, region, self.opened_on);
        let mediators = pool.choose_multiple(rng, 2.min(pool.len()));
        records.mediators.extend(mediators.zip(0..).map(|(member, ordinal)| CaseMember {
            case_id: id.clone(),
            ordinal,
            member_id: member.id.clone(),
        }));
        records.cases.push(MediationCase {
            id,
            committee_id: committee_id(&region.code),
            platform_id: self.venue.map(|venue| venue.platform.id.clone()),
            kind: self.kind,
            title: title.to_owned(),
            parties: Some("甲方与乙方".to_owned()),
            opened_at,
            opened_on: opened_at.day(),
            closed_at: closed,
            minutes_open: self.minutes,
            status: match (closed, self.is_resolved) {
                (None, _) => MediationStatus::Mediating,
                (Some(_), true) => MediationStatus::Resolved,
                (Some(_), false) => MediationStatus::Unresolved,
            },
            result: closed.map(|_| "双方当场确认结果（演示）".to_owned()),
            version: 1,
            is_generated: true,
        });
    }
}

/// The matters of a county's ledgers: one or two were discussed at each Friday talk.
fn add_matters(region: &RegionRow, site: &SiteRecords<'_>, records: &mut CountyRecords) {
    let mut rng = stream(&region.code, "Friday ledger");
    let talks = site.events.iter().map(|event| &event.record);
    let talks = talks.filter(|event| event.kind == ConsultationKind::FridayTalk);
    for talk in talks {
        let discussed_on = talk.held_on.civil();
        debug_assert_eq!(discussed_on.weekday(), Weekday::Friday);
        for _ in 0..rng.random_range(1..=2) {
            let spoken_on = discussed_on.saturating_sub(rng.random_range(2..=9_i64).days());
            let known_on = spoken_on.saturating_add(rng.random_range(0..=2_i64).days());
            let matter = local_matter(&mut rng);
            let difficulty = *Difficulty::ALL.choose(&mut rng).expect("there are difficulties");
            let days = match difficulty {
                Difficulty::Easy => 7,
                Difficulty::Middling => 25,
                Difficulty::Hard => 90,
            };
            let handled_on =
                later(discussed_on, 1, days, &mut rng).filter(|_| rng.random_range(0..100) < 90);
            let rated_on = handled_on.and_then(|on| later(on, 1, 10, &mut rng));
            let number = records.matters.len();
            records.matters.push(FridayMatter {
                id: record_id(&region.code, "Friday matter", number),
                committee_id: committee_id(&region.code),
                locality_code: talk.locality_code,
                text: format!("反映{}的问题", matter.subject),
                speaker: Some(somebody(number)),
                status: match (handled_on, rated_on) {
                    (None, _) => FridayMatterStep::Discussed,
                    (Some(_), None) => FridayMatterStep::Handled,
                    (Some(_), Some(_)) => FridayMatterStep::Rated,
                },
                difficulty: Some(difficulty),
                responsible: Some("社区网格员".to_owned()),
                spoken_on: spoken_on.into(),
                known_on: Some(known_on.into()),
                discussed_on: Some(discussed_on.into()),
                handled_on: handled_on.map(Into::into),
                rated_on: rated_on.map(Into::into),
                result: handled_on.map(|_| matter.solved.to_owned()),
                rating: rated_on.map(|_| rng.random_range(3..=5)),
                version: 1,
                is_generated: true,
            });
        }
    }
}

/// How the micro consultations were done, and what was made of them: as much as stated, else of one
/// in three.
fn add_micro(
    plan: &Plan,
    region: &RegionRow,
    site: &SiteRecords<'_>,
    proposals: &[Proposal],
    records: &mut CountyRecords,
) {
    let mut rng = stream(&region.code, "micro consultations");
    let events: Vec<_> = site
        .events
        .iter()
        .map(|event| &event.record)
        .filter(|event| event.kind == ConsultationKind::Micro)
        .collect();
    let groups = rng.random_range(4..=7);
    let converted = plan.targets.by_months(&region.code, Counted::MicroConverted);
    let converted = converted.first().map_or(events.len() / 3, |(_, count)| *count as usize);
    // Two in three become reports, as far as there are reports; the rest proposals.
    let wanted = (converted * 2 / 3).min(site.reports.len());
    let mut reports = site.reports.iter().take(wanted);
    let mut proposals = proposals.iter().take(converted - wanted);
    for (number, event) in events.iter().enumerate() {
        let report = reports.next();
        let proposal = if report.is_none() { proposals.next() } else { None };
        let is_converted = report.is_some() || proposal.is_some();
        records.micro.push(MicroConsultation {
            event_id: event.id.clone(),
            sector_group: format!("第{}界别组", numeral(1 + number % groups)),
            scope: Some("相关住户和单位".to_owned()),
            status: if is_converted {
                MicroConsultationStatus::Converted
            } else {
                MicroConsultationStatus::Consulted
            },
            opinion_report_id: report.map(|report| report.id.clone()),
            proposal_id: proposal.map(|proposal| proposal.id.clone()),
            version: 1,
            is_generated: true,
        });
        let pool = in_office_on(plan, region, event.held_on.civil().min(LAST_DAY));
        let team: Vec<&&Member> = pool.choose_multiple(&mut rng, 3.min(pool.len())).collect();
        records.teams.extend(team.into_iter().zip(0..).map(|(member, ordinal)| MicroTeamMember {
            event_id: event.id.clone(),
            ordinal,
            member_id: member.id.clone(),
        }));
    }
}
