//! Training sessions and reading groups.

use jiff::civil::{Date, date};
use qianzhan_duties::learning::{
    ReadingActivity, ReadingGroup, TrainingKind, TrainingSession, TrainingStatus,
};
use rand::Rng as _;
use rand_chacha::ChaCha8Rng;

use super::Setting;
use crate::demo::records::apportion::apportion;
use crate::demo::records::calendar::draw_working_day;
use crate::demo::records::places::numeral;
use crate::demo::records::seed::{committee_id, record_id, stream};
use crate::demo::records::targets::Counted;

const EARLY_2023: std::ops::RangeInclusive<Date> = date(2023, 2, 1)..=date(2023, 6, 14);
const IN_2023: std::ops::RangeInclusive<Date> = date(2023, 1, 4)..=date(2023, 12, 29);
const IN_2024: std::ops::RangeInclusive<Date> = date(2024, 1, 4)..=date(2024, 11, 29);
const IN_2022: std::ops::RangeInclusive<Date> = date(2022, 1, 4)..=date(2022, 12, 29);
const FOUNDED: Date = date(2021, 4, 23);

/// Sessions, groups and activities.
#[derive(Debug, Default)]
pub(in crate::demo::records) struct Learning {
    pub(super) sessions: Vec<TrainingSession>,
    pub(super) groups: Vec<ReadingGroup>,
    pub(super) activities: Vec<ReadingActivity>,
}

pub(super) fn generate(setting: Setting<'_>) -> Learning {
    let rng = stream(&setting.region.code, "learning");
    let mut builder = Builder { setting, rng, made: Learning::default() };
    builder.add_training();
    builder.add_reading();
    builder.made
}

struct Builder<'plan> {
    setting: Setting<'plan>,
    rng: ChaCha8Rng,
    made: Learning,
}

impl Builder<'_> {
    fn stated(&self, counted: Counted) -> Option<u32> {
        self.setting.plan.targets.count(&self.setting.region.code, counted)
    }

    fn add_training(&mut self) {
        if let Some(sessions) = self.stated(Counted::TrainingSessions) {
            let total = self.stated(Counted::TrainingParticipants).unwrap_or(0);
            for share in apportion(total, &vec![1; sessions as usize]) {
                self.add_session(TrainingKind::Training, "委员培训", &EARLY_2023, share);
            }
        }
        for _ in 0..self.stated(Counted::Lectures).unwrap_or(0) {
            let participants = self.rng.random_range(60..=120);
            self.add_session(TrainingKind::Lecture, "理论大讲堂", &IN_2023, participants);
        }
        for kind in [TrainingKind::Training, TrainingKind::Study] {
            let participants = self.rng.random_range(20..=60);
            self.add_session(kind, "委员学习培训", &IN_2024, participants);
        }
    }

    fn add_session(
        &mut self,
        kind: TrainingKind,
        title: &str,
        range: &std::ops::RangeInclusive<Date>,
        participants: u32,
    ) {
        let region = &self.setting.region.code;
        let number = self.made.sessions.len();
        let held_on = draw_working_day(range, &mut self.rng);
        self.made.sessions.push(TrainingSession {
            id: record_id(region, "training-session", number),
            committee_id: committee_id(region),
            title: format!("{title}第{}期", numeral(number + 1)),
            kind,
            status: TrainingStatus::Registered,
            held_on: held_on.into(),
            participants: Some(i64::from(participants)),
            version: 1,
            is_generated: true,
        });
    }

    fn add_reading(&mut self) {
        let subs = self.stated(Counted::SubReadingGroups).unwrap_or(0);
        let mains =
            self.stated(Counted::MainReadingGroups).or_else(|| self.stated(Counted::ReadingGroups));
        for _ in 0..mains.unwrap_or(0) {
            self.add_group(None);
        }
        let main = self.made.groups.first().map(|group| group.id.clone());
        for _ in 0..subs {
            self.add_group(main.clone());
        }
        if let Some(total) = self.stated(Counted::ReadingPersonTimes) {
            for share in apportion(total, &[1; 6]) {
                self.add_activity("读书心得交流", &EARLY_2023, share);
            }
        }
        for _ in 0..self.stated(Counted::ReadingActivities).unwrap_or(0) {
            let participants = self.rng.random_range(12..=40);
            self.add_activity("委员读书活动", &IN_2022, participants);
        }
    }

    fn add_group(&mut self, parent_id: Option<qianzhan_network::RecordId>) {
        let region = self.setting.region;
        let number = self.made.groups.len();
        self.made.groups.push(ReadingGroup {
            id: record_id(&region.code, "reading-group", number),
            committee_id: committee_id(&region.code),
            name: format!("{}委员读书群{}", region.short_name, numeral(number + 1)),
            is_online: true,
            parent_id,
            founded_on: FOUNDED.into(),
            version: 1,
            is_generated: true,
        });
    }

    fn add_activity(
        &mut self,
        title: &str,
        range: &std::ops::RangeInclusive<Date>,
        participants: u32,
    ) {
        let number = self.made.activities.len();
        let held_on = draw_working_day(range, &mut self.rng);
        let group = &self.made.groups[number % self.made.groups.len()];
        self.made.activities.push(ReadingActivity {
            group_id: group.id.clone(),
            ordinal: i64::try_from(number).expect("few activities"),
            held_on: held_on.into(),
            title: title.to_owned(),
            participants: i64::from(participants),
        });
    }
}
