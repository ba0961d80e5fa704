//! The certificate for `https` and `wss`: made on the first start, and kept.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rcgen::{CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, KeyPair};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::{RootCertStore, ServerConfig};
use time::{Duration, OffsetDateTime};

/// Returns the TLS configuration for the certificate in `folder`.
///
/// A certificate that a person has put there is used as it is. If there is none, one is made for
/// `localhost`, the loopback addresses and `host`; and again when it has expired or does not name
/// `host`.
pub(crate) fn configure(
    folder: &Path,
    host: &str,
    now: UnixTime,
) -> Result<ServerConfig, CertificateError> {
    let files = Files::new(folder);
    fs::create_dir_all(folder).map_err(|error| files.io(error))?;
    // Two servers that start for the first time at once would mix up their keys.
    let _lock = File::create(folder.join(".lock"))
        .and_then(|lock| lock.lock().map(|()| lock))
        .map_err(|error| files.io(error))?;

    if files.are_missing() || files.have_to_be_replaced(host, now)? {
        files.make(host, now)?;
    }
    let chain = files.chain()?;
    let key = PrivateKeyDer::from_pem_file(&files.key).map_err(|error| files.invalid(error))?;
    let mut config = ServerConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .map_err(|error| files.invalid(error))?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(|error| files.invalid(error))?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

/// The name of the certificate's file in its folder.
pub(crate) const CERTIFICATE_FILE: &str = "certificate.pem";

/// Why there is no certificate to serve with.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CertificateError {
    /// The folder or a file in it could not be read or written.
    #[error("the certificate in {} cannot be read or written: {source}", folder.display())]
    Io {
        /// The folder of the certificate.
        folder: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The files are not a certificate and its key.
    #[error(
        "{} and key.pem beside it are not a certificate and its key: {reason}; \
         correct them, or delete both to have new ones made",
        certificate.display()
    )]
    Invalid {
        /// The certificate's file.
        certificate: PathBuf,
        /// What is wrong with it or its key.
        reason: String,
    },
    /// No certificate could be made.
    #[error("no certificate could be made for {host}: {source}")]
    Make {
        /// The host that the certificate was to name.
        host: String,
        /// What the host or the system lacks.
        source: rcgen::Error,
    },
}

struct Files {
    folder: PathBuf,
    certificate: PathBuf,
    key: PathBuf,
}

impl Files {
    fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            certificate: folder.join(CERTIFICATE_FILE),
            key: folder.join("key.pem"),
        }
    }

    /// One without the other is for a person to look at.
    fn are_missing(&self) -> bool {
        !self.certificate.exists() && !self.key.exists()
    }

    fn chain(&self) -> Result<Vec<CertificateDer<'static>>, CertificateError> {
        CertificateDer::pem_file_iter(&self.certificate)
            .and_then(Iterator::collect)
            .map_err(|error| self.invalid(error))
    }

    /// Whether the certificate was made here and would now be refused by a client that trusts it.
    fn have_to_be_replaced(&self, host: &str, now: UnixTime) -> Result<bool, CertificateError> {
        let text = fs::read(&self.certificate).map_err(|error| self.io(error))?;
        if !text.starts_with(MADE_HERE.as_bytes()) {
            return Ok(false);
        }
        let chain = self.chain()?;
        let [certificate] = &chain[..] else {
            return Err(self.invalid("there is not exactly one certificate"));
        };
        let mut roots = RootCertStore::empty();
        roots
            .add(certificate.clone())
            .map_err(|error| self.invalid(error))?;
        let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider())
            .build()
            .map_err(|error| self.invalid(error))?;
        Ok(names(host).any(|name| {
            ServerName::try_from(name).is_ok_and(|name| {
                verifier
                    .verify_server_cert(certificate, &[], &name, &[], now)
                    .is_err()
            })
        }))
    }

    fn make(&self, host: &str, now: UnixTime) -> Result<(), CertificateError> {
        let make_error = |source| CertificateError::Make {
            host: host.to_owned(),
            source,
        };
        let key = KeyPair::generate().map_err(make_error)?;
        let mut params =
            CertificateParams::new(names(host).collect::<Vec<_>>()).map_err(make_error)?;
        params.distinguished_name = DistinguishedName::new();
        params
            .distinguished_name
            .push(DnType::CommonName, "ropewalk on this machine");
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let now = OffsetDateTime::UNIX_EPOCH + std::time::Duration::from_secs(now.as_secs());
        // A clock that is set back by some hours does not make it invalid.
        params.not_before = now - Duration::DAY;
        params.not_after = params.not_before + VALIDITY;
        let certificate = params.self_signed(&key).map_err(make_error)?;

        self.write(&self.key, &key.serialize_pem(), 0o600)?;
        let certificate = format!("{MADE_HERE}{}", certificate.pem());
        self.write(&self.certificate, &certificate, 0o644)
    }

    /// Writes a file whole or not at all.
    fn write(&self, path: &Path, text: &str, mode: u32) -> Result<(), CertificateError> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(".ropewalk-").suffix(".tmp");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(mode));
        }
        #[cfg(not(unix))]
        let _ = mode;
        let mut file = builder
            .tempfile_in(&self.folder)
            .map_err(|error| self.io(error))?;
        file.write_all(text.as_bytes())
            .map_err(|error| self.io(error))?;
        file.persist(path).map_err(|error| self.io(error.error))?;
        Ok(())
    }

    fn io(&self, source: io::Error) -> CertificateError {
        CertificateError::Io {
            folder: self.folder.clone(),
            source,
        }
    }

    fn invalid(&self, reason: impl ToString) -> CertificateError {
        CertificateError::Invalid {
            certificate: self.certificate.clone(),
            reason: reason.to_string(),
        }
    }
}

