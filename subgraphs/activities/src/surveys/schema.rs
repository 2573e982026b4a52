//! Resolves `Survey` and the connection of surveys.

use futures::future::FutureExt;
use qianzhan_network::{
    contract::Resolvers,
    database::Row,
    page::register_connection,
    records::{committees::Committee, members::Member, topics::Topic},
    refer,
    region::{RegionRef, region_page},
    register_entry,
    writes::{register_mutation, register_payload},
};

use super::{
    Survey, SurveyFilter, SurveyLoaders, SurveyMember,
    write::{MoveSurvey, PrepareSurvey},
};

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_entry::<Survey>(resolvers, "survey");
    register_connection::<Survey>(resolvers);
    register_payload::<Survey>(resolvers, "SurveyPayload", "survey");
    register_mutation::<PrepareSurvey>(resolvers);
    register_mutation::<MoveSurvey>(resolvers);
    resolvers
        .object::<RegionRef>("Region")
        .load("surveys", |context, region| region_page::<SurveyFilter>(context, region).boxed());
    register_rows(resolvers);
    resolvers.record::<Survey>()
        .load("committee", |context, survey| { async move { refer::<Committee, _>(&context, survey, |it| Some(&it.committee_id)).await }.boxed() })
        .value("kind", |survey| survey.kind)
        .value("title", |survey| survey.title.clone())
        .value("host", |survey| survey.host.clone())
        .value("methods", |survey| survey.methods.clone())
        .load("topic", |context, survey| { async move { refer::<Topic, _>(&context, survey, |it| it.topic_id.as_ref()).await }.boxed() })
        .value("status", |survey| survey.status)
        .value("preparedOn", |survey| survey.prepared_on)
        .value("surveyedOn", |survey| survey.surveyed_on)
        .value("reportedOn", |survey| survey.reported_on)
        .value("reportTitle", |survey| survey.report_title.clone())
        .value("aspectCount", |survey| survey.aspect_count)
        .value("suggestionCount", |survey| survey.suggestion_count)
        .value("adoptedOn", |survey| survey.adopted_on)
        .value("referredOn", |survey| survey.referred_on)
        .value("unit", |survey| survey.unit.clone())
        .value("handledOn", |survey| survey.handled_on)
        .value("handling", |survey| survey.handling.clone())
        .value("heardOn", |survey| survey.heard_on)
        .value("followedUpOn", |survey| survey.followed_up_on)
        .value("finding", |survey| survey.finding.clone())
        .load("members", |context, survey| { async move { let loaders = context.data_unchecked::<SurveyLoaders>(); Ok(loaders.members.load_for(survey, |it| Some(it.id.clone())).await?.to_vec()) }.boxed() })
        .value("version", |survey| survey.version)
        .value("isGenerated", |survey| survey.is_generated);
}

fn register_rows(resolvers: &mut Resolvers) {
    resolvers.object::<Row<SurveyMember>>("SurveyMember").load("member", |context, row| {
        async move { refer::<Member, _>(&context, row, |it| Some(&it.member_id)).await }.boxed()
    });
}
