//! Resolves `ReportedFigure` and the connection of reported figures.

use futures::future::FutureExt;

use super::ReportedFigure;
use crate::{
    contract::Resolvers, page::register_connection, record::register_entry, region::RegionRef,
};

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_entry::<ReportedFigure>(resolvers, "reportedFigure");
    register_connection::<ReportedFigure>(resolvers);
    resolvers
        .record::<ReportedFigure>()
        .value("place", |figure| figure.place.clone())
        .load("region", |context, figure| {
            async move { Ok(figure.region_code.map(|code| RegionRef::new(code, &context))) }.boxed()
        })
        .value("level", |figure| figure.level)
        .value("period", |figure| figure.period.clone())
        .value("measure", |figure| figure.measure.clone())
        .value("value", |figure| figure.value)
        .value("unit", |figure| figure.unit)
        .value("qualifier", |figure| figure.qualifier)
        .value("isNorm", |figure| figure.is_norm)
        .value("sources", |figure| figure.sources.0.clone());
}
