//! `qianzhan policy`: checks the policy of a site, and tells why a caller gets a field or does not.

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand};
use qianzhan_gateway::{auth::claimed_caller, config::AuthConfig, directory::RegionTable};
use qianzhan_network::{
    Caller, CallerRelation, CallerRole, Contract, PolicyFile, RegionCode,
    policy::{Decision, Explanation, Policy, PolicyFileError, RuleSource},
};

use super::{CliError, service};
use crate::{
    schema_files,
    site_kinds::{SiteKind, every_contract},
};

/// Arguments of `policy`.
#[derive(Debug, Args)]
pub(super) struct PolicyArgs {
    #[command(subcommand)]
    command: PolicyCommand,
}

#[derive(Debug, Subcommand)]
enum PolicyCommand {
    /// 检查一个策略文件。 / Check a policy file.
    Check(CheckArgs),
    /// 说明某人能否得到某字段，及由哪条规则决定。 / Tell whether a caller gets a field, and which rule decides.
    Explain(ExplainArgs),
    /// 暂停全站服务，保存即生效。 / Suspend the whole site; holds once written.
    Suspend(service::SuspendArgs),
    /// 恢复全站服务。 / Have the site serve again.
    Resume(service::PolicyPath),
    /// 撤回一个契约。 / Withdraw a contract.
    Withdraw(service::WithdrawArgs),
    /// 恢复提供一个契约。 / Serve a contract again.
    Restore(service::RestoreArgs),
}

#[derive(Debug, Args)]
struct CheckArgs {
    /// 策略文件。 / The policy file.
    file: PathBuf,
    /// 站点的区划代码，决定它有哪些契约；不写则按全部契约检查。 / Code of the site's region, which tells its contracts; all of them without it.
    #[arg(long)]
    region: Option<String>,
}

#[derive(Debug, Args)]
struct ExplainArgs {
    /// 调用者的令牌；只读取其内容，不核验签名。不写则为公众。 / Token of the caller; it is read, not verified. Without it: the public.
    #[arg(long = "as", value_name = "TOKEN")]
    token: Option<String>,
    /// 记录所有者的区划代码。 / Code of the region that owns the record.
    #[arg(long)]
    region: String,
    /// 策略文件；没有此文件则为内置策略。 / The policy file; without the file, the built-in policy.
    #[arg(long, default_value = "policy.toml")]
    policy: PathBuf,
    /// 字段，如 `Member.dutyScore`。 / The field, such as `Member.dutyScore`.
    field: String,
}

/// Checks, explains, or changes what the file says of serving.
///
/// # Errors
/// [`CliError`] if the file, the token or the field is none.
pub(super) fn run(args: PolicyArgs) -> Result<(), CliError> {
    match args.command {
        PolicyCommand::Check(args) => check(&args),
        PolicyCommand::Explain(args) => explain(&args),
        PolicyCommand::Suspend(args) => service::suspend(&args, &every_contract()),
        PolicyCommand::Resume(at) => service::resume(&at, &every_contract()),
        PolicyCommand::Withdraw(args) => service::withdraw(&args, &every_contract()),
        PolicyCommand::Restore(args) => service::restore(&args, &every_contract()),
    }
}

fn check(args: &CheckArgs) -> Result<(), CliError> {
    let text = fs::read_to_string(&args.file).map_err(CliError::reading(&args.file))?;
    let contracts = match &args.region {
        Some(region) => contracts_of(region)?,
        None => every_contract(),
    };
    let file = PolicyFile::parse(&text).map_err(refused)?;
    let rules = file.rules.len();
    Policy::over(&contracts, file).map_err(refused)?;
    println!("策略可用，{rules} 条规则 / the policy is sound, {rules} rules");
    Ok(())
}

