//! What a site sends to join.

use serde::{Deserialize, Serialize};

use crate::{
    auth::{KeyError, SigningKey},
    heads::is_text_signed,
};

/// Keeps these signatures apart from those of anything else.
const DOMAIN: &str = "qianzhan enrolment v1";

/// A token, where the site is, and proof that who sends it has the site's key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnrolmentRequest {
    /// The token of the superior's office.
    pub token: String,
    /// Name of the site for people.
    pub name: String,
    /// Address that takes GraphQL requests.
    pub url: String,
    /// Public key of the site: the `x` of its JWK.
    pub key: String,
    /// Signature of that key over token, address and name, in base64url.
    pub proof: String,
}

impl EnrolmentRequest {
    /// A request, proven by the site's key.
    ///
    /// # Errors
    /// [`KeyError`] if the key does not sign.
    pub fn new(
        token: String,
        name: String,
        url: String,
        key: &SigningKey,
    ) -> Result<Self, KeyError> {
        let proof = key.sign_text(&signed_text(&token, &url, &name))?;
        let key = key.public_x().unwrap_or_default().to_owned();
        Ok(Self { token, name, url, key, proof })
    }

    pub(super) fn is_proven(&self) -> bool {
        // A line break would let one text stand for another.
        let is_plain = |text: &str| !text.contains('\n');
        is_plain(&self.url)
            && is_plain(&self.name)
            && is_text_signed(
                &self.key,
                &signed_text(&self.token, &self.url, &self.name),
                &self.proof,
            )
    }
}

fn signed_text(token: &str, url: &str, name: &str) -> String {
    format!("{DOMAIN}\n{token}\n{url}\n{name}\n")
}
