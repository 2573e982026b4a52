//! What a mutation is: its input, who may do it, and what it does.

use std::future::Future;

use async_graphql::dynamic::FieldValue;
use serde::de::DeserializeOwned;

use super::{Authority, Refusal, Writing};
use crate::{
    database::{StoreError, Transaction},
    record_id::RecordId,
};

/// A record that mutations write.
pub trait Writable: Sized + Send + Sync + 'static {
    /// Its id; for what a site adds to another's record, that record's.
    fn key(&self) -> &RecordId;

    /// How often it has been written.
    fn version(&self) -> i64;

    /// The state that it is in, where it has states.
    fn state(&self) -> Option<&'static str>;

    /// The record as it stands.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be read.
    fn find(
        transaction: &mut Transaction,
        key: &RecordId,
    ) -> impl Future<Output = Result<Option<Self>, StoreError>> + Send;

    /// The record as its payload gives it.
    fn into_output(self) -> FieldValue<'static>;
}

/// A mutation; its fields are those of its input object.
pub trait Mutation: DeserializeOwned + Send + Sync + 'static {
    /// Its field of the contract's `Mutation`.
    const FIELD: &'static str;
    /// The argument whose region owns what is written: the gateway routes by it.
    const KEY: &'static str;
    /// Who may do it.
    const AUTHORITY: Authority;
    /// Whether it writes what this site adds to another site's record, and not the record.
    const IS_ADDITION: bool = false;
    /// What it writes.
    type Record: Writable;

    /// Checks everything, and then writes. `key` is the argument that it is routed by. What was
    /// written is taken back if this answers with a refusal.
    ///
    /// # Errors
    /// [`Refusal`] with every reason that was found.
    fn run(
        self,
        key: RecordId,
        writing: &mut Writing<'_>,
    ) -> impl Future<Output = Result<Self::Record, Refusal>> + Send;
}

/// Lets mutations write a kind of record that has a `version`, and a `status` unless it is
/// `stateless`.
#[macro_export]
macro_rules! impl_writable_record {
    ($model:ty) => {
        $crate::impl_writable_record!($model, |record| Some(record.status.as_text()));
    };
    ($model:ty, stateless) => {
        $crate::impl_writable_record!($model, |_record| None);
    };
    ($model:ty, |$record:ident| $state:expr) => {
        impl $crate::writes::Writable for $model {
            fn key(&self) -> &$crate::RecordId {
                &self.id
            }

            fn version(&self) -> i64 {
                self.version
            }

            fn state(&self) -> Option<&'static str> {
                let $record = self;
                $state
            }

            async fn find(
                transaction: &mut $crate::database::Transaction,
                key: &$crate::RecordId,
            ) -> Result<Option<Self>, $crate::StoreError> {
                $crate::writes::find_record(transaction, key).await
            }

            fn into_output(self) -> async_graphql::dynamic::FieldValue<'static> {
                let record = $crate::database::Row::alone(self);
                async_graphql::dynamic::FieldValue::owned_any($crate::Reference::Here(record))
            }
        }
    };
}

/// Lets mutations write what a site adds to a record, under that record's id: a model with a
/// `version`, the column and field of the id, the record's type, and the state that it is in.
#[macro_export]
macro_rules! impl_writable_addition {
    ($model:ty, $key:ident of $parent:ty, $state:expr) => {
        impl $crate::writes::Writable for $model {
            fn key(&self) -> &$crate::RecordId {
                &self.$key
            }

            fn version(&self) -> i64 {
                self.version
            }

            fn state(&self) -> Option<&'static str> {
                let state: fn(&Self) -> Option<&'static str> = $state;
                state(self)
            }

            async fn find(
                transaction: &mut $crate::database::Transaction,
                key: &$crate::RecordId,
            ) -> Result<Option<Self>, $crate::StoreError> {
                let columns = <Self as $crate::database::InsertRow>::COLUMNS.join(", ");
                let table = <Self as $crate::database::InsertRow>::TABLE;
                let mut sql = $crate::database::Sql::new(format!("SELECT {columns} FROM {table}"));
                sql.push(concat!(" WHERE ", stringify!($key), " = ")).push_bind(key.clone());
                transaction.fetch_optional(sql).await
            }

            fn into_output(self) -> async_graphql::dynamic::FieldValue<'static> {
                let parent = $crate::database::Row::alone(self.$key);
                async_graphql::dynamic::FieldValue::owned_any($crate::Reference::<$parent>::Key(
                    parent,
                ))
            }
        }
    };
}
