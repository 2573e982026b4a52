//! Places in the response where objects stand, and which response keys are taken there.

use apollo_compiler::Name;
use rustc_hash::FxHashMap;

use crate::planner::{
    index::TypeId,
    plan::{FlattenPath, FlattenSegment},
    selection::Arguments,
};

/// Begins the response key of what is selected for a fetch and not for the client.
const HIDDEN_PREFIX: &str = "_qz_";

/// Index in [`Places`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct PlaceId(u32);

/// The response keys at one response path, whatever the types there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct KeysId(u32);

/// All places of one operation.
#[derive(Debug, Default)]
pub(crate) struct Places {
    places: Vec<Place>,
    keys: Vec<Keys>,
}

#[derive(Debug, Default)]
struct Place {
    path: FlattenPath,
    keys: u32,
    children: FxHashMap<(Option<TypeId>, Name), PlaceId>,
}

#[derive(Debug, Default)]
struct Keys {
    taken: FxHashMap<Name, Taken>,
}

#[derive(Debug)]
struct Taken {
    /// What stands under the key; `None` where it is not always the same.
    call: Option<(Name, Arguments)>,
    below: Option<KeysId>,
}

impl Places {
    /// The root of the response.
    pub(super) fn root(&mut self) -> PlaceId {
        if self.places.is_empty() {
            self.places.push(Place::default());
            self.keys.push(Keys::default());
        }
        PlaceId(0)
    }

    /// From the root to the place.
    pub(crate) fn path(&self, place: PlaceId) -> &FlattenPath {
        &self.places[place.0 as usize].path
    }

    /// The place below a field; `on` is the type that only some objects at `place` have.
    pub(super) fn child(
        &mut self,
        place: PlaceId,
        on: Option<(TypeId, FlattenSegment)>,
        key: &Name,
        lists: usize,
    ) -> PlaceId {
        let known = (on.as_ref().map(|(ty, _)| *ty), key.clone());
        if let Some(child) = self.places[place.0 as usize].children.get(&known) {
            return *child;
        }
        let parent = &self.places[place.0 as usize];
        let mut path = parent.path.clone();
        path.extend(on.map(|(_, segment)| segment));
        path.push(FlattenSegment::Key(key.as_str().into()));
        path.extend(std::iter::repeat_n(FlattenSegment::Each, lists));
        let keys = self.keys_below(KeysId(parent.keys), key).0;
        let child = PlaceId(self.places.len() as u32);
        self.places.push(Place { path, keys, children: FxHashMap::default() });
        self.places[place.0 as usize].children.insert(known, child);
        child
    }

    /// The response keys at a place.
    pub(super) fn keys_of(&self, place: PlaceId) -> KeysId {
        KeysId(self.places[place.0 as usize].keys)
    }

    /// The response keys below a key.
    pub(super) fn keys_below(&mut self, keys: KeysId, key: &Name) -> KeysId {
        let next = KeysId(self.keys.len() as u32);
        let taken = self.keys[keys.0 as usize]
            .taken
            .entry(key.clone())
            .or_insert_with(|| Taken { call: None, below: None });
        match taken.below {
            Some(below) => below,
            None => {
                taken.below = Some(next);
                self.keys.push(Keys::default());
                next
            }
        }
    }

    /// Says that the client selects `name` under `key`.
    pub(super) fn take(&mut self, keys: KeysId, key: &Name, name: &Name, arguments: &Arguments) {
        let call = (name.clone(), arguments.clone());
        match self.keys[keys.0 as usize].taken.get_mut(key) {
            Some(known) if known.call.as_ref() == Some(&call) => {}
            Some(known) => known.call = None,
            None => {
                let taken = Taken { call: Some(call), below: None };
                self.keys[keys.0 as usize].taken.insert(key.clone(), taken);
            }
        }
    }

    /// A response key for `name` with these arguments: its own name, where nothing else has it.
    pub(super) fn hidden_key(&mut self, keys: KeysId, name: &Name, arguments: &Arguments) -> Name {
        let call = (name.clone(), arguments.clone());
        let mut key = name.clone();
        for number in 0_u32.. {
            match self.keys[keys.0 as usize].taken.get(&key) {
                Some(known) if known.call.as_ref() == Some(&call) => return key,
                None => {
                    let taken = Taken { call: Some(call), below: None };
                    self.keys[keys.0 as usize].taken.insert(key.clone(), taken);
                    return key;
                }
                Some(_) => {
                    let suffix = if number == 0 { String::new() } else { format!("_{number}") };
                    let text = format!("{HIDDEN_PREFIX}{name}{suffix}");
                    key = Name::new(&text).unwrap_or(key);
                }
            }
        }
        key
    }
}
