//! Runs a statement on a connection or a pool of either database.
//! The one place where a statement meets a driver.

/// `$executor` runs `$sql`, made into `$make`'s query for the database of `$kind`, by `$method`.
macro_rules! run_query {
    ($kind:ident, $make:ident, $sql:expr, $executor:expr, $method:ident) => {{
        let is_persistent = $sql.is_persistent();
        let (text, values) = $sql.render($crate::database::DatabaseKind::$kind);
        let arguments = run_query!(@arguments $kind, values).map_err(sqlx::Error::Encode)?;
        sqlx::$make(sqlx::AssertSqlSafe(text), arguments)
            .persistent(is_persistent)
            .$method($executor)
            .await?
    }};
    (@arguments Sqlite, $values:ident) => {
        $crate::database::value::sqlite_arguments($values)
    };
    (@arguments Postgres, $values:ident) => {
        $crate::database::value::postgres_arguments($values)
    };
}

pub(super) use run_query;
