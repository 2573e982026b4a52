//! What resolves each field of the contracts: typed functions, registered by type and field.
//!
//! Every resolver is wrapped so that an error becomes an entry in `errors`, with its path and code,
//! and a null: siblings still answer. `async-graphql`'s dynamic executor alone would leave the field
//! out of its object, and the path out of the error.

use std::{any::Any, collections::HashMap, marker::PhantomData};

use async_graphql::{
    Context,
    dynamic::{FieldFuture, FieldValue, ResolverContext},
};
use futures::future::{BoxFuture, FutureExt};

use super::{
    Output,
    entities::{EntityAnswers, EntityResolver},
};
use crate::{
    answer::FieldError,
    database::Row,
    policy::{PolicyView, Relations},
    record::{Record, Reference, refer},
    record_id::RecordId,
    records::localities::load_locality,
    region::RegionCode,
};

pub(crate) type ResolverFn =
    Box<dyn for<'a> Fn(ResolverContext<'a>) -> FieldFuture<'a> + Send + Sync>;

/// How the caller stands to the owners of an object, where it is a record or a region.
pub(crate) type OwnerFn = fn(&FieldValue<'_>, &PolicyView) -> Option<Relations>;

/// Type and field.
pub(super) type FieldKey = (String, String);

/// All resolvers of a site.
#[derive(Default)]
pub struct Resolvers {
    pub(super) fields: HashMap<FieldKey, ResolverFn>,
    pub(super) entities: HashMap<String, EntityResolver>,
    /// By type.
    pub(super) owners: HashMap<String, OwnerFn>,
    /// Fields registered twice.
    pub(super) duplicates: Vec<FieldKey>,
    /// Kinds of record that contracts refer to: what to register of each, unless it is kept here.
    references: HashMap<&'static str, fn(&mut Self)>,
}

impl Resolvers {
    /// Registers a field of `Query`.
    pub fn root<V, F>(&mut self, field: &str, resolve: F)
    where
        V: Output + 'static,
        F: for<'a> Fn(ResolverContext<'a>) -> BoxFuture<'a, Result<V, FieldError>>
            + Send
            + Sync
            + 'static,
    {
        self.add("Query", field, root_resolver(resolve));
    }

    /// Registers a field of `Mutation`.
    pub(crate) fn mutation<V, F>(&mut self, field: &str, resolve: F)
    where
        V: Output + 'static,
        F: for<'a> Fn(ResolverContext<'a>) -> BoxFuture<'a, Result<V, FieldError>>
            + Send
            + Sync
            + 'static,
    {
        self.add("Mutation", field, root_resolver(resolve));
    }

    /// Begins the fields of a type whose objects are `P`s.
    pub fn object<P: Any + Send + Sync>(&mut self, type_name: &str) -> ObjectResolvers<'_, P> {
        ObjectResolvers { resolvers: self, type_name: type_name.to_owned(), parent: PhantomData }
    }

    /// Begins the fields of a kind of record. Its `id` is registered too.
    pub fn record<T: Record>(&mut self) -> RecordResolvers<'_, T> {
        self.owners.insert(T::TYPE_NAME.to_owned(), |object, view| {
            let reference = object.downcast_ref::<Reference<T>>()?;
            Some(view.relations_to_record(reference.id()))
        });
        let mut object = self.object::<Reference<T>>(T::TYPE_NAME);
        object.value("id", |reference| reference.id().clone());
        RecordResolvers { object }
    }

    /// Begins the fields that an extension adds to a kind of record of another contract.
    pub fn extend_record<T: Record>(&mut self) -> RecordResolvers<'_, T> {
        RecordResolvers { object: self.object::<Reference<T>>(T::TYPE_NAME) }
    }

    /// Registers how representations of an entity become objects, all of a request's at once:
    /// `resolve` is given values of the key field `key`, and answers as many.
    pub fn entity<F>(&mut self, type_name: &str, key: &'static str, resolve: F)
    where
        F: for<'a> Fn(&'a Context<'a>, Vec<String>) -> BoxFuture<'a, EntityAnswers>
            + Send
            + Sync
            + 'static,
    {
        let entity = EntityResolver { key, resolve: Box::new(resolve), by_key: None };
        self.entities.insert(type_name.to_owned(), entity);
    }

    /// Registers a kind of record as an entity. One whose existence may not be told is answered by
    /// its key alone, and not looked for.
    pub(crate) fn record_entity<T: Record, F>(&mut self, resolve: F)
    where
        F: for<'a> Fn(&'a Context<'a>, Vec<String>) -> BoxFuture<'a, EntityAnswers>
            + Send
            + Sync
            + 'static,
    {
        self.entity(T::TYPE_NAME, "id", resolve);
        if let Some(entity) = self.entities.get_mut(T::TYPE_NAME) {
            entity.by_key = Some(|key| {
                let id = key.parse::<RecordId>()?;
                Ok(Reference::<T>::Key(Row::alone(id)).into_field())
            });
        }
    }

    /// Registers a kind of record that a contract refers to and another one keeps. A site that does
    /// not serve the other knows such records by their ids alone.
    pub fn reference<T: Record>(&mut self) {
        // Where several refer to it, their objects are of one type: the first's.
        self.references.entry(T::TYPE_NAME).or_insert(|resolvers| {
            resolvers.record::<T>();
            resolvers.record_entity::<T, _>(|_, keys| {
                let by_key = |key: String| {
                    let id = key.parse::<RecordId>()?;
                    Ok(Reference::<T>::Key(Row::alone(id)).into_field())
                };
                let answers: Vec<_> = keys.into_iter().map(by_key).collect();
                async move { Ok(answers) }.boxed()
            });
        });
    }

    /// Registers what is referred to and not kept.
    pub(super) fn complete_references(&mut self) {
        for (type_name, register) in std::mem::take(&mut self.references) {
            if !self.entities.contains_key(type_name) {
                register(self);
            }
        }
    }

    /// Registers how to tell whose object one of a type is.
    pub(crate) fn owned_by(&mut self, type_name: &str, owner: OwnerFn) {
        self.owners.insert(type_name.to_owned(), owner);
    }

    fn add(&mut self, type_name: &str, field: &str, resolver: ResolverFn) {
        let key = (type_name.to_owned(), field.to_owned());
        if self.fields.insert(key.clone(), resolver).is_some() {
            self.duplicates.push(key);
        }
    }
}

