//! `qianzhan demo`: the whole network in one process, with records that are made up and say so.

use std::{net::SocketAddr, path::PathBuf};

use clap::Args;
use qianzhan_gateway::{config::TelemetryConfig, telemetry};
use tokio_util::sync::CancellationToken;

use super::CliError;
use crate::{
    demo::{DemoNetwork, DemoOptions, print_welcome},
    shutdown::on_signal,
};

/// Arguments of `demo`.
#[derive(Debug, Clone, Args)]
pub(super) struct DemoArgs {
    /// 数据文件夹：每个站点一个 SQLite 文件。 / Folder of the data: one SQLite file for each site.
    #[arg(long, default_value = "data/demo")]
    data: PathBuf,
    /// 网关监听地址。 / Address of the gateway.
    #[arg(long, default_value = "127.0.0.1:4000")]
    listen: SocketAddr,
    /// 只启动一个地区及其下级，如 `6211`。 / Only one region and what lies below it, such as `6211`.
    #[arg(long)]
    only: Option<String>,
    /// 请求必须带令牌；缺省把没有令牌的请求当作省级分析人员。 / Requests need a token; by default one without is taken for a provincial analyst.
    #[arg(long)]
    require_auth: bool,
    /// 网关位于做 TLS 的代理之后，可监听非回环地址。 / A proxy before the gateway does TLS, so other than loopback addresses may be listened on.
    #[arg(long)]
    behind_tls_proxy: bool,
}

impl Default for DemoArgs {
    fn default() -> Self {
        Self {
            data: "data/demo".into(),
            listen: SocketAddr::from(([127, 0, 0, 1], 4000)),
            only: None,
            require_auth: false,
            behind_tls_proxy: false,
        }
    }
}

/// Serves until a signal, then drains.
///
/// # Errors
/// [`CliError`] if the data folder cannot be used or the address is taken.
pub(super) async fn run(args: DemoArgs) -> Result<(), CliError> {
    let telemetry = telemetry::init(&TelemetryConfig::default())
        .map_err(|error| CliError::coded(error.code(), error))?;
    // 101 databases and their connections need more files than many systems allow at first.
    if let Err(error) = rlimit::increase_nofile_limit(u64::MAX) {
        tracing::warn!(%error, "the limit of open files stays as it is");
    }
    let options = DemoOptions {
        data: args.data,
        listen: args.listen,
        only: args.only,
        shows_progress: true,
        requires_auth: args.require_auth,
        is_behind_tls_proxy: args.behind_tls_proxy,
    };
    let network = DemoNetwork::start(&options).await?;
    print_welcome(&network).await?;
    let shutdown = on_signal(CancellationToken::new());
    shutdown.cancelled().await;
    network.stop().await;
    telemetry.shutdown().await.map_err(|error| CliError::coded("TELEMETRY_NOT_SENT", error))
}
