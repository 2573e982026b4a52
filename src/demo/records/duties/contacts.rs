//! The register of contacts, plans of contact, and what was done.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use qianzhan_duties::contacts::{
    Contact, ContactMode, ContactPlan, ContactPlanStatus, ContactRecord, ContactRecordContact,
    ContactStatus,
};
use qianzhan_network::records::members::Member;
use rand::Rng as _;
use rand_chacha::ChaCha8Rng;

use super::{LONGXI, Setting};
use crate::demo::records::apportion::{apportion, scatter};
use crate::demo::records::calendar::{LAST_DAY, draw_working_day};
use crate::demo::records::names::draw_name;
use crate::demo::records::seed::{committee_id, record_id, stream};
use crate::demo::records::targets::{CULTURE_HISTORY, Counted};
use crate::demo::records::territory::RegionLevel;

/// A number that nobody has.
const NO_PHONE: &str = "13800000000";
/// Every so many members of 陇西 have fewer contacts than the norm asks.
const BELOW_NORM_EVERY: usize = 29;
/// What the norm of 陇西 asks, less one.
const BELOW_NORM: u32 = 9;
/// Persons that an act of contact of 文史委 reaches: four a year are over the norm of 50.
const PERSONS_OF_CULTURE: i64 = 13;

const REGISTERED: std::ops::RangeInclusive<Date> = date(2022, 3, 1)..=date(2022, 12, 30);
const IN_2023: std::ops::RangeInclusive<Date> = date(2023, 1, 4)..=date(2023, 12, 29);
const IN_2024: std::ops::RangeInclusive<Date> = date(2024, 1, 4)..=date(2024, 11, 29);

/// Contacts and all that hangs on them.
#[derive(Debug, Default)]
pub(in crate::demo::records) struct Contacts {
    pub(super) contacts: Vec<Contact>,
    pub(super) plans: Vec<ContactPlan>,
    pub(super) records: Vec<ContactRecord>,
    pub(super) listed: Vec<ContactRecordContact>,
}

pub(super) fn generate(setting: Setting<'_>) -> Contacts {
    let rng = stream(&setting.region.code, "contacts");
    let mut builder = Builder { setting, rng, made: Contacts::default() };
    let stated = setting.plan.targets.count(&setting.region.code, Counted::ContactsRegistered);
    match stated {
        Some(total) => builder.add_stated(total),
        None => builder.add_few(),
    }
    if setting.region.level == RegionLevel::Province {
        builder.add_culture_and_history();
    }
    builder.list_contacts();
    builder.made
}

struct Builder<'plan> {
    setting: Setting<'plan>,
    rng: ChaCha8Rng,
    made: Contacts,
}

