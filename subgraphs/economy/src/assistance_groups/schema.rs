//! Resolves `IndustryAssistanceGroup` and the connection of industry assistance groups.

use crate::within::page_within;
use futures::future::FutureExt;
use qianzhan_city::CityAssistance;
use qianzhan_network::{
    Reference,
    contract::Resolvers,
    database::Row,
    page::register_connection,
    records::{committees::Committee, members::Member},
    refer,
    region::RegionRef,
    register_entry,
    writes::{register_mutation, register_payload},
};

use super::{
    AssistanceItem, GroupMember, IndustryAssistanceGroup, IndustryAssistanceGroupFilter,
    IndustryAssistanceGroupLoaders,
    write::{FoundAssistanceGroup, MoveAssistanceGroup},
};

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_entry::<IndustryAssistanceGroup>(resolvers, "industryAssistanceGroup");
    register_connection::<IndustryAssistanceGroup>(resolvers);
    register_payload::<IndustryAssistanceGroup>(
        resolvers,
        "IndustryAssistanceGroupPayload",
        "industryAssistanceGroup",
    );
    register_mutation::<FoundAssistanceGroup>(resolvers);
    register_mutation::<MoveAssistanceGroup>(resolvers);
    resolvers.object::<RegionRef>("Region").load("industryAssistanceGroups", |context, region| {
        page_within::<IndustryAssistanceGroupFilter>(context, region, "city_code").boxed()
    });
    register_rows(resolvers);
    resolvers
        .record::<IndustryAssistanceGroup>()
        .load("committee", |context, group| {
            async move { refer::<Committee, _>(&context, group, |it| Some(&it.committee_id)).await }
                .boxed()
        })
        .load("city", |context, group| {
            async move { Ok(Some(RegionRef::new(group.city_code, &context))) }.boxed()
        })
        .value("industry", |group| group.industry.clone())
        .load("leader", |context, group| {
            async move { refer::<Member, _>(&context, group, |it| it.leader_id.as_ref()).await }
                .boxed()
        })
        .value("foundedOn", |group| group.founded_on)
        .value("meetingCount", |group| group.meeting_count)
        .value("surveyedOn", |group| group.surveyed_on)
        .value("reportTitle", |group| group.report_title.clone())
        .value("reportedOn", |group| group.reported_on)
        .value("listedOn", |group| group.listed_on)
        .value("status", |group| group.status)
        .load("members", |context, group| {
            async move {
                let loaders = context.data_unchecked::<IndustryAssistanceGroupLoaders>();
                Ok(loaders.members.load_for(group, |it| Some(it.id.clone())).await?.to_vec())
            }
            .boxed()
        })
        .load("items", |context, group| {
            async move {
                let loaders = context.data_unchecked::<IndustryAssistanceGroupLoaders>();
                Ok(loaders.items.load_for(group, |it| Some(it.id.clone())).await?.to_vec())
            }
            .boxed()
        })
        .value("cityWork", |group| {
            let id = group.city_work_id();
            Reference::<CityAssistance>::Key(Row::alone(id))
        })
        .value("version", |group| group.version)
        .value("isGenerated", |group| group.is_generated);
}

fn register_rows(resolvers: &mut Resolvers) {
    resolvers
        .object::<Row<GroupMember>>("GroupMember")
        .load("member", |context, row| {
            async move { refer::<Member, _>(&context, row, |it| Some(&it.member_id)).await }.boxed()
        })
        .value("level", |row| row.level);
    resolvers
        .object::<Row<AssistanceItem>>("AssistanceItem")
        .value("text", |row| row.text.clone())
        .value("unit", |row| row.unit.clone());
}
