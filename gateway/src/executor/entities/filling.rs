//! Puts what has come of representations at the places of their entities. Where the plan says that all
//! places of a path are filled alike, an entity that stands at several of them is kept once.

use super::places::{Place, fill_places};
use crate::{
    executor::response::{Response, merge_objects, share_fields},
    json::{Object, SharedId, Value},
    planner::plan::{EntityTarget, FlattenSegment},
};

/// Takes `values`, one for each representation where there is one, into the response. `places` are those
/// of each of the target's paths.
pub(super) fn fill(
    target: &EntityTarget,
    places: &[Vec<Place>],
    values: Vec<Option<Value>>,
    response: &mut Response,
) {
    let mut values = Values::new(values, places);
    for (number, (path, places)) in target.paths.iter().zip(places).enumerate() {
        if target.shares.get(number).is_some_and(|shares| *shares) {
            fill_and_share(response, path, places, &mut values);
        } else {
            fill_places(response, path, places, &mut |object, representation| {
                if let Some(fields) = values.take(representation) {
                    merge_objects(object, fields);
                }
            });
        }
    }
}

/// What has come of each representation, and at how many places it is still to be put.
struct Values {
    values: Vec<Option<Value>>,
    uses: Vec<usize>,
}

impl Values {
    fn new(values: Vec<Option<Value>>, places: &[Vec<Place>]) -> Self {
        let mut uses = vec![0; values.len()];
        for place in places.iter().flatten() {
            uses[place.representation] += 1;
        }
        Self { values, uses }
    }

    fn take(&mut self, representation: usize) -> Option<Object> {
        self.take_for(representation, 1)
    }

    /// The fields for so many places. The last place gets the value itself.
    fn take_for(&mut self, representation: usize, places: usize) -> Option<Object> {
        let uses = &mut self.uses[representation];
        *uses -= places;
        let value = match *uses {
            0 => self.values[representation].take(),
            _ => self.values[representation].clone(),
        };
        match value? {
            Value::Object(fields) => Some(fields),
            _ => None,
        }
    }
}

/// Fills the places of one path. An entity of several is kept once.
fn fill_and_share(
    response: &mut Response,
    path: &[FlattenSegment],
    places: &[Place],
    values: &mut Values,
) {
    let mut uses = vec![0_usize; values.uses.len()];
    for place in places {
        uses[place.representation] += 1;
    }
    let known = response.shared.len();
    let mut shared: Vec<Object> = Vec::new();
    let mut numbers: Vec<Option<usize>> = vec![None; uses.len()];
    for (representation, uses) in uses.iter().enumerate().filter(|(_, uses)| **uses > 1) {
        if let Some(fields) = values.take_for(representation, *uses) {
            numbers[representation] = Some(shared.len());
            shared.push(fields);
        }
    }
    fill_places(response, path, places, &mut |object, representation| {
        if let Some(number) = numbers[representation] {
            // An answer holds fewer objects.
            share_fields(object, SharedId((known + number) as u32), &shared[number]);
        } else if uses[representation] == 1
            && let Some(fields) = values.take(representation)
        {
            merge_objects(object, fields);
        }
    });
    response.shared.append(&mut shared);
}
