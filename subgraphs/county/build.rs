//! Rebuilds when a migration is added: the embedding macro only watches the files it has seen.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations/county");
}
