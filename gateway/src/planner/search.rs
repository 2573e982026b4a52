//! Decides who resolves what: the cheapest way for every selection from every place it may be at.
//!
//! A [`State`] is a place: an object, as one subgraph has it. [`Search::choose`] says how a node is
//! fetched from there: what the subgraph answers itself, and for what one must go to another and by
//! which key. Answers depend on node and state only, so each is found once, and the work grows with
//! their number, not with the number of plans. Best is: least left over, then fewest sequential
//! steps, then fewest requests; ties go to what stands first.
//!
//! `reach` finds the ways from subgraph to subgraph, `choose_object` and `choose_abstract` pick.

mod choose;
mod choose_abstract;
mod choose_object;
mod reach;
mod state;

pub(super) use choose::{Pick, Search};
pub(super) use state::{State, Target};
