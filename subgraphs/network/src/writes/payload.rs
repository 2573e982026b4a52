//! What a mutation answers: the record, or why nothing was written.

use async_graphql::dynamic::FieldValue;

use super::UserError;
use crate::{
    contract::{Output, Resolvers},
    record_id::RecordId,
};

/// The outcome of a mutation.
#[derive(Debug)]
pub struct Payload<T> {
    /// The region's record that it is about.
    pub(super) key: RecordId,
    /// The record as it now stands, and its id.
    pub(super) written: Option<(RecordId, std::sync::Arc<T>)>,
    /// Whether the idempotency key had been served before.
    pub(super) is_replay: bool,
    /// Why nothing was written.
    pub(super) user_errors: Vec<UserError>,
}

impl<T: Send + Sync + 'static> Output for Payload<T> {
    fn into_field(self) -> Option<FieldValue<'static>> {
        Some(FieldValue::owned_any(self))
    }
}

impl Output for UserError {
    fn into_field(self) -> Option<FieldValue<'static>> {
        Some(FieldValue::owned_any(self))
    }
}

/// Registers the payload of one kind of record, which stands in `field` of it.
pub fn register_payload<T: super::Writable + Clone>(
    resolvers: &mut Resolvers,
    type_name: &str,
    field: &str,
) {
    resolvers.owned_by(type_name, |object, view| {
        Some(view.relations_to_record(&object.downcast_ref::<Payload<T>>()?.key))
    });
    resolvers
        .object::<Payload<T>>(type_name)
        .value(field, |payload| {
            payload.written.as_ref().map(|(_, record)| T::clone(record).into_output())
        })
        .value("id", |payload| payload.written.as_ref().map(|(id, _)| id.clone()))
        .value("isReplay", |payload| payload.is_replay)
        .value("userErrors", |payload| payload.user_errors.clone());
}

/// Registers `UserError`.
pub(crate) fn register_user_error(resolvers: &mut Resolvers) {
    resolvers
        .object::<UserError>("UserError")
        .value("code", |error| error.code)
        .value("field", |error| error.field.clone())
        .value("messageZh", |error| error.message_zh.clone())
        .value("messageEn", |error| error.message_en.clone())
        .value("state", |error| error.illegal_move.as_ref().map(|it| it.state.clone()))
        .value("allowedMoves", |error| error.illegal_move.as_ref().map(|it| it.allowed.clone()))
        .value("currentVersion", |error| error.current_version);
}
