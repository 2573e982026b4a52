//! Resolves `Platform.council`.

use futures::future::FutureExt;
use qianzhan_network::{
    RecordId, Reference,
    contract::Resolvers,
    database::{ChildRows, Row},
    records::platforms::Platform,
};

use super::ConsultationCouncil;

pub(crate) fn register(resolvers: &mut Resolvers) {
    resolvers.object::<Reference<Platform>>("Platform").load("council", |context, platform| {
        async move {
            let loader = context.data_unchecked::<ChildRows<RecordId, ConsultationCouncil>>();
            Ok(platform.load_by_id(loader).await?.first().cloned())
        }
        .boxed()
    });
    resolvers
        .object::<Row<ConsultationCouncil>>("ConsultationCouncil")
        .value("name", |council| council.name.clone())
        .value("convener", |council| council.convener.clone())
        .value("fixedMemberCount", |council| council.fixed_member_count)
        .value("hasRoom", |council| council.has_room)
        .value("isGenerated", |council| council.is_generated);
}
