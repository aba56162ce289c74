//! How the shop is known at KakaoPay, and where it may send its shoppers.

use std::fmt;
use std::time::Duration;

use reqwest::Url;

use super::{BASE, Generation};

/// How the shop is known at KakaoPay.
#[derive(Clone)]
pub struct Settings {
    /// Which API is spoken.
    pub generation: Generation,
    /// Its address.
    pub base: String,
    /// The secret key (legacy: the app's admin key). Never shown.
    pub key: String,
    /// The merchant id.
    pub cid: String,
    /// Its secret, where one was given out. Never shown.
    pub cid_secret: Option<String>,
    /// The hosts whose windows a shopper may be sent to, each with all that end in `.` and it.
    pub windows: Vec<String>,
    /// How long one call may take.
    pub deadline: Duration,
}

impl Settings {
    /// The current API at its own address.
    pub fn new(key: &str, cid: &str) -> Self {
        Self {
            generation: Generation::Current,
            base: BASE.to_owned(),
            key: key.to_owned(),
            cid: cid.to_owned(),
            cid_secret: None,
            windows: vec!["kakaopay.com".to_owned(), "kakao.com".to_owned()],
            deadline: Duration::from_secs(30),
        }
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Settings({} at {}, keys hidden)", self.cid, self.base)
    }
}

impl Settings {
    /// Whether a shopper may be sent there: a window of KakaoPay's, or of the simulator that is spoken to.
    pub(super) fn is_window(&self, address: &str) -> bool {
        let (Ok(url), Ok(base)) = (Url::parse(address), Url::parse(&self.base)) else {
            return false;
        };
        if !url.username().is_empty() || url.password().is_some() {
            return false;
        }
        if base.scheme() == "http" {
            return url.origin() == base.origin();
        }
        let host = url.host_str().unwrap_or_default();
        let within = |name: &String| {
            let before = host.strip_suffix(name.as_str());
            before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
        };
        url.scheme() == "https" && url.port().is_none() && self.windows.iter().any(within)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shoppers_are_sent_only_to_windows_of_kakaopay() {
        let settings = Settings::new("DEV", "TC0ONETIME");
        for fine in [
            "https://online-payment.kakaopay.com/mockup/bridge/pc/pg/one-time/payment/a",
            "https://mockup-pg-web.kakao.com/v1/a/info",
            "https://kakaopay.com/",
        ] {
            assert!(settings.is_window(fine), "{fine}");
        }
        for foreign in [
            "https://online-payment.kakaopay.com.evil.test/a",
            "https://evilkakaopay.com/a",
            "https://evil.test/#online-payment.kakaopay.com",
            "https://online-payment.kakaopay.com@evil.test/a",
            "https://user@online-payment.kakaopay.com/a",
            "https://online-payment.kakaopay.com:8443/a",
            "http://online-payment.kakaopay.com/a",
            "javascript:alert(1)",
            "//online-payment.kakaopay.com/a",
            "",
        ] {
            assert!(!settings.is_window(foreign), "{foreign}");
        }
    }

    #[test]
    fn neither_keys_nor_tokens_are_shown() {
        let mut settings = Settings::new("DEV-KEY", "TC0ONETIME");
        settings.cid_secret = Some("CID-SECRET".to_owned());
        let shown = format!("{settings:?}");
        assert!(
            !shown.contains("DEV-KEY") && !shown.contains("SECRET"),
            "{shown}"
        );
    }
}
