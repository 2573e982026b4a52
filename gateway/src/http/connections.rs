//! Takes connections, serves each in a task of its own, and drains them at shutdown.
//!
//! Connections are bounded, a client that does not finish its headers is let go, and a drain has a
//! deadline; after it, or when the server's future is dropped, what is left is cut off.

use std::{io, sync::Arc, time::Duration};

use axum::Router;
use hyper::service::service_fn;
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto::Builder, graceful::GracefulShutdown},
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    task::JoinSet,
};
use tokio_util::sync::CancellationToken;

use super::{client_address::Peer, edge::answer};
use crate::config::ServerConfig;

/// Longest time to send the headers of a request, and longest idle time of an HTTP/1 connection.
const HEADER_TIMEOUT: Duration = Duration::from_secs(30);
/// How often an HTTP/2 client is asked whether it is still there.
const PING_INTERVAL: Duration = Duration::from_secs(20);
/// Wait after the system refused a connection, most often for want of file descriptors.
const ACCEPT_RETRY: Duration = Duration::from_millis(200);

/// Serves until `shutdown`, then until the open requests are answered or the drain's deadline.
pub(super) async fn serve_connections(
    listener: TcpListener,
    router: Router,
    config: &ServerConfig,
    shutdown: &CancellationToken,
) {
    let builder = http_builder();
    let graceful = GracefulShutdown::new();
    let permits =
        Arc::new(Semaphore::new(config.max_connections.get().min(Semaphore::MAX_PERMITS)));
    let mut connections = JoinSet::new();
    let accept_all = async {
        loop {
            let permit = Arc::clone(&permits).acquire_owned().await.expect("never closed");
            let (stream, peer) = accept(&listener).await;
            while connections.try_join_next().is_some() {}
            let router = router.clone();
            let service = service_fn(move |request| answer(router.clone(), peer, request));
            let connection = builder.serve_connection(TokioIo::new(stream), service).into_owned();
            let connection = graceful.watch(connection);
            connections.spawn(async move {
                let _permit = permit;
                if let Err(error) = connection.await {
                    // Clients that go away are no fault of ours.
                    tracing::debug!(%error, "a client connection ended early");
                }
            });
        }
    };
    tokio::select! {
        () = shutdown.cancelled() => {}
        () = accept_all => {}
    }
    drop(listener);
    let left = graceful.count();
    if tokio::time::timeout(config.drain_timeout, graceful.shutdown()).await.is_err() {
        tracing::warn!(connections = left, "the drain's deadline passed; cutting off the rest");
    }
}

fn http_builder() -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEADER_TIMEOUT);
    builder.http2().timer(TokioTimer::new()).keep_alive_interval(PING_INTERVAL);
    builder
}

/// The next connection, however often the system refuses one.
async fn accept(listener: &TcpListener) -> (TcpStream, Peer) {
    loop {
        match listener.accept().await {
            Ok((stream, address)) => {
                // An answer goes out at once; without it small ones wait for the client's ACK.
                if let Err(error) = stream.set_nodelay(true) {
                    tracing::debug!(%error, "a client connection without TCP_NODELAY");
                }
                return (stream, Peer(address.ip()));
            }
            Err(error) if is_of_one_connection(&error) => {
                tracing::debug!(%error, "a client left before it was accepted");
            }
            Err(error) => {
                tracing::warn!(%error, "cannot accept connections");
                tokio::time::sleep(ACCEPT_RETRY).await;
            }
        }
    }
}

fn is_of_one_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
    )
}
