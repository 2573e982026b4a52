//! Resolves `SectorActivity` and the connection of sector activities.

use futures::future::FutureExt;
use qianzhan_network::{
    contract::Resolvers,
    database::Row,
    page::register_connection,
    records::{
        committees::Committee, members::Sector, opinion_reports::OpinionReport, platforms::Platform,
    },
    refer,
    region::{RegionRef, region_page},
    register_entry,
    writes::{register_mutation, register_payload},
};

use super::{
    ActivitySector, SectorActivity, SectorActivityFilter, SectorActivityLoaders,
    write::{MoveSectorActivity, PlanSectorActivity},
};

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_entry::<SectorActivity>(resolvers, "sectorActivity");
    register_connection::<SectorActivity>(resolvers);
    register_payload::<SectorActivity>(resolvers, "SectorActivityPayload", "sectorActivity");
    register_mutation::<PlanSectorActivity>(resolvers);
    register_mutation::<MoveSectorActivity>(resolvers);
    resolvers.object::<RegionRef>("Region").load("sectorActivities", |context, region| {
        region_page::<SectorActivityFilter>(context, region).boxed()
    });
    register_rows(resolvers);
    resolvers
        .record::<SectorActivity>()
        .load("committee", |context, sector_activity| {
            async move {
                refer::<Committee, _>(&context, sector_activity, |it| Some(&it.committee_id)).await
            }
            .boxed()
        })
        .value("theme", |sector_activity| sector_activity.theme.clone())
        .value("kind", |sector_activity| sector_activity.kind)
        .value("scope", |sector_activity| sector_activity.scope)
        .value("host", |sector_activity| sector_activity.host.clone())
        .load("jointCommittee", |context, sector_activity| {
            async move {
                refer::<Committee, _>(&context, sector_activity, |it| {
                    it.joint_committee_id.as_ref()
                })
                .await
            }
            .boxed()
        })
        .load("platform", |context, sector_activity| {
            async move {
                refer::<Platform, _>(&context, sector_activity, |it| it.platform_id.as_ref()).await
            }
            .boxed()
        })
        .value("place", |sector_activity| sector_activity.place.clone())
        .value("heldOn", |sector_activity| sector_activity.held_on)
        .value("status", |sector_activity| sector_activity.status)
        .value("memberParticipations", |sector_activity| sector_activity.member_participations)
        .value("publicParticipations", |sector_activity| sector_activity.public_participations)
        .value("suggestionCount", |sector_activity| sector_activity.suggestion_count)
        .value("adoptedCount", |sector_activity| sector_activity.adopted_count)
        .value("problemsSolved", |sector_activity| sector_activity.problems_solved)
        .load("opinionReport", |context, sector_activity| {
            async move {
                refer::<OpinionReport, _>(&context, sector_activity, |it| {
                    it.opinion_report_id.as_ref()
                })
                .await
            }
            .boxed()
        })
        .load("sectors", |context, sector_activity| {
            async move {
                let loaders = context.data_unchecked::<SectorActivityLoaders>();
                Ok(loaders
                    .sectors
                    .load_for(sector_activity, |it| Some(it.id.clone()))
                    .await?
                    .to_vec())
            }
            .boxed()
        })
        .value("version", |sector_activity| sector_activity.version)
        .value("isGenerated", |sector_activity| sector_activity.is_generated);
}

fn register_rows(resolvers: &mut Resolvers) {
    resolvers
        .object::<Row<ActivitySector>>("ActivitySector")
        .value("sector", |row| Sector(row.sector));
}
