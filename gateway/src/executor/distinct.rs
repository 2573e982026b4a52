//! Sets of distinct keys as sites send them: hashes, so that counts cross and keys do not.
//! Text: base64url without padding, of the sorted distinct 64-bit hashes in little-endian bytes.
//! Spec: docs/jurisdiction-spec.md, "Distinct sets".

use data_encoding::BASE64URL_NOPAD;

const HASH_BYTES: usize = 8;

/// A set of 64-bit hashes, sorted.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct DistinctSet {
    hashes: Vec<u64>,
}

/// The text is not a set.
#[derive(Debug, thiserror::Error)]
#[error("not a set of distinct keys")]
pub(super) struct DistinctSetError;

impl DistinctSet {
    pub(super) fn decode(text: &str) -> Result<Self, DistinctSetError> {
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|_| DistinctSetError)?;
        let chunks = bytes.chunks_exact(HASH_BYTES);
        if !chunks.remainder().is_empty() {
            return Err(DistinctSetError);
        }
        let hashes: Vec<u64> = chunks
            .map(|chunk| chunk.try_into().map(u64::from_le_bytes).map_err(|_| DistinctSetError))
            .collect::<Result<_, _>>()?;
        if hashes.windows(2).all(|pair| pair[0] < pair[1]) {
            Ok(Self { hashes })
        } else {
            Err(DistinctSetError)
        }
    }

    pub(super) fn encode(&self) -> String {
        let bytes: Vec<u8> = self.hashes.iter().flat_map(|hash| hash.to_le_bytes()).collect();
        BASE64URL_NOPAD.encode(&bytes)
    }

    pub(super) fn unite(&mut self, other: &Self) {
        self.hashes.extend_from_slice(&other.hashes);
        // Two sorted runs: the stable sort merges them in one pass.
        self.hashes.sort();
        self.hashes.dedup();
    }

    pub(super) fn len(&self) -> usize {
        self.hashes.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(hashes: &[u64]) -> DistinctSet {
        DistinctSet { hashes: hashes.to_vec() }
    }

    #[test]
    fn sets_unite_and_keep_their_text() {
        let mut a = DistinctSet::decode(&set(&[1, 5, 9]).encode()).expect("a set");
        a.unite(&set(&[2, 5, u64::MAX]));
        assert_eq!(a, set(&[1, 2, 5, 9, u64::MAX]));
        assert_eq!(DistinctSet::decode("").expect("the empty set").len(), 0);
    }

    #[test]
    fn what_is_no_set_is_refused() {
        for text in ["!", "AAAA", &set(&[5, 1]).encode(), &set(&[1, 1]).encode()] {
            assert!(DistinctSet::decode(text).is_err(), "{text}");
        }
    }
}
