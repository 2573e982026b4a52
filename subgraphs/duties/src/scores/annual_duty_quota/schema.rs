//! Resolves `AnnualDutyQuota`, and where norms are reached from.

use qianzhan_network::{
    contract::Resolvers,
    records::committees::Committee,
    region::{RegionRef, connection},
    register_kind,
    writes::register_mutation,
};

use super::{AnnualDutyQuota, filter::AnnualDutyQuotaFilter, write::SetAnnualDutyQuota};

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_kind::<AnnualDutyQuota>(resolvers, "annualDutyQuota");
    resolvers
        .record::<AnnualDutyQuota>()
        .refer::<Committee>("committee", |quota| Some(&quota.committee_id))
        .value("specialCommittee", |quota| {
            Some(quota.special_committee.clone()).filter(|name| !name.is_empty())
        })
        .value("year", |quota| quota.year)
        .value("item", |quota| quota.item)
        .value("period", |quota| quota.period)
        .value("minimum", |quota| quota.minimum)
        .value("maximum", |quota| quota.maximum)
        .value("version", |quota| quota.version)
        .value("isGenerated", |quota| quota.is_generated);
    let mut region = resolvers.object::<RegionRef>("Region");
    connection::<AnnualDutyQuotaFilter>(&mut region, "annualDutyQuotas");
    register_mutation::<SetAnnualDutyQuota>(resolvers);
}
