//! The consultation events of a site, who was there, and what came of them.
//!
//! Every count of a month is first fixed by the schedule and then dealt out to the month's events,
//! so the events add up to the schedule whatever chance does.

mod attendance;
mod kinds;
mod outcomes;

use jiff::civil::Date;
use qianzhan_network::records::consultation_events::{
    Attendance, ConsultationEvent, ConsultationEventStatus, ConsultationKind, ConsultationMode,
    Outcome, VenueKind,
};
use qianzhan_network::records::platforms::PlatformKind;
use qianzhan_network::records::topics::TopicStatus;
use rand::Rng as _;
use rand::seq::{IndexedRandom as _, index};
use rand_chacha::ChaCha8Rng;

use self::attendance::draw_attendance;
use self::kinds::{Series, draw_plain_kind, kind_word};
use self::outcomes::list_outcomes;
use super::apportion::scatter;
use super::brands::brands_of;
use super::places::Places;
use super::platforms::Venue;
use super::schedule::MonthTotals;
use super::seed::{committee_id, record_id, region_code, stream};
use super::targets::{Counted, HESHUI_VILLAGE, Targets};
use super::territory::{RegionLevel, RegionRow};
use super::topics::TopicDraft;
use super::wording::{Matter, general_matter, local_matter};

pub(super) use self::attendance::Pool;

const MAX_PRESENT: u32 = 16;
const MAX_SUGGESTIONS: u32 = 12;
const MAX_SOLVED: u32 = 14;

/// One event with all that belongs to it.
#[derive(Debug)]
pub(super) struct EventDraft {
    pub(super) record: ConsultationEvent,
    pub(super) attendance: Vec<Attendance>,
    pub(super) outcomes: Vec<Outcome>,
    pub(super) matter: Matter,
}

/// What the events of one site are made from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting<'site> {
    pub(super) region: &'site RegionRow,
    pub(super) targets: &'site Targets,
    pub(super) places: &'site Places<'site>,
    pub(super) venues: &'site [Venue],
    pub(super) pool: &'site Pool<'site>,
}

/// The events of a site in order of time. Topics that come to be consulted are marked so.
pub(super) fn generate_events(
    setting: Setting<'_>,
    schedule: &[MonthTotals],
    topics: &mut [TopicDraft],
) -> Vec<EventDraft> {
    let mut rng = stream(&setting.region.code, "events");
    let series = Series::draw(setting.region, setting.targets, &mut rng);
    let mut slots: Vec<Slot> = schedule
        .iter()
        .flat_map(|totals| month_slots(setting, totals, &series, &mut rng))
        .collect();
    reserve_village_events(setting, &mut slots);
    let mut is_used = vec![false; topics.len()];
    slots
        .into_iter()
        .enumerate()
        .map(|(number, slot)| {
            let topic = choose_topic(&slot, topics, &mut is_used, &mut rng);
            if let Some(topic) = topic {
                topics[topic].record.status = TopicStatus::Consulted;
            }
            hold(setting, number, &slot, topic.map(|topic| &topics[topic]), &mut rng)
        })
        .collect()
}

/// An event before its place and people are known.
#[derive(Debug)]
struct Slot {
    day: Date,
    kind: ConsultationKind,
    present: u32,
    suggestions: u32,
    solved: u32,
    /// Whether it is one of those that a document states for a village.
    is_of_village: bool,
}

fn month_slots(
    setting: Setting<'_>,
    totals: &MonthTotals,
    series: &Series,
    rng: &mut ChaCha8Rng,
) -> Vec<Slot> {
    let count = totals.events as usize;
    let working_days = totals.month.working_days();
    let mut days: Vec<Date> =
        (0..count).filter_map(|_| working_days.choose(rng).copied()).collect();
    days.sort_unstable();
    let mut is_micro = vec![false; count];
    for index in index::sample(rng, count, totals.micro_events as usize) {
        is_micro[index] = true;
    }
    let most = u32::try_from(setting.pool.len()).unwrap_or(MAX_PRESENT).min(MAX_PRESENT);
    let present = deal_present(totals.participations, count, most, rng);
    let suggestions = scatter(totals.suggestions, count, MAX_SUGGESTIONS, rng);
    let micro = totals.micro_events as usize;
    let micro_solved = scatter(totals.micro_problems_solved, micro, MAX_SOLVED, rng);
    let plain_total = totals.problems_solved - totals.micro_problems_solved;
    let plain_solved = scatter(plain_total, count - micro, MAX_SOLVED, rng);
    let (mut micro_solved, mut plain_solved) = (micro_solved.into_iter(), plain_solved.into_iter());
    let mut in_series = series.of_month(totals.month);

    days.into_iter()
        .enumerate()
        .map(|(index, day)| {
            let drawn = draw_plain_kind(setting.region.level, day, rng);
            let (kind, solved) = if is_micro[index] {
                (ConsultationKind::Micro, micro_solved.next())
            } else {
                (in_series.take().unwrap_or(drawn), plain_solved.next())
            };
            Slot {
                day,
                kind,
                present: present[index],
                suggestions: suggestions[index],
                solved: solved.unwrap_or(0),
                is_of_village: false,
            }
        })
        .collect()
}

