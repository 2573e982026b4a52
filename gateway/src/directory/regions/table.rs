//! The table of regions: what lies above and inside each, found by code.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize};

use super::{
    code::RegionCode,
    error::{RegionError, RegionTableError},
    parse,
};

/// A level of the hierarchy, such as `COUNTY`. Free text: the files name the levels.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RegionLevel(Arc<str>);

impl RegionLevel {
    /// Level of a code of 9 digits that no file lists.
    pub const TOWNSHIP: &'static str = "TOWNSHIP";
    /// Level of a code of 12 digits that no file lists.
    pub const VILLAGE: &'static str = "VILLAGE";

    /// The level of that name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self(Arc::from(name))
    }

    /// Its name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The level of a place below the counties, by the length of its code.
    pub(super) fn of_locality(code: RegionCode) -> Self {
        Self::new(if code.is_village() { Self::VILLAGE } else { Self::TOWNSHIP })
    }
}

impl fmt::Display for RegionLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// One listed region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// Its code.
    pub code: RegionCode,
    /// The listed region it lies in; `None` at the top.
    pub parent: Option<RegionCode>,
    /// Its level.
    pub level: RegionLevel,
    /// Its name.
    pub name: String,
    /// Its short name, where the file gives one.
    pub short_name: Option<String>,
    /// Its name in pinyin, where the file gives one.
    pub pinyin: Option<String>,
    /// What kind of locality it is, where the file gives one.
    pub kind: Option<String>,
}

/// Every listed region.
///
/// Divisions of 6 digits are listed completely, so one that is not listed is unknown. Places below
/// them need not be: a longer code that is not listed lies in its longest listed prefix.
#[derive(Debug)]
pub struct RegionTable {
    /// In order of code, so everything inside a region follows it without a gap.
    regions: Vec<Region>,
    /// `parents[i]` is the place of the parent of `regions[i]`.
    parents: Vec<Option<usize>>,
    /// `children[i]` are the places of the regions whose parent is `regions[i]`, in order of code.
    children: Vec<Vec<usize>>,
}

impl RegionTable {
    /// Reads CSV texts. A text with a `level` column lists regions (`code, parent_code, level,
    /// name`, and `short_name`, `pinyin` if known); one with a `kind` column instead lists
    /// localities (`code, parent_code, kind, name`), whose level follows from the length of the
    /// code. `parent_code` is the nearest listed region around the row's, empty at the top.
    ///
    /// # Errors
    /// [`RegionTableError`] with every problem of every text.
    pub fn parse(texts: &[&str]) -> Result<Self, RegionTableError> {
        parse::parse(texts).map(Self::from_sorted)
    }

    /// A table without regions, for a gateway without sites: every code is unknown to it.
    #[must_use]
    pub fn empty() -> Self {
        Self::from_sorted(Vec::new())
    }

    /// `regions` are in order of code, and each parent is listed: `parse` sees to both.
    fn from_sorted(regions: Vec<Region>) -> Self {
        let place_of = |code: RegionCode| {
            regions
                .binary_search_by_key(&code, |region| region.code)
                .expect("the parser refuses a parent that is not listed")
        };
        let parents: Vec<Option<usize>> =
            regions.iter().map(|region| region.parent.map(place_of)).collect();
        let mut children = vec![Vec::new(); regions.len()];
        for (place, parent) in parents.iter().enumerate() {
            if let Some(parent) = parent {
                children[*parent].push(place);
            }
        }
        Self { regions, parents, children }
    }

    /// Every listed region, in order of code.
    pub fn iter(&self) -> impl Iterator<Item = &Region> {
        self.regions.iter()
    }

    /// The region listed under this code.
    #[must_use]
    pub fn get(&self, code: RegionCode) -> Option<&Region> {
        self.place(code).map(|place| &self.regions[place])
    }

    /// The listed region that this code names or, for a place that is not listed, lies in.
    ///
    /// # Errors
    /// [`RegionError::Unknown`] for a 6-digit code that is not listed, and for a longer one whose
    /// longest listed prefix is divided into listed divisions, none of which holds it.
    pub fn nearest(&self, code: RegionCode) -> Result<&Region, RegionError> {
        self.nearest_place(code).map(|place| &self.regions[place])
    }

    /// The listed region just above the one this code names.
    ///
    /// # Errors
    /// [`RegionError::Unknown`], as for [`Self::nearest`].
    pub fn parent(&self, code: RegionCode) -> Result<Option<&Region>, RegionError> {
        let nearest = self.nearest_place(code)?;
        if self.regions[nearest].code != code {
            return Ok(Some(&self.regions[nearest]));
        }
        Ok(self.parents[nearest].map(|place| &self.regions[place]))
    }

    /// The listed regions just below, in order of code; none below a place that is not listed.
    ///
    /// # Errors
    /// [`RegionError::Unknown`], as for [`Self::nearest`].
    pub fn children(&self, code: RegionCode) -> Result<impl Iterator<Item = &Region>, RegionError> {
        let nearest = self.nearest_place(code)?;
        let places: &[usize] =
            if self.regions[nearest].code == code { &self.children[nearest] } else { &[] };
        Ok(places.iter().map(|place| &self.regions[*place]))
    }

    /// The listed regions from this one up to the top: `621122101` gives `621122`, `621100`,
    /// `620000`, and itself first where it is listed.
    ///
    /// # Errors
    /// [`RegionError::Unknown`], as for [`Self::nearest`].
    pub fn ancestors_or_self(
        &self,
        code: RegionCode,
    ) -> Result<impl Iterator<Item = &Region>, RegionError> {
        let nearest = self.nearest_place(code)?;
        let places = std::iter::successors(Some(nearest), |place| self.parents[*place]);
        Ok(places.map(|place| &self.regions[place]))
    }

