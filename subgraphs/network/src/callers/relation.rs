//! How a caller's region stands to the region that owns what is asked for.

use super::Caller;
use crate::{region::RegionCode, text_column::text_enum};

text_enum! {
    /// How a caller stands to an owner of records.
    CallerRelation {
        /// 本级
        Own = "SELF",
        /// 上级
        Superior = "SUPERIOR",
        /// 同级
        Peer = "PEER",
        /// 下级
        Subordinate = "SUBORDINATE",
        /// 公众
        Public = "PUBLIC",
    }
}

impl CallerRelation {
    /// The relation of a caller to the owner of `region`.
    ///
    /// A region of another level that neither contains the owner nor lies inside it stands as the
    /// public does: another city's office is no superior of a county, and no peer.
    #[must_use]
    pub fn of(caller: &Caller, region: &RegionCode) -> Self {
        let Some(own) = &caller.region else {
            return Self::Public;
        };
        match (own.contains(region), region.contains(own)) {
            (true, true) => Self::Own,
            (true, false) => Self::Superior,
            (false, true) => Self::Subordinate,
            // Codes of one level have prefixes of one length.
            (false, false) if own.prefix().len() == region.prefix().len() => Self::Peer,
            (false, false) => Self::Public,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relations_follow_containment_of_regions() {
        for (caller, owner, relation) in [
            (None, "621122", "PUBLIC"),
            (Some("621122"), "621122", "SELF"),
            (Some("621122000"), "621122", "SELF"),
            (Some("620000"), "620000", "SELF"),
            (Some("621100"), "621122", "SUPERIOR"),
            (Some("620000"), "621122", "SUPERIOR"),
            (Some("620000"), "621100", "SUPERIOR"),
            (Some("621122101"), "621122", "SUBORDINATE"),
            (Some("621122"), "621100", "SUBORDINATE"),
            (Some("621100"), "620000", "SUBORDINATE"),
            (Some("621123"), "621122", "PEER"),
            (Some("620102"), "621122", "PEER"),
            (Some("621200"), "621100", "PEER"),
            (Some("620200"), "621100", "PEER"),
            (Some("610000"), "620000", "PEER"),
            (Some("621200"), "621122", "PUBLIC"),
            (Some("621222"), "621100", "PUBLIC"),
            (Some("610000"), "621122", "PUBLIC"),
            (Some("621123101"), "621122", "PUBLIC"),
        ] {
            let asking = Caller {
                region: caller.map(|code| code.parse().expect("a code")),
                ..Caller::anonymous()
            };
            let owner = owner.parse().expect("a code");
            let found = CallerRelation::of(&asking, &owner);
            assert_eq!(found.as_text(), relation, "{caller:?} to {owner}");
        }
    }
}
