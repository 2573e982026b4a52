//! A roll-up is computed once for all that ask alike: the regions of one request that cover the same
//! part of a site's records, such as a county, its city and its province, share one.

use std::{collections::HashMap, fmt::Debug, future::Future, hash::Hash, ops::Deref, sync::Arc};

use async_graphql::{
    Request,
    dynamic::{FieldValue, ResolverContext},
};

use crate::{
    answer::FieldError,
    contract::Output,
    database::{BatchLoader, Database, StoreError},
};

/// Figures over a part of a site's records.
pub trait RollUp: Default + Send + Sync + 'static {
    /// All that they depend on: the part, the arguments, and which of them are asked for.
    type Key: Clone + Debug + Eq + Hash + Send + Sync + 'static;

    /// Computes them.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails.
    fn compute(
        database: &Database,
        key: &Self::Key,
    ) -> impl Future<Output = Result<Self, StoreError>> + Send;
}

/// Figures that several objects of an answer may share.
#[derive(Debug, Default)]
pub struct RolledUp<T>(Arc<T>);

type RollUpLoader<T> = BatchLoader<<T as RollUp>::Key, RolledUp<T>>;

/// Gives a request what computes one kind of roll-up.
#[must_use]
pub fn attach_roll_up<T: RollUp>(database: &Database, request: Request) -> Request {
    let loader: RollUpLoader<T> =
        BatchLoader::new(database, |database: Database, keys: Vec<T::Key>| async move {
            let mut computed = HashMap::new();
            for key in keys {
                let figures = RolledUp(Arc::new(T::compute(&database, &key).await?));
                computed.insert(key, figures);
            }
            Ok(computed)
        });
    request.data(loader)
}

/// The figures of a key.
///
/// # Errors
/// [`FieldError::Internal`] if the database fails.
pub async fn roll_up<T: RollUp>(
    context: &ResolverContext<'_>,
    key: T::Key,
) -> Result<RolledUp<T>, FieldError> {
    Ok(context.data_unchecked::<RollUpLoader<T>>().load(key).await?)
}

impl<T> Clone for RolledUp<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for RolledUp<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Send + Sync + 'static> Output for RolledUp<T> {
    fn into_field(self) -> Option<FieldValue<'static>> {
        Some(FieldValue::owned_any(self))
    }
}
