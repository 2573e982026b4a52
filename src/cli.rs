//! The commands of `qianzhan`: arguments in, a library's work done, text out. Wiring only.

mod access_log;
mod backup;
mod compose;
mod demo;
mod enrol;
mod failure;
mod gateway;
mod import;
mod kept_heads;
mod keys;
mod plan;
mod policy;
mod service;
mod site;
mod token;

pub use failure::CliError;
pub use site::site_server;

use clap::{Parser, Subcommand};

/// 千站：面向行政区划的 GraphQL 联邦网关，及其下各级子图服务。
/// A GraphQL federation gateway for jurisdictions, and the subgraph services under it.
#[derive(Debug, Parser)]
#[command(name = "qianzhan", version, about, long_about = None)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 启动演示网络：101 个站点与网关（缺省命令）。 / Start the demonstration network: 101 sites and the gateway (the default).
    Demo(demo::DemoArgs),
    /// 启动网关。 / Start the gateway.
    Gateway(gateway::GatewayArgs),
    /// 启动一个站点。 / Start one site.
    Site(site::SiteArgs),
    /// 把各契约组合为超图。 / Compose the contracts into the supergraph.
    Compose(compose::ComposeArgs),
    /// 检查契约，不写文件。 / Check the contracts; write nothing.
    Check(compose::CheckArgs),
    /// 打印一个查询的计划，及各步会到达的站点。 / Print the plan of a query, and the sites each fetch may reach.
    Plan(plan::PlanArgs),
    /// 签发一个客户端令牌（开发用）。 / Mint a token of a client, for development.
    Token(token::TokenArgs),
    /// 密钥。 / Keys.
    Keys(keys::KeysArgs),
    /// 本级的策略：谁可得到什么。 / The policy of a site: who may have what.
    Policy(policy::PolicyArgs),
    /// 站点登记。 / Sites that join.
    Enrol(enrol::EnrolArgs),
    /// 导入表格：委员、平台、协商活动、上报数字。 / Import a table of members, platforms, consultation events or figures.
    Import(import::ImportArgs),
    /// 备份一个站点的 SQLite 数据库，站点不必停。 / Copy a site's SQLite database; the site need not stop.
    Backup(backup::BackupArgs),
    /// 访问日志。 / The access log of a site.
    AccessLog(access_log::AccessLogArgs),
}

/// Runs the command that the process was started with.
///
/// # Errors
/// [`CliError`], whose text is for the person at the terminal.
pub async fn run(cli: Cli) -> Result<(), CliError> {
    match cli.command.unwrap_or_else(|| Command::Demo(demo::DemoArgs::default())) {
        Command::Demo(args) => demo::run(args).await,
        Command::Gateway(args) => gateway::run(args).await,
        Command::Site(args) => site::run(args).await,
        Command::Compose(args) => compose::compose(&args),
        Command::Check(args) => compose::check(&args),
        Command::Plan(args) => plan::run(&args),
        Command::Token(args) => token::run(args),
        Command::Keys(args) => keys::run(&args),
        Command::Policy(args) => policy::run(args),
        Command::Enrol(args) => enrol::run(args).await,
        Command::Import(args) => import::run(args).await,
        Command::Backup(args) => backup::run(args).await,
        Command::AccessLog(args) => access_log::run(args).await,
    }
}
