//! One run: start the network, its doors and the gateway, have users ask, look at what is left.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

use qianzhan::{demo::DemoAccess, shutdown::on_signal};
use qianzhan_gateway::{
    auth::{Caller, Role},
    config::TrafficConfig,
    directory::RegionCode,
};
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{
    ask::{Judge, Question},
    doors::Door,
    outages::{OutagePlan, Outages},
    report::{GatewayUse, MixedReport},
    users::{Office, play},
    writes::Ledger,
};
use crate::{
    failure::LoadTestError,
    gateway_binary::GatewayBinary,
    load::Amount,
    process::{Child, process_usage},
    run::start_gateway,
    scenario::{Backend, RunningBackend},
};

/// Sites of the whole province; the saved questions are asked of all of them.
const ALL_SITES: usize = 101;
/// Longest time until an answer is whole again after the last outage.
const RECOVERY_PATIENCE: Duration = Duration::from_secs(60);
/// Between looks at whether it is.
const LOOK: Duration = Duration::from_millis(200);
/// Parts of a run after which the gateway's memory is looked at.
const MEMORY_LOOKS: u32 = 10;

/// What a run is told.
#[derive(Debug)]
pub(crate) struct MixedPlan {
    /// Folder of the demonstration's data.
    pub(crate) data: PathBuf,
    /// Only this region and what lies below it.
    pub(crate) only: Option<String>,
    pub(crate) users: usize,
    pub(crate) amount: Amount,
    pub(crate) outages: OutagePlan,
    pub(crate) json: Option<PathBuf>,
    pub(crate) gateway: Option<PathBuf>,
    pub(crate) is_gateway_inside: bool,
}

