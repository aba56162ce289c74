//! Where the database is and how the way there is protected, as libpq's URL says it.

use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio_postgres::config::Host;
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::log::LogError;

/// A database and how to speak to it.
#[derive(Clone)]
pub(crate) struct Target {
    pub(crate) config: tokio_postgres::Config,
    pub(crate) tls: Option<MakeRustlsConnect>,
}

/// Reads a URL. `sslmode` means what it means to libpq: `require` encrypts, `verify-ca`
/// and `verify-full` also check who answers (we always check the name), against
/// `sslrootcert` or the machine's own roots. Sockets on this machine need none of it.
pub(crate) fn target(url: &str) -> Result<Target, LogError> {
    let parts = split(url);
    let mut config: tokio_postgres::Config = parts
        .url
        .parse()
        .map_err(|_| LogError::Internal("DATABASE_URL is not a PostgreSQL URL".to_owned()))?;
    config
        .application_name("jangbu log")
        .connect_timeout(std::time::Duration::from_secs(3));
    let local = config
        .get_hosts()
        .iter()
        .all(|host| matches!(host, Host::Unix(_)));
    let verify = parts
        .mode
        .as_deref()
        .is_some_and(|mode| mode.starts_with("verify-"))
        || parts.root.is_some();
    let tls = match parts.mode.as_deref() {
        Some("disable" | "allow") => None,
        _ if local => None,
        _ if verify => Some(verified(parts.root.as_deref())?),
        _ => Some(encrypted()?),
    };
    config.ssl_mode(match (&tls, parts.mode.as_deref()) {
        (None, _) => tokio_postgres::config::SslMode::Disable,
        (Some(_), None | Some("prefer")) if !verify => tokio_postgres::config::SslMode::Prefer,
        (Some(_), _) => tokio_postgres::config::SslMode::Require,
    });
    Ok(Target {
        config,
        tls: tls.map(MakeRustlsConnect::new),
    })
}

struct Parts {
    url: String,
    mode: Option<String>,
    root: Option<String>,
}

/// Takes out of the URL what tokio-postgres does not know or reads differently.
fn split(url: &str) -> Parts {
    let Some((base, query)) = url.split_once('?') else {
        return Parts {
            url: url.to_owned(),
            mode: None,
            root: None,
        };
    };
    let mut parts = Parts {
        url: base.to_owned(),
        mode: None,
        root: None,
    };
    let mut kept = Vec::new();
    for pair in query.split('&') {
        match pair.split_once('=') {
            Some(("sslmode" | "ssl-mode", mode)) => parts.mode = Some(mode.to_owned()),
            Some(("sslrootcert" | "ssl-root-cert" | "ssl-ca", path)) => {
                parts.root = Some(decode(path));
            }
            // sqlx's own wishes.
            Some(("statement-cache-capacity", _)) => {}
            _ => kept.push(pair),
        }
    }
    if !kept.is_empty() {
        parts.url = format!("{base}?{}", kept.join("&"));
    }
    parts
}

/// Undoes the percent signs of a path.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = (*first == b'%').then(|| tail.get(..2)).flatten();
        let escaped = hex
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(escaped.unwrap_or(*first));
        rest = if escaped.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn verified(root: Option<&str>) -> Result<ClientConfig, LogError> {
    let broken =
        |why: String| LogError::Internal(format!("the database's root certificates: {why}"));
    let mut roots = RootCertStore::empty();
    match root {
        Some(path) => {
            for certificate in
                CertificateDer::pem_file_iter(path).map_err(|error| broken(error.to_string()))?
            {
                let certificate = certificate.map_err(|error| broken(error.to_string()))?;
                roots
                    .add(certificate)
                    .map_err(|error| broken(error.to_string()))?;
            }
        }
        None => {
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
    }
    if roots.is_empty() {
        return Err(broken("there are none".to_owned()));
    }
    Ok(builder()?
        .with_root_certificates(roots)
        .with_no_client_auth())
}

fn encrypted() -> Result<ClientConfig, LogError> {
    let verifier = Arc::new(AnyServer(Arc::new(aws_lc_rs::default_provider())));
    Ok(builder()?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth())
}

fn builder() -> Result<rustls::ConfigBuilder<ClientConfig, rustls::WantsVerifier>, LogError> {
    ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| LogError::Internal(error.to_string()))
}

/// Encrypts towards whoever answers, as `sslmode=require` does: keeps listeners out, not
/// impostors.
#[derive(Debug)]
struct AnyServer(Arc<CryptoProvider>);

impl ServerCertVerifier for AnyServer {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(
            message,
            cert,
            signed,
            &self.0.signature_verification_algorithms,
        )
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(
            message,
            cert,
            signed,
            &self.0.signature_verification_algorithms,
        )
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_socket_directory_needs_no_encryption() {
        let target = target("postgres://shop@%2Fabs%2Fdir/db").expect("a URL");
        assert_eq!(target.config.get_hosts(), [Host::Unix("/abs/dir".into())]);
        assert!(target.tls.is_none());
    }

    #[test]
    fn a_demanded_encryption_is_never_dropped() {
        for mode in ["require", "verify-ca", "verify-full"] {
            let found = target(&format!("postgres://shop@db.example/db?sslmode={mode}"));
            // Without roots on this machine verifying modes fail, and must not fall back.
            if let Ok(found) = found {
                assert!(found.tls.is_some(), "{mode}");
                assert_eq!(
                    found.config.get_ssl_mode(),
                    tokio_postgres::config::SslMode::Require,
                    "{mode}"
                );
            }
        }
        assert!(
            target("postgres://db.example/db?sslmode=disable")
                .expect("a URL")
                .tls
                .is_none()
        );
    }

    #[test]
    fn a_root_certificate_is_taken_from_where_the_url_says() {
        let parts = split(
            "postgres://db.example/db?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem&connect_timeout=2",
        );
        assert_eq!(parts.root.as_deref(), Some("/etc/ca.pem"));
        assert_eq!(parts.url, "postgres://db.example/db?connect_timeout=2");
    }
}
