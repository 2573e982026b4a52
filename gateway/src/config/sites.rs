//! The sites file: which contracts there are, and which site serves them for which regions.
//!
//! ```toml
//! [contracts.county]
//! levels = ["COUNTY"]
//!
//! [[site]]
//! id = "621122"
//! name = "陇西县政协"
//! url = "http://127.0.0.1:4101/graphql"
//! regions = ["621122"]
//! contracts = ["county"]
//! ```

use std::collections::{BTreeMap, BTreeSet, HashMap};

use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::{
    sites_error::{SitePlace, SitesFileError, SitesFileProblem},
    toml_text::{line_of, parse_toml},
    url::parse_http_url,
};
use crate::{
    directory::{RegionCode, RegionError, RegionTable},
    sites::{SiteSpec, Transport},
};

/// Longest id of a site: it stands in logs, spans and coverage.
const MAX_ID_CHARS: usize = 64;
/// Length of an Ed25519 public key.
const KEY_BYTES: usize = 32;

/// A sites file as written; what it says may still be wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SitesFile {
    /// Contracts by name.
    #[serde(default)]
    pub contracts: BTreeMap<String, ContractLevels>,
    /// Sites, in the order of the file.
    #[serde(default, rename = "site")]
    pub sites: Vec<SiteDeclaration>,
}

/// Section `[contracts.NAME]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContractLevels {
    /// Levels of region that are expected to have a site with this contract; one that has none
    /// lowers coverage.
    pub levels: BTreeSet<String>,
}

/// One `[[site]]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteDeclaration {
    /// Registered name, unique in the file: ASCII letters, digits and `-_.`.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Address that takes GraphQL requests.
    pub url: String,
    /// Codes of the regions whose records it owns. No two sites own one region in one contract.
    pub regions: Vec<String>,
    /// Contracts it promises to serve.
    pub contracts: Vec<String>,
    /// Ed25519 public keys by which it signs the heads of its access log, each the `x` of a JWK;
    /// several while it changes its key. Without any, heads are kept and not verified.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<String>,
    /// Why the site is not called any more; coverage then says `REFUSED` and this. Its regions stay
    /// its own, so that nobody takes an answer without it for a whole one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked: Option<String>,
}

/// A sites file in which nothing is wrong.
#[derive(Debug, Clone)]
pub struct CheckedSites {
    /// Levels of each contract.
    pub contracts: BTreeMap<String, BTreeSet<String>>,
    /// Sites, in the order of the file.
    pub sites: Vec<SiteSpec>,
}

impl SitesFile {
    /// Reads the text of a sites file and checks it against the regions.
    ///
    /// # Errors
    /// [`SitesFileError`] with what the TOML reader says or, once the text can be read, with
    /// everything that is wrong in it.
    pub fn parse(text: &str, regions: &RegionTable) -> Result<CheckedSites, SitesFileError> {
        let file: Self = parse_toml(text).map_err(SitesFileError::of_toml)?;
        let lines: SiteLines = parse_toml(text).map_err(SitesFileError::of_toml)?;
        let line_of_site = |index: usize| Some(line_of(text, lines.site.get(index)?.span().start));
        Checker::new(regions, &file).check(line_of_site)
    }

    /// Checks a file that was made in memory.
    ///
    /// # Errors
    /// [`SitesFileError`] with everything that is wrong.
    pub fn check(&self, regions: &RegionTable) -> Result<CheckedSites, SitesFileError> {
        Checker::new(regions, self).check(|_| None)
    }

    /// The text of a file that says this.
    #[must_use]
    pub fn to_toml(&self) -> String {
        toml::to_string(self).expect("strings, lists and tables are TOML")
    }
}

/// Where each `[[site]]` stands; the rest of the file is skipped.
#[derive(Deserialize)]
struct SiteLines {
    #[serde(default)]
    site: Vec<Spanned<serde::de::IgnoredAny>>,
}

struct Checker<'a> {
    regions: &'a RegionTable,
    file: &'a SitesFile,
    problems: Vec<SitesFileProblem>,
    /// Place of the first site with an id.
    first_by_id: HashMap<&'a str, SitePlace>,
    /// Place of the first site that owns a region in a contract.
    owners: HashMap<(RegionCode, &'a str), SitePlace>,
}

impl<'a> Checker<'a> {
    fn new(regions: &'a RegionTable, file: &'a SitesFile) -> Self {
        Self {
            regions,
            file,
            problems: Vec::new(),
            first_by_id: HashMap::new(),
            owners: HashMap::new(),
        }
    }

    fn check(
        mut self,
        line_of_site: impl Fn(usize) -> Option<usize>,
    ) -> Result<CheckedSites, SitesFileError> {
        self.check_levels();
        let file = self.file;
        let mut sites = Vec::with_capacity(file.sites.len());
        for (index, declaration) in file.sites.iter().enumerate() {
            let place = SitePlace {
                site_no: index + 1,
                line_no: line_of_site(index),
                id: declaration.id.clone(),
            };
            sites.extend(self.check_site(declaration, &place));
        }
        if !self.problems.is_empty() {
            return Err(SitesFileError { problems: self.problems });
        }
        let contracts = file
            .contracts
            .iter()
            .map(|(name, contract)| (name.clone(), contract.levels.clone()))
            .collect();
        Ok(CheckedSites { contracts, sites })
    }

