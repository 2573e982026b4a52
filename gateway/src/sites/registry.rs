//! Which site owns a key, and which sites lie inside a region.
//! Spec: docs/jurisdiction-spec.md, "Owner" and "Gather".

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use super::{Breaker, CallError, Site, SiteSpec};
use crate::{
    config::TrafficConfig,
    directory::{RegionCode, RegionError, RegionTable},
};

/// What is said of a site that the sites file does not list any more.
const UNREGISTERED: &str = "已注销登记 / no longer registered";

/// Index of a site in [`Registry::sites`]. Sites are in region order, so ids are too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SiteId(pub u32);

/// Who owns a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Routed {
    /// This site.
    Site(SiteId),
    /// No site can by design: the contract is not served at this level or above.
    NoOwner,
    /// This region should have a site, and none lists it.
    NotRegistered(RegionCode),
}

/// Which part of a site's records a region covers. Equal parts give equal answers, so regions that
/// cover the same part of a site share one call and one answer.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Covered {
    /// The records of these of the site's regions.
    Regions(Vec<RegionCode>),
    /// What the site keeps of a place below one of its regions.
    Below(RegionCode),
    /// Everything: a gather over the whole network.
    Everything,
}

/// The sites that contribute to a region.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gathered {
    /// In region order.
    pub sites: Vec<(SiteId, Covered)>,
    /// Regions that should have a site and have none.
    pub not_registered: Vec<RegionCode>,
}

/// The sites of one contract.
#[derive(Debug, Default)]
pub struct ContractSites {
    /// Levels at which every region of the table is expected to have a site.
    levels: BTreeSet<String>,
    /// Sites in region order.
    sites: Vec<SiteId>,
    by_region: BTreeMap<RegionCode, SiteId>,
    /// Regions of the table that should have a site and have none.
    missing: Vec<RegionCode>,
}

impl ContractSites {
    /// The sites that serve it, in region order.
    pub fn sites(&self) -> &[SiteId] {
        &self.sites
    }

    /// Whether every region of this level is expected to have a site.
    pub fn is_of_level(&self, level: &str) -> bool {
        self.levels.contains(level)
    }

    /// The site that lists this region itself.
    pub fn owner(&self, region: RegionCode) -> Option<SiteId> {
        self.by_region.get(&region).copied()
    }
}

/// All sites, and the tables by which keys find them.
#[derive(Debug)]
pub struct Registry {
    regions: Arc<RegionTable>,
    sites: Vec<Arc<Site>>,
    contracts: HashMap<String, ContractSites>,
    /// Subgraphs with one address, by name.
    fixed: HashMap<String, SiteId>,
}

impl Registry {
    /// Builds the tables. `contracts` gives the levels of each contract that sites serve; a spec
    /// without regions is a subgraph with one address, under its id.
    ///
    /// Sites that `previous` had under the same registration keep their breaker and their calls.
    pub fn new(
        regions: Arc<RegionTable>,
        contracts: BTreeMap<String, BTreeSet<String>>,
        mut specs: Vec<SiteSpec>,
        traffic: &TrafficConfig,
        previous: Option<&Self>,
    ) -> Self {
        specs.sort_by(|a, b| (a.regions.iter().min(), &a.id).cmp(&(b.regions.iter().min(), &b.id)));
        let sites: Vec<Arc<Site>> =
            specs.into_iter().map(|spec| keep_or_build(spec, traffic, previous)).collect();
        let ids = || (0_u32..).map(SiteId).zip(&sites);
        let contracts = contracts
            .into_iter()
            .map(|(name, levels)| {
                let own = ids().filter(|(_, site)| {
                    !site.spec.regions.is_empty() && site.spec.contracts.contains(&name)
                });
                let by_region: BTreeMap<RegionCode, SiteId> = own
                    .clone()
                    .flat_map(|(id, site)| site.spec.regions.iter().map(move |code| (*code, id)))
                    .collect();
                let missing = regions
                    .iter()
                    .filter(|region| levels.contains(region.level.as_str()))
                    .map(|region| region.code)
                    .filter(|code| !by_region.contains_key(code))
                    .collect();
                let sites = own.map(|(id, _)| id).collect();
                (name, ContractSites { levels, sites, by_region, missing })
            })
            .collect();
        let fixed = ids()
            .filter(|(_, site)| site.spec.regions.is_empty())
            .map(|(id, site)| (site.spec.id.clone(), id))
            .collect();
        Self { regions, contracts, fixed, sites }
    }

