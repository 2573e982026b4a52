//! Documents as they are sent: of one fetch or, for sites that have part in several at once, of these
//! together, their root selections side by side under one list of variables.
//! In: the fetches of a visit that one site is asked for. Out: one document that asks for all of
//! them, as JSON. Written once for each combination that occurs, and kept as long as the plan.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::laziness::laziness_of;
use crate::{
    json::Laziness,
    planner::plan::{FetchDocument, FetchNode},
};

/// Combinations kept for one plan. Sites of one kind have part in the same fetches, so few occur;
/// beyond this many a document is written for the request alone.
const MAX_KEPT: usize = 64;

/// Addresses of fetches; most often of one.
type Key = SmallVec<[usize; 4]>;

/// The joined documents of one plan. Lives and ends with it, since it tells fetches by address.
#[derive(Debug, Default)]
pub struct JoinedDocuments {
    known: Mutex<FxHashMap<Key, Arc<JoinedDocument>>>,
}

/// What a site is asked for several fetches.
#[derive(Debug)]
pub(super) struct JoinedDocument {
    /// The document as a JSON text, with its quotation marks.
    pub(super) json: String,
    /// What of the answer stays unread at first.
    pub(super) laziness: Laziness,
}

impl JoinedDocuments {
    /// The document that asks for all of `fetches`, which must be of the plan that this belongs to.
    pub(super) fn of<'a>(
        &self,
        fetches: impl Iterator<Item = &'a FetchNode> + Clone,
    ) -> Arc<JoinedDocument> {
        let key: Key = fetches.clone().map(|fetch| std::ptr::from_ref(fetch) as usize).collect();
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(document) = known.get(&key) {
            return Arc::clone(document);
        }
        let laziness = laziness_of(fetches.clone().map(|fetch| &fetch.target));
        let mut others = fetches.clone().skip(1);
        let document = Arc::new(match (fetches.clone().next(), others.next()) {
            (Some(only), None) => JoinedDocument::new(&only.document.text, laziness),
            _ => JoinedDocument::new(&join(fetches.map(|fetch| &fetch.document)), laziness),
        });
        if known.len() < MAX_KEPT {
            known.insert(key, Arc::clone(&document));
        }
        document
    }
}

impl JoinedDocument {
    /// What is asked by `text`.
    pub(super) fn new(text: &str, laziness: Laziness) -> Self {
        // A text is JSON whatever it says.
        let json = serde_json::to_string(text).expect("a text is JSON");
        Self { json, laziness }
    }
}

/// Variables of the same name are the client's own, and so the same variable.
fn join<'a>(documents: impl Iterator<Item = &'a FetchDocument> + Clone) -> String {
    let mut names = HashSet::new();
    let definitions: Vec<&str> = documents
        .clone()
        .flat_map(|document| &document.variables)
        .filter(|(name, _)| names.insert(name.as_str()))
        .map(|(_, definition)| definition.as_str())
        .collect();
    let selections: Vec<&str> = documents.map(|document| &*document.selections).collect();
    let selections = selections.join(" ");
    if definitions.is_empty() {
        format!("{{{selections}}}")
    } else {
        format!("query({}){{{selections}}}", definitions.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(variables: &[(&str, &str)], selections: &str) -> FetchDocument {
        let owned =
            |(name, definition): &(&str, &str)| ((*name).to_owned(), (*definition).to_owned());
        FetchDocument {
            text: Arc::from(""),
            variables: variables.iter().map(owned).collect(),
            selections: Arc::from(selections),
        }
    }

    #[test]
    fn selections_stand_side_by_side_and_the_clients_variables_once() {
        let first = ("first", "$first: Int = 20");
        let a = document(&[first, ("a", "$a: [_Any!]!")], "a: x(r: $a, n: $first)");
        let b = document(&[("b", "$b: [_Any!]!"), first], "b: x(r: $b, n: $first)");
        let plain = document(&[], "everything{copies}");
        assert_eq!(
            join([&a, &b].into_iter()),
            "query($first: Int = 20, $a: [_Any!]!, $b: [_Any!]!)\
             {a: x(r: $a, n: $first) b: x(r: $b, n: $first)}"
        );
        assert_eq!(join([&plain, &plain].into_iter()), "{everything{copies} everything{copies}}");
    }
}
