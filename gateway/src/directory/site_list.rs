//! The registered sites, as the directory tells of them.

use std::collections::HashMap;

use super::regions::{RegionCode, RegionError, RegionTable};

/// Knows which sites are registered, and how they are doing right now.
pub trait SiteDirectory: Send + Sync {
    /// Every registered site, in region order.
    fn sites(&self) -> Vec<SiteEntry>;
}

/// One registered site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteEntry {
    /// Registered name, such as `621122`.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Regions whose records it owns.
    pub regions: Vec<RegionCode>,
    /// Contracts it promises to serve, in order of name.
    pub contracts: Vec<String>,
    /// State as the gateway sees it.
    pub state: SiteState,
}

/// State of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, async_graphql::Enum)]
pub enum SiteState {
    /// It answers.
    Up,
    /// It has not answered of late, and is not asked for a while.
    BreakerOpen,
}

/// The sites at one moment, found by region.
pub(super) struct SiteList {
    entries: Vec<SiteEntry>,
    /// `by_region[code]` is the place of the first site that owns the region.
    by_region: HashMap<RegionCode, usize>,
}

impl SiteList {
    pub(super) fn new(entries: Vec<SiteEntry>) -> Self {
        let mut by_region = HashMap::new();
        for (place, entry) in entries.iter().enumerate() {
            for region in &entry.regions {
                by_region.entry(*region).or_insert(place);
            }
        }
        Self { entries, by_region }
    }

    pub(super) fn all(&self) -> &[SiteEntry] {
        &self.entries
    }

    /// The site that owns the region's records: its own or the nearest superior's.
    pub(super) fn owner(
        &self,
        regions: &RegionTable,
        code: RegionCode,
    ) -> Result<Option<&SiteEntry>, RegionError> {
        let place =
            regions.ancestors_or_self(code)?.find_map(|region| self.by_region.get(&region.code));
        Ok(place.map(|place| &self.entries[*place]))
    }

    /// The sites with a region inside this one; if there is none, the site that owns it.
    pub(super) fn within(
        &self,
        regions: &RegionTable,
        code: RegionCode,
    ) -> Result<Vec<&SiteEntry>, RegionError> {
        let owner = self.owner(regions, code)?;
        let inside: Vec<&SiteEntry> = self
            .entries
            .iter()
            .filter(|entry| entry.regions.iter().any(|region| code.contains(region)))
            .collect();
        Ok(if inside.is_empty() { owner.into_iter().collect() } else { inside })
    }
}
