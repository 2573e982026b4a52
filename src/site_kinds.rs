//! What a site serves, by the levels of the regions that it owns: the only place that knows which
//! contract belongs to which level.

use qianzhan_gateway::{
    config::{ContractLevels, SiteDeclaration},
    directory::{RegionCode, RegionTable},
};
use qianzhan_network::{CONTRACT_SDL, Contract, Level, SiteExtension};

use crate::cli::CliError;

/// A contract, and at which levels committees keep its records.
struct KeptContract {
    name: &'static str,
    levels: &'static [&'static str],
    /// What a site serves it with; the first contract is part of every site.
    extension: Option<fn() -> SiteExtension>,
}

/// Every contract, in the order in which sites list them.
const CONTRACTS: &[KeptContract] = &[
    KeptContract { name: "network", levels: &["PROVINCE", "CITY", "COUNTY"], extension: None },
    KeptContract {
        name: "province",
        levels: &["PROVINCE"],
        extension: Some(qianzhan_province::extension),
    },
    KeptContract { name: "city", levels: &["CITY"], extension: Some(qianzhan_city::extension) },
    KeptContract {
        name: "county",
        levels: &["COUNTY"],
        extension: Some(qianzhan_county::extension),
    },
    KeptContract {
        name: "proposals",
        levels: &["PROVINCE", "CITY", "COUNTY"],
        extension: Some(qianzhan_proposals::extension),
    },
    KeptContract {
        name: "activities",
        levels: &["PROVINCE", "CITY", "COUNTY"],
        extension: Some(qianzhan_activities::extension),
    },
    KeptContract {
        name: "duties",
        levels: &["PROVINCE", "CITY", "COUNTY"],
        extension: Some(qianzhan_duties::extension),
    },
    KeptContract {
        name: "economy",
        levels: &["PROVINCE"],
        extension: Some(qianzhan_economy::extension),
    },
];

/// Names of the contracts that make the supergraph of this project: that of the gateway's own
/// directory, and those of sites. Each is `<name>.graphql` in the folder `schema/`.
pub fn composed_contracts() -> impl Iterator<Item = &'static str> {
    std::iter::once("directory").chain(CONTRACTS.iter().map(|contract| contract.name))
}

/// The contracts and the levels at which each is expected, as a sites file names them.
pub fn contract_levels() -> impl Iterator<Item = (String, ContractLevels)> {
    CONTRACTS.iter().map(|contract| {
        let levels = contract.levels.iter().copied().map(str::to_owned).collect();
        (contract.name.to_owned(), ContractLevels { levels })
    })
}

/// Every contract with its SDL.
pub fn every_contract() -> Vec<Contract> {
    let network = Contract { name: "network", sdl: CONTRACT_SDL };
    let others = every_extension().into_iter().map(|extension| extension.contract);
    [network].into_iter().chain(others).collect()
}

/// Everything that sites serve beside the records of every level.
pub fn every_extension() -> Vec<SiteExtension> {
    CONTRACTS
        .iter()
        .filter_map(|contract| contract.extension)
        .map(|extension| extension())
        .collect()
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
        let is_kept = |contract: &&KeptContract| {
            listed.iter().any(|region| contract.levels.contains(&region.level.as_str()))
        };
        let contracts =
            CONTRACTS.iter().filter(is_kept).map(|contract| contract.name.to_owned()).collect();
        Ok(Self {
            id: own.code.to_string(),
            name: format!("{}政协", own.name),
            level,
            regions: codes.to_vec(),
            contracts,
        })
    }

    /// The contracts that it serves.
    pub fn sdl(&self) -> Vec<Contract> {
        let network = Contract { name: "network", sdl: CONTRACT_SDL };
        let of_level = self.extensions().into_iter().map(|it| it.contract);
        [network].into_iter().chain(of_level).collect()
    }

    /// What it serves beside the records of every level.
    pub fn extensions(&self) -> Vec<SiteExtension> {
        let of_site = CONTRACTS.iter().filter(|it| self.contracts.iter().any(|own| own == it.name));
        of_site.filter_map(|contract| contract.extension.map(|extension| extension())).collect()
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

/// The level of a committee, by its name in the table of regions.
pub(crate) fn level_of(name: &str) -> Option<Level> {
    match name {
        "PROVINCE" => Some(Level::Province),
        "CITY" => Some(Level::City),
        "COUNTY" => Some(Level::County),
        _ => None,
    }
}
