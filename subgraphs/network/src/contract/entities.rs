//! `Query._entities`: from representations to objects, one batch for each type.
//! Spec: Apollo Federation subgraph specification, `Query._entities`.
//!
//! The dynamic executor cannot resolve an item of a union to null. An entity that does not exist is
//! therefore resolved to an object without fields, noted in [`EntityNotes`], and made null
//! afterwards by [`settle_errors`](super::settle_errors).

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex},
};

use async_graphql::{
    Context, PathSegment, ServerError,
    dynamic::{FieldFuture, FieldValue, ResolverContext},
};
use futures::future::{BoxFuture, FutureExt};
use indexmap::IndexMap;

use super::arguments::key_text;
use crate::{answer::FieldError, policy::PolicyView};

/// Most representations in one request.
pub const MAX_ENTITIES: usize = 5_000;

/// The object of a key; or nothing where there is no such entity.
pub(super) type EntityAnswer = Result<Option<FieldValue<'static>>, FieldError>;

/// The answer for each key.
pub type EntityAnswers = Result<Vec<EntityAnswer>, FieldError>;

type Resolve =
    Box<dyn for<'a> Fn(&'a Context<'a>, Vec<String>) -> BoxFuture<'a, EntityAnswers> + Send + Sync>;

/// Resolves entities of one type by one key field.
pub(super) struct EntityResolver {
    pub(super) key: &'static str,
    pub(super) resolve: Resolve,
    /// An object of its key alone.
    pub(super) by_key: Option<fn(&str) -> EntityAnswer>,
}

/// What the executor cannot say of the items of `_entities`: which are null, by response key and
/// index, and of which type each is.
#[derive(Debug, Default)]
pub(crate) struct EntityNotes {
    absent: Mutex<HashSet<(String, usize)>>,
    types: Mutex<HashMap<String, Vec<Option<String>>>>,
}

impl EntityNotes {
    fn add_absent(&self, field: &str, index: usize) {
        let mut absent = self.absent.lock().expect("no holder of the lock panics");
        absent.insert((field.to_owned(), index));
    }

    fn set_types(&self, field: String, of_items: Vec<Option<String>>) {
        let mut types = self.types.lock().expect("no holder of the lock panics");
        types.insert(field, of_items);
    }

    /// The null items noted so far.
    pub(crate) fn take_absent(&self) -> HashSet<(String, usize)> {
        std::mem::take(&mut self.absent.lock().expect("no holder of the lock panics"))
    }

    /// The types noted so far, by response key; none for an item without one.
    pub(crate) fn take_types(&self) -> HashMap<String, Vec<Option<String>>> {
        std::mem::take(&mut self.types.lock().expect("no holder of the lock panics"))
    }
}

/// The resolver of `_entities`.
pub(super) fn resolve_entities<'a>(
    resolvers: &Arc<HashMap<String, EntityResolver>>,
    context: ResolverContext<'a>,
) -> FieldFuture<'a> {
    let resolvers = Arc::clone(resolvers);
    let resolved = async move { Entities { resolvers, context }.resolve().await };
    FieldFuture::Future(
        async move { resolved.await.map(Some).map_err(FieldError::into_graphql) }.boxed(),
    )
}

struct Entities<'a> {
    resolvers: Arc<HashMap<String, EntityResolver>>,
    context: ResolverContext<'a>,
}

