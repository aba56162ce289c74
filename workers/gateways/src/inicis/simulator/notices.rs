//! Telling the shop of accounts and deposits: again and again, until it says exactly `OK`.

use std::net::IpAddr;
use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::Won;
use reqwest::{Client, RequestBuilder};

use super::approve::BANK;
use super::book::{Book, NoticeSent, Payment};
use super::deposits::Deposit;
use super::{Office, Shared};
use crate::inicis::deposit_notice::{Answer, DepositNotice};
use crate::inicis::wire::form::{Charset, encode};
use crate::inicis::wire::stamp;
use crate::paying::notices::{Patience, tell as tell_patiently};

/// A notice that is to be sent.
#[derive(Clone)]
pub(super) struct Notice {
    pub(super) id: String,
    /// Where it stands in the book.
    place: usize,
    order: String,
    /// Nothing: the merchant never registered an address, so nobody is told.
    url: Option<String>,
    body: String,
    from: Option<IpAddr>,
}

impl Notice {
    /// Of a deposit or its reversal: the PC's notice, or the telephones'.
    pub(super) fn deposit(
        office: &Office,
        paid: &Payment,
        wanted: &Deposit,
        id: String,
        amount: Won,
        at: DateTime<Utc>,
    ) -> Self {
        let depositor = wanted.depositor.as_ref().unwrap_or(&paid.buyer);
        // How telephones' notices tell of a reversal is not published: it is told as all others are.
        let (url, body) = if paid.mobile && !wanted.reversed {
            let body = mobile(office, paid, "02", amount, depositor, at);
            (paid.notice_url.clone(), body)
        } else {
            let notice = standard(office, paid, &id, amount, depositor, at);
            let body = if wanted.reversed {
                notice.to_reversal()
            } else {
                notice.to_form()
            };
            (office.account.deposit_url.clone(), body)
        };
        Self {
            id,
            place: 0,
            order: paid.order.clone(),
            url,
            body,
            from: wanted.from,
        }
    }

    /// Writes down that it is being told.
    pub(super) fn keep(&mut self, book: &mut Book) {
        self.place = book.notices.len();
        book.notices.push(NoticeSent {
            id: self.id.clone(),
            order: self.order.clone(),
            taken: None,
        });
    }

    /// The client that speaks from the notice's address.
    fn client(&self) -> reqwest::Result<Client> {
        Client::builder()
            .timeout(Duration::from_secs(10))
            .redirect(reqwest::redirect::Policy::none())
            .local_address(self.from)
            .no_proxy()
            .build()
    }

    fn request(&self, client: &Client, url: &str) -> RequestBuilder {
        let kind = "application/x-www-form-urlencoded";
        let request = client.post(url).header("content-type", kind);
        request.body(self.body.clone())
    }
}

/// Exactly two bytes and status 200 are a yes.
fn believed(status: u16, body: &[u8]) -> bool {
    let body = body.to_vec();
    Answer { status, body }.is_ok()
}

/// Tells of an account that was issued in the mobile window.
pub(super) fn issued(office: &Shared, paid: &Payment) {
    let (now, merchant) = (office.clock.now(), &office.account.merchant);
    let mut notice = Notice {
        place: 0,
        id: office
            .kept
            .change(|book| book.number("INIMXISSUE", merchant, now)),
        order: paid.order.clone(),
        url: paid.notice_url.clone(),
        body: mobile(office, paid, "00", paid.amount, &paid.buyer, now),
        from: None,
    };
    office.kept.change(|book| notice.keep(book));
    tokio::spawn(tell(office.clone(), notice));
}

/// Sends until it is taken, or patience ends.
pub(super) async fn tell(office: Shared, notice: Notice) {
    send(&office, &notice, office.account.patience).await;
}

/// Sends once.
pub(super) async fn try_once(office: &Office, notice: &Notice) -> bool {
    let once = Patience {
        tries: 1,
        ..office.account.patience
    };
    send(office, notice, once).await
}

async fn send(office: &Office, notice: &Notice, patience: Patience) -> bool {
    let taken = match (&notice.url, notice.client()) {
        (Some(url), Ok(client)) => {
            tell_patiently(patience, || notice.request(&client, url), believed).await
        }
        _ => false,
    };
    office.kept.change(|book| {
        if let Some(sent) = book.notices.get_mut(notice.place) {
            sent.taken = Some(taken);
        }
    });
    taken
}

fn standard(
    office: &Office,
    paid: &Payment,
    id: &str,
    amount: Won,
    depositor: &str,
    at: DateTime<Utc>,
) -> DepositNotice {
    DepositNotice {
        deposit: id.to_owned(),
        issue: paid.tid.clone(),
        order: paid.order.clone(),
        merchant: office.account.merchant.clone(),
        account: paid.account.clone(),
        bank: format!("0{BANK}"),
        bank_name: "신한은행".to_owned(),
        amount,
        depositor: depositor.to_owned(),
        at,
    }
}

fn mobile(
    office: &Office,
    paid: &Payment,
    status: &str,
    amount: Won,
    depositor: &str,
    at: DateTime<Utc>,
) -> String {
    let (at, amount) = (stamp(at), amount.0.to_string());
    let account = format!("P_VACCT_NO={}|P_EXP_DT={}", paid.account, paid.until);
    let fields = [
        ("P_TID", paid.tid.as_str()),
        ("P_MID", &office.account.merchant),
        ("P_AUTH_DT", &at),
        ("P_STATUS", status),
        ("P_TYPE", paid.method.mobile()),
        ("P_OID", &paid.order),
        ("P_FN_CD1", BANK),
        ("P_FN_CD2", " "),
        ("P_FN_NM", "신한은행"),
        ("P_AMT", &amount),
        ("P_UNAME", depositor),
        ("P_RMESG1", &account),
        ("P_RMESG2", " "),
        ("P_NOTI", &paid.echo),
        ("P_AUTH_NO", " "),
        ("P_SRC_CODE", " "),
    ];
    encode(&fields, Charset::EucKr)
}
