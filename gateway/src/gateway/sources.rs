//! The texts that a gateway is made of, and the state that they make.
//! Reading is apart from loading, so a network can also be made of texts in memory.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, OnceLock, Weak},
};

use super::{AssembleError, Assembly, GatewayState, assemble};
use crate::{
    config::{GatewayConfig, PlanCacheConfig, SitesFile, SitesFileError, TrafficConfig},
    directory::{
        Directory, DirectoryError, RegionTable, RegionTableError, SiteDirectory, SiteEntry,
        SiteState,
    },
    sites::{InProcessService, Registry},
};

/// Name of the contract that the gateway answers itself, where it has regions.
const DIRECTORY: &str = "directory";

/// Where the texts are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFiles {
    /// The composed supergraph.
    pub supergraph: PathBuf,
    /// The sites file; `None` for a plain supergraph.
    pub sites: Option<PathBuf>,
    /// Files that list the regions.
    pub regions: Vec<PathBuf>,
}

/// The texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceTexts {
    /// The composed supergraph.
    pub supergraph: String,
    /// The sites file; `None` for a plain supergraph.
    pub sites: Option<String>,
    /// Lists of regions.
    pub regions: Vec<String>,
}

/// Why there is no state. All of it is for the operator.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A file cannot be read.
    #[error("{path}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The lists of regions are wrong.
    #[error(transparent)]
    Regions(#[from] RegionTableError),
    /// The regions do not fit the directory contract.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
    /// The sites file is wrong.
    #[error(transparent)]
    Sites(#[from] SitesFileError),
    /// The supergraph is wrong, or does not go with the sites.
    #[error(transparent)]
    Assemble(#[from] AssembleError),
}

impl LoadError {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Read { .. } => "FILE_UNREADABLE",
            Self::Regions(_) => "REGION_TABLE_INVALID",
            Self::Directory(error) => error.code(),
            Self::Sites(_) => "SITES_FILE_INVALID",
            Self::Assemble(error) => error.code(),
        }
    }
}

impl SourceFiles {
    /// The files that a configuration names.
    pub fn of_config(config: &GatewayConfig) -> Self {
        Self {
            supergraph: config.supergraph.path.clone(),
            sites: config.sites.as_ref().map(|sites| sites.path.clone()),
            regions: config.regions.paths.clone(),
        }
    }

    /// All of them.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        let first = std::iter::once(&self.supergraph);
        first.chain(&self.sites).chain(&self.regions).map(PathBuf::as_path)
    }

    /// Reads them.
    ///
    /// # Errors
    /// [`LoadError::Read`] for the first that cannot be read.
    pub fn read(&self) -> Result<SourceTexts, LoadError> {
        let read = |path: &PathBuf| {
            std::fs::read_to_string(path)
                .map_err(|source| LoadError::Read { path: path.clone(), source })
        };
        Ok(SourceTexts {
            supergraph: read(&self.supergraph)?,
            sites: self.sites.as_ref().map(read).transpose()?,
            regions: self.regions.iter().map(read).collect::<Result<_, _>>()?,
        })
    }
}

impl SourceTexts {
    /// Makes the state of these texts; what did not change since `previous` is kept.
    ///
    /// # Errors
    /// [`LoadError`]; the previous state then goes on serving.
    pub fn load(
        &self,
        traffic: &TrafficConfig,
        plan_cache: &PlanCacheConfig,
        previous: Option<&GatewayState>,
    ) -> Result<GatewayState, LoadError> {
        let texts: Vec<&str> = self.regions.iter().map(String::as_str).collect();
        let regions = Arc::new(if texts.is_empty() {
            RegionTable::empty()
        } else {
            RegionTable::parse(&texts)?
        });
        let sites = self.sites.as_ref().map(|text| SitesFile::parse(text, &regions)).transpose()?;
        let live_sites = Arc::new(LiveSites::default());
        let mut in_process: Vec<(String, Arc<dyn InProcessService>)> = Vec::new();
        if !texts.is_empty() {
            let site_directory: Arc<dyn SiteDirectory> = live_sites.clone();
            let directory = Directory::new(Arc::clone(&regions), site_directory)?;
            in_process.push((DIRECTORY.to_owned(), Arc::new(directory)));
        }
        let assembly = Assembly {
            supergraph: &self.supergraph,
            regions,
            sites: sites.as_ref(),
            in_process,
            traffic,
            plan_cache,
        };
        let state = assemble(assembly, previous)?;
        live_sites.show(&state.registry);
        Ok(state)
    }
}

/// The registry as the directory sees it. Weak, since the registry holds the directory.
#[derive(Debug, Default)]
struct LiveSites {
    registry: OnceLock<Weak<Registry>>,
}

impl LiveSites {
    fn show(&self, registry: &Arc<Registry>) {
        // Set once, right after the registry is made.
        let _ = self.registry.set(Arc::downgrade(registry));
    }
}

impl SiteDirectory for LiveSites {
    fn sites(&self) -> Vec<SiteEntry> {
        let Some(registry) = self.registry.get().and_then(Weak::upgrade) else {
            return Vec::new();
        };
        registry
            .sites()
            .filter(|(_, site)| !site.spec.regions.is_empty())
            .map(|(_, site)| SiteEntry {
                id: site.spec.id.clone(),
                name: site.spec.name.clone(),
                regions: site.spec.regions.clone(),
                contracts: site.spec.contracts.iter().cloned().collect(),
                state: if site.breaker.is_open() { SiteState::BreakerOpen } else { SiteState::Up },
            })
            .collect()
    }
}
