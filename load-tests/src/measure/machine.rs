//! The machine of a run, for the head of a report. What is not known is left out.

use std::fmt;

use serde::Serialize;

/// What figures depend on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Machine {
    pub(crate) cores: usize,
    pub(crate) processor: Option<String>,
    pub(crate) memory_mb: Option<u64>,
    pub(crate) kernel: Option<String>,
    /// `release` or `debug` of this binary; the gateway's is the same unless another was named.
    pub(crate) profile: &'static str,
}

impl Machine {
    /// This machine.
    pub(crate) fn this() -> Self {
        let read = |path: &str| std::fs::read_to_string(path).ok();
        let value = |text: String, key: &str| {
            let line = text.lines().find(|line| line.starts_with(key))?;
            Some(line.split_once(':')?.1.trim().to_owned())
        };
        let memory = read("/proc/meminfo").and_then(|text| value(text, "MemTotal"));
        let memory_kib = memory.and_then(|text| text.strip_suffix(" kB")?.parse::<u64>().ok());
        Self {
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            processor: read("/proc/cpuinfo").and_then(|text| value(text, "model name")),
            memory_mb: memory_kib.map(|kib| kib * 1024 / 1_000_000),
            kernel: read("/proc/sys/kernel/osrelease").map(|text| text.trim().to_owned()),
            profile: if cfg!(debug_assertions) { "debug" } else { "release" },
        }
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "机器 / machine: {} cores, {}, {} MB, Linux {}, {}",
            self.cores,
            self.processor.as_deref().unwrap_or("?"),
            self.memory_mb.unwrap_or_default(),
            self.kernel.as_deref().unwrap_or("?"),
            self.profile,
        )?;
        if self.profile == "debug" {
            f.write_str("\n调试构建，数字不可用。 / A debug build: these figures mean nothing.")?;
        }
        Ok(())
    }
}
