//! Which keys of the response have been fetched: a tree of response keys, lists and types left out.

use std::collections::BTreeMap;

use apollo_compiler::{
    ExecutableDocument,
    executable::{Selection, SelectionSet},
};
use qianzhan_gateway::planner::plan::{
    FlattenPath, FlattenSegment, RequiredField, Rewrite, RewriteSegment,
};

/// Fetched keys below one place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ResponseTree {
    below: BTreeMap<String, ResponseTree>,
}

impl ResponseTree {
    /// All keys of a selection.
    pub(super) fn of(document: &ExecutableDocument, set: &SelectionSet) -> Self {
        let mut tree = Self::default();
        tree.select(document, set);
        tree
    }

    fn select(&mut self, document: &ExecutableDocument, set: &SelectionSet) {
        for selection in &set.selections {
            match selection {
                Selection::Field(field) => {
                    let key = field.response_key().to_string();
                    self.below.entry(key).or_default().select(document, &field.selection_set);
                }
                Selection::InlineFragment(fragment) => {
                    self.select(document, &fragment.selection_set);
                }
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = document.fragments.get(&spread.fragment_name) {
                        self.select(document, &fragment.selection_set);
                    }
                }
            }
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (key, below) in &other.below {
            self.below.entry(key.clone()).or_default().merge(below);
        }
    }

    pub(super) fn child(&self, key: &str) -> Option<&Self> {
        self.below.get(key)
    }

    /// What stands at the path.
    pub(super) fn at(&self, path: &FlattenPath) -> Option<&Self> {
        keys(path).try_fold(self, |tree, key| tree.below.get(key))
    }

    /// Adds what was fetched for the objects at the path.
    pub(super) fn merge_at(&mut self, path: &FlattenPath, fetched: &Self) {
        let place =
            keys(path).fold(self, |tree, key| tree.below.entry(key.to_owned()).or_default());
        place.merge(fetched);
    }

    /// The keys that renaming makes, beside those that were.
    pub(super) fn rewrite(&mut self, rewrites: &[Rewrite]) {
        for rewrite in rewrites {
            if let Rewrite::RenameKey { path, to } = rewrite {
                let keys: Vec<&str> = path
                    .iter()
                    .filter_map(|segment| match segment {
                        RewriteSegment::Key(key) => Some(&**key),
                        RewriteSegment::OnTypes(_) => None,
                    })
                    .collect();
                self.rename(&keys, to);
            }
        }
    }

    fn rename(&mut self, path: &[&str], to: &str) {
        match path {
            [last] => {
                if let Some(below) = self.below.get(*last).cloned() {
                    self.below.entry(to.to_owned()).or_default().merge(&below);
                }
            }
            [first, rest @ ..] => {
                self.below.iter_mut().filter(|(key, _)| key == first).for_each(|(_, below)| {
                    below.rename(rest, to);
                });
            }
            [] => {}
        }
    }

    /// The first required field that was not fetched.
    pub(super) fn lacks(&self, fields: &[RequiredField]) -> Option<String> {
        fields.iter().find_map(|field| match field {
            // What an object is can be known without asking.
            RequiredField::Field { name, .. } if name == "__typename" => None,
            RequiredField::Field { response_key, fields, .. } => {
                match self.below.get(&**response_key) {
                    Some(below) => below.lacks(fields),
                    None => Some(response_key.to_string()),
                }
            }
            RequiredField::OnType(on_type) => self.lacks(&on_type.fields),
        })
    }
}

fn keys(path: &FlattenPath) -> impl Iterator<Item = &str> {
    path.iter().filter_map(|segment| match segment {
        FlattenSegment::Key(key) => Some(&**key),
        FlattenSegment::Each | FlattenSegment::OnTypes(_) => None,
    })
}
