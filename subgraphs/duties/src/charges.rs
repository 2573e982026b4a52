//! Leaders' charge (包抓联系、分工联系): which leader is responsible for which place or body.

mod coverage;
mod leader_charge;
mod loader;

pub use leader_charge::{
    ChargeKind, ChargeTargetKind, ChargeVisit, LeaderCharge, LeaderChargeOrderField,
};
pub(crate) use loader::ChargeLoaders;

pub(crate) fn register(resolvers: &mut qianzhan_network::contract::Resolvers) {
    leader_charge::register(resolvers);
    coverage::register(resolvers);
}
