//! Arguments. Every count has a cap, so that a run ends by itself and stays on one machine.

use std::{path::PathBuf, process::ExitCode, time::Duration};

use clap::{Args, Parser, Subcommand};

use crate::{
    child_roles::{Role, play},
    failure::LoadTestError,
    instructions::{self, InstructionsRun},
    load::Amount,
    mixed::{self, MixedPlan, OutagePlan},
    planning::{self, PlanningRun},
    run::{RunPlan, run},
    scenario::{gather, nation, plain, route},
    stub::LatencyPlan,
};

const MAX_SECONDS: u64 = 600;
const MAX_REQUESTS: u64 = 1_000_000;
const MAX_CONNECTIONS: u64 = 256;
const MAX_ROUNDS: u64 = 20;
const MAX_USERS: u64 = 500;
const MAX_MIXED_SECONDS: u64 = 3_600;
const MAX_NATION_SITES: u64 = 5_000;

/// 千站负载测试：网关与对照，同一次运行，交替测量。
/// Load tests: the gateway and what it is compared with, interleaved in one run.
#[derive(Debug, Parser)]
#[command(name = "qianzhan-load-tests", version, about, long_about = None)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 普通联邦：四个子图，嵌套查询。 / Plain federation: four subgraphs, a nested query.
    Plain {
        #[command(flatten)]
        run: RunArgs,
        #[command(flatten)]
        plain: PlainArgs,
    },
    /// 汇集：101 个站点的汇总与一页委员。 / Gather: a tally and a page of members over 101 sites.
    Gather {
        #[command(flatten)]
        run: RunArgs,
        #[command(flatten)]
        latency: LatencyArgs,
        /// 站点数（全省前 N 个）。 / Stub sites: the first N of the province.
        #[arg(long, default_value_t = 101, value_parser = clap::value_parser!(u64).range(1..=101))]
        sites: u64,
    },
    /// 定路：60 个站点所有的 500 名委员。 / Route: 500 member ids owned by 60 sites.
    Route {
        #[command(flatten)]
        run: RunArgs,
        #[command(flatten)]
        latency: LatencyArgs,
    },
    /// 全国：3200 个桩站点，长尾时延。 / Nation: 3,200 stub sites with long-tailed latencies.
    Nation {
        #[command(flatten)]
        run: RunArgs,
        #[command(flatten)]
        latency: LatencyArgs,
        /// 站点数。 / Stub sites.
        #[arg(long, default_value_t = 3_200, value_parser = clap::value_parser!(u64).range(1..=MAX_NATION_SITES))]
        sites: u64,
    },
    /// 混合：分析、经办、看板用户一同访问真实的演示站点，站点时断时续。 / Mixed: analysts, clerks and dashboards over the demonstration's real sites, which die and return.
    Mixed(MixedArgs),
    /// 规划：与另一规划库在同一线程中交替比较。 / Planning: beside a library that plans, in one thread.
    Planning {
        /// 每轮每个对象的处理器秒数。 / Seconds of processor time for each planner in each round.
        #[arg(long, default_value_t = 1.0)]
        seconds: f64,
        /// 轮数。 / Rounds.
        #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=MAX_ROUNDS))]
        rounds: u64,
        /// 把全部数字写入此 JSON 文件。 / File for all figures, as JSON.
        #[arg(long, value_name = "FILE")]
        json: Option<PathBuf>,
    },
    /// 指令数：每个请求用多少条指令，与登记的数比较；须有 valgrind。 / Instructions of one request, compared with those that are checked in; needs valgrind.
    Instructions {
        /// 登记的数。 / The counts that are checked in.
        #[arg(long, default_value = "load-tests/instructions.toml", value_name = "FILE")]
        file: PathBuf,
        /// 登记这次的数。 / Writes the counts of this run.
        #[arg(long)]
        update: bool,
        /// 保留 callgrind 的文件。 / Keeps callgrind's files in this folder.
        #[arg(long, value_name = "DIR")]
        keep: Option<PathBuf>,
    },
    /// A process of a run; not for people.
    #[command(hide = true)]
    Role {
        #[command(subcommand)]
        role: Role,
    },
}

