//! The account that money of a deposit goes back to: with a cancellation or a return, or by itself.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::order::Order;
use domain::payment::Payment;
use letters::Language;
use shop::ports::RefundAccount;
use shop::ports::refund_account::BadAccount;

use super::{Fields, status, text};
use crate::check::{line, narrow};
use crate::error::WebError;
use crate::orderer::Orderer;
use crate::pages::{AccountFields, Notice, RefundAccountPage, RefundTo};
use crate::say::say;
use crate::sent::Sent;
use crate::state::Web;
use crate::view::care::account::{Typed, fields as fields_of, masked};
use crate::visitor::Visitor;
use crate::words;

/// What is known of it, and whether it is asked for.
pub(super) struct Known {
    payment: Payment,
    kept: Option<RefundAccount>,
}

impl Known {
    /// Of an order's payment; what was named for the order that it was added to is good for it, too.
    pub(super) async fn of(web: &Web, state: &Order) -> Result<Self, WebError> {
        let draft = state.draft().ok_or(WebError::NoOrder)?;
        let payment = web.shop.payment_of(&draft.order).await?;
        let kept = web.shop.refund_account_of(draft, &payment).await?;
        Ok(Self { payment, kept })
    }

    /// Whether the shopper is to name one.
    pub(super) fn lacks(&self) -> bool {
        self.payment.lacks_refund_account() && self.kept.is_none()
    }

    /// What a form shows of it.
    pub(super) fn shown(&self, lang: Language, typed: &Fields, wrong: BadAccount) -> RefundTo {
        RefundTo {
            to: self.kept.as_ref().map(|kept| masked(lang, kept)),
            fields: self.lacks().then(|| fields(lang, typed, wrong)),
            optional: false,
        }
    }

    /// Whether a form names one, as far as it was filled in.
    pub(super) fn names(typed: &Fields) -> bool {
        let all = ["account_bank", "account_number", "account_holder"];
        all.iter().any(|name| !text(typed, name).trim().is_empty())
    }

    /// The account that a form names, if it is to name one.
    pub(super) fn read(&self, typed: &Fields) -> Result<Option<RefundAccount>, BadAccount> {
        self.lacks().then(|| read(typed)).transpose()
    }
}

fn read(typed: &Fields) -> Result<RefundAccount, BadAccount> {
    let number = narrow(text(typed, "account_number"));
    let holder = line(text(typed, "account_holder"));
    RefundAccount::read(text(typed, "account_bank"), &number, &holder)
}

fn fields(lang: Language, typed: &Fields, wrong: BadAccount) -> AccountFields {
    let typed = Typed {
        bank: text(typed, "account_bank").to_owned(),
        number: text(typed, "account_number").to_owned(),
        holder: text(typed, "account_holder").to_owned(),
    };
    fields_of(lang, typed, wrong)
}

/// `GET /orders/{order}/{token}/refund-account`
pub async fn show(
    State(web): State<Web>,
    Orderer {
        visitor,
        order,
        state,
    }: Orderer,
) -> Result<Response, WebError> {
    let payment = web.shop.payment_of(&order).await?;
    if payment.takes_refund_account().is_err() {
        return Ok(Redirect::to(&web.tokens.path(&order)).into_response());
    }
    let notice = payment.refund_account_refused();
    let notice = notice.map(|_| Notice::warning(say(visitor.lang(), "refund-account-refused")));
    let fresh = fields(visitor.lang(), &Fields::new(), BadAccount::default());
    page(&web, &visitor, &state, StatusCode::OK, fresh, notice).await
}

/// `POST /orders/{order}/{token}/refund-account`
pub async fn send(
    State(web): State<Web>,
    Orderer {
        visitor,
        order,
        state,
    }: Orderer,
    Sent(typed): Sent<Fields>,
) -> Result<Response, WebError> {
    let lang = visitor.lang();
    let account = match read(&typed) {
        Ok(account) => account,
        Err(wrong) => {
            let (status, again) = (
                StatusCode::UNPROCESSABLE_ENTITY,
                fields(lang, &typed, wrong),
            );
            let notice = Some(Notice::warning(say(lang, "checkout-mend")));
            return page(&web, &visitor, &state, status, again, notice).await;
        }
    };
    let caller = visitor.caller();
    match web
        .shop
        .give_refund_account(&caller, &order, &account)
        .await
    {
        Ok(_) => {
            // What the provider said of the account came after it.
            web.knows_all("orders").await?;
            let path = web.tokens.path(&order);
            Ok(Redirect::to(&format!("{path}?account=1")).into_response())
        }
        Err(error) => {
            let notice = Some(Notice::warning(words::refusal(lang, &error)));
            let status = status(&error, StatusCode::CONFLICT);
            let again = fields(lang, &typed, BadAccount::default());
            page(&web, &visitor, &state, status, again, notice).await
        }
    }
}

async fn page(
    web: &Web,
    visitor: &Visitor,
    state: &Order,
    status: StatusCode,
    fields: AccountFields,
    notice: Option<Notice>,
) -> Result<Response, WebError> {
    let draft = state.draft().ok_or(WebError::NoOrder)?;
    let path = web.tokens.path(&draft.order);
    let page = RefundAccountPage {
        number: draft.order.to_string(),
        action: format!("{path}/refund-account"),
        back: path,
        fields,
        notice,
    };
    let frame = web.frame(visitor).await?;
    web.personal(status, &frame, &page)
}
