//! The monthly and bimonthly consultations of a site as its special committees hosted them, and the
//! yearly plans that they stand in. A meeting is held on the day of the event of its series.

use std::collections::BTreeMap;

use qianzhan_activities::consultation_meetings::{
    ConsultationMeeting, ConsultationSeries, MeetingSpeaker, MeetingStatus, MeetingSuggestion,
};
use qianzhan_activities::consultation_plans::{
    ConsultationPlan, PlanStatus, PlanTopic, PlannedForm,
};
use qianzhan_activities::surveys::Survey;
use qianzhan_network::records::consultation_events::{ConsultationEvent, ConsultationKind};
use qianzhan_network::records::members::Member;
use rand::Rng as _;
use rand::seq::IndexedRandom as _;
use rand_chacha::ChaCha8Rng;

use super::apportion::apportion;
use super::drawing::{YEARS, in_office_on, special_committees, stated};
use super::plan::Plan;
use super::seed::{committee_id, record_id, stream};
use super::site::SiteRecords;
use super::targets::Counted;
use super::territory::{RegionLevel, RegionRow};
use super::wording::{MORE_SUGGESTIONS, general_matter};

/// Meetings with all that hangs on them, and the plans.
#[derive(Debug, Default)]
pub(super) struct MeetingRecords {
    pub(super) plans: Vec<ConsultationPlan>,
    pub(super) topics: Vec<PlanTopic>,
    pub(super) meetings: Vec<ConsultationMeeting>,
    pub(super) speakers: Vec<MeetingSpeaker>,
    pub(super) suggestions: Vec<MeetingSuggestion>,
}

/// The meetings and plans of a site.
pub(super) fn generate_meetings(
    plan: &Plan,
    region: &RegionRow,
    site: &SiteRecords<'_>,
    surveys: &[Survey],
) -> MeetingRecords {
    let mut rng = stream(&region.code, "meetings");
    let mut records = MeetingRecords::default();
    let mut by_year: BTreeMap<i16, Vec<&ConsultationEvent>> = BTreeMap::new();
    for event in site.events.iter().map(|event| &event.record) {
        if matches!(event.kind, ConsultationKind::Monthly | ConsultationKind::Bimonthly) {
            by_year.entry(event.held_on.civil().year()).or_default().push(event);
        }
    }
    for (number, year) in YEARS.enumerate() {
        let events = by_year.remove(&year).unwrap_or_default();
        let hosts = hosts_of_year(plan, region, year, events.len());
        let mut slots = Vec::new();
        for (event, host) in events.into_iter().zip(hosts) {
            slots.push(Slot { event, host, members: 0, suggestions: 0, adopted: 0 });
        }
        count_members(plan, region, year, &mut slots, &mut rng);
        for slot in &slots {
            records.hold(plan, region, slot, number, &mut rng);
        }
        records.plan_year(plan, region, year, number, surveys, &mut rng);
    }
    records
}

/// A meeting before its people are known.
struct Slot<'site> {
    event: &'site ConsultationEvent,
    host: &'static str,
    members: u32,
    suggestions: u32,
    adopted: u32,
}

/// Who hosts the meetings of a year: those whose number is stated as often as that, the rest by turns.
fn hosts_of_year(plan: &Plan, region: &RegionRow, year: i16, count: usize) -> Vec<&'static str> {
    let all = special_committees(region.level);
    let mut hosts = Vec::new();
    let mut others = Vec::new();
    for &host in &all {
        match stated(plan, region, Counted::MeetingsOf(host), year) {
            Some(meetings) => hosts.extend(std::iter::repeat_n(host, meetings as usize)),
            // Its members are stated, and not its meetings: they fit into one.
            None if stated(plan, region, Counted::MeetingMembersOf(host), year).is_some() => {
                hosts.push(host);
            }
            None => others.push(host),
        }
    }
    let turn = usize::from(year.unsigned_abs());
    hosts.extend((0..).map(|number: usize| others[(turn + number) % others.len()]).take(count));
    hosts.truncate(count);
    hosts
}