impl std::fmt::Debug for Resolvers {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_set().entries(self.fields.keys()).finish()
    }
}

/// Registers fields of one type.
#[derive(Debug)]
pub struct ObjectResolvers<'r, P> {
    resolvers: &'r mut Resolvers,
    type_name: String,
    parent: PhantomData<fn(P)>,
}

impl<P: Any + Send + Sync> ObjectResolvers<'_, P> {
    /// Registers a field that is read off its object.
    pub fn value<V, F>(&mut self, field: &str, read: F) -> &mut Self
    where
        V: Output,
        F: Fn(&P) -> V + Send + Sync + 'static,
    {
        self.try_value(field, move |parent| Ok(read(parent)))
    }

    /// Registers a field that is read off its object, or refused.
    pub fn try_value<V, F>(&mut self, field: &str, read: F) -> &mut Self
    where
        V: Output,
        F: Fn(&P) -> Result<V, FieldError> + Send + Sync + 'static,
    {
        let resolver: ResolverFn = Box::new(move |context| {
            let value = match parent_of::<P>(context.ctx, context.parent_value) {
                Ok(Some(parent)) => read(parent),
                Ok(None) => return FieldFuture::Value(None),
                Err(error) => Err(error),
            };
            FieldFuture::Value(settle(context.ctx, value))
        });
        self.resolvers.add(&self.type_name, field, resolver);
        self
    }

    /// Registers a field that has to be loaded.
    pub fn load<V, F>(&mut self, field: &str, resolve: F) -> &mut Self
    where
        V: Output + 'static,
        F: for<'a> Fn(ResolverContext<'a>, &'a P) -> BoxFuture<'a, Result<V, FieldError>>
            + Send
            + Sync
            + 'static,
    {
        let resolver: ResolverFn = Box::new(move |context| {
            let place = context.ctx;
            match parent_of::<P>(place, context.parent_value) {
                Ok(Some(parent)) => {
                    let value = resolve(context, parent);
                    FieldFuture::Future(async move { Ok(settle(place, value.await)) }.boxed())
                }
                Ok(None) => FieldFuture::Value(None),
                Err(error) => FieldFuture::Value(settle::<FieldValue<'static>>(place, Err(error))),
            }
        });
        self.resolvers.add(&self.type_name, field, resolver);
        self
    }
}

