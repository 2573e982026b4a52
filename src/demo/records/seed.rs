//! Where every generated value comes from: the region, the family of records and a number.
//!
//! There is no clock and no global source of chance here. The same names give the same bytes on
//! every run, so one site can work out the ids of another site's records without asking it.

use qianzhan_network::{RecordId, RegionCode};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use uuid::Uuid;

/// Namespace of every id and every stream of random numbers in the demonstration.
const NAMESPACE: Uuid = Uuid::from_bytes(*b"qianzhan-records");

/// The stream of random numbers of one family of records in one region.
pub(super) fn stream(region: &str, family: &str) -> ChaCha8Rng {
    let mut seed = [0; 32];
    for (half, salt) in seed.chunks_exact_mut(16).zip(["a", "b"]) {
        half.copy_from_slice(name_uuid(&format!("stream/{salt}/{region}/{family}")).as_bytes());
    }
    ChaCha8Rng::from_seed(seed)
}

/// The id of a record: its owner's region code, a hyphen, and an opaque rest.
pub(super) fn record_id(region: &str, family: &str, number: usize) -> RecordId {
    let rest = name_uuid(&format!("record/{region}/{family}/{number}"));
    let id = format!("{region}-{}", rest.hyphenated());
    id.parse().expect("a region's code, a hyphen and a UUID are an id")
}

/// The id of a person, who belongs to no region.
pub(super) fn person_id(region: &str, number: usize) -> String {
    name_uuid(&format!("person/{region}/{number}")).hyphenated().to_string()
}

/// The id of the committee of a region.
pub(super) fn committee_id(region: &str) -> RecordId {
    RecordId::committee(region_code(region))
}

/// A code of the territory, whose codes were checked when it was read.
pub(super) fn region_code(code: &str) -> RegionCode {
    code.parse().expect("the codes of the territory were checked")
}

fn name_uuid(name: &str) -> Uuid {
    Uuid::new_v5(&NAMESPACE, name.as_bytes())
}

#[cfg(test)]
mod tests {
    use rand::Rng as _;

    use super::*;

    #[test]
    fn a_stream_repeats_itself_and_differs_from_its_neighbours() {
        let draw = |region: &str, family: &str| stream(region, family).random::<u64>();
        assert_eq!(draw("621122", "members"), draw("621122", "members"));
        assert_ne!(draw("621122", "members"), draw("621122", "topics"));
        assert_ne!(draw("621122", "members"), draw("621121", "members"));
    }

    #[test]
    fn a_record_id_begins_with_its_region() {
        let id = record_id("621122", "member", 7);
        assert!(id.as_str().starts_with("621122-"));
        assert_eq!(id, record_id("621122", "member", 7));
        assert_ne!(id, record_id("621122", "member", 8));
    }
}
