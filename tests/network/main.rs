//! The demonstration network, asked through its gateway, against SQL over the union of its sites'
//! databases. One network serves all tests of this binary; a test that stops a site starts its own.

mod attacks;
mod crossing;
mod decided;
mod duties;
mod errors;
mod first_question;
mod outages;
mod paging;
mod policies;
mod reach;
mod roster;
mod saved_questions;
mod search;
mod tallies;
mod testkit;
mod work;
