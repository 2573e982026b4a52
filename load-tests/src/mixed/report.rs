//! What a run says at its end.

use std::{fmt, time::Duration};

use serde::Serialize;

use super::{
    ask::{Asked, Counts},
    writes::WritesFound,
};
use crate::measure::Machine;

/// All that was found.
#[derive(Debug, Serialize)]
pub(super) struct MixedReport {
    machine: Machine,
    seconds: f64,
    users: usize,
    sites: usize,
    rows: Vec<Row>,
    /// Outages, and the seconds of all together.
    pub(super) outages: (usize, f64),
    pub(super) writes: WritesFound,
    /// Seconds from the end of the last outage until an answer was whole.
    pub(super) recovered_after_seconds: f64,
    /// Of the gateway's process alone.
    pub(super) gateway: GatewayUse,
    wrong: Vec<String>,
}

/// What the gateway used.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct GatewayUse {
    pub(super) cpu_seconds: f64,
    pub(super) peak_rss_mb: f64,
    /// Resident memory at tenths of the run.
    pub(super) rss_mb: Vec<f64>,
}

/// What was asked under one name.
#[derive(Debug, Serialize)]
struct Row {
    name: &'static str,
    whole: u64,
    gaps: u64,
    wrong: u64,
    p50_ms: f64,
    p95_ms: f64,
    p99_ms: f64,
}

impl MixedReport {
    pub(super) fn new((elapsed, users, sites): (Duration, usize, usize), counts: Counts) -> Self {
        let row = |(name, asked): (&'static str, Asked)| {
            let Asked { whole, gaps, wrong, latencies } = asked;
            let quantile_ms = |quantile| latencies.value_at_quantile(quantile) as f64 / 1_000.0;
            let (p50_ms, p95_ms, p99_ms) =
                (quantile_ms(0.50), quantile_ms(0.95), quantile_ms(0.99));
            Row { name, whole, gaps, wrong, p50_ms, p95_ms, p99_ms }
        };
        Self {
            machine: Machine::this(),
            seconds: elapsed.as_secs_f64(),
            users,
            sites,
            rows: counts.by_name.into_iter().map(row).collect(),
            outages: (0, 0.0),
            writes: WritesFound::default(),
            recovered_after_seconds: f64::NAN,
            gateway: GatewayUse::default(),
            wrong: counts.wrong,
        }
    }

    /// Whether every answer was right and every write is there once.
    pub(super) fn is_right(&self) -> bool {
        let WritesFound { acknowledged, lost, surplus, .. } = self.writes;
        self.rows.iter().all(|row| row.wrong == 0) && (lost, surplus) == (0, 0) && acknowledged > 0
    }

    fn answers(&self) -> u64 {
        self.rows.iter().map(|row| row.whole + row.gaps + row.wrong).sum()
    }
}

impl fmt::Display for MixedReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "# mixed\n\n{}", self.machine)?;
        let Self { seconds, users, sites, outages, writes, gateway, .. } = self;
        writeln!(f, "设置 / settings: {users} users for {seconds:.1} s over {sites} sites\n")?;
        writeln!(f, "| asked | whole | gaps | wrong | p50 ms | p95 ms | p99 ms |")?;
        writeln!(f, "|---|--:|--:|--:|--:|--:|--:|")?;
        for Row { name, whole, gaps, wrong, p50_ms, p95_ms, p99_ms } in &self.rows {
            write!(f, "| {name} | {whole} | {gaps} | {wrong} |")?;
            writeln!(f, " {p50_ms:.1} | {p95_ms:.1} | {p99_ms:.1} |")?;
        }
        writeln!(
            f,
            "\n停站 / outages: {}, {:.0} s in all; whole again {:.1} s after the last",
            outages.0, outages.1, self.recovered_after_seconds
        )?;
        writeln!(
            f,
            "写入 / writes: {} acknowledged, {} lost, {} twice; {} were done before an outage hid the answer",
            writes.acknowledged, writes.lost, writes.surplus, writes.replays
        )?;
        let per_1000 = gateway.cpu_seconds * 1_000.0 / self.answers().max(1) as f64;
        writeln!(
            f,
            "网关 / gateway: {per_1000:.2} CPU s / 1000 requests, peak RSS {:.1} MB; RSS MB over the run:{}",
            gateway.peak_rss_mb,
            gateway.rss_mb.iter().map(|mb| format!(" {mb:.1}")).collect::<String>(),
        )?;
        for wrong in &self.wrong {
            writeln!(f, "\n{wrong}")?;
        }
        Ok(())
    }
}
