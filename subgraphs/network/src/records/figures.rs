//! What documents report.

pub mod reported_figures;
