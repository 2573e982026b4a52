//! Which site gets which representations.
//! In: the distinct representations of each target of a fetch. Out: for each site one request's
//! worth of them, and for each representation the sites that contribute to it.
//! Spec: docs/jurisdiction-spec.md, "Owner" and "Gather".

use std::collections::{BTreeMap, HashMap};

use ahash::RandomState;
use indexmap::IndexSet;
use smallvec::{SmallVec, smallvec};

use super::{entities::RepresentationBatch, error_entry::ErrorEntry, response::ResponsePath};
use crate::{
    directory::{RegionCode, RegionError},
    json::Value,
    planner::plan::{EntitySpread, EntityTarget},
    sites::{ContractSites, Covered, Gathered, Registry, Routed, SiteId},
    supergraph::jurisdiction::Spread,
};

/// What one site is asked: for each target of the fetch, places of its representations in the batch.
/// Without any, all of each batch.
#[derive(Debug, Default)]
pub(super) struct SiteRequest {
    pub(super) places: Vec<Vec<u32>>,
}

/// Where one representation's contributions come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Contribution {
    pub(super) site: SiteId,
    /// Place among the representations that the site is asked for this target.
    pub(super) position: usize,
}

/// Those of one representation; most often one.
pub(super) type Contributions = SmallVec<[Contribution; 1]>;

/// The whole fan-out of one fetch.
#[derive(Debug, Default)]
pub(super) struct Scatter {
    /// In region order.
    pub(super) requests: BTreeMap<SiteId, SiteRequest>,
    /// `contributions[target][representation]`, each in region order.
    pub(super) contributions: Vec<Vec<Contributions>>,
    /// Regions without a site.
    pub(super) not_registered: Vec<RegionCode>,
    /// Keys that lead to no site.
    pub(super) errors: Vec<ErrorEntry>,
}

/// Equal parts of a site asked with equal fields give equal answers, and are asked once.
#[derive(Debug, PartialEq, Eq, Hash)]
struct ShareKey {
    site: SiteId,
    target: usize,
    covered: Covered,
    /// Which of the different ones.
    rest: usize,
}

/// Spreads the representations of all targets over the sites of `contract`. `first_place` tells where
/// a representation of a target first stands.
pub(super) fn scatter(
    registry: &Registry,
    contract: &ContractSites,
    targets: &[EntityTarget],
    batches: &[RepresentationBatch<'_>],
    first_place: &dyn Fn(usize, usize) -> ResponsePath,
) -> Scatter {
    let mut scatter = Scatter::default();
    let mut shared: HashMap<ShareKey, usize, RandomState> = HashMap::default();
    let mut rests: IndexSet<Vec<u8>, RandomState> = IndexSet::default();
    for (target_index, (target, batch)) in targets.iter().zip(batches).enumerate() {
        let mut contributions = Vec::with_capacity(batch.representations.len());
        for (place, representation) in batch.representations.iter().enumerate() {
            let found = find_sites(registry, contract, target, representation);
            contributions.push(match found {
                Ok(Found::Routed(Routed::Site(site))) => {
                    let position = scatter.ask(site, target_index, targets.len(), place);
                    smallvec![Contribution { site, position }]
                }
                Ok(Found::Routed(Routed::NoOwner)) => Contributions::new(),
                Ok(Found::Routed(Routed::NotRegistered(region))) => {
                    scatter.not_registered.push(region);
                    scatter.errors.push(ErrorEntry::new(
                        "SITE_NOT_REGISTERED",
                        format!("region {region} has no registered site"),
                        first_place(target_index, place),
                    ));
                    Contributions::new()
                }
                Ok(Found::Gathered { gathered, by }) => {
                    scatter.not_registered.extend(&gathered.not_registered);
                    let (rest, _) = rests.insert_full(without_key(representation, by.as_deref()));
                    gathered
                        .sites
                        .into_iter()
                        .map(|(site, covered)| {
                            let key = ShareKey { site, target: target_index, covered, rest };
                            let position = *shared.entry(key).or_insert_with(|| {
                                scatter.ask(site, target_index, targets.len(), place)
                            });
                            Contribution { site, position }
                        })
                        .collect()
                }
                Err(error) => {
                    scatter.errors.push(ErrorEntry::new(
                        error.code(),
                        error.to_string(),
                        first_place(target_index, place),
                    ));
                    Contributions::new()
                }
            });
        }
        scatter.contributions.push(contributions);
    }
    // Places rise, so as many as there are representations are all of them.
    let is_all = |(places, batch): (&Vec<u32>, &RepresentationBatch<'_>)| {
        places.len() == batch.representations.len()
    };
    for request in scatter.requests.values_mut() {
        if request.places.iter().zip(batches).all(is_all) {
            request.places = Vec::new();
        }
    }
    scatter
}

enum Found {
    Routed(Routed),
    Gathered { gathered: Gathered, by: Option<String> },
}

fn find_sites(
    registry: &Registry,
    contract: &ContractSites,
    target: &EntityTarget,
    representation: &Value,
) -> Result<Found, RegionError> {
    let Some(spread) = spread_of(target, representation) else {
        return Ok(Found::Routed(Routed::NoOwner));
    };
    let region = |by: &str| {
        RegionCode::of_key(representation.get(by).and_then(Value::as_str).unwrap_or_default())
    };
    Ok(match &spread.spread {
        Spread::Route { by } => Found::Routed(registry.route(contract, region(by)?)?),
        Spread::Gather { by: Some(by) } => Found::Gathered {
            gathered: registry.gather(contract, region(by)?)?,
            by: Some(by.to_string()),
        },
        Spread::Gather { by: None } => {
            Found::Gathered { gathered: registry.gather_everything(contract), by: None }
        }
    })
}

/// The spread of the representation's type, or of the only type that the target has.
pub(super) fn spread_of<'a>(
    target: &'a EntityTarget,
    representation: &Value,
) -> Option<&'a EntitySpread> {
    if target.spreads.is_empty() {
        return None;
    }
    let typename = representation.get("__typename").and_then(Value::as_str);
    target
        .spreads
        .iter()
        .find(|spread| Some(spread.type_name.as_str()) == typename)
        .or_else(|| target.spreads.first().filter(|_| target.spreads.len() == 1))
}

/// The representation without the key that only chose the sites.
fn without_key(representation: &Value, by: Option<&str>) -> Vec<u8> {
    let Value::Object(fields) = representation else { return Vec::new() };
    let rest: Vec<(&str, &Value)> = fields
        .iter()
        .map(|(name, value)| (&**name, value))
        .filter(|(name, _)| Some(*name) != by)
        .collect();
    serde_json::to_vec(&rest).unwrap_or_default()
}

impl Scatter {
    fn ask(&mut self, site: SiteId, target: usize, targets: usize, place: usize) -> usize {
        let request = self
            .requests
            .entry(site)
            .or_insert_with(|| SiteRequest { places: vec![Vec::new(); targets] });
        let list = &mut request.places[target];
        list.push(u32::try_from(place).expect("an answer holds fewer objects"));
        list.len() - 1
    }
}
