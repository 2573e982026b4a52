//! Who should be linked, and is not.

use futures::future::FutureExt;
use qianzhan_network::{
    Database, StoreError,
    contract::Resolvers,
    database::Sql,
    region::{RegionRef, RowPlace, Scope},
    tally::{RollUp, RolledUp, roll_up},
};
use sqlx::FromRow;

/// A roll-up of the double link as it is.
#[derive(Debug, Clone, Default, FromRow)]
pub(crate) struct PartyTally {
    links: i64,
    members: i64,
    without_link: i64,
}

/// Who is to be linked: every member in office but those of the party who are in the chair meeting,
/// who link others.
const IS_TO_BE_LINKED: &str = "NOT (members.is_party_member \
     AND members.office IN ('CHAIR', 'VICE_CHAIR', 'SECRETARY_GENERAL'))";
const IS_NOT_LINKED: &str = "NOT EXISTS (SELECT 1 FROM party_links AS link \
     WHERE link.to_member_id = members.id AND link.until IS NULL)";

/// Adds a condition: the member of `members` is to be linked, and nobody does.
pub(crate) fn push_is_unlinked(sql: &mut Sql) {
    sql.push(format_args!("{IS_TO_BE_LINKED} AND {IS_NOT_LINKED}"));
}

pub(super) fn register(resolvers: &mut Resolvers) {
    resolvers.object::<RegionRef>("Region").load("partyTally", |context, region| {
        async move {
            let scope = region.scope();
            if !scope.holds_seats() || scope.is_nothing() {
                return Ok(None);
            }
            roll_up::<PartyTally>(&context, scope.clone()).await.map(Some)
        }
        .boxed()
    });
    resolvers
        .object::<RolledUp<PartyTally>>("PartyTally")
        .value("links", |tally| tally.links)
        .value("members", |tally| tally.members)
        .value("withoutLink", |tally| tally.without_link);
}

impl RollUp for PartyTally {
    type Key = Scope;

    async fn compute(database: &Database, scope: &Scope) -> Result<Self, StoreError> {
        let mut sql = Sql::new("SELECT (SELECT COUNT(*) FROM party_links WHERE until IS NULL");
        scope.restrict(&mut sql, "committee_id", RowPlace::Nowhere);
        sql.push(format_args!(
            ") AS links, COUNT(*) AS members, \
             COUNT(CASE WHEN {IS_NOT_LINKED} THEN 1 END) AS without_link \
             FROM members WHERE members.status = 'ACTIVE' AND {IS_TO_BE_LINKED}"
        ));
        scope.restrict(&mut sql, "members.committee_id", RowPlace::Nowhere);
        database.fetch_one(sql).await
    }
}
