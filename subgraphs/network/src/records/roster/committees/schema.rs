//! Resolves `Committee`.

use futures::future::FutureExt;

use super::Committee;
use crate::{
    contract::Resolvers,
    loaders::Loaders,
    record::{refer, register_entry},
    records::members::Sector,
    region::RegionRef,
};

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_entry::<Committee>(resolvers, "committee");
    resolvers
        .record::<Committee>()
        .load("region", |context, committee| {
            async move { Ok(RegionRef::new(committee.region_code, &context)) }.boxed()
        })
        .value("level", |committee| committee.level)
        .value("name", |committee| committee.name.clone())
        .value("termNo", |committee| committee.term_no)
        .load("sectors", |context, committee| {
            async move {
                let loaders = context.data_unchecked::<Loaders>();
                let sectors = loaders
                    .committees
                    .sectors
                    .load_for(committee, |it| Some(it.id.clone()))
                    .await?;
                Ok(sectors.iter().copied().map(Sector).collect::<Vec<_>>())
            }
            .boxed()
        })
        .load("superior", |context, committee| {
            async move {
                refer::<Committee, _>(&context, committee, |it| it.superior_id.as_ref()).await
            }
            .boxed()
        })
        .value("isGenerated", |committee| committee.is_generated);
}
