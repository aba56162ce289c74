//! The shop's side: one method per call.

use std::fmt;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use reqwest::{Method as Verb, Url};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::codec::read;
use super::wire::{ApproveAsk, Approved, CancelAsk, Cancelled, Order, Ready, ReadyAsk};
use super::{BASE, Generation, NAME, sign};
use crate::calls::counted;
use crate::paying::call::CallError;
use crate::texting::{Answer, BadAddress, Door};

/// Letters of a `pg_token` at most; KakaoPay's have 20.
const LONGEST_TOKEN: usize = 200;

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

/// What the browser looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Device {
    /// A computer.
    Pc,
    /// A telephone's browser.
    MobileWeb,
    /// The shop's own app.
    App,
}

impl Ready {
    /// Where the shopper's browser is to be sent.
    #[must_use]
    pub fn window(&self, device: Device) -> &str {
        match device {
            Device::Pc => &self.next_redirect_pc_url,
            Device::MobileWeb => &self.next_redirect_mobile_url,
            Device::App => &self.next_redirect_app_url,
        }
    }
}

/// What the browser brings to `approval_url`: it approves once. Never shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PgToken(String);

impl fmt::Debug for PgToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PgToken(hidden)")
    }
}

/// Reads the query that the browser came back with. `None`: there is no `pg_token` in it, or something that
/// is none. It proves nothing; only an approval does.
#[must_use]
pub fn read_return(query: &str) -> Option<PgToken> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let mut tokens = pairs.filter(|(name, _)| *name == "pg_token");
    let (_, token) = tokens.next()?;
    let token = percent_decode_str(token).decode_utf8().ok()?;
    let fits = !token.is_empty()
        && token.len() <= LONGEST_TOKEN
        && token.bytes().all(|letter| letter.is_ascii_graphic());
    // Two of them are nobody's honest return.
    (fits && tokens.next().is_none()).then(|| PgToken(token.into_owned()))
}

/// KakaoPay, seen from the shop.
#[derive(Debug)]
pub struct Client {
    settings: Settings,
    door: Door,
}

/// A request's fields with the merchant's.
#[derive(Serialize)]
struct Fields<'a, T> {
    cid: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cid_secret: Option<&'a str>,
    #[serde(flatten)]
    ask: &'a T,
}

#[derive(Serialize)]
struct OrderAsk<'a> {
    tid: &'a str,
}

impl Client {
    /// # Errors
    /// The address is not one that may be sent to.
    pub fn new(settings: Settings) -> Result<Self, BadAddress> {
        let door = Door::new(&settings.base, settings.deadline)?;
        Ok(Self { settings, door })
    }

    /// Asks for a payment. Its `tid` is to be kept with the order before the shopper leaves.
    ///
    /// # Errors
    /// See [`CallError`]. A payment whose answer was lost is never approved: it can be asked for again.
    pub async fn ready(&self, ask: &ReadyAsk) -> Result<Ready, CallError> {
        let ready: Ready = self.call("ready", ask).await?;
        let windows = [Device::Pc, Device::MobileWeb, Device::App];
        let known = windows
            .iter()
            .all(|device| self.is_window(ready.window(*device)));
        if !known || ready.tid.is_empty() {
            return Err(CallError::Unknown("a window somewhere else".to_owned()));
        }
        Ok(ready)
    }

    /// Approves a payment: from here on it is money. Only its identity is checked; that the amount is the
    /// order's is the caller's to see.
    ///
    /// # Errors
    /// See [`CallError`]. What is unknown is asked with [`Client::order`]; approving again is not safe.
    pub async fn approve(&self, ask: &ApproveAsk) -> Result<Approved, CallError> {
        let approved: Approved = self.call("approve", ask).await?;
        let same = approved.tid == ask.tid
            && approved.cid == self.settings.cid
            && approved.partner_order_id == ask.partner_order_id
            && approved.partner_user_id == ask.partner_user_id;
        of_this(same, approved)
    }

    /// Gives money back, all or a part.
    ///
    /// # Errors
    /// See [`CallError`]. Another remainder than the one that was said is refused, so that a repetition
    /// does nothing; what is unknown is asked with [`Client::order`].
    pub async fn cancel(&self, ask: &CancelAsk) -> Result<Cancelled, CallError> {
        let cancelled: Cancelled = self.call("cancel", ask).await?;
        of_this(cancelled.tid == ask.tid, cancelled)
    }

    /// Asks what became of a payment.
    ///
    /// # Errors
    /// See [`CallError`]; asking again is safe.
    pub async fn order(&self, tid: &str) -> Result<Order, CallError> {
        let order: Order = self.call("order", &OrderAsk { tid }).await?;
        of_this(order.tid == tid, order)
    }

    async fn call<A: Serialize + Sync, T: DeserializeOwned>(
        &self,
        call: &'static str,
        ask: &A,
    ) -> Result<T, CallError> {
        let Settings {
            generation,
            key,
            cid,
            cid_secret,
            ..
        } = &self.settings;
        let fields = Fields {
            cid,
            cid_secret: cid_secret.as_deref(),
            ask,
        };
        let request = self.door.ask(Verb::POST, &generation.path(call));
        let request = request.header("authorization", sign::authorization(*generation, key));
        let request = generation.body(request, &fields);
        counted(NAME, call, async { read(&Answer::to(request).await?) }).await
    }

    /// Whether a shopper may be sent there: a window of KakaoPay's, or of the simulator that is spoken to.
    fn is_window(&self, address: &str) -> bool {
        let (Ok(url), Ok(base)) = (Url::parse(address), Url::parse(&self.settings.base)) else {
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
        url.scheme() == "https" && url.port().is_none() && self.settings.windows.iter().any(within)
    }
}

/// An answer about another payment is none.
fn of_this<T>(same: bool, answer: T) -> Result<T, CallError> {
    if same {
        Ok(answer)
    } else {
        Err(CallError::Unknown(
            "an answer about another payment".to_owned(),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_brings_one_token_or_none() {
        let token = |text: &str| Some(PgToken(text.to_owned()));
        assert_eq!(read_return("pg_token=0a1b2c"), token("0a1b2c"));
        assert_eq!(read_return("try=7&pg_token=0a%2D1b"), token("0a-1b"));
        let long = format!("pg_token={}", "a".repeat(201));
        for none in [
            "",
            "pg_token=",
            "token=1",
            "pg_token=1&pg_token=2",
            "pg_token=%00",
            "pg_token=%EA%B0%80",
            &long,
        ] {
            assert_eq!(read_return(none), None, "{none}");
        }
    }

    #[test]
    fn shoppers_are_sent_only_to_windows_of_kakaopay() {
        let client = Client::new(Settings::new("DEV", "TC0ONETIME")).unwrap();
        for fine in [
            "https://online-payment.kakaopay.com/mockup/bridge/pc/pg/one-time/payment/a",
            "https://mockup-pg-web.kakao.com/v1/a/info",
            "https://kakaopay.com/",
        ] {
            assert!(client.is_window(fine), "{fine}");
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
            assert!(!client.is_window(foreign), "{foreign}");
        }
    }

    #[test]
    fn neither_keys_nor_tokens_are_shown() {
        let mut settings = Settings::new("DEV-KEY", "TC0ONETIME");
        settings.cid_secret = Some("CID-SECRET".to_owned());
        let shown = format!("{settings:?} {:?}", read_return("pg_token=SECRET"));
        assert!(
            !shown.contains("DEV-KEY") && !shown.contains("SECRET"),
            "{shown}"
        );
    }
}
