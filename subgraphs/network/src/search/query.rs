//! The statements of a search.
//!
//! A hit's score is BM25F with the figures of a usual collection in place of the site's own: for each
//! term, how often it stands in title and text, each weighed by its length against the usual one, and
//! saturated; of all terms the mean, weighed by how much each tells. What BM25 takes from the
//! collection, how rare a term is and how long documents are, differs from site to site: with it a
//! page could not be cut at one score for all sites. All terms must be there, so what is lost is only
//! which of them counts more; the length of a term stands for its rarity.
//! Source: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009.

use super::{
    SearchHit, SearchKind,
    hit::SearchOrderField,
    tokens::{Term, TermTokens, terms},
};
use crate::{
    database::{Database, DatabaseKind, Sql, StoreError},
    page::{Connection, Order, OrderField, Wanted, Window, fetch_page_of},
    region::{RowPlace, Scope},
};

/// BM25's k₁, in thousandths: how soon one more occurrence makes no difference.
const SATURATION: i64 = 1_200;
/// How much an occurrence in the title counts for, against one in the text.
const TITLE_BOOST: i64 = 6;
/// Usual length of a title and of a text, in characters.
const USUAL_TITLE: i64 = 20;
const USUAL_TEXT: i64 = 200;

/// What of a kind the caller may have, so that a hit tells nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Searched {
    pub(super) kind: SearchKind,
    pub(super) reads_title: bool,
    pub(super) reads_text: bool,
}

/// A search at one site.
#[derive(Debug)]
pub(super) struct SearchQuery<'q> {
    pub(super) database: &'q Database,
    pub(super) scope: &'q Scope,
    pub(super) terms: Vec<Term>,
    pub(super) searched: Vec<Searched>,
}

impl SearchQuery<'_> {
    /// The terms of a client's text; none where it has no letter or digit.
    pub(super) fn terms(text: &str) -> Vec<Term> {
        terms(text)
    }

    /// A page of hits, best first.
    pub(super) async fn page(
        &self,
        window: &Window,
        wanted: Wanted,
    ) -> Result<Connection<SearchHit>, StoreError> {
        let order: Order<SearchOrderField> = SearchOrderField::DEFAULT;
        fetch_page_of(self.database, &order, window, wanted, |select| self.hits(select)).await
    }

    fn hits(&self, select: &str) -> Sql {
        let mut sql = Sql::new(format!(
            "{select} FROM (SELECT id, kind, committee_id, locality_code, CAST(("
        ));
        self.push_score(&mut sql);
        sql.push(") AS BIGINT) AS score FROM (SELECT id, kind, committee_id, locality_code, ");
        push_part(&mut sql, "title", self.searched.iter().filter(|it| it.reads_title));
        sql.push(", ");
        push_part(&mut sql, "text", self.searched.iter().filter(|it| it.reads_text));
        sql.push(" FROM search_documents WHERE (1 = 0");
        for searched in &self.searched {
            let part = match (searched.reads_title, searched.reads_text) {
                (true, true) => None,
                (true, false) => Some(Part::Title),
                (false, true) => Some(Part::Text),
                (false, false) => continue,
            };
            sql.push(" OR (kind = ").push_bind(searched.kind).push(" AND ");
            self.push_match(&mut sql, part);
            sql.push(")");
        }
        sql.push(")) AS found) AS hits WHERE 1 = 1");
        self.scope.restrict(&mut sql, "committee_id", RowPlace::Code("locality_code"));
        sql
    }

    /// Adds the score of a found document, in whole numbers, which both databases divide alike.
    fn push_score(&self, sql: &mut Sql) {
        let all: i64 = self.terms.iter().map(|term| term.weight).sum();
        sql.push("(");
        for (index, term) in self.terms.iter().enumerate() {
            sql.push(if index == 0 { "" } else { " + " });
            // m (1 - k / (k + f)) = m f / (k + f), with f named once.
            sql.push(format_args!(
                "{} * (1000 - 1000 * {SATURATION} / ({SATURATION} + ",
                term.weight
            ));
            push_frequency(sql, term, "title", TITLE_BOOST, USUAL_TITLE);
            sql.push(" + ");
            push_frequency(sql, term, "text", 1, USUAL_TEXT);
            sql.push("))");
        }
        sql.push(format_args!(") / {all}"));
    }

    /// Adds a condition: the document has all terms, in this part of it or in any.
    fn push_match(&self, sql: &mut Sql, part: Option<Part>) {
        match self.database.kind() {
            DatabaseKind::Sqlite => {
                sql.push("number IN (SELECT rowid FROM search_tokens WHERE search_tokens MATCH ");
                sql.push_bind(fts5_query(&self.terms, part)).push(")");
            }
            DatabaseKind::Postgres => {
                sql.push("tokens @@ to_tsquery('simple', ");
                sql.push_bind(tsquery(&self.terms, part)).push(")");
            }
        }
    }
}

/// Adds the part of a document as far as the caller may read it, so that the score tells nothing else.
fn push_part<'s>(sql: &mut Sql, column: &str, readable: impl Iterator<Item = &'s Searched>) {
    let kinds: Vec<_> = readable.map(|searched| searched.kind).collect();
    sql.push("CASE WHEN kind IN ").push_keys(&kinds);
    sql.push(format_args!(" THEN {column} ELSE '' END AS {column}"));
}

/// Adds how often a part of a document has a term, in thousandths, weighed by the part's length:
/// `boost · n / (1/4 + 3/4 · length / usual)`.
fn push_frequency(sql: &mut Sql, term: &Term, column: &str, boost: i64, usual: i64) {
    let times = 1_000 * boost * 4 * usual;
    sql.push(format_args!(
        "{times} * (CAST(length({column}) AS BIGINT) - CAST(length(replace({column}, "
    ));
    sql.push_bind(term.pattern.clone());
    let characters = term.pattern.chars().count();
    sql.push(format_args!(
        ", '')) AS BIGINT)) / {characters} / ({usual} + 3 * CAST(length({column}) AS BIGINT))"
    ));
}

/// A part of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Title,
    Text,
}

/// Spec: SQLite FTS5, "Full-text Query Syntax". Tokens are letters and digits alone.
fn fts5_query(terms: &[Term], part: Option<Part>) -> String {
    let terms: Vec<_> = terms
        .iter()
        .map(|term| match &term.tokens {
            TermTokens::Phrase(tokens) => format!("\"{}\"", tokens.join(" ")),
            TermTokens::Prefix(start) => format!("{start}*"),
        })
        .collect();
    let all = terms.join(" AND ");
    match part {
        None => all,
        Some(Part::Title) => format!("{{title}} : ({all})"),
        Some(Part::Text) => format!("{{text}} : ({all})"),
    }
}

/// Spec: PostgreSQL, "Text Search Types", tsquery.
fn tsquery(terms: &[Term], part: Option<Part>) -> String {
    let weight = match part {
        None => "AB",
        Some(Part::Title) => "A",
        Some(Part::Text) => "B",
    };
    let term = |term: &Term| match &term.tokens {
        TermTokens::Phrase(tokens) => {
            let tokens: Vec<_> = tokens.iter().map(|token| format!("{token}:{weight}")).collect();
            format!("({})", tokens.join(" <-> "))
        }
        TermTokens::Prefix(start) => format!("{start}:*{weight}"),
    };
    terms.iter().map(term).collect::<Vec<_>>().join(" & ")
}
