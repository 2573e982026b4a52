//! Proposals (提案) of committees of every level, and how they are supervised (督办).

mod extension;
pub mod proposal_supervisions;
pub mod proposals;
mod tally;

pub use extension::{CONTRACT_SDL, extension};