/// How much is sent, and where figures go.
#[derive(Debug, Args)]
struct RunArgs {
    /// 每轮每个对象的秒数。 / Seconds for each subject in each round.
    #[arg(long, default_value_t = 5, conflicts_with = "requests", value_parser = clap::value_parser!(u64).range(1..=MAX_SECONDS))]
    seconds: u64,
    /// 每轮每个对象的请求数，代替秒数。 / Requests for each subject in each round, instead of seconds.
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..=MAX_REQUESTS))]
    requests: Option<u64>,
    /// 连接数；每条连接上一问一答。 / Connections; on each, one request at a time.
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..=MAX_CONNECTIONS))]
    connections: Option<u64>,
    /// 轮数；每轮依次测量各对象。 / Rounds; each measures every subject in turn.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=MAX_ROUNDS))]
    rounds: u64,
    /// 把全部数字写入此 JSON 文件。 / File for all figures, as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// 被测的 `qianzhan` 可执行文件；缺省先行构建。 / The `qianzhan` binary to measure; by default it is built first.
    #[arg(long, value_name = "PATH")]
    gateway: Option<PathBuf>,
    /// Measures the gateway linked into this binary: for tests of the tests, which build nothing.
    #[arg(long, hide = true, conflicts_with = "gateway")]
    gateway_inside: bool,
    /// 另一个 `qianzhan`，作为对照（如上一提交的构建）。 / Another `qianzhan` to compare with, such as the build of an earlier commit.
    #[arg(long, value_name = "PATH")]
    baseline: Option<PathBuf>,
}

/// What `mixed` is told.
#[derive(Debug, Args)]
struct MixedArgs {
    /// 演示数据文件夹；没有数据则先生成。 / Folder of the demonstration's data, made where there is none.
    #[arg(long, default_value = "data/demo", value_name = "DIR")]
    data: PathBuf,
    /// 只用一个地区及其下级，如 `6211`。 / Only one region and what lies below it, such as `6211`.
    #[arg(long, value_name = "REGION")]
    only: Option<String>,
    /// 用户数。 / Users.
    #[arg(long, default_value_t = 40, value_parser = clap::value_parser!(u64).range(3..=MAX_USERS))]
    users: u64,
    /// 秒数。 / Seconds.
    #[arg(long, default_value_t = 600, conflicts_with = "requests", value_parser = clap::value_parser!(u64).range(1..=MAX_MIXED_SECONDS))]
    seconds: u64,
    /// 所有用户合计提问多少次，不停歇，代替秒数；停站也以答复数计。 / Askings of all users together, without a rest, instead of seconds; outages are then counted in answers too.
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..=MAX_REQUESTS))]
    requests: Option<u64>,
    /// 每隔多少秒停一个站点。 / Every so many seconds a site goes down.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=MAX_SECONDS))]
    outage_every: u64,
    /// 停多少秒。 / For so many seconds.
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u64).range(0..=MAX_SECONDS))]
    outage_lasts: u64,
    /// 停哪些站点的随机数种子。 / Seed of which sites go down.
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// 把全部数字写入此 JSON 文件。 / File for all figures, as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// 被测的 `qianzhan` 可执行文件；缺省先行构建。 / The `qianzhan` binary to measure; by default it is built first.
    #[arg(long, value_name = "PATH")]
    gateway: Option<PathBuf>,
    /// The gateway linked into this binary: for tests of the tests.
    #[arg(long, hide = true, conflicts_with = "gateway")]
    gateway_inside: bool,
}

