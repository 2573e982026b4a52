//! Ties a model's fields to the columns of the same names, once for reading and writing.

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
