//! Takes the requests of sites that want to join: one at a time, each checked whole before the sites
//! file is touched.

use std::{fs, path::PathBuf, sync::Arc, time::Duration};

use http::{HeaderValue, Method, StatusCode, Uri};
use serde::{Deserialize, Serialize};
use tokio::{sync::Mutex, time::Instant};

use super::{
    EnrolmentError, EnrolmentRequest, EnrolmentToken, SiteStatement,
    client::exchange,
    fit::{unfit_classes, unfit_fields},
    ledger::Ledger,
    statement::statement_url,
};
use crate::{
    auth::{Caller, Clock, KeySet},
    config::{
        EnrolmentConfig, EnrolmentOffice, SiteDeclaration, SitesFile, is_safe, parse_http_url,
    },
    directory::{Region, RegionCode},
    files::replace_file,
    gateway::{Gateway, GatewayState},
    sites::{CallDeadline, CallError, CallHead, HttpClient, Pool, Site, SiteSpec, Transport},
};

/// Longest wait for the site's own schema.
const CALL_TIMEOUT: Duration = Duration::from_secs(10);

/// Where sites join one gateway.
pub struct EnrolmentDesk {
    gateway: Arc<Gateway>,
    client: HttpClient,
    config: EnrolmentConfig,
    sites_file: PathBuf,
    allows_plain_http: bool,
    clock: Arc<dyn Clock>,
    /// Two sites that join at once must not write over each other, nor one token be used twice.
    turn: Mutex<()>,
}

/// A site that has joined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolled {
    /// Its registered id.
    pub site: String,
    /// The contracts that it serves now.
    pub contracts: Vec<String>,
}

impl EnrolmentDesk {
    /// The desk of a gateway whose sites are in `sites_file`. `client` signs its calls as the
    /// gateway's own does.
    pub fn new(
        gateway: Arc<Gateway>,
        client: HttpClient,
        config: EnrolmentConfig,
        sites_file: PathBuf,
        allows_plain_http: bool,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let turn = Mutex::default();
        Self { gateway, client, config, sites_file, allows_plain_http, clock, turn }
    }

    /// Has a site join. The token is used up by success alone: what was refused can be mended, and
    /// tried again while the token lasts.
    ///
    /// # Errors
    /// [`EnrolmentError`] for the first thing that does not fit; nothing has changed then.
    pub async fn enrol(&self, request: &EnrolmentRequest) -> Result<Enrolled, EnrolmentError> {
        let _alone = self.turn.lock().await;
        let now = self.clock.unix_seconds();
        let office = self.office(&request.token)?;
        let keys = fs::read_to_string(&office.jwks_file)
            .map_err(|error| files(&office.jwks_file, &error))?;
        let keys = KeySet::ed25519_of(&keys).map_err(|error| files(&office.jwks_file, &error))?;
        let token = EnrolmentToken::verify(&request.token, &keys, now)?;
        let ledger = Ledger::read(&self.config.ledger)?;
        if ledger.has(&token) {
            return Err(EnrolmentError::TokenUsed);
        }
        if !request.is_proven() {
            return Err(EnrolmentError::ProofInvalid);
        }
        let state = self.gateway.state();
        let region = self.region(&state, office, &token)?;
        check_contracts(&state, region, &token)?;
        let url = self.address(&request.url)?;
        let pool = self.client.pool_of(&region.code.to_string());
        let statement = read_statement(&pool, &url).await?;
        check_statement(&statement, region, &token, request)?;
        self.check_site(&state, &url, region, &token, &statement).await?;
        // Used up first: a crash between the two costs a token, and never lets one be used twice.
        let text = self.sites_with(&state, region, &token, request)?;
        ledger.use_up(&token, now, &self.config.ledger)?;
        replace_file(&self.sites_file, &text).map_err(|error| files(&self.sites_file, &error))?;
        let site = region.code.to_string();
        tracing::info!(site, office = office.name, "a site has joined");
        Ok(Enrolled { site, contracts: token.contracts })
    }

