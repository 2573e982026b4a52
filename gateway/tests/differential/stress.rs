//! Inputs that are wide, deep or hostile: each ends in a plan or in `PLAN_TOO_COMPLEX`, in time.

mod inputs;

use std::{
    collections::BTreeSet,
    num::NonZeroUsize,
    sync::{Arc, mpsc},
    thread,
    time::{Duration, Instant},
};

use qianzhan_gateway::{
    config::LimitsConfig,
    operation::prepare_operation,
    planner::{PlanError, PlannedOperation},
    supergraph::Supergraph,
};

use crate::planning::{index, plan};
use inputs::{Input, abstract_levels, fragment_bomb, large_operation, many_shared_types, wide};

/// What planning is given.
const BUDGET: Duration = Duration::from_secs(2);
/// Longest that planning may take in the end, on a busy machine and without optimisation.
const OVERRUN: Duration = Duration::from_secs(4);
/// After this a planner hangs: that fails the test rather than stop it.
const PATIENCE: Duration = Duration::from_secs(60);

/// What came of one input.
struct Outcome {
    planned: Result<PlannedOperation, PlanError>,
    indexing: Duration,
    planning: Duration,
}

/// Indexes and plans on a thread of its own, without the limits that clients meet before.
fn run(input: Input) -> Outcome {
    let (sender, receiver) = mpsc::channel();
    // Not joined: one that hangs ends with the process.
    thread::spawn(move || {
        let supergraph = Supergraph::load(&input.supergraph, &BTreeSet::new())
            .unwrap_or_else(|error| panic!("{}: {error}", input.name));
        let supergraph = Arc::new(supergraph);
        let begun = Instant::now();
        let planner = index(&supergraph).unwrap_or_else(|error| panic!("{}: {error}", input.name));
        let indexing = begun.elapsed();
        let limits = unlimited();
        let prepared = prepare_operation(&supergraph.api_schema, &input.operation, None, &limits)
            .unwrap_or_else(|error| panic!("{}: {error}", input.name));
        let begun = Instant::now();
        let planned = plan(&planner, &prepared, BUDGET);
        let outcome = Outcome { planned, indexing, planning: begun.elapsed() };
        // Nobody listens when the patience is over.
        let _ = sender.send(outcome);
    });
    receiver.recv_timeout(PATIENCE).expect("indexing and planning end, without a panic")
}

fn unlimited() -> LimitsConfig {
    LimitsConfig {
        max_body_bytes: NonZeroUsize::MAX,
        max_depth: NonZeroUsize::MAX,
        max_tokens: NonZeroUsize::MAX,
        max_aliases: usize::MAX,
        max_fields: NonZeroUsize::MAX,
        max_root_fields: NonZeroUsize::MAX,
    }
}

#[test]
fn wide_and_deep_inputs_end_in_a_plan_or_a_refusal() {
    for input in [
        many_shared_types(30, 200),
        large_operation(450_000),
        abstract_levels(12),
        fragment_bomb(30),
    ] {
        let name = input.name;
        let Outcome { planned, indexing, planning } = run(input);
        match planned {
            Ok(planned) => println!(
                "{name}: a plan, {} steps of work; indexed in {indexing:?}, planned in {planning:?}",
                planned.work
            ),
            Err(PlanError::TooComplex { .. }) => {
                println!("{name}: PLAN_TOO_COMPLEX after {planning:?}; indexed in {indexing:?}");
            }
            Err(error) => panic!("{name}: {error}, after {planning:?}"),
        }
        assert!(planning < OVERRUN, "{name}: planning had {BUDGET:?} and took {planning:?}");
    }
}

/// Work is counted, not timed: five times the fields may take no more than ten times the work.
#[test]
fn work_grows_gently_with_the_number_of_fields() {
    let mut before: Option<(usize, u64)> = None;
    for fields in [40, 200, 1_000, 5_000] {
        let Outcome { planned, planning, .. } = run(wide(fields));
        let work = planned.unwrap_or_else(|error| panic!("{fields} fields: {error}")).work;
        println!("{fields} fields: {work} steps of work, {planning:?}");
        if let Some((fewer, less)) = before {
            assert!(work <= 10 * less, "{fewer} fields took {less} steps, {fields} took {work}");
        }
        before = Some((fields, work));
    }
}
