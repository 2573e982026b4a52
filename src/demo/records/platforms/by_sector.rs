//! The platforms that a committee sets up by sector, along industries or for its members' culture.

use std::ops::RangeInclusive;

use jiff::civil::{Date, date};
use qianzhan_network::records::members::SectorCode;
use qianzhan_network::records::platforms::{HostKind, PlatformKind, PlatformStatus};
use rand::Rng as _;

use super::{Builder, Draft, EARLY_2023, IN_2024, UP_TO_2023};
use crate::demo::records::names::draw_name;
use crate::demo::records::places::numeral;
use crate::demo::records::sectors::provincial_sectors;
use crate::demo::records::targets::{self, Counted};
use crate::demo::records::territory::RegionLevel;
use crate::demo::records::wording::employer;

/// 岷县, whose set of platforms is the station, the room and the council alone.
const COUNTY_OF_THE_TRINITY: &str = "621126";
const IN_2021_TO_2023: RangeInclusive<Date> = date(2021, 3, 1)..=date(2023, 10, 31);
const IN_2022: RangeInclusive<Date> = date(2022, 1, 10)..=date(2022, 6, 30);
const LATER_IN_2022: RangeInclusive<Date> = date(2022, 7, 1)..=date(2022, 12, 15);
const EARLY_DECEMBER_2023: RangeInclusive<Date> = date(2023, 12, 1)..=date(2023, 12, 15);

