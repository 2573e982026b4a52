//! Resolves `ConsultationEvent`, its attendance and outcomes, and the connection of events.

use futures::future::FutureExt;

use super::{
    Attendance, ConsultationEvent, Outcome,
    write::{MoveConsultationEvent, PlanConsultationEvent},
};
use crate::{
    contract::Resolvers,
    database::Row,
    loaders::Loaders,
    page::register_connection,
    record::{refer, register_entry},
    records::{
        committees::Committee,
        localities::load_locality,
        members::{Member, Sector},
        platforms::Platform,
        topics::Topic,
    },
    writes::{register_mutation, register_payload},
};

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_entry::<ConsultationEvent>(resolvers, "consultationEvent");
    register_connection::<ConsultationEvent>(resolvers);
    let payload = "ConsultationEventPayload";
    register_payload::<ConsultationEvent>(resolvers, payload, "consultationEvent");
    register_mutation::<PlanConsultationEvent>(resolvers);
    register_mutation::<MoveConsultationEvent>(resolvers);
    resolvers
        .object::<Row<Attendance>>("Attendance")
        .load("member", |context, attendance| {
            async move { refer::<Member, _>(&context, attendance, |it| Some(&it.member_id)).await }
                .boxed()
        })
        .value("level", |attendance| attendance.level)
        .value("sector", |attendance| Sector(attendance.sector))
        .value("role", |attendance| attendance.role);
    resolvers
        .object::<Row<Outcome>>("Outcome")
        .value("kind", |outcome| outcome.kind)
        .value("text", |outcome| outcome.text.clone())
        .value("status", |outcome| outcome.status);
    register_event(resolvers);
}

fn register_event(resolvers: &mut Resolvers) {
    resolvers
        .record::<ConsultationEvent>()
        .load("committee", |context, event| {
            async move { refer::<Committee, _>(&context, event, |it| Some(&it.committee_id)).await }
                .boxed()
        })
        .value("title", |event| event.title.clone())
        .value("kind", |event| event.kind)
        .value("venue", |event| event.venue)
        .value("mode", |event| event.mode)
        .value("status", |event| event.status)
        .value("heldOn", |event| event.held_on)
        .load("platform", |context, event| {
            async move { refer::<Platform, _>(&context, event, |it| it.platform_id.as_ref()).await }
                .boxed()
        })
        .load("locality", |context, event| {
            async move { load_locality(&context, event, |it| it.locality_code).await }.boxed()
        })
        .load("topic", |context, event| {
            async move { refer::<Topic, _>(&context, event, |it| it.topic_id.as_ref()).await }
                .boxed()
        })
        .load("attendance", |context, event| {
            async move {
                let loaders = context.data_unchecked::<Loaders>();
                let attendance = &loaders.events.attendance;
                Ok(attendance.load_for(event, |it| Some(it.id.clone())).await?.to_vec())
            }
            .boxed()
        })
        .value("memberCount", |event| event.member_count)
        .value("residentCount", |event| event.resident_count)
        .value("suggestionCount", |event| event.suggestion_count)
        .value("problemsFound", |event| event.problems_found)
        .value("problemsSolved", |event| event.problems_solved)
        .load("outcomes", |context, event| {
            async move {
                let loaders = context.data_unchecked::<Loaders>();
                let outcomes = &loaders.events.outcomes;
                Ok(outcomes.load_for(event, |it| Some(it.id.clone())).await?.to_vec())
            }
            .boxed()
        })
        .value("brand", |event| event.brand.clone())
        .value("version", |event| event.version)
        .value("isGenerated", |event| event.is_generated);
}
