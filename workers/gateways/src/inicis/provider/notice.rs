//! What Inicis tells by itself. Both windows' notices come to one door; their fields tell them apart. None is signed:
//! the sender's address and the match of merchant, attempt, issue, account and amount are the whole protection.

use domain::payment::Deposit;
use domain::{AttemptId, NoticeId};
use shop::ports::paying::{Answer, Deposited, Heard, NoticeRequest, Unheard};

use super::super::client::Client;
use super::super::deposit::{self, StandardNotice};
use super::super::notice::{MobileNotice, Told};
use crate::paying::contracts::Contracts;

pub(super) async fn hear(
    contracts: &Contracts<Client>,
    request: &NoticeRequest,
) -> Result<Heard, Unheard> {
    if deposit::is_one(&request.body) {
        let read = StandardNotice::read(&request.body);
        let notice = read.map_err(|_| Unheard::Unreadable("a field of a deposit"))?;
        sender(contracts, request, &notice.merchant)?;
        return standard(notice);
    }
    let read = MobileNotice::read(&request.body);
    let notice = read.map_err(|_| Unheard::Unreadable("a field of a notice"))?;
    let client = sender(contracts, request, &notice.merchant)?;
    match notice.kind {
        Told::Deposited => mobile(client, notice, request).await,
        // Known already, by the approval that issued it.
        Told::Issued => Ok(heard(vec![], None)),
        // Paid in an app whose browser may never come back, or a word that is not known: how it stands is asked.
        Told::Paid(_) | Told::Unknown(_) => Ok(heard(vec![attempt(notice.order)?], None)),
    }
}

/// The client whose merchant it names, if it comes from where that one's notices come from.
fn sender<'a>(
    contracts: &'a Contracts<Client>,
    request: &NoticeRequest,
    merchant: &str,
) -> Result<&'a Client, Unheard> {
    let named = contracts.all().find(|it| it.merchant() == merchant);
    let client = named.ok_or(Unheard::Foreign("another merchant"))?;
    let listed = client.is_told_from(request.address);
    listed
        .then_some(client)
        .ok_or(Unheard::Foreign("an address that is not on the list"))
}

fn standard(notice: StandardNotice) -> Result<Heard, Unheard> {
    let deposited = Deposited {
        attempt: attempt(notice.order)?,
        deposit: Deposit {
            notice: id(notice.id)?,
            issue: notice.issue,
            account: notice.account.text().to_owned(),
            amount: notice.amount,
            at: notice.at,
        },
        reversed: notice.reversed,
    };
    Ok(heard(vec![], Some(deposited)))
}

/// It has no number of its own: an account is paid into once, and the same telling names the same time.
async fn mobile(
    client: &Client,
    notice: MobileNotice,
    request: &NoticeRequest,
) -> Result<Heard, Unheard> {
    let account = match notice.account {
        Some(account) => account,
        None => asked(client, &notice.tid).await?,
    };
    let number = match notice.at {
        Some(at) => format!("{}-{}", notice.tid, at.timestamp()),
        None => notice.tid.clone(),
    };
    let deposited = Deposited {
        attempt: attempt(notice.order)?,
        deposit: Deposit {
            notice: id(number)?,
            issue: Some(notice.tid),
            account: account.text().to_owned(),
            amount: notice.amount,
            at: notice.at.unwrap_or(request.at),
        },
        reversed: false,
    };
    Ok(heard(vec![], Some(deposited)))
}

/// The account's number, where the notice does not say it.
async fn asked(client: &Client, tid: &str) -> Result<crate::paying::private::Private, Unheard> {
    // It is sent again as long as it is not taken.
    let found = client.find(tid).await.map_err(|error| {
        tracing::warn!(%error, "a notice names no account, and its transaction cannot be looked up: {error}");
        Unheard::Unreadable("it names no account, and cannot be looked up just now")
    })?;
    let account = found.account;
    let account = account.ok_or(Unheard::Unreadable("it names no account"))?;
    Ok(account.number)
}

fn attempt(order: String) -> Result<AttemptId, Unheard> {
    AttemptId::new(order).map_err(|_| Unheard::Unreadable("the order's number"))
}

fn id(number: String) -> Result<NoticeId, Unheard> {
    NoticeId::new(number).map_err(|_| Unheard::Unreadable("the notice's number"))
}

const fn heard(attempts: Vec<AttemptId>, deposit: Option<Deposited>) -> Heard {
    Heard {
        attempts,
        deposit,
        answer: Answer::OK,
    }
}
