//! Resolves `OpinionReport.cityHandling`.

use futures::future::FutureExt;
use qianzhan_network::{
    RecordId, Reference,
    contract::Resolvers,
    database::{ChildRows, Row},
    records::opinion_reports::OpinionReport,
    writes::{register_mutation, register_payload},
};

use super::{CityHandling, write::MoveCityHandling};

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_payload::<CityHandling>(resolvers, "CityHandlingPayload", "opinionReport");
    register_mutation::<MoveCityHandling>(resolvers);
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
        .value("state", |handling| handling.state())
        .value("version", |handling| handling.version)
        .value("isGenerated", |handling| handling.is_generated);
}