/// What only `plain` has: the gateway's configuration, since no sites need one of their own, and
/// other routers. Each command goes with the URL of the same place.
#[derive(Debug, Args)]
struct PlainArgs {
    /// 网关配置文件（如共享方式）。 / Configuration of the gateway, such as what requests share.
    #[arg(long, value_name = "FILE")]
    gateway_config: Option<PathBuf>,
    /// 对照路由器的启动命令，`{supergraph}` 换成超图文件。 / Command of another router; `{supergraph}` becomes the file.
    #[arg(long = "peer-command", value_name = "COMMAND", requires = "urls")]
    commands: Vec<String>,
    /// 对照路由器的地址，须在本机。 / Its URL, on this machine.
    #[arg(long = "peer-url", value_name = "URL", requires = "commands")]
    urls: Vec<String>,
    /// 表中的名字。 / Its name in the tables.
    #[arg(long = "peer-name", value_name = "NAME", requires = "commands")]
    names: Vec<String>,
}

/// Latencies of stub sites.
#[derive(Debug, Args)]
struct LatencyArgs {
    /// 桩站点时延的中位数（毫秒）；0 为立即答复。 / Median latency of a stub site, in milliseconds; 0 answers at once.
    #[arg(long, value_parser = clap::value_parser!(u64).range(0..=2_000))]
    latency_median_ms: Option<u64>,
    /// 对数正态分布的标准差。 / Standard deviation of the logarithm of the latency.
    #[arg(long, default_value_t = 0.6)]
    latency_sigma: f64,
    /// 随机数种子。 / Seed of the latencies.
    #[arg(long, default_value_t = 7)]
    seed: u64,
}

impl Cli {
    /// # Errors
    /// [`LoadTestError`] if an argument is refused or the run has no figures.
    pub(crate) async fn run(self) -> Result<ExitCode, LoadTestError> {
        let (scenario, plan) = match self.command {
            Command::Role { role } => return play(role).await,
            Command::Instructions { file, update, keep } => {
                return instructions::run(&InstructionsRun { file, update, keep });
            }
            Command::Mixed(mixed) => return mixed::run(mixed.plan()?).await,
            Command::Planning { seconds, rounds, json } => {
                return planning::run(&PlanningRun {
                    turn: planning_turn(seconds)?,
                    rounds: rounds as usize,
                    json,
                });
            }
            Command::Plain { run, plain } => {
                let mut plan = run.plan(50);
                plan.gateway_config.clone_from(&plain.gateway_config);
                plan.peers = plain.peers()?;
                (plain::scenario()?, plan)
            }
            Command::Gather { run, latency, sites } => {
                (gather::over_stubs(sites as usize, latency.plan(0)?)?, run.plan(1))
            }
            Command::Route { run, latency } => (route::scenario(latency.plan(0)?)?, run.plan(1)),
            Command::Nation { run, latency, sites } => {
                (nation::scenario(sites as usize, latency.plan(20)?), run.plan(1))
            }
        };
        run(scenario, plan).await
    }
}

impl MixedArgs {
    fn plan(self) -> Result<MixedPlan, LoadTestError> {
        if self.outage_lasts >= self.outage_every {
            let reason =
                "--outage-lasts is to be less than --outage-every: one site at a time".to_owned();
            return Err(LoadTestError::Argument { reason });
        }
        Ok(MixedPlan {
            data: self.data,
            only: self.only,
            users: self.users as usize,
            amount: match self.requests {
                Some(requests) => Amount::Requests(requests),
                None => Amount::Time(Duration::from_secs(self.seconds)),
            },
            outages: OutagePlan {
                every: self.outage_every,
                lasts: self.outage_lasts,
                seed: self.seed,
            },
            json: self.json,
            gateway: self.gateway,
            is_gateway_inside: self.gateway_inside,
        })
    }
}

