//! Resolves `Topic.votes` and `Topic.nominations`.

use futures::future::FutureExt;
use qianzhan_network::{
    Reference,
    contract::Resolvers,
    database::Row,
    records::topics::Topic,
    writes::{register_mutation, register_payload},
};

use super::{
    TopicNomination, TopicSupport, TopicSupportLoaders,
    write::{NominateTopic, RecordTopicVotes},
};

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_payload::<TopicSupport>(resolvers, "TopicSupportPayload", "topic");
    register_mutation::<RecordTopicVotes>(resolvers);
    register_mutation::<NominateTopic>(resolvers);
    resolvers
        .object::<Reference<Topic>>("Topic")
        .load("votes", |context, topic| {
            async move {
                let loaders = context.data_unchecked::<TopicSupportLoaders>();
                Ok(topic.load_by_id(&loaders.support).await?.first().and_then(|it| it.votes))
            }
            .boxed()
        })
        .load("nominations", |context, topic| {
            async move {
                let loaders = context.data_unchecked::<TopicSupportLoaders>();
                Ok(topic.load_by_id(&loaders.nominations).await?.to_vec())
            }
            .boxed()
        })
        .load("supportVersion", |context, topic| {
            async move {
                let loaders = context.data_unchecked::<TopicSupportLoaders>();
                Ok(topic.load_by_id(&loaders.support).await?.first().map_or(0, |it| it.version))
            }
            .boxed()
        });
    resolvers
        .object::<Row<TopicNomination>>("TopicNomination")
        .value("leaderOffice", |row| row.leader_office.clone())
        .value("givenOn", |row| row.given_on)
        .value("note", |row| row.note.clone());
}
