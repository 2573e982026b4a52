//! Starts the network: fills each site's database once, serves each site on a loopback port, writes
//! the files that a gateway is configured with, and serves the gateway from them.

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

use futures::{StreamExt, stream};
use indicatif::{ProgressBar, ProgressStyle};
use qianzhan_gateway::{
    config::{GatewayConfig, SiteDeclaration, SitesFile},
    directory::{RegionCode, RegionTable},
    gateway::{Gateway, GatewayOptions, Reloader, SourceFiles},
    http::{ServerState, serve},
};
use qianzhan_network::{Database, PolicyWatch, SiteKey, SiteServer, TrustedIssuers};
use tokio::{net::TcpListener, task::JoinSet};
use tokio_util::sync::CancellationToken;

use super::{DemoAccess, DemoExplorer, demo_analyst, records::Plan};
use crate::{
    cli::{CliError, site_server},
    identity::Identity,
    schema_files,
    site_kinds::{SiteKind, contract_levels},
};

/// Sites that are filled at once: the work is the processor's.
const FILLED_AT_ONCE: usize = 4;

/// What a site's policy is called, beside its database.
const POLICY_EXTENSION: &str = "policy.toml";

/// What a network is started with.
#[derive(Debug, Clone)]
pub struct DemoOptions {
    /// Folder of the data.
    pub data: PathBuf,
    /// Address of the gateway; port 0 takes any.
    pub listen: SocketAddr,
    /// Only this region and what lies below it; a code, or its prefix form such as `6211`.
    pub only: Option<String>,
    /// Whether a progress bar is drawn while records are made.
    pub shows_progress: bool,
    /// Whether a request without a token is refused, and not taken for [`demo_analyst`].
    pub requires_auth: bool,
    /// Whether a proxy before the gateway does TLS.
    pub is_behind_tls_proxy: bool,
}

/// A running network. Dropping it stops everything at once; [`stop`](Self::stop) drains.
#[derive(Debug)]
pub struct DemoNetwork {
    /// Address of the gateway.
    pub address: SocketAddr,
    /// The gateway.
    pub gateway: Arc<Gateway>,
    /// Folder of the data, with `gateway.toml` and `sites.toml`.
    pub data: PathBuf,
    /// Code of the region that holds all others of this network.
    pub top: String,
    /// The sites, in region order.
    pub sites: Vec<RunningSite>,
    /// Their registration, as `sites.toml` has it.
    pub sites_file: SitesFile,
    /// Its keys.
    pub access: Arc<DemoAccess>,
    /// Whether a request without a token is refused.
    pub requires_auth: bool,
    shutdown: CancellationToken,
    tasks: JoinSet<()>,
}

/// One running site.
#[derive(Debug)]
pub struct RunningSite {
    /// Its registered name.
    pub id: String,
    /// Its address.
    pub address: SocketAddr,
    /// Its database.
    pub database: PathBuf,
    shutdown: CancellationToken,
    stopped: CancellationToken,
}

impl RunningSite {
    /// Stops this site alone and waits until it has drained; the gateway then finds it gone.
    pub async fn stop(&self) {
        self.shutdown.cancel();
        self.stopped.cancelled().await;
    }
}

impl DemoNetwork {
    /// Starts the sites and the gateway; makes the records where they are not there yet.
    ///
    /// # Errors
    /// [`CliError`] if the folder cannot be used, a region is unknown or the address is taken.
    pub async fn start(options: &DemoOptions) -> Result<Self, CliError> {
        let table = region_table()?;
        let kinds = site_kinds(&table, options.only.as_deref())?;
        let folder = options.data.join("sites");
        fs::create_dir_all(&folder)
            .map_err(|source| CliError::Write { path: folder.clone(), source })?;
        let access = Arc::new(DemoAccess::open(&options.data)?);
        let servers = open_sites(&kinds, &folder, &access, options.shows_progress).await?;
        let shutdown = CancellationToken::new();
        let mut tasks = JoinSet::new();
        let policies = PolicyWatch::new(servers.clone())
            .map_err(|error| CliError::caused("FILES_UNWATCHABLE", &error))?;
        tasks.spawn(policies.run(shutdown.clone()));
        let mut sites = Vec::with_capacity(kinds.len());
        let mut file = SitesFile { contracts: contract_levels().collect(), sites: Vec::new() };
        for (kind, server) in kinds.iter().zip(servers) {
            let path = database_path(&folder, &kind.id);
            let site = serve_site(kind, server, path, &shutdown, &mut tasks).await?;
            let mut declaration = kind.declaration(format!("http://{}/graphql", site.address));
            declaration.keys = vec![access.site_key(&kind.id)?.public().to_owned()];
            file.sites.push(declaration);
            sites.push(site);
        }
        let config = write_files(options, &file)?;
        let (gateway, address) =
            serve_gateway(&config, &access, options.requires_auth, &shutdown, &mut tasks).await?;
        Ok(Self {
            address,
            gateway,
            data: options.data.clone(),
            top: sites.first().map(|site| site.id.clone()).unwrap_or_default(),
            sites,
            sites_file: file,
            access,
            requires_auth: options.requires_auth,
            shutdown,
            tasks,
        })
    }