    /// The listed regions at or below this one, in order of code; none for a place that is not
    /// listed.
    ///
    /// # Errors
    /// [`RegionError::Unknown`], as for [`Self::nearest`].
    pub fn descendants_or_self(
        &self,
        code: RegionCode,
    ) -> Result<impl Iterator<Item = &Region>, RegionError> {
        self.nearest_place(code)?;
        let from = self.regions.partition_point(|region| region.code < code);
        let inside =
            self.regions[from..].iter().take_while(move |region| code.contains(&region.code));
        Ok(inside)
    }

    /// The level of this region; that of a place which is not listed follows from its code.
    ///
    /// # Errors
    /// [`RegionError::Unknown`], as for [`Self::nearest`].
    pub fn level(&self, code: RegionCode) -> Result<RegionLevel, RegionError> {
        let nearest = self.nearest(code)?;
        Ok(if nearest.code == code {
            nearest.level.clone()
        } else {
            RegionLevel::of_locality(code)
        })
    }

    fn place(&self, code: RegionCode) -> Option<usize> {
        self.regions.binary_search_by_key(&code, |region| region.code).ok()
    }

    fn nearest_place(&self, code: RegionCode) -> Result<usize, RegionError> {
        if let Some(place) = self.place(code) {
            return Ok(place);
        }
        let unknown = RegionError::Unknown { code };
        if code.is_division() {
            return Err(unknown);
        }
        let Some(nearest) = code.enclosing().find_map(|around| self.place(around)) else {
            return Err(unknown);
        };
        // A city with listed counties is all in its counties, so a township code that none of them
        // holds is a mistake; a city without any (嘉峪关) holds its townships itself.
        let has_divisions =
            self.children[nearest].iter().any(|child| self.regions[*child].code.is_division());
        if has_divisions {
            return Err(unknown);
        }
        Ok(nearest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GANSU: &str = include_str!("../../../../schema/regions.csv");
    const LOCALITIES: &str = "code,parent_code,kind,name\n\
        621122101,621122,TOWNSHIP,文峰镇\n\
        621122101201,621122101,VILLAGE,某村\n\
        620201101,620200,SUBDISTRICT,某街道\n";

    fn table() -> RegionTable {
        RegionTable::parse(&[GANSU, LOCALITIES]).expect("a valid table")
    }

    fn code(text: &str) -> RegionCode {
        RegionCode::parse(text).expect("a region code")
    }

    fn codes<'a>(regions: impl Iterator<Item = &'a Region>) -> Vec<String> {
        regions.map(|region| region.code.to_string()).collect()
    }

    #[test]
    fn ancestors_walk_up_from_the_nearest_listed_region() {
        let table = table();
        for (from, expected) in [
            ("620000", vec!["620000"]),
            ("621122", vec!["621122", "621100", "620000"]),
            ("621122101", vec!["621122101", "621122", "621100", "620000"]),
            ("621122199", vec!["621122", "621100", "620000"]),
            ("621122199201", vec!["621122", "621100", "620000"]),
            ("620201199", vec!["620200", "620000"]),
        ] {
            let ancestors = table.ancestors_or_self(code(from)).expect("a known region");
            assert_eq!(codes(ancestors), expected, "{from}");
        }
    }

    #[test]
    fn a_code_outside_the_table_is_unknown() {
        let table = table();
        for text in ["110000", "621199", "621199101", "629900", "110101001", "630102101201"] {
            let error = table.nearest(code(text)).expect_err(text);
            assert_eq!(error.code(), "REGION_UNKNOWN", "{text}");
            assert!(table.level(code(text)).is_err(), "{text}");
            assert!(table.descendants_or_self(code(text)).is_err(), "{text}");
        }
    }

    #[test]
    fn descendants_are_the_listed_regions_inside() {
        let table = table();
        let count =
            |text: &str| table.descendants_or_self(code(text)).expect("a known region").count();
        assert_eq!(count("620000"), 101 + 3);
        assert_eq!(count("620200"), 2);
        assert_eq!(count("621122"), 3);
        assert_eq!(count("621122199"), 0, "an unlisted township lists nothing");
        let inside = table.descendants_or_self(code("621122")).expect("a known region");
        assert_eq!(codes(inside), ["621122", "621122101", "621122101201"]);
    }

    #[test]
    fn children_are_one_step_down_in_order() {
        let table = table();
        let children = |text: &str| codes(table.children(code(text)).expect("a known region"));
        assert_eq!(children("620000").len(), 14);
        assert_eq!(children("620200"), ["620201101"]);
        assert_eq!(children("621122"), ["621122101"]);
        assert!(children("621122199").is_empty());
    }

    #[test]
    fn levels_come_from_the_file_or_the_length_of_the_code() {
        let table = table();
        for (text, expected) in [
            ("620000", "PROVINCE"),
            ("620200", "CITY"),
            ("621122", "COUNTY"),
            ("621122101", "TOWNSHIP"),
            ("621122101201", "VILLAGE"),
            ("621122199", "TOWNSHIP"),
            ("621122199201", "VILLAGE"),
        ] {
            let level = table.level(code(text)).expect("a known region");
            assert_eq!(level.as_str(), expected, "{text}");
        }
    }

    #[test]
    fn the_parent_of_an_unlisted_place_is_the_region_that_holds_it() {
        let table = table();
        for (text, expected) in
            [("620000", None), ("621122", Some("621100")), ("621122199", Some("621122"))]
        {
            let parent = table.parent(code(text)).expect("a known region");
            assert_eq!(parent.map(|region| region.code), expected.map(code), "{text}");
        }
    }
}
