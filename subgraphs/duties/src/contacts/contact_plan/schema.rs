//! Resolves `ContactPlan`, and where contact plans are reached from.

use async_graphql::dynamic::ResolverContext;
use futures::future::FutureExt;
use qianzhan_network::{
    FieldError,
    contract::Resolvers,
    database::Row,
    records::{committees::Committee, members::Member, platforms::Platform},
    region::{RegionRef, connection},
    register_kind,
    writes::register_mutation,
};

use super::{
    ContactPlan,
    filter::ContactPlanFilter,
    write::{MakeContactPlan, MoveContactPlan},
};
use crate::loaders::DutyLoaders;

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_kind::<ContactPlan>(resolvers, "contactPlan");
    resolvers
        .record::<ContactPlan>()
        .refer::<Committee>("committee", |plan| Some(&plan.committee_id))
        .refer::<Member>("member", |plan| Some(&plan.member_id))
        .value("year", |plan| plan.year)
        .value("mode", |plan| plan.mode)
        .value("target", |plan| plan.target.clone())
        .refer::<Platform>("platform", |plan| Some(&plan.platform_id))
        .value("content", |plan| plan.content.clone())
        .value("frequency", |plan| plan.frequency)
        .value("goal", |plan| plan.goal.clone())
        .value("status", |plan| plan.status)
        .load("recordCount", |context, plan| {
            async move { record_count(&context, plan).await }.boxed()
        })
        .load("completion", |context, plan| {
            async move {
                // Both are far below where a number loses digits.
                Ok(record_count(&context, plan).await? as f64 / plan.frequency as f64)
            }
            .boxed()
        })
        .load("records", |context, plan| {
            async move {
                let loaders = &context.data_unchecked::<DutyLoaders>().contacts;
                loaders.records_of_plan.load(&context, plan).await
            }
            .boxed()
        })
        .value("version", |plan| plan.version)
        .value("isGenerated", |plan| plan.is_generated);
    resolvers.extend_record::<Member>().load("contactPlans", |context, member| {
        async move {
            let loaders = &context.data_unchecked::<DutyLoaders>().contacts;
            loaders.plans_of_member.load(&context, member).await
        }
        .boxed()
    });
    connection::<ContactPlanFilter>(&mut resolvers.object::<RegionRef>("Region"), "contactPlans");
    register_mutation::<MakeContactPlan>(resolvers);
    register_mutation::<MoveContactPlan>(resolvers);
}

async fn record_count(
    context: &ResolverContext<'_>,
    plan: &Row<ContactPlan>,
) -> Result<i64, FieldError> {
    let counts = &context.data_unchecked::<DutyLoaders>().contacts.record_counts;
    Ok(counts.load_for(plan, |it| Some(it.id.clone())).await?)
}
