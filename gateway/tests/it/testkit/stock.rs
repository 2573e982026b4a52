//! What a site tells of its books in figures. The sum over several sites must be what this tells of
//! all their books together, which is how tests compute what they expect.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql::SimpleObject;
use data_encoding::BASE64URL_NOPAD;

use super::world::Book;

/// The figures of some books.
#[derive(Debug, Clone, PartialEq, SimpleObject)]
pub(crate) struct Stock {
    pub(crate) copies: i32,
    pub(crate) kilograms: f64,
    pub(crate) oldest_year: Option<i32>,
    pub(crate) newest_year: Option<i32>,
    pub(crate) first_title: Option<String>,
    pub(crate) all_catalogued: Option<bool>,
    pub(crate) any_rare: Option<bool>,
    pub(crate) shelves: Vec<String>,
    pub(crate) by_genre: Vec<GenreStock>,
    pub(crate) mean_pages: Option<f64>,
    pub(crate) reader_set: String,
    pub(crate) readers: usize,
    pub(crate) keeper: Option<String>,
    pub(crate) scheme: String,
    pub(crate) towns: Vec<String>,
    pub(crate) years: Years,
}

/// The span of years.
#[derive(Debug, Clone, PartialEq, SimpleObject)]
pub(crate) struct Years {
    pub(crate) oldest: Option<i32>,
    pub(crate) newest: Option<i32>,
}

/// The figures of one genre.
#[derive(Debug, Clone, PartialEq, SimpleObject)]
pub(crate) struct GenreStock {
    pub(crate) genre: String,
    pub(crate) copies: i32,
    pub(crate) mean_pages: Option<f64>,
}

impl Stock {
    pub(crate) fn of(books: &[&Book]) -> Self {
        let readers: BTreeSet<u64> = books.iter().flat_map(|book| &book.readers).copied().collect();
        let mut genres: BTreeMap<&str, Vec<&Book>> = BTreeMap::new();
        for book in books {
            genres.entry(book.genre).or_default().push(book);
        }
        let oldest = books.iter().map(|book| book.year).min();
        let newest = books.iter().map(|book| book.year).max();
        let is_any = !books.is_empty();
        Self {
            copies: copies(books),
            kilograms: books.iter().map(|book| f64::from(book.pages) / 4.0).sum(),
            oldest_year: oldest,
            newest_year: newest,
            first_title: books.iter().map(|book| book.title.clone()).min(),
            all_catalogued: is_any.then(|| books.iter().all(|book| book.is_catalogued)),
            any_rare: is_any.then(|| books.iter().any(|book| book.is_rare)),
            shelves: books.iter().map(|book| format!("{}/{}", book.genre, book.id)).collect(),
            by_genre: genres
                .into_iter()
                .map(|(genre, books)| GenreStock {
                    genre: genre.to_owned(),
                    copies: copies(&books),
                    mean_pages: mean_pages(&books),
                })
                .collect(),
            mean_pages: mean_pages(books),
            reader_set: encode_set(&readers),
            readers: readers.len(),
            keeper: books.iter().find(|book| book.is_rare).map(|book| book.id.clone()),
            scheme: "四部".to_owned(),
            towns: books.iter().map(|book| book.place.to_string()).collect(),
            years: Years { oldest, newest },
        }
    }
}

fn copies(books: &[&Book]) -> i32 {
    books.iter().map(|book| book.copies).sum()
}

/// Null where there are no copies to weigh.
fn mean_pages(books: &[&Book]) -> Option<f64> {
    let weight = f64::from(copies(books));
    let total: f64 = books.iter().map(|book| f64::from(book.pages * book.copies)).sum();
    (weight > 0.0).then(|| total / weight)
}

/// The text form of the specification: sorted hashes, 8 bytes each, little-endian, base64url.
fn encode_set(hashes: &BTreeSet<u64>) -> String {
    let bytes: Vec<u8> = hashes.iter().flat_map(|hash| hash.to_le_bytes()).collect();
    BASE64URL_NOPAD.encode(&bytes)
}
