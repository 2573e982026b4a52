//! Starts networks, on a runtime that outlives the tests.

use std::{net::SocketAddr, path::Path, sync::OnceLock};

use qianzhan::demo::{DemoNetwork, DemoOptions};
use tokio::runtime::Runtime;

pub(crate) fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| Runtime::new().expect("a runtime starts"))
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
