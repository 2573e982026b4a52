//! Builds the explorer that the binary carries, where npm is at hand: `npm ci && npm run build` in
//! `dashboard/`. Without npm, or with `QIANZHAN_EXPLORER=skip`, the binary has no explorer and says
//! so on its start page; nothing else changes.

use std::{
    env, fs,
    path::Path,
    process::{Command, Stdio},
    time::SystemTime,
};

/// What the built files depend on, beside the folders below.
const SOURCE_FILES: [&str; 5] =
    ["index.html", "package.json", "package-lock.json", "tsconfig.json", "vite.config.ts"];
const SOURCE_FOLDERS: [&str; 3] = ["src", "public", "build"];

fn main() {
    let dashboard = Path::new("dashboard");
    let sources = SOURCE_FILES.iter().chain(&SOURCE_FOLDERS).map(|name| dashboard.join(name));
    let sources: Vec<_> = sources.chain([Path::new("schema/regions.csv").to_owned()]).collect();
    for source in &sources {
        println!("cargo::rerun-if-changed={}", source.display());
    }
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=QIANZHAN_EXPLORER");
    let dist = dashboard.join("dist");
    let is_skipped = env::var_os("QIANZHAN_EXPLORER").is_some_and(|value| value == "skip");
    let newest = sources.iter().filter_map(|source| newest_change(source)).max();
    let built = newest_change(&dist.join("index.html"));
    if !is_skipped && (built.is_none() || built < newest) && !build(dashboard) {
        println!(
            "cargo::warning=the explorer is not built: npm failed or is not there; /graphql works without it"
        );
    }
    if let Err(error) = fs::create_dir_all(&dist) {
        println!("cargo::warning=dashboard/dist cannot be made: {error}");
    }
}

fn build(dashboard: &Path) -> bool {
    let npm = |arguments: &[&str]| {
        Command::new("npm")
            .args(arguments)
            .current_dir(dashboard)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    };
    npm(&["ci", "--no-fund", "--no-audit"]) && npm(&["run", "build"])
}

fn newest_change(path: &Path) -> Option<SystemTime> {
    let metadata = fs::metadata(path).ok()?;
    let own = metadata.modified().ok();
    if !metadata.is_dir() {
        return own;
    }
    let inner = fs::read_dir(path).ok()?.flatten().filter_map(|entry| newest_change(&entry.path()));
    inner.max().max(own)
}
