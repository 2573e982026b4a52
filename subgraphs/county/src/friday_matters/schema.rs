//! Resolves `FridayMatter` and the connection of matters of the Friday ledger.

use futures::future::FutureExt;
use qianzhan_network::{
    contract::Resolvers,
    page::register_connection,
    records::{committees::Committee, localities::load_locality},
    refer,
    region::{RegionRef, region_page},
    register_entry,
    writes::{register_mutation, register_payload},
};

use super::{
    FridayMatter, FridayMatterFilter,
    write::{MoveFridayMatter, RecordFridayMatter},
};

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_entry::<FridayMatter>(resolvers, "fridayMatter");
    register_connection::<FridayMatter>(resolvers);
    register_payload::<FridayMatter>(resolvers, "FridayMatterPayload", "fridayMatter");
    register_mutation::<RecordFridayMatter>(resolvers);
    register_mutation::<MoveFridayMatter>(resolvers);
    resolvers.object::<RegionRef>("Region").load("fridayMatters", |context, region| {
        region_page::<FridayMatterFilter>(context, region).boxed()
    });
    resolvers
        .record::<FridayMatter>()
        .load("committee", |context, friday_matter| {
            async move {
                refer::<Committee, _>(&context, friday_matter, |it| Some(&it.committee_id)).await
            }
            .boxed()
        })
        .load("locality", |context, friday_matter| {
            async move { load_locality(&context, friday_matter, |it| it.locality_code).await }
                .boxed()
        })
        .value("text", |friday_matter| friday_matter.text.clone())
        .value("speaker", |friday_matter| friday_matter.speaker.clone())
        .value("status", |friday_matter| friday_matter.status)
        .value("difficulty", |friday_matter| friday_matter.difficulty)
        .value("responsible", |friday_matter| friday_matter.responsible.clone())
        .value("spokenOn", |friday_matter| friday_matter.spoken_on)
        .value("knownOn", |friday_matter| friday_matter.known_on)
        .value("discussedOn", |friday_matter| friday_matter.discussed_on)
        .value("handledOn", |friday_matter| friday_matter.handled_on)
        .value("ratedOn", |friday_matter| friday_matter.rated_on)
        .value("result", |friday_matter| friday_matter.result.clone())
        .value("rating", |friday_matter| friday_matter.rating)
        .value("version", |friday_matter| friday_matter.version)
        .value("isGenerated", |friday_matter| friday_matter.is_generated);
}
