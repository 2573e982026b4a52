//! Finds where values begin and end, without reading them: what is skipped costs a look at its
//! quotation marks and brackets.
//!
//! The text is known to be UTF-8 and not known to be JSON. What is no JSON is found out when it is
//! read; here nothing more is promised than that an end which is found lies within the text. Neither
//! the stack nor the time grows with how deeply values are nested.

use std::ops::Range;

use wide::u8x16;

use super::brackets::Brackets;

/// Goes through a text once, from its beginning to its end.
#[derive(Debug)]
pub(super) struct Scanner<'t> {
    text: &'t str,
    at: usize,
    brackets: Brackets<'t>,
}

/// Most room that is made for the items of a list before they are found.
const MAX_EXPECTED: usize = 256;

/// What stands at some place between the brackets of an object or a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Member,
    End,
}

impl<'t> Scanner<'t> {
    /// At the beginning of the text.
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0, brackets: Brackets::new(text.as_bytes()) }
    }

    /// The first byte of the value that comes next.
    pub(super) fn peek(&mut self) -> Option<u8> {
        self.skip_space();
        self.byte()
    }

    /// Whether nothing more than white space comes.
    pub(super) fn is_at_end(&mut self) -> bool {
        self.skip_space();
        self.at == self.text.len()
    }

    /// Where the value stands that comes next; goes behind it. `None` if none does.
    pub(super) fn value(&mut self) -> Option<Range<usize>> {
        self.skip_space();
        let start = self.at;
        self.at = self.end_of_value(start)?;
        Some(start..self.at)
    }

    /// Goes through the object that comes next. `take` is given the name of each field, as it is
    /// written between its quotation marks, and must go behind the value. `None` if there is no
    /// object, or `take` says so.
    pub(super) fn object(
        &mut self,
        mut take: impl FnMut(&mut Self, &'t str) -> Option<()>,
    ) -> Option<()> {
        self.expect(b'{')?;
        let mut is_first = true;
        while self.step(is_first, b'}')? == Step::Member {
            is_first = false;
            if self.byte()? != b'"' {
                return None;
            }
            let name = self.value()?;
            self.skip_space();
            self.expect(b':')?;
            let name = self.text.get(name.start + 1..name.end - 1)?;
            take(self, name)?;
        }
        Some(())
    }

    /// Goes through the list that comes next. `take` must go behind each item. `None` if there is no
    /// list, or `take` says so.
    pub(super) fn list(&mut self, mut take: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.expect(b'[')?;
        let mut is_first = true;
        while self.step(is_first, b']')? == Step::Member {
            is_first = false;
            take(self)?;
        }
        Some(())
    }

    /// Where the list stands that comes next, and where its items do.
    pub(super) fn items(&mut self) -> Option<(Range<usize>, Vec<Range<usize>>)> {
        self.skip_space();
        let start = self.at;
        let mut items = Vec::new();
        self.list(|scanner| {
            let item = scanner.value()?;
            if items.is_empty() {
                // The others most often are as long.
                let rest = scanner.text.len() - scanner.at;
                items.reserve((1 + rest / (1 + item.len())).min(MAX_EXPECTED));
            }
            items.push(item);
            Some(())
        })?;
        Some((start..self.at, items))
    }

    /// The text at this place.
    pub(super) fn text(&self, place: Range<usize>) -> Option<&'t str> {
        self.text.get(place)
    }

    /// Goes to the next member, or behind the end.
    fn step(&mut self, is_first: bool, close: u8) -> Option<Step> {
        self.skip_space();
        match self.byte()? {
            byte if byte == close => {
                self.at += 1;
                Some(Step::End)
            }
            b',' if !is_first => {
                self.at += 1;
                self.skip_space();
                (self.byte()? != close).then_some(Step::Member)
            }
            _ => is_first.then_some(Step::Member),
        }
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        let is_there = self.byte()? == byte;
        self.at += usize::from(is_there);
        is_there.then_some(())
    }

    /// Behind the value that begins at `start`.
    fn end_of_value(&mut self, start: usize) -> Option<usize> {
        let text = self.text.as_bytes();
        match text.get(start)? {
            b'"' => string_end(text, start),
            b'{' | b'[' => self.brackets.end_of(start),
            _ => {
                let rest = &text[start..];
                let length = rest.iter().position(|byte| ends_scalar(*byte)).unwrap_or(rest.len());
                (length > 0).then_some(start + length)
            }
        }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while self.byte().is_some_and(is_space) {
            self.at += 1;
        }
    }
}

/// Behind the text that begins at `start` with a quotation mark.
fn string_end(text: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        at += mark_in(text.get(at..)?)?;
        if text[at] == b'"' {
            return Some(at + 1);
        }
        at += 2;
    }
}

/// What stands before the quotation mark that ends the text; `None` if it has escapes.
pub(super) fn plain_text(text: &[u8]) -> Option<&[u8]> {
    let end = mark_in(text)?;
    (text[end] == b'"').then(|| &text[..end])
}

/// Where the first quotation mark or backslash is. Most texts are short, so what it takes to begin
/// counts: eight bytes at a time are looked at as a number.
fn mark_in(text: &[u8]) -> Option<usize> {
    let is_mark = |byte: &u8| matches!(byte, b'"' | b'\\');
    let (words, rest) = text.as_chunks::<8>();
    for (number, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let marks = zero_bytes(word ^ (EACH * u64::from(b'"')))
            | zero_bytes(word ^ (EACH * u64::from(b'\\')));
        if marks != 0 {
            return Some(number * 8 + marks.trailing_zeros() as usize / 8);
        }
    }
    Some(words.len() * 8 + rest.iter().position(is_mark)?)
}

