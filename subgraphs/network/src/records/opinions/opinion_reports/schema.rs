//! Resolves `OpinionReport` and the connection of opinion reports.

use futures::future::FutureExt;

use super::{
    OpinionReport,
    write::{CollectOpinionReport, MoveOpinionReport},
};
use crate::{
    contract::Resolvers,
    loaders::Loaders,
    page::register_connection,
    record::{refer, register_entry},
    records::{
        appeals::appeal_references, committees::Committee, consultation_events::ConsultationEvent,
        members::Member,
    },
    writes::{register_mutation, register_payload},
};

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_entry::<OpinionReport>(resolvers, "opinionReport");
    register_connection::<OpinionReport>(resolvers);
    register_payload::<OpinionReport>(resolvers, "OpinionReportPayload", "opinionReport");
    register_mutation::<CollectOpinionReport>(resolvers);
    register_mutation::<MoveOpinionReport>(resolvers);
    resolvers
        .record::<OpinionReport>()
        .load("committee", |context, report| {
            async move { refer::<Committee, _>(&context, report, |it| Some(&it.committee_id)).await }.boxed()
        })
        .value("title", |report| report.title.clone())
        .load("author", |context, report| {
            async move { refer::<Member, _>(&context, report, |it| it.author_id.as_ref()).await }.boxed()
        })
        .load("sourceEvent", |context, report| {
            async move {
                refer::<ConsultationEvent, _>(&context, report, |it| it.source_event_id.as_ref())
                    .await
            }
            .boxed()
        })
        .value("status", |report| report.status)
        .value("submittedOn", |report| report.submitted_on)
        .value("submittedTo", |report| report.submitted_to)
        .value("writtenOn", |report| report.written_on)
        .value("text", |report| report.text.clone())
        .load("sourceAppeals", |context, report| {
            async move {
                let loaders = context.data_unchecked::<Loaders>();
                let appeals = &loaders.appeals.by_opinion_report;
                let appeals = appeals.load_for(report, |it| Some(it.id.clone()));
                Ok(appeal_references(&appeals.await?))
            }
            .boxed()
        })
        .value("version", |report| report.version)
        .value("isGenerated", |report| report.is_generated);
}
