//! The proposals of a site, who handles them, and how they were supervised.
//!
//! Two things are as documents tell them: 省政协十三届二次会议第394号提案 with its proposer and its
//! unit, and the two key proposals whose supervision the province's chair led in September 2023. All
//! else about these is made up, as they are marked.

use jiff::civil::{Date, date};
use qianzhan_activities::surveys::Survey;
use qianzhan_network::records::members::{Member, SectorCode};
use qianzhan_proposals::proposal_supervisions::{
    ProposalSupervision, SupervisionKind, SupervisionStatus,
};
use qianzhan_proposals::proposals::{
    Proposal, ProposalKind, ProposalStatus, ProposalUnit, Proposer, ProposerKind,
};
use rand::Rng as _;
use rand::seq::IndexedRandom as _;
use rand_chacha::ChaCha8Rng;

use super::calendar::LAST_DAY;
use super::drawing::{YEARS, in_office_on, later, special_committees, stated};
use super::plan::Plan;
use super::sectors::provincial_sectors;
use super::seed::{committee_id, record_id, stream};
use super::site::SiteRecords;
use super::targets::Counted;
use super::territory::{RegionLevel, RegionRow};
use super::wording::{general_matter, local_matter};

/// The province's chair in 2023, whom documents name in that office.
const CHAIR_2023: (&str, &str) = ("庄国泰", "省政协主席");
/// What the key proposals that he led were about.
const LED_BY_CHAIR: [&str; 2] = ["加快我省专精特新企业发展", "生物医药产业发展"];
/// Kinds of unit, as every level has them.
const UNITS: [&str; 10] = [
    "财政局",
    "发展改革委",
    "农业农村局",
    "教育局",
    "卫生健康委",
    "住房和城乡建设局",
    "交通运输局",
    "生态环境局",
    "民政局",
    "司法局",
];

/// Proposals with all that hangs on them.
#[derive(Debug, Default)]
pub(super) struct ProposalRecords {
    pub(super) proposals: Vec<Proposal>,
    pub(super) proposers: Vec<Proposer>,
    pub(super) units: Vec<ProposalUnit>,
    pub(super) supervisions: Vec<ProposalSupervision>,
}

/// The proposals of a site, session by session.
pub(super) fn generate_proposals(
    plan: &Plan,
    region: &RegionRow,
    site: &SiteRecords<'_>,
    surveys: &[Survey],
) -> ProposalRecords {
    let mut rng = stream(&region.code, "proposals");
    let mut records = ProposalRecords::default();
    let maker = Maker { plan, region, site, surveys };
    for year in YEARS {
        let (term, session) = session_of(region, site, year);
        let mut serial = 0;
        for draft in maker.drafts(year, &mut rng) {
            serial += rng.random_range(1..=maker.gap());
            maker.make(&mut records, (term, session, serial), year, draft, &mut rng);
        }
    }
    if region.level == RegionLevel::Province {
        maker.add_number_394(&mut records);
    }
    records
}

/// Term and session of a year. The province's thirteenth committee first met in 2023.
fn session_of(region: &RegionRow, site: &SiteRecords<'_>, year: i16) -> (i64, i64) {
    if region.level == RegionLevel::Province {
        return if year < 2023 { (12, 5) } else { (13, i64::from(year - 2022)) };
    }
    let usual = if region.level == RegionLevel::City { 5 } else { 10 };
    (site.committee.term_no.unwrap_or(usual), i64::from(year - 2021))
}

/// A proposal before its people are known.
#[derive(Clone, Copy)]
enum Draft {
    Individual,
    Collective,
    Sector(SectorCode),
    /// One whose supervision the chair led.
    LedByChair(&'static str),
}

struct Maker<'site> {
    plan: &'site Plan,
    region: &'site RegionRow,
    site: &'site SiteRecords<'site>,
    surveys: &'site [Survey],
}

