//! The files of `schema/` that are generated, and those that they come from.

use std::{fs, path::Path};

use qianzhan::{schema_files, site_kinds::composed_contracts};
use qianzhan_gateway::{
    directory::RegionTable,
    supergraph::{
        compose::{ContractSource, compose},
        lint::lint,
    },
};

fn contracts() -> Vec<ContractSource> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema");
    composed_contracts()
        .map(|name| {
            let text = fs::read_to_string(folder.join(format!("{name}.graphql")));
            ContractSource::new(name, text.expect("a contract"))
        })
        .collect()
}

#[test]
fn the_supergraph_is_what_the_contracts_compose_to() {
    let composed = compose(&contracts()).expect("the contracts compose").supergraph_sdl;
    assert!(
        composed == schema_files::SUPERGRAPH,
        "schema/supergraph.graphql is stale: run `cargo run --release -- compose`"
    );
}

#[test]
fn the_contracts_have_no_findings() {
    let findings = lint(&contracts());
    assert!(
        findings.is_empty(),
        "{}",
        findings.iter().map(ToString::to_string).collect::<String>()
    );
}

#[test]
fn every_description_is_in_both_languages() {
    for contract in contracts() {
        for (number, line) in contract.sdl.lines().enumerate() {
            let text = line.trim();
            if !text.starts_with('"') || text == "\"\"\"" {
                continue;
            }
            let place = format!("{}.graphql:{}", contract.name, number + 1);
            let (chinese, english) = text.split_once(" / ").unwrap_or((text, ""));
            assert!(chinese.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{place}");
            assert!(english.chars().any(|c| c.is_ascii_alphabetic()), "{place}");
        }
    }
}

#[test]
fn regions_and_localities_make_one_hierarchy() {
    let table = RegionTable::parse(&[schema_files::REGIONS, schema_files::LOCALITIES])
        .expect("one hierarchy");
    let count = |level: &str| table.iter().filter(|region| region.level.as_str() == level).count();
    assert_eq!((count("PROVINCE"), count("CITY"), count("COUNTY")), (1, 14, 86));
    assert_eq!(count("TOWNSHIP"), 1402);
}
