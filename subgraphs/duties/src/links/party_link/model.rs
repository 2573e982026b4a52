//! One link.

use qianzhan_network::{Date, RecordId, impl_record, impl_writable_record, text_enum};
use sqlx::FromRow;

/// One member keeps in touch with another, or with a contact. A member is linked by one at a time.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct PartyLink {
    /// Begins with the region code of the committee.
    pub id: RecordId,
    /// The committee.
    pub committee_id: RecordId,
    /// Tier.
    pub tier: PartyLinkTier,
    /// Who links, of this committee.
    pub from_id: RecordId,
    /// The member who is linked, of this committee; given in the first two tiers.
    pub to_member_id: Option<RecordId>,
    /// The contact who is linked; given in the third tier.
    pub to_contact_id: Option<RecordId>,
    /// First day.
    pub since: Date,
    /// Last day; `None` while it lasts.
    pub until: Option<Date>,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

text_enum! {
    /// Tiers of the double link.
    PartyLinkTier {
        /// 党组成员联系党员委员
        GroupToPartyMember = "GROUP_TO_PARTY_MEMBER",
        /// 党员委员联系党外委员
        PartyMemberToNonParty = "PARTY_MEMBER_TO_NON_PARTY",
        /// 党外委员联系界别群众
        NonPartyToPublic = "NON_PARTY_TO_PUBLIC",
    }
}

impl_record!(
    PartyLink,
    "PartyLink",
    "party_links",
    [
        id,
        committee_id,
        tier,
        from_id,
        to_member_id,
        to_contact_id,
        since,
        until,
        version,
        is_generated,
    ]
);
impl_writable_record!(PartyLink, stateless);
