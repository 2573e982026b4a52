//! Resolves `Member`, `Sector` and the connection of members.

use async_graphql::dynamic::FieldValue;
use futures::future::FutureExt;

use super::{
    Member, SeatStatusChange, SectorCode, SpecialCommitteeSeat,
    write::{MoveSeat, PlaceMember, RegisterMember},
};
use crate::{
    contract::{Output, Resolvers},
    database::Row,
    loaders::Loaders,
    page::register_connection,
    record::{refer, register_entry},
    records::{codes::code_reference, committees::Committee, people::Person},
    region::RegionRef,
    writes::{register_mutation, register_payload},
};

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_entry::<Member>(resolvers, "member");
    register_connection::<Member>(resolvers);
    resolvers
        .object::<Sector>("Sector")
        .value("code", |sector| sector.0)
        .value("name", |sector| sector.0.name());
    resolvers
        .object::<Row<SeatStatusChange>>("SeatStatusChange")
        .value("status", |change| change.status)
        .value("on", |change| change.changed_on)
        .value("reason", |change| change.reason.clone());
    resolvers
        .object::<Row<SpecialCommitteeSeat>>("SpecialCommitteeSeat")
        .value("specialCommittee", |placement| placement.special_committee.clone())
        .value("from", |placement| placement.from_on)
        .value("to", |placement| placement.to_on);
    resolvers
        .record::<Member>()
        .load("person", |_, member| {
            let person = Person::OfSeat(member.clone());
            async move { Ok(person) }.boxed()
        })
        .load("committee", |context, member| {
            async move { refer::<Committee, _>(&context, member, |it| Some(&it.committee_id)).await }.boxed()
        })
        .value("level", |member| member.level)
        .value("name", |member| member.name.clone())
        .value("sector", |member| Sector(member.sector))
        .value("office", |member| member.office)
        .value("status", |member| member.status)
        .value("isPartyMember", |member| member.is_party_member)
        .value("employer", |member| member.employer.clone())
        .load("residenceRegion", |context, member| {
            async move { Ok(member.residence_region.map(|code| RegionRef::new(code, &context))) }
                .boxed()
        })
        .value("specialCommittee", |member| member.special_committee.clone())
        .load("placements", |context, member| {
            async move {
                let placements = &context.data_unchecked::<Loaders>().members.placements;
                Ok(placements.load_for(member, |it| Some(it.id.clone())).await?.to_vec())
            }
            .boxed()
        })
        .load("statusHistory", |context, member| {
            async move {
                let changes = &context.data_unchecked::<Loaders>().members.status_changes;
                Ok(changes.load_for(member, |it| Some(it.id.clone())).await?.to_vec())
            }
            .boxed()
        })
        .value("since", |member| member.since)
        .value("until", |member| member.until)
        .value("dutyScore", |member| member.duty_score)
        .load("consultationEvents", |context, member| {
            async move {
                let loaders = context.data_unchecked::<Loaders>();
                loaders.members.events.load(&context, member).await
            }
            .boxed()
        })
        .load("code", |context, member| {
            async move {
                let codes = &context.data_unchecked::<Loaders>().codes;
                code_reference(&codes.of_member, member).await
            }
            .boxed()
        })
        .value("version", |member| member.version)
        .value("isGenerated", |member| member.is_generated);
    register_payload::<Member>(resolvers, "MemberPayload", "member");
    register_mutation::<RegisterMember>(resolvers);
    register_mutation::<MoveSeat>(resolvers);
    register_mutation::<PlaceMember>(resolvers);
}

/// A sector as an object of the contract.
#[derive(Debug, Clone, Copy)]
pub struct Sector(pub SectorCode);

impl Output for Sector {
    fn into_field(self) -> Option<FieldValue<'static>> {
        Some(FieldValue::owned_any(self))
    }
}