impl Builder<'_> {
    /// The platforms that a county sets up by sector and along industries. A county whose documents
    /// state a kind of its own has that kind and none of these.
    pub(super) fn add_by_sector(&mut self) {
        if let Some(studios) = self.count(Counted::LiaisonStudios) {
            self.add_liaison_studios(studios);
            self.add_wechat_platforms();
            return;
        }
        if self.region.code == COUNTY_OF_THE_TRINITY {
            return;
        }
        let size = u32::try_from(self.places.listed.len()).expect("few localities") / 6;
        let liaison = self.count(Counted::LiaisonRooms).unwrap_or(1 + size);
        let merged = self.count(Counted::SectorActivityRooms).unwrap_or(size / 2);
        let posts = self.count(Counted::MemberPosts).unwrap_or(size);
        let studios = self.count(Counted::MemberStudios);
        self.add_liaison_rooms(liaison, merged);
        self.add_posts(posts);
        match studios {
            Some(studios) => self.add_studios(studios, IN_2024),
            None => self.add_studios(1 + size / 2, IN_2021_TO_2023),
        }
        let number = self.rng.random_range(1..=5);
        let has_mediation = self.rng.random_range(0..10) < 3;
        if self.count(Counted::LiaisonRooms).is_some() || has_mediation {
            let short = &self.region.short_name;
            let mediation = format!("{short}法院委员调解室");
            let group = format!("{short}第{}界别小组活动室", numeral(number));
            self.add_at_seat(PlatformKind::MediationRoom, mediation, HostKind::Court, None);
            self.add_at_seat(PlatformKind::GroupActivityRoom, group, HostKind::Department, None);
        }
    }

    fn add_liaison_rooms(&mut self, count: u32, merged: u32) {
        for number in 0..count {
            let short = self.region.short_name.clone();
            let ordinal = numeral(number as usize + 1);
            let mut kinds =
                vec![(PlatformKind::LiaisonRoom, format!("{short}第{ordinal}委员联络室"), IN_2022)];
            if number < merged {
                let plaque = format!("{short}第{ordinal}界别活动室");
                kinds.push((PlatformKind::SectorActivityRoom, plaque, LATER_IN_2022));
            }
            let host = employer(&short, &mut self.rng);
            let sector = self.some_member().sector;
            let head = draw_name(&mut self.rng);
            let locality = self.places.listed.first().map(|row| row.code.as_str());
            self.add(Draft {
                kinds: &kinds,
                locality,
                township: locality.map(|_| 0),
                host: Some(host),
                head: Some(head),
                sector: Some(sector),
                ..Draft::default()
            });
        }
    }

    fn add_posts(&mut self, count: u32) {
        for number in 0..count as usize {
            let township = number % self.places.listed.len();
            let row = &self.places.listed[township];
            let round = number / self.places.listed.len();
            let suffix = if round == 0 { String::new() } else { numeral(round + 1) };
            let plaque = format!("{}委员驿站{suffix}", row.name);
            let head = draw_name(&mut self.rng);
            self.add(Draft {
                kinds: &[(PlatformKind::MemberPost, plaque, IN_2022)],
                locality: Some(&row.code),
                township: Some(township),
                host_kind: HostKind::IndustrySite,
                head: Some(head),
                ..Draft::default()
            });
        }
    }

    /// Studios named after members in office.
    pub(super) fn add_studios(&mut self, count: u32, granted: RangeInclusive<Date>) {
        for _ in 0..count {
            let member = self.some_member();
            let (name, sector, host) =
                (member.name.clone(), member.sector, member.employer.clone());
            let plaque = format!("{name}委员工作室");
            let locality = self.places.listed.first().map(|row| row.code.as_str());
            self.add(Draft {
                kinds: &[(PlatformKind::MemberStudio, plaque, granted.clone())],
                locality,
                township: locality.map(|_| 0),
                host_kind: HostKind::Enterprise,
                host,
                head: Some(name),
                sector: Some(sector),
                lead: Some(member),
                ..Draft::default()
            });
        }
    }

    /// The province's studios, by the special committees that state theirs. One was granted its
    /// plaque and then put off; one began in the same month.
    pub(super) fn add_provincial_studios(&mut self) {
        for committee in [targets::SOCIAL_LEGAL, targets::CULTURE_HISTORY, targets::ECONOMY] {
            let count = self.count(Counted::StudiosOf(committee)).unwrap_or(0) as usize;
            for sector in provincial_sectors(committee).into_iter().cycle().take(count) {
                let lead = self.member_of(sector);
                let (name, host) = (lead.name.clone(), lead.employer.clone());
                let (status, granted, launched_on, status_reason) = match sector {
                    SectorCode::SocialWelfare => {
                        let reason = "积石山发生地震，启动推迟";
                        (PlatformStatus::Postponed, EARLY_DECEMBER_2023, None, Some(reason))
                    }
                    SectorCode::SocialScience => {
                        let launched_on = Some(date(2023, 12, 21));
                        (PlatformStatus::Launched, EARLY_DECEMBER_2023, launched_on, None)
                    }
                    _ => (PlatformStatus::Operating, UP_TO_2023, None, None),
                };
                self.add(Draft {
                    kinds: &[(PlatformKind::MemberStudio, format!("{name}委员工作室"), granted)],
                    host_kind: HostKind::Enterprise,
                    host,
                    head: Some(name),
                    sector: Some(sector),
                    status,
                    lead: Some(lead),
                    launched_on,
                    status_reason,
                    ..Draft::default()
                });
            }
        }
    }

    fn add_liaison_studios(&mut self, count: u32) {
        for number in 0..count as usize {
            let plaque =
                format!("{}第{}委员联络工作室", self.region.short_name, numeral(number + 1));
            let township = number % self.places.listed.len();
            let head = draw_name(&mut self.rng);
            let sector = self.some_member().sector;
            self.add(Draft {
                kinds: &[(PlatformKind::LiaisonStudio, plaque, EARLY_2023)],
                locality: Some(&self.places.listed[township].code),
                township: Some(township),
                head: Some(head),
                sector: Some(sector),
                ..Draft::default()
            });
        }
    }

    /// The houses a committee keeps for its members' culture.
    pub(super) fn add_houses(&mut self) {
        let short = self.region.short_name.clone();
        let has_own_institute = self.count(Counted::Councils).is_some();
        if has_own_institute || self.region.level != RegionLevel::County {
            let room = format!("{short}政协委员活动室");
            let museum = format!("{short}政协文史馆");
            let host = HostKind::Department;
            self.add_at_seat(PlatformKind::MemberActivityRoom, room, host, None);
            self.add_at_seat(PlatformKind::HistoryMuseum, museum, host, None);
        }
        if has_own_institute || self.region.level == RegionLevel::Province {
            let institute = format!("{short}政协书画院");
            self.add_at_seat(PlatformKind::ArtInstitute, institute, HostKind::Department, None);
        }
    }
}
