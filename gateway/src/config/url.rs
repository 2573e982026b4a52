//! Reads the URL of something that the gateway calls.

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
}
