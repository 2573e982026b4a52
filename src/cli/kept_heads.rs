//! Reads heads of access logs that were kept elsewhere, and proves that the site gave them.

use std::{fs, path::Path};

use qianzhan_gateway::{
    auth::KeySet,
    heads::{HeadsFile, KeptHead, is_signed},
};
use qianzhan_network::ChainHead;

use super::CliError;

/// The heads of one site: of a gateway's file, or all lines of a file of lines. Those that are
/// signed are verified, by the site's own keys where they are given.
///
/// # Errors
/// [`CliError`] if a file cannot be read, does not have the site, or has a head that the site did
/// not sign.
pub(super) fn kept_heads(
    path: &Path,
    site: &str,
    keys: Option<&Path>,
) -> Result<Vec<ChainHead>, CliError> {
    let text = fs::read_to_string(path).map_err(CliError::reading(path))?;
    let is_of_gateway = serde_json::from_str::<serde_json::Value>(&text)
        .is_ok_and(|value| value.get("sites").is_some());
    if !is_of_gateway {
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        let heads = lines.map(serde_json::from_str).collect::<Result<Vec<_>, _>>();
        return heads.map_err(|error| CliError::caused("ACCESS_LOG_HEADS_INVALID", &error));
    }
    let file = HeadsFile::parse(&text).map_err(|error| CliError::caused(error.code(), &error))?;
    let kept = file.sites.get(site).ok_or_else(|| {
        let known: Vec<&str> = file.sites.keys().map(String::as_str).collect();
        let known = known.join(", ");
        CliError::coded(
            "ACCESS_LOG_SITE_UNKNOWN",
            format!("链头文件中没有站点 {site}（有：{known}），用 --site 指定 / the file has no head of {site} (it has: {known}); say --site"),
        )
    })?;
    let own_keys = keys.map(read_keys).transpose()?;
    let of_conflicts = kept.conflicts.iter().flat_map(|it| [&it.kept, &it.found]);
    let heads: Vec<&KeptHead> = of_conflicts.chain(&kept.heads).collect();
    for head in &heads {
        check_signature(site, head, own_keys.as_deref())?;
    }
    for conflict in &kept.conflicts {
        eprintln!(
            "{}: 第 {} 行与其后的第 {} 行不相容（{}） / row {} and row {} after it are not of one log ({})",
            conflict.code,
            conflict.kept.seq,
            conflict.found.seq,
            conflict.found.seen_at,
            conflict.kept.seq,
            conflict.found.seq,
            conflict.found.seen_at
        );
    }
    Ok(heads.iter().map(|it| ChainHead { seq: it.seq, hash: it.hash.clone() }).collect())
}

/// A head without a signature shows something, and proves nothing: with the site's own keys at hand,
/// it is refused.
fn check_signature(
    site: &str,
    head: &KeptHead,
    own_keys: Option<&[String]>,
) -> Result<(), CliError> {
    let is_good = match (&head.signature, own_keys, &head.key) {
        (Some(signature), Some(keys), _) => {
            keys.iter().any(|key| is_signed(key, site, head.seq, &head.hash, signature))
        }
        (Some(signature), None, Some(key)) => is_signed(key, site, head.seq, &head.hash, signature),
        (None, None, _) => true,
        (Some(_), None, None) | (None, Some(_), _) => false,
    };
    if is_good {
        return Ok(());
    }
    Err(CliError::coded(
        "ACCESS_LOG_HEAD_UNSIGNED",
        format!(
            "留存的第 {} 行链头没有站点的有效签名，不足为证 / the kept head of row {} has no valid signature of the site, and proves nothing",
            head.seq, head.seq
        ),
    ))
}

fn read_keys(path: &Path) -> Result<Vec<String>, CliError> {
    let text = fs::read_to_string(path).map_err(CliError::reading(path))?;
    KeySet::ed25519_of(&text).map_err(|error| CliError::caused(error.code(), &error))
}
