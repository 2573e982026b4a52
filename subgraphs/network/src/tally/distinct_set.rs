//! Sets of distinct keys that merge: the text form of the scalar `DistinctSet`.
//!
//! A key (the opaque id of a person) becomes a 64-bit hash: the first eight bytes, little-endian, of
//! the version 5 UUID of the key under the OID namespace of RFC 9562. A set is its hashes in ascending
//! order, each once, each as eight bytes little-endian, one after another, in base64url without
//! padding (RFC 4648 §5). The empty set is the empty text. Whoever merges sets needs only the second
//! half: decode, unite, encode, and count.
//!
//! Four bits of a version 5 UUID are fixed, which leaves 60: among ten million persons, two share a
//! hash with a probability of about one in twenty-three thousand.

use data_encoding::BASE64URL_NOPAD;
use uuid::Uuid;

/// Namespace of keys: the OID namespace of RFC 9562.
const NAMESPACE: Uuid = Uuid::NAMESPACE_OID;

const HASH_BYTES: usize = 8;

/// A set of hashed keys.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DistinctSet {
    /// Ascending, each once.
    hashes: Vec<u64>,
}

/// A text that is no set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a set of 8-byte hashes in ascending order, in base64url without padding")]
pub struct DistinctSetError;

impl DistinctSet {
    /// The set of some keys.
    pub fn of_keys<'k>(keys: impl IntoIterator<Item = &'k str>) -> Self {
        let mut hashes: Vec<u64> = keys.into_iter().map(hash_key).collect();
        hashes.sort_unstable();
        hashes.dedup();
        Self { hashes }
    }

    /// How many keys there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// The text form.
    #[must_use]
    pub fn encode(&self) -> String {
        let bytes: Vec<u8> = self.hashes.iter().flat_map(|hash| hash.to_le_bytes()).collect();
        BASE64URL_NOPAD.encode(&bytes)
    }

    /// Reads the text form.
    ///
    /// # Errors
    /// [`DistinctSetError`] if the text is none, or its hashes do not ascend.
    pub fn decode(text: &str) -> Result<Self, DistinctSetError> {
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|_| DistinctSetError)?;
        let (hashes, rest) = bytes.as_chunks::<HASH_BYTES>();
        let hashes: Vec<u64> = hashes.iter().map(|hash| u64::from_le_bytes(*hash)).collect();
        let ascends = hashes.windows(2).all(|pair| pair[0] < pair[1]);
        if rest.is_empty() && ascends { Ok(Self { hashes }) } else { Err(DistinctSetError) }
    }
}

fn hash_key(key: &str) -> u64 {
    let uuid = Uuid::new_v5(&NAMESPACE, key.as_bytes());
    let (hash, _) = uuid.as_bytes().split_first_chunk::<HASH_BYTES>().expect("a UUID has 16 bytes");
    u64::from_le_bytes(*hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_counts_each_key_once() {
        let set = DistinctSet::of_keys(["a", "b", "a", "张三"]);
        assert_eq!(set.len(), 3);
        assert_eq!(DistinctSet::decode(&set.encode()), Ok(set));
    }

    #[test]
    fn the_same_key_is_the_same_hash_everywhere() {
        // Sites compute hashes apart from each other, so this value must never change.
        assert_eq!(DistinctSet::of_keys(["person-1"]).encode(), "bxUq2mgpWLs");
    }

    #[test]
    fn the_empty_set_is_the_empty_text() {
        assert_eq!(DistinctSet::default().encode(), "");
        assert_eq!(DistinctSet::decode(""), Ok(DistinctSet::default()));
    }

    #[test]
    fn other_texts_are_refused() {
        let one = DistinctSet::of_keys(["a"]).encode();
        let two = [[2_u64.to_le_bytes(), 1_u64.to_le_bytes()].concat()].concat();
        for text in ["*", "AAAA", &one[1..], &BASE64URL_NOPAD.encode(&two), "AAAAAAAAAAA="] {
            assert_eq!(DistinctSet::decode(text), Err(DistinctSetError), "{text}");
        }
    }
}
