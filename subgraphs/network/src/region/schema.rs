//! Resolves `Region`, a gathered type: each site answers with what it holds inside the region, and
//! with nothing where it holds none.

use std::sync::Arc;

use async_graphql::{Context, dynamic::FieldValue};
use futures::future::FutureExt;

use super::{RecordFilter, RegionCode, Scope, records::region_page};
use crate::{
    contract::{ObjectResolvers, Output, Resolvers, argument},
    database::Database,
    page::{Connection, OrderField},
    record::RecordLoader,
    record::Reference,
    record_id::RecordId,
    records::{
        appeals::AppealFilter, consultation_events::ConsultationEventFilter,
        deployments::DeploymentFilter, member_groups::MemberGroupFilter, members::MemberFilter,
        nominations::SeatNominationFilter, opinion_reports::OpinionReportFilter,
        platforms::PlatformFilter, reported_figures::ReportedFigureFilter, topics::TopicFilter,
    },
    records::{
        committees::Committee,
        localities::{
            Locality, LocalityNode, townships_without_deployment, townships_without_station,
        },
    },
    site::SiteRegions,
    tally::resolve_tally,
};

/// A region, and which of this site's records lie inside.
#[derive(Debug, Clone)]
pub struct RegionRef {
    code: RegionCode,
    scope: Scope,
}

impl RegionRef {
    /// A region as the site of this request sees it.
    #[must_use]
    pub fn new(code: RegionCode, context: &Context<'_>) -> Self {
        let regions = context.data_unchecked::<SiteRegions>();
        Self { code, scope: Scope::of(&code, regions.codes()) }
    }

    /// The region's code.
    #[must_use]
    pub const fn code(&self) -> RegionCode {
        self.code
    }

    /// Which of the site's records lie inside.
    #[must_use]
    pub const fn scope(&self) -> &Scope {
        &self.scope
    }
}

impl Output for RegionRef {
    fn into_field(self) -> Option<FieldValue<'static>> {
        Some(FieldValue::owned_any(self))
    }
}

pub(crate) fn register(resolvers: &mut Resolvers) {
    resolvers.entity("Region", "code", |context, keys| {
        let region = |key: String| {
            let code: RegionCode = key.parse()?;
            Ok(RegionRef::new(code, context).into_field())
        };
        futures::future::ready(Ok(keys.into_iter().map(region).collect())).boxed()
    });
    resolvers.owned_by("Region", |object, view| {
        Some(view.relations_to_region(&object.downcast_ref::<RegionRef>()?.code))
    });
    let mut region = resolvers.object::<RegionRef>("Region");
    region
        .value("code", |region| region.code)
        .load("tally", |context, region| {
            async move {
                let period: Option<String> = argument(&context, "period")?;
                resolve_tally(&context, &region.scope, period).await
            }
            .boxed()
        })
        .load("committees", |context, region| {
            async move {
                let ids = region.scope.regions().iter().copied().map(RecordId::committee).collect();
                let committees =
                    context.data_unchecked::<RecordLoader<Committee>>().load_all(ids).await?;
                Ok(committees.into_iter().flatten().map(Reference::Here).collect::<Vec<_>>())
            }
            .boxed()
        });
    region
        .load("townshipsWithoutStation", |context, region| {
            async move {
                let database = context.data_unchecked::<Database>();
                Ok(nodes(townships_without_station(database, &region.scope).await?))
            }
            .boxed()
        })
        .load("townshipsWithoutDeployment", |context, region| {
            async move {
                let database = context.data_unchecked::<Database>();
                Ok(nodes(townships_without_deployment(database, &region.scope).await?))
            }
            .boxed()
        });
    connection::<MemberFilter>(&mut region, "members");
    connection::<PlatformFilter>(&mut region, "platforms");
    connection::<DeploymentFilter>(&mut region, "deployments");
    connection::<SeatNominationFilter>(&mut region, "seatNominations");
    connection::<MemberGroupFilter>(&mut region, "memberGroups");
    connection::<TopicFilter>(&mut region, "topics");
    connection::<ConsultationEventFilter>(&mut region, "consultationEvents");
    connection::<OpinionReportFilter>(&mut region, "opinionReports");
    connection::<ReportedFigureFilter>(&mut region, "reportedFigures");
    connection::<AppealFilter>(&mut region, "appeals");
}

fn nodes(localities: Vec<Locality>) -> Vec<LocalityNode> {
    localities.into_iter().map(|it| LocalityNode(Arc::new(it))).collect()
}

/// Registers a connection of the records inside a region.
pub fn connection<R: RecordFilter>(region: &mut ObjectResolvers<'_, RegionRef>, field: &str) {
    type Page<R> = Arc<Connection<<<R as RecordFilter>::Field as OrderField>::Record>>;
    region.load::<Page<R>, _>(field, |context, region| region_page::<R>(context, region).boxed());
}