/// Members invited, suggestions, and those taken up: as stated, dealt out over the host's meetings.
fn count_members(
    plan: &Plan,
    region: &RegionRow,
    year: i16,
    slots: &mut [Slot<'_>],
    rng: &mut ChaCha8Rng,
) {
    for slot in slots.iter_mut() {
        slot.members = rng.random_range(4..=9);
        slot.suggestions = rng.random_range(3..=8);
        slot.adopted = rng.random_range(0..=slot.suggestions / 2);
    }
    for host in special_committees(region.level) {
        let of_host = |slot: &&mut Slot<'_>| slot.host == host;
        let count = slots.iter().filter(|slot| slot.host == host).count();
        let deal = |counted| {
            let total = stated(plan, region, counted, year)?;
            Some(apportion(total, &vec![1; count]))
        };
        if let Some(shares) = deal(Counted::MeetingMembersOf(host)) {
            let shares = slots.iter_mut().filter(of_host).zip(shares);
            shares.for_each(|(slot, share)| slot.members = share);
        }
        if let Some(shares) = deal(Counted::MeetingAdoptedOf(host)) {
            for (slot, share) in slots.iter_mut().filter(of_host).zip(shares) {
                slot.adopted = share;
                slot.suggestions = slot.suggestions.max(share);
            }
        }
    }
}

impl MeetingRecords {
    fn hold(
        &mut self,
        plan: &Plan,
        region: &RegionRow,
        slot: &Slot<'_>,
        year_number: usize,
        rng: &mut ChaCha8Rng,
    ) {
        let event = slot.event;
        let id = record_id(&region.code, "consultation meeting", self.meetings.len());
        let pool = in_office_on(plan, region, event.held_on.civil());
        let speakers: Vec<&&Member> =
            pool.choose_multiple(rng, (slot.members as usize).min(pool.len())).collect();
        self.speakers.extend(speakers.iter().zip(0..).map(|(member, ordinal)| MeetingSpeaker {
            meeting_id: id.clone(),
            ordinal,
            member_id: Some(member.id.clone()),
            sector: Some(member.sector),
            body: None,
            is_public: false,
        }));
        for ordinal in 0..slot.suggestions {
            let member = speakers.get(ordinal as usize % speakers.len().max(1));
            let is_adopted = ordinal < slot.adopted;
            self.suggestions.push(MeetingSuggestion {
                meeting_id: id.clone(),
                ordinal,
                member_id: member.map(|member| member.id.clone()),
                text: MORE_SUGGESTIONS[ordinal as usize % MORE_SUGGESTIONS.len()].to_owned(),
                is_adopted,
                adopted_in: is_adopted.then(|| "相关实施意见（演示）".to_owned()),
            });
        }
        let is_monthly = event.kind == ConsultationKind::Monthly;
        // Now and then a topic comes up from a committee below.
        let below: Vec<&RegionRow> = plan.territory.children(&region.code).collect();
        let from_below = below.choose(rng).filter(|_| rng.random_range(0..10) < 3);
        let topic_id = match from_below {
            Some(row) => Some(record_id(&row.code, "topic", rng.random_range(0..3))),
            None => event.topic_id.clone(),
        };
        self.meetings.push(ConsultationMeeting {
            id,
            committee_id: committee_id(&region.code),
            series: if is_monthly {
                ConsultationSeries::Monthly
            } else {
                ConsultationSeries::Bimonthly
            },
            title: event.title.clone(),
            host: slot.host.to_owned(),
            plan_id: Some(record_id(&region.code, "consultation plan", year_number)),
            topic_id,
            held_on: event.held_on,
            status: if slot.adopted > 0 {
                MeetingStatus::Adopted
            } else {
                MeetingStatus::Suggested
            },
            member_count: u32::try_from(speakers.len()).expect("few are invited"),
            suggestion_count: slot.suggestions,
            adopted_count: slot.adopted,
            version: 1,
            is_generated: true,
        });
    }

    /// The plan of a year: its meetings and surveys as topics, and what else it names.
    fn plan_year(
        &mut self,
        plan: &Plan,
        region: &RegionRow,
        year: i16,
        number: usize,
        surveys: &[Survey],
        rng: &mut ChaCha8Rng,
    ) {
        let id = record_id(&region.code, "consultation plan", number);
        let mut topics: Vec<(PlannedForm, String, Option<String>)> = Vec::new();
        let series = match region.level {
            RegionLevel::Province => PlannedForm::Monthly,
            RegionLevel::City | RegionLevel::County => PlannedForm::Bimonthly,
        };
        let of_year = |day: qianzhan_network::Date| day.civil().year() == year;
        for meeting in self.meetings.iter().filter(|it| of_year(it.held_on)) {
            topics.push((series, meeting.title.clone(), Some(meeting.host.clone())));
        }
        for survey in surveys.iter().filter(|it| of_year(it.prepared_on)) {
            topics.push((PlannedForm::Survey, survey.title.clone(), survey.host.clone()));
        }
        for (form, natural) in [(PlannedForm::StandingCommittee, 1), (PlannedForm::Special, 3)] {
            let counted = Counted::PlannedTopics(form.as_text());
            let count = stated(plan, region, counted, year).unwrap_or(natural);
            for _ in 0..count {
                let subject = general_matter(rng).subject;
                topics.push((form, format!("关于{}{subject}的课题", region.short_name), None));
            }
        }
        let published_on = jiff::civil::date(year, 2, 20);
        self.plans.push(ConsultationPlan {
            id: id.clone(),
            committee_id: committee_id(&region.code),
            year: year.into(),
            title: format!("{}政协{year}年协商计划", region.name),
            is_key: false,
            platform_id: None,
            status: PlanStatus::Published,
            published_on: Some(published_on.into()),
            version: 2,
            is_generated: true,
        });
        self.topics.extend((0..).zip(topics).map(|(ordinal, (form, title, host))| PlanTopic {
            plan_id: id.clone(),
            ordinal,
            title,
            form,
            host,
            topic_id: None,
        }));
    }
}
