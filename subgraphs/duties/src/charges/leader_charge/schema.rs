//! Resolves `LeaderCharge` and its visits, and where charges are reached from.

use futures::future::FutureExt;
use qianzhan_network::{
    Reference,
    contract::Resolvers,
    database::Row,
    records::{committees::Committee, members::Member},
    region::{RegionRef, connection},
    register_kind,
    writes::register_mutation,
};

use super::{
    ChargeVisit, LeaderCharge,
    filter::LeaderChargeFilter,
    write::{AssignLeaderCharge, EndLeaderCharge, RecordChargeVisit},
};
use crate::loaders::DutyLoaders;

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_kind::<LeaderCharge>(resolvers, "leaderCharge");
    resolvers
        .record::<LeaderCharge>()
        .refer::<Committee>("committee", |charge| Some(&charge.committee_id))
        .refer::<Member>("leader", |charge| Some(&charge.leader_id))
        .value("kind", |charge| charge.kind)
        .value("targetKind", |charge| charge.target_kind)
        .locality("locality", |charge| charge.locality_code)
        .value("regionCode", |charge| charge.region_code)
        .value("targetName", |charge| charge.target_name.clone())
        .value("from", |charge| charge.from_on)
        .value("to", |charge| charge.to_on)
        .load("visits", |context, charge| {
            async move {
                let visits = &context.data_unchecked::<DutyLoaders>().charges.visits;
                Ok(visits.load_for(charge, |it| Some(it.id.clone())).await?.to_vec())
            }
            .boxed()
        })
        .value("version", |charge| charge.version)
        .value("isGenerated", |charge| charge.is_generated);
    resolvers
        .object::<Row<ChargeVisit>>("ChargeVisit")
        .value("on", |visit| visit.visited_on)
        .value("note", |visit| visit.note.clone());
    resolvers.extend_record::<Member>().load("charges", |context, member| {
        async move {
            let charges = &context.data_unchecked::<DutyLoaders>().charges.of_leader;
            let charges = charges.load_for(member, |it| Some(it.id.clone())).await?;
            Ok(charges.iter().cloned().map(Reference::Here).collect::<Vec<_>>())
        }
        .boxed()
    });
    connection::<LeaderChargeFilter>(&mut resolvers.object::<RegionRef>("Region"), "leaderCharges");
    register_mutation::<AssignLeaderCharge>(resolvers);
    register_mutation::<EndLeaderCharge>(resolvers);
    register_mutation::<RecordChargeVisit>(resolvers);
}
