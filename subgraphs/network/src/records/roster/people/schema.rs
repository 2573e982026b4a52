//! Resolves `Person`, a gathered type: each site answers with the seats and deployments it holds,
//! and with none where it knows nothing of the person.

use async_graphql::dynamic::FieldValue;
use futures::future::FutureExt;

use crate::{
    answer::FieldError,
    contract::{Output, Resolvers},
    database::{BatchLoader, Row},
    loaders::Loaders,
    record::Reference,
    records::members::Member,
};

/// A person, by the id that seats and deployments carry.
#[derive(Debug, Clone)]
pub(crate) enum Person {
    /// Who holds a seat.
    OfSeat(Row<Member>),
    /// Whose id was asked for.
    OfKey(Row<String>),
}

impl Person {
    fn id(&self) -> &str {
        match self {
            Self::OfSeat(seat) => &seat.person_id,
            Self::OfKey(id) => id,
        }
    }

    /// What a loader has for this person; loaded for the whole cohort.
    async fn load<V>(&self, loader: &BatchLoader<String, V>) -> Result<V, FieldError>
    where
        V: Clone + Default + Send + Sync + 'static,
    {
        Ok(match self {
            Self::OfSeat(seat) => loader.load_for(seat, |it| Some(it.person_id.clone())).await?,
            Self::OfKey(id) => loader.load_for(id, |it| Some(it.clone())).await?,
        })
    }
}

impl Output for Person {
    fn into_field(self) -> Option<FieldValue<'static>> {
        Some(FieldValue::owned_any(self))
    }
}

pub(crate) fn register(resolvers: &mut Resolvers) {
    resolvers.entity("Person", "id", |_, keys| {
        let people = Row::cohort(keys).into_iter().map(Person::OfKey);
        let people = people.map(|person| Ok(person.into_field())).collect();
        async move { Ok(people) }.boxed()
    });
    resolvers
        .object::<Person>("Person")
        .value("id", |person| person.id().to_owned())
        .load("name", |context, person| {
            async move {
                let loaders = context.data_unchecked::<Loaders>();
                let seats = person.load(&loaders.members.by_person).await?;
                Ok(seats.first().map(|seat| seat.name.clone()))
            }
            .boxed()
        })
        .load("seats", |context, person| {
            async move {
                let loaders = context.data_unchecked::<Loaders>();
                let seats = person.load(&loaders.members.by_person).await?;
                Ok(seats.into_iter().map(Reference::Here).collect::<Vec<_>>())
            }
            .boxed()
        })
        .load("deployments", |context, person| {
            async move {
                let loaders = context.data_unchecked::<Loaders>();
                let deployments = person.load(&loaders.deployments.by_person).await?;
                Ok(deployments.into_iter().map(Reference::Here).collect::<Vec<_>>())
            }
            .boxed()
        });
}