    /// All sites, in region order.
    pub fn sites(&self) -> impl Iterator<Item = (SiteId, &Arc<Site>)> {
        (0_u32..).map(SiteId).zip(&self.sites)
    }

    /// The site of this id, which only this registry gives out.
    pub fn site(&self, id: SiteId) -> &Arc<Site> {
        &self.sites[id.0 as usize]
    }

    /// Stops the calls of requests that began on `self` to sites that `later` has revoked, or does
    /// not list any more, and ends the streams that are open at them, or for a contract that they are
    /// not listed for any more.
    pub fn revoke_what_left(&self, later: &Self) {
        let by_id: HashMap<&str, &Arc<Site>> =
            later.sites.iter().map(|site| (site.spec.id.as_str(), site)).collect();
        for site in self.sites.iter().filter(|site| !site.spec.regions.is_empty()) {
            let Some(now) = by_id.get(site.spec.id.as_str()) else {
                site.standing.revoke(UNREGISTERED);
                continue;
            };
            if let Some(reason) = now.revoked() {
                site.standing.revoke(reason);
            }
            let withdrawn = CallError::Withdrawn { reason: UNREGISTERED.to_owned() };
            for contract in site.spec.contracts.difference(&now.spec.contracts) {
                site.standing.end_streams(&withdrawn, Some(contract));
            }
        }
    }

    /// The subgraph with one address of this name.
    pub fn fixed(&self, subgraph: &str) -> Option<SiteId> {
        self.fixed.get(subgraph).copied()
    }

    /// The hierarchy of regions.
    pub fn regions(&self) -> &Arc<RegionTable> {
        &self.regions
    }

    /// The sites of a contract.
    pub fn contract(&self, name: &str) -> Option<&ContractSites> {
        self.contracts.get(name)
    }

    /// The owner of `region` for `contract`: walks up from the region; the first one that a site
    /// lists owns it, and the walk ends at the first whose level is one of the contract's.
    ///
    /// # Errors
    /// [`RegionError`] if the region is not in the hierarchy.
    pub fn route(
        &self,
        contract: &ContractSites,
        region: RegionCode,
    ) -> Result<Routed, RegionError> {
        for ancestor in self.regions.ancestors_or_self(region)? {
            if let Some(site) = contract.by_region.get(&ancestor.code) {
                return Ok(Routed::Site(*site));
            }
            if contract.levels.contains(ancestor.level.as_str()) {
                return Ok(Routed::NotRegistered(ancestor.code));
            }
        }
        Ok(Routed::NoOwner)
    }

    /// The sites that contribute to `region`: those that list regions at or below it or, where the
    /// contract has none there, the owner of what lies below its level.
    ///
    /// # Errors
    /// [`RegionError`] if the region is not in the hierarchy.
    pub fn gather(
        &self,
        contract: &ContractSites,
        region: RegionCode,
    ) -> Result<Gathered, RegionError> {
        // Checks the region even when no site lies inside it.
        self.regions.nearest(region)?;
        let not_registered: Vec<RegionCode> =
            contract.missing.iter().copied().filter(|code| region.contains(code)).collect();
        let mut inside: BTreeMap<SiteId, Vec<RegionCode>> = BTreeMap::new();
        for (code, site) in &contract.by_region {
            if region.contains(code) {
                inside.entry(*site).or_default().push(*code);
            }
        }
        if inside.is_empty() && not_registered.is_empty() {
            return Ok(match self.route(contract, region)? {
                Routed::Site(site) => Gathered {
                    sites: vec![(site, Covered::Below(region))],
                    not_registered: Vec::new(),
                },
                Routed::NoOwner => Gathered::default(),
                Routed::NotRegistered(code) => {
                    Gathered { sites: Vec::new(), not_registered: vec![code] }
                }
            });
        }
        Ok(Gathered {
            sites: inside
                .into_iter()
                .map(|(site, codes)| (site, Covered::Regions(codes)))
                .collect(),
            not_registered,
        })
    }

