//! Where the entities of one target stand in the response.
//!
//! All entities at one path of a plan differ in the indexes of lists only. So a place is these
//! indexes, and one walk down the response reads, or fills, all places of a path.

use smallvec::SmallVec;

use super::response::{PathSegment, ResponsePath, merge_objects};
use crate::{
    json::{Object, Value},
    planner::plan::FlattenSegment,
};

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

/// Hands each object at `path` below `root`, with the indexes of the lists above it, to `see`, in
/// order.
pub(super) fn visit<'a>(
    root: &'a Object,
    path: &[FlattenSegment],
    see: &mut dyn FnMut(&[u32], &'a Object),
) {
    visit_object(root, path, &mut ListIndexes::new(), see);
}

/// Merges what `take` gives for its representation into the object at each of `places`, which are of
/// one path and in the order in which [`visit`] told of them.
pub(super) fn merge_at_places(
    root: &mut Object,
    path: &[FlattenSegment],
    places: &[Place],
    take: &mut dyn FnMut(usize) -> Option<Value>,
) {
    merge_in_object(root, path, places, 0, take);
}

fn visit_object<'a>(
    fields: &'a Object,
    path: &[FlattenSegment],
    indexes: &mut ListIndexes,
    see: &mut dyn FnMut(&[u32], &'a Object),
) {
    match path.split_first() {
        None => see(indexes, fields),
        Some((FlattenSegment::Key(key), rest)) => {
            if let Some(inner) = fields.get(key) {
                visit_value(inner, rest, indexes, see);
            }
        }
        Some((FlattenSegment::OnTypes(types), rest)) => {
            let typename = fields.get("__typename").and_then(Value::as_str);
            if typename.is_none_or(|typename| types.contains(typename)) {
                visit_object(fields, rest, indexes, see);
            }
        }
        Some((FlattenSegment::Each, _)) => {}
    }
}

fn visit_value<'a>(
    value: &'a Value,
    path: &[FlattenSegment],
    indexes: &mut ListIndexes,
    see: &mut dyn FnMut(&[u32], &'a Object),
) {
    match value {
        Value::Object(fields) => visit_object(fields, path, indexes, see),
        Value::Array(items) => {
            // Where the path has no step left for a list: a fetch may end in a list of lists.
            let rest = match path.split_first() {
                Some((FlattenSegment::Each, rest)) => rest,
                None => path,
                _ => return,
            };
            for (index, item) in (0..).zip(items) {
                indexes.push(index);
                visit_value(item, rest, indexes, see);
                indexes.pop();
            }
        }
        _ => {}
    }
}

/// `depth` is how many of the places' indexes lead here; they are alike in these.
fn merge_in_object(
    fields: &mut Object,
    path: &[FlattenSegment],
    places: &[Place],
    depth: usize,
    take: &mut dyn FnMut(usize) -> Option<Value>,
) {
    match path.split_first() {
        None => {
            for place in places {
                if let Some(Value::Object(source)) = take(place.representation) {
                    merge_objects(fields, source);
                }
            }
        }
        Some((FlattenSegment::Key(key), rest)) => {
            if let Some(inner) = fields.get_mut(key) {
                merge_in(inner, rest, places, depth, take);
            }
        }
        // The places are of those that fitted.
        Some((FlattenSegment::OnTypes(_), rest)) => {
            merge_in_object(fields, rest, places, depth, take);
        }
        Some((FlattenSegment::Each, _)) => {}
    }
}

fn merge_in(
    value: &mut Value,
    path: &[FlattenSegment],
    places: &[Place],
    depth: usize,
    take: &mut dyn FnMut(usize) -> Option<Value>,
) {
    match value {
        Value::Object(fields) => merge_in_object(fields, path, places, depth, take),
        Value::Array(items) => {
            let rest = match path.split_first() {
                Some((FlattenSegment::Each, rest)) => rest,
                None => path,
                _ => return,
            };
            for below in places.chunk_by(|a, b| a.indexes.get(depth) == b.indexes.get(depth)) {
                let index = below[0].indexes.get(depth).map(|index| *index as usize);
                if let Some(item) = index.and_then(|index| items.get_mut(index)) {
                    merge_in(item, rest, below, depth + 1, take);
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::json::json;

    #[test]
    fn one_walk_sees_all_places_of_a_path_and_one_fills_them() {
        let mut root = json!({"rows": [
            [{"id": "a"}, null, {"id": "b"}],
            [],
            [{"id": "a"}, {"__typename": "Other", "id": "c"}],
        ]});
        let Value::Object(root) = &mut root else { panic!("it is an object") };
        let of_a = FlattenSegment::OnTypes(BTreeSet::from(["A".to_owned()]));
        let path =
            [FlattenSegment::Key("rows".into()), FlattenSegment::Each, FlattenSegment::Each, of_a];
        let mut ids = Vec::new();
        let mut places = Vec::new();
        visit(root, &path, &mut |indexes, object| {
            let id = object.get("id").and_then(Value::as_str).expect("an id").to_owned();
            let representation = ids.iter().position(|known| *known == id).unwrap_or(ids.len());
            if representation == ids.len() {
                ids.push(id);
            }
            places.push(Place { indexes: indexes.into(), representation });
        });
        assert_eq!(ids, ["a", "b"]);
        let indexes: Vec<&[u32]> = places.iter().map(|place| place.indexes.as_slice()).collect();
        assert_eq!(indexes, [[0, 0], [0, 2], [2, 0]]);
        merge_at_places(root, &path, &places, &mut |representation| {
            (representation == 0).then(|| json!({"name": "A"}))
        });
        let expected = json!({"rows": [
            [{"id": "a", "name": "A"}, null, {"id": "b"}],
            [],
            [{"id": "a", "name": "A"}, {"__typename": "Other", "id": "c"}],
        ]});
        assert_eq!(Value::Object(root.clone()), expected);
    }
}
