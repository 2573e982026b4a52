//! Who may ask the demonstration: its two key pairs, made once, and the identity that a request
//! without a token is given.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use qianzhan_gateway::{
    auth::{Caller, Role, SigningKey, SystemClock, TokenRequest, mint_token},
    directory::RegionCode,
};
use qianzhan_network::{SiteKey, TrustedIssuer, TrustedIssuers};

use crate::{cli::CliError, key_pair::KeyPairFiles};

/// Name under which the gateway signs its calls to the sites.
const GATEWAY_ISSUER: &str = "qianzhan-demo";
/// Name of the issuer of the callers' tokens.
const CALLER_ISSUER: &str = "qianzhan-demo-callers";
/// `auth.audience` where the configuration does not say.
const AUDIENCE: &str = "qianzhan";
/// How long the token is good that the terminal shows.
const TOKEN_LIFETIME: Duration = Duration::from_secs(12 * 3600);
/// Folders of the key pairs in the folder of the data.
const GATEWAY_KEYS: &str = "keys/gateway";
const CALLER_KEYS: &str = "keys/callers";
const SITE_KEYS: &str = "keys/sites";

/// The keys of one demonstration.
#[derive(Debug)]
pub struct DemoAccess {
    callers: SigningKey,
    trusted: TrustedIssuers,
    site_keys: PathBuf,
}

impl DemoAccess {
    /// Reads the keys, or makes them the first time.
    ///
    /// # Errors
    /// [`CliError`] if a file cannot be read or written.
    pub fn open(data: &Path) -> Result<Self, CliError> {
        let gateway = KeyPairFiles::within(&data.join(GATEWAY_KEYS));
        gateway.read_or_create()?;
        let callers = KeyPairFiles::within(&data.join(CALLER_KEYS)).read_or_create()?;
        let issuer: TrustedIssuer = format!("{GATEWAY_ISSUER}={}", gateway.public.display())
            .parse()
            .map_err(|error| CliError::caused("ISSUER_UNUSABLE", &error))?;
        let trusted = TrustedIssuers::new([issuer])
            .map_err(|error| CliError::caused("ISSUER_UNUSABLE", &error))?;
        Ok(Self { callers, trusted, site_keys: data.join(SITE_KEYS) })
    }

    /// The key by which a site signs, made the first time.
    ///
    /// # Errors
    /// [`CliError`] if a file cannot be read or written.
    pub fn site_key(&self, site: &str) -> Result<Arc<SiteKey>, CliError> {
        let files = KeyPairFiles::within(&self.site_keys.join(site));
        files.read_or_create()?;
        let pem = fs::read_to_string(&files.private).map_err(CliError::reading(&files.private))?;
        SiteKey::from_pem(&pem).map(Arc::new).map_err(|error| CliError::coded(error.code(), error))
    }

    /// Whom every site trusts: the gateway of this demonstration.
    #[must_use]
    pub fn trusted_issuers(&self) -> TrustedIssuers {
        self.trusted.clone()
    }

    /// The sections `[auth]` and `[signing]` of the gateway's configuration.
    #[must_use]
    pub fn config_text(requires_auth: bool) -> String {
        format!(
            "[auth]\nrequired = {requires_auth}\n\n\
             [[auth.issuers]]\nname = \"{CALLER_ISSUER}\"\njwks_file = \"{CALLER_KEYS}/jwks.json\"\n\n\
             [signing]\nissuer = \"{GATEWAY_ISSUER}\"\nkey_file = \"{GATEWAY_KEYS}/signing.pem\"\n"
        )
    }

    /// A token that the gateway takes for this caller, for twelve hours.
    ///
    /// # Errors
    /// [`CliError`] if the key does not sign.
    pub fn token(&self, caller: Caller) -> Result<String, CliError> {
        let request = TokenRequest {
            issuer: CALLER_ISSUER.to_owned(),
            audience: AUDIENCE.to_owned(),
            caller,
            expires_in: TOKEN_LIFETIME,
        };
        mint_token(&self.callers, &request, &SystemClock)
            .map_err(|error| CliError::caused("TOKEN_NOT_SIGNED", &error))
    }

    /// The command that mints a token of another caller.
    #[must_use]
    pub fn token_command(data: &Path) -> String {
        format!(
            "qianzhan token --key {} --issuer {CALLER_ISSUER} --subject NAME --region CODE --role ROLE",
            KeyPairFiles::within(&data.join(CALLER_KEYS)).private.display()
        )
    }
}

/// Who a request without a token is taken for, unless tokens are required: an analyst of the province.
#[must_use]
pub fn demo_analyst() -> Caller {
    Caller {
        subject: "demo-analyst".to_owned(),
        region: Some(RegionCode::parse("620000").expect("the code of Gansu")),
        roles: [Role::Analyst].into(),
    }
}
