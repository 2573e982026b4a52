//! Why a site does not join.

use http::StatusCode;

/// A refusal. The text may be shown to whoever presents the token.
#[derive(Debug, thiserror::Error)]
pub enum EnrolmentError {
    /// No token of an office that the gateway lists.
    #[error("登记令牌无效 / the enrolment token is not valid")]
    TokenInvalid,
    /// Its time is over.
    #[error("登记令牌已过期 / the enrolment token has expired")]
    TokenExpired,
    /// A site has joined with it.
    #[error("登记令牌已用过 / the enrolment token was used")]
    TokenUsed,
    /// Whoever sends the request does not show that it has the key.
    #[error("没有证明持有站点私钥 / the request does not prove that its sender has the key")]
    ProofInvalid,
    /// The region is none that the office may speak for.
    #[error("{region} 不在签发单位所辖地区之内 / {region} is not below the region of the office")]
    RegionForeign {
        /// The region.
        region: String,
    },
    /// The region is not in the table.
    #[error("没有地区 {region} / there is no region {region}")]
    RegionUnknown {
        /// The region.
        region: String,
    },
    /// Another site owns the region in a contract.
    #[error(
        "契约 {contract} 中的 {region} 已归站点 {site} / in {contract}, {region} is owned by the site {site}"
    )]
    RegionTaken {
        /// The region.
        region: String,
        /// The contract.
        contract: String,
        /// The site that has it.
        site: String,
    },
    /// The site does not say that it owns the region.
    #[error(
        "站点自述的地区为 {stated} 而非 {region} / the site states the regions {stated}, not {region}"
    )]
    RegionWrong {
        /// What the token says.
        region: String,
        /// What the site states.
        stated: String,
    },
    /// Token, table and site do not have one level.
    #[error(
        "级别不符：应为 {expected}，而非 {found} / the level should be {expected}, not {found}"
    )]
    LevelWrong {
        /// What the table says.
        expected: String,
        /// What else was said.
        found: String,
    },
    /// A contract that is none, or not of that level, or that the site does not serve.
    #[error("契约 {contract}：{reason}")]
    Contract {
        /// The contract.
        contract: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// An address that cannot be called, or not safely.
    #[error("地址不可用 / the address cannot be used: {reason}")]
    Url {
        /// Why not.
        reason: String,
    },
    /// The site does not answer.
    #[error("无法连到站点 / the site cannot be reached: {reason}")]
    Unreachable {
        /// What happened.
        reason: String,
    },
    /// The site does not take this gateway's calls.
    #[error("站点不接受本网关的调用 / the site does not take calls of this gateway: {reason}")]
    CallRefused {
        /// What it said.
        reason: String,
    },
    /// What the site states is no statement.
    #[error("站点的自述无法读取 / the site's statement cannot be read: {reason}")]
    StatementInvalid {
        /// Why not.
        reason: String,
    },
    /// The site states another id or key than the request.
    #[error("站点自述的{what}不符 / the site states another {what_english}")]
    IdentityWrong {
        /// What, in Chinese.
        what: &'static str,
        /// What, in English.
        what_english: &'static str,
    },
    /// The site lacks fields of a contract, or has them with other types.
    #[error("契约 {contract} 的字段缺少或类型不符 / fields of {contract} are missing or have other types: {}", .fields.join(", "))]
    FieldsUnfit {
        /// The contract.
        contract: String,
        /// The first of them.
        fields: Vec<String>,
    },
    /// The site has fields in other classes.
    #[error("契约 {contract} 的字段类别不符 / fields of {contract} have other classes: {}", .fields.join(", "))]
    ClassesUnfit {
        /// The contract.
        contract: String,
        /// The first of them.
        fields: Vec<String>,
    },
    /// The gateway's own files cannot be read or written.
    #[error("网关的文件不可用 / the gateway's files cannot be used")]
    Files {
        /// Why not; for the operator.
        reason: String,
    },
}

impl EnrolmentError {
    /// The stable error code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TokenInvalid => "ENROLMENT_TOKEN_INVALID",
            Self::TokenExpired => "ENROLMENT_TOKEN_EXPIRED",
            Self::TokenUsed => "ENROLMENT_TOKEN_USED",
            Self::ProofInvalid => "ENROLMENT_PROOF_INVALID",
            Self::RegionForeign { .. } => "ENROLMENT_REGION_FOREIGN",
            Self::RegionUnknown { .. } => "ENROLMENT_REGION_UNKNOWN",
            Self::RegionTaken { .. } => "ENROLMENT_REGION_TAKEN",
            Self::RegionWrong { .. } => "ENROLMENT_REGION_WRONG",
            Self::LevelWrong { .. } => "ENROLMENT_LEVEL_WRONG",
            Self::Contract { .. } => "ENROLMENT_CONTRACT_WRONG",
            Self::Url { .. } => "ENROLMENT_URL_INVALID",
            Self::Unreachable { .. } => "ENROLMENT_SITE_UNREACHABLE",
            Self::CallRefused { .. } => "ENROLMENT_CALL_REFUSED",
            Self::StatementInvalid { .. } => "ENROLMENT_STATEMENT_INVALID",
            Self::IdentityWrong { .. } => "ENROLMENT_IDENTITY_WRONG",
            Self::FieldsUnfit { .. } => "ENROLMENT_FIELDS_UNFIT",
            Self::ClassesUnfit { .. } => "ENROLMENT_CLASSES_UNFIT",
            Self::Files { .. } => "ENROLMENT_FILES_UNUSABLE",
        }
    }

    /// The HTTP status of the answer.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::TokenInvalid | Self::TokenExpired | Self::ProofInvalid => {
                StatusCode::UNAUTHORIZED
            }
            Self::TokenUsed | Self::RegionTaken { .. } => StatusCode::CONFLICT,
            Self::RegionForeign { .. } => StatusCode::FORBIDDEN,
            Self::Files { .. } => StatusCode::INTERNAL_SERVER_ERROR,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }
}
