//! The files that tell a gateway where its sites are.

use std::path::{Path, PathBuf};

use qianzhan::demo::DemoAccess;
use qianzhan_gateway::{
    config::{ContractLevels, SiteDeclaration, SitesFile},
    supergraph::compose::{ContractSource, compose},
};

use crate::failure::LoadTestError;

/// How a gateway finds what is behind it.
#[derive(Debug)]
pub(crate) enum Wiring {
    /// A plain supergraph: subgraphs by name, in order of their URLs.
    Subgraphs(Vec<(&'static str, &'static str)>),
    /// Contracts and sites, in order of their URLs.
    Sites {
        supergraph: String,
        regions: Vec<String>,
        sites: SitesFile,
        /// Folder of the demonstration's data, where its keys are: callers then show tokens and calls
        /// are signed.
        demo: Option<PathBuf>,
    },
}

/// What was written.
#[derive(Debug)]
pub(crate) struct GatewayFiles {
    /// Arguments of `qianzhan` that name the files.
    pub(crate) arguments: Vec<String>,
    pub(crate) supergraph: PathBuf,
}

impl Wiring {
    /// One site for each of these regions, in the contract `network` alone.
    pub(crate) fn network(regions: &[Region]) -> Self {
        let levels = ["PROVINCE", "CITY", "COUNTY"].map(str::to_owned).into();
        let site = |region: &Region| SiteDeclaration {
            id: region.code.clone(),
            name: region.name.clone(),
            url: String::new(),
            regions: vec![region.code.clone()],
            contracts: vec!["network".to_owned()],
            ..SiteDeclaration::default()
        };
        let mut table = "code,parent_code,level,name\n".to_owned();
        for Region { code, parent, level, name } in regions {
            table.push_str(&format!("{code},{parent},{level},{name}\n"));
        }
        Self::Sites {
            supergraph: super::NETWORK_SUPERGRAPH.to_owned(),
            regions: vec![table],
            sites: SitesFile {
                contracts: [("network".to_owned(), ContractLevels { levels })].into(),
                sites: regions.iter().map(site).collect(),
            },
            demo: None,
        }
    }

    /// Writes the files of a gateway whose sites are at `urls`.
    ///
    /// # Errors
    /// [`LoadTestError`] if the subgraphs do not compose or a file cannot be written.
    pub(crate) fn write(
        &self,
        folder: &Path,
        urls: &[String],
    ) -> Result<GatewayFiles, LoadTestError> {
        std::fs::create_dir_all(folder).map_err(LoadTestError::file(folder))?;
        let write = |name: &str, text: &str| {
            let path = folder.join(name);
            std::fs::write(&path, text).map_err(LoadTestError::file(&path))?;
            Ok::<_, LoadTestError>(path)
        };
        match self {
            Self::Subgraphs(subgraphs) => {
                let supergraph = write("supergraph.graphql", &compose_plain(subgraphs, urls)?)?;
                let arguments = vec!["--supergraph".to_owned(), supergraph.display().to_string()];
                Ok(GatewayFiles { arguments, supergraph })
            }
            Self::Sites { supergraph, regions, sites, demo } => {
                let mut sites = sites.clone();
                for (site, url) in sites.sites.iter_mut().zip(urls) {
                    site.url.clone_from(url);
                }
                let supergraph = write("supergraph.graphql", supergraph)?;
                write("sites.toml", &sites.to_toml())?;
                for (number, table) in regions.iter().enumerate() {
                    write(&format!("regions-{number}.csv"), table)?;
                }
                let mut config = gateway_config(regions.len());
                if let Some(data) = demo {
                    let keys = folder.join("keys");
                    let data = data.canonicalize().map_err(LoadTestError::file(data))?;
                    std::os::unix::fs::symlink(data.join("keys"), &keys)
                        .map_err(LoadTestError::file(&keys))?;
                    config.push_str(&format!("\n{}", DemoAccess::config_text(true)));
                }
                let config = write("gateway.toml", &config)?;
                let arguments = vec!["--config".to_owned(), config.display().to_string()];
                Ok(GatewayFiles { arguments, supergraph })
            }
        }
    }
}

/// The supergraph of subgraphs at `urls`.
pub(crate) fn compose_plain(
    subgraphs: &[(&'static str, &'static str)],
    urls: &[String],
) -> Result<String, LoadTestError> {
    let sources: Vec<ContractSource> = subgraphs
        .iter()
        .zip(urls)
        .map(|((name, sdl), url)| ContractSource::new(*name, *sdl).with_url(url.as_str()))
        .collect();
    compose(&sources).map(|composition| composition.supergraph_sdl).map_err(LoadTestError::scenario)
}

/// The defaults, but for two bounds: every call of one request may be under way at once, and no
/// answer of the slow tail is cut off, so that what is measured is work and not waiting.
fn gateway_config(region_files: usize) -> String {
    let regions: Vec<String> =
        (0..region_files).map(|number| format!("\"regions-{number}.csv\"")).collect();
    format!(
        "[server]\nrequest_timeout = \"60s\"\n\n[supergraph]\npath = \"supergraph.graphql\"\n\n\
         [sites]\npath = \"sites.toml\"\n\n[regions]\npaths = [{}]\n\n\
         [traffic]\nrequest_timeout = \"30s\"\nmax_in_flight_total = 8192\n",
        regions.join(", ")
    )
}

/// A row of a table of regions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Region {
    pub(crate) code: String,
    /// Empty for one at the top.
    pub(crate) parent: String,
    pub(crate) level: &'static str,
    pub(crate) name: String,
}
