//! Resolves what the contract `province` adds.

use async_graphql::dynamic::FieldValue;
use futures::future::FutureExt;
use qianzhan_network::{
    Database, Reference,
    contract::{Output, Resolvers, argument},
    database::Row,
    records::opinion_reports::OpinionReport,
    region::RegionRef,
    writes::{register_mutation, register_payload},
};

use super::{
    HandlingLoaders, Instruction, ProvincialHandling,
    adoption::{AdoptionTally, count_adoption},
    write::{AddInstruction, Handling, MoveProvincialHandling},
};

impl Output for AdoptionTally {
    fn into_field(self) -> Option<FieldValue<'static>> {
        Some(FieldValue::owned_any(self))
    }
}

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_payload::<Handling>(resolvers, "ProvincialHandlingPayload", "opinionReport");
    register_mutation::<MoveProvincialHandling>(resolvers);
    register_mutation::<AddInstruction>(resolvers);
    resolvers.object::<Reference<OpinionReport>>("OpinionReport").load(
        "provincialHandling",
        |context, report| {
            async move {
                let loaders = context.data_unchecked::<HandlingLoaders>();
                Ok(report.load_by_id(&loaders.handlings).await?.first().cloned())
            }
            .boxed()
        },
    );
    resolvers
        .object::<Row<ProvincialHandling>>("ProvincialHandling")
        .value("receivedOn", |handling| handling.received_on)
        .value("isAdopted", |handling| handling.is_adopted)
        .value("adoptedOn", |handling| handling.adopted_on)
        .value("publication", |handling| handling.publication.clone())
        .load("instructions", |context, handling| {
            async move {
                let loaders = context.data_unchecked::<HandlingLoaders>();
                let instructions = &loaders.instructions;
                let key = |it: &ProvincialHandling| Some(it.opinion_report_id.clone());
                Ok(instructions.load_for(handling, key).await?.to_vec())
            }
            .boxed()
        })
        .load("state", |context, handling| {
            async move {
                let loaders = context.data_unchecked::<HandlingLoaders>();
                let key = |it: &ProvincialHandling| Some(it.opinion_report_id.clone());
                let instructions = loaders.instructions.load_for(handling, key).await?;
                Ok(handling.state(!instructions.is_empty()))
            }
            .boxed()
        })
        .value("version", |handling| handling.version)
        .value("isGenerated", |handling| handling.is_generated);
    resolvers
        .object::<Row<Instruction>>("Instruction")
        .value("leaderOffice", |instruction| instruction.leader_office.clone())
        .value("givenOn", |instruction| instruction.given_on)
        .value("text", |instruction| instruction.text.clone());
    resolvers.object::<RegionRef>("Region").load("provincialAdoption", |context, region| {
        async move {
            let period: Option<String> = argument(&context, "period")?;
            let database = context.data_unchecked::<Database>();
            count_adoption(database, region.code(), period.as_deref()).await
        }
        .boxed()
    });
    resolvers
        .object::<AdoptionTally>("AdoptionTally")
        .value("received", |tally| tally.received)
        .value("adopted", |tally| tally.adopted)
        .value("instructed", |tally| tally.instructed);
}
