//! Norms, duty records, rules and assessments.

use jiff::civil::{Date, date};
use qianzhan_duties::scores::{
    AnnualDutyQuota, AssessmentItem, AssessmentRule, DutyAssessment, DutyAssessmentStatus,
    DutyItem, DutyPeriodKind, DutyRecord,
};
use qianzhan_network::RecordId;
use qianzhan_network::records::consultation_events::ConsultationEventStatus;
use qianzhan_network::records::members::Member;

use super::{HUATING, Setting, contacts::Contacts};
use crate::demo::records::facts::Fact;
use crate::demo::records::seed::{committee_id, record_id};
use crate::demo::records::targets::CULTURE_HISTORY;
use crate::demo::records::territory::RegionLevel;

/// Events of a site from which a duty record is made.
const EVENTS_RECORDED: usize = 20;
/// The year in which 华亭's six-ones are recorded: that of the document which states them.
const YEAR_OF_THE_SIX_ONES: i16 = 2022;
/// The six items, and how often one is missing: of every so many members, the one at a place.
const SIX_ONES: [(DutyItem, &str, usize, usize); 6] = [
    (DutyItem::Training, "学习培训", 105, 77),
    (DutyItem::Deliberation, "议政建言活动", 53, 20),
    (DutyItem::Proposal, "提案", 8, 3),
    (DutyItem::Opinion, "社情民意信息", 17, 9),
    (DutyItem::Survey, "调研协商", 21, 13),
    (DutyItem::Report, "述职报告", 11, 5),
];

/// Norms, records, rules and assessments.
#[derive(Debug, Default)]
pub(in crate::demo::records) struct Scores {
    pub(super) quotas: Vec<AnnualDutyQuota>,
    pub(super) records: Vec<DutyRecord>,
    pub(super) rules: Vec<AssessmentRule>,
    pub(super) items: Vec<AssessmentItem>,
    pub(super) assessments: Vec<DutyAssessment>,
}

pub(super) fn generate(setting: Setting<'_>, contacts: &Contacts) -> Scores {
    let mut builder = Builder { setting, made: Scores::default() };
    builder.add_quotas();
    builder.add_records_of_events();
    if setting.region.code == HUATING {
        builder.add_six_ones();
    }
    if setting.region.level == RegionLevel::Province {
        builder.add_culture_and_history(contacts);
    }
    builder.made
}

/// What a measure of a rule sets, where records are measured by it: the item, its period, and
/// whether it is an upper limit.
fn norm_of(measure: &str) -> Option<(DutyItem, DutyPeriodKind, bool)> {
    use DutyPeriodKind::{Quarter, Year};
    Some(match measure {
        "training_sessions_per_member_year_min" => (DutyItem::Training, Year, false),
        "deliberation_events_per_member_year_min" => (DutyItem::Deliberation, Year, false),
        "proposals_per_member_year_min" => (DutyItem::Proposal, Year, false),
        "opinion_reports_per_member_year_min" => (DutyItem::Opinion, Year, false),
        "surveys_per_member_year_min" => (DutyItem::Survey, Year, false),
        "duty_reports_per_member_year_min" => (DutyItem::Report, Year, false),
        "contacts_per_member_min" => (DutyItem::Contacts, Year, false),
        "contact_activities_per_member_quarter_min" => {
            (DutyItem::ContactActivities, Quarter, false)
        }
        "contact_person_times_per_member_year_min" => (DutyItem::ContactPersonTimes, Year, false),
        "townships_per_leader_min" => (DutyItem::TownshipsPerLeader, Year, false),
        "townships_per_leader_max" => (DutyItem::TownshipsPerLeader, Year, true),
        _ => return None,
    })
}

struct Builder<'plan> {
    setting: Setting<'plan>,
    made: Scores,
}

