//! The demonstration network, written through its gateway. It has a binary of its own: the tests of
//! `network` compare with records that stand still.

mod duties;
mod roster;
mod testkit;
mod through_the_gateway;
