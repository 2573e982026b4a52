//! Entities in a response: where they stand, how they are named to a subgraph, and how what comes of
//! them is put there.
//!
//! [`places`] walks the response, [`representations`] collects what a target's entities are named by
//! (`ingredients` tells two apart before either is made), and `filling` takes the answer in.

mod context_values;
mod filling;
mod ingredients;
mod places;
mod representations;

pub(super) use places::{Place, fill_places, response_path, visit, visit_all};
pub(super) use representations::{ContextGroup, RepresentationBatch, collect_representations};
