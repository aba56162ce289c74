//! The provider of the demo shop: issues accounts and pays back without an account
//! anywhere, and keeps books of its own.

use std::sync::Arc;

use async_trait::async_trait;
use domain::{PaymentId, Won};
use shop::ports::{AccountAsk, GatewayError, IssuedAccount, RefundAsk, VirtualAccounts};
use uuid::Uuid;

use crate::books::{Books, Entered, Entry};
use crate::calls::counted;

/// Names the accounts that are derived from payments.
const ACCOUNTS: Uuid = Uuid::from_u128(0x4465_6d6f_2042_616e_8b20_6163_636f_756e);

/// The provider of the demo shop.
pub struct DemoBank {
    merchant: String,
    books: Arc<Books>,
}

impl DemoBank {
    /// A provider that knows the shop by this merchant id.
    pub fn new(merchant: impl Into<String>, books: Books) -> Self {
        Self {
            merchant: merchant.into(),
            books: Arc::new(books),
        }
    }

    /// The merchant id that its notices name.
    pub fn merchant(&self) -> &str {
        &self.merchant
    }

    /// Its own books.
    pub fn books(&self) -> &Books {
        &self.books
    }

    /// The account of a payment: the same for every asking, as the port demands.
    pub fn account(&self, payment: &PaymentId, bank: &str) -> IssuedAccount {
        let hash = Uuid::new_v5(&ACCOUNTS, payment.as_str().as_bytes()).as_u128();
        IssuedAccount {
            bank: bank.to_owned(),
            account: format!("{:014}", hash % 100_000_000_000_000),
            issue: format!("StdpayVBNK{}{:020}", self.merchant, hash % 10_u128.pow(20)),
        }
    }
}

#[async_trait]
impl VirtualAccounts for DemoBank {
    async fn issue(&self, ask: &AccountAsk) -> Result<IssuedAccount, GatewayError> {
        counted("demo-bank", "issue", async {
            if ask.amount <= Won::ZERO {
                return Err(GatewayError::Declined(
                    "an account needs an amount above zero".to_owned(),
                ));
            }
            Ok(self.account(&ask.payment, &ask.bank))
        })
        .await
    }

    async fn refund(&self, ask: &RefundAsk) -> Result<String, GatewayError> {
        counted("demo-bank", "refund", self.pay_back(ask)).await
    }
}

impl DemoBank {
    async fn pay_back(&self, ask: &RefundAsk) -> Result<String, GatewayError> {
        if is_nobodys(&ask.account.number) {
            return Err(GatewayError::AccountRefused("no-such-account".to_owned()));
        }
        let order = ask.payment.order().map(String::from).unwrap_or_default();
        let key = ask.refund.to_string();
        let reference = format!("DEMO-{key}");
        let (books, amount) = (self.books.clone(), ask.amount);
        let enter = move || books.enter(&Entry::Refund { key, order, amount });
        // The file is locked and synced: not on a thread that others' requests need.
        match tokio::task::spawn_blocking(enter).await {
            Ok(Ok(Entered::New | Entered::Again)) => Ok(reference),
            Ok(Ok(Entered::Differs)) => Err(GatewayError::Declined(
                "this refund was paid with another amount".to_owned(),
            )),
            Ok(Err(error)) => Err(GatewayError::Unknown(error.to_string())),
            Err(error) => Err(GatewayError::Unknown(error.to_string())),
        }
    }
}

/// One digit over and over is the number of no account: in the demo, a mistyped one.
pub(crate) fn is_nobodys(number: &str) -> bool {
    let mut digits = number.bytes();
    let first = digits.next();
    digits.all(|digit| Some(digit) == first)
}
