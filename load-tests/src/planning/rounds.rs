//! Rounds: each planner in turn does the same work, as often as a turn lasts.

use std::{path::PathBuf, process::ExitCode, time::Duration};

use rustix::time::{ClockId, clock_gettime};

use super::{
    library::Library,
    ours::Ours,
    report::{Comparison, PlanningReport},
    subject::{Planning, Task, Work},
    tasks::tasks,
};
use crate::failure::LoadTestError;

/// What a run is told.
#[derive(Debug)]
pub(crate) struct PlanningRun {
    /// Processor time of one planner's turn at one work.
    pub(crate) turn: Duration,
    pub(crate) rounds: usize,
    pub(crate) json: Option<PathBuf>,
}

/// Measures and prints the report.
///
/// # Errors
/// [`LoadTestError`] if a planner refuses a task or a file cannot be written.
pub(crate) fn run(plan: &PlanningRun) -> Result<ExitCode, LoadTestError> {
    let mut comparisons = Vec::new();
    for task in tasks()? {
        let ours = Ours::prepare(task.clone())?;
        let library = Library::prepare(task.clone())?;
        for work in Work::ALL {
            eprintln!("{} {}", task.name, work.name());
            comparisons.push(compare(&task, work, &ours, &library, plan)?);
        }
    }
    let report = PlanningReport::new(plan, comparisons);
    println!("{report}");
    if let Some(path) = &plan.json {
        let text = serde_json::to_string_pretty(&report).map_err(LoadTestError::scenario)?;
        std::fs::write(path, text).map_err(LoadTestError::file(path))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn compare(
    task: &Task,
    work: Work,
    ours: &Ours,
    library: &Library,
    plan: &PlanningRun,
) -> Result<Comparison, LoadTestError> {
    let mut rounds = Vec::with_capacity(plan.rounds);
    // The first round warms caches and allocator, and does not count.
    for round in 0..=plan.rounds {
        let micros = [turn(ours, work, plan.turn)?, turn(library, work, plan.turn)?];
        if round > 0 {
            rounds.push(micros);
        }
    }
    Ok(Comparison { task: task.name, work: work.name(), rounds })
}

/// Microseconds of processor time for one piece of work.
fn turn<P: Planning>(planner: &P, work: Work, turn: Duration) -> Result<f64, LoadTestError> {
    let begun = thread_time();
    let mut count = 0_u32;
    loop {
        planner.work(work)?;
        count += 1;
        let spent = thread_time().saturating_sub(begun);
        if spent >= turn {
            return Ok(spent.as_secs_f64() * 1e6 / f64::from(count));
        }
    }
}

/// Processor time of this thread: other processes on the machine do not count.
fn thread_time() -> Duration {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), now.tv_nsec.unsigned_abs() as u32)
}
