//! What a site serves, by the levels of the regions that it owns: the only place that knows which
//! contract belongs to which level.

use qianzhan_gateway::{
    config::{ContractLevels, SiteDeclaration},
    directory::{RegionCode, RegionTable},
};
use qianzhan_network::{Level, SiteExtension};

use crate::cli::CliError;

/// The contract that every site serves, and the levels that keep its records.
const NETWORK: (&str, &[&str]) = ("network", &["PROVINCE", "CITY", "COUNTY"]);
/// The contract of each level.
const OF_LEVEL: [(&str, &str); 3] =
    [("PROVINCE", "province"), ("CITY", "city"), ("COUNTY", "county")];

/// The contracts and the levels at which each is expected, as a sites file names them.
pub fn contract_levels() -> impl Iterator<Item = (String, ContractLevels)> {
    let every = (NETWORK.0, NETWORK.1.to_vec());
    let of_level = OF_LEVEL.iter().map(|(level, contract)| (*contract, vec![*level]));
    std::iter::once(every).chain(of_level).map(|(contract, levels)| {
        let levels = levels.into_iter().map(str::to_owned).collect();
        (contract.to_owned(), ContractLevels { levels })
    })
}

/// What a site of these regions is: the first is its own, the others it hosts.
#[derive(Debug, Clone)]
pub struct SiteKind {
    /// Registered name: the code of its own region.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Level of its own region.
    pub level: Level,
    /// Its regions.
    pub regions: Vec<String>,
    /// Names of the contracts that it serves.
    pub contracts: Vec<String>,
}

impl SiteKind {
    /// # Errors
    /// [`CliError`] if a code is no listed region with a committee.
    pub fn of_regions(table: &RegionTable, codes: &[String]) -> Result<Self, CliError> {
        let mut listed = Vec::new();
        for code in codes {
            let region = RegionCode::parse(code)
                .and_then(|code| table.nearest(code).map(|region| (code, region)))
                .map_err(|error| CliError::coded(error.code(), error))?;
            match region {
                (code, region)
                    if region.code == code && level_of(region.level.as_str()).is_some() =>
                {
                    listed.push(region);
                }
                (code, _) => {
                    return Err(CliError::coded(
                        "REGION_WITHOUT_COMMITTEE",
                        format!("{code} 没有政协组织 / no committee has the region {code}"),
                    ));
                }
            }
        }
        let own = listed.first().ok_or_else(|| {
            CliError::coded("REGION_MISSING", "至少需要一个地区 / at least one region is needed")
        })?;
        let level = level_of(own.level.as_str()).ok_or_else(|| {
            CliError::coded("LEVEL_UNKNOWN", format!("级别 {} / level {}", own.level, own.level))
        })?;
        let mut contracts = vec![NETWORK.0.to_owned()];
        for (level, contract) in OF_LEVEL {
            if listed.iter().any(|region| region.level.as_str() == level) {
                contracts.push(contract.to_owned());
            }
        }
        Ok(Self {
            id: own.code.to_string(),
            name: format!("{}政协", own.name),
            level,
            regions: codes.to_vec(),
            contracts,
        })
    }

    /// What it serves beside the records of every level.
    pub fn extensions(&self) -> Vec<SiteExtension> {
        let of_contract = |contract: &String| match contract.as_str() {
            "province" => Some(qianzhan_province::extension()),
            "city" => Some(qianzhan_city::extension()),
            "county" => Some(qianzhan_county::extension()),
            _ => None,
        };
        self.contracts.iter().filter_map(of_contract).collect()
    }

    /// Its registration at `url`.
    pub fn declaration(&self, url: String) -> SiteDeclaration {
        SiteDeclaration {
            id: self.id.clone(),
            name: self.name.clone(),
            url,
            regions: self.regions.clone(),
            contracts: self.contracts.clone(),
            ..SiteDeclaration::default()
        }
    }
}

fn level_of(name: &str) -> Option<Level> {
    match name {
        "PROVINCE" => Some(Level::Province),
        "CITY" => Some(Level::City),
        "COUNTY" => Some(Level::County),
        _ => None,
    }
}
