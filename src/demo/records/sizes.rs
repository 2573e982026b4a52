//! How large a committee is and how much it does, by its level and the localities under it.

use rand::Rng;

use super::territory::{RegionLevel, RegionRow, Territory};

/// How much comes of a hundred events.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rates {
    /// Members present, in person-times.
    pub(super) participations: u32,
    pub(super) suggestions: u32,
    pub(super) problems_solved: u32,
    /// Micro consultations among the hundred.
    pub(super) micro_events: u32,
    /// Topics collected meanwhile.
    pub(super) topics: u32,
}

/// Seats in office, where no document states their number.
pub(super) fn seats(territory: &Territory, region: &RegionRow) -> u32 {
    match region.level {
        RegionLevel::Province => 500,
        RegionLevel::City => 210 + 6 * count(territory.children(&region.code)),
        RegionLevel::County => (51 + localities(territory, region) * 135 / 100).min(116),
    }
}

/// Events of 2022 to 2024, where no document states their number.
pub(super) fn events(territory: &Territory, region: &RegionRow) -> u32 {
    match region.level {
        RegionLevel::Province => 72,
        RegionLevel::City => 84 + 14 * localities(territory, region),
        RegionLevel::County => 125 + 14 * localities(territory, region),
    }
}

/// Opinion reports of one year, where no document states their number.
pub(super) fn opinion_reports_per_year(territory: &Territory, region: &RegionRow) -> u32 {
    match region.level {
        RegionLevel::Province => 72,
        RegionLevel::City => 30,
        RegionLevel::County => 8 + localities(territory, region) * 4 / 10,
    }
}

/// The rates of one site: those of its level, a little apart from its neighbours'.
pub(super) fn rates(level: RegionLevel, rng: &mut impl Rng) -> Rates {
    let [participations, suggestions, problems_solved, micro_events, topics] = match level {
        RegionLevel::Province => [(700, 900), (350, 450), (20, 40), (0, 0), (120, 150)],
        RegionLevel::City => [(450, 600), (250, 350), (40, 70), (0, 0), (70, 110)],
        RegionLevel::County => [(210, 320), (110, 190), (45, 95), (5, 12), (40, 60)],
    };
    let mut within = |(low, high): (u32, u32)| rng.random_range(low..=high);
    Rates {
        participations: within(participations),
        suggestions: within(suggestions),
        problems_solved: within(problems_solved),
        micro_events: within(micro_events),
        topics: within(topics),
    }
}

fn localities(territory: &Territory, region: &RegionRow) -> u32 {
    count(territory.localities(&region.code).iter())
}

fn count<Item>(items: impl Iterator<Item = Item>) -> u32 {
    u32::try_from(items.count()).expect("a region has few parts")
}