impl Builder<'_> {
    /// As many contacts, regular contacts and person-times as are stated.
    fn add_stated(&mut self, total: u32) {
        let Setting { plan, region, .. } = self.setting;
        let members = self.setting.in_office();
        let below = |seat: usize| seat % BELOW_NORM_EVERY == BELOW_NORM_EVERY - 1;
        let few = (0..members.len()).filter(|&seat| below(seat)).count();
        let few_contacts = u32::try_from(few).expect("few members") * BELOW_NORM;
        let weights: Vec<u32> = (0..members.len()).map(|seat| u32::from(!below(seat))).collect();
        let mut shares = apportion(total - few_contacts, &weights);
        for (seat, share) in shares.iter_mut().enumerate() {
            if below(seat) {
                *share = BELOW_NORM;
            }
        }
        let regular = plan.targets.count(&region.code, Counted::RegularContacts).unwrap_or(0);
        let mut number = 0;
        for (member, share) in members.iter().zip(shares) {
            for _ in 0..share {
                // Spread evenly over the register.
                let is_regular = (number + 1) * regular / total > number * regular / total;
                self.add_contact(member, is_regular);
                number += 1;
            }
        }
        let person_times = plan.targets.by_months(&region.code, Counted::ContactPersonTimes);
        let person_times = person_times.first().map_or(0, |(_, value)| *value);
        let acts = person_times as usize / 6;
        let more = person_times - u32::try_from(acts).expect("few acts");
        let persons = scatter(more, acts, 24, &mut self.rng);
        self.add_plans(&members);
        for (number, more) in persons.into_iter().enumerate() {
            let member = members[number % members.len()];
            let day = draw_working_day(&IN_2023, &mut self.rng);
            self.add_record(member, day, i64::from(more) + 1);
        }
    }

    /// The plans of 2023, one for each of the first sixty members.
    fn add_plans(&mut self, members: &[&Member]) {
        let region = self.setting.region;
        let venues = &self.setting.site.venues;
        for (number, member) in members.iter().take(60).enumerate() {
            let platform_id = venues[number % venues.len()].platform.id.clone();
            let plan = ContactPlan {
                id: record_id(&region.code, "contact-plan", number),
                committee_id: committee_id(&region.code),
                member_id: member.id.clone(),
                year: 2023,
                mode: MODES[number % MODES.len()],
                target: "本界别群众".to_owned(),
                platform_id,
                content: "听取意见，宣讲政策".to_owned(),
                // Every seventh asks for more than was done.
                frequency: if number % 7 == 6 { 24 } else { 4 },
                goal: "每季度至少办成一件实事".to_owned(),
                status: ContactPlanStatus::Checked,
                version: 1,
                is_generated: true,
            };
            self.made.plans.push(plan);
        }
    }

    /// A few contacts of a few members, each met once or twice in 2024.
    fn add_few(&mut self) {
        let (every, contacts, acts) = match self.setting.region.level {
            RegionLevel::County => (6, 3, 2),
            RegionLevel::City | RegionLevel::Province => (10, 2, 1),
        };
        for member in self.setting.in_office().into_iter().step_by(every) {
            for number in 0..contacts {
                self.add_contact(member, number > 0);
            }
            for _ in 0..acts {
                let day = draw_working_day(&IN_2024, &mut self.rng);
                let persons = self.rng.random_range(2..=8);
                self.add_record(member, day, persons);
            }
        }
    }

    /// The members of 文史委, who met sector public in each quarter of 2023, but for a few in the
    /// last.
    fn add_culture_and_history(&mut self) {
        let is_placed =
            |member: &&Member| member.special_committee.as_deref() == Some(CULTURE_HISTORY);
        for (number, member) in self.setting.in_office().into_iter().filter(is_placed).enumerate() {
            let quarters = if number % 9 == 8 { 3 } else { 4 };
            for quarter in 0..quarters {
                let first = date(2023, 1 + 3 * quarter, 6);
                let day =
                    draw_working_day(&(first..=first.saturating_add(60.days())), &mut self.rng);
                self.add_record(member, day, PERSONS_OF_CULTURE);
            }
        }
    }

    fn add_contact(&mut self, member: &Member, is_regular: bool) {
        let region = self.setting.region;
        // A member who took the seat late registers from then on.
        let registered_on = draw_working_day(&REGISTERED, &mut self.rng).max(member.since.civil());
        let wait = self.rng.random_range(10..=90_i64);
        let is_sectoral = self.rng.random_range(0..100) < 80;
        let name = draw_name(&mut self.rng);
        let number = self.made.contacts.len();
        let regular_on =
            is_regular.then(|| registered_on.saturating_add(wait.days()).min(LAST_DAY).into());
        let (registered, regular) = (ContactStatus::Registered, ContactStatus::Regular);
        self.made.contacts.push(Contact {
            id: record_id(&region.code, "contact", number),
            committee_id: committee_id(&region.code),
            member_id: member.id.clone(),
            name,
            phone: Some(NO_PHONE.to_owned()),
            is_sectoral,
            sector: is_sectoral.then_some(member.sector),
            locality_code: None,
            status: if is_regular { regular } else { registered },
            registered_on: registered_on.into(),
            regular_on,
            ended_on: None,
            version: 1,
            is_generated: true,
        });
    }

    fn add_record(&mut self, member: &Member, day: Date, persons: i64) {
        let region = self.setting.region;
        let day = day.max(member.since.civil());
        let number = self.made.records.len();
        let mode = MODES[self.rng.random_range(0..MODES.len())];
        let is_planned =
            |plan: &&ContactPlan| plan.member_id == member.id && plan.year == i64::from(day.year());
        let plan = self.made.plans.iter().find(is_planned);
        let content =
            if region.code == LONGXI { "走访界别群众" } else { "联系界别群众" };
        self.made.records.push(ContactRecord {
            id: record_id(&region.code, "contact-record", number),
            committee_id: committee_id(&region.code),
            member_id: member.id.clone(),
            plan_id: plan.map(|plan| plan.id.clone()),
            mode,
            held_on: day.into(),
            persons,
            content: content.to_owned(),
            problem: (number % 6 == 5).then(|| "反映道路、用水等问题".to_owned()),
            appeal_id: None,
            version: 1,
            is_generated: true,
        });
    }

    /// Each record lists the first contact of its member who was registered by then.
    fn list_contacts(&mut self) {
        let mut first = std::collections::BTreeMap::new();
        for contact in &self.made.contacts {
            first.entry(&contact.member_id).or_insert(contact);
        }
        let listed = self.made.records.iter().filter_map(|record| {
            let contact = first.get(&record.member_id)?;
            let is_known = contact.registered_on <= record.held_on;
            let (record_id, contact_id) = (record.id.clone(), contact.id.clone());
            is_known.then_some(ContactRecordContact { record_id, contact_id })
        });
        self.made.listed = listed.collect();
    }
}

const MODES: [ContactMode; 5] = [
    ContactMode::RegularVisit,
    ContactMode::OpinionInteraction,
    ContactMode::SurveyInspection,
    ContactMode::FrontlineConsultation,
    ContactMode::MutualVisit,
];