fn planning_turn(seconds: f64) -> Result<Duration, LoadTestError> {
    if (0.0..=MAX_SECONDS as f64).contains(&seconds) {
        return Ok(Duration::from_secs_f64(seconds));
    }
    let reason = format!("--seconds {seconds} is not within 0 to {MAX_SECONDS}");
    Err(LoadTestError::Argument { reason })
}

impl RunArgs {
    fn plan(self, default_connections: u64) -> RunPlan {
        let amount = match self.requests {
            Some(requests) => Amount::Requests(requests),
            None => Amount::Time(Duration::from_secs(self.seconds)),
        };
        RunPlan {
            amount,
            connections: self.connections.unwrap_or(default_connections) as usize,
            rounds: self.rounds as usize,
            json: self.json,
            gateway: self.gateway,
            is_gateway_inside: self.gateway_inside,
            baseline: self.baseline,
            gateway_config: None,
            peers: Vec::new(),
        }
    }
}

/// A router to compare with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PeerPlan {
    pub(crate) name: String,
    /// For `sh -c`.
    pub(crate) command: String,
    pub(crate) url: String,
}

impl PlainArgs {
    fn peers(self) -> Result<Vec<PeerPlan>, LoadTestError> {
        let refused = |reason: String| LoadTestError::Argument { reason };
        if self.commands.len() != self.urls.len() {
            return Err(refused("each --peer-command needs one --peer-url".to_owned()));
        }
        if self.names.len() > self.commands.len() {
            return Err(refused("there are more --peer-name than --peer-command".to_owned()));
        }
        let mut names = self.names.into_iter();
        let numbered = (1..).zip(self.commands.into_iter().zip(self.urls));
        numbered
            .map(|(number, (command, url))| {
                if !is_loopback(&url) {
                    let reason = format!("`{url}` is not `http://` with a port on this machine");
                    return Err(refused(reason));
                }
                let name = names.next().unwrap_or_else(|| format!("peer-{number}"));
                Ok(PeerPlan { name, command, url })
            })
            .collect()
    }
}

/// Loads stay on this machine.
fn is_loopback(url: &str) -> bool {
    let Ok(uri) = url.parse::<http::Uri>() else {
        return false;
    };
    let is_local = |host: &str| {
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        host == "localhost" || bare.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
    };
    uri.scheme_str() == Some("http") && uri.port_u16().is_some() && uri.host().is_some_and(is_local)
}

impl LatencyArgs {
    fn plan(&self, default_median_ms: u64) -> Result<LatencyPlan, LoadTestError> {
        if !(0.0..=3.0).contains(&self.latency_sigma) {
            let reason = format!("--latency-sigma {} is not within 0 to 3", self.latency_sigma);
            return Err(LoadTestError::Argument { reason });
        }
        Ok(LatencyPlan {
            median: Duration::from_millis(self.latency_median_ms.unwrap_or(default_median_ms)),
            sigma: self.latency_sigma,
            seed: self.seed,
        })
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_fit_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn only_loopback_peers_are_loaded() {
        for (url, expected) in [
            ("http://127.0.0.1:4000/graphql", true),
            ("http://localhost:4000/graphql", true),
            ("http://[::1]:4000/graphql", true),
            ("http://10.0.0.1:4000/graphql", false),
            ("http://localhost.example:4000/graphql", false),
            ("https://127.0.0.1:4000/graphql", false),
            ("http://127.0.0.1/graphql", false),
            ("nonsense", false),
        ] {
            assert_eq!(is_loopback(url), expected, "{url}");
        }
    }

    #[test]
    fn counts_beyond_the_caps_are_refused() {
        for arguments in [
            ["plain", "--seconds", "601"],
            ["plain", "--requests", "1000001"],
            ["plain", "--connections", "257"],
            ["plain", "--rounds", "0"],
            ["nation", "--sites", "5001"],
        ] {
            let parsed = Cli::try_parse_from(std::iter::once("load").chain(arguments));
            assert!(parsed.is_err(), "{arguments:?}");
        }
    }
}
