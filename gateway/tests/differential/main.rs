//! Proves the planner on seeded worlds: what the gateway answers from the subgraphs is what one
//! server would answer from the whole, its plans are no longer than the library's, and every plan
//! has the properties that a plan must have.
//!
//! `QIANZHAN_DIFFERENTIAL_CASES` sets how many operations are asked; `QIANZHAN_DIFFERENTIAL_SEED`
//! the world to begin with.

#[path = "../federation"]
mod federation {
    pub(crate) mod testkit;
}

mod answers;
mod campaign;
mod federated;
mod lengths;
mod library;
mod plan_shape;
mod planning;
mod properties;
mod reference;
mod shrink;
mod stress;
mod world;

use federation::testkit;