/// Person-times over events: one for each where they suffice, the rest at random.
fn deal_present(total: u32, count: usize, most: u32, rng: &mut ChaCha8Rng) -> Vec<u32> {
    match total.checked_sub(u32::try_from(count).unwrap_or(u32::MAX)) {
        Some(rest) if most > 0 => {
            scatter(rest, count, most - 1, rng).into_iter().map(|more| more + 1).collect()
        }
        _ => scatter(total, count, most, rng),
    }
}

/// Sets aside as many of the site's events as a document states for a village, spread over time.
fn reserve_village_events(setting: Setting<'_>, slots: &mut [Slot]) {
    let counted = Counted::EventsInVillage(HESHUI_VILLAGE);
    let Some(stated) = setting.targets.count(&setting.region.code, counted) else {
        return;
    };
    let plain: Vec<usize> = (0..slots.len())
        .filter(|&index| slots[index].kind == ConsultationKind::Grassroots)
        .collect();
    let step = (plain.len() / (stated as usize + 1)).max(1);
    for &index in plain.iter().skip(step / 2).step_by(step).take(stated as usize) {
        slots[index].is_of_village = true;
    }
}

/// The topic of an event: of a series always one of its own, else now and then a recent one.
fn choose_topic(
    slot: &Slot,
    topics: &[TopicDraft],
    is_used: &mut [bool],
    rng: &mut ChaCha8Rng,
) -> Option<usize> {
    let has_topic = rng.random_range(0..100) < 45;
    let collected = topics.partition_point(|topic| topic.record.collected_on.civil() <= slot.day);
    let is_of_series = matches!(slot.kind, ConsultationKind::Bimonthly | ConsultationKind::Monthly);
    let recent = collected.saturating_sub(60)..collected;
    let chosen = if is_of_series {
        (0..collected).rev().find(|&index| !is_used[index])
    } else if has_topic && !slot.is_of_village && !recent.is_empty() {
        Some(rng.random_range(recent))
    } else {
        None
    };
    if let Some(index) = chosen {
        is_used[index] = true;
    }
    chosen
}

