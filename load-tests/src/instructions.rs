//! How many instructions the gateway takes for one request, counted by valgrind's callgrind: a figure
//! that does not depend on what else the machine does. The gateway runs on one thread, over sites
//! inside the process, so neither HTTP nor waiting is counted; planning is not either, since the plan
//! is in the cache. Counts that are checked in are a bound.

mod counted;
mod counts_file;
mod valgrind;

use std::{
    path::PathBuf,
    process::{Command, ExitCode},
};

pub(crate) use counted::count_requests;
use counts_file::CountsFile;

use crate::{
    failure::LoadTestError,
    scenario::{Scenario, gather, plain, route},
    stub::LatencyPlan,
};

/// What is counted.
pub(crate) const SCENARIOS: [&str; 3] = ["plain", "gather", "route"];
/// Requests that are counted, after those that fill caches.
const REQUESTS: u64 = 20;
/// How much more than the file says is let through, in percent.
const TOLERANCE_PERCENT: u64 = 5;

/// Whether counts are compared with the file, or written to it.
#[derive(Debug)]
pub(crate) struct InstructionsRun {
    pub(crate) file: PathBuf,
    pub(crate) update: bool,
    /// Folder for callgrind's own files, which tell where the instructions are.
    pub(crate) keep: Option<PathBuf>,
}

/// The scenario of this name, over stub sites.
///
/// # Errors
/// [`LoadTestError`] if there is none.
pub(crate) fn scenario_named(name: &str) -> Result<Scenario, LoadTestError> {
    match name {
        "plain" => plain::scenario(),
        "gather" => gather::over_stubs(101, LatencyPlan::NONE),
        "route" => route::scenario(LatencyPlan::NONE),
        _ => Err(LoadTestError::Argument { reason: format!("no scenario `{name}`") }),
    }
}

/// Counts all scenarios; status 1 if one takes more than the file lets it.
///
/// # Errors
/// [`LoadTestError`] if nothing can be counted.
pub(crate) fn run(run: &InstructionsRun) -> Result<ExitCode, LoadTestError> {
    if cfg!(debug_assertions) {
        eprintln!("未优化的构建，数字没有意义 / a debug build: the counts mean nothing");
    }
    let mut file = CountsFile::read(&run.file)?;
    let mut is_within = true;
    let compiler = compiler()?;
    if !file.compiler.is_empty() && file.compiler != compiler {
        println!("登记时 / checked in with: {}; 现在 / now: {compiler}", file.compiler);
    }
    println!("{:<8} {:>14} {:>14} {:>8}", "", "instructions", "checked in", "change");
    for name in SCENARIOS {
        let total = valgrind::count(name, REQUESTS, run.keep.as_deref())?;
        let count = total / REQUESTS;
        let known = file.per_request.get(name).copied();
        let change = known.map_or_else(String::new, |known| {
            format!("{:+.1} %", 100.0 * (count as f64 / known as f64 - 1.0))
        });
        let shown = known.map_or_else(String::new, |known| known.to_string());
        println!("{name:<8} {count:>14} {shown:>14} {change:>8}");
        is_within &= known.is_some_and(|known| is_let_through(count, known));
        file.per_request.insert(name.to_owned(), count);
    }
    if run.update {
        file.compiler = compiler;
        file.write(&run.file)?;
        return Ok(ExitCode::SUCCESS);
    }
    if !is_within {
        eprintln!(
            "超过已登记的数 {TOLERANCE_PERCENT}%，或尚未登记；有意的变化用 --update 登记 / \
             more than {TOLERANCE_PERCENT} % beyond the counts that are checked in, or there are none; \
             --update writes those of a change that is meant"
        );
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

/// The compiler on the path, which is taken to have built this.
fn compiler() -> Result<String, LoadTestError> {
    let output = Command::new("rustc").arg("--version").output();
    let output = output.map_err(|error| LoadTestError::process("rustc", error))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn is_let_through(count: u64, known: u64) -> bool {
    count * 100 <= known * (100 + TOLERANCE_PERCENT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_twentieth_more_is_let_through_and_no_more() {
        for (count, known, expected) in
            [(100, 100, true), (105, 100, true), (106, 100, false), (10, 100, true), (1, 0, false)]
        {
            assert_eq!(is_let_through(count, known), expected, "{count} of {known}");
        }
    }

    #[test]
    fn every_scenario_answers_without_errors_inside_the_process() {
        for name in SCENARIOS {
            count_requests(name, 1).unwrap_or_else(|error| panic!("{name}: {error}"));
        }
    }
}
