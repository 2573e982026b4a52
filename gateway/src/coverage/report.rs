//! Collects what became of each site of one request, and reports it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, MutexGuard, PoisonError},
};

use serde::Serialize;

use super::withheld::{WithheldAtSite, WithheldField};
use crate::{
    directory::RegionCode,
    sites::{CallError, Registry, SiteId},
};

/// Why a site's rows are missing from an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Reason {
    /// No answer by the deadline.
    Timeout,
    /// No connection.
    Unreachable,
    /// It failed too often of late and was not asked.
    BreakerOpen,
    /// It refuses the caller or the gateway.
    Refused,
    /// It answered with an error instead of data.
    Error,
    /// It does not serve what its contract promises.
    Incompatible,
    /// Its answer was too large.
    Oversized,
    /// The region should have a site and has none.
    NotRegistered,
}

/// Collects outcomes while a request runs.
#[derive(Debug, Default)]
pub struct CoverageRecorder {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// `None` when every call to the site was answered.
    sites: BTreeMap<SiteId, Option<Gap>>,
    not_registered: BTreeMap<RegionCode, String>,
    withheld: BTreeMap<SiteId, BTreeSet<WithheldField>>,
    /// What sites that answered lack of a contract.
    lacking: BTreeMap<(SiteId, String), BTreeSet<String>>,
}

/// Why a site's rows are missing.
#[derive(Debug)]
struct Gap {
    reason: Reason,
    contract: String,
    detail: Option<String>,
}

/// One site or region without rows in the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MissingSite {
    /// The site; absent where none is registered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// Its first region.
    pub region: String,
    /// Name of the site, or of the region where there is no site.
    pub name: String,
    /// The contract it was asked for.
    pub contract: String,
    /// Why.
    pub reason: Reason,
    /// Why a site refuses, in the words of whoever decided it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// A site that answered without some fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartialSite {
    /// The site.
    pub site: String,
    /// Its first region.
    pub region: String,
    /// Name of the site.
    pub name: String,
    /// The contract that it serves in part.
    pub contract: String,
    /// Why.
    pub reason: Reason,
    /// Coordinates of what it lacks.
    pub fields: Vec<String>,
}

/// One asked site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SiteOutcome {
    /// The site.
    pub site: String,
    /// Its first region.
    pub region: String,
    /// `ANSWERED`, or the reason.
    pub outcome: &'static str,
}

/// What `extensions.coverage` says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CoverageReport {
    /// Sites that the answer needs, with regions that should have one and have none.
    pub asked: usize,
    /// Sites that answered every call.
    pub answered: usize,
    /// Whether nothing is missing.
    pub complete: bool,
    /// What is missing, in region order.
    pub missing: Vec<MissingSite>,
    /// What sites kept back from this caller, in region order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub withheld: Vec<WithheldAtSite>,
    /// Sites that answered without some fields, in region order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub partial: Vec<PartialSite>,
    /// Every asked site, where the client asked for the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sites: Option<Vec<SiteOutcome>>,
}

impl CoverageRecorder {
    /// The site answered one call.
    pub fn record_answer(&self, site: SiteId) {
        self.lock().sites.entry(site).or_insert(None);
    }

    /// The site did not answer one call; the first reason stands.
    pub fn record_missing(&self, site: SiteId, contract: &str, reason: Reason) {
        self.record_gap(site, Gap { reason, contract: contract.to_owned(), detail: None });
    }

    /// The site did not answer one call, for this reason; the first reason stands.
    pub fn record_failure(&self, site: SiteId, contract: &str, error: &CallError) {
        let (contract, detail) = (contract.to_owned(), error.detail());
        self.record_gap(site, Gap { reason: error.reason(), contract, detail });
    }

    fn record_gap(&self, site: SiteId, gap: Gap) {
        self.lock().sites.entry(site).or_insert(None).get_or_insert(gap);
    }

    /// The site answered without these fields of `contract`, which it does not know.
    pub fn record_lacking(
        &self,
        site: SiteId,
        contract: &str,
        fields: impl IntoIterator<Item = String>,
    ) {
        let mut state = self.lock();
        state.lacking.entry((site, contract.to_owned())).or_default().extend(fields);
    }

