//! Where the entities of one target stand in the response.
//!
//! All entities at one path of a plan differ in the indexes of lists only, counted from the root or
//! from what several objects have in common. So a place is where it is counted from and these indexes,
//! and one walk down the response reads, or fills, all places of a path.

use rustc_hash::FxHashSet;
use smallvec::SmallVec;

use crate::{
    executor::response::{Found, Node, PathSegment, Response, ResponsePath},
    json::{Object, SharedId, Value},
    planner::plan::{FlattenSegment, TYPENAME},
};

/// Indexes of the lists on the way down, in order.
pub(in crate::executor) type ListIndexes = SmallVec<[u32; 4]>;

/// What a place is counted from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(in crate::executor) struct Base {
    /// Fields in common; `None` for the root of the response.
    pub(in crate::executor) shared: Option<SharedId>,
    /// How many segments of the path lead there.
    depth: u32,
}

/// A place, and which of the representations stands for the entity there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::executor) struct Place {
    pub(in crate::executor) base: Base,
    pub(in crate::executor) indexes: ListIndexes,
    pub(in crate::executor) representation: usize,
}

/// The path from the root of the response to the place of these indexes.
pub(in crate::executor) fn response_path(path: &[FlattenSegment], indexes: &[u32]) -> ResponsePath {
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

/// Hands each object at `path` once to `see`, with its place, in order.
pub(in crate::executor) fn visit<'r>(
    response: &'r Response,
    path: &[FlattenSegment],
    see: &mut dyn FnMut(Base, &[u32], Node<'r>),
) {
    let seen = Some(FxHashSet::default());
    Walk::new(path, seen, see).object(response.root(), 0);
}

/// Hands each object at `path` to `see` as often as it stands there, with the indexes of all lists
/// above it.
pub(in crate::executor) fn visit_all<'r>(
    response: &'r Response,
    path: &[FlattenSegment],
    see: &mut dyn FnMut(&[u32], Node<'r>),
) {
    let see = &mut |_, indexes: &[u32], node| see(indexes, node);
    Walk::new(path, None, see).object(response.root(), 0);
}

/// One walk down a path.
struct Walk<'w, 'r> {
    path: &'w [FlattenSegment],
    /// Where it went down already; `None` if it is to go everywhere again.
    seen: Option<FxHashSet<Base>>,
    base: Base,
    /// From there on.
    indexes: ListIndexes,
    /// For each segment of the path, where its field was found last.
    hints: SmallVec<[usize; 8]>,
    see: &'w mut dyn FnMut(Base, &[u32], Node<'r>),
}

impl<'w, 'r> Walk<'w, 'r> {
    fn new(
        path: &'w [FlattenSegment],
        seen: Option<FxHashSet<Base>>,
        see: &'w mut dyn FnMut(Base, &[u32], Node<'r>),
    ) -> Self {
        let hints = SmallVec::from_elem(0, path.len());
        Self { path, seen, base: Base::default(), indexes: ListIndexes::new(), hints, see }
    }

    /// `depth` is how many segments lead here.
    fn object(&mut self, node: Node<'r>, depth: usize) {
        match self.path.get(depth) {
            None => (self.see)(self.base, &self.indexes, node),
            Some(FlattenSegment::Key(key)) => {
                if let Some(found) = node.find_near(key, self.hints[depth]) {
                    self.hints[depth] = found.place;
                    self.found(node, found, depth);
                }
            }
            Some(FlattenSegment::OnTypes(types)) => {
                if node.text(TYPENAME).is_none_or(|typename| types.contains(typename)) {
                    self.object(node, depth + 1);
                }
            }
            Some(FlattenSegment::Each) => {}
        }
    }

    fn found(&mut self, node: Node<'r>, Found { value, shared, .. }: Found<'r>, depth: usize) {
        let (Some(seen), Some(_)) = (&mut self.seen, shared) else {
            return self.value(node, value, depth + 1);
        };
        // A path has few segments.
        let base = Base { shared, depth: depth as u32 };
        if seen.insert(base) {
            let outer =
                (std::mem::replace(&mut self.base, base), std::mem::take(&mut self.indexes));
            self.value(node, value, depth + 1);
            (self.base, self.indexes) = outer;
        }
    }

    fn value(&mut self, above: Node<'r>, value: &'r Value, depth: usize) {
        match value {
            Value::Object(fields) => self.object(above.below(fields), depth),
            Value::Array(items) => {
                // Where the path has no step left for a list: a fetch may end in a list of lists.
                let depth = match self.path.get(depth) {
                    Some(FlattenSegment::Each) => depth + 1,
                    None => depth,
                    _ => return,
                };
                for (index, item) in (0..).zip(items) {
                    self.indexes.push(index);
                    self.value(above, item, depth);
                    self.indexes.pop();
                }
            }
            _ => {}
        }
    }
}

/// Hands the object at each of `places` to `fill`, with its representation. The places are of one path,
/// and in the order in which [`visit`] told of them.
pub(in crate::executor) fn fill_places(
    response: &mut Response,
    path: &[FlattenSegment],
    places: &[Place],
    fill: &mut dyn FnMut(&mut Object, usize),
) {
    for places in places.chunk_by(|one, other| one.base == other.base) {
        let Base { shared, depth } = places[0].base;
        let fields = match shared {
            None => Some(&mut response.data),
            Some(id) => response.shared.get_mut(id.0 as usize),
        };
        if let Some(fields) = fields {
            fill_in_object(fields, &path[depth as usize..], places, 0, fill);
        }
    }
}

