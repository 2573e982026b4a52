//! `qianzhan policy suspend|resume|withdraw|restore`: writes into the owner's policy file what it
//! says of serving, and leaves everything else in it as it is, comments too. A site that runs takes
//! it up once it is written.

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use clap::Args;
use qianzhan_gateway::files::replace_file;
use qianzhan_network::{
    Contract, PolicyFile,
    policy::{Policy, PolicyFileError},
};
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

use super::CliError;

/// Where the policy is, of commands that change it.
#[derive(Debug, Args)]
pub(super) struct PolicyPath {
    /// 策略文件；没有则新建。 / The policy file; made if it is not there.
    #[arg(long, default_value = "policy.toml")]
    policy: PathBuf,
}

/// Arguments of `policy suspend`.
#[derive(Debug, Args)]
pub(super) struct SuspendArgs {
    /// 理由，随覆盖情况告知各方。 / Why; coverage tells it to all who ask.
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    at: PolicyPath,
}

/// Arguments of `policy withdraw`.
#[derive(Debug, Args)]
pub(super) struct WithdrawArgs {
    /// 契约名，如 `county`。 / Name of the contract, such as `county`.
    contract: String,
    /// 理由，随覆盖情况告知各方。 / Why; coverage tells it to all who ask.
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    at: PolicyPath,
}

/// Arguments of `policy restore`.
#[derive(Debug, Args)]
pub(super) struct RestoreArgs {
    /// 契约名。 / Name of the contract.
    contract: String,
    #[command(flatten)]
    at: PolicyPath,
}

/// What is changed.
enum Change<'a> {
    Suspend { reason: &'a str },
    Resume,
    Withdraw { contract: &'a str, reason: &'a str },
    Restore { contract: &'a str },
}

/// # Errors
/// [`CliError`] if the file cannot be used, or would not hold after.
pub(super) fn suspend(args: &SuspendArgs, contracts: &[Contract]) -> Result<(), CliError> {
    change(&args.at.policy, contracts, &Change::Suspend { reason: &args.reason })?;
    println!("站点暂停服务 / the site is suspended");
    Ok(())
}

/// # Errors
/// [`CliError`] if the file cannot be used, or does not suspend the site.
pub(super) fn resume(at: &PolicyPath, contracts: &[Contract]) -> Result<(), CliError> {
    change(&at.policy, contracts, &Change::Resume)?;
    println!("站点恢复服务 / the site serves again");
    Ok(())
}

/// # Errors
/// [`CliError`] if the file cannot be used, or there is no such contract.
pub(super) fn withdraw(args: &WithdrawArgs, contracts: &[Contract]) -> Result<(), CliError> {
    let WithdrawArgs { contract, reason, at } = args;
    change(&at.policy, contracts, &Change::Withdraw { contract, reason })?;
    println!("契约 {contract} 已撤回 / the contract {contract} is withdrawn");
    Ok(())
}

/// # Errors
/// [`CliError`] if the file cannot be used, or the contract is not withdrawn.
pub(super) fn restore(args: &RestoreArgs, contracts: &[Contract]) -> Result<(), CliError> {
    let RestoreArgs { contract, at } = args;
    change(&at.policy, contracts, &Change::Restore { contract })?;
    println!("契约 {contract} 恢复提供 / the contract {contract} is served again");
    Ok(())
}

fn change(path: &Path, contracts: &[Contract], change: &Change<'_>) -> Result<(), CliError> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => return Err(CliError::reading(path)(error)),
    };
    let refused = |error: PolicyFileError| CliError::coded(error.code(), error);
    // What does not hold now is not ours to mend.
    let now = PolicyFile::parse(&text).map_err(refused)?;
    let mut document: DocumentMut = text
        .parse()
        .map_err(|error: toml_edit::TomlError| CliError::coded("POLICY_SYNTAX_INVALID", error))?;
    apply(&mut document, &now, change)?;
    let changed = document.to_string();
    let file = PolicyFile::parse(&changed).map_err(refused)?;
    Policy::over(contracts, file).map_err(refused)?;
    replace_file(path, &changed).map_err(CliError::writing(path))
}

fn apply(
    document: &mut DocumentMut,
    now: &PolicyFile,
    change: &Change<'_>,
) -> Result<(), CliError> {
    let is_withdrawn = |contract: &str| {
        now.service.withdrawn.iter().any(|withdrawal| withdrawal.contract == contract)
    };
    match change {
        Change::Resume if now.service.suspended.is_none() => {
            let text = "站点没有暂停 / the site is not suspended";
            return Err(CliError::coded("POLICY_NOT_SUSPENDED", text));
        }
        Change::Restore { contract } if !is_withdrawn(contract) => {
            let text = format!("契约 {contract} 没有撤回 / {contract} is not withdrawn");
            return Err(CliError::coded("POLICY_NOT_WITHDRAWN", text));
        }
        _ => {}
    }
    let service = document.entry("service").or_insert_with(|| {
        let mut table = Table::new();
        table.set_implicit(true);
        Item::Table(table)
    });
    let Some(service) = service.as_table_mut() else {
        let text = "service 应写作 [service] 表 / service should be a table, [service]";
        return Err(CliError::coded("POLICY_SYNTAX_INVALID", text));
    };
    match change {
        Change::Suspend { reason } => {
            service.set_implicit(false);
            service.insert("suspended", value(*reason));
        }
        Change::Resume => {
            service.remove("suspended");
        }
        Change::Withdraw { contract, reason } => {
            remove_withdrawal(service, contract);
            let withdrawn = service
                .entry("withdrawn")
                .or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
            let Some(withdrawn) = withdrawn.as_array_of_tables_mut() else {
                let text = "withdrawn 应写作 [[service.withdrawn]] / withdrawn should be [[service.withdrawn]]";
                return Err(CliError::coded("POLICY_SYNTAX_INVALID", text));
            };
            let mut withdrawal = Table::new();
            withdrawal.insert("contract", value(*contract));
            withdrawal.insert("reason", value(*reason));
            withdrawn.push(withdrawal);
        }
        Change::Restore { contract } => remove_withdrawal(service, contract),
    }
    if service.is_empty() {
        document.remove("service");
    }
    Ok(())
}

fn remove_withdrawal(service: &mut Table, contract: &str) {
    let Some(withdrawn) = service.get_mut("withdrawn").and_then(Item::as_array_of_tables_mut)
    else {
        return;
    };
    withdrawn.retain(|it| it.get("contract").and_then(Item::as_str) != Some(contract));
    if withdrawn.is_empty() {
        service.remove("withdrawn");
    }
}
