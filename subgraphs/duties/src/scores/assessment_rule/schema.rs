//! Resolves `AssessmentRule` and its items, and where rules are reached from.

use futures::future::FutureExt;
use qianzhan_network::{
    contract::Resolvers,
    database::Row,
    records::committees::Committee,
    region::{RegionRef, connection},
    register_kind,
    writes::register_mutation,
};

use super::{
    AssessmentItem, AssessmentRule, filter::AssessmentRuleFilter, write::SetAssessmentRule,
};
use crate::loaders::DutyLoaders;

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_kind::<AssessmentRule>(resolvers, "assessmentRule");
    resolvers
        .record::<AssessmentRule>()
        .refer::<Committee>("committee", |rule| Some(&rule.committee_id))
        .value("specialCommittee", |rule| {
            Some(rule.special_committee.clone()).filter(|name| !name.is_empty())
        })
        .value("year", |rule| rule.year)
        .value("period", |rule| rule.period)
        .load("items", |context, rule| {
            async move {
                let items = &context.data_unchecked::<DutyLoaders>().scores.items_of_rule;
                Ok(items.load_for(rule, |it| Some(it.id.clone())).await?.to_vec())
            }
            .boxed()
        })
        .value("version", |rule| rule.version)
        .value("isGenerated", |rule| rule.is_generated);
    resolvers
        .object::<Row<AssessmentItem>>("AssessmentItem")
        .value("item", |item| item.item)
        .value("points", |item| item.points)
        .value("most", |item| item.most);
    let mut region = resolvers.object::<RegionRef>("Region");
    connection::<AssessmentRuleFilter>(&mut region, "assessmentRules");
    register_mutation::<SetAssessmentRule>(resolvers);
}
