//! The double link of 张掖 and 华亭: the party group links party-member members, they link the others,
//! and these the public. A few are linked by nobody.

use jiff::civil::{Date, date};
use qianzhan_duties::links::{PartyLink, PartyLinkTier};
use qianzhan_network::records::members::{Member, OfficeRole};

use super::{HUATING, Setting, contacts::Contacts};
use crate::demo::records::seed::{committee_id, record_id};

const ZHANGYE: &str = "620700";
const SINCE: Date = date(2022, 1, 10);
/// Every so many members to be linked, the last is not.
const UNLINKED_EVERY: usize = 10;

pub(super) fn generate(setting: Setting<'_>, contacts: &Contacts) -> Vec<PartyLink> {
    use OfficeRole::{Chair, SecretaryGeneral, ViceChair};
    if ![ZHANGYE, HUATING].contains(&setting.region.code.as_str()) {
        return Vec::new();
    }
    let is_leader = |it: &Member| matches!(it.office, Chair | ViceChair | SecretaryGeneral);
    let (of_party, others): (Vec<&Member>, Vec<&Member>) =
        setting.in_office().into_iter().partition(|member| member.is_party_member);
    let (group, of_party): (Vec<&Member>, Vec<&Member>) =
        of_party.into_iter().partition(|member| is_leader(member));
    let mut links = Vec::new();
    let mut link = |tier, from: &Member, to: Option<&Member>, contact| {
        links.push(PartyLink {
            id: record_id(&setting.region.code, "party-link", links.len()),
            committee_id: committee_id(&setting.region.code),
            tier,
            from_id: from.id.clone(),
            to_member_id: to.map(|member| member.id.clone()),
            to_contact_id: contact,
            since: SINCE.into(),
            until: None,
            version: 1,
            is_generated: true,
        });
    };
    let is_linked = |place: usize| place % UNLINKED_EVERY != UNLINKED_EVERY - 1;
    for (place, member) in of_party.iter().enumerate().filter(|(place, _)| is_linked(*place)) {
        let from = group[place % group.len()];
        link(PartyLinkTier::GroupToPartyMember, from, Some(member), None);
    }
    for (place, member) in others.iter().enumerate().filter(|(place, _)| is_linked(*place)) {
        let from = of_party[place % of_party.len()];
        link(PartyLinkTier::PartyMemberToNonParty, from, Some(member), None);
    }
    for member in &others {
        let contact = contacts.contacts.iter().find(|contact| contact.member_id == member.id);
        if let Some(contact) = contact {
            link(PartyLinkTier::NonPartyToPublic, member, None, Some(contact.id.clone()));
        }
    }
    links
}
