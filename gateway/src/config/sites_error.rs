//! What can be wrong with a sites file.

use std::fmt;

use super::{toml_text::TomlError, url::UrlError};
use crate::directory::{RegionCode, RegionError};

/// A sites file that was refused, with every reason.
#[derive(Debug, thiserror::Error)]
#[error("{}", lines_of(.problems))]
pub struct SitesFileError {
    /// At least one.
    pub problems: Vec<SitesFileProblem>,
}

impl SitesFileError {
    pub(super) fn of_toml(error: TomlError) -> Self {
        Self { problems: vec![error.into()] }
    }
}

fn lines_of(problems: &[SitesFileProblem]) -> String {
    let lines: Vec<String> =
        problems.iter().map(|problem| format!("{}: {problem}", problem.code())).collect();
    lines.join("\n")
}

/// Which `[[site]]` is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SitePlace {
    /// Place among the file's sites, from 1.
    pub site_no: usize,
    /// Line of the file, from 1; `None` for a file made in memory.
    pub line_no: Option<usize>,
    /// The site's id, as written.
    pub id: String,
}

impl fmt::Display for SitePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { site_no, line_no, id } = self;
        write!(f, "site[{site_no}] `{id}`")?;
        match line_no {
            Some(line_no) => write!(f, "（第 {line_no} 行 / line {line_no}）"),
            None => Ok(()),
        }
    }
}

/// One reason to refuse a sites file.
#[derive(Debug, thiserror::Error)]
pub enum SitesFileProblem {
    /// Not TOML, an unknown key, or a value of the wrong type.
    #[error(transparent)]
    Toml(#[from] TomlError),
    /// A contract that no level is expected to serve.
    #[error("contracts.{contract}：levels 为空 / levels is empty")]
    LevelsMissing {
        /// The contract.
        contract: String,
    },
    /// A level that no listed region has.
    #[error("contracts.{contract}：没有级别为 {level} 的地区 / no region has the level {level}")]
    LevelUnknown {
        /// The contract.
        contract: String,
        /// The level.
        level: String,
    },
    /// An id that cannot stand in logs and answers as it is.
    #[error(
        "{place}：id 应为 1 至 64 个 ASCII 字母、数字或 -_. / \
         id should be 1 to 64 ASCII letters, digits or -_."
    )]
    IdInvalid {
        /// Which site.
        place: SitePlace,
    },
    /// Two sites have one id.
    #[error("{place}：id 与 {first} 相同 / the id is that of {first}")]
    IdDuplicate {
        /// The later site.
        place: SitePlace,
        /// The earlier site.
        first: SitePlace,
    },
    /// No name for people.
    #[error("{place}：name 为空 / name is empty")]
    NameMissing {
        /// Which site.
        place: SitePlace,
    },
    /// Not a URL that can be called.
    #[error("{place}：url {source}")]
    Url {
        /// Which site.
        place: SitePlace,
        /// What is wrong with it.
        source: UrlError,
    },
    /// A site that owns nothing.
    #[error("{place}：regions 为空 / regions is empty")]
    RegionsMissing {
        /// Which site.
        place: SitePlace,
    },
    /// A code that names no listed region.
    #[error("{place}：{source}")]
    Region {
        /// Which site.
        place: SitePlace,
        /// What is wrong with it.
        source: RegionError,
    },
    /// A site lists one region twice.
    #[error("{place}：地区 {region} 重复 / the region {region} is listed twice")]
    RegionRepeated {
        /// Which site.
        place: SitePlace,
        /// The region.
        region: RegionCode,
    },
    /// Two sites own one region in one contract.
    #[error(
        "{place}：契约 {contract} 中的地区 {region} 已归 {first} / \
         in the contract {contract} the region {region} is owned by {first}"
    )]
    RegionTaken {
        /// The later site.
        place: SitePlace,
        /// The earlier site.
        first: SitePlace,
        /// The region.
        region: RegionCode,
        /// The contract.
        contract: String,
    },
    /// A site that serves nothing.
    #[error("{place}：contracts 为空 / contracts is empty")]
    ContractsMissing {
        /// Which site.
        place: SitePlace,
    },
    /// A contract that the file does not declare.
    #[error("{place}：没有契约 `{contract}` / there is no contract `{contract}`")]
    ContractUnknown {
        /// Which site.
        place: SitePlace,
        /// The contract.
        contract: String,
    },
    /// A key that verifies nothing.
    #[error(
        "{place}：`{key}` 不是 Ed25519 公钥（JWK 的 x，32 字节的 base64url） / \
         `{key}` is no Ed25519 public key (the x of a JWK: 32 bytes in base64url)"
    )]
    KeyInvalid {
        /// Which site.
        place: SitePlace,
        /// What is written.
        key: String,
    },
    /// A site lists one contract twice.
    #[error("{place}：契约 {contract} 重复 / the contract {contract} is listed twice")]
    ContractRepeated {
        /// Which site.
        place: SitePlace,
        /// The contract.
        contract: String,
    },
}

impl SitesFileProblem {
    /// The stable error code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Toml(_) => "SITES_FILE_SYNTAX",
            Self::LevelsMissing { .. } => "CONTRACT_LEVELS_MISSING",
            Self::LevelUnknown { .. } => "CONTRACT_LEVEL_UNKNOWN",
            Self::IdInvalid { .. } => "SITE_ID_INVALID",
            Self::IdDuplicate { .. } => "SITE_ID_DUPLICATE",
            Self::NameMissing { .. } => "SITE_NAME_MISSING",
            Self::Url { .. } => "SITE_URL_INVALID",
            Self::RegionsMissing { .. } => "SITE_REGIONS_MISSING",
            Self::Region { source, .. } => source.code(),
            Self::RegionRepeated { .. } => "SITE_REGION_REPEATED",
            Self::RegionTaken { .. } => "SITE_REGION_TAKEN",
            Self::ContractsMissing { .. } => "SITE_CONTRACTS_MISSING",
            Self::ContractUnknown { .. } => "SITE_CONTRACT_UNKNOWN",
            Self::ContractRepeated { .. } => "SITE_CONTRACT_REPEATED",
            Self::KeyInvalid { .. } => "SITE_KEY_INVALID",
        }
    }
}
