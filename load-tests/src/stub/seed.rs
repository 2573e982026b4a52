//! Numbers that look random and depend on nothing but what they are made from.

use std::hash::{DefaultHasher, Hash, Hasher};

/// The number of these parts. `DefaultHasher::new` has fixed keys.
pub(super) fn seed_of(parts: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    parts.hash(&mut hasher);
    hasher.finish()
}
