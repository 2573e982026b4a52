//! The policy as it holds for one request: who asks, and what was kept back from them.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use async_graphql::{Context, Value};

use super::{Policy, fields::FieldIndex, table::Decisions};
use crate::{
    callers::{Caller, CallerRelation},
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
    owner: RegionCode,
    regions: SiteRegions,
    /// How the caller stands to the site's own region.
    relation: CallerRelation,
    kept_back: Mutex<BTreeSet<(FieldIndex, How)>>,
    counts_alone: Mutex<HashSet<ObjectPath>>,
    has_counts_alone: AtomicBool,
    /// At a site with several regions: which owns the object at a path.
    owners: Mutex<HashMap<ObjectPath, RegionCode>>,
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
            relation: CallerRelation::of(&caller, &owner),
            caller,
            owner,
            regions,
            kept_back: Mutex::default(),
            counts_alone: Mutex::default(),
            has_counts_alone: AtomicBool::new(false),
            owners: Mutex::default(),
        }
    }

    pub(super) fn policy(&self) -> &Policy {
        &self.policy
    }

    pub(super) fn decisions(&self, relation: CallerRelation) -> &Decisions {
        self.policy.decisions(relation, &self.caller.roles)
    }

    /// How the caller stands to the owner of the object whose field is resolved. `owner` is its
    /// owner where the object itself tells; what is inside a record is its record's.
    pub(super) fn relation_to(
        &self,
        context: &Context<'_>,
        owner: Option<RegionCode>,
    ) -> CallerRelation {
        if self.regions.codes().len() == 1 {
            return self.relation;
        }
        let path = object_path(context);
        let owner = match owner {
            Some(owner) => {
                let mut owners = self.owners.lock().expect("no holder of the lock panics");
                owners.insert(path, owner);
                owner
            }
            None => {
                let owners = self.owners.lock().expect("no holder of the lock panics");
                let mut above = path.as_slice();
                loop {
                    if let Some(owner) = owners.get(above) {
                        break *owner;
                    }
                    match above.split_last() {
                        Some((_, rest)) => above = rest,
                        None => break self.owner,
                    }
                }
            }
        };
        CallerRelation::of(&self.caller, &owner)
    }

    /// Whose record an id is, if this site's; the site's own region answers for what it adds to the
    /// records of others.
    pub(crate) fn owner_of_id(&self, id: &RecordId) -> RegionCode {
        if self.regions.own(id) { id.region() } else { self.owner }
    }

    /// Whose records lie inside a region: that of the site's one region that lies inside, or that
    /// it lies inside; the site's own where there are several.
    pub(crate) fn owner_of_region(&self, code: &RegionCode) -> RegionCode {
        let inside = |own: &&RegionCode| code.contains(own);
        let mut within = self.regions.codes().iter().filter(inside);
        match (within.next(), within.next()) {
            (Some(own), None) => *own,
            (Some(_), Some(_)) => self.owner,
            (None, _) => {
                let around = self.regions.codes().iter().filter(|own| own.contains(code));
                around.max_by_key(|own| own.prefix().len()).copied().unwrap_or(self.owner)
            }
        }
    }

    /// Whether the existence of this record may be told.
    pub(crate) fn tells_existence(&self, type_name: &str, key: &str) -> bool {
        let Some(place) = self.policy.fields.type_index(type_name) else { return true };
        let owner = key.parse().map_or(self.owner, |id| self.owner_of_id(&id));
        let relation = CallerRelation::of(&self.caller, &owner);
        self.decisions(relation).tells_existence(place)
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

fn field_path(context: &Context<'_>) -> ObjectPath {
    context.path_node.map(|node| node.to_string_vec()).unwrap_or_default()
}

fn object_path(context: &Context<'_>) -> ObjectPath {
    let mut path = field_path(context);
    path.pop();
    path
}
