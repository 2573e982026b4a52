//! What stands behind the gateway: stub sites, or the demonstration's real ones, in a process of
//! their own.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use qianzhan_gateway::config::SitesFile;

use super::{GatewayFiles, Wiring};
use crate::{
    failure::LoadTestError,
    gateway_binary::{GatewayBinary, own_path},
    process::{Child, Launch},
    stub::{Announcement, StubPlan},
};

/// Starting 3,200 listeners, on a slow machine.
const STUB_PATIENCE: Duration = Duration::from_secs(60);
/// The demonstration makes its records when it is first started.
const DEMO_PATIENCE: Duration = Duration::from_secs(580);

/// What is to be started.
#[derive(Debug)]
pub(crate) enum Backend {
    /// Stub sites, each wired by its place.
    Stubs { plan: Box<StubPlan>, wiring: Wiring },
    /// The demonstration, with its data in this folder; all of it, or a region and what lies below.
    Demo { data: PathBuf, only: Option<String> },
}

/// What was started. Dropping it ends the process.
#[derive(Debug)]
pub(crate) struct RunningBackend {
    /// URLs of the sites.
    pub(crate) urls: Vec<String>,
    /// Where stub sites tell their calls.
    pub(crate) calls: Option<http::Uri>,
    wiring: Wiring,
    _process: Child,
}

impl Backend {
    /// Sites that it will have; of the demonstration it is not known before, and they are few.
    pub(crate) fn sites(&self) -> usize {
        match self {
            Self::Stubs { plan, .. } => plan.owners.len(),
            Self::Demo { .. } => 0,
        }
    }

    /// Starts it.
    ///
    /// # Errors
    /// [`LoadTestError`] if a process does not start or a file cannot be used.
    pub(crate) async fn start(
        self,
        folder: &Path,
        gateway: &GatewayBinary,
    ) -> Result<RunningBackend, LoadTestError> {
        match self {
            Self::Stubs { plan, wiring } => start_stubs(&plan, wiring, folder).await,
            Self::Demo { data, only } => start_demo(&data, only, folder, gateway).await,
        }
    }
}

impl RunningBackend {
    /// Ids of the sites, in the order of their URLs; none of plain subgraphs.
    pub(crate) fn site_ids(&self) -> Vec<String> {
        match &self.wiring {
            Wiring::Subgraphs(_) => Vec::new(),
            Wiring::Sites { sites, .. } => sites.sites.iter().map(|site| site.id.clone()).collect(),
        }
    }

    /// Writes the files of a gateway whose sites are at `urls`.
    ///
    /// # Errors
    /// [`LoadTestError`] if a file cannot be written.
    pub(crate) fn wire(
        &self,
        folder: &Path,
        urls: &[String],
    ) -> Result<GatewayFiles, LoadTestError> {
        self.wiring.write(folder, urls)
    }
}

async fn start_stubs(
    plan: &StubPlan,
    wiring: Wiring,
    folder: &Path,
) -> Result<RunningBackend, LoadTestError> {
    let path = folder.join("sites.json");
    let text = serde_json::to_string(plan).map_err(LoadTestError::scenario)?;
    std::fs::write(&path, text).map_err(LoadTestError::file(&path))?;
    let program = own_path()?;
    let mut process = Child::start(Launch {
        name: "sites",
        program: &program,
        arguments: vec!["role".into(), "stubs".into(), path.display().to_string()],
        folder,
    })?;
    let announcement: Announcement =
        process.find_in_output(STUB_PATIENCE, |line| serde_json::from_str(line).ok()).await?;
    let calls = announcement.calls.parse().map_err(LoadTestError::scenario)?;
    Ok(RunningBackend { urls: announcement.sites, calls: Some(calls), wiring, _process: process })
}

async fn start_demo(
    data: &Path,
    only: Option<String>,
    folder: &Path,
    gateway: &GatewayBinary,
) -> Result<RunningBackend, LoadTestError> {
    let mut arguments = gateway.first_arguments.clone();
    let data_text = data.display().to_string();
    arguments.extend(["demo", "--data", &data_text, "--listen", "127.0.0.1:0"].map(str::to_owned));
    arguments.extend(only.into_iter().flat_map(|only| ["--only".to_owned(), only]));
    let mut process =
        Child::start(Launch { name: "demo", program: &gateway.program, arguments, folder })?;
    // The welcome comes when all sites serve; its files are written before.
    process.url(DEMO_PATIENCE).await?;
    let path = data.join("sites.toml");
    let text = std::fs::read_to_string(&path).map_err(LoadTestError::file(&path))?;
    let file: SitesFile = toml::from_str(&text).map_err(LoadTestError::scenario)?;
    let urls = file.sites.iter().map(|site| site.url.clone()).collect();
    let read = |name: &str| {
        let path = data.join(name);
        std::fs::read_to_string(&path).map_err(LoadTestError::file(&path))
    };
    let wiring = Wiring::Sites {
        supergraph: read("supergraph.graphql")?,
        regions: vec![read("regions.csv")?, read("localities.csv")?],
        sites: file,
        demo: Some(data.to_owned()),
    };
    Ok(RunningBackend { urls, calls: None, wiring, _process: process })
}