    /// The region should have a site for `contract` and has none.
    pub fn record_not_registered(&self, region: RegionCode, contract: &str) {
        self.lock().not_registered.entry(region).or_insert_with(|| contract.to_owned());
    }

    /// The site kept something back.
    pub fn record_withheld(&self, site: SiteId, fields: impl Iterator<Item = WithheldField>) {
        let mut fields = fields.peekable();
        if fields.peek().is_some() {
            self.lock().withheld.entry(site).or_default().extend(fields);
        }
    }

    /// What is known by now. `with_sites` adds the list of all asked sites.
    pub fn report(&self, registry: &Registry, with_sites: bool) -> CoverageReport {
        let state = self.lock();
        let mut missing: BTreeSet<(String, usize)> = BTreeSet::new();
        let mut entries = Vec::new();
        let mut sites = Vec::new();
        for (id, outcome) in &state.sites {
            let spec = &registry.site(*id).spec;
            let region = spec.regions.first().map(ToString::to_string).unwrap_or_default();
            sites.push(SiteOutcome {
                site: spec.id.clone(),
                region: region.clone(),
                outcome: outcome.as_ref().map_or("ANSWERED", |gap| gap.reason.name()),
            });
            if let Some(gap) = outcome {
                missing.insert((region.clone(), entries.len()));
                entries.push(MissingSite {
                    site: Some(spec.id.clone()),
                    region,
                    name: spec.name.clone(),
                    contract: gap.contract.clone(),
                    reason: gap.reason,
                    detail: gap.detail.clone(),
                });
            }
        }
        for (region, contract) in &state.not_registered {
            missing.insert((region.to_string(), entries.len()));
            entries.push(MissingSite {
                site: None,
                region: region.to_string(),
                name: registry
                    .regions()
                    .get(*region)
                    .map_or_else(String::new, |region| region.name.clone()),
                contract: contract.clone(),
                reason: Reason::NotRegistered,
                detail: None,
            });
        }
        let mut withheld: Vec<_> = state
            .withheld
            .iter()
            .map(|(id, fields)| {
                let spec = &registry.site(*id).spec;
                WithheldAtSite {
                    site: spec.id.clone(),
                    region: spec.regions.first().map(ToString::to_string).unwrap_or_default(),
                    name: spec.name.clone(),
                    fields: fields.iter().cloned().collect(),
                }
            })
            .collect();
        withheld.sort_by(|one, other| one.region.cmp(&other.region));
        let partial: Vec<PartialSite> = state
            .lacking
            .iter()
            .map(|((id, contract), fields)| {
                let spec = &registry.site(*id).spec;
                PartialSite {
                    site: spec.id.clone(),
                    region: spec.regions.first().map(ToString::to_string).unwrap_or_default(),
                    name: spec.name.clone(),
                    contract: contract.clone(),
                    reason: Reason::Incompatible,
                    fields: fields.iter().cloned().collect(),
                }
            })
            .collect();
        let asked = state.sites.len() + state.not_registered.len();
        CoverageReport {
            asked,
            answered: asked - entries.len(),
            complete: entries.is_empty() && partial.is_empty(),
            missing: missing.into_iter().map(|(_, place)| entries[place].clone()).collect(),
            withheld,
            partial,
            sites: with_sites.then_some(sites),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl CoverageReport {
    /// Share of what was asked that answered; all of nothing is all.
    pub fn share(&self) -> f64 {
        if self.asked == 0 { 1.0 } else { self.answered as f64 / self.asked as f64 }
    }
}

impl Reason {
    /// As the specification spells it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Timeout => "TIMEOUT",
            Self::Unreachable => "UNREACHABLE",
            Self::BreakerOpen => "BREAKER_OPEN",
            Self::Refused => "REFUSED",
            Self::Error => "ERROR",
            Self::Incompatible => "INCOMPATIBLE",
            Self::Oversized => "OVERSIZED",
            Self::NotRegistered => "NOT_REGISTERED",
        }
    }
}
