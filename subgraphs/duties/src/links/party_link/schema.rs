//! Resolves `PartyLink`, and where links are reached from.

use qianzhan_network::{
    contract::Resolvers,
    records::{committees::Committee, members::Member},
    region::{RegionRef, connection},
    register_kind,
    writes::register_mutation,
};

use super::{
    PartyLink,
    filter::PartyLinkFilter,
    write::{EndPartyLink, LinkParty},
};
use crate::contacts::Contact;

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_kind::<PartyLink>(resolvers, "partyLink");
    resolvers
        .record::<PartyLink>()
        .refer::<Committee>("committee", |link| Some(&link.committee_id))
        .value("tier", |link| link.tier)
        .refer::<Member>("from", |link| Some(&link.from_id))
        .refer::<Member>("to", |link| link.to_member_id.as_ref())
        .refer::<Contact>("contact", |link| link.to_contact_id.as_ref())
        .value("since", |link| link.since)
        .value("until", |link| link.until)
        .value("version", |link| link.version)
        .value("isGenerated", |link| link.is_generated);
    connection::<PartyLinkFilter>(&mut resolvers.object::<RegionRef>("Region"), "partyLinks");
    register_mutation::<LinkParty>(resolvers);
    register_mutation::<EndPartyLink>(resolvers);
}
