//! Integration tests of the gateway over many sites: one behaviour for each file.

mod contracts_fit;
mod testkit;
mod gathers_figures;
mod scratch;