/// `depth` is how many of the places' indexes lead here; they are alike in these.
fn fill_in_object(
    fields: &mut Object,
    path: &[FlattenSegment],
    places: &[Place],
    depth: usize,
    fill: &mut dyn FnMut(&mut Object, usize),
) {
    match path.split_first() {
        None => places.iter().for_each(|place| fill(fields, place.representation)),
        Some((FlattenSegment::Key(key), rest)) => {
            if let Some(inner) = fields.get_mut(key) {
                fill_in(inner, rest, places, depth, fill);
            }
        }
        // The places are of those that fitted.
        Some((FlattenSegment::OnTypes(_), rest)) => {
            fill_in_object(fields, rest, places, depth, fill);
        }
        Some((FlattenSegment::Each, _)) => {}
    }
}

fn fill_in(
    value: &mut Value,
    path: &[FlattenSegment],
    places: &[Place],
    depth: usize,
    fill: &mut dyn FnMut(&mut Object, usize),
) {
    match value {
        Value::Object(fields) => fill_in_object(fields, path, places, depth, fill),
        Value::Array(items) => {
            let rest = match path.split_first() {
                Some((FlattenSegment::Each, rest)) => rest,
                None => path,
                _ => return,
            };
            for below in places.chunk_by(|a, b| a.indexes.get(depth) == b.indexes.get(depth)) {
                let index = below[0].indexes.get(depth).map(|index| *index as usize);
                if let Some(item) = index.and_then(|index| items.get_mut(index)) {
                    fill_in(item, rest, below, depth + 1, fill);
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

    fn places_of<'r>(
        response: &'r Response,
        path: &[FlattenSegment],
    ) -> (Vec<Place>, Vec<&'r str>) {
        let mut ids = Vec::new();
        let mut places = Vec::new();
        visit(response, path, &mut |base, indexes, object| {
            let id = object.text("id").expect("an id");
            let representation = ids.iter().position(|known| *known == id).unwrap_or(ids.len());
            if representation == ids.len() {
                ids.push(id);
            }
            places.push(Place { base, indexes: indexes.into(), representation });
        });
        (places, ids)
    }

    fn object(value: Value) -> Object {
        match value {
            Value::Object(fields) => fields,
            other => panic!("{other} is no object"),
        }
    }

    #[test]
    fn one_walk_sees_all_places_of_a_path_and_one_fills_them() {
        let data = object(json!({"rows": [
            [{"id": "a"}, null, {"id": "b"}],
            [],
            [{"id": "a"}, {"__typename": "Other", "id": "c"}],
        ]}));
        let mut response = Response { data, shared: Vec::new() };
        let of_a = FlattenSegment::OnTypes(BTreeSet::from(["A".to_owned()]));
        let path =
            [FlattenSegment::Key("rows".into()), FlattenSegment::Each, FlattenSegment::Each, of_a];
        let (places, ids) = places_of(&response, &path);
        assert_eq!(ids, ["a", "b"]);
        let indexes: Vec<&[u32]> = places.iter().map(|place| place.indexes.as_slice()).collect();
        assert_eq!(indexes, [[0, 0], [0, 2], [2, 0]]);
        fill_places(&mut response, &path, &places, &mut |object, representation| {
            if representation == 0 {
                object.insert("name", json!("A"));
            }
        });
        let expected = json!({"rows": [
            [{"id": "a", "name": "A"}, null, {"id": "b"}],
            [],
            [{"id": "a", "name": "A"}, {"__typename": "Other", "id": "c"}],
        ]});
        assert_eq!(Value::Object(response.data), expected);
    }

    /// Two objects have a list in common, of which an item has something in common with a third.
    #[test]
    fn what_is_in_common_is_walked_and_filled_once() {
        let data = json!({"rows": [{"id": "x"}, {"id": "y"}, {"id": "w", "below": [{"id": "z"}]}]});
        let shared = [
            json!({"below": [{"id": "a"}, {"id": "b"}]}),
            json!({"name": "never reached by this path"}),
        ];
        let mut response = Response { data: object(data), shared: shared.map(object).into() };
        let rows = [FlattenSegment::Key("rows".into()), FlattenSegment::Each];
        let (mut places, _) = places_of(&response, &rows);
        places.truncate(2);
        fill_places(&mut response, &rows, &places, &mut |object, _| object.share(SharedId(0)));
        let below =
            [&rows[..], &[FlattenSegment::Key("below".into()), FlattenSegment::Each]].concat();
        let (places, ids) = places_of(&response, &below);
        assert_eq!(ids, ["a", "b", "z"], "each once");
        let mut all = Vec::new();
        visit_all(&response, &below, &mut |indexes, node| {
            all.push((indexes.to_vec(), node.text("id").expect("an id")));
        });
        let expected = [
            (vec![0, 0], "a"),
            (vec![0, 1], "b"),
            (vec![1, 0], "a"),
            (vec![1, 1], "b"),
            (vec![2, 0], "z"),
        ];
        assert_eq!(all, expected, "as often as it stands there");
        fill_places(&mut response, &below, &places, &mut |object, representation| {
            object.insert("n", Value::from(representation));
        });
        let mut filled = Vec::new();
        visit_all(&response, &below, &mut |_, node| filled.push(node.get("n").cloned()));
        let expected = [0_u64, 1, 0, 1, 2].map(|number| Some(Value::from(number)));
        assert_eq!(filled, expected);
    }
}
