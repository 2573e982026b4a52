//! A TCP relay before each site. Shut, it breaks the connections that are open and all that come.

use std::{io, net::SocketAddr, path::Path};

use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinHandle,
};

use crate::{failure::LoadTestError, loopback::listen};

/// A door before one site. It is gone when dropped.
#[derive(Debug)]
pub(super) struct Door {
    address: SocketAddr,
    is_shut: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Door {
    /// An open door before the site at `url`.
    ///
    /// # Errors
    /// [`LoadTestError`] if the URL has no address or nothing can be listened on.
    pub(super) async fn before(url: &str) -> Result<Self, LoadTestError> {
        let uri: http::Uri = url.parse().map_err(LoadTestError::scenario)?;
        let authority = uri.authority().map(http::uri::Authority::as_str).unwrap_or_default();
        let site: SocketAddr = authority.parse().map_err(LoadTestError::scenario)?;
        let (listener, address) =
            listen().await.map_err(LoadTestError::file(Path::new("127.0.0.1:0")))?;
        let is_shut = watch::Sender::new(false);
        let task = tokio::spawn(relay_all(listener, site, is_shut.subscribe()));
        Ok(Self { address, is_shut, task })
    }

    /// Where the site is reached through the door.
    pub(super) fn url(&self) -> String {
        format!("http://{}/graphql", self.address)
    }

    pub(super) fn shut(&self) {
        self.is_shut.send_replace(true);
    }

    pub(super) fn open(&self) {
        self.is_shut.send_replace(false);
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn relay_all(listener: TcpListener, site: SocketAddr, is_shut: watch::Receiver<bool>) {
    loop {
        // A system that is short of something may refuse one connection and take the next.
        let Ok((stream, _)) = listener.accept().await else {
            tokio::task::yield_now().await;
            continue;
        };
        if !*is_shut.borrow() {
            tokio::spawn(relay(stream, site, is_shut.clone()));
        }
    }
}

/// Until either side ends, or the door is shut.
async fn relay(mut client: TcpStream, site: SocketAddr, mut is_shut: watch::Receiver<bool>) {
    let both_ways = async {
        let mut upstream = TcpStream::connect(site).await?;
        client.set_nodelay(true)?;
        upstream.set_nodelay(true)?;
        tokio::io::copy_bidirectional(&mut client, &mut upstream).await?;
        Ok::<(), io::Error>(())
    };
    tokio::select! {
        // Whoever has a broken connection is told by the connection.
        _ = both_ways => {}
        _ = is_shut.wait_for(|is_shut| *is_shut) => {}
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    #[tokio::test]
    async fn a_shut_door_breaks_what_is_open_and_an_open_one_lets_through_again() {
        let (listener, address) = listen().await.expect("a free port");
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                tokio::spawn(async move {
                    let (mut read, mut write) = stream.split();
                    let _ = tokio::io::copy(&mut read, &mut write).await;
                });
            }
        });
        let door = Door::before(&format!("http://{address}/graphql")).await.expect("a door");
        let echoes = async || {
            let mut stream = TcpStream::connect(door.address).await?;
            stream.write_all(b"here").await?;
            let mut bytes = [0; 4];
            stream.read_exact(&mut bytes).await?;
            Ok::<_, io::Error>(stream)
        };
        let mut stream = echoes().await.expect("it is open");
        door.shut();
        assert_eq!(stream.read(&mut [0]).await.unwrap_or_default(), 0, "it is broken");
        assert!(echoes().await.is_err());
        door.open();
        echoes().await.expect("it is open again");
    }
}
