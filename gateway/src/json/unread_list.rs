//! A list of which is known where its items stand, and no more.

use std::{borrow::Cow, ops::Range};

use bytes::Bytes;

use super::{
    Value,
    read::read_text,
    scan::{Scanner, plain_text},
};

/// A list whose items are not read yet.
#[derive(Debug, Clone)]
pub struct UnreadList {
    /// UTF-8: a part of a text that is.
    text: Bytes,
    /// Places of the items in the text.
    items: Vec<Range<usize>>,
}

impl UnreadList {
    /// The list `text`, whose items stand at `items`.
    pub(super) fn new(text: Bytes, items: Vec<Range<usize>>) -> Self {
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
    pub(super) fn text(&self) -> &str {
        checked(&self.text)
    }

    /// The item at `place`, read.
    ///
    /// # Errors
    /// What is wrong with it, if it is no JSON.
    ///
    /// # Panics
    /// If there is no such item.
    pub fn read_item(&self, place: usize) -> serde_json::Result<Value> {
        read_text(self.item(place))
    }

    /// The text that is the field `name` of the object at `place`, in UTF-8.
    ///
    /// # Panics
    /// If there is no such item.
    #[must_use]
    pub fn text_of(&self, place: usize, name: &str) -> Option<Cow<'_, [u8]>> {
        if let Some(text) = self.first_text(place, name) {
            return Some(Cow::Borrowed(text));
        }
        let mut scanner = Scanner::new(self.item(place));
        let mut found = None;
        // What follows the field is not looked at.
        let _ = scanner.object(|scanner, known| {
            let value = scanner.value()?;
            let is_it = match known.contains('\\') {
                true => unquote(&format!("\"{known}\""))? == name,
                false => known == name,
            };
            found = is_it.then_some(value);
            (!is_it).then_some(())
        });
        Some(match unquote(scanner.text(found?)?)? {
            Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
            Cow::Owned(text) => Cow::Owned(text.into_bytes()),
        })
    }

    /// The same where it is the first field, written without spaces and escapes, as it mostly is.
    fn first_text(&self, place: usize, name: &str) -> Option<&[u8]> {
        let rest = self.text[self.items[place].clone()].strip_prefix(b"{\"")?;
        let rest = rest.strip_prefix(name.as_bytes())?.strip_prefix(b"\":\"")?;
        plain_text(rest)
    }

    fn item(&self, place: usize) -> &str {
        checked(&self.text[self.items[place].clone()])
    }

    /// All items, read. `None` if one is no JSON.
    pub(super) fn read(&self) -> Option<Value> {
        read_text(self.text()).ok()
    }

    /// The list, if `text` is one.
    #[cfg(test)]
    pub(crate) fn of(text: &str) -> Option<Self> {
        let items = Scanner::new(text).items()?.1;
        Some(Self { text: Bytes::copy_from_slice(text.as_bytes()), items })
    }
}

/// The text, which was found to be UTF-8 before. To look again at the little that is wanted is cheaper
/// than to carry along that it is.
fn checked(text: &[u8]) -> &str {
    simdutf8::basic::from_utf8(text).unwrap_or_default()
}

/// What a JSON text says.
fn unquote(text: &str) -> Option<Cow<'_, str>> {
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    match inner.contains('\\') {
        true => serde_json::from_str(text).ok().map(Cow::Owned),
        false => Some(Cow::Borrowed(inner)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_items_are_found_wherever_they_stand() {
        let list = UnreadList::of(
            r#"[{"cursor":"x站"}, { "cursor" : "y" }, {"cursors":"no","cursor":"z"},
                {"cursor":"a\"b","node":{}},{"\u0063ursor":"é"},{"cursor":1},{"cursor":null},{},null,1,
                {"node":{"cursor":"below"}}]"#,
        );
        let list = list.expect("a list");
        let found: Vec<_> = (0..list.len()).map(|place| list.text_of(place, "cursor")).collect();
        let text = |text: &Option<Cow<'_, [u8]>>| {
            text.as_ref().map(|text| String::from_utf8_lossy(text).into_owned())
        };
        let found: Vec<_> = found.iter().map(text).collect();
        let none = [const { None }; 6];
        let expected = ["x站", "y", "z", "a\"b", "é"].map(|text| Some(text.to_owned()));
        assert_eq!(found[..5], expected);
        assert_eq!(found[5..], none);
    }
}
