//! The statements of a search.

use super::{
    SearchHit, SearchKind,
    hit::SearchOrderField,
    tokens::{Term, terms},
};
use crate::{
    database::{Database, DatabaseKind, Sql, StoreError},
    page::{Connection, Order, OrderField, Wanted, Window, fetch_page_of},
    region::{RowPlace, Scope},
};

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
            "{select} FROM (SELECT id, kind, committee_id, locality_code, CAST(CASE WHEN "
        ));
        self.push_match(&mut sql, Some(Part::Title));
        sql.push(" THEN 2 ELSE 1 END AS BIGINT) AS score FROM search_documents WHERE (1 = 0");
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
        sql.push(")) AS hits WHERE 1 = 1");
        self.scope.restrict(&mut sql, "committee_id", RowPlace::Code("locality_code"));
        sql
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
        .map(|term| match term {
            Term::Phrase(tokens) => format!("\"{}\"", tokens.join(" ")),
            Term::Prefix(start) => format!("{start}*"),
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
    let term = |term: &Term| match term {
        Term::Phrase(tokens) => {
            let tokens: Vec<_> = tokens.iter().map(|token| format!("{token}:{weight}")).collect();
            format!("({})", tokens.join(" <-> "))
        }
        Term::Prefix(start) => format!("{start}:*{weight}"),
    };
    terms.iter().map(term).collect::<Vec<_>>().join(" & ")
}
