//! What a site states of itself, at `/.well-known/qianzhan-site.json` of its address.

use std::collections::BTreeMap;

use http::{Uri, uri::PathAndQuery};
use serde::{Deserialize, Serialize};

/// Where the statement is.
const PATH: &str = "/.well-known/qianzhan-site.json";

/// The statement. Members that are not known here may be there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteStatement {
    /// Registered id that it answers to: its calls name it as audience.
    pub site: String,
    /// Level of its own region.
    pub level: String,
    /// Codes of the regions whose records it owns, its own first.
    pub regions: Vec<String>,
    /// Contracts that it serves.
    pub contracts: Vec<String>,
    /// Public keys by which it signs, each the `x` of a JWK.
    pub keys: Vec<String>,
    /// Class of each field, by `Type.field`.
    pub classes: BTreeMap<String, String>,
}

/// Where the site at this address states it.
pub(super) fn statement_url(url: &Uri) -> Uri {
    let mut parts = url.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::from_static(PATH));
    Uri::from_parts(parts).expect("a URL with another path is a URL")
}
