//! Why there is no table.

use http::StatusCode;

use crate::http::GraphqlResponse;

/// An export that is refused, or could not be finished. Nothing of the table was sent.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ExportError {
    /// Only a GraphQL gateway makes tables.
    #[error("此服务不提供表格 / no tables are made here")]
    NotSupported,
    /// Writes and subscriptions have no table.
    #[error("只有查询可导出 / only queries can be exported")]
    OnlyQueries,
    /// There is no connection, or not exactly one.
    #[error(
        "导出的查询应恰有一个分页列表，其上没有列表、也不在命名片段中；此查询有 {found} 个 / \
         the query should have exactly one connection, below no list and in no named fragment; \
         this one has {found}"
    )]
    NotOneConnection {
        /// How many there are.
        found: usize,
    },
    /// The connection's rows are not selected.
    #[error("应选取分页列表的 nodes 或 edges.node / select the connection's nodes, or edges.node")]
    NoRows,
    /// It would begin elsewhere than at the start.
    #[error(
        "导出从头到尾，不能带参数 {argument} / an export goes from start to end: leave out {argument}"
    )]
    NotWhole {
        /// The argument.
        argument: &'static str,
    },
    /// There are more rows than may be.
    #[error("超过 {max_rows} 行，请缩小范围 / more than {max_rows} rows: ask for less")]
    TooManyRows {
        /// As many as may be.
        max_rows: usize,
    },
    /// Some sites did not answer.
    #[error(
        "{missing} 个站点未答，表格不完整；若仍要，请加请求头 Prefer: handling=lenient / \
         {missing} sites did not answer, so the table would lack their rows; to have it all the \
         same, send Prefer: handling=lenient"
    )]
    Incomplete {
        /// How many.
        missing: u64,
    },
    /// A page says that another follows, and not where it begins: as with pages of no rows.
    #[error("分页没有前进，请检查 first / the pages do not move on: look at `first`")]
    PagesStuck,
    /// The table could not be written.
    #[error("表格无法写出 / the table could not be written")]
    Unwritable,
    /// As many tables are being made as may be.
    #[error(
        "正在导出的表格已达上限，请稍后再试 / as many tables are being made as may be: try again later"
    )]
    Busy,
    /// The pages did not come in time.
    #[error("未能在时限内导出 / the export was not finished in time")]
    Timeout,
    /// A page was refused, or has errors: what GraphQL says of it.
    #[error("查询有错误 / the query has errors")]
    Answer(GraphqlResponse),
}

impl ExportError {
    /// The stable code and the status that goes with it.
    #[must_use]
    pub fn code_and_status(&self) -> (&'static str, StatusCode) {
        match self {
            Self::NotSupported => ("NOT_ACCEPTABLE", StatusCode::NOT_ACCEPTABLE),
            Self::OnlyQueries => ("EXPORT_ONLY_QUERIES", StatusCode::BAD_REQUEST),
            Self::NotOneConnection { .. } => ("EXPORT_NOT_ONE_CONNECTION", StatusCode::BAD_REQUEST),
            Self::NoRows => ("EXPORT_NO_ROWS", StatusCode::BAD_REQUEST),
            Self::NotWhole { .. } => ("EXPORT_NOT_WHOLE", StatusCode::BAD_REQUEST),
            Self::TooManyRows { .. } => ("EXPORT_TOO_MANY_ROWS", StatusCode::UNPROCESSABLE_ENTITY),
            Self::Incomplete { .. } => ("EXPORT_INCOMPLETE", StatusCode::BAD_GATEWAY),
            Self::PagesStuck => ("EXPORT_PAGES_STUCK", StatusCode::BAD_GATEWAY),
            Self::Unwritable => ("EXPORT_UNWRITABLE", StatusCode::INTERNAL_SERVER_ERROR),
            Self::Busy => ("EXPORT_BUSY", StatusCode::SERVICE_UNAVAILABLE),
            Self::Timeout => ("EXPORT_TIMEOUT", StatusCode::GATEWAY_TIMEOUT),
            Self::Answer(_) => ("EXPORT_QUERY_FAILED", StatusCode::BAD_REQUEST),
        }
    }
}
