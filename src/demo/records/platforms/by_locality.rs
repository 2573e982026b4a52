//! The platforms that stand in every township or village: stations, rooms, councils, online
//! platforms.

use qianzhan_network::records::localities::LocalityKind;
use qianzhan_network::records::platforms::{HostKind, PlatformKind, PlatformStatus};
use rand::Rng as _;

use super::{BEFORE_EVENTS, Builder, Draft, EARLY_2023};
use crate::demo::records::names::draw_name;
use crate::demo::records::targets::{Counted, HESHUI_VILLAGE};

impl Builder<'_> {
    /// One station for each township and subdistrict; for each listed locality where as many are
    /// stated.
    pub(super) fn add_workstations(&mut self) {
        let stated = self.count(Counted::Workstations);
        let in_parks = stated.is_some_and(|count| count as usize == self.places.listed.len());
        for (index, row) in self.places.listed.iter().enumerate() {
            let is_park = row.kind == LocalityKind::Park;
            if is_park && !in_parks {
                continue;
            }
            let head = draw_name(&mut self.rng);
            let status = if self.rng.random_range(0..20) == 0 {
                PlatformStatus::Launched
            } else {
                PlatformStatus::Operating
            };
            let plaque = format!("{}政协委员工作站", row.name);
            self.add(Draft {
                kinds: &[(PlatformKind::Workstation, plaque, BEFORE_EVENTS)],
                locality: Some(&row.code),
                township: Some(index),
                host_kind: if is_park { HostKind::IndustrialPark } else { HostKind::Township },
                host: Some(row.name.clone()),
                head: Some(head),
                status,
                ..Draft::default()
            });
        }
    }

    /// A room in each village, and a council in some; where both are stated, a council in each
    /// village and a room beside each, for as many as are stated.
    pub(super) fn add_rooms(&mut self) {
        let stated = self.count(Counted::Councils).zip(self.count(Counted::ConsultationRooms));
        let serves_wechat_only =
            |is_community: bool| is_community && self.count(Counted::WechatCommunities).is_some();
        let villages: Vec<_> = self
            .places
            .villages
            .iter()
            .filter(|village| !serves_wechat_only(village.is_community))
            .collect();
        for (index, village) in villages.into_iter().enumerate() {
            let (has_council, has_room) = match stated {
                Some((_, rooms)) => (true, index < rooms as usize),
                None => (index % 3 == 0, true),
            };
            let mut kinds = Vec::new();
            if has_room {
                let plaque = format!("{}协商议事室", village.name);
                kinds.push((PlatformKind::ConsultationRoom, plaque, BEFORE_EVENTS));
            }
            if has_council {
                let plaque = format!("{}协商议事会", village.name);
                kinds.push((PlatformKind::ConsultationCouncil, plaque, BEFORE_EVENTS));
            }
            let head = draw_name(&mut self.rng);
            let chance = self.rng.random_range(0..100);
            let status = match chance {
                _ if stated.is_some() || has_council || village.name == HESHUI_VILLAGE => {
                    PlatformStatus::Operating
                }
                0 => PlatformStatus::Withdrawn,
                1 => PlatformStatus::Preparing,
                2..=5 => PlatformStatus::PlaqueGranted,
                _ => PlatformStatus::Operating,
            };
            self.add(Draft {
                kinds: &kinds,
                locality: Some(&village.code),
                township: Some(village.township),
                host_kind: if village.is_community {
                    HostKind::UrbanCommunity
                } else {
                    HostKind::Village
                },
                host: Some(village.name.clone()),
                head: Some(head),
                status,
                ..Draft::default()
            });
        }
    }

    /// One online platform for each township and each urban community.
    pub(super) fn add_wechat_platforms(&mut self) {
        let places = self.places;
        let townships = places
            .townships()
            .map(|index| (&places.listed[index].code, &places.listed[index].name, index, false));
        let communities = places
            .villages
            .iter()
            .filter(|village| village.is_community)
            .map(|village| (&village.code, &village.name, village.township, true));
        for (code, name, township, is_community) in townships.chain(communities) {
            let head = draw_name(&mut self.rng);
            let plaque = format!("{name}微信协商平台");
            self.add(Draft {
                kinds: &[(PlatformKind::WechatConsultation, plaque, EARLY_2023)],
                locality: Some(code),
                township: Some(township),
                host_kind: if is_community { HostKind::UrbanCommunity } else { HostKind::Township },
                host: Some(name.clone()),
                head: Some(head),
                ..Draft::default()
            });
        }
    }
}
