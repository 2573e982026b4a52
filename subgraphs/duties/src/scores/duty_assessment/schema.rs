//! Resolves `DutyAssessment`, and where assessments are reached from.

use futures::future::FutureExt;
use qianzhan_network::{
    Reference,
    contract::Resolvers,
    records::{committees::Committee, members::Member},
    region::{RegionRef, connection},
    register_kind,
    writes::register_mutation,
};

use super::{
    DutyAssessment,
    filter::DutyAssessmentFilter,
    write::{AssessDuty, MoveDutyAssessment},
};
use crate::{loaders::DutyLoaders, scores::AssessmentRule};

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_kind::<DutyAssessment>(resolvers, "dutyAssessment");
    resolvers
        .record::<DutyAssessment>()
        .refer::<Committee>("committee", |assessment| Some(&assessment.committee_id))
        .refer::<Member>("member", |assessment| Some(&assessment.member_id))
        .refer::<AssessmentRule>("rule", |assessment| Some(&assessment.rule_id))
        .value("period", |assessment| assessment.period.clone())
        .value("score", |assessment| assessment.score)
        .value("status", |assessment| assessment.status)
        .value("appEntry", |assessment| assessment.app_entry.clone())
        .value("enteredOn", |assessment| assessment.entered_on)
        .value("version", |assessment| assessment.version)
        .value("isGenerated", |assessment| assessment.is_generated);
    resolvers.extend_record::<Member>().load("dutyAssessments", |context, member| {
        async move {
            let loaders = &context.data_unchecked::<DutyLoaders>().scores;
            let id = |it: &Member| Some(it.id.clone());
            let assessments = loaders.assessments_of_member.load_for(member, id).await?;
            Ok(assessments.iter().cloned().map(Reference::Here).collect::<Vec<_>>())
        }
        .boxed()
    });
    let mut region = resolvers.object::<RegionRef>("Region");
    connection::<DutyAssessmentFilter>(&mut region, "dutyAssessments");
    register_mutation::<AssessDuty>(resolvers);
    register_mutation::<MoveDutyAssessment>(resolvers);
}
