//! The demonstration's records, as SQL finds them in filled databases.

mod consistency;
mod determinism;
mod honoured_figures;
mod network;
mod places_of_note;
