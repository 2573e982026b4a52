//! Resolves `OpinionReport` and the connection of opinion reports.

use futures::future::FutureExt;

use super::OpinionReport;
use crate::{
    committees::Committee,
    consultation_events::ConsultationEvent,
    contract::Resolvers,
    members::Member,
    page::register_connection,
    record::{refer, register_entry},
};

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_entry::<OpinionReport>(resolvers, "opinionReport");
    register_connection::<OpinionReport>(resolvers);
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
        .value("isGenerated", |report| report.is_generated);
}
