//! The `_entities` lists of one target, taken out of the answers.

use std::collections::BTreeMap;

use super::Answers;
use crate::{
    executor::scatter::{Contribution, Contributions},
    json::Value,
    planner::plan::EntityTarget,
    sites::SiteId,
};

/// The entities that each site answered, until they are merged.
pub(super) struct EntityLists {
    by_site: BTreeMap<SiteId, Vec<Value>>,
    /// Whether some entity serves several representations: then each is copied, else moved.
    is_shared: bool,
}

impl EntityLists {
    /// Takes the target's list out of each answer. `contributions` are all that will be asked for.
    pub(super) fn take(
        answers: &mut Answers,
        target: &EntityTarget,
        contributions: &[Contributions],
    ) -> Self {
        let by_site: BTreeMap<SiteId, Vec<Value>> = answers
            .iter_mut()
            .filter_map(|(site, answer)| {
                let data = answer.as_mut().ok()?.data.as_mut()?;
                match data.get_mut(target.response_key.as_str())? {
                    Value::Array(items) => Some((*site, std::mem::take(items))),
                    _ => None,
                }
            })
            .collect();
        let entities: usize = by_site.values().map(Vec::len).sum();
        let uses: usize = contributions.iter().map(|places| places.len()).sum();
        Self { by_site, is_shared: uses > entities }
    }

    /// What sites contribute to one entity; nothing of those that gave nothing.
    pub(super) fn contributions(&mut self, places: &[Contribution]) -> impl Iterator<Item = Value> {
        places.iter().filter_map(|place| self.contribution(*place))
    }

    fn contribution(&mut self, place: Contribution) -> Option<Value> {
        let entity = self.by_site.get_mut(&place.site)?.get_mut(place.position)?;
        Some(if self.is_shared { entity.clone() } else { std::mem::replace(entity, Value::Null) })
    }
}
