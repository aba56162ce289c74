//! An SMTP server, as one address says it.

use std::fmt;

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, TlsParameters};
use percent_encoding::percent_decode_str;
use reqwest::Url;

use crate::here::is_here;

/// Which server, and how it is spoken to. Holds a password: not for logs.
#[derive(Clone)]
pub struct SmtpSettings {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) tls: Tls,
    pub(super) login: Option<Credentials>,
}

/// What is around the conversation.
#[derive(Clone)]
pub(super) enum Tls {
    /// Nothing: a server on this machine, or one that was named so.
    None,
    /// TLS after a word in the open, and no letter without it.
    Starttls(TlsParameters),
    /// TLS from the first byte.
    Implicit(TlsParameters),
}

impl Tls {
    pub(super) fn implicit(&self) -> Option<&TlsParameters> {
        match self {
            Self::Implicit(parameters) => Some(parameters),
            Self::None | Self::Starttls(_) => None,
        }
    }

    pub(super) fn starttls(&self) -> Option<&TlsParameters> {
        match self {
            Self::Starttls(parameters) => Some(parameters),
            Self::None | Self::Implicit(_) => None,
        }
    }
}

impl fmt::Debug for SmtpSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SmtpSettings({}:{})", self.host, self.port)
    }
}

/// An address that names no SMTP server. Never repeats the address, which may hold a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the mail server's address is wrong: {0}")]
pub struct BadUrl(String);

fn bad(why: impl Into<String>) -> BadUrl {
    BadUrl(why.into())
}

impl SmtpSettings {
    /// Reads `smtps://USER:PASSWORD@HOST[:465]` (TLS from the start) or
    /// `smtp://USER:PASSWORD@HOST[:587]` (STARTTLS; on this machine, or with `?tls=none`, neither
    /// TLS nor password). User and password are percent-encoded. `?ca=FILE` names certificates (PEM)
    /// that are trusted beside the usual ones.
    ///
    /// # Errors
    /// What is wrong with it, in words that hold no part of it.
    pub fn from_url(text: &str) -> Result<Self, BadUrl> {
        let url = Url::parse(text).map_err(|error| bad(error.to_string()))?;
        let host = url.host_str().filter(|host| !host.is_empty());
        let host = host.ok_or_else(|| bad("it names no host"))?;
        let host = host.trim_matches(['[', ']']).to_owned();
        if !["", "/"].contains(&url.path()) {
            return Err(bad("nothing may follow the host but ?tls= and ?ca="));
        }
        let wanted = Wanted::of(&url)?;
        let tls = wanted.tls(url.scheme(), &host)?;
        let login = login(&url)?;
        if login.is_some() && matches!(tls, Tls::None) && !is_here(&host) {
            return Err(bad(
                "a password needs TLS: smtps://, or smtp:// without ?tls=none",
            ));
        }
        let usual = match tls {
            Tls::Implicit(_) => 465,
            Tls::Starttls(_) => 587,
            Tls::None => 25,
        };
        Ok(Self {
            port: url.port().unwrap_or(usual),
            host,
            tls,
            login,
        })
    }
}

/// What stands behind the question mark.
#[derive(Default)]
struct Wanted {
    tls: Option<String>,
    trusted: Option<Certificate>,
}

impl Wanted {
    fn of(url: &Url) -> Result<Self, BadUrl> {
        let mut wanted = Self::default();
        for (name, value) in url.query_pairs() {
            match &*name {
                "tls" => wanted.tls = Some(value.into_owned()),
                "ca" => {
                    let pem =
                        std::fs::read(&*value).map_err(|error| bad(format!("?ca=: {error}")))?;
                    let trusted = Certificate::from_pem(&pem);
                    wanted.trusted = Some(trusted.map_err(|_| bad("?ca= names no certificate"))?);
                }
                _ => return Err(bad("it knows ?tls= and ?ca= and nothing else")),
            }
        }
        Ok(wanted)
    }