    /// Whether the site that answers for this region, a county's or one below it, is running;
    /// always so for the top.
    pub fn has_site_of(&self, region: Option<&str>) -> bool {
        region.is_none_or(|code| self.sites.iter().any(|site| code.starts_with(&site.id)))
    }

    /// Serves one more site: of the first region, hosting the others, with records of its own. It
    /// is not registered; its declaration is for a sites file.
    ///
    /// # Errors
    /// [`CliError`] if a region has no committee or the database cannot be made.
    pub async fn serve_hosting(&mut self, codes: &[String]) -> Result<SiteDeclaration, CliError> {
        let table = region_table()?;
        let kind = SiteKind::of_regions(&table, codes)?;
        let path = database_path(&self.data.join("sites"), &codes.join("-"));
        let (trusted, key) = (self.access.trusted_issuers(), self.access.site_key(&kind.id)?);
        let server = open_site(&demo_plan()?, &kind, &path, trusted, key).await?;
        let site = serve_site(&kind, server, path, &self.shutdown, &mut self.tasks).await?;
        let declaration = kind.declaration(format!("http://{}/graphql", site.address));
        self.sites.push(site);
        Ok(declaration)
    }

    /// Stops the gateway and the sites, and waits until they have drained.
    pub async fn stop(mut self) {
        self.shutdown.cancel();
        while self.tasks.join_next().await.is_some() {}
    }
}

fn region_table() -> Result<RegionTable, CliError> {
    RegionTable::parse(&[schema_files::REGIONS])
        .map_err(|error| CliError::coded("REGION_TABLE_INVALID", error))
}

fn demo_plan() -> Result<Plan, CliError> {
    Plan::new(schema_files::REGIONS, schema_files::LOCALITIES, schema_files::FACTS)
        .map_err(|error| CliError::coded(error.code(), error))
}

fn site_kinds(table: &RegionTable, only: Option<&str>) -> Result<Vec<SiteKind>, CliError> {
    let within = only.map(full_code).transpose()?;
    let regions: Vec<String> = match within {
        None => table.iter().map(|region| region.code.to_string()).collect(),
        Some(code) => table
            .descendants_or_self(code)
            .map_err(|error| CliError::coded(error.code(), error))?
            .map(|region| region.code.to_string())
            .collect(),
    };
    regions.into_iter().map(|code| SiteKind::of_regions(table, &[code])).collect()
}

/// `6211` is written for `621100`.
fn full_code(text: &str) -> Result<RegionCode, CliError> {
    let padded = format!("{text:0<6}");
    RegionCode::parse(&padded).map_err(|error| CliError::coded(error.code(), error))
}

/// Opens and, the first time, fills the databases; servers in the order of `kinds`.
async fn open_sites(
    kinds: &[SiteKind],
    folder: &Path,
    access: &DemoAccess,
    shows_progress: bool,
) -> Result<Vec<SiteServer>, CliError> {
    let is_new = kinds.iter().any(|kind| !database_path(folder, &kind.id).exists());
    let progress =
        if shows_progress && is_new { progress_bar(kinds.len()) } else { ProgressBar::hidden() };
    let plan = Arc::new(demo_plan()?);
    let mut opened = stream::iter(kinds.iter().cloned().enumerate())
        .map(|(place, kind)| {
            let (plan, path) = (Arc::clone(&plan), database_path(folder, &kind.id));
            let (trusted, key) = (access.trusted_issuers(), access.site_key(&kind.id));
            let work =
                tokio::spawn(async move { open_site(&plan, &kind, &path, trusted, key?).await });
            let progress = progress.clone();
            async move {
                let server = work.await.map_err(|error| CliError::coded("INTERNAL", error))??;
                progress.inc(1);
                Ok((place, server))
            }
        })
        .buffer_unordered(FILLED_AT_ONCE)
        .collect::<Vec<Result<_, CliError>>>()
        .await
        .into_iter()
        .collect::<Result<Vec<_>, _>>()?;
    progress.finish_and_clear();
    opened.sort_by_key(|(place, _)| *place);
    Ok(opened.into_iter().map(|(_, server)| server).collect())
}

async fn open_site(
    plan: &Plan,
    kind: &SiteKind,
    path: &Path,
    trusted: TrustedIssuers,
    key: Arc<SiteKey>,
) -> Result<SiteServer, CliError> {
    let database = Database::open(path)
        .await
        .map_err(|error| CliError::caused("DATABASE_UNUSABLE", &error))?;
    let policy = path.with_extension(POLICY_EXTENSION);
    let server = site_server(kind, database.clone(), trusted, Some(policy), Some(key)).await?;
    for region in &kind.regions {
        let failed = |error: super::records::FillError| CliError::coded(error.code(), error);
        if !plan.is_filled(&database, region).await.map_err(failed)? {
            plan.fill(&database, region).await.map_err(failed)?;
        }
    }
    Ok(server)
}

fn database_path(folder: &Path, id: &str) -> PathBuf {
    folder.join(format!("{id}.sqlite"))
}

