//! The network that all tests share, on a runtime that outlives them.

use std::sync::OnceLock;

use qianzhan::demo::{DemoNetwork, demo_analyst};
use qianzhan_gateway::gateway::Gateway;
use serde_json::Value;
use tempfile::TempDir;

use super::{Answer, Union, ask_as, fill, runtime, start};

/// The network of all 101 sites, and all its rows.
pub(crate) struct Shared {
    pub(crate) network: DemoNetwork,
    pub(crate) union: Union,
    _data: TempDir,
}

impl Shared {
    pub(crate) fn ask(&self, document: &str) -> Answer {
        self.ask_with(document, Value::Null)
    }

    pub(crate) fn ask_with(&self, document: &str, variables: Value) -> Answer {
        runtime().block_on(ask(&self.network.gateway, document, variables))
    }
}

pub(crate) fn shared() -> &'static Shared {
    static SHARED: OnceLock<Shared> = OnceLock::new();
    SHARED.get_or_init(|| {
        let data = tempfile::tempdir().expect("a folder");
        let (network, union) = runtime().block_on(async {
            let network = start(data.path(), None).await;
            for site in &network.sites {
                fill(&site.id, &site.database).await;
            }
            let databases: Vec<_> =
                network.sites.iter().map(|site| site.database.clone()).collect();
            let union = Union::of(&databases).await;
            (network, union)
        });
        Shared { network, union, _data: data }
    })
}

/// Asks as the demonstration's analyst.
pub(crate) async fn ask(gateway: &Gateway, document: &str, variables: Value) -> Answer {
    ask_as(gateway, demo_analyst(), document, variables).await
}