    fn office(&self, token: &str) -> Result<&EnrolmentOffice, EnrolmentError> {
        let issuer = EnrolmentToken::claimed_issuer(token)?;
        let mut offices = self.config.offices.iter();
        offices.find(|office| office.name == issuer).ok_or(EnrolmentError::TokenInvalid)
    }

    fn region<'s>(
        &self,
        state: &'s GatewayState,
        office: &EnrolmentOffice,
        token: &EnrolmentToken,
    ) -> Result<&'s Region, EnrolmentError> {
        let unknown = || EnrolmentError::RegionUnknown { region: token.region.clone() };
        let code = RegionCode::parse(&token.region).map_err(|_| unknown())?;
        let above = RegionCode::parse(&office.region).map_err(|_| unknown())?;
        if code == above || !above.contains(&code) {
            return Err(EnrolmentError::RegionForeign { region: token.region.clone() });
        }
        let region = state.registry.regions().get(code).ok_or_else(unknown)?;
        check_level(region.level.as_str(), &token.level)?;
        Ok(region)
    }

    fn address(&self, text: &str) -> Result<Uri, EnrolmentError> {
        let refused = |reason: String| EnrolmentError::Url { reason };
        let url = parse_http_url(text).map_err(|error| refused(error.to_string()))?;
        if self.allows_plain_http || is_safe(&url) {
            Ok(url)
        } else {
            Err(refused("SITE_WITHOUT_TLS".to_owned()))
        }
    }

    /// Calls the site as it will be called, and compares its schema with its contracts.
    async fn check_site(
        &self,
        state: &GatewayState,
        url: &Uri,
        region: &Region,
        token: &EnrolmentToken,
        statement: &SiteStatement,
    ) -> Result<(), EnrolmentError> {
        let spec = SiteSpec {
            id: region.code.to_string(),
            name: region.name.clone(),
            transport: Transport::Http(url.clone()),
            regions: vec![region.code],
            contracts: token.contracts.iter().cloned().collect(),
            keys: statement.keys.clone().into(),
            revoked: None,
        };
        let site = Arc::new(Site::on_trial(spec));
        let request_id = HeaderValue::from_str(&token.jti)
            .unwrap_or_else(|_| HeaderValue::from_static("enrolment"));
        let head = CallHead {
            caller: &Caller::anonymous(),
            request_id: &request_id,
            address: None,
            may_share: false,
        };
        let deadline = CallDeadline { at: Instant::now() + CALL_TIMEOUT, is_of_client: false };
        let schema =
            self.client.fresh_site_schema(&site, head, deadline).await.map_err(|error| {
                let reason = error.to_string();
                match error {
                    CallError::Timeout
                    | CallError::Unreachable { .. }
                    | CallError::CertificateRefused { .. }
                    | CallError::CertificateUntrusted { .. } => {
                        EnrolmentError::Unreachable { reason }
                    }
                    _ => EnrolmentError::CallRefused { reason },
                }
            })?;
        for contract in &token.contracts {
            let fields = unfit_fields(&state.supergraph, contract, &schema);
            if !fields.is_empty() {
                return Err(EnrolmentError::FieldsUnfit { contract: contract.clone(), fields });
            }
            let fields = unfit_classes(&state.supergraph, contract, &statement.classes);
            if !fields.is_empty() {
                return Err(EnrolmentError::ClassesUnfit { contract: contract.clone(), fields });
            }
        }
        Ok(())
    }

    /// The text of the sites file with the site, checked as the gateway will check it.
    fn sites_with(
        &self,
        state: &GatewayState,
        region: &Region,
        token: &EnrolmentToken,
        request: &EnrolmentRequest,
    ) -> Result<String, EnrolmentError> {
        let text = fs::read_to_string(&self.sites_file)
            .map_err(|error| files(&self.sites_file, &error))?;
        let site = SiteDeclaration {
            id: region.code.to_string(),
            name: request.name.clone(),
            url: request.url.clone(),
            regions: vec![region.code.to_string()],
            contracts: token.contracts.clone(),
            keys: vec![request.key.clone()],
            revoked: None,
        };
        // Put behind what is there, so that nothing of the operator's is changed, comments included.
        let entry = SitesFile { contracts: Default::default(), sites: vec![site] }.to_toml();
        let entry = entry.split_once("[[site]]").map_or("", |(_, rest)| rest);
        let text = format!("{}\n\n[[site]]{entry}", text.trim_end());
        SitesFile::parse(&text, state.registry.regions())
            .map_err(|error| files(&self.sites_file, &error))?;
        Ok(text)
    }
}