    /// All sites of a contract.
    pub fn gather_everything(&self, contract: &ContractSites) -> Gathered {
        Gathered {
            sites: contract.sites.iter().map(|site| (*site, Covered::Everything)).collect(),
            not_registered: contract.missing.clone(),
        }
    }
}

fn keep_or_build(
    spec: SiteSpec,
    traffic: &TrafficConfig,
    previous: Option<&Registry>,
) -> Arc<Site> {
    let known =
        previous.and_then(|registry| registry.sites.iter().find(|site| site.spec.id == spec.id));
    // A site that is let in again begins anew; what hangs on the old registration stays cut off.
    let standing = known
        .filter(|site| site.revoked().is_none() && spec.revoked.is_none())
        .map(|site| Arc::clone(&site.standing))
        .unwrap_or_default();
    let (breaker, in_flight) = match known.filter(|site| same_address(&site.spec, &spec)) {
        Some(site)
            if site.spec.regions == spec.regions
                && site.spec.contracts == spec.contracts
                && site.spec.name == spec.name
                && site.spec.keys == spec.keys
                && site.spec.revoked == spec.revoked
                && site.revoked() == spec.revoked.as_deref() =>
        {
            return Arc::clone(site);
        }
        Some(site) => (
            Breaker::new(traffic.breaker.failures.get(), traffic.breaker.open_for),
            Arc::clone(&site.in_flight),
        ),
        None => (
            Breaker::new(traffic.breaker.failures.get(), traffic.breaker.open_for),
            Arc::new(tokio::sync::Semaphore::new(traffic.max_in_flight_per_site.get())),
        ),
    };
    Arc::new(Site::new(spec, breaker, in_flight, standing))
}

