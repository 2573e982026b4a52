//! Resolves `ReadingGroup` and its activities, and where groups are reached from.

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
    ReadingActivity, ReadingGroup,
    filter::ReadingGroupFilter,
    write::{FoundReadingGroup, RecordReadingActivity},
};
use crate::loaders::DutyLoaders;

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_kind::<ReadingGroup>(resolvers, "readingGroup");
    resolvers
        .record::<ReadingGroup>()
        .refer::<Committee>("committee", |group| Some(&group.committee_id))
        .value("name", |group| group.name.clone())
        .value("isOnline", |group| group.is_online)
        .refer::<ReadingGroup>("parent", |group| group.parent_id.as_ref())
        .value("foundedOn", |group| group.founded_on)
        .load("activities", |context, group| {
            async move {
                let activities = &context.data_unchecked::<DutyLoaders>().learning.activities;
                Ok(activities.load_for(group, |it| Some(it.id.clone())).await?.to_vec())
            }
            .boxed()
        })
        .value("version", |group| group.version)
        .value("isGenerated", |group| group.is_generated);
    resolvers
        .object::<Row<ReadingActivity>>("ReadingActivity")
        .value("on", |activity| activity.held_on)
        .value("title", |activity| activity.title.clone())
        .value("participants", |activity| activity.participants);
    connection::<ReadingGroupFilter>(&mut resolvers.object::<RegionRef>("Region"), "readingGroups");
    register_mutation::<FoundReadingGroup>(resolvers);
    register_mutation::<RecordReadingActivity>(resolvers);
}
