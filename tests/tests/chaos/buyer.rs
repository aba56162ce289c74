//! Shoppers who order, and a provider that sends its notice until it hears OK.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use domain::Won;
use gateways::books::{Books, Entry};
use gateways::inicis::deposit_notice::{DepositNotice, send};
use jangbu::shop::DEMO_MERCHANT;
use tests::html::field;
use tokio::sync::Mutex;

use super::visitor::{PATIENCE, Visitor};

/// An order that the shop acknowledged and whose deposit it took.
#[derive(Debug, Clone)]
pub struct Bought {
    pub order: String,
}

/// Many shoppers at one shop.
#[derive(Clone)]
pub struct Crowd {
    address: String,
    books: Arc<Books>,
}

impl Crowd {
    pub fn at(address: &str, books: Books) -> Self {
        Self {
            address: address.to_owned(),
            books: Arc::new(books),
        }
    }

    /// So many checkouts by so many shoppers at once.
    pub async fn buy(&self, checkouts: usize, shoppers: usize) -> Vec<Bought> {
        let left = Arc::new(AtomicUsize::new(checkouts));
        let goes_on = move || {
            left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                left.checked_sub(1)
            })
            .is_ok()
        };
        self.shop_while(goes_on, shoppers).await
    }

    /// As many checkouts as there is time for.
    pub async fn buy_until(&self, done: &Arc<AtomicBool>, shoppers: usize) -> Vec<Bought> {
        let done = done.clone();
        self.shop_while(move || !done.load(Ordering::Relaxed), shoppers)
            .await
    }

    async fn shop_while<F>(&self, goes_on: F, shoppers: usize) -> Vec<Bought>
    where
        F: Fn() -> bool + Send + Sync + 'static,
    {
        let (goes_on, bought) = (Arc::new(goes_on), Arc::new(Mutex::new(vec![])));
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..shoppers {
            let (crowd, goes_on, bought) = (self.clone(), goes_on.clone(), bought.clone());
            tasks.spawn(async move {
                while goes_on() {
                    let one = crowd.buy_one().await;
                    bought.lock().await.push(one);
                }
            });
        }
        while let Some(ended) = tasks.join_next().await {
            ended.unwrap();
        }
        let bought = bought.lock().await;
        bought.clone()
    }

    async fn buy_one(&self) -> Bought {
        let visitor = Visitor::at(&self.address);
        for product in ["rice", "tea"] {
            visitor.put(product).await;
        }
        let page = visitor.open("/checkout").await;
        let (key, total) = (field(&page, "checkout_key"), field(&page, "shown_total"));
        let mut form = vec![
            ("checkout_key", key.as_str()),
            ("shown_total", &total),
            ("step", "order"),
        ];
        form.extend(FORM);
        let path = visitor.press("/checkout", &form).await;
        let path = path.split('?').next().unwrap().to_owned();
        let order = path
            .split('/')
            .nth(2)
            .unwrap_or_else(|| panic!("no order in {path}"))
            .to_owned();
        // A button pressed twice puts two into the cart: what is due is what the form said.
        let due = Won(total.parse().unwrap());
        self.deposit(&visitor, &path, &order, due).await;
        Bought { order }
    }

    /// Reads the account on the order's page, which shows it as soon as the tables know it.
    async fn account(visitor: &Visitor, path: &str) -> String {
        let began = Instant::now();
        loop {
            let page = visitor.open(path).await;
            if let Some(account) = account(&page) {
                return account;
            }
            assert!(began.elapsed() < PATIENCE, "no account at {path}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// The provider sends its notice until it hears OK, sometimes once more, and writes
    /// the deposit into its books.
    async fn deposit(&self, visitor: &Visitor, path: &str, order: &str, amount: Won) {
        let account = Self::account(visitor, path).await;
        let bank = gateways::demo_bank::DemoBank::new(DEMO_MERCHANT, Books::in_memory());
        let payment = domain::OrderId::new(order).unwrap().payment();
        let issued = bank.account(&payment, "088");
        assert_eq!(
            issued.account, account,
            "the page shows the account that was issued"
        );
        let notice = DepositNotice {
            deposit: format!("DEP-{order}"),
            issue: issued.issue,
            order: order.to_owned(),
            merchant: DEMO_MERCHANT.to_owned(),
            account: issued.account,
            bank: "088".to_owned(),
            bank_name: "신한은행".to_owned(),
            amount,
            depositor: "홍길동".to_owned(),
            at: chrono::Utc::now(),
        };
        let url = format!("{}/webhooks/inicis/vbank", self.address);
        let began = Instant::now();
        while !send(&url, &notice).await.is_ok_and(|answer| answer.is_ok()) {
            assert!(
                began.elapsed() < PATIENCE,
                "the shop never takes the notice of {order}"
            );
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let (key, order) = (notice.deposit, notice.order);
        self.books
            .enter(&Entry::Deposit {
                key,
                order,
                amount: notice.amount,
            })
            .unwrap();
    }
}

/// The account number on an order's page: the only run of 14 digits.
fn account(page: &str) -> Option<String> {
    let digits = |text: &&str| text.len() == 14 && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut runs = page.split(|letter: char| !letter.is_ascii_digit());
    runs.find(digits).map(str::to_owned)
}

const FORM: [(&str, &str); 10] = [
    ("orderer_name", "홍길동"),
    ("orderer_email", "hong@example.com"),
    ("orderer_phone", "010-1234-5678"),
    ("same", "on"),
    ("postcode", "04001"),
    ("address", "서울특별시 마포구 월드컵로 1"),
    ("address_detail", "101동 1001호"),
    ("bank", "088"),
    ("agree_order", "on"),
    ("agree_privacy", "on"),
];
