//! Rust values as GraphQL values.

use async_graphql::{Value, dynamic::FieldValue};

use crate::{
    database::Row, date::Date, record::Reference, record_id::RecordId, region::RegionCode,
};

/// A value that a field can have. `None` is null.
pub trait Output {
    /// The value as the executor takes it.
    fn into_field(self) -> Option<FieldValue<'static>>;
}

impl Output for FieldValue<'static> {
    fn into_field(self) -> Option<FieldValue<'static>> {
        Some(self)
    }
}

impl<T: Output> Output for Option<T> {
    fn into_field(self) -> Option<FieldValue<'static>> {
        self.and_then(Output::into_field)
    }
}

/// Items of a list are never null here: the contracts have no list of nullable items.
impl<T: Output> Output for Vec<T> {
    fn into_field(self) -> Option<FieldValue<'static>> {
        Some(FieldValue::list(self.into_iter().filter_map(Output::into_field)))
    }
}

impl<T: Send + Sync + 'static> Output for Reference<T> {
    fn into_field(self) -> Option<FieldValue<'static>> {
        Some(FieldValue::owned_any(self))
    }
}

/// A row is an object of the type whose resolvers are registered for such rows.
impl<T: Send + Sync + 'static> Output for Row<T> {
    fn into_field(self) -> Option<FieldValue<'static>> {
        Some(FieldValue::owned_any(self))
    }
}

/// Lets values of these types be objects of the type whose resolvers are registered for them.
#[macro_export]
macro_rules! impl_output_as_object {
    ($($type:ty),+ $(,)?) => {
        $(impl $crate::contract::Output for $type {
            fn into_field(self) -> Option<async_graphql::dynamic::FieldValue<'static>> {
                Some(async_graphql::dynamic::FieldValue::owned_any(self))
            }
        })+
    };
}

macro_rules! impl_output_by_value {
    ($($type:ty),+) => {
        $(impl Output for $type {
            fn into_field(self) -> Option<FieldValue<'static>> {
                Some(FieldValue::value(Value::from(self)))
            }
        })+
    };
}

impl_output_by_value!(String, i64, u32, f64, bool);

macro_rules! impl_output_by_text {
    ($($type:ty),+) => {
        $(impl Output for $type {
            fn into_field(self) -> Option<FieldValue<'static>> {
                self.to_string().into_field()
            }
        })+
    };
}

impl_output_by_text!(&str, Date, RecordId, RegionCode);
