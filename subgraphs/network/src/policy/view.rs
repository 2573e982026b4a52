//! The policy as it holds for one request: who asks, and what was kept back from them.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::{
        Arc, Mutex, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

use async_graphql::{Context, Value};

use super::{Decision, Policy, Relations, ServiceRefusal, fields::FieldIndex};
use crate::{
    callers::{Caller, CallerRelation, CallerRole},
    record_id::RecordId,
    region::RegionCode,
    site::{SiteOwner, SiteRegions},
    text_column::text_enum,
};

text_enum! {
    /// How a value was kept back.
    How {
        /// 不给
        Withheld = "WITHHELD",
        /// 遮蔽
        Masked = "MASKED",
        /// 只给数目
        CountOnly = "COUNT_ONLY",
        /// 人数太小
        Suppressed = "SUPPRESSED",
        /// 人数取整
        Rounded = "ROUNDED",
    }
}

/// Keys from the root to an object of the answer.
type ObjectPath = Vec<String>;

/// The policy over one request.
#[derive(Debug)]
pub(crate) struct PolicyView {
    policy: Arc<Policy>,
    caller: Arc<Caller>,
    regions: SiteRegions,
    /// How the caller stands to the site's own region.
    to_owner: Relations,
    kept_back: Mutex<BTreeSet<(FieldIndex, How)>>,
    counts_alone: Mutex<HashSet<ObjectPath>>,
    has_counts_alone: AtomicBool,
    /// What the call uses, and the owner withdrew.
    refusal: OnceLock<ServiceRefusal>,
    /// At a site with several regions: how the caller stands to the owners of the object at a path.
    by_path: Mutex<HashMap<ObjectPath, Relations>>,
}

impl PolicyView {
    pub(crate) fn new(
        policy: Arc<Policy>,
        caller: Arc<Caller>,
        SiteOwner(owner): SiteOwner,
        regions: SiteRegions,
    ) -> Self {
        Self {
            policy,
            to_owner: Relations::to(CallerRelation::of(&caller, &owner)),
            caller,
            regions,
            kept_back: Mutex::default(),
            counts_alone: Mutex::default(),
            has_counts_alone: AtomicBool::new(false),
            refusal: OnceLock::new(),
            by_path: Mutex::default(),
        }
    }

    /// Whether a field is of a contract that the owner withdrew: then the whole call is refused.
    pub(super) fn refuses(&self, field: FieldIndex) -> bool {
        let refusal = self.policy.service.withdrawn(field);
        refusal.map(|refusal| self.refusal.set(refusal)).is_some()
    }

    /// The same for entities, by their key.
    pub(crate) fn refuses_entity(&self, type_name: &str, key: &str) -> bool {
        let key = self.policy.fields.index_of(type_name, key);
        key.is_some_and(|key| self.refuses(key))
    }

    /// Why the call is refused.
    pub(crate) fn refusal(&self) -> Option<&ServiceRefusal> {
        self.refusal.get()
    }

    pub(crate) fn policy(&self) -> &Policy {
        &self.policy
    }

