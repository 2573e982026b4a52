//! What of an answer stays unread until it is merged: of a page that is merged with those of other
//! sites only a few items are kept, and only their cursors say which.

use std::collections::HashMap;

use ahash::RandomState;

use crate::{
    json::{Laziness, Text},
    planner::plan::{ConnectionShape, FetchTarget, FieldMerge, ObjectShape, RootSpread},
    supergraph::jurisdiction::Spread,
};

type LazyFields = HashMap<Text, Laziness, RandomState>;

/// What of the body of an answer to fetches with these targets stays unread.
pub(super) fn laziness_of<'a>(targets: impl Iterator<Item = &'a FetchTarget>) -> Laziness {
    match of_fields(targets.flat_map(of_data).collect()) {
        Some(data) => Laziness::Fields(LazyFields::from_iter([("data".into(), data)])),
        None => Laziness::Nothing,
    }
}

fn of_data(target: &FetchTarget) -> LazyFields {
    match target {
        FetchTarget::Root(target) => match &target.spread {
            RootSpread::Gather { shape, .. } => of_object(shape),
            RootSpread::Route { .. } | RootSpread::Fixed => LazyFields::default(),
        },
        FetchTarget::Entities(targets) => targets
            .iter()
            .filter_map(|target| {
                let [spread] = target.spreads.as_slice() else { return None };
                let is_gathered = matches!(spread.spread, Spread::Gather { .. });
                let fields = is_gathered.then(|| of_object(&spread.shape))?;
                Some((target.response_key.as_str().into(), of_fields(fields)?))
            })
            .collect(),
    }
}

fn of_fields(fields: LazyFields) -> Option<Laziness> {
    (!fields.is_empty()).then_some(Laziness::Fields(fields))
}

fn of_object(shape: &ObjectShape) -> LazyFields {
    let fields = shape.fields.iter().filter_map(|field| {
        let inner = match &field.merge {
            FieldMerge::Object(shape) => of_object(shape),
            FieldMerge::Connection(shape) => of_connection(shape),
            _ => return None,
        };
        Some((field.response_key.clone(), of_fields(inner)?))
    });
    fields.collect()
}

fn of_connection(shape: &ConnectionShape) -> LazyFields {
    let edges = shape.edges.iter().map(|keys| &keys.edges);
    edges.chain(&shape.nodes).map(|key| (key.clone(), Laziness::Items)).collect()
}
