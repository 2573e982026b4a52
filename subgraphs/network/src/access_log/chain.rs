//! The hash that chains a row to the one before it.
//!
//! SHA-256 over a domain, the hash before, and each column in order, as: one byte that tells NULL
//! from a value, the value's length in eight bytes, its bytes. No two rows encode alike.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::LoggedCall;

/// What the first row follows.
pub(super) const GENESIS_HASH: &str =
    "0000000000000000000000000000000000000000000000000000000000000000";
/// Keeps hashes of this log apart from those of anything else.
const DOMAIN: &[u8] = b"qianzhan access log v1\n";

/// The last row of a log, or of a part of it: whoever keeps it can tell later that the log was cut.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainHead {
    /// The row's place; 0 where there is none.
    pub seq: i64,
    /// The row's hash, in hexadecimal.
    pub hash: String,
}

impl ChainHead {
    /// The head of an empty log.
    #[must_use]
    pub fn genesis() -> Self {
        Self { seq: 0, hash: GENESIS_HASH.to_owned() }
    }
}

impl LoggedCall {
    /// Puts the row after `head`, and answers the head after it.
    pub(super) fn follow(&mut self, head: &ChainHead) -> ChainHead {
        self.seq = head.seq + 1;
        self.prev_hash.clone_from(&head.hash);
        self.hash = self.expected_hash();
        self.as_head()
    }

    pub(super) fn as_head(&self) -> ChainHead {
        ChainHead { seq: self.seq, hash: self.hash.clone() }
    }

    /// The hash that the row's other columns have.
    pub(super) fn expected_hash(&self) -> String {
        let mut hasher = Sha256::new();
        hasher.update(DOMAIN);
        hasher.update(self.seq.to_be_bytes());
        for value in [
            Some(&self.prev_hash),
            Some(&self.at),
            Some(&self.subject),
            self.region.as_ref(),
            Some(&self.roles),
            Some(&self.relation),
            self.issuer.as_ref(),
            Some(&self.operation_hash),
            Some(&self.fields),
            Some(&self.records),
            Some(&self.outcome),
        ] {
            hasher.update([u8::from(value.is_some())]);
            let bytes = value.map_or(&[][..], |it| it.as_bytes());
            hasher.update((bytes.len() as u64).to_be_bytes());
            hasher.update(bytes);
        }
        hex(&hasher.finalize())
    }
}

/// SHA-256 of a text, in hexadecimal.
pub(crate) fn sha256_hex(text: &str) -> String {
    hex(&Sha256::digest(text))
}

fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> LoggedCall {
        LoggedCall {
            seq: 1,
            at: "2026-01-02T03:04:05.678Z".to_owned(),
            subject: "张".to_owned(),
            region: None,
            roles: "[]".to_owned(),
            relation: "PUBLIC".to_owned(),
            issuer: None,
            operation_hash: "a".to_owned(),
            fields: "[]".to_owned(),
            records: "{}".to_owned(),
            outcome: "OK".to_owned(),
            prev_hash: GENESIS_HASH.to_owned(),
            hash: String::new(),
        }
    }

    #[test]
    fn every_column_is_in_the_hash() {
        let text = || "x".to_owned();
        let base = row();
        let changed = [
            LoggedCall { seq: 2, ..base.clone() },
            LoggedCall { at: text(), ..base.clone() },
            LoggedCall { subject: text(), ..base.clone() },
            LoggedCall { region: Some(String::new()), ..base.clone() },
            LoggedCall { roles: text(), ..base.clone() },
            LoggedCall { relation: text(), ..base.clone() },
            LoggedCall { issuer: Some(String::new()), ..base.clone() },
            LoggedCall { operation_hash: text(), ..base.clone() },
            LoggedCall { fields: text(), ..base.clone() },
            LoggedCall { records: text(), ..base.clone() },
            LoggedCall { outcome: text(), ..base.clone() },
            LoggedCall { prev_hash: text(), ..base.clone() },
            // What one column loses the next gains.
            LoggedCall { operation_hash: "a[".to_owned(), fields: "]".to_owned(), ..base.clone() },
        ];
        let mut hashes: Vec<_> = changed.iter().map(LoggedCall::expected_hash).collect();
        hashes.push(base.expected_hash());
        hashes.sort();
        hashes.dedup();
        assert_eq!(hashes.len(), changed.len() + 1);
    }

    #[test]
    fn the_encoding_stays_as_it_is() {
        // Logs outlive programs: a change of this hash needs a new domain.
        assert_eq!(
            row().expected_hash(),
            "c7c2da184cd1a8eb17fb4e860af4228ec3dd454b20019b1bde6079606a55378c"
        );
    }
}
