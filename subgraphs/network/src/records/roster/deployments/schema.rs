//! Resolves `Deployment` and the connection of deployments.

use futures::future::FutureExt;

use super::{
    Deployment,
    write::{DeployMember, EndDeployment},
};
use crate::{
    contract::Resolvers,
    page::register_connection,
    record::{refer, register_entry},
    records::{
        committees::Committee, localities::load_locality, members::Member, platforms::Platform,
    },
    writes::{register_mutation, register_payload},
};

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_entry::<Deployment>(resolvers, "deployment");
    register_connection::<Deployment>(resolvers);
    resolvers
        .record::<Deployment>()
        .load("member", |context, deployment| {
            async move { refer::<Member, _>(&context, deployment, |it| Some(&it.member_id)).await }.boxed()
        })
        .load("locality", |context, deployment| {
            async move { load_locality(&context, deployment, |it| Some(it.locality_code)).await }.boxed()
        })
        .load("platform", |context, deployment| {
            async move {
                refer::<Platform, _>(&context, deployment, |it| it.platform_id.as_ref()).await
            }
            .boxed()
        })
        .value("role", |deployment| deployment.role)
        .load("issuedBy", |context, deployment| {
            async move { refer::<Committee, _>(&context, deployment, |it| it.issued_by.as_ref()).await }
                .boxed()
        })
        .value("from", |deployment| deployment.from_on)
        .value("to", |deployment| deployment.to_on)
        .value("document", |deployment| deployment.document.clone())
        .value("endedReason", |deployment| deployment.ended_reason.clone())
        .value("version", |deployment| deployment.version)
        .value("isGenerated", |deployment| deployment.is_generated);
    register_payload::<Deployment>(resolvers, "DeploymentPayload", "deployment");
    register_mutation::<DeployMember>(resolvers);
    register_mutation::<EndDeployment>(resolvers);
}
