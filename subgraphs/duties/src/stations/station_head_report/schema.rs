//! Resolves `StationHeadReport`, and the stations that have none.

use std::sync::Arc;

use async_graphql::dynamic::ResolverContext;
use futures::future::FutureExt;
use qianzhan_network::{
    Database, FieldError,
    contract::{Resolvers, argument},
    page::{Connection, OrderField, fetch_page, page_arguments},
    records::{
        committees::Committee,
        platforms::{Platform, PlatformOrderField},
    },
    region::{RegionRef, RowPlace, connection},
    register_kind,
    writes::register_mutation,
};

use super::{
    StationHeadReport,
    filter::StationHeadReportFilter,
    write::{GradeStationHeadReport, SubmitStationHeadReport},
};

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_kind::<StationHeadReport>(resolvers, "stationHeadReport");
    resolvers
        .record::<StationHeadReport>()
        .refer::<Committee>("committee", |report| Some(&report.committee_id))
        .refer::<Platform>("platform", |report| Some(&report.platform_id))
        .value("year", |report| report.year)
        .value("head", |report| report.head.clone())
        .value("text", |report| report.text.clone())
        .value("status", |report| report.status)
        .value("grade", |report| report.grade)
        .value("submittedOn", |report| report.submitted_on)
        .value("gradedOn", |report| report.graded_on)
        .value("version", |report| report.version)
        .value("isGenerated", |report| report.is_generated);
    let mut region = resolvers.object::<RegionRef>("Region");
    connection::<StationHeadReportFilter>(&mut region, "stationHeadReports");
    region.load("stationsWithoutReport", |context, region| {
        async move { stations_without_report(&context, region).await }.boxed()
    });
    register_mutation::<SubmitStationHeadReport>(resolvers);
    register_mutation::<GradeStationHeadReport>(resolvers);
}

async fn stations_without_report(
    context: &ResolverContext<'_>,
    region: &RegionRef,
) -> Result<Arc<Connection<Platform>>, FieldError> {
    let unreadable = || FieldError::Argument { name: "year".to_owned() };
    let year: i64 = argument(context, "year")?.ok_or_else(unreadable)?;
    let order = PlatformOrderField::DEFAULT;
    let (_, window, wanted) = page_arguments(context, &order)?;
    if region.scope().is_nothing() {
        return Ok(Arc::default());
    }
    let database = context.data_unchecked::<Database>();
    let page = fetch_page(database, &order, &window, wanted, |sql| {
        region.scope().restrict(sql, "committee_id", RowPlace::Code("locality_code"));
        sql.push(
            " AND withdrawn_on IS NULL AND id IN (SELECT plaques.platform_id FROM plaques \
             WHERE plaques.kind = 'WORKSTATION') AND id NOT IN (SELECT report.platform_id \
             FROM station_head_reports AS report WHERE report.year = ",
        );
        sql.push_bind(year).push(")");
    });
    Ok(Arc::new(page.await?))
}
