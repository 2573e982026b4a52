//! Why a site does not take a call. Clients see the text and the code, with HTTP status 401.

/// A call that the site does not take.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// No token.
    #[error("调用未签名 / the call is not signed")]
    NotSigned,
    /// No valid signature of a trusted issuer's key, or a token that cannot be read.
    #[error("调用签名无效 / the signature of the call is not valid")]
    SignatureInvalid,
    /// Outside its time, or valid for longer than a call may be.
    #[error(
        "调用不在有效期内，或有效期过长 / the call is outside its time, or its time is too long"
    )]
    Expired,
    /// Signed for another site.
    #[error("调用不是发给本站点的 / the call is signed for another site")]
    AudienceWrong,
    /// Signed by someone the site does not list.
    #[error("调用的签发者不在名单内 / the site does not trust the issuer of the call")]
    IssuerUnknown,
    /// No pass, or one that is not of the token.
    #[error("调用没有有效的一次性凭证 / the call has no valid pass")]
    PassInvalid,
    /// Its pass was shown before.
    #[error("调用是重放的 / the call was made before")]
    Replayed,
    /// Its token is another process's, which alone knows what was shown of it.
    #[error("调用的令牌已由另一进程收下 / another process has taken the token of the call")]
    TokenTaken,
    /// Whether its token is another's cannot be found out.
    #[error("站点暂时无法核对调用 / the site cannot tell whether the call was made before")]
    MemoryUnavailable,
    /// Too many tokens are good at once for the site to remember which calls were made.
    #[error("站点暂时无法接受更多调用 / the site cannot take more calls for now")]
    MemoryFull,
}

impl CallError {
    /// The stable code of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotSigned => "CALL_NOT_SIGNED",
            Self::SignatureInvalid => "CALL_SIGNATURE_INVALID",
            Self::Expired => "CALL_EXPIRED",
            Self::AudienceWrong => "CALL_AUDIENCE_WRONG",
            Self::IssuerUnknown => "CALL_ISSUER_UNKNOWN",
            Self::PassInvalid => "CALL_PASS_INVALID",
            // To whoever made the call again they are one: the text tells them apart.
            Self::Replayed | Self::TokenTaken => "CALL_REPLAYED",
            Self::MemoryUnavailable => "CALL_MEMORY_UNAVAILABLE",
            Self::MemoryFull => "CALL_MEMORY_FULL",
        }
    }

    /// Whether the same call with a new token would be taken.
    #[must_use]
    pub const fn wants_new_token(&self) -> bool {
        matches!(self, Self::Replayed | Self::TokenTaken)
    }

    /// Whether it is the site that cannot, for now.
    #[must_use]
    pub const fn is_of_site(&self) -> bool {
        matches!(self, Self::MemoryFull | Self::MemoryUnavailable)
    }
}
