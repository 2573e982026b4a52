//! Resolves `TownshipFund`, and where funds are reached from.

use qianzhan_network::{
    contract::Resolvers,
    records::committees::Committee,
    region::{RegionRef, connection},
    register_kind,
    writes::register_mutation,
};

use super::{
    TownshipFund,
    filter::TownshipFundFilter,
    write::{AssessTownship, PayTownshipFund},
};

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_kind::<TownshipFund>(resolvers, "townshipFund");
    resolvers
        .record::<TownshipFund>()
        .refer::<Committee>("committee", |fund| Some(&fund.committee_id))
        .locality("locality", |fund| Some(fund.locality_code))
        .value("year", |fund| fund.year)
        .value("grade", |fund| fund.grade)
        .value("amountYuan", |fund| fund.amount_yuan)
        .value("status", |fund| fund.status)
        .value("assessedOn", |fund| fund.assessed_on)
        .value("paidOn", |fund| fund.paid_on)
        .value("version", |fund| fund.version)
        .value("isGenerated", |fund| fund.is_generated);
    connection::<TownshipFundFilter>(&mut resolvers.object::<RegionRef>("Region"), "townshipFunds");
    register_mutation::<AssessTownship>(resolvers);
    register_mutation::<PayTownshipFund>(resolvers);
}
