//! Resolves `ContactRecord`, and where contact records are reached from.

use futures::future::FutureExt;
use qianzhan_network::{
    Reference,
    contract::Resolvers,
    records::{appeals::Appeal, committees::Committee, members::Member},
    region::{RegionRef, connection},
    register_kind,
    writes::register_mutation,
};

use super::{ContactRecord, filter::ContactRecordFilter, write::RecordContact};
use crate::{contacts::ContactPlan, loaders::DutyLoaders};

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_kind::<ContactRecord>(resolvers, "contactRecord");
    resolvers
        .record::<ContactRecord>()
        .refer::<Committee>("committee", |record| Some(&record.committee_id))
        .refer::<Member>("member", |record| Some(&record.member_id))
        .refer::<ContactPlan>("plan", |record| record.plan_id.as_ref())
        .value("mode", |record| record.mode)
        .value("heldOn", |record| record.held_on)
        .value("persons", |record| record.persons)
        .value("content", |record| record.content.clone())
        .value("problem", |record| record.problem.clone())
        .refer::<Appeal>("appeal", |record| record.appeal_id.as_ref())
        .load("contacts", |context, record| {
            async move {
                let loaders = &context.data_unchecked::<DutyLoaders>().contacts;
                let id = |it: &ContactRecord| Some(it.id.clone());
                let contacts = loaders.contacts_of_record.load_for(record, id).await?;
                Ok(contacts.into_iter().map(Reference::Here).collect::<Vec<_>>())
            }
            .boxed()
        })
        .value("version", |record| record.version)
        .value("isGenerated", |record| record.is_generated);
    resolvers.extend_record::<Member>().load("contactRecords", |context, member| {
        async move {
            let loaders = &context.data_unchecked::<DutyLoaders>().contacts;
            loaders.records_of_member.load(&context, member).await
        }
        .boxed()
    });
    let mut region = resolvers.object::<RegionRef>("Region");
    connection::<ContactRecordFilter>(&mut region, "contactRecords");
    register_mutation::<RecordContact>(resolvers);
}