/// The names that a certificate for `host` has.
fn names(host: &str) -> impl Iterator<Item = String> {
    let local = ["localhost", "127.0.0.1", "::1"];
    // Listening on 0.0.0.0 says nothing of the name that clients will use.
    let is_any = host
        .parse::<std::net::IpAddr>()
        .is_ok_and(|address| address.is_unspecified());
    let own = (!is_any && !local.contains(&host)).then(|| host.to_owned());
    local.into_iter().map(str::to_owned).chain(own)
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

/// The first line of a certificate's file that may be replaced; PEM allows text before the data.
const MADE_HERE: &str = "Self-signed, made by ropewalk, and replaced when it expires.\n";

/// What Apple's systems take at most.
const VALIDITY: Duration = Duration::days(825);

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_800_000_000;

    fn at(seconds: u64) -> UnixTime {
        UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds))
    }

    fn certificate(folder: &Path) -> Vec<u8> {
        fs::read(folder.join(CERTIFICATE_FILE)).unwrap()
    }

    #[test]
    fn the_certificate_of_the_first_start_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        configure(folder.path(), "127.0.0.1", at(NOW)).unwrap();
        let first = certificate(folder.path());
        configure(folder.path(), "localhost", at(NOW + 1000)).unwrap();
        assert_eq!(certificate(folder.path()), first);
    }

    #[cfg(unix)]
    #[test]
    fn the_key_is_readable_by_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        configure(folder.path(), "127.0.0.1", at(NOW)).unwrap();
        let key = fs::metadata(folder.path().join("key.pem")).unwrap();
        assert_eq!(key.permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_certificate_made_here_is_replaced_when_it_expires_or_lacks_the_host() {
        let folder = tempfile::tempdir().unwrap();
        configure(folder.path(), "127.0.0.1", at(NOW)).unwrap();
        let first = certificate(folder.path());
        let later = NOW + 826 * 24 * 60 * 60;
        configure(folder.path(), "127.0.0.1", at(later)).unwrap();
        let second = certificate(folder.path());
        assert_ne!(second, first);
        configure(folder.path(), "studio.example", at(later)).unwrap();
        let third = certificate(folder.path());
        assert_ne!(third, second);
        configure(folder.path(), "studio.example", at(later)).unwrap();
        assert_eq!(certificate(folder.path()), third);
    }

    #[test]
    fn a_certificate_is_valid_for_no_longer_than_devices_take() {
        let folder = tempfile::tempdir().unwrap();
        configure(folder.path(), "127.0.0.1", at(NOW)).unwrap();
        let first = certificate(folder.path());
        // It is valid from a day before it was made.
        let end = NOW + 824 * 24 * 60 * 60;
        configure(folder.path(), "127.0.0.1", at(end - 1)).unwrap();
        assert_eq!(certificate(folder.path()), first);
        configure(folder.path(), "127.0.0.1", at(end + 1)).unwrap();
        assert_ne!(certificate(folder.path()), first);
    }

    #[test]
    fn a_certificate_of_the_persons_own_is_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        configure(folder.path(), "127.0.0.1", at(NOW)).unwrap();
        let own = certificate(folder.path()).split_off(MADE_HERE.len());
        fs::write(folder.path().join(CERTIFICATE_FILE), &own).unwrap();
        configure(
            folder.path(),
            "studio.example",
            at(NOW + 900 * 24 * 60 * 60),
        )
        .unwrap();
        assert_eq!(certificate(folder.path()), own);
    }

    #[test]
    fn files_that_do_not_belong_together_are_named_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        configure(folder.path(), "127.0.0.1", at(NOW)).unwrap();
        let other = tempfile::tempdir().unwrap();
        configure(other.path(), "127.0.0.1", at(NOW)).unwrap();
        fs::copy(other.path().join("key.pem"), folder.path().join("key.pem")).unwrap();
        let before = certificate(folder.path());
        let error = configure(folder.path(), "127.0.0.1", at(NOW)).unwrap_err();
        assert!(matches!(error, CertificateError::Invalid { .. }), "{error}");
        assert!(error.to_string().contains("delete both"), "{error}");
        assert_eq!(certificate(folder.path()), before);

        fs::remove_file(folder.path().join("key.pem")).unwrap();
        let error = configure(folder.path(), "127.0.0.1", at(NOW)).unwrap_err();
        assert!(matches!(error, CertificateError::Invalid { .. }), "{error}");
    }
}
