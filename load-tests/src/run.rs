//! One run: start the sites, record what the gateway asks, start the subjects, measure them in turn.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use bytes::Bytes;
use qianzhan::shutdown::on_signal;
use tokio_util::sync::CancellationToken;

use crate::{
    cli::PeerPlan,
    failure::LoadTestError,
    floor::FloorPlan,
    gateway_binary::{GatewayBinary, own_path},
    load::{Amount, Answer},
    measure::{CallCounter, Report, Settings, Subject, SubjectReport, ask_once},
    process::{Child, Launch},
    recording::{Relay, Wave, call_count},
    scenario::{GatewayFiles, RunningBackend, Scenario},
};

/// A gateway indexes its supergraph first; a debug build takes its time.
const GATEWAY_PATIENCE: Duration = Duration::from_secs(60);
const FLOOR_PATIENCE: Duration = Duration::from_secs(30);
const PEER_PATIENCE: Duration = Duration::from_secs(60);
/// Subjects that call sites in every run: the gateway and floor-client.
const CALLERS: usize = 2;
/// Between looks at whether a peer answers yet.
const PEER_LOOK: Duration = Duration::from_millis(100);

/// What a run is told.
#[derive(Debug)]
pub(crate) struct RunPlan {
    pub(crate) amount: Amount,
    pub(crate) connections: usize,
    pub(crate) rounds: usize,
    pub(crate) json: Option<PathBuf>,
    pub(crate) gateway: Option<PathBuf>,
    pub(crate) is_gateway_inside: bool,
    pub(crate) baseline: Option<PathBuf>,
    pub(crate) gateway_config: Option<PathBuf>,
    pub(crate) peers: Vec<PeerPlan>,
}

/// Runs the scenario and prints its report. A run with wrong answers fails.
///
/// # Errors
/// [`LoadTestError`] if there are no figures.
pub(crate) async fn run(scenario: Scenario, plan: RunPlan) -> Result<ExitCode, LoadTestError> {
    // Dropping what runs kills the processes, so a signal must not end this one at once.
    let signal = on_signal(CancellationToken::new());
    tokio::select! {
        outcome = measured(scenario, &plan) => report(&outcome?, &plan),
        () = signal.cancelled() => Err(LoadTestError::Interrupted),
    }
}

