//! Resolves `Brand` and the connection of brands.

use crate::brands::usage::count_events;
use futures::future::FutureExt;
use qianzhan_network::{Database, contract::argument};
use qianzhan_network::{
    Reference,
    contract::Resolvers,
    page::register_connection,
    records::{committees::Committee, localities::load_locality},
    refer,
    region::{RegionRef, region_page},
    register_entry,
    writes::{register_mutation, register_payload},
};

use super::{
    Brand, BrandFilter, BrandLoaders,
    write::{MoveBrand, NameBrand},
};

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_entry::<Brand>(resolvers, "brand");
    register_connection::<Brand>(resolvers);
    register_payload::<Brand>(resolvers, "BrandPayload", "brand");
    register_mutation::<NameBrand>(resolvers);
    register_mutation::<MoveBrand>(resolvers);
    resolvers
        .object::<RegionRef>("Region")
        .load("brands", |context, region| region_page::<BrandFilter>(context, region).boxed());
    resolvers
        .record::<Brand>()
        .load("committee", |context, brand| {
            async move { refer::<Committee, _>(&context, brand, |it| Some(&it.committee_id)).await }
                .boxed()
        })
        .value("name", |brand| brand.name.clone())
        .load("locality", |context, brand| {
            async move { load_locality(&context, brand, |it| it.locality_code).await }.boxed()
        })
        .load("parent", |context, brand| {
            async move { refer::<Brand, _>(&context, brand, |it| it.parent_id.as_ref()).await }
                .boxed()
        })
        .value("status", |brand| brand.status)
        .value("namedOn", |brand| brand.named_on)
        .load("children", |context, brand| {
            async move {
                let loaders = context.data_unchecked::<BrandLoaders>();
                let rows = loaders.children.load_for(brand, |it| Some(it.id.clone())).await?;
                Ok(rows.iter().cloned().map(Reference::Here).collect::<Vec<_>>())
            }
            .boxed()
        })
        .load("consultationEventCount", |context, brand| {
            async move {
                let period: Option<String> = argument(&context, "period")?;
                let database = context.data_unchecked::<Database>();
                count_events(database, &brand.id, period.as_deref()).await
            }
            .boxed()
        })
        .value("version", |brand| brand.version)
        .value("isGenerated", |brand| brand.is_generated);
}