    fn tls(self, scheme: &str, host: &str) -> Result<Tls, BadUrl> {
        let parameters = |trusted: Option<Certificate>| {
            let mut parameters = TlsParameters::builder(host.to_owned());
            if let Some(trusted) = trusted {
                parameters = parameters.add_root_certificate(trusted);
            }
            parameters
                .build_rustls()
                .map_err(|_| bad("its host cannot have TLS"))
        };
        match (scheme, self.tls.as_deref()) {
            ("smtps", None) => Ok(Tls::Implicit(parameters(self.trusted)?)),
            ("smtps", Some(_)) => Err(bad("smtps:// knows no ?tls=")),
            ("smtp", None) if is_here(host) => Ok(Tls::None),
            ("smtp", Some("none")) => Ok(Tls::None),
            ("smtp", None | Some("starttls")) => Ok(Tls::Starttls(parameters(self.trusted)?)),
            ("smtp", Some(_)) => Err(bad("?tls= is starttls or none")),
            _ => Err(bad("it begins with smtp:// or smtps://")),
        }
    }
}

fn login(url: &Url) -> Result<Option<Credentials>, BadUrl> {
    let plain = |text: &str| {
        let plain = percent_decode_str(text).decode_utf8();
        plain
            .map(std::borrow::Cow::into_owned)
            .map_err(|_| bad("user and password are UTF-8, percent-encoded"))
    };
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        ("", Some(_)) => Err(bad("there is a password but no user")),
        (_, None) => Err(bad("there is a user but no password")),
        (user, Some(password)) => Ok(Some(Credentials::new(plain(user)?, plain(password)?))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(url: &str) -> SmtpSettings {
        SmtpSettings::from_url(url).unwrap()
    }

    #[test]
    fn an_address_says_how_the_server_is_spoken_to() {
        let (open, started) = (read("smtp://127.0.0.1"), read("smtp://mail.example"));
        assert!(matches!((&open.tls, open.port), (Tls::None, 25)));
        assert!(matches!(
            (&started.tls, started.port),
            (Tls::Starttls(_), 587)
        ));
        let whole = read("smtps://shop%40mail.example:p%40ss%2Fw%25rd@mail.example:4650");
        assert!(matches!((&whole.tls, whole.port), (Tls::Implicit(_), 4650)));
        let expected = Credentials::new("shop@mail.example".to_owned(), "p@ss/w%rd".to_owned());
        assert!(whole.login == Some(expected));
        assert!(matches!(
            read("smtp://relay.example:25?tls=none").tls,
            Tls::None
        ));
        assert!(matches!(read("smtp://[::1]:1025").tls, Tls::None));
        assert!(matches!(
            read("smtp://localhost?tls=starttls").tls,
            Tls::Starttls(_)
        ));
    }

    #[test]
    fn what_is_wrong_is_said_without_the_password() {
        for (url, why) in [
            ("smtp://shop:secret@mail.example?tls=none", "needs TLS"),
            (
                "smtp://shop:secret@mail.example?tls=maybe",
                "starttls or none",
            ),
            (
                "smtps://shop:secret@mail.example?tls=none",
                "knows no ?tls=",
            ),
            ("http://shop:secret@mail.example", "begins with"),
            (
                "smtp://shop:secret@mail.example/inbox",
                "nothing may follow",
            ),
            ("smtp://shop:secret@mail.example?pool=5", "nothing else"),
            ("smtp://secret@mail.example", "no password"),
            ("smtp://shop:secret@", "host"),
            (
                "smtps://shop:secret@mail.example?ca=/none/secret.pem",
                "?ca=",
            ),
            ("secret", "wrong"),
        ] {
            let told = SmtpSettings::from_url(url).unwrap_err().to_string();
            assert!(
                told.contains(why) && !told.contains("secret"),
                "{url}: {told}"
            );
        }
        let shown = format!("{:?}", read("smtps://shop:secret@mail.example"));
        assert!(!shown.contains("secret"), "{shown}");
    }
}