    fn check_levels(&mut self) {
        let known: BTreeSet<&str> = self.regions.iter().map(|r| r.level.as_str()).collect();
        for (name, contract) in &self.file.contracts {
            if contract.levels.is_empty() {
                self.problems.push(SitesFileProblem::LevelsMissing { contract: name.clone() });
            }
            for level in &contract.levels {
                if !known.contains(level.as_str()) {
                    self.problems.push(SitesFileProblem::LevelUnknown {
                        contract: name.clone(),
                        level: level.clone(),
                    });
                }
            }
        }
    }

    /// `None` when a value cannot be used; the problem then says so.
    fn check_site(&mut self, site: &'a SiteDeclaration, place: &SitePlace) -> Option<SiteSpec> {
        self.check_id(site, place);
        if site.name.trim().is_empty() {
            self.problems.push(SitesFileProblem::NameMissing { place: place.clone() });
        }
        let url = parse_http_url(&site.url)
            .map_err(|source| {
                self.problems.push(SitesFileProblem::Url { place: place.clone(), source });
            })
            .ok();
        let regions = self.check_regions(site, place);
        let contracts = self.check_contracts(site, place);
        self.check_owners(&regions, &contracts, place);
        self.check_keys(site, place);
        Some(SiteSpec {
            id: site.id.clone(),
            name: site.name.clone(),
            transport: Transport::Http(url?),
            regions,
            contracts: contracts.into_iter().map(str::to_owned).collect(),
            keys: site.keys.clone().into(),
            revoked: site.revoked.clone(),
        })
    }

    fn check_keys(&mut self, site: &SiteDeclaration, place: &SitePlace) {
        let is_key = |text: &String| {
            BASE64URL_NOPAD.decode(text.as_bytes()).is_ok_and(|bytes| bytes.len() == KEY_BYTES)
        };
        for key in site.keys.iter().filter(|key| !is_key(key)) {
            self.problems
                .push(SitesFileProblem::KeyInvalid { place: place.clone(), key: key.clone() });
        }
    }

    fn check_id(&mut self, site: &'a SiteDeclaration, place: &SitePlace) {
        let is_plain = (1..=MAX_ID_CHARS).contains(&site.id.len())
            && site.id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
        if !is_plain {
            self.problems.push(SitesFileProblem::IdInvalid { place: place.clone() });
        }
        if let Some(first) = self.first_by_id.get(site.id.as_str()) {
            self.problems
                .push(SitesFileProblem::IdDuplicate { place: place.clone(), first: first.clone() });
        } else {
            self.first_by_id.insert(&site.id, place.clone());
        }
    }

    fn check_regions(&mut self, site: &SiteDeclaration, place: &SitePlace) -> Vec<RegionCode> {
        if site.regions.is_empty() {
            self.problems.push(SitesFileProblem::RegionsMissing { place: place.clone() });
        }
        let mut regions = Vec::with_capacity(site.regions.len());
        for text in &site.regions {
            match self.listed(text) {
                Err(source) => {
                    self.problems.push(SitesFileProblem::Region { place: place.clone(), source })
                }
                Ok(region) if regions.contains(&region) => {
                    self.problems
                        .push(SitesFileProblem::RegionRepeated { place: place.clone(), region });
                }
                Ok(region) => regions.push(region),
            }
        }
        regions
    }

    /// The region of that code, which the table must list: a place that it only can place inside
    /// another would never be gathered.
    fn listed(&self, text: &str) -> Result<RegionCode, RegionError> {
        let code = RegionCode::parse(text)?;
        match self.regions.get(code) {
            Some(_) => Ok(code),
            None => Err(RegionError::Unknown { code }),
        }
    }

    fn check_contracts(
        &mut self,
        site: &'a SiteDeclaration,
        place: &SitePlace,
    ) -> BTreeSet<&'a str> {
        if site.contracts.is_empty() {
            self.problems.push(SitesFileProblem::ContractsMissing { place: place.clone() });
        }
        let mut contracts = BTreeSet::new();
        for name in &site.contracts {
            if !self.file.contracts.contains_key(name) {
                self.problems.push(SitesFileProblem::ContractUnknown {
                    place: place.clone(),
                    contract: name.clone(),
                });
            } else if !contracts.insert(name.as_str()) {
                self.problems.push(SitesFileProblem::ContractRepeated {
                    place: place.clone(),
                    contract: name.clone(),
                });
            }
        }
        contracts
    }

    fn check_owners(
        &mut self,
        regions: &[RegionCode],
        contracts: &BTreeSet<&'a str>,
        place: &SitePlace,
    ) {
        for region in regions {
            for contract in contracts {
                if let Some(first) = self.owners.get(&(*region, *contract)) {
                    self.problems.push(SitesFileProblem::RegionTaken {
                        place: place.clone(),
                        first: first.clone(),
                        region: *region,
                        contract: (*contract).to_owned(),
                    });
                } else {
                    self.owners.insert((*region, *contract), place.clone());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
