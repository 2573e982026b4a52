//! Runs this binary under callgrind, which counts what happens in one function and below it.

use std::{path::Path, process::Command};

use crate::{failure::LoadTestError, gateway_binary::own_path};

/// The function whose instructions are counted, as callgrind names it.
const COUNTED: &str = "*counted_requests*";

/// Instructions of so many requests of a scenario.
///
/// # Errors
/// [`LoadTestError`] if valgrind is not there, or the run has no count.
pub(super) fn count(
    scenario: &str,
    requests: u64,
    keep: Option<&Path>,
) -> Result<u64, LoadTestError> {
    let folder = tempfile::tempdir().map_err(LoadTestError::scenario)?;
    let out = folder.path().join(format!("callgrind.{scenario}.out"));
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--collect-atstart=no", "--cache-sim=no", "--branch-sim=no"])
        .arg(format!("--toggle-collect={COUNTED}"))
        .arg(format!("--callgrind-out-file={}", out.display()))
        .arg(own_path()?)
        .args(["role", "count", scenario, &requests.to_string()])
        .output()
        .map_err(|error| LoadTestError::process("valgrind", error))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(LoadTestError::process("valgrind", said.trim_end()));
    }
    let text = std::fs::read_to_string(&out).map_err(LoadTestError::file(&out))?;
    if let Some(keep) = keep {
        std::fs::create_dir_all(keep).map_err(LoadTestError::file(keep))?;
        let kept = keep.join(format!("callgrind.{scenario}.out"));
        std::fs::copy(&out, &kept).map_err(LoadTestError::file(&kept))?;
    }
    total_of(&text).filter(|total| *total > 0).ok_or_else(|| {
        LoadTestError::process("valgrind", "it counted nothing: were symbols stripped?")
    })
}

/// The line `totals: N` or, in parts, `summary: N`.
fn total_of(profile: &str) -> Option<u64> {
    let line = |name: &str| profile.lines().rev().find_map(|line| line.strip_prefix(name));
    line("totals:").or_else(|| line("summary:"))?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_total_is_read_from_the_end_of_a_profile() {
        assert_eq!(total_of("events: Ir\nsummary: 7\nfn=(1)\ntotals: 12345\n"), Some(12_345));
        assert_eq!(total_of("events: Ir\nsummary: 7\n"), Some(7));
        assert_eq!(total_of("events: Ir\n"), None);
    }
}