impl Maker<'_> {
    /// Numbers between one generated proposal and the next: only some of a session are made up.
    fn gap(&self) -> i64 {
        match self.region.level {
            RegionLevel::Province => 4,
            RegionLevel::City | RegionLevel::County => 1,
        }
    }

    fn drafts(&self, year: i16, rng: &mut ChaCha8Rng) -> Vec<Draft> {
        let (plain, sectors) = match self.region.level {
            RegionLevel::Province => (50, provincial_sector_proposals(rng)),
            RegionLevel::City => (18, self.some_sectors(4, rng)),
            RegionLevel::County => (10, self.some_sectors(2, rng)),
        };
        let mut drafts: Vec<Draft> = (0..plain)
            .map(
                |_| if rng.random_range(0..4) == 0 { Draft::Collective } else { Draft::Individual },
            )
            .chain(sectors.into_iter().map(Draft::Sector))
            .collect();
        let led = stated(self.plan, self.region, Counted::KeyProposalsLedByChair, year);
        let led = led.unwrap_or(0) as usize;
        drafts.extend(LED_BY_CHAIR.iter().copied().take(led).map(Draft::LedByChair));
        drafts
    }

    fn some_sectors(&self, count: usize, rng: &mut ChaCha8Rng) -> Vec<SectorCode> {
        let members = self.plan.members(self.region);
        members.choose_multiple(rng, count).map(|member| member.sector).collect()
    }

    fn make(
        &self,
        records: &mut ProposalRecords,
        (term_no, session_no, serial): (i64, i64, i64),
        year: i16,
        draft: Draft,
        rng: &mut ChaCha8Rng,
    ) {
        let region = self.region;
        let collected_on = date(year, 1, rng.random_range(4..=20));
        let matter = match region.level {
            RegionLevel::County => local_matter(rng),
            _ => general_matter(rng),
        };
        let (kind, sector, title) = match draft {
            Draft::Individual => (ProposalKind::Individual, None, matter.subject),
            Draft::Collective => (ProposalKind::Collective, None, matter.subject),
            Draft::Sector(sector) => (ProposalKind::Sector, Some(sector), matter.subject),
            Draft::LedByChair(title) => (ProposalKind::Collective, None, title),
        };
        let is_led = matches!(draft, Draft::LedByChair(_));
        let is_draft = year == *YEARS.end() && !is_led && rng.random_range(0..20) == 0;
        let survey = self.survey_before(collected_on, rng);
        let appeal = self.appeal_before(collected_on, rng);
        let status = self.draw_status(year, is_draft, is_led, rng);
        let submitted_on = later(collected_on, 2, 8, rng).filter(|_| !is_draft);
        let proposal = Proposal {
            id: record_id(&region.code, "proposal", records.proposals.len()),
            committee_id: committee_id(&region.code),
            term_no,
            session_no,
            serial_no: (!is_draft).then_some(serial),
            kind,
            title: format!("关于{title}的提案"),
            text: None,
            sector,
            is_key: is_led || (!is_draft && rng.random_range(0..12) == 0),
            survey_id: survey,
            source_appeal_id: appeal,
            source_topic_id: None,
            status,
            collected_on: collected_on.into(),
            submitted_on: submitted_on.map(Into::into),
            outcome: (status == ProposalStatus::CarriedOut).then(|| matter.solved.to_owned()),
            version: 1,
            is_generated: true,
        };
        self.add_proposers(records, &proposal, draft, collected_on, rng);
        self.add_units(records, &proposal, year, rng);
        self.supervise(records, &proposal, draft, year, rng);
        records.proposals.push(proposal);
    }

    /// A survey of the site that was done by then; now and then none.
    fn survey_before(&self, day: Date, rng: &mut ChaCha8Rng) -> Option<qianzhan_network::RecordId> {
        let is_done = |survey: &&Survey| survey.surveyed_on.is_some_and(|on| on.civil() <= day);
        let done: Vec<&Survey> = self.surveys.iter().filter(is_done).collect();
        let chosen = done.choose(rng).map(|survey| survey.id.clone());
        chosen.filter(|_| rng.random_range(0..100) < 85)
    }

    /// An appeal of the county that came before.
    fn appeal_before(&self, day: Date, rng: &mut ChaCha8Rng) -> Option<qianzhan_network::RecordId> {
        let earlier: Vec<_> =
            self.site.appeals.iter().filter(|appeal| appeal.received_on.civil() < day).collect();
        let chosen = earlier.choose(rng).map(|appeal| appeal.id.clone());
        chosen.filter(|_| rng.random_range(0..100) < 25)
    }

    fn draw_status(
        &self,
        year: i16,
        is_draft: bool,
        is_led: bool,
        rng: &mut ChaCha8Rng,
    ) -> ProposalStatus {
        use ProposalStatus::{Assigned, CarriedOut, Collected, Handling, Replied};
        let draw = rng.random_range(0..100);
        match (is_draft, is_led, year) {
            (true, ..) => Collected,
            (_, true, _) => CarriedOut,
            (_, _, 2024) => match draw {
                0..10 => CarriedOut,
                10..70 => Replied,
                70..92 => Handling,
                _ => Assigned,
            },
            (_, _, 2023) => match draw {
                0..60 => CarriedOut,
                60..97 => Replied,
                _ => Handling,
            },
            _ => {
                if draw < 85 {
                    CarriedOut
                } else {
                    Replied
                }
            }
        }
    }

    fn add_proposers(
        &self,
        records: &mut ProposalRecords,
        proposal: &Proposal,
        draft: Draft,
        day: Date,
        rng: &mut ChaCha8Rng,
    ) {
        let pool = in_office_on(self.plan, self.region, day);
        let of_sector: Vec<&&Member> = match draft {
            Draft::Sector(sector) => pool.iter().filter(|it| it.sector == sector).collect(),
            _ => pool.iter().collect(),
        };
        let row = |kind, member: Option<&Member>, name: Option<&str>, ordinal| Proposer {
            proposal_id: proposal.id.clone(),
            ordinal,
            kind,
            member_id: member.map(|member| member.id.clone()),
            name: name.map(str::to_owned),
        };
        let member = of_sector.choose(rng).map(|member| **member);
        match draft {
            Draft::Individual => {
                records.proposers.push(row(ProposerKind::Member, member, None, 0));
            }
            Draft::Sector(sector) => {
                records.proposers.push(row(ProposerKind::Sector, None, Some(sector.name()), 0));
                records.proposers.push(row(ProposerKind::Member, member, None, 1));
            }
            Draft::Collective | Draft::LedByChair(_) => {
                let bodies = special_committees(self.region.level);
                let body = bodies.choose(rng).copied();
                records.proposers.push(row(ProposerKind::Body, None, body, 0));
            }
        }
    }

    fn add_units(
        &self,
        records: &mut ProposalRecords,
        proposal: &Proposal,
        year: i16,
        rng: &mut ChaCha8Rng,
    ) {
        use ProposalStatus::{CarriedOut, Collected, Replied};
        if proposal.status == Collected {
            return;
        }
        let level = match self.region.level {
            RegionLevel::Province => "省",
            RegionLevel::City => "市",
            RegionLevel::County => "县",
        };
        let count = rng.random_range(1..=2);
        let is_replied = matches!(proposal.status, Replied | CarriedOut);
        for (unit, ordinal) in UNITS.choose_multiple(rng, count).zip(0..) {
            let replied_on = later(date(year, 3, 20), 30, 200, rng).filter(|_| is_replied);
            let unit = match self.region.level {
                RegionLevel::Province => unit.replace('局', "厅"),
                RegionLevel::City | RegionLevel::County => (*unit).to_owned(),
            };
            records.units.push(ProposalUnit {
                proposal_id: proposal.id.clone(),
                ordinal,
                unit: format!("{level}{unit}"),
                is_lead: ordinal == 0,
                due_on: Some(date(year, 9, 30).into()),
                is_replied,
                replied_on: replied_on.or(is_replied.then_some(LAST_DAY)).map(Into::into),
                reply: is_replied.then(|| "已研究办理并答复提案者（演示）".to_owned()),
            });
        }
    }

    /// Most key proposals are supervised, those of the chair in September.
    fn supervise(
        &self,
        records: &mut ProposalRecords,
        proposal: &Proposal,
        draft: Draft,
        year: i16,
        rng: &mut ChaCha8Rng,
    ) {
        let is_led_by_chair = matches!(draft, Draft::LedByChair(_));
        if !proposal.is_key || (!is_led_by_chair && rng.random_range(0..10) == 0) {
            return;
        }
        let members = self.plan.members(self.region);
        let vice_chair = &members[rng.random_range(1..=4)];
        let (leader, office) = match is_led_by_chair {
            true => (CHAIR_2023.0.to_owned(), CHAIR_2023.1.to_owned()),
            false => (vice_chair.name.clone(), format!("{}政协副主席", self.region.short_name)),
        };
        let held_on = match is_led_by_chair {
            true => date(year, 9, rng.random_range(11..=22)),
            false => date(year, rng.random_range(5..=10), rng.random_range(1..=28)),
        };
        let is_done = proposal.status == ProposalStatus::CarriedOut;
        let has_public = is_led_by_chair || rng.random_range(0..10) < 6;
        let kind = match (is_led_by_chair, rng.random_range(0..3)) {
            (true, _) | (_, 0) => SupervisionKind::Led,
            (_, 1) => SupervisionKind::OnSite,
            _ => SupervisionKind::Meeting,
        };
        let public = if has_public { rng.random_range(2..=9) } else { 0 };
        // How many came to the chair's is not told.
        let count = |count: i64| (!is_led_by_chair).then_some(count);
        let looks_back = is_done && rng.random_range(0..4) == 0;
        let followed_up_on = later(held_on, 90, 200, rng).filter(|_| looks_back);
        records.supervisions.push(ProposalSupervision {
            id: record_id(&self.region.code, "supervision", records.supervisions.len()),
            committee_id: proposal.committee_id.clone(),
            proposal_id: proposal.id.clone(),
            kind,
            leader: Some(leader),
            leader_office: Some(office),
            held_on: held_on.into(),
            status: match (is_done, followed_up_on) {
                (_, Some(_)) => SupervisionStatus::FollowedUp,
                (true, None) => SupervisionStatus::CarriedOut,
                (false, None) => SupervisionStatus::Held,
            },
            has_sector_public: has_public,
            member_count: count(rng.random_range(3..=8)),
            public_count: count(public),
            demand: Some("明确时限，按月报告进度".to_owned()),
            result: is_done.then(|| "已按期落实".to_owned()),
            followed_up_on: followed_up_on.map(Into::into),
            finding: followed_up_on.map(|_| "成效基本显现".to_owned()),
            version: 1,
            is_generated: true,
        });
    }

    /// 省政协十三届二次会议第394号提案: its proposer, its unit and that it was answered are a
    /// document's; when is not told.
    fn add_number_394(&self, records: &mut ProposalRecords) {
        let id = record_id(&self.region.code, "proposal", records.proposals.len());
        records.proposers.push(Proposer {
            proposal_id: id.clone(),
            ordinal: 0,
            kind: ProposerKind::Member,
            member_id: None,
            name: Some("李琰".to_owned()),
        });
        records.units.push(ProposalUnit {
            proposal_id: id.clone(),
            ordinal: 0,
            unit: "省财政厅".to_owned(),
            is_lead: true,
            due_on: None,
            is_replied: true,
            replied_on: None,
            reply: Some("所需资金可由两个专项安排".to_owned()),
        });
        records.proposals.push(Proposal {
            id,
            committee_id: committee_id(&self.region.code),
            term_no: 13,
            session_no: 2,
            serial_no: Some(394),
            kind: ProposalKind::Individual,
            title: "省政协十三届二次会议第394号提案".to_owned(),
            text: None,
            sector: None,
            is_key: false,
            survey_id: None,
            source_appeal_id: None,
            source_topic_id: None,
            status: ProposalStatus::Replied,
            collected_on: date(2024, 1, 20).into(),
            submitted_on: None,
            outcome: None,
            version: 1,
            is_generated: true,
        });
    }
}

/// One or two proposals of nearly every sector that the province seats.
fn provincial_sector_proposals(rng: &mut ChaCha8Rng) -> Vec<SectorCode> {
    let sectors =
        special_committees(RegionLevel::Province).into_iter().flat_map(provincial_sectors);
    let mut proposals = Vec::new();
    for sector in sectors {
        let count = if rng.random_range(0..12) == 0 { 0 } else { rng.random_range(1..=2) };
        proposals.extend(std::iter::repeat_n(sector, count));
    }
    proposals
}
