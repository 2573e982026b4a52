//! Ties a model's fields to the columns of the same names, once for reading and writing.

/// A kind of record with an `id`: its type in the contract, its table, and the fields that are
/// written and read, whose names are the columns'.
#[macro_export]
macro_rules! impl_record {
    ($model:ty, $type_name:literal, $table:literal, [$($field:ident),+ $(,)?]) => {
        $crate::impl_insert_row!($model, $table, [$($field),+]);

        impl $crate::Record for $model {
            const TYPE_NAME: &'static str = $type_name;
            const TABLE: &'static str = <Self as $crate::database::InsertRow>::TABLE;
            const COLUMNS: &'static [&'static str] =
                <Self as $crate::database::InsertRow>::COLUMNS;

            fn id(&self) -> &$crate::RecordId {
                &self.id
            }
        }
    };
}

/// Implements [`InsertRow`](crate::database::InsertRow) for a model: its table, then the fields
/// that are written, whose names are the columns'.
#[macro_export]
macro_rules! impl_insert_row {
    ($model:ty, $table:literal, [$($field:ident),+ $(,)?]) => {
        impl $crate::database::InsertRow for $model {
            const TABLE: &'static str = $table;
            const COLUMNS: &'static [&'static str] = &[$(stringify!($field)),+];

            fn bind(
                &self,
                values: &mut $crate::database::Separated<'_>,
            ) {
                $(values.push_bind(self.$field.clone());)+
            }
        }
    };
}
