//! The explorer's files, at `/`. They are embedded by whoever builds the binary; without them a
//! plain page says how to get them.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::State,
    response::{Html, IntoResponse, Response},
};
use bytes::Bytes;
use http::{HeaderValue, Uri, header};

use super::{error::HttpError, server::ServerState, service::GraphqlService};

/// Files that the server hands out.
pub trait Assets: Send + Sync + 'static {
    /// The file of that path, which has no leading slash: `index.html`, `assets/main.js`.
    fn get(&self, path: &str) -> Option<Asset>;

    /// Whether there are none at all.
    fn is_empty(&self) -> bool;
}

/// One file.
#[derive(Debug, Clone)]
pub struct Asset {
    /// Its bytes.
    pub body: Bytes,
    /// Its media type, with charset where it is text.
    pub media_type: &'static str,
    /// Whether its name changes with its content, so that browsers may keep it for good.
    pub is_immutable: bool,
}

/// A build without the explorer.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoAssets;

impl Assets for NoAssets {
    fn get(&self, _path: &str) -> Option<Asset> {
        None
    }

    fn is_empty(&self) -> bool {
        true
    }
}

/// The page of a build without the explorer.
const NOT_BUILT_PAGE: &str = r#"<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<title>千站 Qianzhan</title>
<h1>千站 Qianzhan</h1>
<p>网关在运行：GraphQL 在 <code>/graphql</code>。此次构建未含查询界面；如需要，先构建界面，再构建程序：</p>
<p>The gateway is running: GraphQL is at <code>/graphql</code>. This build has no explorer. To add it,
build the explorer, then the program:</p>
<pre>cd dashboard
npm ci
npm run build
cd ..
cargo build --release</pre>
</html>
"#;

/// `GET` of any path without a route of its own.
pub(super) async fn get<S: GraphqlService>(
    State(state): State<Arc<ServerState<S>>>,
    uri: Uri,
) -> Response {
    let path = match uri.path().trim_start_matches('/') {
        "" => "index.html",
        path => path,
    };
    match state.assets.get(path) {
        Some(asset) => asset.into_response(),
        None if path == "index.html" && state.assets.is_empty() => {
            Html(NOT_BUILT_PAGE).into_response()
        }
        None => HttpError::NotFound.into_response(),
    }
}

impl IntoResponse for Asset {
    fn into_response(self) -> Response {
        let cache_control =
            if self.is_immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
        let mut response = Response::new(Body::from(self.body));
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.media_type));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache_control));
        response
    }
}
