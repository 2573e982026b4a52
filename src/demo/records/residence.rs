//! Where members of the higher committees live, and so where they are sent.
//!
//! A city's member lives in one of its counties and is deployed there. A member of the province is
//! linked to one county, and lives in its city or in Lanzhou. Some of a city's members also hold a
//! seat in their county: such a person is deployed once, by the county's seat.

use std::collections::BTreeMap;

use rand::Rng as _;
use rand::seq::SliceRandom as _;

use super::apportion::apportion;
use super::seed::stream;
use super::territory::{RegionLevel, RegionRow, Territory};

/// One of so many of a city's members also holds a seat in the county.
const DOUBLE_SEAT_EVERY: usize = 11;
/// The offices of a committee stand on its first seats, which are nobody's second seat.
pub(super) const FIRST_ORDINARY_SEAT: usize = 12;
/// Four in ten members of the province live in its capital.
const CAPITAL: &str = "620100";
const CAPITAL_PERCENT: u32 = 40;

/// The residence of every member of the province and of the cities who is in office, by seat.
#[derive(Debug)]
pub(super) struct Residences {
    /// By seat of the province: the region below which the member is deployed.
    links: Vec<String>,
    /// By seat of the province: the city of residence.
    provincial: Vec<String>,
    /// By city and seat: the county of residence.
    cities: BTreeMap<String, Vec<String>>,
}

impl Residences {
    pub(super) fn new(territory: &Territory, seats: impl Fn(&RegionRow) -> u32) -> Self {
        let province = territory.province();
        let row = territory.region(province).expect("the territory has its province");
        let with_localities: Vec<&RegionRow> = territory
            .regions()
            .filter(|region| !territory.localities(&region.code).is_empty())
            .collect();
        let links = spread(territory, row, seats(row), &with_localities);
        let mut rng = stream(province, "residence");
        let provincial = links
            .iter()
            .map(|link| {
                if rng.random_range(0..100) < CAPITAL_PERCENT {
                    return CAPITAL.to_owned();
                }
                match territory.region(link) {
                    Some(county) if county.level == RegionLevel::County => {
                        county.parent_code.clone()
                    }
                    _ => link.clone(),
                }
            })
            .collect();
        let cities = territory
            .children(province)
            .map(|city| {
                let counties: Vec<&RegionRow> = territory.children(&city.code).collect();
                let homes = if counties.is_empty() { vec![city] } else { counties };
                (city.code.clone(), spread(territory, city, seats(city), &homes))
            })
            .collect();
        Self { links, provincial, cities }
    }

    /// The region of residence of a seat of the province or of a city.
    pub(super) fn of_seat(&self, region: &RegionRow, seat: usize) -> Option<&str> {
        let seats = match region.level {
            RegionLevel::Province => &self.provincial,
            RegionLevel::City => self.cities.get(&region.code)?,
            RegionLevel::County => return None,
        };
        seats.get(seat).map(String::as_str)
    }

    /// The seats of the province that are deployed below a county (or a city without counties).
    pub(super) fn provincial_seats(&self, region: &str) -> Vec<usize> {
        seats_at(&self.links, region)
    }

    /// The seats of a city that are deployed below a county and are the person's only seat.
    pub(super) fn city_seats(&self, city: &str, county: &str) -> Vec<usize> {
        self.residents(city, county).into_iter().filter(|&seat| !is_double(seat)).collect()
    }

    /// The seats of a city whose holders also sit in the county's committee.
    pub(super) fn double_seats(&self, city: &str, county: &str) -> Vec<usize> {
        self.residents(city, county).into_iter().filter(|&seat| is_double(seat)).collect()
    }

    fn residents(&self, city: &str, county: &str) -> Vec<usize> {
        self.cities.get(city).map_or_else(Vec::new, |seats| seats_at(seats, county))
    }
}

fn is_double(seat: usize) -> bool {
    seat >= FIRST_ORDINARY_SEAT && seat.is_multiple_of(DOUBLE_SEAT_EVERY)
}

fn seats_at(seats: &[String], region: &str) -> Vec<usize> {
    (0..seats.len()).filter(|&seat| seats[seat] == region).collect()
}

/// Spreads seats over regions by their number of localities, in random order.
fn spread(
    territory: &Territory,
    owner: &RegionRow,
    seats: u32,
    regions: &[&RegionRow],
) -> Vec<String> {
    let weights: Vec<u32> = regions
        .iter()
        .map(|region| u32::try_from(territory.localities(&region.code).len()).unwrap_or(u32::MAX))
        .collect();
    let mut spread: Vec<String> = regions
        .iter()
        .zip(apportion(seats, &weights))
        .flat_map(|(region, share)| std::iter::repeat_n(region.code.clone(), share as usize))
        .collect();
    spread.shuffle(&mut stream(&owner.code, "spread"));
    spread
}
