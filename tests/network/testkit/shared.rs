//! The network that all tests share, on a runtime that outlives them.

use std::{net::SocketAddr, path::Path, sync::OnceLock};

use qianzhan::demo::{DemoNetwork, DemoOptions};
use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::Runtime;

use super::{Answer, Union, ask};

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

pub(crate) fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| Runtime::new().expect("a runtime starts"))
}

pub(crate) fn shared() -> &'static Shared {
    static SHARED: OnceLock<Shared> = OnceLock::new();
    SHARED.get_or_init(|| {
        let data = tempfile::tempdir().expect("a folder");
        let (network, union) = runtime().block_on(async {
            let network = start(data.path(), None).await;
            let databases: Vec<_> =
                network.sites.iter().map(|site| site.database.clone()).collect();
            let union = Union::of(&databases).await;
            (network, union)
        });
        Shared { network, union, _data: data }
    })
}

/// Starts a network of a test's own.
pub(crate) async fn start(data: &Path, only: Option<&str>) -> DemoNetwork {
    // 101 databases at once need more files than many systems allow at first.
    rlimit::increase_nofile_limit(u64::MAX).expect("the limit of open files is raised");
    let options = DemoOptions {
        data: data.to_owned(),
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        only: only.map(str::to_owned),
        shows_progress: false,
        requires_auth: false,
        is_behind_tls_proxy: false,
    };
    DemoNetwork::start(&options).await.expect("the network starts")
}
