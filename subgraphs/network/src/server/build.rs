//! Builds a site's server: migrates its database, and joins its contracts to one schema.

use std::{io, net::SocketAddr, sync::Arc};

use axum::{Router, serve::ListenerExt};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::http;
use crate::{
    access_log::{self, AccessLog},
    callers::CallVerifier,
    contract::{Contract, ContractError, ContractSchema, Resolvers, build_schema},
    database::StoreError,
    page,
    policy::{PolicyFileError, PolicyStore},
    records::{
        appeals::{self, Appeal},
        codes, committees,
        consultation_events::{self, ConsultationEvent},
        deployments, localities, member_groups, members, nominations,
        opinion_reports::{self, OpinionReport},
        people,
        platforms::{self, Platform},
        reported_figures,
        topics::{self, Topic},
    },
    region,
    search::{self, SearchKind, SearchedRecords},
    site::{Site, SiteOwner, SiteRegions},
    tally,
    tls::{SiteTls, TlsListener},
    writes,
};

/// The contract that every site serves.
pub const CONTRACT_SDL: &str = include_str!("../../../../schema/network.graphql");

/// A site that cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// A site owns the records of at least one region.
    #[error("the site `{site}` has no region")]
    NoRegion {
        /// Its name.
        site: String,
    },
    /// Its contracts do not fit together.
    #[error("the contracts of the site `{site}` cannot be served")]
    Contract {
        /// Its name.
        site: String,
        /// Why not.
        #[source]
        source: ContractError,
    },
    /// Its database cannot be brought up to date.
    #[error("the database of the site `{site}` cannot be used")]
    Database {
        /// Its name.
        site: String,
        /// Why not.
        #[source]
        source: StoreError,
    },
    /// It would take unsigned calls from other machines.
    #[error(
        "the site `{site}` takes unsigned calls, so it serves on a loopback address only, not on {address}"
    )]
    OpenBeyondLoopback {
        /// Its name.
        site: String,
        /// Where it was to listen.
        address: SocketAddr,
    },
    /// Its policy file cannot be used.
    #[error("the policy of the site `{site}` cannot be used")]
    Policy {
        /// Its name.
        site: String,
        /// Why not.
        #[source]
        source: PolicyFileError,
    },
    /// Its listener failed.
    #[error("the site `{site}` cannot listen")]
    Listen {
        /// Its name.
        site: String,
        /// Why not.
        #[source]
        source: std::io::Error,
    },
}

/// A site, ready to serve. Cloning it is cheap.
#[derive(Debug, Clone)]
pub struct SiteServer {
    pub(super) inner: Arc<SiteState>,
}

/// What a site answers with.
#[derive(Debug)]
pub(super) struct SiteState {
    pub(super) site: Site,
    pub(super) owner: SiteOwner,
    pub(super) regions: SiteRegions,
    pub(super) schema: ContractSchema,
    pub(super) calls: CallVerifier,
    pub(super) access_log: AccessLog,
    pub(super) policy: PolicyStore,
}

impl SiteServer {
    /// Migrates the site's database, builds its schema, and starts its access log. Call it in a
    /// runtime.
    ///
    /// # Errors
    /// [`ServerError`] if the site has no region, its database cannot be migrated, or its contracts
    /// and resolvers do not match.
    pub async fn build(site: Site) -> Result<Self, ServerError> {
        let Some(own_region) = site.regions.first().copied() else {
            return Err(ServerError::NoRegion { site: site.name });
        };
        let migrations = site.extensions.iter().map(|extension| extension.migrations);
        if let Err(source) = site.database.migrate(migrations).await {
            return Err(ServerError::Database { site: site.name, source });
        }
        let searched = searched_records(&site);
        if let Err(source) = search::refresh_index(&site.database, &searched).await {
            return Err(ServerError::Database { site: site.name, source });
        }
        let schema = match contract_schema(&site) {
            Ok(schema) => schema,
            Err(source) => {
                return Err(ServerError::Contract { site: site.name, source });
            }
        };
        let fields = Arc::clone(&schema.policy_fields);
        let policy = match PolicyStore::open(&site.name, site.policy.as_deref(), fields) {
            Ok(policy) => policy,
            Err(source) => return Err(ServerError::Policy { site: site.name, source }),
        };
        Ok(Self {
            inner: Arc::new(SiteState {
                owner: SiteOwner(own_region),
                regions: SiteRegions::new(&site.regions),
                schema,
                calls: CallVerifier::new(&site.name, site.trusted_issuers.clone())
                    .among_processes_of(&site.database),
                access_log: AccessLog::start(&site.database),
                policy,
                site,
            }),
        })
    }

