//! Names of network addresses: the same for the same address while this gateway runs, and nothing by
//! which a site could learn the address. An IPv6 line has 2⁶⁴ addresses, which have one name.

use std::{net::IpAddr, sync::OnceLock};

use data_encoding::BASE64URL_NOPAD;
use rand::{TryRngCore, rngs::OsRng};
use sha2::{Digest, Sha256};

use super::KeyError;

/// Bytes of a name.
const NAME_BYTES: usize = 12;

/// Gives names. The secret is made at the first use and kept nowhere.
#[derive(Default)]
pub(super) struct Origins {
    secret: OnceLock<[u8; 32]>,
}

impl Origins {
    /// # Errors
    /// [`KeyError::Random`] if the system gives no random bytes.
    pub(super) fn name(&self, address: IpAddr) -> Result<String, KeyError> {
        let secret = match self.secret.get() {
            Some(secret) => secret,
            None => {
                let mut secret = [0; 32];
                OsRng
                    .try_fill_bytes(&mut secret)
                    .map_err(|error| KeyError::Random { reason: error.to_string() })?;
                // Whoever was first at this moment is right.
                self.secret.get_or_init(|| secret)
            }
        };
        let mut hash = Sha256::new_with_prefix(secret);
        match address.to_canonical() {
            IpAddr::V4(address) => hash.update(address.octets()),
            IpAddr::V6(address) => hash.update(&address.octets()[..8]),
        }
        Ok(BASE64URL_NOPAD.encode(&hash.finalize()[..NAME_BYTES]))
    }
}