fn hold(
    setting: Setting<'_>,
    number: usize,
    slot: &Slot,
    topic: Option<&TopicDraft>,
    rng: &mut ChaCha8Rng,
) -> EventDraft {
    let Setting { region, places, .. } = setting;
    let id = record_id(&region.code, "event", number);
    let venue = choose_venue(setting, slot, topic, rng);
    let township = venue.and_then(|venue| venue.township).or_else(|| {
        let drawn = (!places.listed.is_empty()).then(|| rng.random_range(0..places.listed.len()));
        topic.and_then(|topic| topic.township).or(drawn)
    });
    let locality_code = venue
        .and_then(|venue| venue.platform.locality_code)
        .or_else(|| township.map(|index| region_code(&places.listed[index].code)));
    let where_to = match slot.is_of_village {
        true => HESHUI_VILLAGE,
        false => township.map_or(&region.short_name, |index| &places.listed[index].name),
    };
    let matter =
        topic.map_or_else(|| draw_matter(region.level, township, rng), |topic| topic.matter);
    let mode = match venue {
        Some(venue) if venue.carries(PlatformKind::WechatConsultation) => ConsultationMode::Remote,
        _ if rng.random_range(0..100) < 4 => ConsultationMode::Remote,
        _ => ConsultationMode::OnSite,
    };
    let attendance = draw_attendance(setting.pool, &id, slot.day, slot.present, township, rng);
    let outcomes = list_outcomes(&id, slot.suggestions, slot.solved, matter, rng);
    let brand = brands_of(&region.code)
        .filter(|brand| match brand.place {
            None => !slot.is_of_village,
            Some(place) => place == where_to,
        })
        // A township's own brand comes before that of the whole region.
        .last()
        .filter(|_| slot.is_of_village || rng.random_range(0..100) < 40);
    let record = ConsultationEvent {
        id,
        committee_id: committee_id(&region.code),
        title: format!("关于{where_to}{}的{}", matter.subject, kind_word(slot.kind)),
        kind: slot.kind,
        venue: draw_venue_kind(region, venue.is_some(), rng),
        mode,
        status: draw_status(slot, rng),
        held_on: slot.day.into(),
        platform_id: venue.map(|venue| venue.platform.id.clone()),
        locality_code,
        topic_id: topic.map(|topic| topic.record.id.clone()),
        member_count: u32::try_from(attendance.len()).expect("few are present"),
        resident_count: rng.random_range(3..=40),
        suggestion_count: slot.suggestions,
        problems_found: slot.solved + rng.random_range(0..=2),
        problems_solved: slot.solved,
        brand: brand.map(|brand| brand.name.to_owned()),
        version: 1,
        is_generated: true,
    };
    EventDraft { record, attendance, outcomes, matter }
}

/// An open platform, in the topic's township where it has one; none for about one event in eight.
/// The village whose events are stated has those and no others.
fn choose_venue<'site>(
    setting: Setting<'site>,
    slot: &Slot,
    topic: Option<&TopicDraft>,
    rng: &mut ChaCha8Rng,
) -> Option<&'site Venue> {
    let village = setting.places.villages.iter().find(|village| village.name == HESHUI_VILLAGE);
    let village_code = village.map(|village| region_code(&village.code));
    let is_of_village =
        |venue: &Venue| village_code.is_some() && venue.platform.locality_code == village_code;
    if slot.is_of_village {
        return setting.venues.iter().find(|venue| is_of_village(venue));
    }
    if rng.random_range(0..8) == 0 {
        return None;
    }
    let township = topic.and_then(|topic| topic.township);
    let open: Vec<&Venue> = setting
        .venues
        .iter()
        .filter(|venue| venue.is_open_on(slot.day) && !is_of_village(venue))
        .filter(|venue| township.is_none() || venue.township == township)
        .collect();
    open.choose(rng).copied()
}

fn draw_matter(level: RegionLevel, township: Option<usize>, rng: &mut ChaCha8Rng) -> Matter {
    if level == RegionLevel::County || township.is_some() {
        local_matter(rng)
    } else {
        general_matter(rng)
    }
}

fn draw_venue_kind(region: &RegionRow, has_platform: bool, rng: &mut ChaCha8Rng) -> VenueKind {
    const OUTSIDE: [VenueKind; 5] = [
        VenueKind::Pavilion,
        VenueKind::BenchMeeting,
        VenueKind::KangMeeting,
        VenueKind::Square,
        VenueKind::Field,
    ];
    /// 平凉 and 庆阳 lie on the loess, where people live in caves.
    const LOESS: [&str; 2] = ["620800", "621000"];
    let is_inside = rng.random_range(0..100) < if has_platform { 72 } else { 10 };
    if is_inside || region.level == RegionLevel::Province {
        return VenueKind::Room;
    }
    if LOESS.contains(&region.parent_code.as_str()) && rng.random_range(0..5) == 0 {
        return VenueKind::CaveDwelling;
    }
    *OUTSIDE.choose(rng).expect("the list is not empty")
}

fn draw_status(slot: &Slot, rng: &mut ChaCha8Rng) -> ConsultationEventStatus {
    let draw = rng.random_range(0..3);
    match (slot.solved, slot.suggestions, draw) {
        (1.., _, _) => ConsultationEventStatus::Solved,
        (0, 0, _) => ConsultationEventStatus::Held,
        (0, _, 0) => ConsultationEventStatus::Suggested,
        (0, _, 1) => ConsultationEventStatus::Adopted,
        (0, _, _) => ConsultationEventStatus::CarriedOut,
    }
}
