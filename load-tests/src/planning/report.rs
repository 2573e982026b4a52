//! Tables for people, JSON for programs.

use std::fmt;

use serde::Serialize;

use super::{library::Library, ours::Ours, rounds::PlanningRun, subject::Planning};
use crate::measure::{Machine, Spread, SpreadText};

/// Everything that was measured.
#[derive(Debug, Serialize)]
pub(crate) struct PlanningReport {
    machine: Machine,
    rounds: usize,
    seconds_per_turn: f64,
    /// In the order of each round's two figures.
    subjects: [&'static str; 2],
    comparisons: Vec<Comparison>,
}

/// Both planners at one work.
#[derive(Debug, Serialize)]
pub(crate) struct Comparison {
    pub(crate) task: &'static str,
    pub(crate) work: &'static str,
    /// Microseconds of processor time: ours, the library's.
    pub(crate) rounds: Vec<[f64; 2]>,
}

impl PlanningReport {
    pub(crate) fn new(plan: &PlanningRun, comparisons: Vec<Comparison>) -> Self {
        Self {
            machine: Machine::this(),
            rounds: plan.rounds,
            seconds_per_turn: plan.turn.as_secs_f64(),
            subjects: [Ours::NAME, Library::NAME],
            comparisons,
        }
    }
}

impl fmt::Display for PlanningReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [ours, library] = self.subjects;
        writeln!(f, "# planning\n")?;
        writeln!(f, "{}", self.machine)?;
        writeln!(
            f,
            "设置 / settings: {} rounds of {} s of processor time for each planner\n",
            self.rounds, self.seconds_per_turn
        )?;
        writeln!(
            f,
            "处理器微秒 / µs of processor time, median of the rounds; ratio: median (least–greatest):\n"
        )?;
        writeln!(f, "| task | work | {ours} | {library} | {ours} over the other |")?;
        writeln!(f, "|---|---|--:|--:|--:|")?;
        for comparison in &self.comparisons {
            let median = |at: usize| {
                Spread::of(comparison.rounds.iter().map(|round| round[at]))
                    .map_or("–".to_owned(), |spread| format!("{:.1}", spread.median))
            };
            let ratio = Spread::of(comparison.rounds.iter().map(|[ours, other]| ours / other));
            writeln!(
                f,
                "| {} | {} | {} | {} | {} |",
                comparison.task,
                comparison.work,
                median(0),
                median(1),
                SpreadText(ratio)
            )?;
        }
        Ok(())
    }
}