fn progress_bar(sites: usize) -> ProgressBar {
    let bar = ProgressBar::new(sites as u64);
    let style = ProgressStyle::with_template("{msg} [{bar:40}] {pos}/{len} {elapsed}");
    if let Ok(style) = style {
        bar.set_style(style.progress_chars("=> "));
    }
    bar.set_message("生成演示记录 / making demonstration records");
    bar
}

async fn serve_site(
    kind: &SiteKind,
    server: SiteServer,
    database: PathBuf,
    shutdown: &CancellationToken,
    tasks: &mut JoinSet<()>,
) -> Result<RunningSite, CliError> {
    let any_port = SocketAddr::from(([127, 0, 0, 1], 0));
    let (listener, address) = listen(any_port).await?;
    let shutdown = shutdown.child_token();
    let stopped = CancellationToken::new();
    let (stop, ended) = (shutdown.clone(), stopped.clone().drop_guard());
    let id = kind.id.clone();
    tasks.spawn(async move {
        let _ended = ended;
        if let Err(error) = server.serve(listener, stop).await {
            tracing::error!(gateway.site.id = %id, %error, "the site stopped serving");
        }
    });
    Ok(RunningSite { id: kind.id.clone(), address, database, shutdown, stopped })
}

async fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), CliError> {
    let failed = |source| CliError::Listen { address: address.to_string(), source };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let bound = listener.local_addr().map_err(failed)?;
    Ok((listener, bound))
}

/// Writes what a gateway of this network is configured with, as an operator would.
fn write_files(options: &DemoOptions, sites: &SitesFile) -> Result<GatewayConfig, CliError> {
    let DemoOptions { data, listen, is_behind_tls_proxy, .. } = options;
    let access = DemoAccess::config_text(options.requires_auth);
    let config = format!(
        "[server]\nlisten = \"{listen}\"\nbehind_tls_proxy = {is_behind_tls_proxy}\n\n[supergraph]\npath = \"supergraph.graphql\"\n\n\
         [sites]\npath = \"sites.toml\"\n\n[regions]\npaths = [\"regions.csv\", \"localities.csv\"]\n\n\
         [site_heads]\npath = \"heads.json\"\n\n{access}"
    );
    for (name, text) in [
        ("gateway.toml", config.as_str()),
        ("sites.toml", &sites.to_toml()),
        ("supergraph.graphql", schema_files::SUPERGRAPH),
        ("regions.csv", schema_files::REGIONS),
        ("localities.csv", schema_files::LOCALITIES),
    ] {
        let path = data.join(name);
        fs::write(&path, text).map_err(|source| CliError::Write { path, source })?;
    }
    GatewayConfig::parse(&config, data).map_err(|error| CliError::coded("CONFIG_INVALID", error))
}

async fn serve_gateway(
    config: &GatewayConfig,
    access: &Arc<DemoAccess>,
    requires_auth: bool,
    shutdown: &CancellationToken,
    tasks: &mut JoinSet<()>,
) -> Result<(Arc<Gateway>, SocketAddr), CliError> {
    let refused =
        |error: qianzhan_gateway::gateway::LoadError| CliError::coded(error.code(), error);
    let files = SourceFiles::of_config(config);
    let texts = files.read().map_err(refused)?;
    let state = texts.load(&config.traffic, &config.plan_cache, None).map_err(refused)?;
    let mut identity = Identity::load(config).await?;
    if !requires_auth {
        identity.authenticator = identity.authenticator.with_default_caller(demo_analyst());
    }
    let gateway =
        Arc::new(Gateway::new(state, identity.client(&config.traffic), GatewayOptions::of(config)));
    let enrolment = identity.enrolment_desk(config, &gateway);
    let reloader = Reloader::new(
        Arc::clone(&gateway),
        files,
        texts,
        config.traffic.clone(),
        config.plan_cache.clone(),
    )
    .map_err(|error| CliError::coded("FILES_UNWATCHABLE", error))?;
    let (listener, address) = listen(config.server.listen).await?;
    let state = ServerState::new(
        Arc::clone(&gateway),
        Arc::new(DemoExplorer::new(Arc::clone(access), requires_auth)),
        config.server.clone(),
        config.limits.clone(),
    )
    .with_authenticator(identity.authenticator)
    .with_export(config.export.clone())
    .with_signer(identity.signer)
    .with_enrolment(enrolment);
    if let Some(watch) = identity.key_watch {
        tasks.spawn(watch.run(shutdown.clone()));
    }
    if let Some(watch) = identity.site_tls_watch {
        tasks.spawn(watch.run(shutdown.clone()));
    }
    if let Some(keeper) = identity.head_keeper {
        tasks.spawn(keeper.run(shutdown.clone()));
    }
    tasks.spawn(reloader.run(shutdown.clone()));
    let stopped = shutdown.clone();
    tasks.spawn(async move {
        if let Err(error) = serve(listener, state, stopped).await {
            tracing::error!(%error, "the gateway stopped serving");
        }
    });
    Ok((gateway, address))
}
