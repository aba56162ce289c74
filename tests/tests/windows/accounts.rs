//! Accounts that are issued in a window: the deposit is told later, once or often, early or late, or by somebody
//! else.

use std::time::Duration;

use domain::order::Status;
use domain::payment::PaymentStatus;
use domain::{AttemptId, OrderId, Won};
use gateways::paying::fault::Fault;
use shop::amend::Cancellation;
use shop::paying::Came;
use shop::ports::GatewayError;
use shop::ports::paying::{NoticeRequest, PayBack};
use tests::shop::shopper;

use crate::bank::{Call, Which};
use crate::street::{PRICE, Street};

impl Street {
    /// The shopper pays into the account of the order's first window.
    fn deposit(&self, order: &OrderId) {
        let attempt = AttemptId::of(order, 1);
        assert!(self.bank.takes_deposit(attempt.as_str(), PRICE));
    }

    /// Waits until what is told has brought an order this far.
    async fn until(&self, order: &OrderId, status: Status) {
        for _ in 0..200 {
            if self.status(order).await == status {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("never {status:?}: {:?}", self.payment(order).await);
    }

    /// An order whose account waits.
    async fn waiting(&self) -> OrderId {
        let order = self.order("key-1").await;
        let came = self.visit(&order, "approve").await;
        assert!(matches!(came, Came::AccountWaits(_)), "{came:?}");
        order
    }

    /// The same, paid.
    async fn filled(&self) -> OrderId {
        let order = self.waiting().await;
        self.deposit(&order);
        self.until(&order, Status::Paid).await;
        order
    }

    /// What the shop answers to a notice.
    async fn told(&self, notice: &NoticeRequest) -> Result<bool, shop::ShopError> {
        let (provider, store) = (self.provider(), tests::shop::store_id());
        let heard = self.shop.provider_told(&provider, &store, notice).await;
        heard.map(|heard| heard.is_ok())
    }
}

#[tokio::test]
async fn an_account_is_issued_filled_and_pays_the_order() {
    for which in Which::ISSUERS {
        let street = Street::with_accounts(which).await;
        let order = street.waiting().await;
        let payment = street.payment(&order).await;
        assert_eq!(payment.status(), PaymentStatus::AwaitingDeposit);
        let account = payment.account().unwrap();
        assert_eq!(account.bank.len(), 3, "{which:?}");
        assert!(account.deadline > street.shop.now());
        street.deposit(&order);
        street.until(&order, Status::Paid).await;
        assert_eq!(street.payment(&order).await.captured(), PRICE);
        street.assert_books_agree(&order).await;
    }
}

#[tokio::test]
async fn a_deposit_that_is_told_ten_times_at_once_pays_once() {
    for which in Which::ISSUERS {
        let street = Street::with_accounts(which).await;
        let order = street.waiting().await;
        street.door().shut(true);
        street.deposit(&order);
        let notice = street.door().deposit().await;
        let all = (0..10).map(|_| street.told(&notice));
        for told in futures::future::join_all(all).await {
            assert!(told.unwrap(), "{which:?}");
        }
        street.door().shut(false);
        street.until(&order, Status::Paid).await;
        let payment = street.payment(&order).await;
        assert_eq!(payment.captured(), PRICE);
        assert!(payment.unmatched().is_empty(), "{which:?}: {payment:?}");
        street.assert_books_agree(&order).await;
    }
}

#[tokio::test]
async fn a_deposit_that_is_told_before_the_browser_is_back_pays_too() {
    for which in Which::WITH_ACCOUNTS {
        let street = Street::with_accounts(which).await;
        let order = street.order("key-1").await;
        let back = street.window(&order, "approve").await;
        if !which.takes_in_window() {
            // The account is there, and only its provider knows.
            street.bank.fail(Call::Approve, Fault::LostAnswer, 1);
            assert_eq!(street.back(&order, 1, &back).await, Came::Unsure);
        }
        street.deposit(&order);
        street.settle(&order).await;
        street.until(&order, Status::Paid).await;
        assert_eq!(street.back(&order, 1, &back).await, Came::Paid(None));
        street.assert_books_agree(&order).await;
    }
}

#[tokio::test]
async fn what_somebody_else_tells_changes_nothing() {
    for which in Which::WITH_ACCOUNTS {
        let street = Street::with_accounts(which).await;
        let order = street.waiting().await;
        street.door().shut(true);
        street.deposit(&order);
        let right = street.door().deposit().await;
        let mut forged = right.clone();
        let text = String::from_utf8(forged.body).unwrap();
        // One changes what is signed, the other the secret that stands for a signature.
        let text = text.replacen("\"paymentId\":\"", "\"paymentId\":\"x", 1);
        forged.body = text
            .replacen("\"secret\":\"ps_", "\"secret\":\"ps_0", 1)
            .into_bytes();
        assert_ne!(forged.body, right.body);
        assert!(!street.told(&forged).await.unwrap(), "{which:?}");
        let mut old = right.clone();
        old.at += chrono::Duration::minutes(6);
        let believed = street.told(&old).await.unwrap();
        // Who signs the time is not repeated later; who does not is asked each time.
        assert_eq!(believed, which == Which::TossPayments);
        let nonsense = NoticeRequest {
            body: b"{".to_vec(),
            ..right
        };
        assert!(!street.told(&nonsense).await.unwrap(), "{which:?}");
        if which == Which::PortOne {
            assert_eq!(street.payment(&order).await.captured(), Won(0));
        }
    }
}

#[tokio::test]
async fn a_deposit_after_the_cancellation_waits_for_staff() {
    for which in Which::ISSUERS {
        let street = Street::with_accounts(which).await;
        let order = street.waiting().await;
        let whole = Cancellation::whole("shopper");
        let done = street.shop.cancel(&shopper(), &order, whole).await;
        done.unwrap();
        street.deposit(&order);
        for _ in 0..200 {
            if !street.payment(&order).await.unmatched().is_empty() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let payment = street.payment(&order).await;
        let all: Vec<Won> = payment.unmatched().values().map(|it| it.amount).collect();
        assert_eq!(all, [PRICE], "{which:?}");
        assert_eq!(payment.captured(), Won(0));
        assert_eq!(street.status(&order).await, Status::Cancelled);
    }
}

#[tokio::test]
async fn the_account_of_an_order_that_is_given_up_takes_no_deposit() {
    for which in Which::WITH_ACCOUNTS {
        let street = Street::with_accounts(which).await;
        let order = street.waiting().await;
        let whole = Cancellation::whole("shopper");
        let done = street.shop.cancel(&shopper(), &order, whole).await;
        done.unwrap();
        street.settle(&order).await;
        let attempt = AttemptId::of(&order, 1);
        assert!(
            !street.bank.takes_deposit(attempt.as_str(), PRICE),
            "{which:?}"
        );
        street.settle(&order).await;
        assert_eq!(street.bank.balance(attempt.as_str()), Won(0));
    }
}

#[tokio::test]
async fn a_deposit_that_its_bank_takes_back_is_seen() {
    for which in Which::ISSUERS {
        let street = Street::with_accounts(which).await;
        let order = street.filled().await;
        assert!(street.bank.reverse(AttemptId::of(&order, 1).as_str()));
        for _ in 0..200 {
            if street.payment(&order).await.is_reversed() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let payment = street.payment(&order).await;
        assert!(payment.is_reversed(), "{which:?}: {payment:?}");
        assert_eq!(payment.with_provider(), Won(0));
        // Goods may be on their way: staff decide.
        assert_eq!(street.status(&order).await, Status::Paid);
    }
}

#[tokio::test]
async fn a_deposit_goes_back_to_the_account_that_the_shopper_names() {
    for which in Which::WITH_ACCOUNTS {
        let street = Street::with_accounts(which).await;
        let order = street.filled().await;
        let ask = street.pay_back(&order, Won(5_000), PRICE, "refund-a").await;
        let provider = street.bank.provider(Duration::from_secs(5));
        let nowhere = PayBack {
            account: None,
            ..ask.clone()
        };
        let told = provider.pay_back(&nowhere).await;
        let refused = matches!(told, Err(GatewayError::AccountRefused(_)));
        assert!(refused, "{which:?}: {told:?}");
        let first = provider.pay_back(&ask).await.unwrap();
        assert_eq!(provider.pay_back(&ask).await, Ok(first), "{which:?}");
        let attempt = AttemptId::of(&order, 1);
        assert_eq!(street.bank.balance(attempt.as_str()), PRICE - Won(5_000));
        let (rest, held) = (PRICE - Won(5_000), PRICE - Won(5_000));
        let ask = street.pay_back(&order, rest, held, "refund-b").await;
        provider.pay_back(&ask).await.unwrap();
        assert_eq!(street.bank.balance(attempt.as_str()), Won(0));
        // What the shop itself gave back is no reversal.
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert!(!street.payment(&order).await.is_reversed(), "{which:?}");
    }
}