fn report(report: &Report, plan: &RunPlan) -> Result<ExitCode, LoadTestError> {
    println!("{report}");
    if let Some(path) = &plan.json {
        let text = serde_json::to_string_pretty(report).map_err(LoadTestError::scenario)?;
        std::fs::write(path, text).map_err(LoadTestError::file(path))?;
    }
    Ok(if report.errors() == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn measured(scenario: Scenario, plan: &RunPlan) -> Result<Report, LoadTestError> {
    let temporary = tempfile::tempdir().map_err(LoadTestError::file(&std::env::temp_dir()))?;
    let folder = temporary.path();
    let gateway = match &plan.gateway {
        Some(path) => GatewayBinary::at(path.clone()),
        None if plan.is_gateway_inside => GatewayBinary::inside()?,
        None => GatewayBinary::built().await?,
    };
    check_open_files(scenario.backend.sites(), plan)?;
    let name = scenario.name;
    let request = scenario.request();
    let backend = scenario.backend.start(folder, &gateway).await?;
    let recording = record(&backend, &gateway, plan, folder, &request).await?;
    let run = Run { plan, folder, request: &request, backend: &backend, recording: &recording };
    let mut subjects = run.start_subjects(&gateway).await?;
    let mut reports: Vec<SubjectReport> = subjects
        .iter()
        .map(|subject| SubjectReport {
            name: subject.name.clone(),
            rounds: Vec::with_capacity(plan.rounds),
            first_error: None,
        })
        .collect();
    for round in 1..=plan.rounds {
        for (subject, report) in subjects.iter_mut().zip(&mut reports) {
            eprintln!("{round}/{} {}", plan.rounds, subject.name);
            let (figures, error) = subject.measure(&request, plan.connections, plan.amount).await?;
            report.rounds.push(figures);
            report.first_error = report.first_error.take().or(error);
        }
    }
    for subject in subjects {
        subject.process.stop().await;
    }
    Ok(Report::new(name, run.settings(), reports))
}

/// Raises the limit of open files, which children inherit, and checks that the process of the sites
/// can hold a listener for each site and, for each subject that calls sites, its connections.
fn check_open_files(sites: usize, plan: &RunPlan) -> Result<(), LoadTestError> {
    let Ok(limit) = rlimit::increase_nofile_limit(u64::MAX) else {
        return Ok(());
    };
    let callers = CALLERS + plan.peers.len() + usize::from(plan.baseline.is_some());
    let needed = (sites * (1 + callers * plan.connections)) as u64;
    if needed <= limit {
        return Ok(());
    }
    let reason = format!(
        "{sites} sites and {} connections need about {needed} open files, and the limit is {limit}",
        plan.connections
    );
    Err(LoadTestError::Argument { reason })
}

/// What one request is: its answer, and the calls that it leads to.
struct Recording {
    answer: Answer,
    waves: Vec<Wave>,
}

/// Asks a gateway once, whose every call goes through a relay, and ends it.
async fn record(
    backend: &RunningBackend,
    gateway: &GatewayBinary,
    plan: &RunPlan,
    folder: &Path,
    request: &Bytes,
) -> Result<Recording, LoadTestError> {
    let relay = Relay::start(&backend.urls).await?;
    let files = backend.wire(&folder.join("recording"), &relay.urls())?;
    let config = plan.gateway_config.as_deref();
    let (process, url) = start_gateway("recorded", gateway, &files, config, folder).await?;
    let uri = url.parse().map_err(LoadTestError::scenario)?;
    let (answer, waves) = relay.record(ask_once("recorded", &uri, request)).await;
    process.stop().await;
    Ok(Recording { answer: answer?, waves })
}

/// A gateway with these files and, beside them, perhaps a configuration; and its URL.
///
/// # Errors
/// [`LoadTestError::Process`] if it does not start.
pub(crate) async fn start_gateway(
    name: &str,
    gateway: &GatewayBinary,
    files: &GatewayFiles,
    config: Option<&Path>,
    folder: &Path,
) -> Result<(Child, String), LoadTestError> {
    let mut arguments = gateway.first_arguments.clone();
    arguments.push("gateway".to_owned());
    if let Some(config) = config {
        arguments.extend(["--config".to_owned(), config.display().to_string()]);
    }
    arguments.extend(files.arguments.iter().cloned());
    arguments.extend(["--listen".to_owned(), "127.0.0.1:0".to_owned()]);
    let mut process = Child::start(Launch { name, program: &gateway.program, arguments, folder })?;
    let url = process.url(GATEWAY_PATIENCE).await?;
    Ok((process, url))
}

/// What subjects are started with.
struct Run<'a> {
    plan: &'a RunPlan,
    folder: &'a Path,
    request: &'a Bytes,
    backend: &'a RunningBackend,
    recording: &'a Recording,
}

impl Run<'_> {
    /// All at once, before anything is measured; those whose turn it is not are idle. The gateway is
    /// the first.
    async fn start_subjects(&self, gateway: &GatewayBinary) -> Result<Vec<Subject>, LoadTestError> {
        let files = self.backend.wire(&self.folder.join("measured"), &self.backend.urls)?;
        let mut subjects = vec![self.gateway("gateway", gateway, &files).await?];
        if let Some(path) = &self.plan.baseline {
            let baseline = GatewayBinary::at(path.clone());
            subjects.push(self.gateway("baseline", &baseline, &files).await?);
        }
        for peer in &self.plan.peers {
            subjects.push(self.peer(peer, &files).await?);
        }
        let waves = self.recording.waves.clone();
        subjects.push(self.floor("floor-client", waves, self.counter()).await?);
        subjects.push(self.floor("floor-server", Vec::new(), CallCounter::None).await?);
        Ok(subjects)
    }

    fn counter(&self) -> CallCounter {
        match &self.backend.calls {
            Some(uri) => CallCounter::Stubs(uri.clone()),
            None => CallCounter::None,
        }
    }

    async fn gateway(
        &self,
        name: &str,
        binary: &GatewayBinary,
        files: &GatewayFiles,
    ) -> Result<Subject, LoadTestError> {
        let config = self.plan.gateway_config.as_deref();
        let (process, url) = start_gateway(name, binary, files, config, self.folder).await?;
        self.subject(name, process, &url, self.counter()).await
    }

    async fn floor(
        &self,
        name: &str,
        waves: Vec<Wave>,
        calls: CallCounter,
    ) -> Result<Subject, LoadTestError> {
        let answer = String::from_utf8_lossy(&self.recording.answer.body).into_owned();
        let plan = FloorPlan { waves, urls: self.backend.urls.clone(), answer };
        let path = self.folder.join(format!("{name}.json"));
        let text = serde_json::to_string(&plan).map_err(LoadTestError::scenario)?;
        std::fs::write(&path, text).map_err(LoadTestError::file(&path))?;
        let program = own_path()?;
        let arguments = vec!["role".to_owned(), "floor".to_owned(), path.display().to_string()];
        let launch = Launch { name, program: &program, arguments, folder: self.folder };
        let mut process = Child::start(launch)?;
        let url = process.url(FLOOR_PATIENCE).await?;
        self.subject(name, process, &url, calls).await
    }

    async fn peer(&self, peer: &PeerPlan, files: &GatewayFiles) -> Result<Subject, LoadTestError> {
        let supergraph = files.supergraph.display().to_string();
        let command = peer.command.replace("{supergraph}", &supergraph);
        // `exec`, so that the process we measure is the router and not the shell.
        let arguments = vec!["-c".to_owned(), format!("exec {command}")];
        let program = Path::new("/bin/sh");
        let launch = Launch { name: &peer.name, program, arguments, folder: self.folder };
        let mut process = Child::start(launch)?;
        let uri: http::Uri = peer.url.parse().map_err(LoadTestError::scenario)?;
        let ready = async {
            // What it listens on is its own affair: it is ready when it answers.
            while ask_once(&peer.name, &uri, self.request).await.is_err() {
                process.check_runs()?;
                tokio::time::sleep(PEER_LOOK).await;
            }
            Ok::<_, LoadTestError>(())
        };
        // One that never answers well is told by its last answer, below.
        if let Ok(outcome) = tokio::time::timeout(PEER_PATIENCE, ready).await {
            outcome?;
        }
        self.subject(&peer.name, process, &peer.url, self.counter()).await
    }

    async fn subject(
        &self,
        name: &str,
        process: Child,
        url: &str,
        calls: CallCounter,
    ) -> Result<Subject, LoadTestError> {
        Subject::new(name, process, url, calls, self.request, &self.recording.answer).await
    }

    fn settings(&self) -> Settings {
        let (seconds, requests) = match self.plan.amount {
            Amount::Time(time) => (Some(time.as_secs_f64()), None),
            Amount::Requests(requests) => (None, Some(requests)),
        };
        Settings {
            rounds: self.plan.rounds,
            connections: self.plan.connections,
            seconds_per_round: seconds,
            requests_per_round: requests,
            sites: self.backend.urls.len(),
            calls_per_request: call_count(&self.recording.waves),
            waves: self.recording.waves.len(),
            answer_bytes: self.recording.answer.body.len(),
        }
    }
}
