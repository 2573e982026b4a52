//! Resolves `ConsultationPlan` and the connection of consultation plans.

use futures::future::FutureExt;
use qianzhan_network::{
    contract::Resolvers,
    database::Row,
    page::register_connection,
    records::{committees::Committee, platforms::Platform, topics::Topic},
    refer,
    region::{RegionRef, region_page},
    register_entry,
    writes::{register_mutation, register_payload},
};

use super::{
    ConsultationPlan, ConsultationPlanFilter, ConsultationPlanLoaders, PlanTopic,
    write::{DraftConsultationPlan, MoveConsultationPlan},
};

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_entry::<ConsultationPlan>(resolvers, "consultationPlan");
    register_connection::<ConsultationPlan>(resolvers);
    register_payload::<ConsultationPlan>(resolvers, "ConsultationPlanPayload", "consultationPlan");
    register_mutation::<DraftConsultationPlan>(resolvers);
    register_mutation::<MoveConsultationPlan>(resolvers);
    resolvers.object::<RegionRef>("Region").load("consultationPlans", |context, region| {
        region_page::<ConsultationPlanFilter>(context, region).boxed()
    });
    register_rows(resolvers);
    resolvers
        .record::<ConsultationPlan>()
        .load("committee", |context, consultation_plan| {
            async move {
                refer::<Committee, _>(&context, consultation_plan, |it| Some(&it.committee_id))
                    .await
            }
            .boxed()
        })
        .value("year", |consultation_plan| consultation_plan.year)
        .value("title", |consultation_plan| consultation_plan.title.clone())
        .value("isKey", |consultation_plan| consultation_plan.is_key)
        .load("platform", |context, consultation_plan| {
            async move {
                refer::<Platform, _>(&context, consultation_plan, |it| it.platform_id.as_ref())
                    .await
            }
            .boxed()
        })
        .value("status", |consultation_plan| consultation_plan.status)
        .value("publishedOn", |consultation_plan| consultation_plan.published_on)
        .load("topics", |context, consultation_plan| {
            async move {
                let loaders = context.data_unchecked::<ConsultationPlanLoaders>();
                Ok(loaders
                    .topics
                    .load_for(consultation_plan, |it| Some(it.id.clone()))
                    .await?
                    .to_vec())
            }
            .boxed()
        })
        .value("version", |consultation_plan| consultation_plan.version)
        .value("isGenerated", |consultation_plan| consultation_plan.is_generated);
}

fn register_rows(resolvers: &mut Resolvers) {
    resolvers
        .object::<Row<PlanTopic>>("PlanTopic")
        .value("title", |row| row.title.clone())
        .value("form", |row| row.form)
        .value("host", |row| row.host.clone())
        .load("topic", |context, row| {
            async move { refer::<Topic, _>(&context, row, |it| it.topic_id.as_ref()).await }.boxed()
        });
}
