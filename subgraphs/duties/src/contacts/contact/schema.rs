//! Resolves `Contact`, and where contacts are reached from.

use futures::future::FutureExt;
use qianzhan_network::{
    contract::Resolvers,
    records::{committees::Committee, members::Member},
    region::{RegionRef, connection},
    register_kind,
    writes::register_mutation,
};

use super::{
    Contact, ContactStatus,
    filter::ContactFilter,
    write::{MoveContact, RegisterContact},
};
use crate::loaders::DutyLoaders;

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_kind::<Contact>(resolvers, "contact");
    resolvers
        .record::<Contact>()
        .refer::<Committee>("committee", |contact| Some(&contact.committee_id))
        .refer::<Member>("member", |contact| Some(&contact.member_id))
        .value("name", |contact| contact.name.clone())
        .value("phone", |contact| contact.phone.clone())
        .value("isSectoral", |contact| contact.is_sectoral)
        .value("sector", |contact| contact.sector)
        .locality("locality", |contact| contact.locality_code)
        .value("status", |contact| contact.status)
        .value("isRegular", |contact| contact.status == ContactStatus::Regular)
        .value("registeredOn", |contact| contact.registered_on)
        .value("regularOn", |contact| contact.regular_on)
        .value("endedOn", |contact| contact.ended_on)
        .value("version", |contact| contact.version)
        .value("isGenerated", |contact| contact.is_generated);
    resolvers.extend_record::<Member>().load("contacts", |context, member| {
        async move {
            let loaders = &context.data_unchecked::<DutyLoaders>().contacts;
            loaders.contacts_of_member.load(&context, member).await
        }
        .boxed()
    });
    connection::<ContactFilter>(&mut resolvers.object::<RegionRef>("Region"), "contacts");
    register_mutation::<RegisterContact>(resolvers);
    register_mutation::<MoveContact>(resolvers);
}
