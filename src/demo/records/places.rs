//! The localities of a site: those of the table, and the villages and communities that its records
//! need.
//!
//! The table ends at the township. A village here is made up, its name says so (演示), and its code
//! is its township's with three more digits (001 onwards for a community, 201 onwards for a
//! village). 合水村 of 敦煌, whose events a document states, is a real village with a made-up code.

use qianzhan_network::records::localities::{Locality, LocalityKind};

use super::apportion::apportion;
use super::plan::Plan;
use super::seed::region_code;
use super::targets::{Counted, HESHUI_VILLAGE};
use super::territory::{LocalityRow, RegionRow};

/// The township of 合水村.
const HESHUI_TOWNSHIP: &str = "月牙泉镇";
/// Communities begin at 001 and villages at 201.
const FIRST_COMMUNITY: usize = 1;
const FIRST_VILLAGE: usize = 201;

/// The localities of one site.
#[derive(Debug)]
pub(super) struct Places<'plan> {
    /// Townships, subdistricts and parks of the table.
    pub(super) listed: &'plan [LocalityRow],
    /// Villages and communities, township by township.
    pub(super) villages: Vec<Village>,
}

/// A village or community.
#[derive(Debug)]
pub(super) struct Village {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) is_community: bool,
    /// Index into [`Places::listed`].
    pub(super) township: usize,
}

impl Places<'_> {
    /// Every locality as a record, in order of code.
    pub(super) fn records(&self, region: &RegionRow) -> Vec<Locality> {
        let record = |code: &str, kind, name: &str| Locality {
            code: region_code(code),
            region_code: region_code(&region.code),
            kind,
            name: name.to_owned(),
        };
        let listed = self.listed.iter().map(|row| record(&row.code, row.kind, &row.name));
        let villages = self.villages.iter().map(|village| {
            let kind =
                if village.is_community { LocalityKind::Community } else { LocalityKind::Village };
            record(&village.code, kind, &village.name)
        });
        let mut records: Vec<Locality> = listed.chain(villages).collect();
        records.sort_by_key(|locality| locality.code);
        records
    }

    /// Townships and subdistricts, as indices into [`Places::listed`]: where a station stands.
    pub(super) fn townships(&self) -> impl Iterator<Item = usize> {
        (0..self.listed.len()).filter(|&index| self.listed[index].kind != LocalityKind::Park)
    }
}

/// The localities of one site.
pub(super) fn places<'plan>(plan: &'plan Plan, region: &RegionRow) -> Places<'plan> {
    let listed = plan.territory.localities(&region.code);
    let counts = village_counts(plan, region, listed);
    let mut villages = Vec::new();
    for (township, (row, count)) in listed.iter().zip(counts).enumerate() {
        let is_urban = row.kind != LocalityKind::Township;
        let communities = if is_urban { count } else { urban_communities(plan, region, township) };
        villages
            .extend((0..communities).map(|number| made_up_village(row, township, true, number)));
        if !is_urban {
            villages.extend((0..count).map(|number| made_up_village(row, township, false, number)));
        }
        if row.name == HESHUI_TOWNSHIP
            && plan.targets.count(&region.code, Counted::EventsInVillage(HESHUI_VILLAGE)).is_some()
        {
            villages.push(Village {
                code: format!("{}{}", row.code, FIRST_VILLAGE + count),
                name: HESHUI_VILLAGE.to_owned(),
                is_community: false,
                township,
            });
        }
    }
    Places { listed, villages }
}

/// How many villages each listed locality needs: one for each council where their number is stated,
/// else one in three of four townships and subdistricts.
fn village_counts(plan: &Plan, region: &RegionRow, listed: &[LocalityRow]) -> Vec<usize> {
    if let Some(councils) = plan.targets.count(&region.code, Counted::Councils) {
        let shares = apportion(councils, &vec![1; listed.len()]);
        return shares.into_iter().map(|share| share as usize).collect();
    }
    listed
        .iter()
        .enumerate()
        .map(|(index, row)| usize::from(row.kind != LocalityKind::Park && index % 4 != 3))
        .collect()
}

/// The urban communities of a county's seat, which is the first township of the table.
fn urban_communities(plan: &Plan, region: &RegionRow, township: usize) -> usize {
    let stated = plan.targets.count(&region.code, Counted::WechatCommunities);
    stated.filter(|_| township == 0).map_or(0, |count| count as usize)
}

fn made_up_village(
    row: &LocalityRow,
    township: usize,
    is_community: bool,
    number: usize,
) -> Village {
    let (first, kind) =
        if is_community { (FIRST_COMMUNITY, "社区") } else { (FIRST_VILLAGE, "村") };
    Village {
        code: format!("{}{:03}", row.code, first + number),
        name: format!("{}第{}{kind}（演示）", row.name, numeral(number + 1)),
        is_community,
        township,
    }
}

/// A number from 1 to 99 in Chinese.
pub(super) fn numeral(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (number / 10, number % 10);
    match tens {
        0 => DIGITS[ones].to_owned(),
        1 => format!("十{}", DIGITS[ones]),
        _ => format!("{}十{}", DIGITS[tens % 10], DIGITS[ones]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_read_as_people_write_them() {
        for (number, expected) in [(1, "一"), (9, "九"), (10, "十"), (12, "十二"), (21, "二十一")]
        {
            assert_eq!(numeral(number), expected);
        }
    }
}
