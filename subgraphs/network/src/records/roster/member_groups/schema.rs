//! Resolves `MemberGroup`, and the groups of a member.

use futures::future::FutureExt;

use super::{
    GroupMembership, MemberGroup,
    write::{ChangeMemberGroup, DisbandMemberGroup, FoundMemberGroup},
};
use crate::{
    contract::Resolvers,
    database::Row,
    loaders::Loaders,
    record::{Reference, refer, register_kind},
    records::{committees::Committee, members::Member},
    writes::register_mutation,
};

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_kind::<MemberGroup>(resolvers, "memberGroup");
    resolvers
        .record::<MemberGroup>()
        .refer::<Committee>("committee", |group| Some(&group.committee_id))
        .value("kind", |group| group.kind)
        .value("name", |group| group.name.clone())
        .value("specialCommittee", |group| group.special_committee.clone())
        .refer::<Member>("leader", |group| group.leader_id.as_ref())
        .value("status", |group| group.status)
        .value("foundedOn", |group| group.founded_on)
        .value("disbandedOn", |group| group.disbanded_on)
        .value("reason", |group| group.reason.clone())
        .load("memberships", |context, group| {
            async move {
                let rows = &context.data_unchecked::<Loaders>().member_groups.memberships;
                Ok(rows.load_for(group, |it| Some(it.id.clone())).await?.to_vec())
            }
            .boxed()
        })
        .load("memberCount", |context, group| {
            async move {
                let rows = &context.data_unchecked::<Loaders>().member_groups.memberships;
                let rows = rows.load_for(group, |it| Some(it.id.clone())).await?;
                let lasting = rows.iter().filter(|membership| membership.to_on.is_none());
                Ok(i64::try_from(lasting.count()).unwrap_or(i64::MAX))
            }
            .boxed()
        })
        .value("version", |group| group.version)
        .value("isGenerated", |group| group.is_generated);
    resolvers
        .object::<Row<GroupMembership>>("GroupMembership")
        .load("member", |context, membership| {
            async move { refer::<Member, _>(&context, membership, |it| Some(&it.member_id)).await }
                .boxed()
        })
        .value("from", |membership| membership.from_on)
        .value("to", |membership| membership.to_on);
    resolvers.extend_record::<Member>().load("groups", |context, member| {
        async move {
            let groups = &context.data_unchecked::<Loaders>().member_groups.of_member;
            let groups = groups.load_for(member, |it| Some(it.id.clone())).await?;
            Ok(groups.into_iter().map(Reference::Here).collect::<Vec<_>>())
        }
        .boxed()
    });
    register_mutation::<FoundMemberGroup>(resolvers);
    register_mutation::<ChangeMemberGroup>(resolvers);
    register_mutation::<DisbandMemberGroup>(resolvers);
}
