//! Resolves `Locality`.

use std::sync::Arc;

use async_graphql::dynamic::FieldValue;

use super::Locality;
use crate::contract::{Output, Resolvers};

/// A locality as an object of the contract.
#[derive(Debug, Clone)]
pub struct LocalityNode(pub Arc<Locality>);

impl Output for LocalityNode {
    fn into_field(self) -> Option<FieldValue<'static>> {
        Some(FieldValue::owned_any(self))
    }
}

pub(crate) fn register(resolvers: &mut Resolvers) {
    resolvers
        .object::<LocalityNode>("Locality")
        .value("code", |locality| locality.0.code)
        .value("kind", |locality| locality.0.kind)
        .value("name", |locality| locality.0.name.clone());
}