/// Registers fields of one kind of record: they need the record itself, not only its id.
#[derive(Debug)]
pub struct RecordResolvers<'r, T> {
    object: ObjectResolvers<'r, Reference<T>>,
}

impl<T: Record> RecordResolvers<'_, T> {
    /// Registers a field that is read off its record.
    pub fn value<V, F>(&mut self, field: &str, read: F) -> &mut Self
    where
        V: Output,
        F: Fn(&T) -> V + Send + Sync + 'static,
    {
        self.object.try_value(field, move |reference| Ok(read(record_of(reference)?)));
        self
    }

    /// Registers a field that has to be loaded.
    pub fn load<V, F>(&mut self, field: &str, resolve: F) -> &mut Self
    where
        V: Output + 'static,
        F: for<'a> Fn(ResolverContext<'a>, &'a Row<T>) -> BoxFuture<'a, Result<V, FieldError>>
            + Send
            + Sync
            + 'static,
    {
        self.object.load(field, move |context, reference| match record_of(reference) {
            Ok(record) => resolve(context, record),
            Err(error) => async move { Err(error) }.boxed(),
        });
        self
    }
}

impl<T: Record> RecordResolvers<'_, T> {
    /// Registers a field that refers to a record: this site's, or another's by its id.
    pub fn refer<O: Record>(&mut self, field: &str, key: fn(&T) -> Option<&RecordId>) -> &mut Self {
        self.load(field, move |context, record| {
            async move { refer::<O, T>(&context, record, key).await }.boxed()
        })
    }

    /// Registers a field that is a locality of this site.
    pub fn locality(&mut self, field: &str, code: fn(&T) -> Option<RegionCode>) -> &mut Self {
        self.load(field, move |context, record| {
            async move { load_locality(&context, record, code).await }.boxed()
        })
    }
}

fn record_of<T: Record>(reference: &Reference<T>) -> Result<&Row<T>, FieldError> {
    match reference {
        Reference::Here(record) => Ok(record),
        Reference::Key(id) => Err(FieldError::RecordNotHere { id: RecordId::clone(id) }),
    }
}

fn root_resolver<V, F>(resolve: F) -> ResolverFn
where
    V: Output + 'static,
    F: for<'a> Fn(ResolverContext<'a>) -> BoxFuture<'a, Result<V, FieldError>>
        + Send
        + Sync
        + 'static,
{
    Box::new(move |context| {
        let place = context.ctx;
        let value = resolve(context);
        FieldFuture::Future(async move { Ok(settle(place, value.await)) }.boxed())
    })
}

/// The parent as a `P`; `None` for the parent of an entity that does not exist, whose fields are
/// resolved for nothing and dropped.
fn parent_of<'a, P: Any>(
    place: &Context<'_>,
    parent: &'a FieldValue<'a>,
) -> Result<Option<&'a P>, FieldError> {
    if parent.as_value().is_some() {
        return Ok(None);
    }
    let mismatch = || FieldError::ParentMismatch { field: place.item.node.name.node.to_string() };
    parent.downcast_ref().map(Some).ok_or_else(mismatch)
}

/// A value as it is; an error as an entry in `errors` and a null.
fn settle<V: Output>(
    place: &Context<'_>,
    value: Result<V, FieldError>,
) -> Option<FieldValue<'static>> {
    match value {
        Ok(value) => value.into_field(),
        Err(error) => {
            let error = error.into_graphql().into_server_error(place.item.pos);
            place.add_error(place.set_error_path(error));
            None
        }
    }
}
