//! Resolves `ConsultationMeeting` and the connection of consultation meetings.

use crate::consultation_plans::ConsultationPlan;
use futures::future::FutureExt;
use qianzhan_network::{
    contract::Resolvers,
    database::Row,
    page::register_connection,
    records::{
        committees::Committee,
        members::{Member, Sector},
        topics::Topic,
    },
    refer,
    region::{RegionRef, region_page},
    register_entry,
    writes::{register_mutation, register_payload},
};

use super::{
    ConsultationMeeting, ConsultationMeetingFilter, ConsultationMeetingLoaders, MeetingSpeaker,
    MeetingSuggestion,
    write::{MoveConsultationMeeting, PlanConsultationMeeting},
};

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_entry::<ConsultationMeeting>(resolvers, "consultationMeeting");
    register_connection::<ConsultationMeeting>(resolvers);
    register_payload::<ConsultationMeeting>(
        resolvers,
        "ConsultationMeetingPayload",
        "consultationMeeting",
    );
    register_mutation::<PlanConsultationMeeting>(resolvers);
    register_mutation::<MoveConsultationMeeting>(resolvers);
    resolvers.object::<RegionRef>("Region").load("consultationMeetings", |context, region| {
        region_page::<ConsultationMeetingFilter>(context, region).boxed()
    });
    register_rows(resolvers);
    resolvers
        .record::<ConsultationMeeting>()
        .load("committee", |context, consultation_meeting| {
            async move {
                refer::<Committee, _>(&context, consultation_meeting, |it| Some(&it.committee_id))
                    .await
            }
            .boxed()
        })
        .value("series", |consultation_meeting| consultation_meeting.series)
        .value("title", |consultation_meeting| consultation_meeting.title.clone())
        .value("host", |consultation_meeting| consultation_meeting.host.clone())
        .load("plan", |context, consultation_meeting| {
            async move {
                refer::<ConsultationPlan, _>(&context, consultation_meeting, |it| {
                    it.plan_id.as_ref()
                })
                .await
            }
            .boxed()
        })
        .load("topic", |context, consultation_meeting| {
            async move {
                refer::<Topic, _>(&context, consultation_meeting, |it| it.topic_id.as_ref()).await
            }
            .boxed()
        })
        .value("heldOn", |consultation_meeting| consultation_meeting.held_on)
        .value("status", |consultation_meeting| consultation_meeting.status)
        .value("memberCount", |consultation_meeting| consultation_meeting.member_count)
        .value("suggestionCount", |consultation_meeting| consultation_meeting.suggestion_count)
        .value("adoptedCount", |consultation_meeting| consultation_meeting.adopted_count)
        .load("speakers", |context, consultation_meeting| {
            async move {
                let loaders = context.data_unchecked::<ConsultationMeetingLoaders>();
                Ok(loaders
                    .speakers
                    .load_for(consultation_meeting, |it| Some(it.id.clone()))
                    .await?
                    .to_vec())
            }
            .boxed()
        })
        .load("suggestions", |context, consultation_meeting| {
            async move {
                let loaders = context.data_unchecked::<ConsultationMeetingLoaders>();
                Ok(loaders
                    .suggestions
                    .load_for(consultation_meeting, |it| Some(it.id.clone()))
                    .await?
                    .to_vec())
            }
            .boxed()
        })
        .value("version", |consultation_meeting| consultation_meeting.version)
        .value("isGenerated", |consultation_meeting| consultation_meeting.is_generated);
}

fn register_rows(resolvers: &mut Resolvers) {
    resolvers
        .object::<Row<MeetingSpeaker>>("MeetingSpeaker")
        .load("member", |context, row| {
            async move { refer::<Member, _>(&context, row, |it| it.member_id.as_ref()).await }
                .boxed()
        })
        .value("sector", |row| row.sector.map(Sector))
        .value("body", |row| row.body.clone())
        .value("isPublic", |row| row.is_public);
    resolvers
        .object::<Row<MeetingSuggestion>>("MeetingSuggestion")
        .load("member", |context, row| {
            async move { refer::<Member, _>(&context, row, |it| it.member_id.as_ref()).await }
                .boxed()
        })
        .value("text", |row| row.text.clone())
        .value("isAdopted", |row| row.is_adopted)
        .value("adoptedIn", |row| row.adopted_in.clone());
}
