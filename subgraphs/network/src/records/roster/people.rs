//! Persons: what this site knows of people who may hold seats on several.

mod schema;

pub(crate) use schema::{Person, register};
