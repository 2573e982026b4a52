//! Our plans against the library's: never more steps one after the other, and more requests only
//! for a reason that stands in [`EXPLAINED`].

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use crate::{
    campaign::{Check, Failure, run},
    federated::Federated,
    library::Library,
    plan_shape::{PlanShape, fields_asked, fields_selected},
    planning::{BUDGET, plan},
    properties::Properties,
    world::Operation,
};

/// Why a plan of ours may take more requests than the library's.
struct Explanation {
    #[expect(dead_code, reason = "for who reads the table")]
    why: &'static str,
    covers: fn(&Compared) -> bool,
}

/// Kinds of cases in which more requests are right.
const EXPLAINED: [Explanation; 2] = [
    Explanation {
        why: "the library runs what hangs on one root mutation beside the next mutation, so it can \
              ask a subgraph once for both; mutations in strict order cannot",
        covers: |compared| compared.is_mutation,
    },
    Explanation {
        why: "a request that a condition may spare is not joined with one that is always sent: one \
              request more where the condition holds, none that fetches nothing where it does not",
        covers: |compared| {
            compared.ours.requests - compared.ours.conditional <= compared.library.requests
        },
    },
];

/// The plans of one operation.
#[derive(Debug)]
struct Compared {
    ours: PlanShape,
    library: PlanShape,
    is_mutation: bool,
}

/// How often each was better.
#[derive(Default)]
struct Score {
    compared: AtomicU64,
    fewer_steps: AtomicU64,
    fewer_requests: AtomicU64,
    explained: AtomicU64,
    library_without_plan: AtomicU64,
    library_flawed: AtomicU64,
}

struct NoLonger {
    library: Option<Library>,
    properties: Properties,
    score: Arc<Score>,
}

impl Check for NoLonger {
    fn enter(&mut self, world: &Federated) {
        self.library = Library::new(&world.supergraph_sdl);
        self.properties = Properties::of(world);
    }

    fn check(&mut self, world: &Federated, operation: &Operation) -> Result<(), Failure> {
        let prepared = world.prepare(operation).map_err(|error| Failure::new("refused", error))?;
        let count = |counter: &AtomicU64| counter.fetch_add(1, Ordering::Relaxed);
        let text = operation.to_string();
        let library =
            self.library.as_ref().and_then(|library| library.plan(&world.supergraph, &text));
        let Some(library) = library else {
            count(&self.score.library_without_plan);
            return Ok(());
        };
        // A plan that leaves something out is short, and nothing to be measured by.
        if self.properties.check(world, operation, &library).is_err() {
            count(&self.score.library_flawed);
            return Ok(());
        }
        let planned = plan(&world.planner, &prepared, BUDGET);
        let planned = planned.map_err(|error| Failure::new("no plan", error.to_string()))?.plan;
        // Nor is one that asks nothing of a union's member which not all subgraphs know.
        let left_out = |plan| {
            let asked = fields_asked(plan);
            fields_selected(&text).into_iter().filter(move |name| !asked.contains(name)).count()
        };
        if left_out(&library) > left_out(&planned) {
            count(&self.score.library_flawed);
            return Ok(());
        }
        count(&self.score.compared);
        let compared = Compared {
            ours: PlanShape::of(&planned),
            library: PlanShape::of(&library),
            is_mutation: operation.is_mutation,
        };
        self.judge(&compared, count).map_err(|kind| {
            let plans = format!("{}the library's\n{}", world.show(&planned), world.show(&library));
            Failure::new(kind, format!("{compared:?}\n{plans}"))
        })
    }
}

impl NoLonger {
    fn judge(
        &self,
        compared: &Compared,
        count: impl Fn(&AtomicU64) -> u64,
    ) -> Result<(), &'static str> {
        let Compared { ours, library, is_mutation } = compared;
        // The library's mutations are shorter because they are out of order.
        if ours.steps > library.steps && !is_mutation {
            return Err("more steps");
        }
        if ours.steps < library.steps {
            count(&self.score.fewer_steps);
        }
        if ours.requests < library.requests {
            count(&self.score.fewer_requests);
        }
        if ours.requests > library.requests && ours.steps >= library.steps {
            if !EXPLAINED.iter().any(|explanation| (explanation.covers)(compared)) {
                return Err("more requests");
            }
            count(&self.score.explained);
        }
        Ok(())
    }
}

#[test]
fn plans_are_no_longer_than_the_librarys() {
    let score = Arc::new(Score::default());
    let check =
        || NoLonger { library: None, properties: Properties::default(), score: Arc::clone(&score) };
    run(vec![check(), check()]);
    let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
    println!(
        "{} plans compared: {} with fewer steps, {} with fewer requests, {} with more requests, \
         explained; the library had no plan for {} more, and a flawed one for {}",
        read(&score.compared),
        read(&score.fewer_steps),
        read(&score.fewer_requests),
        read(&score.explained),
        read(&score.library_without_plan),
        read(&score.library_flawed),
    );
    assert!(read(&score.compared) > 0, "nothing was compared");
}
