//! Accepts connections over TLS: handshakes run side by side, so that one that is slow, or never ends,
//! keeps nobody waiting.

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use axum::serve::Listener;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::{Semaphore, mpsc},
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};
use tokio_util::task::AbortOnDropHandle;

use super::SiteTls;

/// Handshakes that run at once; whoever connects beyond that waits.
const MAX_HANDSHAKES: usize = 256;
/// Longest handshake.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);
/// How long, and for how many bytes, a connection that was refused is read on.
const LINGER: (Duration, u64) = (Duration::from_secs(1), 64 * 1024);

type Accepted = (TlsStream<TcpStream>, SocketAddr);

/// A listener whose connections are encrypted.
pub(crate) struct TlsListener {
    address: SocketAddr,
    accepted: mpsc::Receiver<Accepted>,
    _accepting: AbortOnDropHandle<()>,
}

impl TlsListener {
    /// Accepts what comes to `listener` from now on. Call it in a runtime.
    ///
    /// # Errors
    /// What the system says, if the listener is not bound.
    pub(crate) fn new(listener: TcpListener, tls: Arc<SiteTls>) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let (sender, accepted) = mpsc::channel(1);
        let accepting = AbortOnDropHandle::new(tokio::spawn(accept(listener, tls, sender)));
        Ok(Self { address, accepted, _accepting: accepting })
    }
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> Accepted {
        match self.accepted.recv().await {
            Some(accepted) => accepted,
            // Nobody accepts any more: the process is ending.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

async fn accept(mut listener: TcpListener, tls: Arc<SiteTls>, sender: mpsc::Sender<Accepted>) {
    let turns = Arc::new(Semaphore::new(MAX_HANDSHAKES));
    loop {
        let Ok(turn) = Arc::clone(&turns).acquire_owned().await else { return };
        let (stream, address) = Listener::accept(&mut listener).await;
        // Answers are small: waiting to fill a packet would only delay them.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "cannot send without delay");
        }
        let (tls, sender) = (tls.current(), sender.clone());
        tokio::spawn(async move {
            let _turn = turn;
            let handshake = TlsAcceptor::from(tls).accept(stream).into_fallible();
            match tokio::time::timeout(HANDSHAKE_TIMEOUT, handshake).await {
                Ok(Ok(stream)) => {
                    // The server ended meanwhile.
                    let _ = sender.send((stream, address)).await;
                }
                Ok(Err((error, stream))) => {
                    tracing::warn!(code = "TLS_HANDSHAKE_REFUSED", %error, "a connection is refused");
                    linger(stream).await;
                }
                Err(_) => tracing::debug!("a handshake took too long"),
            }
        });
    }
}

/// Closes a connection so that the alert, which says why, is read: what the other end has sent already
/// would otherwise make the system reset it.
async fn linger(mut stream: TcpStream) {
    let (longest, most) = LINGER;
    let _ = stream.shutdown().await;
    let mut rest = stream.take(most);
    let _ = tokio::time::timeout(longest, tokio::io::copy(&mut rest, &mut tokio::io::sink())).await;
}
