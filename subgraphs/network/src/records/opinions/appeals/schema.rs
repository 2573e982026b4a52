//! Resolves `Appeal` and the connection of appeals, and the mutations of appeals.

use futures::future::FutureExt;

use super::{
    Appeal,
    write::{MoveAppeal, RecordAppeal, SubmitAppeal},
};
use crate::{
    contract::Resolvers,
    database::Row,
    page::register_connection,
    record::{Reference, refer, register_entry},
    records::{
        codes::Code, committees::Committee, localities::load_locality, members::Member,
        opinion_reports::OpinionReport, platforms::Platform, topics::Topic,
    },
    writes::{register_mutation, register_payload},
};

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_entry::<Appeal>(resolvers, "appeal");
    register_connection::<Appeal>(resolvers);
    resolvers
        .record::<Appeal>()
        .load("committee", |context, appeal| {
            async move { refer::<Committee, _>(&context, appeal, |it| Some(&it.committee_id)).await }
                .boxed()
        })
        .value("channel", |appeal| appeal.channel)
        .load("code", |context, appeal| {
            async move { refer::<Code, _>(&context, appeal, |it| it.code_id.as_ref()).await }
                .boxed()
        })
        .load("member", |context, appeal| {
            async move { refer::<Member, _>(&context, appeal, |it| it.member_id.as_ref()).await }
                .boxed()
        })
        .load("platform", |context, appeal| {
            async move { refer::<Platform, _>(&context, appeal, |it| it.platform_id.as_ref()).await }
                .boxed()
        })
        .load("locality", |context, appeal| {
            async move { load_locality(&context, appeal, |it| it.locality_code).await }.boxed()
        })
        .value("text", |appeal| appeal.text.clone())
        .value("speakerName", |appeal| appeal.speaker_name.clone())
        .value("speakerPhone", |appeal| appeal.speaker_phone.clone())
        .value("receivedOn", |appeal| appeal.received_on)
        .value("status", |appeal| appeal.status)
        .value("handler", |appeal| appeal.handler.clone())
        .value("result", |appeal| appeal.result.clone())
        .value("closedOn", |appeal| appeal.closed_on)
        .value("satisfaction", |appeal| appeal.satisfaction)
        .load("topic", |context, appeal| {
            async move { refer::<Topic, _>(&context, appeal, |it| it.topic_id.as_ref()).await }
                .boxed()
        })
        .load("opinionReport", |context, appeal| {
            async move {
                refer::<OpinionReport, _>(&context, appeal, |it| it.opinion_report_id.as_ref())
                    .await
            }
            .boxed()
        })
        .value("version", |appeal| appeal.version)
        .value("isGenerated", |appeal| appeal.is_generated);
    register_payload::<Appeal>(resolvers, "AppealPayload", "appeal");
    register_mutation::<SubmitAppeal>(resolvers);
    register_mutation::<RecordAppeal>(resolvers);
    register_mutation::<MoveAppeal>(resolvers);
}

/// Appeals that were read as the children of something.
pub(crate) fn appeal_references(appeals: &[Row<Appeal>]) -> Vec<Reference<Appeal>> {
    appeals.iter().cloned().map(Reference::Here).collect()
}