fn same_address(a: &SiteSpec, b: &SiteSpec) -> bool {
    use super::Transport;
    match (&a.transport, &b.transport) {
        (Transport::Http(a), Transport::Http(b)) => a == b,
        // A new directory tells of the new regions and sites; the old one must not go on for it.
        (Transport::InProcess(a), Transport::InProcess(b)) => Arc::ptr_eq(a, b),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sites::Transport;

    const GANSU: &str = include_str!("../../../schema/regions.csv");

    fn code(text: &str) -> RegionCode {
        RegionCode::parse(text).expect("a region code")
    }

    fn registry(sites: &[(&str, &[&str], &[&str])]) -> Registry {
        let specs = sites
            .iter()
            .map(|(id, regions, contracts)| SiteSpec {
                id: (*id).to_owned(),
                name: (*id).to_owned(),
                transport: Transport::Http("http://127.0.0.1:1/graphql".parse().expect("a uri")),
                regions: regions.iter().map(|region| code(region)).collect(),
                contracts: contracts.iter().map(|name| (*name).to_owned()).collect(),
                keys: Arc::default(),
                revoked: None,
            })
            .collect();
        let levels = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Registry::new(
            Arc::new(RegionTable::parse(&[GANSU]).expect("a table")),
            BTreeMap::from([
                ("network".to_owned(), levels(&["PROVINCE", "CITY", "COUNTY"])),
                ("province".to_owned(), levels(&["PROVINCE"])),
                ("city".to_owned(), levels(&["CITY"])),
            ]),
            specs,
            &TrafficConfig::default(),
            None,
        )
    }

    fn small() -> Registry {
        registry(&[
            ("621122", &["621122"], &["network"]),
            ("620000", &["620000"], &["network", "province"]),
            ("621100", &["621100", "621123"], &["network", "city"]),
        ])
    }

    fn site_name(registry: &Registry, id: SiteId) -> &str {
        &registry.site(id).spec.id
    }

    #[test]
    fn a_key_goes_to_the_site_that_lists_its_region_or_nearest_ancestor() {
        let registry = small();
        let network = registry.contract("network").expect("network");
        for (region, expected) in [
            ("621122", Ok("621122")),
            ("621122101", Ok("621122")),
            ("621123", Ok("621100")),
            ("621100", Ok("621100")),
            ("620000", Ok("620000")),
            ("621124", Err("621124")),
            ("621124001", Err("621124")),
            ("620100", Err("620100")),
        ] {
            let routed = registry.route(network, code(region)).expect("a known region");
            match (routed, expected) {
                (Routed::Site(site), Ok(name)) => {
                    assert_eq!(site_name(&registry, site), name, "{region}")
                }
                (Routed::NotRegistered(missing), Err(name)) => {
                    assert_eq!(missing.as_str(), name, "{region}");
                }
                (routed, expected) => panic!("{region}: {routed:?}, not {expected:?}"),
            }
        }
        assert_eq!(
            registry.route(network, code("110000")).expect_err("outside").code(),
            "REGION_UNKNOWN"
        );
    }

    #[test]
    fn a_level_contract_is_asked_of_the_ancestor_at_its_level() {
        let registry = small();
        let province = registry.contract("province").expect("province");
        let city = registry.contract("city").expect("city");
        let owner = |contract, region: &str| registry.route(contract, code(region)).expect("known");
        assert!(
            matches!(owner(province, "621122"), Routed::Site(site) if site_name(&registry, site) == "620000")
        );
        assert!(
            matches!(owner(city, "621122"), Routed::Site(site) if site_name(&registry, site) == "621100")
        );
        assert_eq!(owner(city, "620000"), Routed::NoOwner, "a provincial key has no city");
        assert_eq!(owner(city, "620102"), Routed::NotRegistered(code("620100")));
    }

    #[test]
    fn a_region_gathers_what_lies_inside_and_names_what_is_missing() {
        let registry = small();
        let network = registry.contract("network").expect("network");
        let city = registry.gather(network, code("621100")).expect("known");
        let names: Vec<_> =
            city.sites.iter().map(|(site, _)| site_name(&registry, *site)).collect();
        assert_eq!(names, ["621100", "621122"], "in region order");
        assert_eq!(city.sites[0].1, Covered::Regions(vec![code("621100"), code("621123")]));
        assert_eq!(
            city.not_registered.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["621102", "621121", "621124", "621125", "621126"]
        );
        let hosted = registry.gather(network, code("621123")).expect("known");
        assert_eq!(hosted.sites.len(), 1);
        assert_eq!(hosted.sites[0].1, Covered::Regions(vec![code("621123")]));
        let township = registry.gather(network, code("621122101")).expect("known");
        assert_eq!(township.sites[0].1, Covered::Below(code("621122101")));
        let province = registry.contract("province").expect("province");
        let above = registry.gather(province, code("621122")).expect("known");
        assert_eq!(above.sites[0].1, Covered::Below(code("621122")), "the province answers for it");
        let county = registry.gather(network, code("621124")).expect("known");
        assert_eq!(county, Gathered { sites: vec![], not_registered: vec![code("621124")] });
    }

    #[test]
    fn the_same_part_of_a_site_is_covered_alike_by_every_region_around_it() {
        let registry = small();
        let network = registry.contract("network").expect("network");
        let of = |region: &str| {
            let gathered = registry.gather(network, code(region)).expect("known");
            gathered.sites.into_iter().find(|(site, _)| site_name(&registry, *site) == "621122")
        };
        assert_eq!(of("620000"), of("621100"));
        assert_eq!(of("621122"), of("621100"));
    }
}
