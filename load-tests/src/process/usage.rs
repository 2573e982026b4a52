//! What a process has used: processor time and peak memory, as the kernel counts them.
//! Spec: proc(5), `/proc/PID/stat` fields 14 and 15, `/proc/PID/status` `VmHWM`.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use crate::failure::LoadTestError;

/// The unit of `/proc/PID/stat`: Linux shows programs 100 ticks a second on every platform that we
/// build for, whatever the kernel's own timer does.
const TICKS_PER_SECOND: u64 = 100;

/// What a process has used since it began, and holds now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ProcessUsage {
    /// In user and system mode, all threads, to 10 ms.
    pub(crate) cpu: Duration,
    /// Largest resident set.
    pub(crate) peak_rss_bytes: u64,
    /// Resident set now.
    pub(crate) rss_bytes: u64,
}

/// What the process has used.
///
/// # Errors
/// [`LoadTestError::Figures`] if it is gone or this is not Linux.
pub(crate) fn process_usage(pid: u32) -> Result<ProcessUsage, LoadTestError> {
    let folder = PathBuf::from(format!("/proc/{pid}"));
    Ok(ProcessUsage {
        cpu: read(&folder.join("stat"), cpu_time)?,
        peak_rss_bytes: read(&folder.join("status"), |text| memory_bytes(text, "VmHWM:"))?,
        rss_bytes: read(&folder.join("status"), |text| memory_bytes(text, "VmRSS:"))?,
    })
}

fn read<T>(path: &Path, parse: fn(&str) -> Option<T>) -> Result<T, LoadTestError> {
    let failed = |reason: String| LoadTestError::Figures { path: path.to_owned(), reason };
    let text = std::fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
    parse(&text).ok_or_else(|| failed("not in the form that proc(5) gives".to_owned()))
}

fn cpu_time(stat: &str) -> Option<Duration> {
    // The second field is the program's name in brackets, and may hold anything.
    let (_, rest) = stat.rsplit_once(')')?;
    let mut from_user_time = rest.split_whitespace().skip(11);
    let user: u64 = from_user_time.next()?.parse().ok()?;
    let system: u64 = from_user_time.next()?.parse().ok()?;
    Some(Duration::from_millis((user + system) * (1000 / TICKS_PER_SECOND)))
}

fn memory_bytes(status: &str, name: &str) -> Option<u64> {
    let value = status.lines().find_map(|line| line.strip_prefix(name))?;
    let kibibytes: u64 = value.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processor_time_is_user_and_system_ticks() {
        let stat = "42 (odd) name) S 1 42 42 0 -1 4194560 100 0 0 0 123 77 0 0 20 0 3 0 500 1 1";
        assert_eq!(cpu_time(stat), Some(Duration::from_millis(2_000)));
        assert_eq!(cpu_time("42 (short) S 1"), None);
    }

    #[test]
    fn memory_is_in_kibibytes() {
        let status = "Name:\tx\nVmHWM:\t    2048 kB\nVmRSS:\t 1024 kB\n";
        assert_eq!(memory_bytes(status, "VmHWM:"), Some(2 << 20));
        assert_eq!(memory_bytes(status, "VmRSS:"), Some(1 << 20));
        assert_eq!(memory_bytes("Name:\tx\n", "VmHWM:"), None);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn this_process_has_figures() {
        let usage = process_usage(std::process::id()).expect("it runs");
        assert!(usage.peak_rss_bytes > 0);
    }
}