fn explain(args: &ExplainArgs) -> Result<(), CliError> {
    let contracts = contracts_of(&args.region)?;
    let policy = Policy::over(&contracts, read_policy(&args.policy)?).map_err(refused)?;
    let owner: RegionCode =
        args.region.parse().map_err(|error| CliError::caused("REGION_CODE_INVALID", &error))?;
    let caller = caller_of(args.token.as_deref())?;
    let relation = CallerRelation::of(&caller, &owner);
    let (type_name, field) = args.field.split_once('.').unwrap_or((&args.field, ""));
    let explained = policy.explain(relation, &caller.roles, type_name, field);
    let explained = explained.ok_or_else(|| {
        let text = format!("契约中没有 {0} / the contracts have no {0}", args.field);
        CliError::coded("POLICY_FIELD_UNKNOWN", text)
    })?;
    print!("{}", told(&explained, relation, &caller));
    Ok(())
}

fn refused(error: PolicyFileError) -> CliError {
    CliError::coded(error.code(), error)
}

fn read_policy(path: &Path) -> Result<PolicyFile, CliError> {
    match fs::read_to_string(path) {
        Ok(text) => PolicyFile::parse(&text).map_err(refused),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(PolicyFile::default()),
        Err(error) => Err(CliError::reading(path)(error)),
    }
}

fn contracts_of(region: &str) -> Result<Vec<Contract>, CliError> {
    let table = RegionTable::parse(&[schema_files::REGIONS])
        .map_err(|error| CliError::coded("REGION_TABLE_INVALID", error))?;
    Ok(SiteKind::of_regions(&table, &[region.to_owned()])?.sdl())
}

fn caller_of(token: Option<&str>) -> Result<Caller, CliError> {
    let Some(token) = token else { return Ok(Caller::anonymous()) };
    let claimed = claimed_caller(token, &AuthConfig::default())
        .map_err(|error| CliError::coded("TOKEN_INVALID", error))?;
    let region = claimed.region.map(|code| code.to_string().parse()).transpose();
    let mut roles: Vec<CallerRole> =
        claimed.roles.iter().filter_map(|role| role.as_str().parse().ok()).collect();
    roles.sort_unstable();
    Ok(Caller {
        subject: claimed.subject,
        region: region.map_err(|error| CliError::caused("TOKEN_INVALID", &error))?,
        roles,
        ..Caller::anonymous()
    })
}

fn told(explained: &Explanation, relation: CallerRelation, caller: &Caller) -> String {
    let roles: Vec<&str> = caller.roles.iter().map(|role| role.as_text()).collect();
    let roles = if roles.is_empty() { "NONE".to_owned() } else { roles.join(", ") };
    let decision = match explained.decision {
        Decision::Allow => "给出 / given",
        Decision::Mask => "遮蔽 / masked",
        Decision::CountOnly => "只给数目 / the count alone",
        Decision::Withhold => "不给 / withheld",
    };
    let rule = |source: Option<RuleSource>| match source {
        Some(RuleSource::Own(number)) => {
            format!("策略文件第 {number} 条 / rule {number} of the file")
        }
        Some(RuleSource::BuiltIn(number)) => format!("内置第 {number} 条 / built-in rule {number}"),
        None => "无规则 / no rule".to_owned(),
    };
    let mut text = format!(
        "{}: {decision}\n  调用者 / caller: {}, {}, {roles}\n  字段 / field: {}, {} ({})\n",
        explained.field,
        caller.subject,
        relation.as_text(),
        explained.class.as_text(),
        explained.effect.as_text(),
        rule(explained.rule),
    );
    if let Some((class, effect, source)) = explained.existence {
        text += &format!(
            "  记录是否存在 / existence of the record: {}, {} ({})\n",
            class.as_text(),
            effect.as_text(),
            rule(source)
        );
    }
    if let Some((type_name, class, effect, source)) = &explained.leads_to {
        text += &format!(
            "  所指记录是否存在 / existence of the {type_name} it leads to: {}, {} ({})\n",
            class.as_text(),
            effect.as_text(),
            rule(*source)
        );
    }
    if !explained.made_from_withheld.is_empty() {
        let names = explained.made_from_withheld.join(", ");
        text += &format!("  由不提供的字段得出 / made from what is withheld: {names}\n");
    }
    if let Some(minimum) = explained.rounded_to {
        text += &format!(
            "  人数：小于 {minimum} 的不给，其余取整 / a count of people: below {minimum} it is not told, else rounded\n"
        );
    }
    text
}