/// Whether the text is not the same as JSON: it has a quotation mark, a backslash or a control
/// character. Of a text that is no multiple of what is looked at together, some bytes are seen twice.
pub(super) fn needs_escapes(text: &[u8]) -> bool {
    if let (Some(last), (lanes, _)) = (text.last_chunk::<16>(), text.as_chunks::<16>()) {
        return lanes.iter().chain([last]).any(lane_needs_escapes);
    }
    if let (Some(first), Some(last)) = (text.first_chunk::<8>(), text.last_chunk::<8>()) {
        return word_needs_escapes(first) || word_needs_escapes(last);
    }
    let mut word = [b' '; 8];
    word[..text.len()].copy_from_slice(text);
    word_needs_escapes(&word)
}

fn lane_needs_escapes(lane: &[u8; 16]) -> bool {
    let lane = u8x16::new(*lane);
    let each = u8x16::splat;
    let controls = lane.min(each(0x1f)).simd_eq(lane);
    (controls | lane.simd_eq(each(b'"')) | lane.simd_eq(each(b'\\'))).any()
}

fn word_needs_escapes(word: &[u8; 8]) -> bool {
    let word = u64::from_le_bytes(*word);
    // Bytes below a space have none of the three bits above it.
    let controls = zero_bytes(word & (EACH * 0xe0));
    let quotes = zero_bytes(word ^ (EACH * u64::from(b'"')));
    (controls | quotes | zero_bytes(word ^ (EACH * u64::from(b'\\')))) != 0
}

/// A one in each byte.
const EACH: u64 = u64::MAX / 255;

/// The highest bit of each byte that is zero; of bytes behind the first one perhaps more.
/// Source: H. S. Warren, "Hacker's Delight", second edition, section 6-1.
fn zero_bytes(word: u64) -> u64 {
    word.wrapping_sub(EACH) & !word & (EACH << 7)
}

fn ends_scalar(byte: u8) -> bool {
    matches!(byte, b',' | b'}' | b']' | b':') || is_space(byte)
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Option<Vec<(&str, &str)>> {
        let mut fields = Vec::new();
        let mut scanner = Scanner::new(text);
        scanner.object(|scanner, name| {
            let value = scanner.value()?;
            fields.push((name, scanner.text(value)?));
            Some(())
        })?;
        scanner.is_at_end().then_some(fields)
    }

    fn items(text: &str) -> Option<Vec<&str>> {
        let mut scanner = Scanner::new(text);
        let (_, items) = scanner.items()?;
        scanner.is_at_end().then(|| items.into_iter().map(|place| &text[place]).collect())
    }

    #[test]
    fn values_are_found_whatever_stands_in_their_texts() {
        let text = r#"{ "a" : {"b":["]}",{}]} ,"站":"室\"}","n":-1.5e3 , "t":true,"e":[ ]}"#;
        let expected = [
            ("a", r#"{"b":["]}",{}]}"#),
            ("站", r#""室\"}""#),
            ("n", "-1.5e3"),
            ("t", "true"),
            ("e", "[ ]"),
        ];
        assert_eq!(fields(text).expect("an object"), expected);
        assert_eq!(
            items(r#"[{"a":"\\"}, null ,[1,[2]],"x"]"#).expect("a list"),
            [r#"{"a":"\\"}"#, "null", "[1,[2]]", r#""x""#]
        );
        assert_eq!(items("[ ]"), Some(vec![]));
        assert_eq!(fields("{ }"), Some(vec![]));
    }

    #[test]
    fn what_has_no_end_or_no_form_is_told() {
        for text in ["", "[", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[\"", "[\"\\", "[{]", "[1]x"] {
            assert_eq!(items(text), None, "{text}");
        }
        for text in
            ["{", "{\"a\"", "{\"a\"}", "{\"a\":", "{\"a\":}", "{a:1}", "{\"a\":1,}", "{1:2}"]
        {
            assert_eq!(fields(text), None, "{text}");
        }
    }

    #[test]
    fn marks_are_found_at_every_place() {
        for length in 0..40 {
            assert_eq!(mark_in("站".repeat(length).as_bytes()), None);
            for mark in ["\"", "\\"] {
                let text = format!("{}{mark}\"\\", "#!]^\u{a2}\u{dc}".repeat(length));
                assert_eq!(mark_in(text.as_bytes()), text.find(mark), "{text}");
            }
        }
    }

    #[test]
    fn texts_that_need_escapes_are_told_at_every_length_and_place() {
        for length in 0..70 {
            let plain = "\u{20}~站\u{7f}\u{a2}".repeat(length);
            let plain = &plain.as_bytes()[..length];
            assert!(!needs_escapes(plain), "{length}");
            for place in 0..length {
                for mark in [b'"', b'\\', 0, 0x1f] {
                    let mut text = plain.to_vec();
                    text[place] = mark;
                    assert!(needs_escapes(&text), "{mark} at {place} of {length}");
                }
            }
        }
    }

    /// Every way to cut a text short, and every byte of it made another.
    #[test]
    fn no_text_makes_it_run_off_its_end() {
        let text = r#"{"data":{"edges":[{"cursor":"\u7ad9","n":[1,{}]},null],"站":"室"}}"#;
        let marks = [b'"', b'\\', b'{', b'}', b'[', b']', b',', b':', b' ', b'1'];
        for end in text.char_indices().map(|(at, _)| at) {
            let _ = (fields(&text[..end]), items(&text[end..]));
            for mark in marks {
                let mut bytes = text.as_bytes().to_vec();
                bytes[end] = mark;
                let Ok(changed) = String::from_utf8(bytes) else { continue };
                let _ = (fields(&changed), items(&changed[end..]));
            }
        }
        let deep = "[".repeat(1_000_000);
        assert_eq!(items(&deep), None, "depth is a number and not a stack");
    }
}
