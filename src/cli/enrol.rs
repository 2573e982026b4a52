//! `qianzhan enrol`: a superior's office issues a token, and a site presents it to a gateway.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use clap::{Args, Subcommand};
use qianzhan_gateway::{
    auth::{SigningKey, SystemClock},
    directory::{RegionCode, RegionTable},
    enrolment::{EnrolmentGrant, EnrolmentRequest, issue_token, present},
};

use super::CliError;
use crate::{schema_files, site_kinds::SiteKind};

/// Arguments of `enrol`.
#[derive(Debug, Args)]
pub(super) struct EnrolArgs {
    #[command(subcommand)]
    command: EnrolCommand,
}

#[derive(Debug, Subcommand)]
enum EnrolCommand {
    /// 上级办公室签发登记令牌：一个地区，只用一次，到期作废。 / The superior's office issues a token: for one region, good once, until it expires.
    Issue(IssueArgs),
    /// 站点持令牌向网关登记；站点须已在运行。 / The site presents the token to a gateway; it must be running.
    Present(PresentArgs),
}

#[derive(Debug, Args)]
struct IssueArgs {
    /// 办公室的私钥（Ed25519，PKCS#8 PEM）。 / Private key of the office (Ed25519, PKCS#8 PEM).
    #[arg(long)]
    key: PathBuf,
    /// 办公室名称，与网关配置 `enrolment.offices` 中一致。 / Name of the office, as in `enrolment.offices`.
    #[arg(long)]
    issuer: String,
    /// 可以登记的地区。 / Code of the region whose site may join.
    #[arg(long)]
    region: String,
    /// 可以提供的契约，可多次；缺省为该级站点的全部契约。 / A contract that it may serve, may be repeated; by default all of that level.
    #[arg(long = "contract")]
    contracts: Vec<String>,
    /// 有效期。 / How long it is good.
    #[arg(long, default_value = "7d", value_parser = humantime::parse_duration)]
    expires: Duration,
}

#[derive(Debug, Args)]
struct PresentArgs {
    /// 网关的地址，如 `https://gateway.example`。 / Address of the gateway, such as `https://gateway.example`.
    #[arg(long)]
    gateway: String,
    /// 登记令牌所在文件。 / File with the token.
    #[arg(long)]
    token: PathBuf,
    /// 站点接收 GraphQL 请求的地址。 / Address of the site that takes GraphQL requests.
    #[arg(long)]
    url: String,
    /// 站点的名称。 / Name of the site for people.
    #[arg(long)]
    name: String,
    /// 站点的私钥，与 `qianzhan site --key` 相同。 / Private key of the site, the one of `qianzhan site --key`.
    #[arg(long)]
    key: PathBuf,
}

/// Issues or presents.
///
/// # Errors
/// [`CliError`] with the code of the refusal, or if a file cannot be used.
pub(super) async fn run(args: EnrolArgs) -> Result<(), CliError> {
    match args.command {
        EnrolCommand::Issue(args) => issue(args),
        EnrolCommand::Present(args) => show(args).await,
    }
}

fn issue(args: IssueArgs) -> Result<(), CliError> {
    let key = read_key(&args.key)?;
    let table = RegionTable::parse(&[schema_files::REGIONS])
        .map_err(|error| CliError::coded("REGION_TABLE_INVALID", error))?;
    let kind = SiteKind::of_regions(&table, std::slice::from_ref(&args.region))?;
    let level = RegionCode::parse(&args.region)
        .ok()
        .and_then(|code| table.get(code))
        .map_or_else(String::new, |region| region.level.to_string());
    let contracts = if args.contracts.is_empty() { kind.contracts } else { args.contracts };
    let grant = EnrolmentGrant {
        issuer: args.issuer,
        region: args.region,
        level,
        contracts,
        expires_in: args.expires,
    };
    let token = issue_token(&key, grant, &SystemClock)
        .map_err(|error| CliError::caused("TOKEN_NOT_SIGNED", &error))?;
    println!("{token}");
    Ok(())
}

async fn show(args: PresentArgs) -> Result<(), CliError> {
    let key = read_key(&args.key)?;
    let token = fs::read_to_string(&args.token).map_err(CliError::reading(&args.token))?;
    let request = EnrolmentRequest::new(token.trim().to_owned(), args.name, args.url, &key)
        .map_err(|error| CliError::coded(error.code(), error))?;
    let enrolled = present(&args.gateway, &request)
        .await
        .map_err(|error| CliError::coded(error.code().to_owned(), error))?;
    let contracts = enrolled.contracts.join(", ");
    println!(
        "站点 {} 已登记，提供 {contracts} / the site {} has joined, and serves {contracts}",
        enrolled.site, enrolled.site
    );
    Ok(())
}

fn read_key(path: &Path) -> Result<SigningKey, CliError> {
    let pem = fs::read_to_string(path).map_err(CliError::reading(path))?;
    SigningKey::from_pem(&pem)
        .map_err(|error| CliError::coded(error.code(), format!("{}: {error}", path.display())))
}
