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
}

impl Default for DemoArgs {
    fn default() -> Self {
        Self {
            data: "data/demo".into(),
            listen: SocketAddr::from(([127, 0, 0, 1], 4000)),
            only: None,
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
    let options =
        DemoOptions { data: args.data, listen: args.listen, only: args.only, shows_progress: true };
    let network = DemoNetwork::start(&options).await?;
    print_welcome(&network).await;
    let shutdown = on_signal(CancellationToken::new());
    shutdown.cancelled().await;
    network.stop().await;
    telemetry.shutdown().await.map_err(|error| CliError::coded("TELEMETRY_NOT_SENT", error))
}
