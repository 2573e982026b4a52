//! Resolves `MediationCase` and the connection of mediation cases.

use futures::future::FutureExt;
use qianzhan_network::{
    contract::Resolvers,
    database::Row,
    page::register_connection,
    records::{committees::Committee, members::Member, platforms::Platform},
    refer,
    region::{RegionRef, region_page},
    register_entry,
    writes::{register_mutation, register_payload},
};

use super::{
    CaseMember, MediationCase, MediationCaseFilter, MediationCaseLoaders,
    write::{MoveMediationCase, OpenMediationCase},
};

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_entry::<MediationCase>(resolvers, "mediationCase");
    register_connection::<MediationCase>(resolvers);
    register_payload::<MediationCase>(resolvers, "MediationCasePayload", "mediationCase");
    register_mutation::<OpenMediationCase>(resolvers);
    register_mutation::<MoveMediationCase>(resolvers);
    resolvers.object::<RegionRef>("Region").load("mediationCases", |context, region| {
        region_page::<MediationCaseFilter>(context, region).boxed()
    });
    register_rows(resolvers);
    resolvers
        .record::<MediationCase>()
        .load("committee", |context, case| {
            async move { refer::<Committee, _>(&context, case, |it| Some(&it.committee_id)).await }
                .boxed()
        })
        .load("platform", |context, case| {
            async move { refer::<Platform, _>(&context, case, |it| it.platform_id.as_ref()).await }
                .boxed()
        })
        .value("kind", |case| case.kind)
        .value("title", |case| case.title.clone())
        .value("parties", |case| case.parties.clone())
        .value("openedAt", |case| case.opened_at)
        .value("openedOn", |case| case.opened_on)
        .value("closedAt", |case| case.closed_at)
        .value("status", |case| case.status)
        .value("result", |case| case.result.clone())
        .load("members", |context, case| {
            async move {
                let loaders = context.data_unchecked::<MediationCaseLoaders>();
                Ok(loaders.members.load_for(case, |it| Some(it.id.clone())).await?.to_vec())
            }
            .boxed()
        })
        .value("hoursOpen", |case| case.minutes_open.map(|minutes| minutes as f64 / 60.0))
        .value("version", |case| case.version)
        .value("isGenerated", |case| case.is_generated);
}

fn register_rows(resolvers: &mut Resolvers) {
    resolvers.object::<Row<CaseMember>>("CaseMember").load("member", |context, row| {
        async move { refer::<Member, _>(&context, row, |it| Some(&it.member_id)).await }.boxed()
    });
}
