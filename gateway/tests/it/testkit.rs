//! What the tests stand on: a small hierarchy of libraries with rows of their own, sites that serve
//! them or misbehave, and a gateway over all of them.

pub(crate) mod answer;
pub(crate) mod bodies;
pub(crate) mod catalog;
pub(crate) mod hand_plan;
pub(crate) mod network;
pub(crate) mod paging;
pub(crate) mod site;
pub(crate) mod stock;
pub(crate) mod subgraph;
pub(crate) mod tokens;
pub(crate) mod world;

pub(crate) use network::{Network, NetworkBuilder};
pub(crate) use site::Behaviour;