impl std::fmt::Debug for EnrolmentDesk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EnrolmentDesk")
            .field("sites_file", &self.sites_file)
            .finish_non_exhaustive()
    }
}

fn files(path: &std::path::Path, error: &dyn std::fmt::Display) -> EnrolmentError {
    EnrolmentError::Files { reason: format!("{}: {error}", path.display()) }
}

fn check_level(expected: &str, found: &str) -> Result<(), EnrolmentError> {
    if expected == found {
        return Ok(());
    }
    let (expected, found) = (expected.to_owned(), found.to_owned());
    Err(EnrolmentError::LevelWrong { expected, found })
}

/// Each contract is one of the sites file's, and nobody else's for this region.
fn check_contracts(
    state: &GatewayState,
    region: &Region,
    token: &EnrolmentToken,
) -> Result<(), EnrolmentError> {
    let wrong =
        |contract: &str, reason| EnrolmentError::Contract { contract: contract.to_owned(), reason };
    if token.contracts.is_empty() {
        return Err(wrong("", "令牌没有契约 / the token names none"));
    }
    for name in &token.contracts {
        let Some(contract) = state.registry.contract(name) else {
            return Err(wrong(name, "没有此契约 / there is no such contract"));
        };
        if !contract.is_of_level(region.level.as_str()) {
            return Err(wrong(name, "不属于该级别 / it is not of that level"));
        }
        if let Some(owner) = contract.owner(region.code) {
            return Err(EnrolmentError::RegionTaken {
                region: region.code.to_string(),
                contract: name.clone(),
                site: state.registry.site(owner).spec.id.clone(),
            });
        }
    }
    Ok(())
}

async fn read_statement(pool: &Pool, url: &Uri) -> Result<SiteStatement, EnrolmentError> {
    let (status, text) = exchange(pool, Method::GET, &statement_url(url), Default::default())
        .await
        .map_err(|reason| EnrolmentError::Unreachable { reason })?;
    if status != StatusCode::OK {
        let reason = format!("HTTP {status}");
        return Err(EnrolmentError::StatementInvalid { reason });
    }
    serde_json::from_slice(&text)
        .map_err(|error| EnrolmentError::StatementInvalid { reason: error.to_string() })
}

/// The site at the address is the one that asks, and of the region and level that the token says.
fn check_statement(
    statement: &SiteStatement,
    region: &Region,
    token: &EnrolmentToken,
    request: &EnrolmentRequest,
) -> Result<(), EnrolmentError> {
    if !statement.keys.contains(&request.key) {
        return Err(EnrolmentError::IdentityWrong { what: "公钥", what_english: "key" });
    }
    let code = region.code.to_string();
    if !statement.regions.contains(&code) {
        let stated = statement.regions.join(", ");
        return Err(EnrolmentError::RegionWrong { region: code, stated });
    }
    if statement.site != code {
        return Err(EnrolmentError::IdentityWrong { what: "编号", what_english: "id" });
    }
    check_level(region.level.as_str(), &statement.level)?;
    match token.contracts.iter().find(|contract| !statement.contracts.contains(contract)) {
        Some(contract) => Err(EnrolmentError::Contract {
            contract: contract.clone(),
            reason: "站点不提供 / the site does not serve it",
        }),
        None => Ok(()),
    }
}
