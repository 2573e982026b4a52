//! The sectors in which a committee seats members, and the special committees that link them.

use qianzhan_network::records::members::SectorCode;
use rand::Rng;
use rand::seq::SliceRandom as _;

use super::apportion::apportion;
use super::targets;
use super::territory::RegionLevel;

/// Sectors, those that nearly every committee has first, with their weight in seats.
const BY_COMMONNESS: [(SectorCode, u32); 32] = [
    (SectorCode::Cpc, 5),
    (SectorCode::Nonpartisan, 3),
    (SectorCode::YouthLeague, 2),
    (SectorCode::TradeUnions, 2),
    (SectorCode::Women, 3),
    (SectorCode::IndustryCommerce, 5),
    (SectorCode::ScienceAssociation, 2),
    (SectorCode::CultureArt, 4),
    (SectorCode::ScienceTechnology, 3),
    (SectorCode::Economy, 6),
    (SectorCode::Agriculture, 6),
    (SectorCode::Education, 5),
    (SectorCode::Health, 5),
    (SectorCode::SocialWelfare, 3),
    (SectorCode::SpeciallyInvited, 6),
    (SectorCode::Religion, 3),
    (SectorCode::EthnicMinorities, 3),
    (SectorCode::YouthFederation, 2),
    (SectorCode::SocialScience, 2),
    (SectorCode::Press, 2),
    (SectorCode::OverseasChinese, 2),
    (SectorCode::Cdl, 2),
    (SectorCode::Rcck, 2),
    (SectorCode::Jiusan, 2),
    (SectorCode::Cndca, 2),
    (SectorCode::Environment, 2),
    (SectorCode::Sport, 1),
    (SectorCode::Capd, 2),
    (SectorCode::Cpwdp, 2),
    (SectorCode::Friendship, 1),
    (SectorCode::TaiwanCompatriots, 1),
    (SectorCode::Zhigong, 1),
];

/// A field of work, which one special committee of a committee has in charge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Proposals,
    Economy,
    Agriculture,
    Environment,
    EducationHealth,
    SocialLegal,
    EthnicReligious,
    CultureHistory,
    Overseas,
    MemberWork,
}

fn field(sector: SectorCode) -> Field {
    match sector {
        SectorCode::Cpc | SectorCode::SpeciallyInvited => Field::Proposals,
        SectorCode::Economy | SectorCode::IndustryCommerce | SectorCode::Cndca => Field::Economy,
        SectorCode::Agriculture => Field::Agriculture,
        SectorCode::Environment | SectorCode::ScienceTechnology | SectorCode::Jiusan => {
            Field::Environment
        }
        SectorCode::Education
        | SectorCode::Health
        | SectorCode::Sport
        | SectorCode::ScienceAssociation
        | SectorCode::Cpwdp
        | SectorCode::Capd => Field::EducationHealth,
        SectorCode::TradeUnions
        | SectorCode::YouthLeague
        | SectorCode::Women
        | SectorCode::SocialScience
        | SectorCode::SocialWelfare => Field::SocialLegal,
        SectorCode::EthnicMinorities | SectorCode::Religion => Field::EthnicReligious,
        SectorCode::CultureArt | SectorCode::Press | SectorCode::Cdl => Field::CultureHistory,
        SectorCode::OverseasChinese
        | SectorCode::TaiwanCompatriots
        | SectorCode::Friendship
        | SectorCode::Zhigong
        | SectorCode::Rcck => Field::Overseas,
        SectorCode::Nonpartisan | SectorCode::YouthFederation => Field::MemberWork,
    }
}

/// The special committee in which a member of a sector is placed. Lower levels join fields.
pub(super) fn special_committee(level: RegionLevel, sector: SectorCode) -> &'static str {
    match (level, field(sector)) {
        (RegionLevel::Province, Field::Proposals) => "提案委员会",
        (RegionLevel::Province, Field::Economy) => targets::ECONOMY,
        (RegionLevel::Province, Field::Agriculture) => "农业和农村工作委员会",
        (RegionLevel::Province, Field::Environment) => "人口资源环境委员会",
        (RegionLevel::Province, Field::EducationHealth) => "教科卫体委员会",
        (RegionLevel::Province, Field::SocialLegal) => targets::SOCIAL_LEGAL,
        (RegionLevel::Province, Field::EthnicReligious) => "民族和宗教委员会",
        (RegionLevel::Province, Field::CultureHistory) => targets::CULTURE_HISTORY,
        (RegionLevel::Province, Field::Overseas) => "港澳台侨和外事委员会",
        (RegionLevel::Province, Field::MemberWork) => "委员工作委员会",
        (RegionLevel::City, Field::Proposals) => "提案委员会",
        (RegionLevel::City, Field::Economy) => "经济委员会",
        (RegionLevel::City, Field::Agriculture | Field::Environment) => "农业和人口资源环境委员会",
        (RegionLevel::City, Field::EducationHealth) => "教科卫体委员会",
        (RegionLevel::City, Field::SocialLegal | Field::EthnicReligious) => {
            "社会法制和民族宗教委员会"
        }
        (RegionLevel::City, Field::CultureHistory) => "文化文史和学习委员会",
        (RegionLevel::City, Field::Overseas | Field::MemberWork) => "联络和委员工作委员会",
        (RegionLevel::County, Field::Proposals | Field::MemberWork | Field::Overseas) => {
            "提案和委员工作委员会"
        }
        (RegionLevel::County, Field::Economy) => "经济科技委员会",
        (RegionLevel::County, Field::Agriculture | Field::Environment) => "农业和资源环境委员会",
        (RegionLevel::County, Field::EducationHealth) => "教育卫生体育委员会",
        (RegionLevel::County, Field::SocialLegal | Field::EthnicReligious) => {
            "社会法制和民族宗教委员会"
        }
        (RegionLevel::County, Field::CultureHistory) => "文化文史和学习委员会",
    }
}

