//! Resolves `OpinionReport.cityHandling`.

use futures::future::FutureExt;
use qianzhan_network::{
    RecordId, Reference,
    contract::Resolvers,
    database::{ChildRows, Row},
    opinion_reports::OpinionReport,
};

use super::CityHandling;

pub(crate) fn register(resolvers: &mut Resolvers) {
    resolvers.object::<Reference<OpinionReport>>("OpinionReport").load(
        "cityHandling",
        |context, report| {
            async move {
                let loader = context.data_unchecked::<ChildRows<RecordId, CityHandling>>();
                Ok(report.load_by_id(loader).await?.first().cloned())
            }
            .boxed()
        },
    );
    resolvers
        .object::<Row<CityHandling>>("CityHandling")
        .value("receivedOn", |handling| handling.received_on)
        .value("isAdopted", |handling| handling.is_adopted)
        .value("forwardedOn", |handling| handling.forwarded_on)
        .value("note", |handling| handling.note.clone())
        .value("isGenerated", |handling| handling.is_generated);
}