impl<'a> Entities<'a> {
    async fn resolve(&self) -> Result<FieldValue<'a>, FieldError> {
        let unreadable = || FieldError::Argument { name: "representations".to_owned() };
        let representations = self.context.args.get("representations").ok_or_else(unreadable)?;
        let representations = representations.list().map_err(|_| unreadable())?;
        let asked = representations.len();
        if asked > MAX_ENTITIES {
            return Err(FieldError::TooManyEntities { asked, limit: MAX_ENTITIES });
        }
        let mut items: Vec<Option<FieldValue<'static>>> = Vec::new();
        items.resize_with(asked, || None);
        let mut types: Vec<Option<String>> = vec![None; asked];
        let mut batches: IndexMap<String, (Vec<usize>, Vec<String>)> = IndexMap::new();
        for (index, representation) in representations.iter().enumerate() {
            let representation = representation.object().map_err(|_| unreadable())?;
            let field =
                |name: &str| representation.get(name).and_then(|it| key_text(it.as_value()));
            match self.key_of(&field) {
                Ok((type_name, key)) => {
                    // The whole call is refused, so nothing is looked for.
                    if self.is_withdrawn(&type_name) {
                        continue;
                    }
                    types[index] = Some(type_name.clone());
                    if let Some(answer) = self.untold(&type_name, &key) {
                        self.settle(index, &type_name, answer, &mut items);
                        continue;
                    }
                    let (indexes, keys) = batches.entry(type_name).or_default();
                    indexes.push(index);
                    keys.push(key);
                }
                Err(error) => self.report(index, error),
            }
        }
        let notes = self.context.ctx.data_unchecked::<Arc<EntityNotes>>();
        notes.set_types(self.response_key(), types);
        for (type_name, (indexes, keys)) in batches {
            let answers = (self.resolvers[&type_name].resolve)(self.context.ctx, keys).await;
            match answers {
                Ok(answers) => {
                    for (index, answer) in indexes.into_iter().zip(answers) {
                        self.settle(index, &type_name, answer, &mut items);
                    }
                }
                // One failure of a whole batch is one error.
                Err(error) => self.report(indexes[0], error),
            }
        }
        Ok(FieldValue::list(self.with_placeholders(items)))
    }

    /// Type and key of a representation.
    fn key_of(
        &self,
        field: &impl Fn(&str) -> Option<String>,
    ) -> Result<(String, String), FieldError> {
        let type_name = field("__typename").unwrap_or_default();
        let Some(entity) = self.resolvers.get(&type_name) else {
            return Err(FieldError::EntityTypeUnknown { type_name });
        };
        match field(entity.key) {
            Some(key) => Ok((type_name, key)),
            None => Err(FieldError::EntityKeyMissing { type_name, key: entity.key }),
        }
    }

    /// Whether the owner withdrew the contract that alone has these entities.
    fn is_withdrawn(&self, type_name: &str) -> bool {
        let view = self.context.ctx.data_unchecked::<Arc<PolicyView>>();
        let entity = self.resolvers.get(type_name);
        entity.is_some_and(|entity| view.refuses_entity(type_name, entity.key))
    }

    /// The answer of a record whose existence may not be told to this caller.
    fn untold(&self, type_name: &str, key: &str) -> Option<EntityAnswer> {
        let by_key = self.resolvers.get(type_name)?.by_key?;
        let view = self.context.ctx.data_unchecked::<Arc<PolicyView>>();
        (!view.tells_existence(type_name, key)).then(|| by_key(key))
    }

    fn settle(
        &self,
        index: usize,
        type_name: &str,
        answer: EntityAnswer,
        items: &mut [Option<FieldValue<'static>>],
    ) {
        match answer {
            Ok(object) => items[index] = object.map(|it| it.with_type(type_name.to_owned())),
            Err(error) => self.report(index, error),
        }
    }

    fn report(&self, index: usize, error: FieldError) {
        let error: ServerError = error.into_graphql().into_server_error(self.context.ctx.item.pos);
        let path = vec![PathSegment::Field(self.response_key()), PathSegment::Index(index)];
        self.context.ctx.add_error(error.with_path(path));
    }

    /// Puts an object without fields where there is no entity, and notes that it is none.
    fn with_placeholders(&self, items: Vec<Option<FieldValue<'static>>>) -> Vec<FieldValue<'a>> {
        let notes = self.context.ctx.data_unchecked::<Arc<EntityNotes>>();
        // Any entity type will do: no field of it is kept.
        let placeholder_type = self.resolvers.keys().min().cloned().unwrap_or_default();
        let with_placeholder = |(index, item): (usize, Option<FieldValue<'static>>)| {
            item.unwrap_or_else(|| {
                notes.add_absent(&self.response_key(), index);
                FieldValue::NULL.with_type(placeholder_type.clone())
            })
        };
        items.into_iter().enumerate().map(with_placeholder).collect()
    }

    fn response_key(&self) -> String {
        self.context.ctx.item.node.response_key().node.to_string()
    }
}
