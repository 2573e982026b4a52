//! Reports of station heads, and the fund of 华亭.

use jiff::civil::date;
use qianzhan_duties::stations::{
    DutyGrade, StationHeadReport, StationHeadReportStatus, TownshipFund, TownshipFundStatus,
};
use qianzhan_network::records::platforms::{PlatformKind, PlatformStatus};

use super::{HUATING, Setting};
use crate::demo::records::apportion::apportion;
use crate::demo::records::seed::{committee_id, record_id, region_code};
use crate::demo::records::targets::Counted;
use crate::demo::records::territory::RegionLevel;

/// The year of the reports: in 华亭 that of the document, elsewhere the last that is over.
const YEAR: i16 = 2023;
const YEAR_OF_HUATING: i16 = 2022;

/// Reports and funds.
#[derive(Debug, Default)]
pub(in crate::demo::records) struct Stations {
    pub(super) reports: Vec<StationHeadReport>,
    pub(super) funds: Vec<TownshipFund>,
}

pub(super) fn generate(setting: Setting<'_>) -> Stations {
    let Setting { region, site, .. } = setting;
    let mut made = Stations::default();
    let year = if region.code == HUATING { YEAR_OF_HUATING } else { YEAR };
    let stations = site.venues.iter().filter(|venue| {
        venue.carries(PlatformKind::Workstation)
            && venue.platform.status != PlatformStatus::Withdrawn
            && region.level == RegionLevel::County
    });
    for (number, venue) in stations.enumerate().filter(|(number, _)| number % 6 != 5) {
        let grade = (number % 4 != 3).then(|| GRADES[number % GRADES.len()]);
        made.reports.push(StationHeadReport {
            id: record_id(&region.code, "station-head-report", number),
            committee_id: committee_id(&region.code),
            platform_id: venue.platform.id.clone(),
            year: i64::from(year),
            head: venue.platform.head.clone().unwrap_or_else(|| "站长".to_owned()),
            text: "本年接待群众、开展协商、办理诉求情况".to_owned(),
            status: match grade {
                Some(_) => StationHeadReportStatus::Graded,
                None => StationHeadReportStatus::Submitted,
            },
            grade,
            submitted_on: date(year, 12, 20).into(),
            graded_on: grade.map(|_| date(year + 1, 1, 20).into()),
            version: 1,
            is_generated: true,
        });
    }
    let fund = setting.plan.targets.by_months(&region.code, Counted::IncentiveFund);
    if let Some((range, total)) = fund.first() {
        made.funds = funds(setting, range.start().year, *total);
    }
    made
}

/// The fund of a year, in equal parts.
fn funds(setting: Setting<'_>, year: i16, total: u32) -> Vec<TownshipFund> {
    let Setting { plan, region, .. } = setting;
    let townships = plan.territory.localities(&region.code);
    let shares = apportion(total, &vec![1; townships.len()]);
    let fund = |(number, (township, share)): (usize, (_, u32))| {
        let township: &crate::demo::records::territory::LocalityRow = township;
        TownshipFund {
            id: record_id(&region.code, "township-fund", number),
            committee_id: committee_id(&region.code),
            locality_code: region_code(&township.code),
            year: i64::from(year),
            grade: GRADES[number % GRADES.len()],
            amount_yuan: i64::from(share),
            status: TownshipFundStatus::Paid,
            assessed_on: date(year, 12, 10).into(),
            paid_on: Some(date(year, 12, 30).into()),
            version: 1,
            is_generated: true,
        }
    };
    townships.iter().zip(shares).enumerate().map(fund).collect()
}

const GRADES: [DutyGrade; 3] = [DutyGrade::Excellent, DutyGrade::Good, DutyGrade::Passable];
