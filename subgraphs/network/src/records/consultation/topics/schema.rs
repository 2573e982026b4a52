//! Resolves `Topic` and the connection of topics.

use futures::future::FutureExt;

use super::{
    Topic,
    write::{CollectTopic, MoveTopic},
};
use crate::{
    contract::Resolvers,
    loaders::Loaders,
    page::register_connection,
    record::{refer, register_entry},
    records::{
        appeals::appeal_references, committees::Committee, localities::load_locality,
        members::Member,
    },
    writes::{register_mutation, register_payload},
};

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_entry::<Topic>(resolvers, "topic");
    register_connection::<Topic>(resolvers);
    register_payload::<Topic>(resolvers, "TopicPayload", "topic");
    register_mutation::<CollectTopic>(resolvers);
    register_mutation::<MoveTopic>(resolvers);
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
        .load("sourceAppeals", |context, topic| {
            async move {
                let loaders = context.data_unchecked::<Loaders>();
                let appeals = loaders.appeals.by_topic.load_for(topic, |it| Some(it.id.clone()));
                Ok(appeal_references(&appeals.await?))
            }
            .boxed()
        })
        .value("version", |topic| topic.version)
        .value("isGenerated", |topic| topic.is_generated);
}
