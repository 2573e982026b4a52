//! The province's work with enterprises and industries, and what the city does with the lists.

use jiff::civil::{Date, date};
use qianzhan_city::{AssistanceProgress, AssistanceState, CityAssistance};
use qianzhan_economy::EnterpriseContactNorm;
use qianzhan_economy::assistance_groups::{
    AssistanceItem, GroupMember, GroupStatus, IndustryAssistanceGroup,
};
use qianzhan_economy::enterprise_contacts::{
    EnterpriseContact, EnterpriseContactStatus, EnterpriseVisit,
};
use qianzhan_network::records::members::Member;
use rand::Rng as _;
use rand::seq::IndexedRandom as _;
use rand_chacha::ChaCha8Rng;

use super::apportion::apportion;
use super::drawing::{in_office_on, later, stated};
use super::places::numeral;
use super::plan::Plan;
use super::seed::{committee_id, record_id, region_code, stream};
use super::targets::{Counted, ECONOMY};
use super::territory::RegionRow;
use super::wording::general_matter;

/// The year for which documents state the contacts.
const YEAR: i16 = 2023;
/// The city whose industries are assisted.
const BAIYIN: &str = "620400";
/// Its industries, a group for each.
const INDUSTRIES: [&str; 7] =
    ["有色金属", "新能源", "精细化工", "生物医药", "现代农业", "文化旅游", "装备制造"];
const KINDS: [&str; 6] = ["药业", "商贸", "科技", "农业发展", "建材", "物流"];
/// The range of members that a director leads, as the committee set it.
const MEMBERS_OF_A_DIRECTOR: (i64, i64) = (4, 6);

/// The province's records.
#[derive(Debug, Default)]
pub(super) struct EconomyRecords {
    pub(super) norms: Vec<EnterpriseContactNorm>,
    pub(super) contacts: Vec<EnterpriseContact>,
    pub(super) visits: Vec<EnterpriseVisit>,
    pub(super) groups: Vec<IndustryAssistanceGroup>,
    pub(super) members: Vec<GroupMember>,
    pub(super) items: Vec<AssistanceItem>,
}

/// What the province keeps.
pub(super) fn generate_economy(plan: &Plan, province: &RegionRow) -> EconomyRecords {
    let mut records = EconomyRecords::default();
    let (least, most) = MEMBERS_OF_A_DIRECTOR;
    records.norms.push(EnterpriseContactNorm {
        committee_id: committee_id(&province.code),
        year: YEAR.into(),
        members_per_director_min: least,
        members_per_director_max: most,
        version: 1,
        is_generated: true,
    });
    add_contacts(plan, province, &mut records);
    add_groups(plan, province, &mut records);
    records
}

fn add_contacts(plan: &Plan, province: &RegionRow, records: &mut EconomyRecords) {
    let mut rng = stream(&province.code, "enterprises");
    let of = |counted| stated(plan, province, counted, YEAR).unwrap_or(0) as usize;
    let pool = in_office_on(plan, province, date(YEAR, 1, 1));
    let (mut economists, others): (Vec<&Member>, Vec<&Member>) =
        pool.into_iter().partition(|it| it.special_committee.as_deref() == Some(ECONOMY));
    // Where the committee itself has fewer, members of other fields help.
    economists.extend(others);
    let directors = of(Counted::Directors);
    let (directors, members) = economists.split_at(directors);
    let members = &members[..of(Counted::ContactingMembers)];
    let count = of(Counted::Enterprises);
    let led = apportion(members.len() as u32, &vec![1; directors.len()]);
    let mut director_of = Vec::new();
    for (director, share) in directors.iter().zip(led) {
        director_of.extend(std::iter::repeat_n(*director, share as usize));
    }
    let visited = of(Counted::EnterprisesVisited);
    let persons = apportion(of(Counted::PersonsReached) as u32, &vec![1; visited]);
    let regions: Vec<&RegionRow> = plan.territory.regions().skip(1).collect();
    for number in 0..count {
        let region = regions.choose(&mut rng).copied().unwrap_or(province);
        let at = number % members.len();
        let reached = persons.get(number).copied();
        let id = record_id(&province.code, "enterprise contact", number);
        let visited_on = date(YEAR, rng.random_range(3..=11), rng.random_range(1..=28));
        if reached.is_some() {
            add_visits(records, &id, visited_on, &mut rng);
        }
        let is_reported = reached.is_some() && rng.random_range(0..10) < 8;
        let problem = general_matter(&mut rng);
        let is_resolved = is_reported && rng.random_range(0..10) < 5;
        let kind = KINDS[number % KINDS.len()];
        records.contacts.push(EnterpriseContact {
            id,
            committee_id: committee_id(&province.code),
            year: YEAR.into(),
            director_id: director_of[at].id.clone(),
            member_id: members[at].id.clone(),
            enterprise: format!("{}某{kind}有限公司（演示{}）", region.short_name, number + 1),
            enterprise_region: region_code(&region.code),
            liaison: Some(super::drawing::somebody(number)),
            staff_count: rng.random_range(2..=6),
            persons_reached: reached.unwrap_or(0),
            form_due_on: Some(date(YEAR, 12, 20).into()),
            form_received_on: is_reported.then(|| date(YEAR, 12, 10).into()),
            services: is_resolved.then(|| problem.suggestion.to_owned()),
            problem: is_reported.then(|| problem.subject.to_owned()),
            result: is_resolved.then(|| problem.solved.to_owned()),
            status: match (reached, is_reported, is_resolved) {
                (None, ..) => EnterpriseContactStatus::Determined,
                (Some(_), _, true) => EnterpriseContactStatus::Resolved,
                (Some(_), true, false) => EnterpriseContactStatus::Reported,
                (Some(_), false, false) => EnterpriseContactStatus::Visited,
            },
            version: 1,
            is_generated: true,
        });
    }
}

