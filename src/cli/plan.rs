//! `qianzhan plan`: the plan of a query before and after fetches end, and the sites it may reach.

use std::{
    collections::BTreeSet,
    fs,
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
    time::Duration,
};

use clap::{Args, ValueEnum};
use qianzhan_gateway::{
    config::GatewayConfig,
    gateway::{GatewayState, SourceFiles},
    operation::prepare_operation,
    planner::{PlanOptions, PlanText, Reach, plan_json, reach},
};

use super::{CliError, gateway::read_config_file};

/// Longest time for one plan.
const PLAN_BUDGET: Duration = Duration::from_secs(10);
/// Sites that are listed by name before the rest is counted.
const SHOWN_SITES: usize = 8;

/// Arguments of `plan`.
#[derive(Debug, Args)]
pub(super) struct PlanArgs {
    /// 查询文件；`-` 为标准输入。 / File of the query; `-` for standard input.
    #[arg(long)]
    query: PathBuf,
    /// 文件中有多个操作时取哪一个。 / Which operation, where the file has several.
    #[arg(long)]
    operation: Option<String>,
    /// 网关配置：有它才知道站点。 / Configuration of the gateway, which knows the sites.
    #[arg(long)]
    config: Option<PathBuf>,
    /// 超图文件；与 `--config` 同用时以此为准。 / The supergraph; over the configuration's.
    #[arg(long, required_unless_present = "config")]
    supergraph: Option<PathBuf>,
    /// 文本，或查询计划查看器所读的 JSON。 / Text, or the JSON that plan viewers read.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// How a plan prints.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Format {
    /// Over contracts, over sites, and the sites reached.
    #[default]
    Text,
    /// The plan over sites alone.
    Json,
}

/// Prints the plan.
///
/// # Errors
/// [`CliError`] if a file cannot be used, the query is not valid, or there is no plan.
pub(super) fn run(args: &PlanArgs) -> Result<(), CliError> {
    let mut config = match &args.config {
        Some(path) => read_config_file(path)?,
        None => GatewayConfig::default(),
    };
    if let Some(supergraph) = &args.supergraph {
        config.supergraph.path.clone_from(supergraph);
    }
    let state = SourceFiles::of_config(&config)
        .read()
        .and_then(|texts| texts.load(&config.traffic, &config.plan_cache, None))
        .map_err(|error| CliError::coded(error.code(), error))?;
    let text = read_query(&args.query)?;
    let name = args.operation.as_deref();
    let prepared = prepare_operation(&state.supergraph.api_schema, &text, name, &config.limits)
        .map_err(|error| CliError::coded(error.code(), error.detailed()))?;
    let options = PlanOptions::within(PLAN_BUDGET);
    let (document, operation) = (&prepared.document, &prepared.operation);
    let planned = state.planner.plan(document, operation, &options);
    let sites = planned.map_err(|error| CliError::coded(error.code(), error))?.plan;
    if matches!(args.format, Format::Json) {
        return print(&format!("{:#}\n", plan_json(&sites, &state.supergraph)));
    }
    if sites.root.is_none() {
        return print("无须访问任何子图 / no subgraph is needed\n");
    }
    let planned = state.planner.plan_contracts(document, operation, &options);
    let contracts = planned.map_err(|error| CliError::coded(error.code(), error))?.plan;
    let supergraph = &state.supergraph;
    let mut text = format!(
        "# 按契约 / over contracts\n{}\n# 按站点 / over sites\n{}\n# 到达的站点 / sites reached\n",
        PlanText { plan: &contracts, supergraph },
        PlanText { plan: &sites, supergraph },
    );
    for (number, step) in reach(&sites, supergraph, &state.registry).iter().enumerate() {
        text.push_str(&format!("{}. {}: {}\n", number + 1, step.fetch, describe(step, &state)));
    }
    print(&text)
}

/// A reader that has seen enough, such as `head`, is no failure.
fn print(text: &str) -> Result<(), CliError> {
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(CliError::coded("OUTPUT_UNWRITABLE", error))
        }
        _ => Ok(()),
    }
}

fn describe(step: &Reach, state: &GatewayState) -> String {
    let names: BTreeSet<&str> =
        step.sites.iter().map(|site| state.registry.site(*site).spec.id.as_str()).collect();
    let bound = if step.is_exact { "" } else { "至多 / at most " };
    let mut shown: Vec<&str> = names.iter().copied().take(SHOWN_SITES).collect();
    if names.len() > SHOWN_SITES {
        shown.push("…");
    }
    format!("{bound}{} ({})", names.len(), shown.join(" "))
}

fn read_query(path: &Path) -> Result<String, CliError> {
    if path == Path::new("-") {
        return std::io::read_to_string(std::io::stdin()).map_err(CliError::reading(path));
    }
    fs::read_to_string(path).map_err(CliError::reading(path))
}
