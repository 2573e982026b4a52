//! How a fetch finds its sites, in words.

use crate::{
    planner::plan::{EntityTarget, RootSpread},
    supergraph::jurisdiction::Spread,
};

/// Of a root fetch; `None` where the subgraph has one address.
pub(super) fn of_root(spread: &RootSpread) -> Option<String> {
    match spread {
        RootSpread::Fixed => None,
        RootSpread::Route { key } => Some(format!("route by {key}")),
        RootSpread::Gather { key: Some(key), .. } => Some(format!("gather by {key}")),
        RootSpread::Gather { key: None, .. } => Some("gather the whole network".to_owned()),
    }
}

/// Of entities, for each type.
pub(super) fn of_entities(target: &EntityTarget) -> Vec<String> {
    let spreads = target.spreads.iter().map(|spread| match &spread.spread {
        Spread::Route { by } => format!("{}: route by {by}", spread.type_name),
        Spread::Gather { by: Some(by) } => format!("{}: gather by {by}", spread.type_name),
        Spread::Gather { by: None } => format!("{}: gather the whole network", spread.type_name),
    });
    spreads.collect()
}
