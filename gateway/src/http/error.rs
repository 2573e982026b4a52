//! What can go wrong before a request reaches the gateway's service: the one table of codes and
//! statuses, and the GraphQL response that says so.

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use http::{HeaderValue, StatusCode, header};
use serde_json::json;

use super::media_type::ResponseType;
use crate::auth::AuthError;

/// A request that is refused, or an answer that could not be given.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum HttpError {
    #[error("请求体应为 application/json / the body should be application/json")]
    ContentType,
    #[error("不支持压缩的请求体 / a compressed body is not supported")]
    ContentEncoding,
    #[error(
        "只能以 application/graphql-response+json 或 application/json 答复 / \
         the answer can only be application/graphql-response+json or application/json"
    )]
    NotAcceptable,
    #[error("请求体超过 {max_bytes} 字节 / the body is longer than {max_bytes} bytes")]
    BodyTooLarge { max_bytes: usize },
    #[error("请求体未能读完 / the body could not be read to its end")]
    BodyInterrupted,
    #[error("请求体未在时限内送达 / the body did not arrive in time")]
    BodyTimeout,
    #[error("请求体不是有效的 JSON / the body is not valid JSON: {detail}")]
    BodyNotJson { detail: String },
    #[error("不支持批量请求，请逐个发送 / batches are not supported: send the requests one by one")]
    Batch,
    #[error("请求体应为 JSON 对象 / the body should be a JSON object")]
    BodyNotObject,
    #[error("{name} 应为{chinese} / {name} should be {english}")]
    MemberType { name: &'static str, chinese: &'static str, english: &'static str },
    #[error("网址参数有误 / the parameters of the URL are wrong: {detail}")]
    Parameters { detail: String },
    #[error("缺少 query / query is missing")]
    QueryMissing,
    #[error("GraphQL 语法有误 / the document does not parse: {detail}")]
    Document { detail: String },
    #[error("GET 只能用于 query，变更请用 POST / GET is for queries only: use POST")]
    OnlyQueriesByGet,
    #[error("此地址不支持该方法 / the method is not allowed here")]
    MethodNotAllowed { allow: &'static str },
    #[error("没有这个地址 / there is nothing here")]
    NotFound,
    #[error("未能在时限内答复 / the request was not answered in time")]
    RequestTimeout,
    #[error("尚未就绪或正在停止 / not ready yet, or shutting down")]
    NotReady,
    #[error("服务正在停止，请重新订阅 / the server is stopping: subscribe again")]
    ServerStopping,
    #[error(transparent)]
    Auth(#[from] AuthError),
    #[error("内部错误 / internal error")]
    Internal,
}

impl HttpError {
    /// The stable code and the status that goes with it.
    pub(super) fn code_and_status(&self) -> (&'static str, StatusCode) {
        match self {
            Self::ContentType => ("CONTENT_TYPE_UNSUPPORTED", StatusCode::UNSUPPORTED_MEDIA_TYPE),
            Self::ContentEncoding => {
                ("CONTENT_ENCODING_UNSUPPORTED", StatusCode::UNSUPPORTED_MEDIA_TYPE)
            }
            Self::NotAcceptable => ("NOT_ACCEPTABLE", StatusCode::NOT_ACCEPTABLE),
            Self::BodyTooLarge { .. } => ("BODY_TOO_LARGE", StatusCode::PAYLOAD_TOO_LARGE),
            Self::BodyInterrupted => ("BODY_INTERRUPTED", StatusCode::BAD_REQUEST),
            Self::BodyTimeout => ("BODY_TIMEOUT", StatusCode::REQUEST_TIMEOUT),
            Self::BodyNotJson { .. } => ("BODY_NOT_JSON", StatusCode::BAD_REQUEST),
            Self::Batch => ("BATCHING_NOT_SUPPORTED", StatusCode::BAD_REQUEST),
            Self::BodyNotObject | Self::MemberType { .. } | Self::Parameters { .. } => {
                ("REQUEST_INVALID", StatusCode::BAD_REQUEST)
            }
            Self::QueryMissing => ("QUERY_MISSING", StatusCode::BAD_REQUEST),
            Self::Document { .. } => ("GRAPHQL_PARSE_FAILED", StatusCode::BAD_REQUEST),
            Self::OnlyQueriesByGet => ("ONLY_QUERIES_BY_GET", StatusCode::METHOD_NOT_ALLOWED),
            Self::MethodNotAllowed { .. } => ("METHOD_NOT_ALLOWED", StatusCode::METHOD_NOT_ALLOWED),
            Self::NotFound => ("NOT_FOUND", StatusCode::NOT_FOUND),
            Self::RequestTimeout => ("REQUEST_TIMEOUT", StatusCode::GATEWAY_TIMEOUT),
            Self::NotReady => ("NOT_READY", StatusCode::SERVICE_UNAVAILABLE),
            Self::ServerStopping => ("SERVER_STOPPING", StatusCode::SERVICE_UNAVAILABLE),
            Self::Auth(AuthError::Unauthenticated) => ("UNAUTHENTICATED", StatusCode::UNAUTHORIZED),
            Self::Auth(AuthError::TokenInvalid { .. }) => {
                ("TOKEN_INVALID", StatusCode::UNAUTHORIZED)
            }
            Self::Auth(AuthError::IssuerUnavailable) => {
                ("ISSUER_UNAVAILABLE", StatusCode::SERVICE_UNAVAILABLE)
            }
            Self::Internal => ("INTERNAL", StatusCode::INTERNAL_SERVER_ERROR),
        }
    }

    /// The GraphQL response that says it.
    pub(super) fn body(&self) -> Bytes {
        refusal_body(self.code_and_status().0, &self.to_string())
    }

    /// The answer, labelled as the type that the client takes.
    pub(super) fn into_response_as(self, response_type: ResponseType) -> Response {
        let (_, status) = self.code_and_status();
        let mut response = Response::new(Body::from(self.body()));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, response_type.header_value());
        let allow = match self {
            Self::OnlyQueriesByGet => Some("POST"),
            Self::MethodNotAllowed { allow } => Some(allow),
            _ => None,
        };
        if let Some(allow) = allow {
            headers.insert(header::ALLOW, HeaderValue::from_static(allow));
        }
        // RFC 6750, section 3: a client that sent nothing is told what to send, and no more.
        let challenge = match self {
            Self::Auth(AuthError::Unauthenticated) => Some("Bearer"),
            Self::Auth(AuthError::TokenInvalid { .. }) => Some("Bearer error=\"invalid_token\""),
            _ => None,
        };
        if let Some(challenge) = challenge {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        response
    }
}

/// The GraphQL response of one error without data.
pub(super) fn refusal_body(code: &str, message: &str) -> Bytes {
    let body = json!({ "errors": [{ "message": message, "extensions": { "code": code } }] });
    body.to_string().into()
}

impl IntoResponse for HttpError {
    fn into_response(self) -> Response {
        self.into_response_as(ResponseType::Json)
    }
}
