//! Where a request comes from: the other end of its connection or, where a proxy of ours stands
//! before the gateway, what that proxy says of the other end of its own.

use std::net::IpAddr;

use http::HeaderMap;

/// The header to which each proxy on the way appends who connected to it.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// The other end of a connection.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peer(pub(super) IpAddr);

/// The client's address. Of the header only the last entry is of our own proxy; those before it are
/// whatever the client sent.
pub(super) fn client_address(
    peer: Option<&Peer>,
    headers: &HeaderMap,
    is_behind_proxy: bool,
) -> Option<IpAddr> {
    if !is_behind_proxy {
        return peer.map(|peer| peer.0);
    }
    let last = headers.get_all(FORWARDED_FOR).iter().next_back()?;
    last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn only_our_own_proxy_is_believed() {
        let peer = Peer(IpAddr::from([10, 0, 0, 9]));
        let address = |lines: &[&'static str], is_behind_proxy| {
            let lines = lines.iter().map(|line| HeaderValue::from_static(line));
            let name = http::HeaderName::from_static(FORWARDED_FOR);
            let headers = lines.map(|line| (name.clone(), line)).collect();
            client_address(Some(&peer), &headers, is_behind_proxy).map(|it| it.to_string())
        };
        for (lines, direct, behind) in [
            (vec![], Some("10.0.0.9"), None),
            (vec!["1.2.3.4"], Some("10.0.0.9"), Some("1.2.3.4")),
            (vec!["9.9.9.9, 1.2.3.4"], Some("10.0.0.9"), Some("1.2.3.4")),
            (vec!["9.9.9.9", "2001:db8::1"], Some("10.0.0.9"), Some("2001:db8::1")),
            (vec!["1.2.3.4, unknown"], Some("10.0.0.9"), None),
        ] {
            assert_eq!(address(&lines, false).as_deref(), direct, "{lines:?}");
            assert_eq!(address(&lines, true).as_deref(), behind, "{lines:?}");
        }
    }
}
