//! One entry of the response's `errors`.
//! Spec: GraphQL October 2021, section 7.1.2.

use super::response::{PathSegment, ResponsePath};
use crate::{
    json::{Object, Text, Value},
    sites::CallError,
};

/// Code of a site's error that has none of its own.
pub(super) const UNCODED_SITE_ERROR: &str = "SUBGRAPH_ERROR";

/// An error as the client reads it.
#[derive(Debug, Clone, PartialEq)]
pub struct ErrorEntry {
    /// What happened.
    pub message: String,
    /// Where in the response; empty where no place can be named.
    pub path: ResponsePath,
    /// Stable code.
    pub code: String,
    /// Site that it comes from.
    pub site: Option<String>,
    /// Subgraph or contract that it comes from.
    pub subgraph: Option<String>,
    /// How many sites said the same.
    pub sites: usize,
}

impl ErrorEntry {
    /// An error of the gateway's own.
    pub fn new(code: &str, message: impl Into<String>, path: ResponsePath) -> Self {
        Self {
            message: message.into(),
            path,
            code: code.to_owned(),
            site: None,
            subgraph: None,
            sites: 1,
        }
    }

    /// A site that has no usable answer.
    pub fn of_call(error: &CallError, site: &str, subgraph: &str, path: ResponsePath) -> Self {
        Self {
            site: Some(site.to_owned()),
            subgraph: Some(subgraph.to_owned()),
            ..Self::new(error.code(), error.to_string(), path)
        }
    }

    /// An entry of a site's own `errors`, at `path` of this response.
    pub fn of_site(error: &Value, site: &str, subgraph: &str, path: ResponsePath) -> Self {
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        let extensions = error.get("extensions");
        Self {
            message: text(error.get("message"))
                .unwrap_or_else(|| "the site reports an error".to_owned()),
            path,
            code: text(extensions.and_then(|extensions| extensions.get("code")))
                .unwrap_or_else(|| UNCODED_SITE_ERROR.to_owned()),
            site: Some(site.to_owned()),
            subgraph: Some(subgraph.to_owned()),
            sites: 1,
        }
    }

    /// Whether `other` says the same of the same place.
    pub fn repeats(&self, other: &Self) -> bool {
        self.code == other.code && self.path == other.path && self.message == other.message
    }

    /// The entry as JSON.
    pub fn to_json(&self) -> Value {
        let mut entry = Object::new();
        entry.insert("message", Value::from(self.message.as_str()));
        if !self.path.is_empty() {
            let path = self.path.iter().map(|segment| match segment {
                PathSegment::Key(key) => Value::String(key.clone()),
                PathSegment::Index(index) => Value::from(*index),
            });
            entry.insert("path", Value::Array(path.collect()));
        }
        let mut extensions = Object::new();
        extensions.insert("code", Value::from(self.code.as_str()));
        if let Some(subgraph) = &self.subgraph {
            extensions.insert("subgraph", Value::from(subgraph.as_str()));
        }
        if self.sites > 1 {
            extensions.insert("sites", Value::from(self.sites));
        } else if let Some(site) = &self.site {
            extensions.insert("site", Value::from(site.as_str()));
        }
        entry.insert("extensions", Value::Object(extensions));
        Value::Object(entry)
    }
}

/// The path of a site's error: keys and indexes as the site wrote them.
pub(super) fn site_path(error: &Value) -> ResponsePath {
    error
        .get("path")
        .and_then(Value::as_array)
        .map(|segments| {
            segments
                .iter()
                .filter_map(|segment| match segment {
                    Value::String(key) => Some(PathSegment::Key(Text::clone(key))),
                    Value::Number(index) => index
                        .as_u64()
                        .and_then(|index| usize::try_from(index).ok())
                        .map(PathSegment::Index),
                    _ => None,
                })
                .collect()
        })
        .unwrap_or_default()
}
