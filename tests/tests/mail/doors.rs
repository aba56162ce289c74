//! Who is let in: passwords, and TLS with a server that is known.

use std::path::PathBuf;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use shop::ports::post::{Mailer, SendError};
use tempfile::TempDir;
use tests::fakes::FakeSmtp;

use crate::letters::to;
use crate::smtp::{at, fate, sender};

#[tokio::test]
async fn a_wrong_password_is_a_matter_of_settings() {
    let server = FakeSmtp::with_login("shop@jangbu.example", "p@ss/w:rd");
    let url = |password: &str| {
        format!(
            "smtp://shop%40jangbu.example:{password}@127.0.0.1:{}",
            server.port()
        )
    };
    at(&url("p%40ss%2Fw%3Ard")).send(&to("kim")).await.unwrap();
    assert_eq!(
        server.arrived()[0].user.as_deref(),
        Some("shop@jangbu.example")
    );
    let wrong = fate(&at(&url("guess")), "kim").await;
    assert!(
        matches!(&wrong, SendError::Misconfigured(told) if told.starts_with("535")),
        "{wrong}"
    );
    let without = fate(&sender(&server), "kim").await;
    assert!(
        matches!(&without, SendError::Misconfigured(told) if told.starts_with("530")),
        "{without}"
    );
    assert_eq!(server.arrived().len(), 1);
}

/// Certificate and key of a server on this machine, and the authority that vouches for it.
struct Identity {
    authority: PathBuf,
    certificate: PathBuf,
    key: PathBuf,
    _directory: TempDir,
}

fn identity() -> Identity {
    let directory = tempfile::tempdir().unwrap();
    let put = |name: &str, pem: String| {
        let path = directory.path().join(name);
        std::fs::write(&path, pem).unwrap();
        path
    };
    let mut authority = CertificateParams::new(vec![]).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority_key = KeyPair::generate().unwrap();
    let own = authority.self_signed(&authority_key).unwrap();
    let issuer = Issuer::new(authority, authority_key);
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let certificate = certificate.signed_by(&key, &issuer).unwrap();
    Identity {
        authority: put("authority.pem", own.pem()),
        certificate: put("certificate.pem", certificate.pem()),
        key: put("key.pem", key.serialize_pem()),
        _directory: directory,
    }
}

#[tokio::test]
async fn passwords_and_letters_go_over_tls_to_a_server_that_is_known() {
    let identity = identity();
    for (tls, scheme, more) in [
        ("starttls", "smtp", "&tls=starttls"),
        ("implicit", "smtps", ""),
    ] {
        let server = FakeSmtp::with_tls(tls, &identity.certificate, &identity.key);
        let url = format!("{scheme}://shop:secret@localhost:{}", server.port());
        let trusting = format!("{url}?ca={}{more}", identity.authority.display());
        at(&trusting).send(&to("kim")).await.unwrap();
        let arrived = server.arrived();
        assert!(
            arrived[0].tls && arrived[0].user.as_deref() == Some("shop"),
            "{tls}: {arrived:?}"
        );
        // Nobody vouches for it, as far as the rest of the world knows.
        let stranger = at(&format!("{url}?{}", more.trim_start_matches('&')));
        let told = fate(&stranger, "kim").await;
        assert!(matches!(told, SendError::Misconfigured(_)), "{tls}: {told}");
        assert_eq!(server.arrived().len(), 1, "{tls}");
    }
}

#[tokio::test]
async fn where_tls_is_wanted_a_server_without_it_gets_no_letter() {
    let server = FakeSmtp::open();
    let url = format!("smtp://localhost:{}?tls=starttls", server.port());
    assert!(matches!(
        fate(&at(&url), "kim").await,
        SendError::Misconfigured(_)
    ));
    assert!(server.arrived().is_empty());
}
