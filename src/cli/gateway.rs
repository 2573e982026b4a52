//! `qianzhan gateway`: serves a supergraph and its sites, and reloads their files when they change.

use std::{fs, net::SocketAddr, path::PathBuf, sync::Arc};

use clap::Args;
use qianzhan_gateway::{
    config::GatewayConfig,
    gateway::{Gateway, GatewayOptions, Reloader, SourceFiles},
    http::{ServerState, serve},
    telemetry,
};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::CliError;
use crate::{explorer::BundledExplorer, identity::Identity, shutdown::on_signal};

/// Arguments of `gateway`.
#[derive(Debug, Args)]
pub(super) struct GatewayArgs {
    /// 配置文件（TOML）。 / Configuration file (TOML).
    #[arg(long)]
    config: Option<PathBuf>,
    /// 超图文件；单独使用时每个子图只有一个地址。 / The supergraph; on its own, each subgraph is one URL.
    #[arg(long, required_unless_present = "config")]
    supergraph: Option<PathBuf>,
    /// 监听地址，覆盖配置。 / Address to listen on, over the configuration's.
    #[arg(long)]
    listen: Option<SocketAddr>,
    /// 网关位于做 TLS 的代理之后，可监听非回环地址。 / A proxy before the gateway does TLS, so other than loopback addresses may be listened on.
    #[arg(long)]
    behind_tls_proxy: bool,
    /// 允许以明文 http 调用本机以外的子图与站点。 / Subgraphs and sites outside this machine may be called over plain http.
    #[arg(long)]
    allow_plain_http: bool,
}

/// Serves until a signal, then drains.
///
/// # Errors
/// [`CliError`] if the configuration or a file cannot be used, or the address is taken.
pub(super) async fn run(args: GatewayArgs) -> Result<(), CliError> {
    let config = read_config(&args)?;
    let telemetry =
        telemetry::init(&config.telemetry).map_err(|error| CliError::coded(error.code(), error))?;
    let files = SourceFiles::of_config(&config);
    let refused =
        |error: qianzhan_gateway::gateway::LoadError| CliError::coded(error.code(), error);
    let texts = files.read().map_err(refused)?;
    let state = texts.load(&config.traffic, &config.plan_cache, None).map_err(refused)?;
    let identity = Identity::load(&config).await?;
    let gateway = Arc::new(Gateway::new(
        state,
        identity.client(&config.traffic),
        GatewayOptions::of(&config),
    ));
    let enrolment = identity.enrolment_desk(&config, &gateway);
    let reloader = Reloader::new(
        Arc::clone(&gateway),
        files,
        texts,
        config.traffic.clone(),
        config.plan_cache.clone(),
    )
    .map_err(|error| CliError::coded("FILES_UNWATCHABLE", error))?;
    let listener = TcpListener::bind(config.server.listen)
        .await
        .map_err(|source| CliError::Listen { address: config.server.listen.to_string(), source })?;
    let address = listener
        .local_addr()
        .map_err(|source| CliError::Listen { address: config.server.listen.to_string(), source })?;
    println!("网关 / gateway: http://{address}/graphql");
    let shutdown = on_signal(CancellationToken::new());
    let reloading = tokio::spawn(reloader.run(shutdown.clone()));
    if let Some(watch) = identity.key_watch {
        tokio::spawn(watch.run(shutdown.clone()));
    }
    if let Some(watch) = identity.site_tls_watch {
        tokio::spawn(watch.run(shutdown.clone()));
    }
    let keeping = identity.head_keeper.map(|keeper| tokio::spawn(keeper.run(shutdown.clone())));
    let state = ServerState::new(gateway, Arc::new(BundledExplorer), config.server, config.limits)
        .with_authenticator(identity.authenticator)
        .with_export(config.export.clone())
        .with_signer(identity.signer)
        .with_enrolment(enrolment);
    serve(listener, state, shutdown.clone())
        .await
        .map_err(|source| CliError::Listen { address: address.to_string(), source })?;
    shutdown.cancel();
    reloading.await.map_err(|error| CliError::coded("INTERNAL", error))?;
    if let Some(keeping) = keeping {
        // The last heads are written before the process ends.
        keeping.await.map_err(|error| CliError::coded("INTERNAL", error))?;
    }
    telemetry.shutdown().await.map_err(|error| CliError::coded("TELEMETRY_NOT_SENT", error))
}

/// The configuration file with the arguments over it.
pub(super) fn read_config(args: &GatewayArgs) -> Result<GatewayConfig, CliError> {
    let mut config = match &args.config {
        Some(path) => read_config_file(path)?,
        None => GatewayConfig::default(),
    };
    if let Some(supergraph) = &args.supergraph {
        config.supergraph.path.clone_from(supergraph);
    }
    if let Some(listen) = args.listen {
        config.server.listen = listen;
    }
    config.server.behind_tls_proxy |= args.behind_tls_proxy;
    config.traffic.allow_plain_http |= args.allow_plain_http;
    config.check().map_err(|error| CliError::coded("CONFIG_INVALID", error))?;
    Ok(config)
}

/// Reads a configuration file; relative paths in it start at its folder.
pub(super) fn read_config_file(path: &std::path::Path) -> Result<GatewayConfig, CliError> {
    let text = fs::read_to_string(path).map_err(CliError::reading(path))?;
    let folder = path.parent().unwrap_or(std::path::Path::new(""));
    GatewayConfig::parse(&text, folder).map_err(|error| CliError::coded("CONFIG_INVALID", error))
}
