//! The fetch graph: the requests of one operation, what each selects, and which must come first.
//!
//! [`Grower`] carries out what the search chose, from the root down: fields go into the group at
//! hand, or into a group of their own where one must go to another subgraph. A [`Group`] is one
//! request to a subgraph for the objects at one [`Place`]. `require` selects what a group needs of
//! others: keys, `@requires`, contexts. What is selected only for that goes under keys that no
//! selection of the client uses otherwise; `places` keeps account of them.

mod grow;
mod model;
mod open;
mod places;
mod require;
mod survey;

pub(super) use grow::{GrowError, Grower};
pub(super) use model::{FetchGraph, Group, GroupId, GroupKind, OutField, OutItem, Scope, SetId};
