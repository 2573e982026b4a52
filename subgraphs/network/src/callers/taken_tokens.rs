//! Which process has a token's calls to itself. A process remembers the passes of a token in memory, so
//! the token is its own: it takes it in the site's database at the token's first call, before the call
//! is answered. One that is started again is another process, and so is one beside it at the same
//! address: neither knows which passes were shown, and neither takes the token.
//! Spec: docs/jurisdiction-spec.md, "Signed calls".

use std::sync::atomic::{AtomicI64, Ordering};

use uuid::Uuid;

use crate::database::{Database, Sql, StoreError};

/// How often rows of tokens that are over are deleted, in seconds.
const TIDY_SECONDS: i64 = 60;

/// The tokens that processes on one database have taken.
#[derive(Debug)]
pub(super) struct TakenTokens {
    database: Database,
    /// This process, for as long as it runs.
    holder: String,
    tidied_at: AtomicI64,
}

impl TakenTokens {
    pub(super) fn of(database: &Database) -> Self {
        let holder = Uuid::now_v7().simple().to_string();
        Self { database: database.clone(), holder, tidied_at: AtomicI64::new(0) }
    }

    /// Takes a token that can be good until then; whether it is this process's own. Both moments are in
    /// seconds since 1970.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer; then nobody knows.
    pub(super) async fn take(
        &self,
        token: &str,
        good_until: i64,
        now: i64,
    ) -> Result<bool, StoreError> {
        let mut sql = Sql::new("INSERT INTO call_tokens (token, holder, good_until) VALUES (");
        let mut row = sql.separated(", ");
        row.push_bind(token).push_bind(&self.holder).push_bind(good_until);
        // Two calls may come with a new token at once: it is written once more, by the same.
        sql.push(
            ") ON CONFLICT (token) DO UPDATE SET good_until = excluded.good_until \
             WHERE call_tokens.holder = excluded.holder",
        );
        let is_own = self.database.execute(sql).await? == 1;
        self.tidy(now).await;
        Ok(is_own)
    }

    async fn tidy(&self, now: i64) {
        let tidied_at = self.tidied_at.load(Ordering::Relaxed);
        // Also where the clock was set back.
        let is_due = (now - tidied_at).abs() >= TIDY_SECONDS;
        let swap = || {
            self.tidied_at.compare_exchange(tidied_at, now, Ordering::Relaxed, Ordering::Relaxed)
        };
        if !is_due || swap().is_err() {
            return;
        }
        let mut sql = Sql::new("DELETE FROM call_tokens WHERE good_until < ");
        sql.push_bind(now);
        if let Err(error) = self.database.execute(sql).await {
            tracing::warn!(%error, "rows of tokens that are over were not deleted");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_780_000_000;

    async fn processes() -> (TakenTokens, TakenTokens, Database) {
        let database = Database::in_memory().await.expect("memory suffices");
        database.migrate([]).await.expect("it migrates");
        (TakenTokens::of(&database), TakenTokens::of(&database), database)
    }

    async fn tokens(database: &Database) -> Vec<String> {
        let sql = Sql::new("SELECT token FROM call_tokens ORDER BY token");
        let rows: Vec<(String,)> = database.fetch_all(sql).await.expect("the rows");
        rows.into_iter().map(|(token,)| token).collect()
    }

    #[tokio::test]
    async fn a_token_is_of_the_process_that_took_it_first() {
        let (one, other, _) = processes().await;
        assert!(one.take("a", NOW + 180, NOW).await.expect("it answers"));
        assert!(one.take("a", NOW + 180, NOW + 1).await.expect("it answers"), "and stays so");
        assert!(!other.take("a", NOW + 180, NOW + 1).await.expect("it answers"));
        assert!(other.take("b", NOW + 180, NOW + 1).await.expect("it answers"));
        assert!(!one.take("b", NOW + 180, NOW + 1).await.expect("it answers"));
    }

    #[tokio::test]
    async fn rows_stay_as_long_as_their_tokens_can_be_good() {
        let (one, _, database) = processes().await;
        one.take("a", NOW + 180, NOW).await.expect("it answers");
        one.take("b", NOW + 300, NOW + 120).await.expect("it answers");
        one.take("c", NOW + 360, NOW + 180).await.expect("it answers");
        assert_eq!(tokens(&database).await, ["a", "b", "c"]);
        one.take("d", NOW + 421, NOW + 241).await.expect("it answers");
        assert_eq!(tokens(&database).await, ["b", "c", "d"]);
    }

    #[tokio::test]
    async fn a_database_that_is_gone_takes_nothing() {
        let (one, _, database) = processes().await;
        database.close().await;
        one.take("a", NOW + 180, NOW).await.expect_err("nobody knows");
    }
}