impl Builder<'_> {
    /// The norms that documents state of the committee, as data of the year.
    fn add_quotas(&mut self) {
        let Setting { plan, region, .. } = self.setting;
        for fact in plan.facts.iter().filter(|fact| fact.region_code == region.code) {
            let Some((item, period, is_maximum)) = norm_of(&fact.measure) else { continue };
            let value = fact.value as i64;
            if is_maximum {
                let of_item = self.made.quotas.iter_mut().rfind(|quota| quota.item == item);
                if let Some(quota) = of_item {
                    quota.maximum = Some(value);
                }
                continue;
            }
            let special_committee = special_committee_of(fact).unwrap_or_default();
            self.made.quotas.push(AnnualDutyQuota {
                id: record_id(&region.code, "duty-quota", self.made.quotas.len()),
                committee_id: committee_id(&region.code),
                special_committee,
                year: year_of(&fact.period),
                item,
                period,
                minimum: value,
                maximum: None,
                version: 1,
                is_generated: true,
            });
        }
    }

    /// A member's presence at an event of the site is a duty record of the member's.
    fn add_records_of_events(&mut self) {
        let site = self.setting.site;
        let is_held = |status| status != ConsultationEventStatus::Planned;
        let held = site.events.iter().filter(|event| is_held(event.record.status));
        let of_2024 = held.filter(|event| event.record.held_on.civil().year() == 2024);
        let in_office = self.setting.in_office();
        for event in of_2024.take(EVENTS_RECORDED) {
            let present = event.attendance.iter();
            let own = present
                .filter_map(|it| in_office.iter().find(|member| member.id == it.member_id))
                .next();
            if let Some(member) = own {
                let source = Some(event.record.id.clone());
                let day = event.record.held_on.civil();
                self.add_record(member, DutyItem::Deliberation, day, &event.record.title, source);
            }
        }
    }

    /// The six items of each member of 华亭, with a gap here and there.
    fn add_six_ones(&mut self) {
        let rule = self.add_rule(i64::from(YEAR_OF_THE_SIX_ONES), DutyPeriodKind::Year, "");
        for (item, ..) in SIX_ONES {
            let rule_id = rule.clone();
            self.made.items.push(AssessmentItem { rule_id, item, points: 15.0, most: 15.0 });
        }
        for (seat, member) in self.setting.in_office().into_iter().enumerate() {
            let mut score = 0.0;
            for (place, (item, title, every, missing)) in SIX_ONES.into_iter().enumerate() {
                if seat % every == missing {
                    continue;
                }
                let month = 1 + i8::try_from((seat + 2 * place) % 12).expect("below 12");
                let day = date(YEAR_OF_THE_SIX_ONES, month, 15);
                self.add_record(member, item, day, title, None);
                score += 15.0;
            }
            let status = match seat % 13 {
                12 => DutyAssessmentStatus::Reviewed,
                _ => DutyAssessmentStatus::Entered,
            };
            self.add_assessment(member, &rule, "2022", score, status);
        }
    }

    /// The members of 文史委 are assessed by the quarter, by their contact with sector public.
    fn add_culture_and_history(&mut self, contacts: &Contacts) {
        let rule = self.add_rule(2023, DutyPeriodKind::Quarter, CULTURE_HISTORY);
        for (item, points, most) in
            [(DutyItem::ContactActivities, 40.0, 40.0), (DutyItem::ContactPersonTimes, 2.0, 60.0)]
        {
            let rule_id = rule.clone();
            self.made.items.push(AssessmentItem { rule_id, item, points, most });
        }
        let is_placed =
            |member: &&Member| member.special_committee.as_deref() == Some(CULTURE_HISTORY);
        for (number, member) in self.setting.in_office().into_iter().filter(is_placed).enumerate() {
            for quarter in 1..=4_i8 {
                let is_of_quarter =
                    |day: Date| day.year() == 2023 && (day.month() + 2) / 3 == quarter;
                let of_member = contacts.records.iter().filter(|it| it.member_id == member.id);
                let acts: Vec<i64> = of_member
                    .filter(|it| is_of_quarter(it.held_on.civil()))
                    .map(|it| it.persons)
                    .collect();
                let persons: i64 = acts.iter().sum();
                let score = (40.0 * acts.len() as f64).min(40.0) + (2.0 * persons as f64).min(60.0);
                // In the last quarter some are still to be entered.
                let status = match (quarter, number % 6) {
                    (4, 2) => DutyAssessmentStatus::Reviewed,
                    (4, 5) => DutyAssessmentStatus::Scored,
                    _ => DutyAssessmentStatus::Entered,
                };
                self.add_assessment(member, &rule, &format!("2023-Q{quarter}"), score, status);
            }
        }
    }

    fn add_record(
        &mut self,
        member: &Member,
        item: DutyItem,
        done_on: Date,
        title: &str,
        source_id: Option<RecordId>,
    ) {
        let region = &self.setting.region.code;
        self.made.records.push(DutyRecord {
            id: record_id(region, "duty-record", self.made.records.len()),
            committee_id: committee_id(region),
            member_id: member.id.clone(),
            item,
            done_on: done_on.into(),
            title: title.to_owned(),
            text: (item == DutyItem::Report).then(|| "本年履职情况汇报".to_owned()),
            is_event: source_id.is_some(),
            source_id,
            version: 1,
            is_generated: true,
        });
    }

    fn add_rule(&mut self, year: i64, period: DutyPeriodKind, special_committee: &str) -> RecordId {
        let region = &self.setting.region.code;
        let id = record_id(region, "assessment-rule", self.made.rules.len());
        self.made.rules.push(AssessmentRule {
            id: id.clone(),
            committee_id: committee_id(region),
            special_committee: special_committee.to_owned(),
            year,
            period,
            version: 1,
            is_generated: true,
        });
        id
    }

    fn add_assessment(
        &mut self,
        member: &Member,
        rule: &RecordId,
        period: &str,
        score: f64,
        status: DutyAssessmentStatus,
    ) {
        let region = &self.setting.region.code;
        let number = self.made.assessments.len();
        let is_entered = status == DutyAssessmentStatus::Entered;
        self.made.assessments.push(DutyAssessment {
            id: record_id(region, "duty-assessment", number),
            committee_id: committee_id(region),
            member_id: member.id.clone(),
            rule_id: rule.clone(),
            period: period.to_owned(),
            score,
            status,
            app_entry: is_entered.then(|| format!("{region}-{period}-{number}")),
            entered_on: is_entered.then(|| date(2024, 1, 15).into()),
            version: 1,
            is_generated: true,
        });
    }
}

/// The special committee of the province that a fact is of.
fn special_committee_of(fact: &Fact) -> Option<String> {
    fact.place.ends_with(CULTURE_HISTORY).then(|| CULTURE_HISTORY.to_owned())
}

/// The year of a period such as `2024` or `asof:2022`.
fn year_of(period: &str) -> i64 {
    let year = period.strip_prefix("asof:").unwrap_or(period);
    year.get(..4).and_then(|year| year.parse().ok()).expect("a norm's period begins with a year")
}
