//! Members in office by what they did or lack, a page of them.

use std::sync::Arc;

use async_graphql::dynamic::ResolverContext;
use futures::future::FutureExt;
use qianzhan_network::{
    Database, FieldError,
    contract::{Resolvers, argument},
    database::Sql,
    page::{Connection, OrderField, fetch_page, page_arguments},
    records::members::{Member, MemberOrderField, SectorCode},
    region::{RegionRef, RowPlace},
};
use serde::Deserialize;

use super::{
    DutyItem,
    measures::{push_has_no_record, push_is_not_entered, push_is_short},
};
use crate::{duty_period::DutyPeriod, links::push_is_unlinked};

/// `DutyMemberFilter` of the contract.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct DutyMemberFilter {
    period: String,
    sectors: Option<Vec<SectorCode>>,
    short_of: Option<Vec<DutyItem>>,
    without_record: Option<bool>,
    not_entered: Option<bool>,
    without_party_link: Option<bool>,
}

pub(super) fn register(resolvers: &mut Resolvers) {
    resolvers.object::<RegionRef>("Region").load("dutyMembers", |context, region| {
        async move { duty_members(&context, region).await }.boxed()
    });
}

async fn duty_members(
    context: &ResolverContext<'_>,
    region: &RegionRef,
) -> Result<Arc<Connection<Member>>, FieldError> {
    let unreadable = || FieldError::Argument { name: "filter".to_owned() };
    let filter: DutyMemberFilter = argument(context, "filter")?.ok_or_else(unreadable)?;
    let period: DutyPeriod = filter.period.parse()?;
    let order = MemberOrderField::DEFAULT;
    let (_, window, wanted) = page_arguments(context, &order)?;
    if region.scope().is_nothing() {
        return Ok(Arc::default());
    }
    let database = context.data_unchecked::<Database>();
    let page = fetch_page(database, &order, &window, wanted, |sql| {
        sql.push(" AND status = 'ACTIVE'");
        region.scope().restrict(sql, "committee_id", RowPlace::Nowhere);
        filter.restrict(sql, &period);
    });
    Ok(Arc::new(page.await?))
}

impl DutyMemberFilter {
    fn restrict(&self, sql: &mut Sql, period: &DutyPeriod) {
        if let Some(sectors) = &self.sectors {
            sql.push(" AND sector IN ").push_keys(sectors);
        }
        if let Some(items) = &self.short_of {
            sql.push(" AND ");
            push_is_short(sql, period, Some(items));
        }
        push_choice(sql, self.without_record, |sql| push_has_no_record(sql, &period.span));
        push_choice(sql, self.not_entered, |sql| push_is_not_entered(sql, period));
        push_choice(sql, self.without_party_link, push_is_unlinked);
    }
}

/// Adds ` AND …`: the condition, or its opposite; nothing where no choice was made.
fn push_choice(sql: &mut Sql, choice: Option<bool>, condition: impl Fn(&mut Sql)) {
    let Some(is_so) = choice else { return };
    sql.push(if is_so { " AND (" } else { " AND NOT (" });
    condition(sql);
    sql.push(")");
}
