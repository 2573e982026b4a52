//! Resolves `EnterpriseContact` and the connection of contacts with enterprises.

use crate::within::page_within;
use futures::future::FutureExt;
use qianzhan_network::{
    contract::Resolvers,
    database::Row,
    page::register_connection,
    records::{committees::Committee, members::Member},
    refer,
    region::RegionRef,
    register_entry,
    writes::{register_mutation, register_payload},
};

use super::{
    EnterpriseContact, EnterpriseContactFilter, EnterpriseContactLoaders, EnterpriseVisit,
    write::{DetermineEnterpriseContact, MoveEnterpriseContact, RecordEnterpriseVisit},
};

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_entry::<EnterpriseContact>(resolvers, "enterpriseContact");
    register_connection::<EnterpriseContact>(resolvers);
    register_payload::<EnterpriseContact>(
        resolvers,
        "EnterpriseContactPayload",
        "enterpriseContact",
    );
    register_mutation::<DetermineEnterpriseContact>(resolvers);
    register_mutation::<RecordEnterpriseVisit>(resolvers);
    register_mutation::<MoveEnterpriseContact>(resolvers);
    resolvers.object::<RegionRef>("Region").load("enterpriseContacts", |context, region| {
        page_within::<EnterpriseContactFilter>(context, region, "enterprise_region").boxed()
    });
    register_rows(resolvers);
    resolvers.record::<EnterpriseContact>()
        .load("committee", |context, contact| { async move { refer::<Committee, _>(&context, contact, |it| Some(&it.committee_id)).await }.boxed() })
        .value("year", |contact| contact.year)
        .load("director", |context, contact| { async move { refer::<Member, _>(&context, contact, |it| Some(&it.director_id)).await }.boxed() })
        .load("member", |context, contact| { async move { refer::<Member, _>(&context, contact, |it| Some(&it.member_id)).await }.boxed() })
        .value("enterprise", |contact| contact.enterprise.clone())
        .load("enterpriseRegion", |context, contact| { async move { Ok(Some(RegionRef::new(contact.enterprise_region, &context))) }.boxed() })
        .value("liaison", |contact| contact.liaison.clone())
        .value("staffCount", |contact| contact.staff_count)
        .value("personsReached", |contact| contact.persons_reached)
        .value("formDueOn", |contact| contact.form_due_on)
        .value("formReceivedOn", |contact| contact.form_received_on)
        .value("services", |contact| contact.services.clone())
        .value("problem", |contact| contact.problem.clone())
        .value("result", |contact| contact.result.clone())
        .value("status", |contact| contact.status)
        .load("visits", |context, contact| { async move { let loaders = context.data_unchecked::<EnterpriseContactLoaders>(); Ok(loaders.visits.load_for(contact, |it| Some(it.id.clone())).await?.to_vec()) }.boxed() })
        .value("version", |contact| contact.version)
        .value("isGenerated", |contact| contact.is_generated);
}

fn register_rows(resolvers: &mut Resolvers) {
    resolvers
        .object::<Row<EnterpriseVisit>>("EnterpriseVisit")
        .value("visitedOn", |row| row.visited_on)
        .value("note", |row| row.note.clone());
}
