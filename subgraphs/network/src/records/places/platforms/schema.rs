//! Resolves `Platform`, its plaques and checks, and the connection of platforms.

use futures::future::FutureExt;

use super::{
    AnnualPlan, Plaque, Platform, SixHasCheck, SixHasStatus,
    write::{
        GrantPlaque, MovePlatform, RecordSixHasCheck, RecordSixHasSelfCheck, RegisterPlatform,
        WriteAnnualPlan,
    },
};
use crate::{
    contract::Resolvers,
    database::Row,
    loaders::Loaders,
    page::register_connection,
    record::{refer, register_entry},
    records::{
        codes::code_reference,
        committees::Committee,
        localities::load_locality,
        members::{Member, Sector},
    },
    writes::{register_mutation, register_payload},
};

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_entry::<Platform>(resolvers, "platform");
    register_connection::<Platform>(resolvers);
    resolvers
        .object::<Row<Plaque>>("Plaque")
        .value("kind", |plaque| plaque.kind)
        .value("name", |plaque| plaque.name.clone())
        .value("grantedOn", |plaque| plaque.granted_on);
    resolvers
        .object::<Row<SixHasCheck>>("SixHasChecklist")
        .value("checkedOn", |check| check.checked_on)
        .value("checker", |check| check.checker.clone())
        .value("evidence", |check| check.evidence.clone())
        .value("fixedPlace", |check| check.fixed_place)
        .value("dedicatedPerson", |check| check.dedicated_person)
        .value("signage", |check| check.signage)
        .value("duties", |check| check.duties)
        .value("annualPlan", |check| check.annual_plan)
        .value("outcomes", |check| check.outcomes)
        .value("isCompliant", |check| check.is_compliant());
    resolvers
        .object::<Row<AnnualPlan>>("AnnualPlan")
        .value("year", |plan| plan.year)
        .value("status", |plan| plan.status)
        .value("text", |plan| plan.text.clone());
    resolvers
        .record::<Platform>()
        .load("committee", |context, platform| {
            async move { refer::<Committee, _>(&context, platform, |it| Some(&it.committee_id)).await }.boxed()
        })
        .value("kind", |platform| platform.kind)
        .value("name", |platform| platform.name.clone())
        .load("plaques", |context, platform| {
            async move {
                let loaders = context.data_unchecked::<Loaders>();
                let plaques = &loaders.platforms.plaques;
                Ok(plaques.load_for(platform, |it| Some(it.id.clone())).await?.to_vec())
            }
            .boxed()
        })
        .load("locality", |context, platform| {
            async move { load_locality(&context, platform, |it| it.locality_code).await }.boxed()
        })
        .value("hostKind", |platform| platform.host_kind)
        .value("host", |platform| platform.host.clone())
        .value("status", |platform| platform.status)
        .value("statusReason", |platform| platform.status_reason.clone())
        .value("launchedOn", |platform| platform.launched_on)
        .value("withdrawnOn", |platform| platform.withdrawn_on)
        .load("leadMember", |context, platform| {
            async move {
                refer::<Member, _>(&context, platform, |it| it.lead_member_id.as_ref()).await
            }
            .boxed()
        })
        .value("leadUnit", |platform| platform.lead_unit.clone())
        .value("bookCount", |platform| platform.book_count)
        .load("annualPlans", |context, platform| {
            async move {
                let plans = &context.data_unchecked::<Loaders>().platforms.annual_plans;
                Ok(plans.load_for(platform, |it| Some(it.id.clone())).await?.to_vec())
            }
            .boxed()
        })
        .value("head", |platform| platform.head.clone())
        .value("sector", |platform| platform.sector.map(Sector))
        .load("sixHas", |context, platform| {
            async move {
                let loaders = context.data_unchecked::<Loaders>();
                let checks = &loaders.platforms.checks;
                Ok(checks.load_for(platform, |it| Some(it.id.clone())).await?.last().cloned())
            }
            .boxed()
        })
        .load("sixHasSelfCheck", |context, platform| {
            async move {
                let own = &context.data_unchecked::<Loaders>().platforms.self_checks;
                let own = own.load_for(platform, |it| Some(it.id.clone())).await?;
                Ok(own.last().map(|own| Row::alone(own.check.clone())))
            }
            .boxed()
        })
        .load("sixHasStatus", |context, platform| {
            async move {
                let loaders = &context.data_unchecked::<Loaders>().platforms;
                let own = loaders.self_checks.load_for(platform, |it| Some(it.id.clone())).await?;
                let checks = loaders.checks.load_for(platform, |it| Some(it.id.clone())).await?;
                Ok(SixHasStatus::of(own.last().map(|it| &**it), checks.last().map(|it| &**it)))
            }
            .boxed()
        })
        .load("consultationEvents", |context, platform| {
            async move {
                let loaders = context.data_unchecked::<Loaders>();
                loaders.platforms.events.load(&context, platform).await
            }
            .boxed()
        })
        .load("deployments", |context, platform| {
            async move {
                let loaders = context.data_unchecked::<Loaders>();
                loaders.platforms.deployments.load(&context, platform).await
            }
            .boxed()
        })
        .load("code", |context, platform| {
            async move {
                let codes = &context.data_unchecked::<Loaders>().codes;
                code_reference(&codes.of_platform, platform).await
            }
            .boxed()
        })
        .value("version", |platform| platform.version)
        .value("isGenerated", |platform| platform.is_generated);
    register_payload::<Platform>(resolvers, "PlatformPayload", "platform");
    register_mutation::<RegisterPlatform>(resolvers);
    register_mutation::<GrantPlaque>(resolvers);
    register_mutation::<MovePlatform>(resolvers);
    register_mutation::<RecordSixHasCheck>(resolvers);
    register_mutation::<RecordSixHasSelfCheck>(resolvers);
    register_mutation::<WriteAnnualPlan>(resolvers);
}
