//! Resolves `ConsultationEvent.micro`.

use futures::future::FutureExt;
use qianzhan_network::{
    Reference,
    contract::Resolvers,
    database::Row,
    records::{
        consultation_events::ConsultationEvent, members::Member, opinion_reports::OpinionReport,
    },
    refer,
    writes::{register_mutation, register_payload},
};
use qianzhan_proposals::proposals::Proposal;

use super::{MicroConsultation, MicroLoaders, MicroTeamMember, write::MoveMicroConsultation};

pub(crate) fn register(resolvers: &mut Resolvers) {
    let payload = "MicroConsultationPayload";
    register_payload::<MicroConsultation>(resolvers, payload, "consultationEvent");
    register_mutation::<MoveMicroConsultation>(resolvers);
    resolvers.object::<Reference<ConsultationEvent>>("ConsultationEvent").load(
        "micro",
        |context, event| {
            async move {
                let loaders = context.data_unchecked::<MicroLoaders>();
                Ok(event.load_by_id(&loaders.consultations).await?.first().cloned())
            }
            .boxed()
        },
    );
    resolvers
        .object::<Row<MicroConsultation>>("MicroConsultation")
        .value("sectorGroup", |micro| micro.sector_group.clone())
        .value("scope", |micro| micro.scope.clone())
        .load("team", |context, micro| {
            async move {
                let loaders = context.data_unchecked::<MicroLoaders>();
                Ok(loaders.teams.load_for(micro, |it| Some(it.event_id.clone())).await?.to_vec())
            }
            .boxed()
        })
        .value("status", |micro| micro.status)
        .load("opinionReport", |context, micro| {
            async move {
                refer::<OpinionReport, _>(&context, micro, |it| it.opinion_report_id.as_ref()).await
            }
            .boxed()
        })
        .load("proposal", |context, micro| {
            async move { refer::<Proposal, _>(&context, micro, |it| it.proposal_id.as_ref()).await }
                .boxed()
        })
        .value("version", |micro| micro.version)
        .value("isGenerated", |micro| micro.is_generated);
    resolvers.object::<Row<MicroTeamMember>>("MicroTeamMember").load("member", |context, row| {
        async move { refer::<Member, _>(&context, row, |it| Some(&it.member_id)).await }.boxed()
    });
}
