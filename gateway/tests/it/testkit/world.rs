//! The rows of a whole network of libraries, and who keeps them: what every answer is held against.

use std::sync::Arc;

use qianzhan_gateway::directory::RegionCode;
use rand::{Rng, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;

pub(crate) const REGIONS: &str = include_str!("schema/regions.csv");

/// Sites in region order: id, regions whose rows they keep.
pub(crate) const SITES: [(&str, &[&str]); 8] = [
    ("yunshu", &["900000"]),
    ("moxiang", &["900100", "900103"]),
    ("zhujian", &["900101"]),
    ("zhifang", &["900102"]),
    ("diancang", &["900200"]),
    ("shuji", &["900201"]),
    ("feiye", &["900202"]),
    ("juanzhou", &["900300"]),
];

/// Sites that also serve the contract of cities.
pub(crate) const CITIES: [&str; 3] = ["moxiang", "diancang", "juanzhou"];

/// Places that rows may stand in, below the region that owns them.
const TOWNS: [(&str, &[&str]); 2] =
    [("900101", &["900101001", "900101002"]), ("900300", &["900300001", "900300002"])];

const GENRES: [&str; 4] = ["诗", "史", "算术", "游记"];
const TITLES: [&str; 9] = ["春", "夏", "秋", "冬", "山", "水", "云", "a", "Z"];

/// A book of one library.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Book {
    pub(crate) id: String,
    /// The region that owns it.
    pub(crate) region: RegionCode,
    /// Where it stands: the region, or a town below it.
    pub(crate) place: RegionCode,
    /// Few titles and years, so that orders have ties.
    pub(crate) title: String,
    pub(crate) year: i32,
    pub(crate) pages: i32,
    pub(crate) copies: i32,
    pub(crate) is_rare: bool,
    pub(crate) is_catalogued: bool,
    pub(crate) genre: &'static str,
    pub(crate) branch: String,
    pub(crate) author: String,
    pub(crate) readers: Vec<u64>,
    pub(crate) sequel: Option<String>,
    pub(crate) translations: Vec<String>,
}

/// A house with books.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Branch {
    pub(crate) id: String,
    pub(crate) region: RegionCode,
    pub(crate) name: String,
    pub(crate) parent: Option<String>,
}

/// What one site keeps.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Rows {
    pub(crate) books: Vec<Book>,
    pub(crate) branches: Vec<Branch>,
}

/// What all sites keep together.
#[derive(Debug, Clone)]
pub(crate) struct World {
    /// By site, in the order of [`SITES`].
    pub(crate) rows: Vec<Rows>,
}

pub(crate) fn code(text: &str) -> RegionCode {
    RegionCode::parse(text).expect("a region code")
}

impl World {
    /// Always the same rows for one seed.
    pub(crate) fn generate(seed: u64) -> Arc<Self> {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let mut rows: Vec<Rows> = SITES
            .iter()
            .map(|(_, regions)| {
                let mut rows = Rows::default();
                for region in *regions {
                    add_region(region, &mut rows, &mut random);
                }
                rows
            })
            .collect();
        let ids: Vec<String> =
            rows.iter().flat_map(|rows| &rows.books).map(|book| book.id.clone()).collect();
        for book in rows.iter_mut().flat_map(|rows| &mut rows.books) {
            book.sequel = random.random_bool(0.7).then(|| pick(&ids, &mut random));
            book.translations =
                (0..random.random_range(0..4)).map(|_| pick(&ids, &mut random)).collect();
        }
        Arc::new(Self { rows })
    }

    /// Every book, site after site.
    pub(crate) fn books(&self) -> impl Iterator<Item = &Book> {
        self.rows.iter().flat_map(|rows| &rows.books)
    }

    /// The books inside a region, site after site.
    pub(crate) fn books_within(&self, region: &str) -> Vec<&Book> {
        let region = code(region);
        self.books().filter(|book| region.contains(&book.place)).collect()
    }

    pub(crate) fn book(&self, id: &str) -> &Book {
        self.books().find(|book| book.id == id).expect("a book of the world")
    }

    /// Some book of this region.
    pub(crate) fn book_of(&self, region: &str) -> &Book {
        let region = code(region);
        self.books().find(|book| book.region == region).expect("every region has books")
    }

    /// A book of `region` whose sequel belongs to another region.
    pub(crate) fn book_with_foreign_sequel(&self, region: &str) -> &Book {
        let own = code(region);
        self.books()
            .filter(|book| book.region == own)
            .find(|book| {
                book.sequel.as_deref().is_some_and(|sequel| self.book(sequel).region != own)
            })
            .expect("most sequels are elsewhere")
    }
}

fn add_region(region: &str, rows: &mut Rows, random: &mut ChaCha8Rng) {
    let branch = format!("{region}-house");
    rows.branches.push(Branch {
        id: branch.clone(),
        region: code(region),
        name: format!("{region} 图书馆"),
        parent: (region != "900000").then(|| "900000-house".to_owned()),
    });
    let towns =
        TOWNS.iter().find(|(owner, _)| *owner == region).map_or(&[][..], |(_, towns)| towns);
    for number in 0..random.random_range(5..14) {
        let place = match towns.choose(random) {
            Some(town) if random.random_bool(0.7) => town,
            _ => region,
        };
        rows.books.push(Book {
            id: format!("{region}-book{number:02}"),
            region: code(region),
            place: code(place),
            title: (*TITLES.choose(random).expect("titles")).to_owned(),
            year: random.random_range(1980..1990),
            pages: random.random_range(10..900),
            copies: random.random_range(0..6),
            is_rare: random.random_bool(0.05),
            is_catalogued: random.random_bool(0.95),
            genre: GENRES.choose(random).expect("genres"),
            branch: branch.clone(),
            author: format!("person-{}", random.random_range(0..6)),
            readers: (0..random.random_range(0..8)).map(|_| random.random_range(0..60)).collect(),
            sequel: None,
            translations: Vec::new(),
        });
    }
}

fn pick(ids: &[String], random: &mut ChaCha8Rng) -> String {
    ids.choose(random).expect("there are books").clone()
}
