//! Files that are written whole.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::Path,
};

/// Puts `text` in place of the file: at every moment there is the old one or the new one.
///
/// # Errors
/// What the system says; the old file is then still there.
pub fn replace_file(path: &Path, text: &str) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let beside = path.with_file_name(name);
    let mut file = File::create(&beside)?;
    file.write_all(text.as_bytes())?;
    // Before the name: a power cut must not leave an empty file under it.
    file.sync_all()?;
    fs::rename(&beside, path)
}
