//! The brands under which places hold their consultation: the names are those of documents.

use qianzhan_activities::brands::{Brand, BrandStatus};

use super::places::Places;
use super::seed::{committee_id, record_id, region_code};
use super::targets::HESHUI_VILLAGE;
use super::territory::RegionRow;

/// A brand of a region, or of a township or village in it; perhaps derived from the region's own.
#[derive(Debug, Clone, Copy)]
pub(super) struct BrandOfPlace {
    region: &'static str,
    /// A township, or the village of its own.
    pub(super) place: Option<&'static str>,
    pub(super) name: &'static str,
    is_derived: bool,
}

const fn brand(
    region: &'static str,
    place: Option<&'static str>,
    name: &'static str,
    is_derived: bool,
) -> BrandOfPlace {
    BrandOfPlace { region, place, name, is_derived }
}

/// By region; a region's own brand stands before those that derive from it.
const BRANDS: [BrandOfPlace; 6] = [
    brand("620982", Some(HESHUI_VILLAGE), "“月”商量 越和美", false),
    brand("620200", None, "嘉事好商量", false),
    brand("621121", None, "通事商", false),
    brand("621122", None, "药都有约", false),
    brand("621122", Some("巩昌镇"), "药都有约 襄武助力", true),
    brand("621122", Some("通安驿镇"), "高效协商 阳光议事", true),
];

/// The brands of a region.
pub(super) fn brands_of(region: &str) -> impl Iterator<Item = &'static BrandOfPlace> {
    BRANDS.iter().filter(move |brand| brand.region == region)
}

/// The brands of a site as records.
pub(super) fn generate_brands(region: &RegionRow, places: &Places<'_>) -> Vec<Brand> {
    let own = record_id(&region.code, "brand", 0);
    let code_of = |place: &str| {
        let townships = places.listed.iter().map(|row| (&row.name, &row.code));
        let villages = places.villages.iter().map(|village| (&village.name, &village.code));
        let mut all = townships.chain(villages);
        all.find(|(name, _)| name.as_str() == place).map(|(_, code)| region_code(code))
    };
    let record = |(number, brand): (usize, &BrandOfPlace)| Brand {
        id: record_id(&region.code, "brand", number),
        committee_id: committee_id(&region.code),
        name: brand.name.to_owned(),
        locality_code: brand.place.and_then(code_of),
        parent_id: brand.is_derived.then(|| own.clone()),
        status: if brand.is_derived { BrandStatus::Used } else { BrandStatus::Promoted },
        named_on: None,
        version: 1,
        is_generated: true,
    };
    brands_of(&region.code).enumerate().map(record).collect()
}
