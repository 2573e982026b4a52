//! The gateway answers as graphql-js does over the unsplit schema: the same data, in the same order.

use serde_json::Value;
use tokio::runtime::{Builder, Runtime};

use crate::{
    campaign::{Check, Failure, run},
    federated::Federated,
    reference::Reference,
    world::{Operation, reference_world},
};

struct SameAnswer {
    reference: Reference,
    runtime: Runtime,
}

impl SameAnswer {
    fn start() -> Option<Self> {
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        Some(Self { reference: Reference::start()?, runtime })
    }
}

impl Check for SameAnswer {
    fn enter(&mut self, world: &Federated) {
        self.reference.set_world(&reference_world(&world.model, &world.unsplit));
    }

    fn check(&mut self, world: &Federated, operation: &Operation) -> Result<(), Failure> {
        let expected = self.reference.ask(&operation.to_string(), &operation.variable_values());
        let answer = self.runtime.block_on(world.ask(operation));
        let requests = world.take_requests();
        let kind = if expected.get("errors").is_some() {
            "the reference fails".to_owned()
        } else if let Some(errors) = answer.get("errors") {
            format!("errors: {}", errors[0]["extensions"]["code"].as_str().unwrap_or("none"))
        } else if answer["data"] != expected["data"] {
            "other data".to_owned()
        } else if text(&answer) != text(&expected) {
            "other order".to_owned()
        } else {
            return Ok(());
        };
        let story = format!("expected {expected}\nanswered {answer}\n{requests}");
        Err(Failure::new(kind, story))
    }
}

/// The data as a client reads it: the order of fields is part of the answer.
fn text(answer: &Value) -> String {
    answer["data"].to_string()
}

#[test]
fn the_answer_is_that_of_one_server_over_the_whole() {
    let checks: Vec<SameAnswer> = (0..2).filter_map(|_| SameAnswer::start()).collect();
    if !checks.is_empty() {
        run(checks);
    }
}