/// Runs it and prints its report. A run with a wrong answer or a lost write fails.
///
/// # Errors
/// [`LoadTestError`] if a process does not start or there are no figures.
pub(crate) async fn run(plan: MixedPlan) -> Result<ExitCode, LoadTestError> {
    let signal = on_signal(CancellationToken::new());
    let report = tokio::select! {
        report = measured(&plan) => report?,
        () = signal.cancelled() => return Err(LoadTestError::Interrupted),
    };
    println!("{report}");
    if let Some(path) = &plan.json {
        let text = serde_json::to_string_pretty(&report).map_err(LoadTestError::scenario)?;
        std::fs::write(path, text).map_err(LoadTestError::file(path))?;
    }
    Ok(if report.is_right() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn measured(plan: &MixedPlan) -> Result<MixedReport, LoadTestError> {
    let temporary = tempfile::tempdir().map_err(LoadTestError::file(&std::env::temp_dir()))?;
    let folder = temporary.path();
    let binary = match &plan.gateway {
        Some(path) => GatewayBinary::at(path.clone()),
        None if plan.is_gateway_inside => GatewayBinary::inside()?,
        None => GatewayBinary::built().await?,
    };
    // The relays hold two connections for each of the gateway's.
    let _ = rlimit::increase_nofile_limit(u64::MAX);
    let backend = Backend::Demo { data: plan.data.clone(), only: plan.only.clone() };
    let network = backend.start(folder, &binary).await?;
    let sites = network.site_ids();
    let mut doors = Vec::with_capacity(sites.len());
    for url in &network.urls {
        doors.push(Door::before(url).await?);
    }
    let (gateway, url) = start(&network, &doors, &binary, folder).await?;
    let uri: http::Uri = url.parse().map_err(LoadTestError::scenario)?;
    let access = DemoAccess::open(&plan.data).map_err(LoadTestError::scenario)?;
    let named = sites.iter().cloned().zip(doors).collect();
    let outages = Outages::new(named, grace());
    let office = Arc::new(office(&sites, &access, Judge::new(uri, outages))?);
    let pid = gateway.pid();
    let before = process_usage(pid)?.cpu;
    let begun = Instant::now();
    let played = play(&office, plan.users, plan.amount);
    let pass = async |steps| match plan.amount {
        Amount::Time(_) => sleep(Duration::from_secs(steps)).await,
        Amount::Requests(_) => office.judge.answered(steps).await,
    };
    let rss_mb = tokio::select! {
        ((), rss_mb) = futures::future::join(played, memory(pid, plan.amount)) => rss_mb?,
        () = office.judge.outages.run(plan.outages, pass) => return Err(LoadTestError::Interrupted),
    };
    let (usage, elapsed) = (process_usage(pid)?, begun.elapsed());
    office.judge.outages.end_all();
    let recovered = recovery(&office).await?;
    let counts = office.judge.counts();
    let mut report = MixedReport::new((elapsed, plan.users, sites.len()), counts);
    report.outages = (office.judge.outages.count(), office.judge.outages.seconds());
    report.recovered_after_seconds = recovered.as_secs_f64();
    report.gateway = GatewayUse {
        cpu_seconds: (usage.cpu - before).as_secs_f64(),
        peak_rss_mb: usage.peak_rss_bytes as f64 / 1e6,
        rss_mb,
    };
    let token_of = |county: &str| token(&access, county, Role::Clerk);
    report.writes = office.ledger.find(&office.judge, &office.mark, token_of).await?;
    gateway.stop().await;
    Ok(report)
}

/// The gateway that is measured, its sites behind the doors.
async fn start(
    network: &RunningBackend,
    doors: &[Door],
    binary: &GatewayBinary,
    folder: &Path,
) -> Result<(Child, String), LoadTestError> {
    let urls: Vec<String> = doors.iter().map(Door::url).collect();
    let files = network.wire(&folder.join("measured"), &urls)?;
    start_gateway("gateway", binary, &files, None, folder).await
}

fn office(sites: &[String], access: &DemoAccess, judge: Judge) -> Result<Office, LoadTestError> {
    let top = sites.first().cloned().unwrap_or_default();
    let is_county = |site: &&String| !site.ends_with("00");
    let clerk = |county: &String| Ok((county.clone(), token(access, county, Role::Clerk)?));
    let counties: Result<Vec<_>, LoadTestError> =
        sites.iter().filter(is_county).map(clerk).collect();
    Ok(Office {
        judge,
        ledger: Ledger::default(),
        mark: format!("负载测试登记 {}", Uuid::new_v4()),
        analyst: token(access, &top, Role::Analyst)?,
        top,
        regions: sites.to_vec(),
        counties: counties?,
        saved: if sites.len() == ALL_SITES { saved_questions()? } else { Vec::new() },
    })
}

/// How long after an outage a site may still be left alone.
fn grace() -> Duration {
    let traffic = TrafficConfig::default();
    // The breaker opens once more when the try that it lets through fails.
    traffic.breaker.open_for * 2 + traffic.request_timeout
}

fn token(access: &DemoAccess, region: &str, role: Role) -> Result<String, LoadTestError> {
    let caller = Caller {
        subject: "load-test".to_owned(),
        region: Some(RegionCode::parse(region).map_err(LoadTestError::scenario)?),
        roles: [role].into(),
    };
    access.token(caller).map_err(LoadTestError::scenario)
}

fn saved_questions() -> Result<Vec<String>, LoadTestError> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema/questions");
    let files = std::fs::read_dir(&folder).map_err(LoadTestError::file(&folder))?;
    let mut questions = Vec::new();
    for file in files {
        let path = file.map_err(LoadTestError::file(&folder))?.path();
        questions.push(std::fs::read_to_string(&path).map_err(LoadTestError::file(&path))?);
    }
    questions.sort_unstable();
    Ok(questions)
}

/// The gateway's resident memory, in MB, after each tenth of a run that has a time.
async fn memory(pid: u32, amount: Amount) -> Result<Vec<f64>, LoadTestError> {
    let mut seen = Vec::new();
    let Amount::Time(time) = amount else { return Ok(seen) };
    for _ in 0..MEMORY_LOOKS {
        sleep(time / MEMORY_LOOKS).await;
        seen.push(process_usage(pid)?.rss_bytes as f64 / 1e6);
    }
    Ok(seen)
}

/// How long it takes until an answer over all sites is whole.
async fn recovery(office: &Office) -> Result<Duration, LoadTestError> {
    const ALL: &str = include_str!("../../schema/mixed/dashboard.graphql");
    let begun = Instant::now();
    while begun.elapsed() < RECOVERY_PATIENCE {
        let variables = serde_json::json!({ "code": office.top });
        let token = &office.analyst;
        let question = Question { name: "recovery", document: ALL, variables, token };
        let answer = office.judge.answer(&question).await?;
        if answer["extensions"]["coverage"]["complete"] == true {
            return Ok(begun.elapsed());
        }
        sleep(LOOK).await;
    }
    let reason = format!("no whole answer {RECOVERY_PATIENCE:?} after the last outage");
    Err(LoadTestError::Answer { subject: "gateway".to_owned(), reason })
}
