//! Who should be linked, and is not.

use async_graphql::dynamic::FieldValue;
use futures::future::FutureExt;
use qianzhan_network::{
    Database, StoreError,
    contract::{Output, Resolvers},
    database::Sql,
    region::{RegionRef, RowPlace, Scope},
};
use sqlx::FromRow;

/// A roll-up of the double link as it is.
#[derive(Debug, Clone, FromRow)]
struct PartyTally {
    links: i64,
    members: i64,
    without_link: i64,
}

impl Output for PartyTally {
    fn into_field(self) -> Option<FieldValue<'static>> {
        Some(FieldValue::owned_any(self))
    }
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
            Ok(Some(count(context.data_unchecked::<Database>(), scope).await?))
        }
        .boxed()
    });
    resolvers
        .object::<PartyTally>("PartyTally")
        .value("links", |tally| tally.links)
        .value("members", |tally| tally.members)
        .value("withoutLink", |tally| tally.without_link);
}

async fn count(database: &Database, scope: &Scope) -> Result<PartyTally, StoreError> {
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
