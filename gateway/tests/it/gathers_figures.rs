//! Every merge operation over several sites equals the same figure over all their rows.
//! Spec: docs/jurisdiction-spec.md, sections 5 "Gather" and 6 "Merge operations".

use rand::{SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use crate::testkit::{NetworkBuilder, stock::Stock, world::World};

const FIGURES: &str = "copies kilograms oldestYear newestYear firstTitle allCatalogued anyRare shelves \
    byGenre { genre copies meanPages } meanPages readers keeper scheme towns years { oldest newest }";

const REGIONS: [&str; 13] = [
    "900000",
    "900100",
    "900101",
    "900102",
    "900103",
    "900200",
    "900201",
    "900202",
    "900300",
    "900101001",
    "900101002",
    "900300001",
    "900300009",
];

/// The figures of all rows inside the region, as the gateway should give them.
fn expected(world: &World, region: &str) -> Value {
    let stock = Stock::of(&world.books_within(region));
    json!({
        "copies": stock.copies, "kilograms": stock.kilograms,
        "oldestYear": stock.oldest_year, "newestYear": stock.newest_year,
        "firstTitle": stock.first_title,
        "allCatalogued": stock.all_catalogued, "anyRare": stock.any_rare,
        "shelves": stock.shelves,
        "byGenre": stock.by_genre.iter().map(|genre| json!({
            "genre": genre.genre, "copies": genre.copies, "meanPages": genre.mean_pages,
        })).collect::<Vec<_>>(),
        "meanPages": stock.mean_pages, "readers": stock.readers, "keeper": stock.keeper,
        "scheme": stock.scheme, "towns": stock.towns,
        "years": { "oldest": stock.years.oldest, "newest": stock.years.newest },
    })
}

/// Equal, but for the last bits of fractions, which depend on the order of addition.
#[track_caller]
fn assert_same(actual: &Value, expected: &Value, case: &str) {
    match (actual, expected) {
        (Value::Object(a), Value::Object(b)) => {
            assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>(), "{case}");
            for (key, value) in a {
                assert_same(value, &b[key], &format!("{case}.{key}"));
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (place, (a, b)) in a.iter().zip(b).enumerate() {
                assert_same(a, b, &format!("{case}.{place}"));
            }
        }
        (Value::Number(a), Value::Number(b)) if a.is_f64() || b.is_f64() => {
            let (a, b) = (a.as_f64().expect("a number"), b.as_f64().expect("a number"));
            assert!((a - b).abs() <= 1e-9 * b.abs().max(1.0), "{case}: {a}, not {b}");
        }
        _ => assert_eq!(actual, expected, "{case}"),
    }
}

#[tokio::test]
async fn figures_of_any_regions_equal_those_of_all_rows() {
    for seed in 0..4 {
        let network = NetworkBuilder::new().seed(seed).start().await;
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        for size in [1, 2, 3, 5, REGIONS.len()] {
            let regions: Vec<&str> = REGIONS.choose_multiple(&mut random, size).copied().collect();
            let fields: Vec<String> = regions
                .iter()
                .map(|region| {
                    format!(
                        "e{region}: region(code: \"{region}\") {{ code stock {{ {FIGURES} }} }} \
                         r{region}: stock(within: \"{region}\") {{ {FIGURES} }}"
                    )
                })
                .collect();
            let answer = network.ask(&format!("{{ {} }}", fields.join(" "))).await;
            let data = answer.expect_whole();
            for region in regions {
                let expected = expected(&network.world, region);
                let entity = &data[format!("e{region}")];
                assert_eq!(entity["code"], region);
                assert_same(&entity["stock"], &expected, &format!("seed {seed}, entity {region}"));
                let root = &data[format!("r{region}")];
                assert_same(root, &expected, &format!("seed {seed}, root {region}"));
            }
        }
    }
}
