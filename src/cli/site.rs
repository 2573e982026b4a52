//! `qianzhan site`: serves the records of one committee, and of the regions that it hosts.

use std::{fs, net::SocketAddr, path::PathBuf, sync::Arc};

use clap::Args;
use qianzhan_gateway::directory::RegionTable;
use qianzhan_network::{
    Database, PolicyWatch, RegionCode, Site, SiteKey, SiteServer, SiteTls, SiteTlsFiles, TlsWatch,
    TrustedIssuer, TrustedIssuers, database::DatabaseLocation,
};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::CliError;
use crate::{founding::found_committees, schema_files, shutdown::on_signal, site_kinds::SiteKind};

/// Arguments of `site`.
#[derive(Debug, Args)]
pub(super) struct SiteArgs {
    /// 所属地区的区划代码；代管的地区可再写。 / Code of its region; those that it hosts may follow.
    #[arg(long = "region", required = true)]
    regions: Vec<String>,
    /// 监听地址。 / Address to listen on.
    #[arg(long, default_value = "127.0.0.1:4001")]
    listen: SocketAddr,
    /// SQLite 数据库文件，没有则新建；或 PostgreSQL 数据库的地址（postgres://…，口令由 PGPASSWORD 或 PGPASSFILE 给出）。缺省为当前目录的“区划代码.sqlite”。 / SQLite database file, made if it is not there, or the URL of a PostgreSQL database (postgres://…, its password by PGPASSWORD or PGPASSFILE). By default `REGION.sqlite` here.
    #[arg(long)]
    database: Option<DatabaseLocation>,
    /// 信任的网关及其公钥文件，可多次；没有时只能监听回环地址。 / A gateway that is trusted and the file of its public keys, may be repeated; without one only a loopback address is served.
    #[arg(long = "trust-issuer", value_name = "NAME=JWKS")]
    trusted_issuers: Vec<TrustedIssuer>,
    /// 本级的策略文件：谁可得到什么；保存即生效，没有此文件则用内置策略。 / The owner's policy: who may have what. Holds once saved; without the file the built-in one does.
    #[arg(long, default_value = "policy.toml")]
    policy: PathBuf,
    /// 站点私钥（Ed25519，PKCS#8 PEM），为每个答复所带的访问日志链头签名；公钥登记在站点文件的 `keys`。 / Private key of the site, which signs the head of the access log in each answer; its public half is registered as `keys` in the sites file.
    #[arg(long)]
    key: Option<PathBuf>,
    /// 站点自己的 TLS 证书（PEM，含中间证书），由此以 HTTPS 服务；换文件即生效。 / The site's own TLS certificate (PEM, with those between it and its authority): it then serves HTTPS. A new file holds at once.
    #[arg(long, requires = "tls_key", value_name = "FILE")]
    tls_certificate: Option<PathBuf>,
    /// 证书的私钥（PEM）。 / Private key of the certificate (PEM).
    #[arg(long, requires = "tls_certificate", value_name = "FILE")]
    tls_key: Option<PathBuf>,
    /// 只接受由此机构签发证书的来者（PEM），可多次。 / Only whoever has a certificate of this authority may connect (PEM); may be repeated.
    #[arg(long = "tls-client-authority", requires = "tls_certificate", value_name = "FILE")]
    tls_client_authorities: Vec<PathBuf>,
    /// 前面有负责 TLS 的代理，所以可在回环地址之外以明文监听。 / A proxy before the site does TLS, so it may listen beyond loopback without.
    #[arg(long, conflicts_with = "tls_certificate")]
    behind_tls_proxy: bool,
}

