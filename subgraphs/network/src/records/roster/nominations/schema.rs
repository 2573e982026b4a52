//! Resolves `SeatNomination`.

use futures::future::FutureExt;

use super::{
    SeatNomination,
    write::{CloseNomination, NominateMember, SeatNominee},
};
use crate::{
    contract::Resolvers,
    record::register_kind,
    records::{
        committees::Committee,
        members::{Member, Sector},
    },
    region::RegionRef,
    writes::register_mutation,
};

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_kind::<SeatNomination>(resolvers, "seatNomination");
    resolvers
        .record::<SeatNomination>()
        .refer::<Committee>("committee", |nomination| Some(&nomination.committee_id))
        .value("personId", |nomination| nomination.person_id.clone())
        .value("name", |nomination| nomination.name.clone())
        .value("sector", |nomination| Sector(nomination.sector))
        .value("isPartyMember", |nomination| nomination.is_party_member)
        .value("employer", |nomination| nomination.employer.clone())
        .load("residenceRegion", |context, nomination| {
            async move { Ok(nomination.residence_region.map(|code| RegionRef::new(code, &context))) }
                .boxed()
        })
        .value("nominatedBy", |nomination| nomination.nominated_by.clone())
        .value("nominatedOn", |nomination| nomination.nominated_on)
        .value("status", |nomination| nomination.status)
        .value("decidedOn", |nomination| nomination.decided_on)
        .value("reason", |nomination| nomination.reason.clone())
        .refer::<Member>("member", |nomination| nomination.member_id.as_ref())
        .value("version", |nomination| nomination.version)
        .value("isGenerated", |nomination| nomination.is_generated);
    register_mutation::<NominateMember>(resolvers);
    register_mutation::<SeatNominee>(resolvers);
    register_mutation::<CloseNomination>(resolvers);
}
