//! Reads the URL of something that the gateway calls.

use std::net::IpAddr;

use http::{Uri, uri::Authority};

/// Why a text is not a URL that the gateway can call.
#[derive(Debug, thiserror::Error)]
pub enum UrlError {
    /// Not a URL at all.
    #[error("`{text}` 不是网址 / `{text}` is not a URL: {source}")]
    Syntax {
        /// The text.
        text: String,
        /// What the parser says.
        source: http::uri::InvalidUri,
    },
    /// A URL, but not one with `http` or `https`, a host, and no user.
    #[error(
        "`{text}` 应为 http:// 或 https:// 加主机名，且不含用户名 / \
         `{text}` should be http:// or https:// and a host, without a user name"
    )]
    NotHttp {
        /// The text.
        text: String,
    },
    /// A URL whose answer anyone on the way can change.
    #[error(
        "`{text}` 应为 https://（回环地址可用 http://）/ \
         `{text}` should be https://, or http:// on the loopback interface"
    )]
    NotSafe {
        /// The text.
        text: String,
    },
}

/// Whether there is a host, no user, and a port that is one if it is given. The parser takes any
/// digits for a port.
pub(super) fn is_host_and_port(authority: &Authority) -> bool {
    let host = authority.host();
    let is_host_alone = authority.as_str() == host;
    !host.is_empty()
        && !authority.as_str().contains('@')
        && (is_host_alone || authority.port_u16().is_some())
}

/// The URL, if the gateway can call it.
pub(crate) fn parse_http_url(text: &str) -> Result<Uri, UrlError> {
    let url: Uri =
        text.parse().map_err(|source| UrlError::Syntax { text: text.to_owned(), source })?;
    let is_http = matches!(url.scheme_str(), Some("http" | "https"));
    let has_plain_host = url.authority().is_some_and(is_host_and_port);
    // The parser drops a fragment in silence, so look for it in the text.
    if !is_http || !has_plain_host || text.contains('#') {
        return Err(UrlError::NotHttp { text: text.to_owned() });
    }
    Ok(url)
}

/// The URL, if the gateway can call it and nobody on the way can read along.
pub(crate) fn parse_safe_url(text: &str) -> Result<Uri, UrlError> {
    let url = parse_http_url(text)?;
    if is_safe(&url) { Ok(url) } else { Err(UrlError::NotSafe { text: text.to_owned() }) }
}

/// Whether calls to it are encrypted, or do not leave this machine.
pub(crate) fn is_safe(url: &Uri) -> bool {
    let host = url.host().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    let is_loopback = match address {
        Ok(address) => address.is_loopback(),
        Err(_) => host.eq_ignore_ascii_case("localhost"),
    };
    is_loopback || url.scheme_str() == Some("https")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_http_url_with_a_host_can_be_called() {
        for (text, expected) in [
            ("http://127.0.0.1:4101/graphql", true),
            ("https://longxi.example/graphql?v=1", true),
            ("http://[::1]:4101/graphql", true),
            ("", false),
            ("/graphql", false),
            ("longxi.example:80", false),
            ("ftp://longxi.example/", false),
            ("http:///graphql", false),
            ("http://user:secret@longxi.example/", false),
            ("http://longxi.example/graphql#top", false),
            ("http://longxi.example:99999/", false),
            ("http://long xi/", false),
        ] {
            assert_eq!(parse_http_url(text).is_ok(), expected, "{text}");
        }
    }

    #[test]
    fn plain_http_is_safe_on_the_loopback_interface_only() {
        for (text, expected) in [
            ("https://login.example/jwks.json", true),
            ("http://127.0.0.1:8080/jwks.json", true),
            ("http://127.9.9.9/", true),
            ("http://[::1]/", true),
            ("http://localhost:8080/", true),
            ("http://login.example/", false),
            ("http://localhost.example/", false),
            ("http://127.0.0.1.example/", false),
            ("http://10.0.0.1/", false),
            ("http://[::2]/", false),
            ("login.example", false),
        ] {
            assert_eq!(parse_safe_url(text).is_ok(), expected, "{text}");
        }
    }
}
