//! The report: tables for people, JSON for programs.

use std::fmt;

use serde::Serialize;

use super::{
    figures::RoundFigures,
    machine::Machine,
    ratios::Ratios,
    spread::{Spread, SpreadText},
};

/// Everything that a run measured.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    pub(crate) scenario: &'static str,
    machine: Machine,
    settings: Settings,
    subjects: Vec<SubjectReport>,
    /// The gateway over each other subject.
    ratios: Vec<Ratios>,
}

/// What the run was told, and what one request is.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Settings {
    pub(crate) rounds: usize,
    pub(crate) connections: usize,
    pub(crate) seconds_per_round: Option<f64>,
    pub(crate) requests_per_round: Option<u64>,
    pub(crate) sites: usize,
    /// Calls to sites for one request of the gateway.
    pub(crate) calls_per_request: u64,
    /// Steps that these calls are made in.
    pub(crate) waves: usize,
    pub(crate) answer_bytes: usize,
}

/// The rounds of one subject.
#[derive(Debug, Serialize)]
pub(crate) struct SubjectReport {
    pub(crate) name: String,
    pub(crate) rounds: Vec<RoundFigures>,
    pub(crate) first_error: Option<String>,
}

impl Report {
    /// The first subject is the gateway.
    pub(crate) fn new(
        scenario: &'static str,
        settings: Settings,
        subjects: Vec<SubjectReport>,
    ) -> Self {
        let ratios = match subjects.split_first() {
            Some((gateway, others)) => {
                others.iter().map(|other| Ratios::of(gateway, other)).collect()
            }
            None => Vec::new(),
        };
        Self { scenario, machine: Machine::this(), settings, subjects, ratios }
    }

    /// Wrong or missing answers of all subjects.
    pub(crate) fn errors(&self) -> u64 {
        self.subjects.iter().flat_map(|subject| &subject.rounds).map(|round| round.errors).sum()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (machine, settings) = (&self.machine, &self.settings);
        writeln!(f, "# {}\n", self.scenario)?;
        writeln!(f, "{machine}")?;
        let amount = match (settings.seconds_per_round, settings.requests_per_round) {
            (Some(seconds), _) => format!("{seconds} s"),
            (None, requests) => format!("{} requests", requests.unwrap_or_default()),
        };
        writeln!(
            f,
            "设置 / settings: {} rounds of {amount}, {} connections, {} sites; one request: {} calls in {} waves, {} bytes\n",
            settings.rounds,
            settings.connections,
            settings.sites,
            settings.calls_per_request,
            settings.waves,
            settings.answer_bytes,
        )?;
        writeln!(f, "各轮中位数 / medians of the rounds:\n")?;
        writeln!(
            f,
            "| subject | requests | errors | req/s | p50 ms | p95 ms | p99 ms | CPU s / 1000 req | CPU µs / site call | site calls | peak RSS MB |"
        )?;
        writeln!(f, "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|")?;
        for subject in &self.subjects {
            writeln!(f, "{}", SubjectRow(subject))?;
        }
        writeln!(f, "\n比值 / gateway over the other, median (least–greatest) of the rounds:\n")?;
        writeln!(f, "| over | req/s | p50 | p99 | CPU / request | peak RSS | p50 beyond, ms |")?;
        writeln!(f, "|---|--:|--:|--:|--:|--:|--:|")?;
        for ratios in &self.ratios {
            write!(f, "| {} |", ratios.over)?;
            for spread in [
                ratios.requests_per_second,
                ratios.p50,
                ratios.p99,
                ratios.cpu_per_request,
                ratios.peak_rss,
                ratios.p50_beyond_ms,
            ] {
                write!(f, " {} |", SpreadText(spread))?;
            }
            writeln!(f)?;
        }
        for subject in &self.subjects {
            if let Some(error) = &subject.first_error {
                writeln!(f, "\n{}: {error}", subject.name)?;
            }
        }
        Ok(())
    }
}

struct SubjectRow<'a>(&'a SubjectReport);

impl fmt::Display for SubjectRow<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rounds = &self.0.rounds;
        let sum = |count: fn(&RoundFigures) -> u64| rounds.iter().map(count).sum::<u64>();
        let median = |figure: fn(&RoundFigures) -> f64, digits: usize| {
            let spread = Spread::of(rounds.iter().map(figure));
            spread.map_or("–".to_owned(), |spread| format!("{:.digits$}", spread.median))
        };
        write!(f, "| {} | {} | {} |", self.0.name, sum(|r| r.requests), sum(|r| r.errors))?;
        write!(f, " {} |", median(|r| r.requests_per_second, 1))?;
        write!(f, " {} |", median(|r| r.p50_ms, 2))?;
        write!(f, " {} |", median(|r| r.p95_ms, 2))?;
        write!(f, " {} |", median(|r| r.p99_ms, 2))?;
        write!(f, " {} |", median(|r| r.cpu_seconds_per_1000_requests, 3))?;
        write!(f, " {} |", median(|r| r.cpu_micros_per_site_call.unwrap_or(f64::NAN), 1))?;
        write!(f, " {} |", sum(|r| r.site_calls))?;
        write!(f, " {} |", median(|r| r.peak_rss_mb, 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(requests_per_second: f64, cpu: f64) -> RoundFigures {
        RoundFigures {
            requests: 10,
            errors: 0,
            requests_per_second,
            p50_ms: 4.0,
            p95_ms: 5.0,
            p99_ms: 6.0,
            cpu_seconds_per_1000_requests: cpu,
            cpu_micros_per_site_call: None,
            site_calls: 0,
            peak_rss_mb: 20.0,
        }
    }

    #[test]
    fn ratios_are_of_rounds_beside_each_other_and_no_number_is_no_ratio() {
        let subject = |name: &str, rounds: Vec<RoundFigures>| SubjectReport {
            name: name.to_owned(),
            rounds,
            first_error: None,
        };
        let settings = Settings {
            rounds: 2,
            connections: 1,
            seconds_per_round: None,
            requests_per_round: Some(10),
            sites: 4,
            calls_per_request: 9,
            waves: 3,
            answer_bytes: 100,
        };
        let subjects = vec![
            subject("gateway", vec![round(100.0, 1.0), round(300.0, 1.0)]),
            subject("peer", vec![round(50.0, 0.0), round(100.0, 0.0)]),
        ];
        let report = Report::new("plain", settings, subjects);
        assert_eq!(
            report.ratios[0].requests_per_second,
            Some(Spread { min: 2.0, median: 2.5, max: 3.0 })
        );
        assert_eq!(report.ratios[0].cpu_per_request, None, "no processor time was seen");
        let text = report.to_string();
        assert!(text.contains("| peer | 2.50 (2.00–3.00) |"), "{text}");
        assert!(text.contains("| gateway | 20 | 0 | 200.0 |"), "{text}");
    }
}
