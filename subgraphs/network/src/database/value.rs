//! Values that statements bind, and rows that they give, whatever the database.

use sqlx::{
    Arguments, FromRow,
    error::BoxDynError,
    postgres::{PgArguments, PgRow},
    sqlite::{SqliteArguments, SqliteRow},
};

/// A bound value. NULL has a type too: PostgreSQL asks for one.
#[derive(Debug, Clone, PartialEq)]
pub enum SqlValue {
    /// Text.
    Text(Option<String>),
    /// A whole number.
    Integer(Option<i64>),
    /// A number.
    Real(Option<f64>),
    /// True or false.
    Boolean(Option<bool>),
    /// Texts, for PostgreSQL alone.
    TextList(Vec<String>),
}

/// What can be bound.
pub trait IntoSqlValue {
    /// NULL in the type's place.
    const NULL: SqlValue;

    /// The value as it is bound.
    fn into_sql_value(self) -> SqlValue;
}

macro_rules! impl_into_sql_value {
    ($($type:ty => $variant:ident),+ $(,)?) => {
        $(impl IntoSqlValue for $type {
            const NULL: SqlValue = SqlValue::$variant(None);

            fn into_sql_value(self) -> SqlValue {
                SqlValue::$variant(Some(self.into()))
            }
        })+
    };
}

impl_into_sql_value! {
    String => Text,
    &str => Text,
    &String => Text,
    i64 => Integer,
    i32 => Integer,
    u32 => Integer,
    f64 => Real,
    bool => Boolean,
}

impl<T: IntoSqlValue> IntoSqlValue for Option<T> {
    const NULL: SqlValue = T::NULL;

    fn into_sql_value(self) -> SqlValue {
        self.map_or(T::NULL, T::into_sql_value)
    }
}

/// A row that reads as a value from either database.
pub trait ReadRow:
    for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin
{
}

impl<T> ReadRow for T where
    T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin
{
}

pub(super) fn sqlite_arguments(values: Vec<SqlValue>) -> Result<SqliteArguments, BoxDynError> {
    let mut arguments = SqliteArguments::default();
    for value in values {
        match value {
            SqlValue::Text(text) => arguments.add(text)?,
            SqlValue::Integer(number) => arguments.add(number)?,
            SqlValue::Real(number) => arguments.add(number)?,
            SqlValue::Boolean(flag) => arguments.add(flag)?,
            SqlValue::TextList(_) => return Err("SQLite has no lists".into()),
        }
    }
    Ok(arguments)
}

pub(super) fn postgres_arguments(values: Vec<SqlValue>) -> Result<PgArguments, BoxDynError> {
    let mut arguments = PgArguments::default();
    for value in values {
        match value {
            SqlValue::Text(text) => arguments.add(text)?,
            SqlValue::Integer(number) => arguments.add(number)?,
            SqlValue::Real(number) => arguments.add(number)?,
            SqlValue::Boolean(flag) => arguments.add(flag)?,
            SqlValue::TextList(texts) => arguments.add(texts)?,
        }
    }
    Ok(arguments)
}
