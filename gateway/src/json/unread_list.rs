//! A list of which is known where its items stand, and no more.

use std::{borrow::Cow, ops::Range};

use bytestring::ByteString;

use super::{Value, read::read_part, scan::Scanner};

/// A list whose items are not read yet.
#[derive(Debug, Clone)]
pub struct UnreadList {
    text: ByteString,
    /// Places of the items in the text.
    items: Vec<Range<usize>>,
}

impl UnreadList {
    /// The list `text`, whose items stand at `items`.
    pub(super) fn new(text: ByteString, items: Vec<Range<usize>>) -> Self {
        Self { text, items }
    }

    /// How many items there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// As it was written. Whether it is JSON is not known.
    pub(super) fn text(&self) -> &ByteString {
        &self.text
    }

    /// The item at `place`, read.
    ///
    /// # Errors
    /// What is wrong with it, if it is no JSON.
    ///
    /// # Panics
    /// If there is no such item.
    pub fn read_item(&self, place: usize) -> serde_json::Result<Value> {
        read_part(&self.text, &self.text[self.items[place].clone()])
    }

    /// The text that is the field `name` of the object at `place`.
    ///
    /// # Panics
    /// If there is no such item.
    #[must_use]
    pub fn text_of(&self, place: usize, name: &str) -> Option<Cow<'_, str>> {
        let item = &self.text[self.items[place].clone()];
        let mut scanner = Scanner::new(item);
        let mut found = None;
        scanner.object(|scanner, known| {
            let value = scanner.value()?;
            let is_it = match known.contains('\\') {
                true => unquote(&format!("\"{known}\""))? == name,
                false => known == name,
            };
            if is_it {
                found = Some(value);
            }
            Some(())
        })?;
        unquote(scanner.text(found?)?)
    }

    /// All items, read. `None` if one is no JSON.
    pub(super) fn read(&self) -> Option<Value> {
        read_part(&self.text, &self.text).ok()
    }

    /// The list, if `text` is one.
    #[cfg(test)]
    pub(crate) fn of(text: &str) -> Option<Self> {
        Some(Self { text: text.into(), items: Scanner::new(text).items()?.1 })
    }
}

/// What a JSON text says.
fn unquote(text: &str) -> Option<Cow<'_, str>> {
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    match inner.contains('\\') {
        true => serde_json::from_str(text).ok().map(Cow::Owned),
        false => Some(Cow::Borrowed(inner)),
    }
}
