//! Resolves `Region.search`, and what a hit is.

use std::sync::Arc;

use async_graphql::dynamic::ResolverContext;
use futures::future::FutureExt;

use super::{
    SearchHit, SearchKind, Searchable,
    hit::SearchOrderField,
    query::{SearchQuery, Searched},
};
use crate::{
    answer::FieldError,
    contract::{Resolvers, argument},
    database::Database,
    page::{Connection, Order, OrderField, page_arguments, register_connection},
    policy::PolicyView,
    record::refer,
    record_id::RecordId,
    region::RegionRef,
};

/// Longest text that is looked for, and most terms of it.
const MAX_CHARACTERS: usize = 100;
const MAX_TERMS: usize = 10;

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_connection::<SearchHit>(resolvers);
    resolvers
        .object::<RegionRef>("Region")
        .load("search", |context, region| async move { search(&context, region).await }.boxed());
    let mut hit = resolvers.record::<SearchHit>();
    hit.value("kind", |hit| hit.kind).value("score", |hit| hit.score);
}

/// Registers the field of a hit that is the record itself, where the hit is of its kind.
pub(super) fn register_hit_field<T: Searchable>(resolvers: &mut Resolvers) {
    resolvers.extend_record::<SearchHit>().load(T::KIND.hit_field(), |context, hit| {
        async move { refer::<T, _>(&context, hit, id_of::<T>).await }.boxed()
    });
}

fn id_of<T: Searchable>(hit: &SearchHit) -> Option<&RecordId> {
    (hit.kind == T::KIND).then_some(&hit.id)
}

async fn search(
    context: &ResolverContext<'_>,
    region: &RegionRef,
) -> Result<Arc<Connection<SearchHit>>, FieldError> {
    let text: String = argument(context, "text")?.unwrap_or_default();
    let kinds: Option<Vec<SearchKind>> = argument(context, "kinds")?;
    let order: Order<SearchOrderField> = SearchOrderField::DEFAULT;
    let (_, window, wanted) = page_arguments(context, &order)?;
    let terms = SearchQuery::terms(&text);
    if terms.is_empty() || terms.len() > MAX_TERMS || text.chars().count() > MAX_CHARACTERS {
        let (most_characters, most_terms) = (MAX_CHARACTERS, MAX_TERMS);
        return Err(FieldError::SearchText { most_characters, most_terms });
    }
    if region.scope().is_nothing() {
        return Ok(Arc::default());
    }
    let view = context.data_unchecked::<Arc<PolicyView>>();
    let relations = view.relations_to_region(&region.code());
    let reads = |kind: SearchKind, field: Option<&str>| {
        field.is_some_and(|field| view.may_search(relations, kind.type_name(), field))
    };
    let searched = SearchKind::ALL
        .iter()
        .copied()
        .filter(|kind| kinds.as_ref().is_none_or(|kinds| kinds.contains(kind)))
        .map(|kind| Searched {
            kind,
            reads_title: reads(kind, kind.title_field()),
            reads_text: reads(kind, kind.text_field()),
        })
        .collect();
    let database = context.data_unchecked::<Database>();
    let query = SearchQuery { database, scope: region.scope(), terms, searched };
    Ok(Arc::new(query.page(&window, wanted).await?))
}
