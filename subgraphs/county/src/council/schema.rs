//! Resolves `Platform.council`.

use futures::future::FutureExt;
use qianzhan_network::{
    Reference,
    contract::Resolvers,
    database::Row,
    records::{members::Member, platforms::Platform},
    refer,
    writes::{register_mutation, register_payload},
};

use super::{
    ConsultationCouncil, CouncilLoaders, FixedMember,
    write::{FixCouncilMembers, FormCouncil},
};

pub(crate) fn register(resolvers: &mut Resolvers) {
    let payload = "ConsultationCouncilPayload";
    register_payload::<ConsultationCouncil>(resolvers, payload, "platform");
    register_mutation::<FormCouncil>(resolvers);
    register_mutation::<FixCouncilMembers>(resolvers);
    resolvers.object::<Reference<Platform>>("Platform").load("council", |context, platform| {
        async move {
            let loaders = context.data_unchecked::<CouncilLoaders>();
            Ok(platform.load_by_id(&loaders.councils).await?.first().cloned())
        }
        .boxed()
    });
    resolvers
        .object::<Row<ConsultationCouncil>>("ConsultationCouncil")
        .value("name", |council| council.name.clone())
        .value("convener", |council| council.convener.clone())
        .value("fixedMemberCount", |council| council.fixed_member_count)
        .load("fixedMembers", |context, council| {
            async move {
                let loaders = context.data_unchecked::<CouncilLoaders>();
                let members = &loaders.fixed_members;
                Ok(members.load_for(council, |it| Some(it.platform_id.clone())).await?.to_vec())
            }
            .boxed()
        })
        .value("termNo", |council| council.term_no)
        .value("status", |council| council.status)
        .value("version", |council| council.version)
        .value("hasRoom", |council| council.has_room)
        .value("isGenerated", |council| council.is_generated);
    resolvers
        .object::<Row<FixedMember>>("FixedMember")
        .load("member", |context, row| {
            async move { refer::<Member, _>(&context, row, |it| it.member_id.as_ref()).await }
                .boxed()
        })
        .value("name", |row| row.name.clone())
        .value("role", |row| row.role);
}
