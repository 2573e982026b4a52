//! Values kept as text, in a column and on the wire alike.
//! One rule for all of them: what is written is `as_text`, what is read is parsed again, so a value
//! that was never valid cannot be read back as if it were.

/// Implements binding and reading over a type with `as_text(&self)` and `FromStr`, for either
/// database.
#[macro_export]
macro_rules! impl_text_column {
    ($type:ty) => {
        impl<DB: sqlx::Database> sqlx::Type<DB> for $type
        where
            str: sqlx::Type<DB>,
        {
            fn type_info() -> DB::TypeInfo {
                <str as sqlx::Type<DB>>::type_info()
            }

            fn compatible(info: &DB::TypeInfo) -> bool {
                <str as sqlx::Type<DB>>::compatible(info)
            }
        }

        impl $crate::database::IntoSqlValue for $type {
            const NULL: $crate::database::SqlValue = $crate::database::SqlValue::Text(None);

            fn into_sql_value(self) -> $crate::database::SqlValue {
                $crate::database::SqlValue::Text(Some(self.as_text().to_string()))
            }
        }

        impl<'r, DB: sqlx::Database> sqlx::Decode<'r, DB> for $type
        where
            &'r str: sqlx::Decode<'r, DB>,
        {
            fn decode(
                value: <DB as sqlx::Database>::ValueRef<'r>,
            ) -> Result<Self, sqlx::error::BoxDynError> {
                Ok(<&str as sqlx::Decode<DB>>::decode(value)?.parse()?)
            }
        }
    };
}

/// Declares an enumeration whose variants are spelled on the wire and in columns as the contract
/// spells them, in the contract's order.
#[macro_export]
macro_rules! text_enum {
    ($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Deserialize)]
        pub enum $name {
            $($(#[$variant_meta])* #[serde(rename = $text)] $variant,)+
        }

        impl $name {
            /// Name of the enumeration in the contract.
            pub const TYPE_NAME: &'static str = stringify!($name);
            /// Every value, in the contract's order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The value as the contract spells it.
            #[must_use]
            pub const fn as_text(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(self.as_text())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::UnknownValue;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($text => Ok(Self::$variant),)+
                    _ => Err($crate::UnknownValue {
                        enumeration: Self::TYPE_NAME,
                        text: text.to_owned(),
                    }),
                }
            }
        }

        $crate::impl_text_column!($name);

        impl $crate::contract::Output for $name {
            fn into_field(self) -> Option<async_graphql::dynamic::FieldValue<'static>> {
                let name = async_graphql::Name::new(self.as_text());
                Some(async_graphql::dynamic::FieldValue::value(async_graphql::Value::Enum(name)))
            }
        }
    };
}

/// Schemas of enumerations that configuration files spell as the contract does.
macro_rules! impl_text_schema {
    ($($type:ty),+ $(,)?) => {
        $(impl schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                Self::TYPE_NAME.into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let values: Vec<_> = Self::ALL.iter().map(|it| it.as_text()).collect();
                schemars::json_schema!({ "type": "string", "enum": values })
            }
        })+
    };
}

pub(crate) use {impl_text_column, impl_text_schema, text_enum};

/// A text that is no value of an enumeration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a value of {enumeration}")]
pub struct UnknownValue {
    /// The enumeration.
    pub enumeration: &'static str,
    /// What was found.
    pub text: String,
}
