//! Resolves `Topic` and the connection of topics.

use futures::future::FutureExt;

use super::Topic;
use crate::{
    committees::Committee,
    contract::Resolvers,
    loaders::Loaders,
    localities::load_locality,
    members::Member,
    page::register_connection,
    record::{refer, register_entry},
};

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_entry::<Topic>(resolvers, "topic");
    register_connection::<Topic>(resolvers);
    resolvers
        .record::<Topic>()
        .load("committee", |context, topic| {
            async move { refer::<Committee, _>(&context, topic, |it| Some(&it.committee_id)).await }
                .boxed()
        })
        .value("title", |topic| topic.title.clone())
        .value("source", |topic| topic.source)
        .value("status", |topic| topic.status)
        .load("locality", |context, topic| {
            async move { load_locality(&context, topic, |it| it.locality_code).await }.boxed()
        })
        .load("proposer", |context, topic| {
            async move { refer::<Member, _>(&context, topic, |it| it.proposer_id.as_ref()).await }
                .boxed()
        })
        .value("collectedOn", |topic| topic.collected_on)
        .load("consultationEvents", |context, topic| {
            async move {
                let loaders = context.data_unchecked::<Loaders>();
                loaders.topics.events.load(&context, topic).await
            }
            .boxed()
        })
        .value("isGenerated", |topic| topic.is_generated);
}
