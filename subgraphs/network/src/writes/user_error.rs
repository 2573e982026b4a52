//! Why a write is refused, in words for people in two languages and a code for programs.

use crate::{database::StoreError, text_column::text_enum};

text_enum! {
    /// Codes of the reasons why a write is refused.
    UserErrorCode {
        /// 缺少
        Required = "REQUIRED",
        /// 过长
        TooLong = "TOO_LONG",
        /// 无效
        Invalid = "INVALID",
        /// 没有此记录
        NotFound = "NOT_FOUND",
        /// 版本已旧
        StaleVersion = "STALE_VERSION",
        /// 此状态不能如此移动
        IllegalMove = "ILLEGAL_MOVE",
        /// 幂等键已用于另一请求
        IdempotencyKeyReused = "IDEMPOTENCY_KEY_REUSED",
        /// 码已停用
        CodeRevoked = "CODE_REVOKED",
        /// 已有
        AlreadyExists = "ALREADY_EXISTS",
    }
}

/// One reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserError {
    /// For programs.
    pub code: UserErrorCode,
    /// The argument or input field, outermost first.
    pub field: Vec<String>,
    /// In Chinese.
    pub message_zh: String,
    /// In English.
    pub message_en: String,
    /// Of an illegal move.
    pub illegal_move: Option<Box<IllegalMove>>,
    /// Of a stale version: the current one.
    pub current_version: Option<i64>,
}

/// What is against a move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IllegalMove {
    /// The state that the record is in.
    pub state: String,
    /// The states that it may go to.
    pub allowed: Vec<String>,
}

impl UserError {
    /// A reason that lies in a field of the input.
    #[must_use]
    pub fn new(
        code: UserErrorCode,
        field: &[&str],
        message_zh: impl Into<String>,
        message_en: impl Into<String>,
    ) -> Self {
        Self {
            code,
            field: field.iter().map(|it| (*it).to_owned()).collect(),
            message_zh: message_zh.into(),
            message_en: message_en.into(),
            illegal_move: None,
            current_version: None,
        }
    }

    /// Something that must be given is not.
    #[must_use]
    pub fn required(field: &[&str]) -> Self {
        Self::new(UserErrorCode::Required, field, "必须填写", "must be given")
    }

    /// A record that is not among this site's.
    #[must_use]
    pub fn not_found(field: &[&str]) -> Self {
        let (zh, en) = ("本站点没有此记录", "no such record of this site");
        Self::new(UserErrorCode::NotFound, field, zh, en)
    }

    /// The record was changed since.
    #[must_use]
    pub fn stale(expected: i64, current: i64) -> Self {
        let zh = format!("所见版本为 {expected}，现为 {current}：请重读后再写");
        let en = format!("version {expected} was seen, {current} is current: read it again");
        let error = Self::new(UserErrorCode::StaleVersion, &["input", "expectedVersion"], zh, en);
        Self { current_version: Some(current), ..error }
    }
}

/// Why a mutation wrote nothing.
#[derive(Debug)]
pub enum Refusal {
    /// For these reasons, which its caller can mend.
    Refused(Vec<UserError>),
    /// The site failed.
    Failed(StoreError),
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Failed(error)
    }
}

impl From<sqlx::Error> for Refusal {
    fn from(error: sqlx::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl From<UserError> for Refusal {
    fn from(error: UserError) -> Self {
        Self::Refused(vec![error])
    }
}
