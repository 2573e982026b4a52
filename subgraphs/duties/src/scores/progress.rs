//! A member's progress in each norm, computed from records.

use std::collections::HashMap;

use async_graphql::dynamic::FieldValue;
use futures::future::FutureExt;
use qianzhan_network::{
    Database, RecordId, StoreError,
    contract::{Output, Resolvers, argument},
    database::{BatchLoader, Sql},
    records::members::Member,
};
use sqlx::FromRow;

use super::{
    DutyItem,
    measures::{push_measure, push_quota_of_member},
};
use crate::{duty_period::DutyPeriod, loaders::DutyLoaders};

/// A norm, and how much of it was done.
#[derive(Debug, Clone)]
pub(super) struct DutyProgress {
    item: DutyItem,
    period: String,
    minimum: i64,
    done: i64,
}

impl Output for DutyProgress {
    fn into_field(self) -> Option<FieldValue<'static>> {
        Some(FieldValue::owned_any(self))
    }
}

/// Computes progress by member and period.
pub(super) type ProgressLoader = BatchLoader<(RecordId, DutyPeriod), Vec<DutyProgress>>;

pub(super) fn progress_loader(database: &Database) -> ProgressLoader {
    BatchLoader::new(database, |database: Database, keys: Vec<(RecordId, DutyPeriod)>| async move {
        let mut members_by_period: HashMap<DutyPeriod, Vec<RecordId>> = HashMap::new();
        for (member, period) in keys {
            members_by_period.entry(period).or_default().push(member);
        }
        let mut found: HashMap<(RecordId, DutyPeriod), Vec<DutyProgress>> = HashMap::new();
        for (period, members) in members_by_period {
            for part in period.parts() {
                for row in fetch(&database, &members, &part).await? {
                    let progress = DutyProgress {
                        item: row.item,
                        period: part.text.clone(),
                        minimum: row.minimum,
                        done: row.done,
                    };
                    found.entry((row.member_id, period.clone())).or_default().push(progress);
                }
            }
        }
        Ok(found)
    })
}

#[derive(Debug, FromRow)]
struct Measured {
    member_id: RecordId,
    item: DutyItem,
    minimum: i64,
    done: i64,
}

async fn fetch(
    database: &Database,
    members: &[RecordId],
    part: &DutyPeriod,
) -> Result<Vec<Measured>, StoreError> {
    let mut sql = Sql::new("SELECT members.id AS member_id, quota.item, quota.minimum, ");
    push_measure(&mut sql, "quota.item", &part.span);
    sql.push(" AS done FROM members JOIN annual_duty_quotas AS quota ON ");
    push_quota_of_member(&mut sql, part);
    sql.push(" WHERE members.id IN ").push_keys(members);
    sql.push(" ORDER BY members.id, quota.item, quota.special_committee");
    database.fetch_all(sql).await
}

pub(super) fn register(resolvers: &mut Resolvers) {
    resolvers.extend_record::<Member>().load("dutyProgress", |context, member| {
        async move {
            let period: String = argument(&context, "period")?.unwrap_or_default();
            let period: DutyPeriod = period.parse()?;
            let loader = &context.data_unchecked::<DutyLoaders>().scores.progress;
            let keys = || {
                let key = |it: &Member| (it.id.clone(), period.clone());
                member.siblings().iter().map(key).collect()
            };
            let relation = member.relation(("dutyProgress", &period));
            Ok(loader.load_among((member.id.clone(), period.clone()), relation, keys).await?)
        }
        .boxed()
    });
    resolvers
        .object::<DutyProgress>("DutyProgress")
        .value("item", |progress| progress.item)
        .value("period", |progress| progress.period.clone())
        .value("minimum", |progress| progress.minimum)
        .value("done", |progress| progress.done)
        .value("isMet", |progress| progress.done >= progress.minimum);
}
