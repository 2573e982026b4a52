//! Who links a member, and who links that one: two links upward.

use futures::future::FutureExt;
use qianzhan_network::{Reference, contract::Resolvers, records::members::Member};

use super::PartyLink;
use crate::loaders::DutyLoaders;

pub(super) fn register(resolvers: &mut Resolvers) {
    resolvers.extend_record::<Member>().load("partyChain", |context, member| {
        async move {
            let links = &context.data_unchecked::<DutyLoaders>().links.to_member;
            let Some(nearest) = links.load_for(member, |it| Some(it.id.clone())).await? else {
                return Ok(Vec::new());
            };
            let next = links.load_for(&nearest, |it: &PartyLink| Some(it.from_id.clone())).await?;
            let chain = [Some(nearest), next].into_iter().flatten();
            Ok(chain.map(Reference::Here).collect::<Vec<_>>())
        }
        .boxed()
    });
}
