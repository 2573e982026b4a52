//! Rebuilds when a migration is added: the embedding macro only watches the files it has seen.

fn main() {
    for database in ["sqlite", "postgres"] {
        println!("cargo:rerun-if-changed=../../migrations/{database}/economy");
    }
}
