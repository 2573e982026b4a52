//! Which townships no leader has in charge, and which leaders have more or fewer than the norm of
//! their committee says. The norm is that of the latest year that has one.

use std::sync::Arc;

use futures::future::FutureExt;
use qianzhan_network::{
    Database, RecordId, StoreError,
    contract::{Resolvers, argument},
    database::{Row, Sql},
    records::{
        localities::{LocalityNode, townships_outside},
        members::Member,
    },
    refer,
    region::{RegionRef, RowPlace, Scope},
};
use sqlx::FromRow;

/// How many townships a member of the chair meeting has in charge.
#[derive(Debug, Clone, FromRow)]
struct LeaderLoad {
    leader_id: RecordId,
    townships: i64,
    minimum: Option<i64>,
    maximum: Option<i64>,
}

impl LeaderLoad {
    /// Whether outside the norm, where there is one.
    fn is_outside(&self) -> Option<bool> {
        let minimum = self.minimum?;
        let is_above = self.maximum.is_some_and(|maximum| self.townships > maximum);
        Some(self.townships < minimum || is_above)
    }
}

pub(super) fn register(resolvers: &mut Resolvers) {
    let covered = "SELECT locality_code FROM leader_charges \
                   WHERE to_on IS NULL AND locality_code IS NOT NULL";
    resolvers
        .object::<RegionRef>("Region")
        .load("uncoveredTownships", move |context, region| {
            async move {
                let database = context.data_unchecked::<Database>();
                let townships = townships_outside(database, region.scope(), covered).await?;
                let nodes = townships.into_iter().map(|it| LocalityNode(Arc::new(it)));
                Ok(nodes.collect::<Vec<_>>())
            }
            .boxed()
        })
        .load("leaderLoads", |context, region| {
            async move {
                let only_outside: bool = argument(&context, "isOutside")?.unwrap_or_default();
                let database = context.data_unchecked::<Database>();
                let mut loads = leader_loads(database, region.scope()).await?;
                loads.retain(|load| !only_outside || load.is_outside() == Some(true));
                Ok(Row::cohort(loads))
            }
            .boxed()
        });
    resolvers
        .object::<Row<LeaderLoad>>("LeaderLoad")
        .value("leaderId", |load| load.leader_id.clone())
        .load("leader", |context, load| {
            async move { refer::<Member, _>(&context, load, |it| Some(&it.leader_id)).await }
                .boxed()
        })
        .value("townships", |load| load.townships)
        .value("minimum", |load| load.minimum)
        .value("maximum", |load| load.maximum)
        .value("isOutside", |load| load.is_outside());
}

async fn leader_loads(database: &Database, scope: &Scope) -> Result<Vec<LeaderLoad>, StoreError> {
    if scope.is_nothing() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new(
        "SELECT members.id AS leader_id, (SELECT COUNT(*) FROM leader_charges AS charge \
         WHERE charge.leader_id = members.id AND charge.to_on IS NULL \
         AND charge.target_kind = 'TOWNSHIP') AS townships, norm.minimum, norm.maximum \
         FROM members LEFT JOIN annual_duty_quotas AS norm \
         ON norm.committee_id = members.committee_id AND norm.special_committee = '' \
         AND norm.item = 'TOWNSHIPS_PER_LEADER' AND norm.year = (SELECT MAX(latest.year) \
         FROM annual_duty_quotas AS latest WHERE latest.committee_id = members.committee_id \
         AND latest.special_committee = '' AND latest.item = 'TOWNSHIPS_PER_LEADER') \
         WHERE members.status = 'ACTIVE' \
         AND members.office IN ('CHAIR', 'VICE_CHAIR', 'SECRETARY_GENERAL')",
    );
    scope.restrict(&mut sql, "members.committee_id", RowPlace::Nowhere);
    sql.push(" ORDER BY members.id");
    database.fetch_all(sql).await
}
