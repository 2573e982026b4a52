//! The `qianzhan` command: puts the gateway and the sites together. Wiring only.

pub mod cli;
pub mod demo;
pub mod explorer;
pub mod founding;
pub mod identity;
pub mod import;
pub mod key_pair;
pub mod schema_files;
pub mod shutdown;
pub mod site_kinds;
