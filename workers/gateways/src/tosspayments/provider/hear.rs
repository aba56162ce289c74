//! What Toss Payments tells by itself. None of the notices that matter here is signed: each is a hint, and the
//! payment is asked for.

use domain::payment::Deposit;
use domain::{AttemptId, NoticeId};
use shop::ports::paying::{Answer, Deposited, Heard, NoticeRequest, Unheard};

use crate::paying::contracts::Contracts;
use crate::tosspayments::notice::{self, Notice};
use crate::tosspayments::wire::{Payment, Status};
use crate::tosspayments::{Client, sign};

/// The signature, where there is one, and the time that it is over.
const SIGNATURE: &str = "tosspayments-webhook-signature";
const TIME: &str = "tosspayments-webhook-transmission-time";

/// Reads a notice of whichever store's it is.
pub(super) async fn hear(
    contracts: &Contracts<Client>,
    request: &NoticeRequest,
) -> Result<Heard, Unheard> {
    if !may_be_theirs(contracts, request) {
        return Err(Unheard::Foreign("a wrong signature"));
    }
    let read = notice::read(&request.body);
    let deposit = match read.map_err(|_| Unheard::Unreadable("no notice"))? {
        Notice::Deposit(deposit) => deposit,
        Notice::Changed(changed) => {
            return Ok(Heard {
                attempts: AttemptId::new(changed.order_id).into_iter().collect(),
                deposit: None,
                answer: Answer::TAKEN,
            });
        }
        Notice::Other(_) => {
            return Ok(Heard {
                attempts: vec![],
                deposit: None,
                answer: Answer::TAKEN,
            });
        }
    };
    let payment = named(contracts, &deposit.order_id).await?;
    let payment = payment.filter(|payment| deposit.is_about(payment));
    let payment = payment.ok_or(Unheard::Foreign("no payment of ours"))?;
    Ok(Heard {
        attempts: vec![],
        deposit: deposited(&deposit, &payment, request),
        answer: Answer::TAKEN,
    })
}

/// Most notices are not signed. One that is must be signed with a key of ours, as far as we have one.
fn may_be_theirs(contracts: &Contracts<Client>, request: &NoticeRequest) -> bool {
    let header = |wanted: &str| {
        let found = request.headers.iter().find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.as_str())
    };
    let Some(signature) = header(SIGNATURE) else {
        return true;
    };
    let time = header(TIME).unwrap_or_default();
    let mut keys = contracts.all().filter_map(Client::security_key).peekable();
    let signed = |key: &str| sign::is_signed(signature, time, &request.body, key);
    keys.peek().is_none() || keys.any(signed)
}

/// The payment that a notice names, whichever store's it is.
async fn named(contracts: &Contracts<Client>, order: &str) -> Result<Option<Payment>, Unheard> {
    for client in contracts.all() {
        let found = client.payment_of_order(order).await;
        if let Some(found) = found.map_err(|_| Unheard::Unreadable("nobody can be asked"))? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// The deposit that a notice tells of, as the payment itself says.
fn deposited(
    told: &notice::Deposit,
    payment: &Payment,
    request: &NoticeRequest,
) -> Option<Deposited> {
    let reversed = match (&told.status, &payment.status) {
        // Told late: its bank took it back since then, and that is told by itself.
        (Status::Done, Status::WaitingForDeposit) => return None,
        (Status::Done, _) => false,
        (Status::WaitingForDeposit, _) => true,
        _ => return None,
    };
    let account = payment.virtual_account.as_ref()?;
    let id = told.transaction_key.as_ref()?;
    Some(Deposited {
        attempt: AttemptId::new(payment.order_id.clone()).ok()?,
        deposit: Deposit {
            notice: NoticeId::new(id.clone()).ok()?,
            issue: Some(payment.payment_key.clone()),
            account: account.account_number.clone(),
            amount: payment.total_amount,
            at: payment.approved_at.unwrap_or(request.at),
        },
        reversed,
    })
}
