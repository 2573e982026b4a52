//! Which leader has which township or county in charge.

use jiff::civil::{Date, date};
use qianzhan_duties::charges::{ChargeKind, ChargeTargetKind, ChargeVisit, LeaderCharge};
use qianzhan_network::records::localities::LocalityKind;
use qianzhan_network::records::members::{Member, OfficeRole};

use super::{HUATING, LONGXI, Setting};
use crate::demo::records::seed::{committee_id, record_id, region_code};
use crate::demo::records::territory::RegionLevel;

const SINCE: Date = date(2022, 1, 10);
const VISITED: Date = date(2024, 3, 20);
/// The townships of each leader of 陇西, one of whom has more than the norm allows and one fewer.
const LOADS_OF_LONGXI: [usize; 5] = [3, 3, 3, 4, 1];

/// Charges and their visits.
#[derive(Debug, Default)]
pub(in crate::demo::records) struct Charges {
    pub(super) charges: Vec<LeaderCharge>,
    pub(super) visits: Vec<ChargeVisit>,
}

pub(super) fn generate(setting: Setting<'_>) -> Charges {
    use OfficeRole::{Chair, SecretaryGeneral, ViceChair};
    let is_leader = |it: &&Member| matches!(it.office, Chair | ViceChair | SecretaryGeneral);
    let leaders: Vec<&Member> = setting.in_office().into_iter().filter(is_leader).collect();
    match setting.region.level {
        RegionLevel::County => of_townships(setting, &leaders),
        RegionLevel::City => of_counties(setting, &leaders),
        RegionLevel::Province => Charges::default(),
    }
}

fn of_townships(setting: Setting<'_>, leaders: &[&Member]) -> Charges {
    let is_township =
        |it: &LocalityKind| matches!(it, LocalityKind::Township | LocalityKind::Subdistrict);
    let townships = setting.site.localities.iter().filter(|it| is_township(&it.kind));
    // 陇西 as its loads say; elsewhere in turn.
    let in_turn: Vec<usize> = if setting.region.code == LONGXI {
        let loads = LOADS_OF_LONGXI.iter().enumerate();
        loads.flat_map(|(leader, load)| std::iter::repeat_n(leader, *load)).collect()
    } else {
        (0..setting.site.localities.len()).map(|index| index % leaders.len()).collect()
    };
    let kind =
        if setting.region.code == HUATING { ChargeKind::Supervise } else { ChargeKind::TakeCharge };
    let mut made = Charges::default();
    for (township, leader) in townships.zip(in_turn) {
        let charge = LeaderCharge {
            kind,
            target_kind: ChargeTargetKind::Township,
            locality_code: Some(township.code),
            ..charge(setting, leaders[leader], made.charges.len(), &township.name)
        };
        made.visits.push(ChargeVisit {
            charge_id: charge.id.clone(),
            ordinal: 0,
            visited_on: VISITED.into(),
            note: "指导站室建设，听取委员意见".to_owned(),
        });
        made.charges.push(charge);
    }
    made
}

fn of_counties(setting: Setting<'_>, leaders: &[&Member]) -> Charges {
    let counties = setting.plan.territory.children(&setting.region.code);
    let charges = counties.enumerate().map(|(number, county)| LeaderCharge {
        kind: ChargeKind::Link,
        target_kind: ChargeTargetKind::County,
        region_code: Some(region_code(&county.code)),
        ..charge(setting, leaders[number % leaders.len()], number, &county.name)
    });
    Charges { charges: charges.collect(), visits: Vec::new() }
}

/// A charge of nothing yet.
fn charge(setting: Setting<'_>, leader: &Member, number: usize, name: &str) -> LeaderCharge {
    let region = &setting.region.code;
    LeaderCharge {
        id: record_id(region, "leader-charge", number),
        committee_id: committee_id(region),
        leader_id: leader.id.clone(),
        kind: ChargeKind::TakeCharge,
        target_kind: ChargeTargetKind::Unit,
        locality_code: None,
        region_code: None,
        target_name: name.to_owned(),
        from_on: SINCE.into(),
        to_on: None,
        version: 1,
        is_generated: true,
    }
}
