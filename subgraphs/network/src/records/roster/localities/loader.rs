//! Loads localities by code.

use std::sync::Arc;

use async_graphql::dynamic::ResolverContext;

use super::{Locality, LocalityNode, store::find_localities};
use crate::{
    answer::FieldError,
    database::{BatchLoader, Database, Row},
    loaders::Loaders,
    region::RegionCode,
};

pub(crate) type LocalityLoader = BatchLoader<RegionCode, Option<Arc<Locality>>>;

pub(crate) fn locality_loader(database: &Database) -> LocalityLoader {
    BatchLoader::new(database, |database: Database, codes: Vec<RegionCode>| async move {
        let localities = find_localities(&database, &codes).await?;
        Ok(localities.into_iter().map(|it| (it.code, Some(Arc::new(it)))).collect())
    })
}

/// The locality whose code a row has, if it has one.
pub async fn load_locality<T>(
    context: &ResolverContext<'_>,
    row: &Row<T>,
    code: fn(&T) -> Option<RegionCode>,
) -> Result<Option<LocalityNode>, FieldError> {
    let loaders = context.data_unchecked::<Loaders>();
    Ok(loaders.localities.load_for(row, code).await?.map(LocalityNode))
}
