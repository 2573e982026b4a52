//! The kinds of consultation: the series that a committee holds by plan, and the rest.

use jiff::civil::{Date, Weekday};
use qianzhan_network::records::consultation_events::ConsultationKind;
use rand::Rng as _;
use rand_chacha::ChaCha8Rng;

use crate::demo::records::calendar::{Month, months};
use crate::demo::records::targets::{Counted, Targets};
use crate::demo::records::territory::{RegionLevel, RegionRow};

/// The months of a year in which a stated number of bimonthly consultations meets, first to last.
const STATED_MONTHS: [i8; 6] = [4, 6, 10, 8, 2, 12];
const FRIDAY_TALK_PERCENT: u32 = 18;

/// The months in which a committee's series meets, and of which kind it is.
#[derive(Debug)]
pub(super) struct Series {
    kind: ConsultationKind,
    months: Vec<Month>,
}

impl Series {
    /// The province meets every month but the first and the last; the others meet every second
    /// month, now and then not. Where a year's number is stated, so many meet.
    pub(super) fn draw(region: &RegionRow, targets: &Targets, rng: &mut ChaCha8Rng) -> Self {
        let all = months(&(Month::new(2022, 1)..=Month::new(2024, 11)));
        if region.level == RegionLevel::Province {
            let months = all.into_iter().filter(|month| (2..=11).contains(&month.month)).collect();
            return Self { kind: ConsultationKind::Monthly, months };
        }
        let stated = targets.by_months(&region.code, Counted::BimonthlyTopics);
        let meets = |month: &Month, met: bool| match stated
            .iter()
            .find(|(range, _)| range.contains(month))
        {
            Some((_, count)) => STATED_MONTHS[..(*count as usize).min(6)].contains(&month.month),
            None => met && month.month % 2 == 0,
        };
        let months =
            all.into_iter().filter(|month| meets(month, rng.random_range(0..100) < 60)).collect();
        Self { kind: ConsultationKind::Bimonthly, months }
    }

    /// The kind of the series' event in a month, if it meets.
    pub(super) fn of_month(&self, month: Month) -> Option<ConsultationKind> {
        self.months.contains(&month).then_some(self.kind)
    }
}

/// The kind of an event outside any series. Friday talks are on Fridays.
pub(super) fn draw_plain_kind(
    level: RegionLevel,
    day: Date,
    rng: &mut ChaCha8Rng,
) -> ConsultationKind {
    let friday_draw = rng.random_range(0..100);
    let draw = rng.random_range(0..100);
    match level {
        RegionLevel::County
            if day.weekday() == Weekday::Friday && friday_draw < FRIDAY_TALK_PERCENT =>
        {
            ConsultationKind::FridayTalk
        }
        RegionLevel::County => match draw {
            0..84 => ConsultationKind::Grassroots,
            84..90 => ConsultationKind::Special,
            90..95 => ConsultationKind::SectorForum,
            _ => ConsultationKind::DemocraticSupervision,
        },
        RegionLevel::City | RegionLevel::Province => match draw {
            0..25 => ConsultationKind::Grassroots,
            25..50 => ConsultationKind::Special,
            50..70 => ConsultationKind::SectorForum,
            70..85 => ConsultationKind::SectorExpert,
            _ => ConsultationKind::DemocraticSupervision,
        },
    }
}

/// What a title calls a kind.
pub(super) fn kind_word(kind: ConsultationKind) -> &'static str {
    match kind {
        ConsultationKind::Grassroots => "协商议事",
        ConsultationKind::Micro => "“三微”协商",
        ConsultationKind::Special => "专题协商",
        ConsultationKind::SectorForum => "界别协商座谈",
        ConsultationKind::SectorExpert => "界别专家协商",
        ConsultationKind::Monthly => "月协商会",
        ConsultationKind::Bimonthly => "双月协商",
        ConsultationKind::FridayTalk => "周五说事",
        ConsultationKind::DemocraticSupervision => "民主监督",
    }
}
