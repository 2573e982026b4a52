//! Errors of a field, as clients see them: a text, and a stable code in `extensions.code`.
//! What went wrong inside is logged once, here, and not shown.

use std::sync::Arc;

use async_graphql::{Error, ErrorExtensions};

use crate::{
    database::StoreError, page::PageError, period::PeriodError, record_id::RecordId,
    record_id::RecordIdError, region::RegionCode, region::RegionCodeError,
};

/// Why a field has no value.
#[derive(Debug, thiserror::Error)]
pub enum FieldError {
    /// An argument is no id.
    #[error(transparent)]
    Id(#[from] RecordIdError),
    /// A key is no region code.
    #[error(transparent)]
    RegionCode(#[from] RegionCodeError),
    /// An argument is no period.
    #[error(transparent)]
    Period(#[from] PeriodError),
    /// A page cannot be asked for.
    #[error(transparent)]
    Page(#[from] PageError),
    /// There is no such record.
    #[error("没有此记录：`{id}` / no such record: `{id}`")]
    RecordNotFound {
        /// Its id.
        id: RecordId,
    },
    /// The record belongs to another site.
    #[error("此记录属于另一站点：`{id}` / the record belongs to another site: `{id}`")]
    RecordNotHere {
        /// Its id.
        id: RecordId,
    },
    /// A representation names no entity of this site.
    #[error("此站点没有实体类型 `{type_name}` / this site has no entity type `{type_name}`")]
    EntityTypeUnknown {
        /// The type it names.
        type_name: String,
    },
    /// A representation lacks its key.
    #[error(
        "实体 `{type_name}` 缺少键 `{key}` / the representation of `{type_name}` lacks its key `{key}`"
    )]
    EntityKeyMissing {
        /// The type it names.
        type_name: String,
        /// The key it lacks.
        key: &'static str,
    },
    /// More representations than one request may hold.
    #[error(
        "一次最多 {limit} 个实体，而非 {asked} 个 / at most {limit} representations at once, not {asked}"
    )]
    TooManyEntities {
        /// How many were sent.
        asked: usize,
        /// How many may be.
        limit: usize,
    },
    /// An argument that passed validation does not read as its type.
    #[error("参数 `{name}` 无法读取 / the argument `{name}` cannot be read")]
    Argument {
        /// The argument.
        name: String,
    },
    /// A text to look for that has no letter, or too much of them.
    #[error(
        "检索词应有 1 至 {most_terms} 个词，共不超过 {most_characters} 字 / \
         a search is for 1 to {most_terms} terms of {most_characters} characters at most in all"
    )]
    SearchText {
        /// Most characters.
        most_characters: usize,
        /// Most terms.
        most_terms: usize,
    },
    /// A field that cannot be null is not for this caller.
    #[error("不提供 `{field}` / `{field}` is withheld")]
    FieldWithheld {
        /// `Type.field`.
        field: String,
    },
    /// A filter or sort key reads what the caller may not have.
    #[error(
        "参数 `{argument}` 要用到不提供的 `{field}` / the argument `{argument}` reads `{field}`, which is withheld"
    )]
    ArgumentReadsWithheld {
        /// The argument.
        argument: String,
        /// `Type.field`.
        field: String,
    },
    /// The caller may not write what this owner owns.
    #[error(
        "只有 {owner} 的相应角色（{roles}）可以写入 / only callers of {owner} in one of these roles may write: {roles}"
    )]
    WriteForbidden {
        /// Region of the owner.
        owner: RegionCode,
        /// The roles, with spaces between them.
        roles: String,
    },
    /// The public wrote too often.
    #[error(
        "提交过于频繁，请在 {retry_after_seconds} 秒后再试 / too many submissions: try again in {retry_after_seconds} seconds"
    )]
    TooOften {
        /// When the next one is taken.
        retry_after_seconds: u64,
    },
    /// The log of who asked is for the site's own office.
    #[error("访问日志只供本级办公室查阅 / the access log is for the site's own office")]
    AccessLogForbidden,
    /// The site could not answer.
    #[error("站点内部错误 / internal error of the site")]
    Internal(#[from] Arc<StoreError>),
    /// A resolver was given a parent of another type: a mistake of the site.
    #[error("站点内部错误 / internal error of the site")]
    ParentMismatch {
        /// The field.
        field: String,
    },
}

impl From<StoreError> for FieldError {
    fn from(error: StoreError) -> Self {
        Self::Internal(Arc::new(error))
    }
}

/// Code of an error inside the site.
pub const INTERNAL_CODE: &str = "INTERNAL";

impl FieldError {
    /// The stable code of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Id(_) => "ID_INVALID",
            Self::RegionCode(_) => "REGION_CODE_INVALID",
            Self::Period(_) => "PERIOD_INVALID",
            Self::Page(PageError::Size { .. }) => "PAGE_SIZE_INVALID",
            Self::Page(PageError::Cursor(_)) => "CURSOR_INVALID",
            Self::RecordNotFound { .. } => "RECORD_NOT_FOUND",
            Self::RecordNotHere { .. } => "RECORD_NOT_HERE",
            Self::EntityTypeUnknown { .. } => "ENTITY_TYPE_UNKNOWN",
            Self::EntityKeyMissing { .. } => "ENTITY_KEY_MISSING",
            Self::TooManyEntities { .. } => "TOO_MANY_ENTITIES",
            Self::FieldWithheld { .. } => "FIELD_WITHHELD",
            Self::ArgumentReadsWithheld { .. } => "ARGUMENT_READS_WITHHELD",
            Self::WriteForbidden { .. } => "WRITE_FORBIDDEN",
            Self::TooOften { .. } => "RATE_LIMITED",
            Self::AccessLogForbidden => "ACCESS_LOG_FORBIDDEN",
            Self::Argument { .. } => "ARGUMENT_INVALID",
            Self::SearchText { .. } => "SEARCH_TEXT_INVALID",
            Self::Internal(_) | Self::ParentMismatch { .. } => INTERNAL_CODE,
        }
    }

    /// The error as GraphQL has it. Logs what is not shown.
    pub(crate) fn into_graphql(self) -> Error {
        match &self {
            Self::Internal(cause) => {
                tracing::error!(error = %Causes(cause.as_ref()), "a field could not be resolved");
            }
            Self::ParentMismatch { field } => {
                tracing::error!(field, "a resolver was given a parent of another type");
            }
            _ => {}
        }
        let code = self.code();
        Error::new(self.to_string()).extend_with(|_, extensions| {
            extensions.set("code", code);
            if let Self::TooOften { retry_after_seconds } = &self {
                extensions.set("retryAfterSeconds", *retry_after_seconds);
            }
        })
    }
}

/// An error with its causes, on one line.
struct Causes<'e>(&'e (dyn std::error::Error + 'static));

impl std::fmt::Display for Causes<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}", self.0)?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            write!(formatter, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}
