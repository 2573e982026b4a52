//! Who is present at an event.

use std::collections::BTreeSet;

use jiff::civil::Date;
use qianzhan_network::RecordId;
use qianzhan_network::records::consultation_events::{Attendance, EventRole};
use qianzhan_network::records::members::Member;
use rand::Rng as _;
use rand::seq::IndexedRandom as _;
use rand_chacha::ChaCha8Rng;

/// One event in so many above the county has a guest of another level.
const GUEST_AT_ONE_IN: u32 = 3;

/// The members who may be present at the events of a site.
#[derive(Debug)]
pub(in crate::demo::records) struct Pool<'plan> {
    /// Every member who comes to this site's events.
    members: Vec<&'plan Member>,
    /// Those deployed to each listed locality.
    by_township: Vec<Vec<&'plan Member>>,
    /// Members of the level below, who are now and then invited.
    guests: Vec<&'plan Member>,
}

impl<'plan> Pool<'plan> {
    pub(in crate::demo::records) fn new(
        members: Vec<&'plan Member>,
        by_township: Vec<Vec<&'plan Member>>,
        guests: Vec<&'plan Member>,
    ) -> Self {
        Self { members, by_township, guests }
    }

    pub(in crate::demo::records) fn len(&self) -> usize {
        self.members.len()
    }

    pub(in crate::demo::records) fn members(&self) -> &[&'plan Member] {
        &self.members
    }
}

/// So many different members, more than half of them deployed to the township where there are
/// enough; the first is the host.
pub(super) fn draw_attendance(
    pool: &Pool<'_>,
    event: &RecordId,
    day: Date,
    present: u32,
    township: Option<usize>,
    rng: &mut ChaCha8Rng,
) -> Vec<Attendance> {
    let present = present as usize;
    let local =
        township.and_then(|index| pool.by_township.get(index)).map_or(&[][..], Vec::as_slice);
    let guest = pool
        .guests
        .choose(rng)
        .filter(|_| present > 1 && rng.random_range(0..GUEST_AT_ONE_IN) == 0);
    let from_township = local.choose_multiple(rng, present.div_ceil(2)).copied();
    let from_all = pool.members.choose_multiple(rng, present).copied();
    // Whoever is drawn first, all others stand behind, so that the number is always reached.
    let candidates: Vec<&Member> = from_township
        .collect::<Vec<_>>()
        .into_iter()
        .chain(guest.copied())
        .chain(from_all)
        .chain(pool.members.iter().copied())
        .collect();
    let mut seen = BTreeSet::new();
    candidates
        .into_iter()
        .filter(|member| member.since.civil() <= day && seen.insert(&member.id))
        .take(present)
        .enumerate()
        .map(|(index, member)| Attendance {
            event_id: event.clone(),
            member_id: member.id.clone(),
            level: member.level,
            sector: member.sector,
            role: match index {
                0 => EventRole::Host,
                1 | 2 => EventRole::Speaker,
                _ => EventRole::Participant,
            },
        })
        .collect()
}