/// The sectors that a special committee of the province links, those with most seats first.
#[must_use]
pub fn provincial_sectors(committee: &str) -> Vec<SectorCode> {
    let is_linked =
        |sector: &SectorCode| special_committee(RegionLevel::Province, *sector) == committee;
    let mut linked: Vec<SectorCode> = SectorCode::ALL.iter().copied().filter(is_linked).collect();
    linked.sort_by_key(|&sector| std::cmp::Reverse(weight(sector)));
    linked
}

/// The sectors of one committee: most of them those that nearly every committee has, two of them
/// its own.
pub(super) fn draw_sectors(count: usize, rng: &mut impl Rng) -> Vec<SectorCode> {
    let (common, rest) = BY_COMMONNESS.split_at(count.saturating_sub(2).min(BY_COMMONNESS.len()));
    let mut rest = rest.to_vec();
    rest.shuffle(rng);
    common.iter().chain(&rest).take(count).map(|&(sector, _)| sector).collect()
}

/// How many sectors a committee has, where no document states it.
pub(super) fn draw_sector_count(level: RegionLevel, rng: &mut impl Rng) -> usize {
    match level {
        RegionLevel::Province => BY_COMMONNESS.len(),
        RegionLevel::City => rng.random_range(24..=29),
        RegionLevel::County => rng.random_range(16..=22),
    }
}

/// The sector of each seat, in random order. Every sector has a seat, and `fixed` sectors have as
/// many as they name.
pub(super) fn draw_seat_sectors(
    seats: u32,
    sectors: &[SectorCode],
    fixed: &[(SectorCode, u32)],
    rng: &mut impl Rng,
) -> Vec<SectorCode> {
    let fixed_seats = |sector| fixed.iter().find(|(code, _)| *code == sector).map(|&(_, n)| n);
    let free: Vec<SectorCode> =
        sectors.iter().copied().filter(|&sector| fixed_seats(sector).is_none()).collect();
    let weights: Vec<u32> = free.iter().map(|&sector| weight(sector)).collect();
    let one_each = u32::try_from(free.len()).expect("few sectors");
    let fixed_total: u32 = fixed.iter().map(|&(_, seats)| seats).sum();
    let shares = apportion(seats.saturating_sub(fixed_total + one_each), &weights);
    let mut seat_sectors: Vec<SectorCode> = Vec::with_capacity(seats as usize);
    for (sector, count) in
        free.into_iter().zip(shares.into_iter().map(|share| share + 1)).chain(fixed.iter().copied())
    {
        seat_sectors.extend(std::iter::repeat_n(sector, count as usize));
    }
    seat_sectors.shuffle(rng);
    seat_sectors
}

/// Whether members of a sector are as a rule no members of the CPC.
pub(super) fn is_non_party(sector: SectorCode) -> bool {
    matches!(
        sector,
        SectorCode::Rcck
            | SectorCode::Cdl
            | SectorCode::Cndca
            | SectorCode::Capd
            | SectorCode::Cpwdp
            | SectorCode::Zhigong
            | SectorCode::Jiusan
            | SectorCode::Nonpartisan
            | SectorCode::Religion
    )
}

fn weight(sector: SectorCode) -> u32 {
    BY_COMMONNESS.iter().find(|(code, _)| *code == sector).map_or(1, |&(_, weight)| weight)
}

#[cfg(test)]
mod tests {
    use super::super::seed::stream;
    use super::*;

    #[test]
    fn every_sector_has_a_seat_and_fixed_ones_have_theirs() {
        let mut rng = stream("621121", "sectors");
        let sectors = draw_sectors(19, &mut rng);
        assert!(sectors.contains(&SectorCode::Agriculture));
        let fixed = [(SectorCode::Agriculture, 19)];
        let seats = draw_seat_sectors(75, &sectors, &fixed, &mut rng);
        assert_eq!(seats.len(), 75);
        let of = |sector| seats.iter().filter(|&&code| code == sector).count();
        assert_eq!(of(SectorCode::Agriculture), 19);
        assert!(sectors.iter().all(|&sector| of(sector) > 0));
    }
}