fn add_visits(
    records: &mut EconomyRecords,
    contact: &qianzhan_network::RecordId,
    first: Date,
    rng: &mut ChaCha8Rng,
) {
    let second = later(first, 20, 90, rng).filter(|_| rng.random_range(0..3) == 0);
    for (day, ordinal) in [Some(first), second].into_iter().flatten().zip(0..) {
        records.visits.push(EnterpriseVisit {
            contact_id: contact.clone(),
            ordinal,
            visited_on: day.into(),
            note: None,
        });
    }
}

fn add_groups(plan: &Plan, province: &RegionRow, records: &mut EconomyRecords) {
    let Some(city) = plan.territory.region(BAIYIN) else { return };
    let mut rng = stream(&province.code, "assistance groups");
    let count = |counted| stated(plan, province, counted, YEAR).unwrap_or(0);
    let groups = count(Counted::AssistanceGroups) as usize;
    let meetings = apportion(count(Counted::AssistanceMeetings), &vec![1; groups]);
    let of_province = in_office_on(plan, province, date(YEAR, 1, 1));
    let of_city = in_office_on(plan, city, date(YEAR, 1, 1));
    for (number, meetings) in meetings.into_iter().enumerate() {
        let industry = INDUSTRIES[number % INDUSTRIES.len()];
        let id = record_id(&province.code, "assistance group", number);
        let mut members: Vec<&Member> =
            of_province.choose_multiple(&mut rng, 2.min(of_province.len())).copied().collect();
        let leader = members.first().map(|member| member.id.clone());
        members.extend(of_city.choose_multiple(&mut rng, 3.min(of_city.len())));
        records.members.extend(members.iter().zip(0..).map(|(member, ordinal)| GroupMember {
            group_id: id.clone(),
            ordinal,
            member_id: member.id.clone(),
            level: member.level,
        }));
        records.items.extend((0..items_of(number)).map(|ordinal| AssistanceItem {
            group_id: id.clone(),
            ordinal,
            text: format!("{industry}产业助力事项{}（演示）", numeral(ordinal as usize + 1)),
            unit: Some(format!("{}有关部门", city.short_name)),
        }));
        records.groups.push(IndustryAssistanceGroup {
            id,
            committee_id: committee_id(&province.code),
            city_code: region_code(&city.code),
            industry: industry.to_owned(),
            leader_id: leader,
            founded_on: date(YEAR, 3, 10).into(),
            meeting_count: meetings,
            surveyed_on: Some(date(YEAR, 5, 15).into()),
            report_title: Some(format!("{}{industry}产业调研报告", city.short_name)),
            reported_on: Some(date(YEAR, 8, 20).into()),
            listed_on: Some(date(YEAR, 9, 15).into()),
            status: GroupStatus::Listed,
            version: 1,
            is_generated: true,
        });
    }
}

/// How many items the list of a group has.
fn items_of(number: usize) -> u32 {
    3 + (number % 3) as u32
}

/// What a city has done with the lists of the groups that it carries out.
pub(super) fn generate_city_assistance(
    plan: &Plan,
    city: &RegionRow,
) -> (Vec<CityAssistance>, Vec<AssistanceProgress>) {
    if city.code != BAIYIN {
        return (Vec::new(), Vec::new());
    }
    let mut rng = stream(&city.code, "assistance");
    let (mut assistances, mut progress) = (Vec::new(), Vec::new());
    let province = plan.territory.province();
    let records = plan.region(province).map(|province| generate_economy(plan, province));
    for (number, group) in records.map(|it| it.groups).unwrap_or_default().iter().enumerate() {
        let id = group.city_work_id();
        let updated_on = date(2024, 11, 1);
        for ordinal in 0..items_of(number) {
            let state = match rng.random_range(0..10) {
                0..5 => AssistanceState::Done,
                5..8 => AssistanceState::UnderWay,
                _ => continue,
            };
            let done_on = (state == AssistanceState::Done).then_some(updated_on.into());
            progress.push(AssistanceProgress {
                assistance_id: id.clone(),
                ordinal,
                state,
                note: None,
                updated_on: updated_on.into(),
                done_on,
            });
        }
        assistances.push(CityAssistance {
            id,
            committee_id: committee_id(&city.code),
            updated_on: updated_on.into(),
            version: 1,
            is_generated: true,
        });
    }
    (assistances, progress)
}