/// Serves until a signal, then drains.
///
/// # Errors
/// [`CliError`] if a region has no committee, the database cannot be opened, or the address is taken.
pub(super) async fn run(args: SiteArgs) -> Result<(), CliError> {
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    let tls = site_tls(&args)?;
    if tls.is_none() && !args.behind_tls_proxy && !args.listen.ip().is_loopback() {
        let message = format!(
            "{} 不是回环地址，而站点不做 TLS：给出 --tls-certificate，或写明 --behind-tls-proxy / \
             {0} is no loopback address and the site does no TLS: give --tls-certificate, or say \
             --behind-tls-proxy",
            args.listen
        );
        return Err(CliError::coded("SITE_WITHOUT_TLS", message));
    }
    let table = RegionTable::parse(&[schema_files::REGIONS])
        .map_err(|error| CliError::coded("REGION_TABLE_INVALID", error))?;
    let kind = SiteKind::of_regions(&table, &args.regions)?;
    let of_region = || DatabaseLocation::File(PathBuf::from(format!("{}.sqlite", kind.id)));
    let database = args
        .database
        .unwrap_or_else(of_region)
        .open()
        .await
        .map_err(|error| CliError::caused("DATABASE_UNUSABLE", &error))?;
    let trusted_issuers = match args.trusted_issuers {
        none if none.is_empty() => TrustedIssuers::open(),
        listed => TrustedIssuers::new(listed)
            .map_err(|error| CliError::caused("ISSUER_UNUSABLE", &error))?,
    };
    let key = args.key.map(|path| {
        let pem = fs::read_to_string(&path).map_err(CliError::reading(&path))?;
        SiteKey::from_pem(&pem)
            .map(Arc::new)
            .map_err(|error| CliError::coded(error.code(), format!("{}: {error}", path.display())))
    });
    let key = key.transpose()?;
    let server =
        site_server(&kind, database.clone(), trusted_issuers, Some(args.policy), key).await?;
    found_committees(&database, &table, &server.site().regions).await?;
    let shutdown = on_signal(CancellationToken::new());
    let watch = PolicyWatch::new(vec![server.clone()])
        .map_err(|error| CliError::caused("FILES_UNWATCHABLE", &error))?;
    tokio::spawn(watch.run(shutdown.clone()));
    let listener = TcpListener::bind(args.listen)
        .await
        .map_err(|source| CliError::Listen { address: args.listen.to_string(), source })?;
    let address = listener
        .local_addr()
        .map_err(|source| CliError::Listen { address: args.listen.to_string(), source })?;
    let scheme = if tls.is_some() { "https" } else { "http" };
    println!("{} {}: {scheme}://{address}/graphql", kind.id, kind.name);
    let served = match tls {
        Some(tls) => {
            let watch = TlsWatch::new(Arc::clone(&tls))
                .map_err(|error| CliError::caused("FILES_UNWATCHABLE", &error))?;
            tokio::spawn(watch.run(shutdown.clone()));
            server.serve_tls(listener, tls, shutdown).await
        }
        None => server.serve(listener, shutdown).await,
    };
    served.map_err(|error| CliError::caused("SITE_STOPPED", &error))
}

/// What the site serves TLS with, if it does.
fn site_tls(args: &SiteArgs) -> Result<Option<Arc<SiteTls>>, CliError> {
    let (Some(certificate), Some(key)) = (&args.tls_certificate, &args.tls_key) else {
        return Ok(None);
    };
    let files = SiteTlsFiles {
        certificate: certificate.clone(),
        key: key.clone(),
        client_authorities: args.tls_client_authorities.clone(),
    };
    let tls = SiteTls::open(files).map_err(|error| CliError::coded(error.code(), error))?;
    Ok(Some(Arc::new(tls)))
}

/// The server of a site with these records, which takes calls of these gateways, under a policy, and
/// signs the heads of its access log where it has a key.
///
/// # Errors
/// [`CliError`] if its tables cannot be brought up to date, or it does not serve its contracts.
pub async fn site_server(
    kind: &SiteKind,
    database: Database,
    trusted_issuers: TrustedIssuers,
    policy: Option<PathBuf>,
    key: Option<Arc<SiteKey>>,
) -> Result<SiteServer, CliError> {
    let regions = kind
        .regions
        .iter()
        .map(|code| code.parse::<RegionCode>())
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| CliError::caused("REGION_CODE_INVALID", &error))?;
    let site = Site {
        name: kind.id.clone(),
        level: kind.level,
        regions,
        database,
        trusted_issuers,
        extensions: kind.extensions(),
        policy,
        key,
    };
    SiteServer::build(site).await.map_err(|error| CliError::caused("SITE_UNUSABLE", &error))
}
