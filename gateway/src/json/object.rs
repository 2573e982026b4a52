//! An object: its fields in their order. A name that a site wrote twice stands there twice, and the first
//! is what is found.

use std::{collections::HashMap, fmt, mem};

use smallvec::SmallVec;

use super::{Text, Value};

/// Objects of more fields have an index, so that no answer makes looking up slow.
const MAX_WITHOUT_INDEX: usize = 24;

/// Fields in the order in which they came.
#[derive(Clone, Default)]
pub struct Object {
    fields: Vec<(Text, Value)>,
    /// What few objects have.
    rest: Option<Box<Rest>>,
}

/// The number of fields that several objects have in common, in a table that stands beside their tree.
/// Whoever keeps the table looks there; an object by itself knows its own fields only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SharedId(pub u32);

#[derive(Clone, Default)]
struct Rest {
    /// Places by name; absent while there are few fields.
    index: Option<Box<Index>>,
    shared: SmallVec<[SharedId; 4]>,
}

/// A site chooses the names, so the hasher is one that it cannot foresee.
type Index = HashMap<Text, usize, ahash::RandomState>;

impl Object {
    /// Without fields.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Without fields, and with room for `capacity` of them.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        Self { fields: Vec::with_capacity(capacity), rest: None }
    }

    /// How many fields there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.fields.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// The value of `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.place(name).map(|place| &self.fields[place].1)
    }

    /// The value of `name`, which is best looked for from the place `hint` on; and its place. Whoever
    /// asks for fields in the order in which they came finds each at once.
    #[must_use]
    pub fn get_near(&self, name: &str, hint: usize) -> Option<(usize, &Value)> {
        let place = match self.fields.get(hint) {
            Some((known, _)) if is_same(known, name) => hint,
            _ => self.place(name)?,
        };
        Some((place, &self.fields[place].1))
    }

    /// The value of `name`, to change.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Value> {
        self.place(name).map(|place| &mut self.fields[place].1)
    }

    /// Whether there is a field of that name.
    #[must_use]
    pub fn contains_key(&self, name: &str) -> bool {
        self.place(name).is_some()
    }

    /// Sets the value of `name`, and returns what it was.
    pub fn insert(&mut self, name: impl Into<Text>, value: Value) -> Option<Value> {
        let name = name.into();
        if let Some(place) = self.place(&name) {
            return Some(mem::replace(&mut self.fields[place].1, value));
        }
        self.push(name, value);
        None
    }

    /// Adds a field of a name that is not looked for: of one that is there, the first stands.
    pub(crate) fn push(&mut self, name: Text, value: Value) {
        let place = self.fields.len();
        if let Some(index) = self.index_mut() {
            index.entry(name.clone()).or_insert(place);
        }
        self.fields.push((name, value));
        if self.fields.len() > MAX_WITHOUT_INDEX && self.index().is_none() {
            self.set_index();
        }
    }

    /// Adds the fields of `source`. Where both have a field, `merge` is given both values.
    pub fn merge(&mut self, source: Self, mut merge: impl FnMut(&mut Value, Value)) {
        if self.is_empty() && self.rest.is_none() {
            *self = source;
            return;
        }
        self.fields.reserve(source.len());
        for (name, value) in source {
            match self.place(&name) {
                Some(place) => merge(&mut self.fields[place].1, value),
                None => self.push(name, value),
            }
        }
    }

    /// Takes the field out; the others keep their order.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        self.remove_entry(name).map(|(_, value)| value)
    }

    /// The same, with the name as it stood.
    pub fn remove_entry(&mut self, name: &str) -> Option<(Text, Value)> {
        let place = self.place(name)?;
        let field = self.fields.remove(place);
        if self.index().is_some() {
            self.set_index();
        }
        Some(field)
    }

    /// What it has in common with others, in order of coming.
    #[must_use]
    pub fn shared(&self) -> &[SharedId] {
        self.rest.as_ref().map(|rest| rest.shared.as_slice()).unwrap_or_default()
    }

    /// Adds what it has in common with others.
    pub fn share(&mut self, id: SharedId) {
        self.rest.get_or_insert_default().shared.push(id);
    }

    /// The fields, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&Text, &Value)> {
        self.fields.iter().map(|(name, value)| (name, value))
    }

    fn place(&self, name: &str) -> Option<usize> {
        match self.index() {
            Some(index) => index.get(name).copied(),
            None => self.fields.iter().position(|(known, _)| is_same(known, name)),
        }
    }

    fn index(&self) -> Option<&Index> {
        self.rest.as_ref()?.index.as_deref()
    }

    fn index_mut(&mut self) -> Option<&mut Index> {
        self.rest.as_mut()?.index.as_deref_mut()
    }

    fn set_index(&mut self) {
        let names = self.fields.iter().map(|(name, _)| name.clone());
        // The first of a name is the last that is put in.
        let index = names.enumerate().map(|(place, name)| (name, place)).rev().collect();
        self.rest.get_or_insert_default().index = Some(Box::new(index));
    }
}

/// Names of one object differ in their length or their last byte most often.
fn is_same(known: &str, name: &str) -> bool {
    known.len() == name.len() && known.as_bytes().last() == name.as_bytes().last() && known == name
}

impl IntoIterator for Object {
    type Item = (Text, Value);
    type IntoIter = std::vec::IntoIter<(Text, Value)>;

    fn into_iter(self) -> Self::IntoIter {
        self.fields.into_iter()
    }
}

impl Extend<(Text, Value)> for Object {
    fn extend<T: IntoIterator<Item = (Text, Value)>>(&mut self, fields: T) {
        for (name, value) in fields {
            self.insert(name, value);
        }
    }
}

impl FromIterator<(Text, Value)> for Object {
    fn from_iter<T: IntoIterator<Item = (Text, Value)>>(fields: T) -> Self {
        let mut object = Self::new();
        object.extend(fields);
        object
    }
}

/// Whatever the order of their fields.
impl PartialEq for Object {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|(name, value)| other.get(name) == Some(value))
    }
}

impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_found_with_an_index_and_without() {
        let mut object = Object::new();
        for round in 0..2 {
            for number in 0..100_u64 {
                let known = object.insert(format!("f{number}"), Value::from(number + round));
                assert_eq!(known, (round == 1).then(|| Value::from(number)));
            }
        }
        assert_eq!(object.len(), 100);
        assert_eq!(object.remove("f7"), Some(Value::from(8_u64)));
        assert_eq!(object.remove("f7"), None);
        assert_eq!(object.get("f99"), Some(&Value::from(100_u64)), "places move up");
        for hint in [0, 6, 98, 99, 1_000] {
            assert_eq!(object.get_near("f99", hint), Some((98, &Value::from(100_u64))));
            assert_eq!(object.get_near("f7", hint), None);
        }
        object.insert("f7", Value::Null);
        assert_eq!(object.iter().last(), Some((&"f7".into(), &Value::Null)), "at the end now");
        let reversed: Object = object.clone().into_iter().rev().collect();
        assert_eq!(object, reversed, "order does not matter");
    }
}
