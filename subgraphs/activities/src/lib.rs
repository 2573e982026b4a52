//! The activities that committees of every level hold: consultation meetings and the plans they
//! stand in, sector activities, surveys and inspections, the brands of consultation, and what supports
//! a topic.

pub mod brands;
pub mod consultation_meetings;
pub mod consultation_plans;
mod extension;
pub mod sector_activities;
pub mod surveys;
mod tally;
pub mod topic_support;

pub use extension::{CONTRACT_SDL, extension};
