//! A plain supergraph, each subgraph at one URL, through the gateway: no sites, no regions.

mod accounts;
mod fixture;
mod inventory;
mod products;
mod reviews;

mod composes;
mod crosses_subgraphs;
mod mutates;
mod survives;
