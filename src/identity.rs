//! What a gateway knows callers by and proves them to sites with, out of its configuration.

use std::sync::Arc;

use qianzhan_gateway::{
    auth::{Authenticator, CallSigner, Issuers, KeyWatch, SigningError, SystemClock, call_signer},
    config::{GatewayConfig, TrafficConfig},
    enrolment::EnrolmentDesk,
    gateway::Gateway,
    heads::HeadKeeper,
    sites::{HttpClient, SitePools, SiteTlsError, SiteTlsWatch},
};

use crate::cli::CliError;

/// The parts of a gateway that have to do with who asks.
#[derive(Debug)]
pub struct Identity {
    /// Knows callers by their tokens.
    pub authenticator: Authenticator,
    /// Signs calls, where the configuration names a key.
    pub signer: Option<Arc<CallSigner>>,
    /// Takes new keys when their files change; there is one where there is a signer.
    pub key_watch: Option<KeyWatch>,
    /// Connections to sites with certificates of their own, where the configuration names some.
    pub site_pools: Option<Arc<SitePools>>,
    /// Takes new certificates when their files change; there is one where there are such connections.
    pub site_tls_watch: Option<SiteTlsWatch>,
    /// Keeps the heads of the sites' access logs, where the configuration names a file.
    pub head_keeper: Option<HeadKeeper>,
}

impl Identity {
    /// Reads the keys that `config` names.
    ///
    /// # Errors
    /// [`CliError`] if a file cannot be used.
    pub async fn load(config: &GatewayConfig) -> Result<Self, CliError> {
        let issuers = Issuers::load(&config.auth)
            .await
            .map_err(|error| CliError::caused(error.code(), &error))?;
        let failed = |error: SigningError| CliError::coded(error.code(), error);
        let (signer, key_watch) = match &config.signing {
            Some(signing) => {
                let signer = Arc::new(call_signer(signing).map_err(failed)?);
                let watch = KeyWatch::new(Arc::clone(&signer), signing.clone()).map_err(failed)?;
                (Some(signer), Some(watch))
            }
            None => {
                if config.sites.is_some() {
                    tracing::warn!("no [signing]: calls to sites are not signed");
                }
                (None, None)
            }
        };
        let authenticator = Authenticator::new(issuers, config.auth.clone());
        let head_keeper = config.site_heads.as_ref().map(|site_heads| {
            HeadKeeper::open(site_heads).map_err(|error| CliError::caused(error.code(), &error))
        });
        let failed = |error: SiteTlsError| CliError::coded(error.code(), error);
        let site_pools = config.site_tls.as_ref().map(|it| SitePools::open(it, &config.traffic));
        let site_pools = site_pools.transpose().map_err(failed)?.map(Arc::new);
        let site_tls_watch =
            site_pools.clone().map(SiteTlsWatch::new).transpose().map_err(failed)?;
        Ok(Self {
            authenticator,
            signer,
            key_watch,
            site_pools,
            site_tls_watch,
            head_keeper: head_keeper.transpose()?,
        })
    }

    /// Where sites join the gateway, if the configuration lists an office.
    #[must_use]
    pub fn enrolment_desk(
        &self,
        config: &GatewayConfig,
        gateway: &Arc<Gateway>,
    ) -> Option<EnrolmentDesk> {
        let (enrolment, sites) = config.enrolment.as_ref().zip(config.sites.as_ref())?;
        Some(EnrolmentDesk::new(
            Arc::clone(gateway),
            self.client(&config.traffic),
            enrolment.clone(),
            sites.path.clone(),
            config.traffic.allow_plain_http,
            Arc::new(SystemClock),
        ))
    }

    /// A pool of connections that signs its calls, where there is a key, and takes note of the heads
    /// of the sites' access logs, where they are kept.
    #[must_use]
    pub fn client(&self, traffic: &TrafficConfig) -> HttpClient {
        let client = HttpClient::new(traffic);
        let client = match &self.site_pools {
            Some(pools) => client.with_pools(Arc::clone(pools)),
            None => client,
        };
        let client = match &self.head_keeper {
            Some(keeper) => client.with_head_book(keeper.book()),
            None => client,
        };
        match &self.signer {
            Some(signer) => client.with_signer(Arc::clone(signer)),
            None => client,
        }
    }
}
