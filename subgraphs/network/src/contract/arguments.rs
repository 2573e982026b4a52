//! Arguments of a field as Rust values.
//! Validation has run before: what does not read here is a mistake of the site's, not the client's.

use async_graphql::{Value, dynamic::ResolverContext};
use serde::de::DeserializeOwned;

use crate::{answer::FieldError, record_id::RecordId};

/// An argument, if it was given and is not null.
///
/// # Errors
/// [`FieldError::Argument`] if it does not read as a `T`.
pub fn argument<T: DeserializeOwned>(
    context: &ResolverContext<'_>,
    name: &str,
) -> Result<Option<T>, FieldError> {
    match context.args.get(name) {
        None => Ok(None),
        Some(value) if value.is_null() => Ok(None),
        Some(value) => value
            .deserialize()
            .map(Some)
            .map_err(|_| FieldError::Argument { name: name.to_owned() }),
    }
}

/// The argument `name`, which is an id.
///
/// # Errors
/// [`FieldError::Id`] if it is malformed.
pub fn id_argument(context: &ResolverContext<'_>, name: &str) -> Result<RecordId, FieldError> {
    let text = context.args.get(name).and_then(|value| key_text(value.as_value()));
    let text = text.ok_or_else(|| FieldError::Argument { name: name.to_owned() })?;
    Ok(text.parse()?)
}

/// The text of an `ID`, which may also be written as a number.
pub(super) fn key_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
