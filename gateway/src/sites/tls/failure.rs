//! Why a connection over TLS did not come about, out of what the connection says.

use std::{error::Error, io};

use rustls::AlertDescription;

/// Who did not trust whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sites) enum TlsFailure {
    /// The site does not take the gateway's certificate, or wants one.
    Refused(String),
    /// Nobody whom the gateway trusts vouches for the site.
    Untrusted(String),
}

impl TlsFailure {
    /// `None` if something else happened.
    pub(in crate::sites) fn of(error: &(dyn Error + 'static)) -> Option<Self> {
        match tls_error(error)? {
            rustls::Error::AlertReceived(alert) if is_of_certificate(*alert) => {
                Some(Self::Refused(format!("{alert:?}")))
            }
            rustls::Error::InvalidCertificate(reason) => Some(Self::Untrusted(reason.to_string())),
            _ => None,
        }
    }
}

/// The error of TLS below this one. What an `io::Error` was made of is not its source.
fn tls_error<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e rustls::Error> {
    if let Some(found) = error.downcast_ref::<rustls::Error>() {
        return Some(found);
    }
    if let Some(inner) = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        return tls_error(inner);
    }
    tls_error(error.source()?)
}

/// Spec: RFC 8446, section 6.2.
fn is_of_certificate(alert: AlertDescription) -> bool {
    use AlertDescription as Alert;
    matches!(
        alert,
        Alert::NoCertificate
            | Alert::BadCertificate
            | Alert::UnsupportedCertificate
            | Alert::CertificateRevoked
            | Alert::CertificateExpired
            | Alert::CertificateUnknown
            | Alert::UnknownCA
            | Alert::AccessDenied
            | Alert::CertificateRequired
            | Alert::HandshakeFailure
    )
}

#[cfg(test)]
mod tests {
    use rustls::CertificateError;

    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("the call failed")]
    struct Outer(#[source] io::Error);

    fn failure(error: rustls::Error) -> Option<TlsFailure> {
        TlsFailure::of(&Outer(io::Error::other(io::Error::new(io::ErrorKind::InvalidData, error))))
    }

    #[test]
    fn who_did_not_trust_whom_is_found_below_other_errors() {
        for (error, expected) in [
            (
                rustls::Error::AlertReceived(AlertDescription::CertificateRequired),
                Some(TlsFailure::Refused("CertificateRequired".to_owned())),
            ),
            (
                rustls::Error::AlertReceived(AlertDescription::UnknownCA),
                Some(TlsFailure::Refused("UnknownCA".to_owned())),
            ),
            (rustls::Error::AlertReceived(AlertDescription::DecodeError), None),
            (
                rustls::Error::InvalidCertificate(CertificateError::Expired),
                Some(TlsFailure::Untrusted(CertificateError::Expired.to_string())),
            ),
            (rustls::Error::DecryptError, None),
        ] {
            let case = format!("{error:?}");
            assert_eq!(failure(error), expected, "{case}");
        }
        assert_eq!(TlsFailure::of(&io::Error::other("broken pipe")), None);
    }
}
