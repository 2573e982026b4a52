//! What a site says of itself in an answer: the head of its access log, and that it does not serve
//! for now. A site's words are passed on to clients cut short and without control characters.
//! Spec: docs/jurisdiction-spec.md, "The head of the access log" and "Suspending and withdrawing".

use crate::{heads::SeenHead, json::Value, sites::CallError};

/// Most characters of a site's reason that are passed on.
const MAX_REASON_CHARS: usize = 200;
/// Digits of a SHA-256 hash.
const HASH_DIGITS: usize = 64;
/// Longest signature that is looked at; an Ed25519 one takes 86 characters.
const MAX_SIGNATURE_BYTES: usize = 128;

/// The head in an answer's `extensions`; what is none is left out.
pub(super) fn read_head(extensions: Option<&Value>) -> Option<SeenHead> {
    let head = extensions?.get("accessLog")?;
    let hash = head.get("hash")?.as_str()?;
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if hash.len() != HASH_DIGITS || !hash.bytes().all(is_digit) {
        return None;
    }
    let signature = head.get("signature").and_then(Value::as_str);
    Some(SeenHead {
        seq: head.get("seq")?.as_i64().filter(|seq| *seq > 0)?,
        hash: hash.to_owned(),
        signature: signature.filter(|it| it.len() <= MAX_SIGNATURE_BYTES).map(str::to_owned),
    })
}

/// The refusal that an error of an answer without data is, if it is one.
pub(super) fn read_refusal(error: &Value) -> Option<CallError> {
    let extensions = error.get("extensions")?;
    let reason = || {
        let text = extensions.get("reason").and_then(Value::as_str).unwrap_or_default();
        text.chars().filter(|it| !it.is_control()).take(MAX_REASON_CHARS).collect()
    };
    match extensions.get("code")?.as_str()? {
        "SITE_SUSPENDED" => Some(CallError::Suspended { reason: reason() }),
        "CONTRACT_WITHDRAWN" => Some(CallError::Withdrawn { reason: reason() }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::json;

    #[test]
    fn a_head_is_read_as_it_is_specified_and_else_left_out() {
        let hash = "0a".repeat(32);
        let read = |head: Value| read_head(Some(&json!({ "accessLog": head })));
        let head = read(json!({ "seq": 7, "hash": hash.clone(), "signature": "s" }));
        let head = head.expect("a head");
        assert_eq!((head.seq, head.hash, head.signature.as_deref()), (7, hash.clone(), Some("s")));
        let unsigned = read(json!({ "seq": 7, "hash": hash.clone() })).expect("a head");
        assert_eq!(unsigned.signature, None);
        for none in [
            json!(null),
            json!({ "seq": 0, "hash": hash.clone() }),
            json!({ "seq": "7", "hash": hash.clone() }),
            json!({ "seq": 7, "hash": hash.to_uppercase() }),
            json!({ "seq": 7, "hash": "0a" }),
            json!({ "seq": 7 }),
        ] {
            assert_eq!(read(none.clone()), None, "{none:?}");
        }
        assert_eq!(read_head(None), None);
    }

    #[test]
    fn a_reason_is_cut_short_and_has_no_control_characters() {
        let reason = format!("a\nb\u{1b}{}", "长".repeat(1_000));
        let error = json!({ "extensions": { "code": "SITE_SUSPENDED", "reason": reason } });
        let refusal = read_refusal(&error).expect("a refusal");
        let told = refusal.refusal().expect("a reason");
        assert!(told.starts_with("ab长") && told.chars().count() == MAX_REASON_CHARS, "{told}");
        assert!(read_refusal(&json!({ "extensions": { "code": "INTERNAL" } })).is_none());
    }
}
