//! Brings the tables of a database up to date.

use sqlx::migrate::{Migration, Migrator};

use super::{Database, StoreError, open::Pool};

/// The tables of one contract, as each database spells them. A migration has one version and one
/// meaning in both.
#[derive(Debug, Clone, Copy)]
pub struct Migrations {
    /// For SQLite.
    pub sqlite: &'static Migrator,
    /// For PostgreSQL.
    pub postgres: &'static Migrator,
}

static SQLITE: Migrator = sqlx::migrate!("../../migrations/sqlite/network");
static POSTGRES: Migrator = sqlx::migrate!("../../migrations/postgres/network");

/// The tables of the records that every committee keeps.
pub const NETWORK_MIGRATIONS: Migrations = Migrations { sqlite: &SQLITE, postgres: &POSTGRES };

impl Database {
    /// Creates or updates the tables of the records that every committee keeps, and those of the
    /// level's own `migrations`. Does nothing to a database that is up to date.
    ///
    /// Migrations of the database that this program does not know are let be: a newer program, or
    /// one with more contracts, ran before, and migrations only ever expand.
    ///
    /// # Errors
    /// [`StoreError::Migrate`] if a migration fails, or was changed after it ran.
    pub async fn migrate(
        &self,
        migrations: impl IntoIterator<Item = Migrations>,
    ) -> Result<(), StoreError> {
        let all = std::iter::once(NETWORK_MIGRATIONS).chain(migrations);
        match &self.pool {
            Pool::Sqlite(pool) => migrator(all.map(|it| it.sqlite)).run(pool).await?,
            Pool::Postgres(pool) => migrator(all.map(|it| it.postgres)).run(pool).await?,
        }
        Ok(())
    }
}

fn migrator(migrators: impl Iterator<Item = &'static Migrator>) -> Migrator {
    let all: Vec<Migration> = migrators.flat_map(|migrator| migrator.iter().cloned()).collect();
    let mut migrator = Migrator::with_migrations(all);
    migrator.set_ignore_missing(true);
    migrator
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn migrating_twice_changes_nothing() {
        let database = Database::in_memory().await.expect("memory suffices");
        for _ in 0..2 {
            database.migrate([]).await.expect("the migrations run");
        }
    }

    #[test]
    fn both_databases_have_the_same_migrations() {
        let of = |migrator: &Migrator| -> Vec<(i64, String)> {
            migrator.iter().map(|it| (it.version, it.description.to_string())).collect()
        };
        assert_eq!(of(&SQLITE), of(&POSTGRES));
    }
}
