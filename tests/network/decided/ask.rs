//! Asks for many things at once: each under an alias of its own, in as few requests as the gateway's
//! limits allow, and by several callers side by side.

use futures::{StreamExt, stream};
use serde_json::Value;

use super::{asker::Asker, find::Found, ways::Target};
use crate::testkit::{Answer, ask_as, runtime, shared};

/// Aliases in one request, below the limit of root fields.
const MAX_ALIASES: usize = 48;
/// Words and marks in one request, below the limit of tokens.
const MAX_TOKENS: usize = 8_000;
/// Callers who ask at once.
const AT_ONCE: usize = 4;

/// One thing to ask for.
#[derive(Debug)]
pub(super) struct Question<'t> {
    pub(super) target: &'t Target,
    pub(super) found: Found,
}

/// What one question was answered, of an answer to several.
#[derive(Debug)]
pub(super) struct Part<'a> {
    /// The object at the beginning of the way.
    pub(super) begin: &'a Value,
    /// Codes of the errors below it.
    pub(super) errors: Vec<String>,
    /// Names of what was kept back from the request as a whole.
    pub(super) withheld: &'a [String],
}

/// Questions that fit into one request.
#[derive(Debug, Default)]
pub(super) struct Batch<'q, 't> {
    pub(super) questions: Vec<&'q Question<'t>>,
    document: String,
    tokens: usize,
}

/// What a batch was answered.
pub(super) struct Answered {
    answer: Answer,
    withheld: Vec<String>,
}

impl<'q, 't> Batch<'q, 't> {
    /// All questions, in their order, in as few batches as the limits allow.
    pub(super) fn of(questions: impl IntoIterator<Item = &'q Question<'t>>) -> Vec<Self> {
        let mut batches: Vec<Self> = Vec::new();
        for question in questions {
            let text = |place: usize| question.target.selection(&alias(place), &question.found.key);
            let tokens = count_tokens(&text(0));
            let has_room = |batch: &&mut Self| {
                batch.questions.len() < MAX_ALIASES && batch.tokens + tokens <= MAX_TOKENS
            };
            let batch = match batches.last_mut().filter(has_room) {
                Some(batch) => batch,
                None => {
                    batches.push(Self::default());
                    batches.last_mut().expect("one was put there")
                }
            };
            batch.document.push_str(&text(batch.questions.len()));
            batch.document.push(' ');
            batch.tokens += tokens;
            batch.questions.push(question);
        }
        batches
    }

    /// What each of these is answered, in their order.
    pub(super) fn ask(&self, askers: &[Asker]) -> Vec<Answered> {
        let document = format!("{{ {} }}", self.document);
        let gateway = &shared().network.gateway;
        let answers = stream::iter(askers)
            .map(|asker| ask_as(gateway, asker.caller(), &document, Value::Null))
            .buffered(AT_ONCE)
            .collect::<Vec<Answer>>();
        runtime().block_on(answers).into_iter().map(Answered::new).collect()
    }

    pub(super) fn document(&self) -> &str {
        &self.document
    }
}

impl Answered {
    fn new(answer: Answer) -> Self {
        let sites = answer.coverage()["withheld"].as_array().into_iter().flatten();
        let fields = sites.flat_map(|site| site["fields"].as_array().into_iter().flatten());
        let names = fields.filter_map(|field| field["field"].as_str());
        let withheld = names.map(str::to_owned).collect();
        Self { answer, withheld }
    }

    /// The answer to the question of that place.
    pub(super) fn part(&self, place: usize) -> Part<'_> {
        let alias = alias(place);
        let of_alias = |(_, path): &(String, Value)| path[0] == alias.as_str() || path.is_null();
        let errors = self.answer.errors().into_iter().filter(of_alias);
        Part {
            begin: &self.answer.0["data"][alias.as_str()],
            errors: errors.map(|(code, _)| code).collect(),
            withheld: &self.withheld,
        }
    }
}

fn alias(place: usize) -> String {
    format!("q{place}")
}

/// Words, and marks that the language counts.
fn count_tokens(text: &str) -> usize {
    let is_mark = |it: char| "{}():".contains(it);
    let words = text.split(|it: char| it.is_whitespace() || is_mark(it));
    words.filter(|it| !it.is_empty()).count() + text.chars().filter(|it| is_mark(*it)).count()
}
