//! Who the explorer of the demonstration can look as: callers of several regions and roles, each with
//! a token that the gateway takes. Handed out to whoever opens the explorer, and so never where
//! tokens are required.

use std::sync::Arc;

use qianzhan_gateway::{
    auth::{Caller, Role},
    directory::RegionCode,
    http::{Asset, Assets},
};
use serde_json::json;

use super::DemoAccess;
use crate::explorer::BundledExplorer;

/// Where the explorer looks for them.
const PATH: &str = "identities.json";

/// Someone to look as.
struct Look {
    key: &'static str,
    zh: &'static str,
    en: &'static str,
    region: Option<&'static str>,
    role: Option<Role>,
}

const IDENTITIES: [Look; 8] = [
    Look {
        key: "province-analyst",
        zh: "省政协 · 分析人员",
        en: "Province, analyst",
        region: Some("620000"),
        role: Some(Role::Analyst),
    },
    Look {
        key: "province-office",
        zh: "省政协 · 办公厅",
        en: "Province, office",
        region: Some("620000"),
        role: Some(Role::Office),
    },
    Look {
        key: "city-office",
        zh: "定西市政协 · 办公室",
        en: "Dingxi city, office",
        region: Some("621100"),
        role: Some(Role::Office),
    },
    Look {
        key: "county-office",
        zh: "陇西县政协 · 办公室",
        en: "Longxi county, office",
        region: Some("621122"),
        role: Some(Role::Office),
    },
    Look {
        key: "county-member",
        zh: "陇西县政协 · 委员",
        en: "Longxi county, member",
        region: Some("621122"),
        role: Some(Role::Member),
    },
    Look {
        key: "peer-office",
        zh: "渭源县政协 · 办公室",
        en: "Weiyuan county, office",
        region: Some("621123"),
        role: Some(Role::Office),
    },
    Look {
        key: "township-clerk",
        zh: "陇西县某乡镇 · 经办人员",
        en: "A township of Longxi, clerk",
        region: Some("621122101"),
        role: Some(Role::Clerk),
    },
    Look { key: "public", zh: "公众", en: "The public", region: None, role: None },
];

/// The explorer's files, with identities to look as.
#[derive(Debug)]
pub struct DemoExplorer {
    access: Arc<DemoAccess>,
    requires_auth: bool,
}

impl DemoExplorer {
    /// The explorer of a demonstration; where tokens are required it hands none out.
    #[must_use]
    pub fn new(access: Arc<DemoAccess>, requires_auth: bool) -> Self {
        Self { access, requires_auth }
    }

    /// The identities as JSON, each with a token of now.
    fn identities(&self) -> Option<Vec<u8>> {
        let identities: Option<Vec<_>> = IDENTITIES
            .iter()
            .map(|Look { key, zh, en, region, role }| {
                let caller = Caller {
                    subject: format!("demo-{key}"),
                    region: region.map(RegionCode::parse).transpose().ok()?,
                    roles: role.iter().copied().collect(),
                };
                let token = self.access.token(caller).ok()?;
                Some(json!({
                    "key": key, "name": { "zh": zh, "en": en },
                    "region": region, "roles": role.as_slice(), "token": token,
                }))
            })
            .collect();
        serde_json::to_vec(&identities?).ok()
    }
}

impl Assets for DemoExplorer {
    fn get(&self, path: &str) -> Option<Asset> {
        if path != PATH {
            return BundledExplorer.get(path);
        }
        if self.requires_auth {
            return None;
        }
        let body = self.identities()?.into();
        Some(Asset { body, media_type: "application/json", is_immutable: false })
    }

    fn is_empty(&self) -> bool {
        BundledExplorer.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use qianzhan_gateway::{auth::claimed_caller, config::AuthConfig};
    use serde_json::Value;

    use super::*;

    #[test]
    fn each_identity_has_a_token_of_its_own_and_none_where_tokens_are_required() {
        let data = tempfile::tempdir().expect("a folder");
        let access = Arc::new(DemoAccess::open(data.path()).expect("keys"));
        let explorer = DemoExplorer::new(Arc::clone(&access), false);
        let body = explorer.get(PATH).expect("they are there").body;
        let identities: Vec<Value> = serde_json::from_slice(&body).expect("JSON");
        let mut keys = BTreeSet::new();
        for identity in &identities {
            let token = identity["token"].as_str().expect("a token");
            let caller = claimed_caller(token, &AuthConfig::default()).expect("it reads");
            let region = caller.region.map(|code| code.to_string());
            assert_eq!(region.as_deref(), identity["region"].as_str());
            assert_eq!(json!(caller.roles), identity["roles"]);
            keys.insert(identity["key"].to_string());
        }
        assert_eq!(keys.len(), IDENTITIES.len());
        assert!(DemoExplorer::new(access, true).get(PATH).is_none());
    }
}
