//! The explorer's files, embedded when the binary was built.

use bytes::Bytes;
use qianzhan_gateway::http::{Asset, Assets};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "dashboard/dist"]
struct Files;

/// Folder of the files whose names carry a hash of their content.
const HASHED_FOLDER: &str = "assets/";

/// Hands the embedded files to the gateway.
#[derive(Debug, Clone, Copy, Default)]
pub struct BundledExplorer;

impl Assets for BundledExplorer {
    fn get(&self, path: &str) -> Option<Asset> {
        let EmbeddedFile { data, .. } = Files::get(path)?;
        Some(Asset {
            body: match data {
                std::borrow::Cow::Borrowed(bytes) => Bytes::from_static(bytes),
                std::borrow::Cow::Owned(bytes) => Bytes::from(bytes),
            },
            media_type: media_type(path),
            is_immutable: path.starts_with(HASHED_FOLDER),
        })
    }

    fn is_empty(&self) -> bool {
        Files::get("index.html").is_none()
    }
}

fn media_type(path: &str) -> &'static str {
    match mime_guess::from_path(path).first_raw() {
        Some("text/html") => "text/html; charset=utf-8",
        Some("text/css") => "text/css; charset=utf-8",
        Some("text/plain") => "text/plain; charset=utf-8",
        Some("text/javascript" | "application/javascript") => "text/javascript; charset=utf-8",
        Some(other) => other,
        None => "application/octet-stream",
    }
}
