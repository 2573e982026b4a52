//! `qianzhan token`: mints a token of a client, for development.

use std::{fs, path::PathBuf, time::Duration};

use clap::Args;
use qianzhan_gateway::{
    auth::{Caller, Role, SigningKey, SystemClock, TokenRequest, mint_token},
    directory::RegionCode,
};

use super::CliError;

/// Arguments of `token`.
#[derive(Debug, Args)]
pub(super) struct TokenArgs {
    /// 签发者的私钥（Ed25519，PKCS#8 PEM）。 / Private key of the issuer (Ed25519, PKCS#8 PEM).
    #[arg(long)]
    key: PathBuf,
    /// 签发者名称，与网关配置 `auth.issuers` 中一致。 / Name of the issuer, as in `auth.issuers`.
    #[arg(long)]
    issuer: String,
    /// 谁在问。 / Who asks.
    #[arg(long)]
    subject: String,
    /// 所属地区的区划代码。 / Code of the region that it speaks for.
    #[arg(long)]
    region: Option<String>,
    /// 角色，可多次：LEADER、ANALYST、OFFICE、CLERK、MEMBER、ADMIN。 / A role; may be repeated.
    #[arg(long = "role")]
    roles: Vec<Role>,
    /// 受众，与网关配置 `auth.audience` 一致。 / Audience, as in `auth.audience`.
    #[arg(long, default_value = "qianzhan")]
    audience: String,
    /// 有效期。 / How long it is good.
    #[arg(long, default_value = "1h", value_parser = humantime::parse_duration)]
    expires: Duration,
}

/// Prints the token.
///
/// # Errors
/// [`CliError`] if the key cannot be used or the region is none.
pub(super) fn run(args: TokenArgs) -> Result<(), CliError> {
    let pem = fs::read_to_string(&args.key).map_err(CliError::reading(&args.key))?;
    let key = SigningKey::from_pem(&pem).map_err(|error| CliError::coded(error.code(), error))?;
    let region = args
        .region
        .as_deref()
        .map(RegionCode::parse)
        .transpose()
        .map_err(|error| CliError::coded(error.code(), error))?;
    let request = TokenRequest {
        issuer: args.issuer,
        audience: args.audience,
        caller: Caller { subject: args.subject, region, roles: args.roles.into_iter().collect() },
        expires_in: args.expires,
    };
    let token = mint_token(&key, &request, &SystemClock)
        .map_err(|error| CliError::caused("TOKEN_NOT_SIGNED", &error))?;
    println!("{token}");
    Ok(())
}