    /// The site.
    #[must_use]
    pub fn site(&self) -> &Site {
        &self.inner.site
    }

    /// The policy of its owner.
    #[must_use]
    pub fn policy(&self) -> &PolicyStore {
        &self.inner.policy
    }

    /// The routes, to be served by whoever has a server.
    pub fn router(&self) -> Router {
        http::router(self.clone())
    }

    /// Answers requests on a listener until `shutdown`, then ends those that run and closes the
    /// database.
    ///
    /// # Errors
    /// [`ServerError::OpenBeyondLoopback`] if the site takes unsigned calls and others could reach
    /// it; [`ServerError::Listen`] if the listener fails.
    pub async fn serve(
        self,
        listener: TcpListener,
        shutdown: CancellationToken,
    ) -> Result<(), ServerError> {
        self.admit(&listener)?;
        // Answers are small: waiting to fill a packet would only delay them.
        let listener = listener.tap_io(|connection| {
            if let Err(error) = connection.set_nodelay(true) {
                tracing::debug!(%error, "cannot send without delay");
            }
        });
        let serving = axum::serve(listener, self.router());
        let served = serving.with_graceful_shutdown(shutdown.cancelled_owned()).await;
        self.close(served).await
    }

    /// The same over TLS.
    ///
    /// # Errors
    /// As [`SiteServer::serve`].
    pub async fn serve_tls(
        self,
        listener: TcpListener,
        tls: Arc<SiteTls>,
        shutdown: CancellationToken,
    ) -> Result<(), ServerError> {
        self.admit(&listener)?;
        let listener = TlsListener::new(listener, tls).map_err(self.listen_error())?;
        let serving = axum::serve(listener, self.router());
        let served = serving.with_graceful_shutdown(shutdown.cancelled_owned()).await;
        self.close(served).await
    }

    fn admit(&self, listener: &TcpListener) -> Result<(), ServerError> {
        let address = listener.local_addr().map_err(self.listen_error())?;
        if self.site().trusted_issuers.is_open() {
            let site = self.site().name.clone();
            if !address.ip().is_loopback() {
                return Err(ServerError::OpenBeyondLoopback { site, address });
            }
            tracing::warn!(site, "no issuer is trusted: the site takes unsigned calls");
        }
        Ok(())
    }

    /// Folds the write-ahead log into the file, so that the file alone is the whole record.
    async fn close(&self, served: io::Result<()>) -> Result<(), ServerError> {
        self.site().database.close().await;
        served.map_err(self.listen_error())
    }

    fn listen_error(&self) -> impl Fn(io::Error) -> ServerError + use<> {
        let site = self.site().name.clone();
        move |source| ServerError::Listen { site: site.clone(), source }
    }
}

fn contract_schema(site: &Site) -> Result<ContractSchema, ContractError> {
    let mut contracts = vec![Contract { name: "network", sdl: CONTRACT_SDL }];
    let mut resolvers = Resolvers::default();
    register_network(&mut resolvers);
    for extension in &site.extensions {
        contracts.push(extension.contract);
        (extension.register)(&mut resolvers);
    }
    let searched = searched_records(site);
    let kept: Vec<SearchKind> = searched.iter().map(|records| records.kind).collect();
    searched.iter().for_each(|records| (records.register)(&mut resolvers));
    search::register_kept_elsewhere(&mut resolvers, &kept);
    build_schema(&contracts, resolvers)
}

/// The kinds of record that full-text search finds at a site.
fn searched_records(site: &Site) -> Vec<SearchedRecords> {
    let own = [
        SearchedRecords::of::<Topic>(),
        SearchedRecords::of::<ConsultationEvent>(),
        SearchedRecords::of::<OpinionReport>(),
        SearchedRecords::of::<Appeal>(),
        SearchedRecords::of::<Platform>(),
    ];
    let of_extensions = site.extensions.iter().flat_map(|it| it.searched.iter().copied());
    own.into_iter().chain(of_extensions).collect()
}

fn register_network(resolvers: &mut Resolvers) {
    page::register_page_info(resolvers);
    region::register(resolvers);
    tally::register(resolvers);
    committees::register(resolvers);
    access_log::register(resolvers);
    people::register(resolvers);
    members::register(resolvers);
    localities::register(resolvers);
    platforms::register(resolvers);
    deployments::register(resolvers);
    nominations::register(resolvers);
    member_groups::register(resolvers);
    topics::register(resolvers);
    consultation_events::register(resolvers);
    opinion_reports::register(resolvers);
    reported_figures::register(resolvers);
    codes::register(resolvers);
    appeals::register(resolvers);
    search::register(resolvers);
    writes::register_user_error(resolvers);
}
