//! Nation: a made-up country of provinces, cities and counties, each with a site, all asked at once.

use super::{Backend, Scenario, Wiring, gather::network_plan, wiring::Region};
use crate::stub::LatencyPlan;

/// Cities of a province, and counties of a city; the last province has as many as are left.
const CITIES: usize = 13;
const COUNTIES: usize = 8;
/// Two-digit codes of provinces begin here.
const FIRST_PROVINCE: usize = 11;

/// A nation with so many sites.
pub(crate) fn scenario(sites: usize, latency: LatencyPlan) -> Scenario {
    let regions = nation(sites);
    Scenario {
        name: "nation",
        document: include_str!("../../schema/nation.graphql"),
        backend: Backend::Stubs {
            plan: Box::new(network_plan(&regions, latency)),
            wiring: Wiring::network(&regions),
        },
    }
}

fn nation(count: usize) -> Vec<Region> {
    let region = |code: String, parent: &str, level: &'static str| {
        let name = format!("区划{code}");
        Region { code, parent: parent.to_owned(), level, name }
    };
    let mut regions = Vec::with_capacity(count + CITIES * COUNTIES);
    for province in FIRST_PROVINCE.. {
        if regions.len() >= count {
            break;
        }
        let province_code = format!("{province:02}0000");
        regions.push(region(province_code.clone(), "", "PROVINCE"));
        for city in 1..=CITIES {
            let city_code = format!("{province:02}{city:02}00");
            regions.push(region(city_code.clone(), &province_code, "CITY"));
            for county in 1..=COUNTIES {
                let code = format!("{province:02}{city:02}{county:02}");
                regions.push(region(code, &city_code, "COUNTY"));
            }
        }
    }
    regions.truncate(count);
    regions
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_nation_has_as_many_regions_as_asked_each_with_its_parent() {
        for count in [1, 119, 200, 3_200, 5_000] {
            let regions = nation(count);
            assert_eq!(regions.len(), count);
            let codes: BTreeSet<&str> = regions.iter().map(|region| region.code.as_str()).collect();
            assert_eq!(codes.len(), count, "no code twice");
            for region in &regions {
                assert_eq!(region.code.len(), 6, "{}", region.code);
                assert!(region.parent.is_empty() || codes.contains(region.parent.as_str()));
            }
        }
    }
}
