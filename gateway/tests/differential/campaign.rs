//! Runs a check on seeded cases, several worlds at once, and tells of those that fail: how many of
//! each kind, and a few made small.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::{
    federated::{Federated, Unusable, describe},
    shrink::shrink,
    world::{Operation, generate, random_operation},
};

/// Operations asked of each world.
const OPERATIONS: usize = 8;
/// Without `QIANZHAN_DIFFERENTIAL_CASES`.
const CASES: u64 = 400;
/// Failures that are made small, of each kind; without `QIANZHAN_DIFFERENTIAL_SHOWN`.
const SHOWN: u64 = 1;

/// How a case fails.
#[derive(Debug)]
pub(crate) struct Failure {
    /// Failures of one kind are counted together.
    pub(crate) kind: String,
    /// What happened.
    pub(crate) story: String,
}

impl Failure {
    pub(crate) fn new(kind: impl Into<String>, story: impl Into<String>) -> Self {
        Self { kind: kind.into(), story: story.into() }
    }
}

/// A check of cases. One for each thread, so that it may keep a process.
pub(crate) trait Check {
    /// The world that the next cases are of.
    fn enter(&mut self, world: &Federated);
    /// # Errors
    /// [`Failure`] if the case fails.
    fn check(&mut self, world: &Federated, operation: &Operation) -> Result<(), Failure>;
}

/// What came of a campaign.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) worlds: u64,
    pub(crate) cases: u64,
    /// Worlds that did not compose, by the first code.
    pub(crate) not_composed: BTreeMap<String, u64>,
    /// Operations that one server would refuse.
    pub(crate) invalid: u64,
    failures: BTreeMap<String, Vec<Failed>>,
}

#[derive(Debug)]
struct Failed {
    seed: u64,
    turn: usize,
    story: String,
}

/// Runs as many cases as asked for.
///
/// # Panics
/// If one fails.
pub(crate) fn run<C: Check + Send>(checks: Vec<C>) -> Tally {
    let wanted = number("QIANZHAN_DIFFERENTIAL_CASES").unwrap_or(CASES);
    let seeds = AtomicU64::new(number("QIANZHAN_DIFFERENTIAL_SEED").unwrap_or(0));
    let tally = Mutex::new(Tally::default());
    std::thread::scope(|scope| {
        for mut check in checks {
            let (seeds, tally) = (&seeds, &tally);
            scope.spawn(move || {
                while tally.lock().expect("no check panics while it counts").cases < wanted {
                    one_world(seeds.fetch_add(1, Ordering::Relaxed), &mut check, tally);
                }
            });
        }
    });
    let tally = tally.into_inner().expect("no check panics while it counts");
    let Tally { worlds, cases, not_composed, invalid, failures } = &tally;
    println!("{cases} cases in {worlds} worlds; {invalid} invalid; not composed: {not_composed:?}");
    assert!(failures.is_empty(), "{}", tally.report());
    tally
}

fn number(variable: &str) -> Option<u64> {
    let value = std::env::var(variable).ok()?;
    Some(value.parse().unwrap_or_else(|_| panic!("{variable} is a number, not `{value}`")))
}

fn one_world(seed: u64, check: &mut impl Check, tally: &Mutex<Tally>) {
    let tallied = || tally.lock().expect("no check panics while it counts");
    let world = match Federated::new(generate(seed)) {
        Ok(world) => world,
        Err(Unusable::NotComposed(codes)) => {
            let code = codes.into_iter().next().unwrap_or_default();
            *tallied().not_composed.entry(code).or_default() += 1;
            return;
        }
        Err(Unusable::Broken(story)) => {
            tallied().fail(Failure::new("world", story), seed, 0);
            return;
        }
    };
    tallied().worlds += 1;
    check.enter(&world);
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    for turn in 0..OPERATIONS {
        let operation = random_operation(&mut rng, &world.schema);
        if !world.is_valid(&operation) {
            tallied().invalid += 1;
            continue;
        }
        tallied().cases += 1;
        let Err(failure) = check.check(&world, &operation) else { continue };
        let shown = number("QIANZHAN_DIFFERENTIAL_SHOWN").unwrap_or(SHOWN);
        let known = tallied().failures.get(&failure.kind).map_or(0, Vec::len);
        let small = ((known as u64) < shown)
            .then(|| smallest(seed, operation, check, &failure.kind))
            .flatten();
        check.enter(&world);
        let story = small.unwrap_or_default();
        tallied().fail(Failure { story, ..failure }, seed, turn);
    }
}

/// The story of the smallest case that fails in the same way.
fn smallest(seed: u64, operation: Operation, check: &mut impl Check, kind: &str) -> Option<String> {
    let world = Federated::new(generate(seed)).ok()?;
    let small = shrink(world, operation, &mut |world, operation| {
        check.enter(world);
        let failure = check.check(world, operation).err()?;
        (failure.kind == kind).then_some(failure.story)
    })?;
    let (schemas, variables) = (describe(&small.world.model), small.operation.variable_values());
    let values = serde_json::Value::Object(variables);
    Some(format!("{schemas}--- asked\n{}{values}\n{}", small.operation, small.story))
}

impl Tally {
    fn fail(&mut self, failure: Failure, seed: u64, turn: usize) {
        let story = failure.story;
        self.failures.entry(failure.kind).or_default().push(Failed { seed, turn, story });
    }

    fn report(&self) -> String {
        let mut text = String::from("\n");
        for (kind, failed) in &self.failures {
            let places: Vec<String> = failed
                .iter()
                .take(20)
                .map(|Failed { seed, turn, .. }| format!("{seed}.{turn}"))
                .collect();
            let _ = writeln!(text, "=== {kind}: {} (seed.turn {})", failed.len(), places.join(" "));
            for Failed { seed, turn, story } in failed.iter().filter(|one| !one.story.is_empty()) {
                let _ = writeln!(text, "--- {seed}.{turn}, made small\n{story}");
            }
        }
        text
    }
}
