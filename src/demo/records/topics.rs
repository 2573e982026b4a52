//! The topics that a site collects.

use jiff::civil::Date;
use qianzhan_network::records::members::Member;
use qianzhan_network::records::topics::{Topic, TopicSource, TopicStatus};
use rand::Rng as _;
use rand::seq::IndexedRandom as _;
use rand_chacha::ChaCha8Rng;

use super::places::Places;
use super::schedule::MonthTotals;
use super::seed::{committee_id, record_id, region_code, stream};
use super::territory::{RegionLevel, RegionRow};
use super::wording::{Matter, general_matter, local_matter};

/// A topic with the matter it is about.
#[derive(Debug)]
pub(super) struct TopicDraft {
    pub(super) record: Topic,
    pub(super) matter: Matter,
    /// Index into the listed localities of the site.
    pub(super) township: Option<usize>,
}

/// The topics of a site, in order of the day on which they were collected. None is consulted yet:
/// the events make it so.
pub(super) fn generate_topics(
    region: &RegionRow,
    places: &Places<'_>,
    schedule: &[MonthTotals],
    proposers: &[&Member],
) -> Vec<TopicDraft> {
    let mut rng = stream(&region.code, "topics");
    let mut days: Vec<Date> = Vec::new();
    for totals in schedule {
        let working_days = totals.month.working_days();
        days.extend((0..totals.topics).filter_map(|_| working_days.choose(&mut rng).copied()));
    }
    days.sort_unstable();
    days.into_iter()
        .enumerate()
        .map(|(number, day)| draft_topic(region, places, proposers, number, day, &mut rng))
        .collect()
}

fn draft_topic(
    region: &RegionRow,
    places: &Places<'_>,
    proposers: &[&Member],
    number: usize,
    day: Date,
    rng: &mut ChaCha8Rng,
) -> TopicDraft {
    let source = match rng.random_range(0..100) {
        0..22 => TopicSource::PartyGovernment,
        22..52 => TopicSource::Member,
        52..82 => TopicSource::Public,
        _ => TopicSource::Online,
    };
    let status = match rng.random_range(0..100) {
        0..60 => TopicStatus::Collected,
        60..85 => TopicStatus::Listed,
        _ => TopicStatus::Approved,
    };
    let township = (!places.listed.is_empty()).then(|| rng.random_range(0..places.listed.len()));
    let place = township.map(|index| &places.listed[index]);
    let matter = match region.level {
        RegionLevel::County => local_matter(rng),
        _ if place.is_some() => local_matter(rng),
        _ => general_matter(rng),
    };
    let in_office: Vec<&&Member> =
        proposers.iter().filter(|member| member.since.civil() <= day).collect();
    let proposer = in_office.choose(rng).filter(|_| source == TopicSource::Member);
    let where_to = place.map_or(&region.short_name, |row| &row.name);
    TopicDraft {
        record: Topic {
            id: record_id(&region.code, "topic", number),
            committee_id: committee_id(&region.code),
            title: format!("关于{where_to}{}的议题", matter.subject),
            source,
            status,
            locality_code: place.map(|row| region_code(&row.code)),
            proposer_id: proposer.map(|member| member.id.clone()),
            collected_on: day.into(),
            version: 1,
            is_generated: true,
        },
        matter,
        township,
    }
}
