//! Resolves `DutyRecord`, and where duty records are reached from.

use futures::future::FutureExt;
use qianzhan_network::{
    contract::Resolvers,
    records::{committees::Committee, consultation_events::ConsultationEvent, members::Member},
    region::{RegionRef, connection},
    register_kind,
    writes::register_mutation,
};

use super::{DutyRecord, filter::DutyRecordFilter, write::RecordDuty};
use crate::loaders::DutyLoaders;

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_kind::<DutyRecord>(resolvers, "dutyRecord");
    resolvers
        .record::<DutyRecord>()
        .refer::<Committee>("committee", |record| Some(&record.committee_id))
        .refer::<Member>("member", |record| Some(&record.member_id))
        .value("item", |record| record.item)
        .value("doneOn", |record| record.done_on)
        .value("title", |record| record.title.clone())
        .value("text", |record| record.text.clone())
        .value("sourceId", |record| record.source_id.clone())
        .refer::<ConsultationEvent>("sourceEvent", |record| {
            record.source_id.as_ref().filter(|_| record.is_event)
        })
        .value("version", |record| record.version)
        .value("isGenerated", |record| record.is_generated);
    resolvers.extend_record::<Member>().load("dutyRecords", |context, member| {
        async move {
            let loaders = &context.data_unchecked::<DutyLoaders>().scores;
            loaders.records_of_member.load(&context, member).await
        }
        .boxed()
    });
    connection::<DutyRecordFilter>(&mut resolvers.object::<RegionRef>("Region"), "dutyRecords");
    register_mutation::<RecordDuty>(resolvers);
}
