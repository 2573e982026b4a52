//! Resolves `Region.search`, and what a hit is.

use std::sync::Arc;

use async_graphql::dynamic::ResolverContext;
use futures::future::FutureExt;

use super::{
    SearchHit, SearchKind,
    hit::SearchOrderField,
    query::{SearchQuery, Searched},
};
use crate::{
    answer::FieldError,
    contract::{RecordResolvers, Resolvers, argument},
    database::Database,
    page::{Connection, Order, OrderField, page_arguments, register_connection},
    policy::PolicyView,
    record::{Record, refer},
    record_id::RecordId,
    records::{
        appeals::Appeal, consultation_events::ConsultationEvent, opinion_reports::OpinionReport,
        platforms::Platform, topics::Topic,
    },
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
    refers_to::<Topic>(&mut hit, "topic", |hit| hit.of(SearchKind::Topic));
    refers_to::<ConsultationEvent>(&mut hit, "consultationEvent", |hit| {
        hit.of(SearchKind::ConsultationEvent)
    });
    refers_to::<OpinionReport>(&mut hit, "opinionReport", |hit| hit.of(SearchKind::OpinionReport));
    refers_to::<Appeal>(&mut hit, "appeal", |hit| hit.of(SearchKind::Appeal));
    refers_to::<Platform>(&mut hit, "platform", |hit| hit.of(SearchKind::Platform));
}

impl SearchHit {
    fn of(&self, kind: SearchKind) -> Option<&RecordId> {
        (self.kind == kind).then_some(&self.id)
    }
}

/// A field that is the record itself, where the hit is of its kind.
fn refers_to<T: Record>(
    hit: &mut RecordResolvers<'_, SearchHit>,
    field: &'static str,
    id_of: fn(&SearchHit) -> Option<&RecordId>,
) {
    hit.load(field, move |context, hit| {
        async move { refer::<T, _>(&context, hit, id_of).await }.boxed()
    });
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
