//! Resolves `Region.localities`: townships, subdistricts and parks.

use std::sync::Arc;

use futures::future::FutureExt;
use qianzhan_network::{
    Database,
    contract::Resolvers,
    records::localities::{LocalityNode, townships_within},
    region::RegionRef,
};

pub(crate) fn register(resolvers: &mut Resolvers) {
    resolvers.object::<RegionRef>("Region").load("localities", |context, region| {
        async move {
            let database = context.data_unchecked::<Database>();
            let townships = townships_within(database, region.scope()).await?;
            Ok(townships.into_iter().map(|it| LocalityNode(Arc::new(it))).collect::<Vec<_>>())
        }
        .boxed()
    });
}
