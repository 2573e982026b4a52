//! The connections to sites: one pool for all, and one for each site that is shown a certificate of its
//! own. When certificates change there are new pools, so whoever trusted the old ones is asked anew.

use std::{collections::HashMap, sync::Arc};

use arc_swap::ArcSwap;
use bytes::Bytes;
use http_body_util::Full;
use hyper_rustls::HttpsConnector;
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::{TokioExecutor, TokioTimer},
};

use super::{
    certificates::{SiteTlsError, client_config},
    connector::{connector_of, https_connector},
};
use crate::config::{SiteTlsConfig, TrafficConfig};

/// What is read of a connection at once, in bytes: most answers come in one piece, and are not copied
/// to be in one.
const READ_AT_ONCE: usize = 16 << 10;

/// Connections that are used again. Cloning it is cheap.
pub(crate) type Pool = Client<HttpsConnector<HttpConnector>, Full<Bytes>>;

/// The connections to all sites.
#[derive(Debug)]
pub struct SitePools {
    config: SiteTlsConfig,
    max_idle_per_site: usize,
    current: ArcSwap<Pools>,
}

#[derive(Debug)]
struct Pools {
    shared: Pool,
    of_site: HashMap<String, Pool>,
}

impl SitePools {
    /// Pools that trust the system's authorities, and show no certificate.
    pub(crate) fn of_system(traffic: &TrafficConfig) -> Self {
        let max_idle_per_site = traffic.max_in_flight_per_site.get();
        let shared = pool(https_connector(), max_idle_per_site);
        let pools = Pools { shared, of_site: HashMap::new() };
        let (config, current) = (SiteTlsConfig::default(), ArcSwap::from_pointee(pools));
        Self { config, max_idle_per_site, current }
    }

    /// Pools with the certificates that `config` names.
    ///
    /// # Errors
    /// [`SiteTlsError`] if one cannot be used.
    pub fn open(config: &SiteTlsConfig, traffic: &TrafficConfig) -> Result<Self, SiteTlsError> {
        let max_idle_per_site = traffic.max_in_flight_per_site.get();
        let current = ArcSwap::from_pointee(open(config, max_idle_per_site)?);
        Ok(Self { config: config.clone(), max_idle_per_site, current })
    }

    /// Reads the certificates again. Calls under way go on with the old ones.
    ///
    /// # Errors
    /// [`SiteTlsError`] if one cannot be used; then the old ones stay.
    pub(super) fn reload(&self) -> Result<(), SiteTlsError> {
        self.current.store(Arc::new(open(&self.config, self.max_idle_per_site)?));
        Ok(())
    }

    pub(super) fn config(&self) -> &SiteTlsConfig {
        &self.config
    }

    /// The connections to the site of that id.
    pub(crate) fn of(&self, site: &str) -> Pool {
        let pools = self.current.load();
        pools.of_site.get(site).unwrap_or(&pools.shared).clone()
    }
}

fn open(config: &SiteTlsConfig, max_idle_per_site: usize) -> Result<Pools, SiteTlsError> {
    let open = |certificate| {
        let config = client_config(config, certificate)?;
        Ok::<Pool, SiteTlsError>(pool(connector_of(config), max_idle_per_site))
    };
    let of_site = config.sites.iter().map(|(id, it)| Ok((id.clone(), open(Some(it))?)));
    let of_site = of_site.collect::<Result<HashMap<_, _>, SiteTlsError>>()?;
    Ok(Pools { shared: open(config.client.as_ref())?, of_site })
}

fn pool(connector: HttpsConnector<HttpConnector>, max_idle_per_site: usize) -> Pool {
    Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        .pool_max_idle_per_host(max_idle_per_site)
        .http1_read_buf_exact_size(READ_AT_ONCE)
        .build(connector)
}
