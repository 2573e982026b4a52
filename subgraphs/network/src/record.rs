//! What every kind of record has in common: a table, an id, and being referred to by id.

use async_graphql::{
    Context, Request,
    dynamic::{FieldValue, ResolverContext},
};
use futures::future::FutureExt;

use crate::{
    answer::FieldError,
    contract::{EntityAnswers, Output, Resolvers, id_argument},
    database::{BatchLoader, Database, ReadRow, Row, StoreError},
    page::register_connection,
    record_id::RecordId,
    site::SiteRegions,
    writes::{Writable, register_payload},
};

/// A kind of record that one site owns.
pub trait Record: ReadRow + Sync + 'static {
    /// Name of its type in the contract.
    const TYPE_NAME: &'static str;
    /// Its table.
    const TABLE: &'static str;
    /// The columns of the table that make up the record.
    const COLUMNS: &'static [&'static str];

    /// Its id.
    fn id(&self) -> &RecordId;
}

/// Finds records of one kind by id: one statement for all that a request asks at once.
pub type RecordLoader<T> = BatchLoader<RecordId, Option<Row<T>>>;

/// A record on this site, or the id of one that another site owns.
#[derive(Debug)]
pub enum Reference<T> {
    /// The record.
    Here(Row<T>),
    /// Only its id: the record lives elsewhere, or nothing but the id was asked for.
    Key(Row<RecordId>),
}

impl<T: Record> Reference<T> {
    /// The id, wherever the record lives.
    #[must_use]
    pub fn id(&self) -> &RecordId {
        match self {
            Self::Here(record) => record.id(),
            Self::Key(id) => id,
        }
    }

    /// What a loader has for this record by its id; loaded for the record's whole cohort.
    ///
    /// # Errors
    /// [`FieldError::Internal`] if it cannot be loaded.
    pub async fn load_by_id<V>(&self, loader: &BatchLoader<RecordId, V>) -> Result<V, FieldError>
    where
        V: Clone + Default + Send + Sync + 'static,
    {
        Ok(match self {
            Self::Here(record) => loader.load_for(record, |it| Some(it.id().clone())).await?,
            Self::Key(id) => loader.load_for(id, |it| Some(it.clone())).await?,
        })
    }
}

/// Gives a request a loader of records of one kind by id: whoever registers the kind attaches it.
#[must_use]
pub fn attach_record_loader<T: Record>(database: &Database, request: Request) -> Request {
    request.data(record_loader::<T>(database))
}

/// A loader of records of one kind by id.
fn record_loader<T: Record>(database: &Database) -> RecordLoader<T> {
    BatchLoader::new(database, |database: Database, ids: Vec<RecordId>| async move {
        let records = Row::cohort(find_by_ids::<T>(&database, &ids).await?);
        Ok(records.into_iter().map(|record| (record.id().clone(), Some(record))).collect())
    })
}

/// Those of the ids that exist, in no order.
async fn find_by_ids<T: Record>(
    database: &Database,
    ids: &[RecordId],
) -> Result<Vec<T>, StoreError> {
    let mut sql = database.select(T::COLUMNS, T::TABLE);
    sql.push(" WHERE id IN ");
    sql.push_keys(ids);
    database.fetch_all(sql).await
}

/// What a field of `row` that refers to a record answers: the record if it is this site's, else its
/// id. Null where there is no reference, or no such record of this site's.
///
/// # Errors
/// [`FieldError::Internal`] if the record cannot be read.
pub async fn refer<T: Record, P>(
    context: &ResolverContext<'_>,
    row: &Row<P>,
    key: fn(&P) -> Option<&RecordId>,
) -> Result<Option<Reference<T>>, FieldError> {
    let Some(id) = key(row) else { return Ok(None) };
    let site = context.data_unchecked::<SiteRegions>();
    if !site.own(id) || asks_only_for_id(context) {
        return Ok(Some(Reference::Key(Row::alone(id.clone()))));
    }
    let own_ids =
        || row.siblings().iter().filter_map(key).filter(|id| site.own(id)).cloned().collect();
    let loader = context.data_unchecked::<RecordLoader<T>>();
    let found = loader.load_among(id.clone(), row.relation(key as usize), own_ids).await?;
    Ok(found.map(Reference::Here))
}

/// A gateway asks a reference for its key alone, and then the owner for the rest.
fn asks_only_for_id(context: &ResolverContext<'_>) -> bool {
    context.field().selection_set().all(|field| matches!(field.name(), "id" | "__typename"))
}

/// Registers how one kind of record is reached: by a field of `Query`, and as an entity.
pub fn register_entry<T: Record>(resolvers: &mut Resolvers, root_field: &str) {
    register_entry_by::<T>(resolvers, root_field, "id");
}

/// Registers a kind of record that is written: how it is reached, its connection, and its payload,
/// in which it stands in the field that has the name of the root field.
pub fn register_kind<T: Record + Writable + Clone>(resolvers: &mut Resolvers, root_field: &str) {
    register_entry::<T>(resolvers, root_field);
    register_connection::<T>(resolvers);
    register_payload::<T>(resolvers, &format!("{}Payload", T::TYPE_NAME), root_field);
}

/// [`register_entry`], where the argument of the field has another name.
pub fn register_entry_by<T: Record>(
    resolvers: &mut Resolvers,
    root_field: &str,
    argument: &'static str,
) {
    resolvers.root(root_field, move |context| {
        async move {
            let id = id_argument(&context, argument)?;
            if !context.data_unchecked::<SiteRegions>().own(&id) {
                return Err(FieldError::RecordNotHere { id });
            }
            let found = context.data_unchecked::<RecordLoader<T>>().load(id.clone()).await?;
            found.map(Reference::Here).ok_or(FieldError::RecordNotFound { id })
        }
        .boxed()
    });
    resolvers.record_entity::<T, _>(|context, keys| find_entities::<T>(context, keys).boxed());
}

/// Entities by id. One that another site owns is an object too: this site may have something of its
/// own to add to it.
async fn find_entities<T: Record>(context: &Context<'_>, keys: Vec<String>) -> EntityAnswers {
    let site = context.data_unchecked::<SiteRegions>();
    let ids: Vec<Result<RecordId, FieldError>> =
        keys.iter().map(|key| Ok(key.parse::<RecordId>()?)).collect();
    let (own, foreign): (Vec<RecordId>, Vec<RecordId>) =
        ids.iter().flatten().cloned().partition(|id| site.own(id));
    let found = if own.is_empty() {
        Vec::new()
    } else {
        context.data_unchecked::<RecordLoader<T>>().load_all(own).await?
    };
    let (mut found, mut foreign) = (found.into_iter(), Row::cohort(foreign).into_iter());
    let answers = ids.into_iter().map(|id| {
        let reference = if site.own(&id?) {
            found.next().flatten().map(Reference::<T>::Here)
        } else {
            foreign.next().map(Reference::Key)
        };
        Ok(reference.and_then(Output::into_field))
    });
    Ok(answers.collect::<Vec<Result<Option<FieldValue<'static>>, FieldError>>>())
}
