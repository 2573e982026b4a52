//! Resolves `TrainingSession`, and where training is reached from.

use qianzhan_network::{
    contract::Resolvers,
    records::committees::Committee,
    region::{RegionRef, connection},
    register_kind,
    writes::register_mutation,
};

use super::{
    TrainingSession,
    filter::TrainingSessionFilter,
    write::{MoveTraining, PlanTraining},
};

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_kind::<TrainingSession>(resolvers, "trainingSession");
    resolvers
        .record::<TrainingSession>()
        .refer::<Committee>("committee", |session| Some(&session.committee_id))
        .value("title", |session| session.title.clone())
        .value("kind", |session| session.kind)
        .value("status", |session| session.status)
        .value("heldOn", |session| session.held_on)
        .value("participants", |session| session.participants)
        .value("version", |session| session.version)
        .value("isGenerated", |session| session.is_generated);
    let mut region = resolvers.object::<RegionRef>("Region");
    connection::<TrainingSessionFilter>(&mut region, "trainingSessions");
    register_mutation::<PlanTraining>(resolvers);
    register_mutation::<MoveTraining>(resolvers);
}