    /// What each of some owners grants.
    pub(super) fn grants(&self, relations: Relations) -> Grants<'_> {
        Grants { policy: &self.policy, roles: &self.caller.roles, relations }
    }

    /// How the caller stands to the owners of the object whose field is resolved. `of_object` is what
    /// the object itself tells; what is inside a record is its record's, and what is inside none
    /// lies across all regions of the site.
    pub(super) fn relations_to(
        &self,
        context: &Context<'_>,
        of_object: Option<Relations>,
    ) -> Relations {
        let path = object_path(context);
        let mut by_path = self.by_path.lock().expect("no holder of the lock panics");
        if let Some(relations) = of_object {
            by_path.insert(path, relations);
            return relations;
        }
        let mut above = path.as_slice();
        loop {
            if let Some(relations) = by_path.get(above) {
                return *relations;
            }
            match above.split_last() {
                Some((_, rest)) => above = rest,
                None => return self.to_each(self.regions.codes().iter()).unwrap_or(self.to_owner),
            }
        }
    }

    /// Whose records the site has, where they are one region's: then there is no need to ask each
    /// object.
    pub(super) fn only_owner(&self) -> Option<Relations> {
        (self.regions.codes().len() == 1).then_some(self.to_owner)
    }

    fn to_each<'r>(&self, owners: impl Iterator<Item = &'r RegionCode>) -> Option<Relations> {
        Relations::to_each(owners.map(|owner| CallerRelation::of(&self.caller, owner)))
    }

    /// How the caller stands to the owner of a record, by its id, if it is of this site; the site's
    /// own region answers for what it adds to the records of others.
    pub(crate) fn relations_to_record(&self, id: &RecordId) -> Relations {
        if self.regions.own(id) {
            Relations::to(CallerRelation::of(&self.caller, &id.region()))
        } else {
            self.to_owner
        }
    }

    /// How the caller stands to those of the site whose records lie inside a region: all regions that
    /// lie inside it, or else the one that it lies inside.
    pub(crate) fn relations_to_region(&self, code: &RegionCode) -> Relations {
        let inside = self.regions.codes().iter().filter(|own| code.contains(own));
        let around = self.regions.codes().iter().filter(|own| own.contains(code));
        self.to_each(inside)
            .or_else(|| self.to_each(around.max_by_key(|own| own.prefix().len()).into_iter()))
            .unwrap_or(self.to_owner)
    }

    /// Whether the existence of this record may be told.
    pub(crate) fn tells_existence(&self, type_name: &str, key: &str) -> bool {
        let Some(place) = self.policy.fields.type_index(type_name) else { return true };
        let relations = key.parse().map_or(self.to_owner, |id| self.relations_to_record(&id));
        self.grants(relations).tells_existence(place)
    }

    /// Whether what a search finds may depend on this field: only where the caller is given the
    /// field as it is, and may know that such records exist. Else it is noted as kept back.
    pub(crate) fn may_search(&self, relations: Relations, type_name: &str, field: &str) -> bool {
        let fields = &self.policy.fields;
        let Some(field) = fields.index_of(type_name, field) else { return false };
        let grants = self.grants(relations);
        let tells = fields.type_index(type_name).is_none_or(|it| grants.tells_existence(it));
        let may = tells && grants.is_whole(field) && self.policy.service.withdrawn(field).is_none();
        if !may {
            self.keep_back(field, How::Withheld);
        }
        may
    }

    pub(super) fn keep_back(&self, field: FieldIndex, how: How) {
        let mut kept_back = self.kept_back.lock().expect("no holder of the lock panics");
        kept_back.insert((field, how));
    }

    /// The connection that is being resolved is given without its items.
    pub(super) fn count_alone(&self, context: &Context<'_>) {
        let mut paths = self.counts_alone.lock().expect("no holder of the lock panics");
        paths.insert(field_path(context));
        self.has_counts_alone.store(true, Ordering::Release);
    }

    /// Whether the connection that is being resolved is given without its items.
    pub(crate) fn is_count_alone(&self, context: &Context<'_>) -> bool {
        self.has_counts_alone.load(Ordering::Acquire) && {
            let paths = self.counts_alone.lock().expect("no holder of the lock panics");
            paths.contains(&field_path(context))
        }
    }

    /// What was kept back, as the answer names it; nothing where nothing was.
    pub(crate) fn kept_back(&self) -> Option<Value> {
        let kept_back = self.kept_back.lock().expect("no holder of the lock panics");
        if kept_back.is_empty() {
            return None;
        }
        let table = &self.policy.fields;
        let named: BTreeSet<(String, How)> = kept_back
            .iter()
            .map(|(field, how)| (table.coordinate(table.facts(*field).named_as), *how))
            .collect();
        let entries = named
            .into_iter()
            .map(|(field, how)| async_graphql::value!({ "field": field, "how": (how.as_text()) }));
        Some(Value::List(entries.collect()))
    }
}

/// What every owner that an object concerns grants a caller.
pub(super) struct Grants<'p> {
    policy: &'p Policy,
    roles: &'p [CallerRole],
    relations: Relations,
}

impl Grants<'_> {
    /// What becomes of a field: the least that any grants.
    pub(super) fn of(&self, field: FieldIndex) -> Decision {
        let each = self.relations.iter();
        let each = each.map(|relation| self.policy.decisions(relation, self.roles).of(field));
        each.max().unwrap_or(Decision::Withhold)
    }

    /// Whether counts of people are told as they are.
    pub(super) fn is_exact(&self) -> bool {
        self.relations.iter().all(|it| self.policy.decisions(it, self.roles).is_exact())
    }

    /// Whether a field is given as it is.
    pub(super) fn is_whole(&self, field: FieldIndex) -> bool {
        let is_told_exactly = self.is_exact() || !self.policy.fields.facts(field).is_of_people;
        is_told_exactly && self.of(field) == Decision::Allow
    }

    fn tells_existence(&self, type_place: usize) -> bool {
        let mut each = self.relations.iter();
        each.all(|it| self.policy.decisions(it, self.roles).tells_existence(type_place))
    }
}

fn field_path(context: &Context<'_>) -> ObjectPath {
    context.path_node.map(|node| node.to_string_vec()).unwrap_or_default()
}

fn object_path(context: &Context<'_>) -> ObjectPath {
    let mut path = field_path(context);
    path.pop();
    path
}
