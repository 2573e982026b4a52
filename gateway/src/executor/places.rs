//! Where the entities of one target stand in the response.
//!
//! All entities at one path of a plan differ in the indexes of lists only. So a place is these
//! indexes, and one walk down the response reads, or fills, all places of a path.

use smallvec::SmallVec;

use super::response::{PathSegment, ResponsePath};
use crate::planner::plan::FlattenSegment;

/// Indexes of the lists on the way down, in order.
pub(super) type ListIndexes = SmallVec<[u32; 4]>;

/// A place, and which of the representations stands for the entity there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) indexes: ListIndexes,
    pub(super) representation: usize,
}

/// The path from the root of the response to the place.
pub(super) fn response_path(path: &[FlattenSegment], indexes: &[u32]) -> ResponsePath {
    let mut indexes = indexes.iter().map(|index| PathSegment::Index(*index as usize));
    let mut found = ResponsePath::new();
    for segment in path {
        match segment {
            FlattenSegment::Key(key) => found.push(PathSegment::Key(key.clone())),
            FlattenSegment::Each => found.extend(indexes.next()),
            FlattenSegment::OnTypes(_) => {}
        }
    }
    found.extend(indexes);
    found
}
