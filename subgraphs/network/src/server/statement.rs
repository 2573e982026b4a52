//! `GET /.well-known/qianzhan-site.json`: what the site states of itself, for gateways that are to
//! let it join. It says nothing of any record.
//! Spec: docs/jurisdiction-spec.md, "Joining".

use std::collections::BTreeMap;

use serde::Serialize;

use super::SiteServer;

/// The statement.
#[derive(Debug, Serialize)]
pub(super) struct Statement<'s> {
    site: &'s str,
    level: &'static str,
    /// Its own region first.
    regions: Vec<String>,
    contracts: Vec<&'static str>,
    /// Each the `x` of a JWK.
    keys: Vec<&'s str>,
    /// Class of each field, by `Type.field`.
    classes: BTreeMap<String, &'static str>,
}

impl SiteServer {
    pub(super) fn statement(&self) -> Statement<'_> {
        let site = self.site();
        let of_level = site.extensions.iter().map(|extension| extension.contract.name);
        Statement {
            site: &site.name,
            level: site.level.as_text(),
            regions: site.regions.iter().map(ToString::to_string).collect(),
            contracts: std::iter::once("network").chain(of_level).collect(),
            keys: site.key.iter().map(|key| key.public()).collect(),
            classes: self.inner.schema.policy_fields.classes().collect(),
        }
    }
}
