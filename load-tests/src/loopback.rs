//! Servers and clients on the loopback interface, as plain as they come.

use std::{io, net::SocketAddr};

use axum::{Router, serve::ListenerExt};
use bytes::Bytes;
use http::{HeaderValue, Method, Request, StatusCode, header};
use http_body_util::{BodyExt, Full};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use tokio::net::TcpListener;

/// A pool of connections; the same kind that the gateway has.
pub(crate) type HttpClient = Client<HttpConnector, Full<Bytes>>;

/// An empty pool.
pub(crate) fn http_client() -> HttpClient {
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    Client::builder(TokioExecutor::new()).build(connector)
}

/// Why a post had no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PostError {
    /// The URL is none.
    #[error(transparent)]
    Request(#[from] http::Error),
    /// No connection, or no answer on it.
    #[error(transparent)]
    Send(#[from] hyper_util::client::legacy::Error),
    /// The answer broke off.
    #[error(transparent)]
    Body(#[from] hyper::Error),
}

/// Posts GraphQL request JSON and reads the whole answer.
pub(crate) async fn post(
    client: &HttpClient,
    uri: &http::Uri,
    body: Bytes,
) -> Result<(StatusCode, Bytes), PostError> {
    send(client, graphql_request(uri.clone(), body)).await
}

/// Sends a request and reads the whole answer.
pub(crate) async fn send(
    client: &HttpClient,
    request: Request<Full<Bytes>>,
) -> Result<(StatusCode, Bytes), PostError> {
    let response = client.request(request).await?;
    let status = response.status();
    Ok((status, response.into_body().collect().await?.to_bytes()))
}

/// The request that GraphQL over HTTP asks for.
pub(crate) fn graphql_request(uri: http::Uri, body: Bytes) -> Request<Full<Bytes>> {
    let mut request = Request::new(Full::new(body));
    *request.method_mut() = Method::POST;
    *request.uri_mut() = uri;
    let headers = request.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(
        header::ACCEPT,
        HeaderValue::from_static("application/graphql-response+json, application/json;q=0.9"),
    );
    request
}

/// A listener on a free port.
///
/// # Errors
/// What the system says, such as that too many files are open.
pub(crate) async fn listen() -> io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// Serves until the task ends. Small answers leave at once.
///
/// # Errors
/// What the listener says.
pub(crate) async fn serve(listener: TcpListener, router: Router) -> io::Result<()> {
    let listener = listener.tap_io(|stream| {
        // A stream that is gone already is noticed by whoever serves it.
        let _ = stream.set_nodelay(true);
    });
    axum::serve(listener, router).await
}
