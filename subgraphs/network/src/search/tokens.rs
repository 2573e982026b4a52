//! Cuts text into tokens that any index keeps as they are.
//!
//! A run of Chinese characters becomes its overlapping pairs and its last character, so that every
//! text of two or more characters inside it is a row of neighbouring tokens, and every single one the
//! beginning of a token. Other letters and digits become words. A token is spelled as `x` and the
//! hexadecimal of its UTF-8: no database's own tokenizer cuts or folds that.
//! Source: the bigrams of Lucene's CJK analyzer.
//!
//! The same runs, each with a space around it, are the text in which occurrences are counted.

use std::fmt::Write;

/// Tokens of a text in order.
pub(super) fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    for run in runs(text) {
        match run {
            Run::Word(word) => tokens.push(spell(&word)),
            Run::Chinese(characters) => {
                tokens.extend(
                    characters.windows(2).map(|pair| spell(&pair.iter().collect::<String>())),
                );
                tokens.extend(characters.last().map(|last| spell(&last.to_string())));
            }
        }
    }
    tokens
}

/// A text as occurrences are counted in it.
pub(super) fn countable(text: &str) -> String {
    let mut countable = String::new();
    for run in runs(text) {
        countable.push(' ');
        match run {
            Run::Word(word) => countable.push_str(&word),
            Run::Chinese(characters) => countable.extend(characters),
        }
        countable.push(' ');
    }
    countable
}

/// What a client looks for: all of the terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term {
    /// What the index has of it.
    pub(super) tokens: TermTokens,
    /// What it is in a [`countable`] text.
    pub(super) pattern: String,
    /// How much it tells: its Chinese characters, or as much as two of them for a word.
    pub(super) weight: i64,
}

/// A term as tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TermTokens {
    /// These tokens one after the other.
    Phrase(Vec<String>),
    /// Any token that begins so: of a single Chinese character.
    Prefix(String),
}

/// The terms of a client's text.
pub(super) fn terms(text: &str) -> Vec<Term> {
    let term = |run| match run {
        Run::Word(word) => Term {
            tokens: TermTokens::Phrase(vec![spell(&word)]),
            pattern: format!(" {word} "),
            weight: 2,
        },
        Run::Chinese(characters) => {
            let pairs = characters.windows(2).map(|pair| spell(&pair.iter().collect::<String>()));
            let tokens = match characters[..] {
                [only] => TermTokens::Prefix(spell(&only.to_string())),
                _ => TermTokens::Phrase(pairs.collect()),
            };
            // A term of a hundred characters at most.
            let weight = i64::try_from(characters.len()).unwrap_or(i64::MAX);
            Term { tokens, pattern: characters.into_iter().collect(), weight }
        }
    };
    runs(text).into_iter().map(term).collect()
}

enum Run {
    Word(String),
    Chinese(Vec<char>),
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    for character in text.chars().flat_map(char::to_lowercase) {
        let is_chinese = is_chinese(character);
        if !is_chinese && !character.is_alphanumeric() {
            runs.push(None);
            continue;
        }
        match (runs.last_mut(), is_chinese) {
            (Some(Some(Run::Chinese(run))), true) => run.push(character),
            (Some(Some(Run::Word(word))), false) => word.push(character),
            (_, true) => runs.push(Some(Run::Chinese(vec![character]))),
            (_, false) => runs.push(Some(Run::Word(character.to_string()))),
        }
    }
    runs.into_iter().flatten().collect()
}

/// Scripts that are written without spaces. Source: Unicode, blocks of CJK ideographs and kana.
const fn is_chinese(character: char) -> bool {
    matches!(character,
        '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3fffd}')
}

fn spell(token: &str) -> String {
    let mut spelled = String::with_capacity(1 + 2 * token.len());
    spelled.push('x');
    for byte in token.bytes() {
        write!(spelled, "{byte:02x}").expect("writing to a string does not fail");
    }
    spelled
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(token: &str) -> String {
        let bytes = data_encoding::HEXLOWER.decode(&token.as_bytes()[1..]).expect("hexadecimal");
        String::from_utf8(bytes).expect("UTF-8")
    }

    #[test]
    fn chinese_is_cut_into_pairs_and_other_words_at_spaces() {
        for (text, expected) in [
            ("饮水管网", vec!["饮水", "水管", "管网", "网"]),
            ("Q3 报告，2024年", vec!["q3", "报告", "告", "2024", "年"]),
            ("水", vec!["水"]),
            ("……", vec![]),
        ] {
            let found: Vec<_> = tokens(text).iter().map(|token| read(token)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn whatever_stands_inside_a_text_is_found_in_its_tokens() {
        let text = "东街村饮水管网老化，冬天常停水。Pipe No 7";
        let indexed = tokens(text);
        let has = |term: &Term| match &term.tokens {
            TermTokens::Phrase(phrase) => indexed.windows(phrase.len()).any(|it| it == phrase),
            TermTokens::Prefix(start) => indexed.iter().any(|token| token.starts_with(start)),
        };
        let countable = countable(text);
        for (query, is_found) in [
            ("管网老化", true),
            ("水", true),
            ("村", true),
            ("化", true),
            ("pipe 冬天", true),
            ("化冬", false),
            ("管道", false),
            ("no 8", false),
        ] {
            assert_eq!(terms(query).iter().all(has), is_found, "{query}");
            // Whatever is found is counted too.
            let counts = |term: &Term| countable.contains(&term.pattern);
            assert_eq!(terms(query).iter().all(counts), is_found, "{query}");
        }
    }
}
