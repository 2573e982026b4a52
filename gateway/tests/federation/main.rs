//! All of Federation through the gateway: for each theme a small supergraph, subgraphs that answer
//! from rows of their own, and queries with the answers those rows make.

mod testkit;

mod abstract_types;
mod entity_calls;
mod federation_1;
mod inaccessible;
mod interface_objects;
mod mutations;
mod overrides;
mod provides;
mod requires;
mod requires_abstract;
mod shared_entities;
mod shared_roots;
mod unions;
