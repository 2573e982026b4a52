//! JSON of answers, as a tree.
//!
//! Sites answer with many small objects, each read once, looked into a few times and written once.
//! So an object is a list of its fields and not a hash table, and the lists of which few items
//! will be kept can stay the text that they are ([`UnreadList`]). Most texts, and nearly all names of
//! fields, are short: they stand in the tree itself ([`Text`]), and none keeps the body that it came in.

mod brackets;
mod object;
mod read;
mod scan;
mod unread_list;
mod value;
mod write;

pub use object::{Object, SharedId};
pub(crate) use read::{Laziness, read};
pub use unread_list::UnreadList;
pub use value::Value;
pub(crate) use write::{write, write_text};

/// A text of an answer. Of up to 24 bytes it needs no memory of its own.
pub type Text = compact_str::CompactString;

/// The macro of serde_json, for a [`Value`].
#[cfg(test)]
macro_rules! json {
    ($($json:tt)+) => { $crate::json::Value::from(serde_json::json!($($json)+)) };
}
#[cfg(test)]
pub(crate) use json;
