//! KG Inicis' windows and deposits through the shop's own doors.

use std::collections::BTreeMap;
use std::net::{IpAddr, TcpListener};
use std::sync::Arc;

use chrono::Duration;
use domain::payment::{Payment, PaymentStatus};
use domain::{AttemptId, OrderId, RefundId, Won};
use futures::future::join_all;
use gateways::inicis::deposit_notice::{DepositNotice, send};
use gateways::inicis::settings::published::MERCHANT;
use gateways::inicis::simulator::{Account, Deposit, Simulator, WINDOW};
use gateways::inicis::{Client, Hosts, Inicis, Settings};
use reqwest::StatusCode;
use shop::Providers;
use shop::amend::Cancellation;
use shop::ports::paying::{Opened, PayBack, PaymentProvider, RefundAccount};
use shop::settings::Links;
use tests::pg::database;
use tests::shop::{World, notice, offer, shopper, store_id};

use crate::site::Site;

/// What one honey costs, carriage included.
const PRICE: Won = Won(33_000);

/// A shop whose payments go through Inicis, and Inicis.
struct Market {
    site: Site,
    bank: Simulator,
    provider: Arc<dyn PaymentProvider>,
}

/// What a browser is to post to the shop.
type Fields = Vec<(String, String)>;

impl Market {
    async fn open() -> Self {
        Self::told_from(None).await
    }

    /// Notices come from this address alone.
    async fn told_from(sender: Option<IpAddr>) -> Self {
        let database = database().await;
        let mut world = World::around(Arc::new(database.log().await));
        world.settings.links = Links::new("http://127.0.0.1:8080", [5; 32]);
        let account = Account::published("시험상회", None);
        let bank = Simulator::open(account, world.clock.clone(), 0, None);
        let bank = bank.await.unwrap();
        let mut hosts = Hosts::simulated(&bank.url());
        if let Some(sender) = sender {
            hosts.senders = vec![sender];
        }
        let client = Client::new(Settings::published(hosts), world.clock.clone()).unwrap();
        let provider: Arc<dyn PaymentProvider> =
            Arc::new(Inicis::new(BTreeMap::from([(store_id(), client)])));
        let shop = world
            .open()
            .with_providers(Providers::new([provider.clone()]));
        let site = Site::serving(shop, world, &database, |config| config, |web| web).await;
        offer(&site.shop, "honey", Won(30_000), 9).await;
        site.caught_up().await;
        Self {
            site,
            bank,
            provider,
        }
    }

    /// Orders, goes to the window, agrees there: the order, where the browser is sent, and with what.
    async fn agreed(&self, way: &str) -> (OrderId, String, Fields) {
        let guest = self.site.visitor();
        guest.put("honey", "1").await;
        let placed = guest.order(&[("pay", way)]).await;
        assert_eq!(placed.status, StatusCode::SEE_OTHER, "{}", placed.body);
        let pay = placed.to();
        let order = OrderId::new(pay.split('/').nth(2).unwrap()).unwrap();
        let page = guest.post(&pay, &[]).await;
        assert!(page.body.contains("data-run=\"inicis\""), "{}", page.body);
        let policy = page.header("content-security-policy");
        let frames = format!("frame-src 'self' {}", self.bank.url());
        assert!(policy.contains(&frames), "{policy}");
        let window = self.bank.url() + WINDOW;
        let form = hidden(&page.body);
        let shown = guest.ask(|it, _| it.post(window).form(&form)).await;
        let mut form = hidden(&shown.body);
        form.push(("means".to_owned(), radio(&shown.body)));
        form.push(("choice".to_owned(), "approve".to_owned()));
        let choice = self.bank.url() + "/stdpay/choice";
        let onward = guest.ask(|it, _| it.post(choice).form(&form)).await;
        let back = between(&onward.body, "action=\"", "\"");
        let back = back.replace("http://127.0.0.1:8080", "");
        (order, back, hidden(&onward.body))
    }

    /// The browser is back, from another site.
    async fn back(&self, path: &str, fields: &Fields) -> String {
        let post = |it: &reqwest::Client, base: &str| {
            let request = it.post(format!("{base}{path}")).form(fields);
            request.header("sec-fetch-site", "cross-site")
        };
        let answer = self.site.visitor().ask(post).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        answer.to()
    }

    /// An order whose account waits for its deposit, and the notice that would pay it.
    async fn awaiting(&self) -> (OrderId, DepositNotice) {
        let (order, path, fields) = self.agreed("inicis:virtual_account").await;
        assert!(self.back(&path, &fields).await.ends_with("?new=1"));
        let attempt = AttemptId::of(&order, 1);
        let id = self.bank.deposit(&Deposit::of(attempt.as_str())).unwrap();
        let known = notice(&self.site.shop, &order, &id).await.deposit;
        let notice = DepositNotice {
            deposit: id,
            issue: known.issue.unwrap(),
            order: attempt.to_string(),
            merchant: MERCHANT.to_owned(),
            account: known.account,
            bank: "088".to_owned(),
            bank_name: "신한은행".to_owned(),
            amount: PRICE,
            depositor: "홍길동".to_owned(),
            at: known.at,
        };
        (order, notice)
    }

    fn door(&self) -> String {
        format!("{}/webhooks/pay/inicis", self.site.store)
    }

    /// Tells it, and is believed.
    async fn tell(&self, notice: &DepositNotice) {
        let answer = send(&self.door(), notice).await.unwrap();
        assert!(answer.is_ok(), "{answer:?}");
    }

    async fn payment(&self, order: &OrderId) -> Payment {
        let id = order.payment();
        let state = self.site.shop.ledger().state::<Payment>(id.as_str()).await;
        state.unwrap().state
    }
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text.split_once(before).expect(before);
    rest.split_once(after).expect(after).0
}

fn radio(page: &str) -> String {
    between(page, "name=\"means\" value=\"", "\"").to_owned()
}

fn hidden(page: &str) -> Fields {
    let plain = |text: &str| {
        let text = text.replace("&#x3D;", "=").replace("&quot;", "\"");
        text.replace("&amp;", "&")
    };
    let inputs = page.split("<input type=\"hidden\" ").skip(1);
    let one = |input: &str| {
        let value = |name: &str| plain(between(input, &format!("{name}=\""), "\""));
        (value("name"), value("value"))
    };
    inputs.map(one).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_is_paid_when_the_browser_comes_back_from_another_site() {
    let market = Market::open().await;
    let (order, path, fields) = market.agreed("inicis:card").await;
    assert!(market.back(&path, &fields).await.ends_with("?new=1"));
    assert_eq!(market.payment(&order).await.captured(), PRICE);
    let attempt = AttemptId::of(&order, 1);
    assert_eq!(market.bank.balance(attempt.as_str()), PRICE);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_from_the_browser_is_never_called() {
    let market = Market::open().await;
    let (order, path, fields) = market.agreed("inicis:card").await;
    let trap = TcpListener::bind("127.0.0.1:0").unwrap();
    trap.set_nonblocking(true).unwrap();
    let trapped = format!("http://{}/api/payAuth", trap.local_addr().unwrap());
    let mut changed = fields.clone();
    let place = changed.iter_mut().find(|(name, _)| name == "authUrl");
    place.unwrap().1 = trapped.clone();
    let to = market.back(&path, &changed).await;
    assert!(to.ends_with("?window=failed"), "{to}");
    // Telephones' fields are no way around it.
    let (other, path, _) = market.agreed("inicis:card").await;
    let fields = [
        ("P_STATUS", "00"),
        ("P_TID", "INIMX_AUTH"),
        ("P_NOTI", AttemptId::of(&other, 1).as_str()),
        ("P_REQ_URL", &trapped),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    let to = market.back(&path, &fields.to_vec()).await;
    assert!(to.ends_with("?window=failed"), "{to}");
    assert!(trap.accept().is_err(), "somebody was called");
    assert!(market.bank.moves().is_empty());
    for order in [order, other] {
        let status = market.payment(&order).await.status();
        assert_eq!(status, PaymentStatus::Requested);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deposit_pays_once_however_often_it_is_told() {
    let market = Market::open().await;
    let (order, notice) = market.awaiting().await;
    let waits = market.payment(&order).await.status();
    assert_eq!(waits, PaymentStatus::AwaitingDeposit);
    join_all((0..10).map(|_| market.tell(&notice))).await;
    market.tell(&notice).await;
    let payment = market.payment(&order).await;
    assert_eq!((payment.captured(), payment.unmatched().len()), (PRICE, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deposit_that_does_not_fit_is_kept_for_staff() {
    let market = Market::open().await;
    let (order, notice) = market.awaiting().await;
    let amount = PRICE + Won(1);
    market
        .tell(&DepositNotice {
            amount,
            ..notice.clone()
        })
        .await;
    let payment = market.payment(&order).await;
    assert_eq!((payment.captured(), payment.unmatched().len()), (Won(0), 1));
    // Its account is closed by now, and somebody pays all the same.
    let whole = Cancellation::whole("shopper");
    let cancelled = market.site.shop.cancel(&shopper(), &order, whole).await;
    cancelled.unwrap();
    let deposit = format!("{}9", &notice.deposit[..39]);
    market
        .tell(&DepositNotice {
            deposit,
            ..notice.clone()
        })
        .await;
    // Nobody's order.
    let (order_of_nobody, deposit) = ("ORDER".to_owned(), "ININPGVBNKnobody".to_owned());
    let nobodys = DepositNotice {
        order: order_of_nobody,
        deposit,
        ..notice
    };
    market.tell(&nobodys).await;
    let payment = market.payment(&order).await;
    assert_eq!((payment.captured(), payment.unmatched().len()), (Won(0), 2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deposit_that_is_taken_back_is_a_fact() {
    let market = Market::open().await;
    let (order, notice) = market.awaiting().await;
    market.tell(&notice).await;
    let kind = "application/x-www-form-urlencoded";
    let reversal = notice.to_reversal();
    for _ in 0..2 {
        let post = |it: &reqwest::Client, base: &str| {
            let request = it.post(format!("{base}/webhooks/pay/inicis"));
            request.header("content-type", kind).body(reversal.clone())
        };
        let answer = market.site.visitor().ask(post).await;
        assert_eq!(
            (answer.status, answer.body.as_str()),
            (StatusCode::OK, "OK")
        );
    }
    let reversed =
        "SELECT count(*) FROM events WHERE event_type = 'DepositReversed' AND aggregate_id = $1";
    let reversed = sqlx::query_scalar::<_, i64>(reversed).bind(order.payment().to_string());
    assert_eq!(reversed.fetch_one(&market.site.pool).await.unwrap(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_not_inicis_is_not_believed() {
    let market = Market::told_from(Some("203.238.37.3".parse().unwrap())).await;
    let (order, notice) = market.awaiting().await;
    let answer = send(&market.door(), &notice).await.unwrap();
    assert_eq!(answer.status, 403);
    let status = market.payment(&order).await.status();
    assert_eq!(status, PaymentStatus::AwaitingDeposit);
    let market = Market::open().await;
    let (_, notice) = market.awaiting().await;
    let merchant = "othershop1".to_owned();
    let other = DepositNotice { merchant, ..notice };
    assert_eq!(send(&market.door(), &other).await.unwrap().status, 403);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deposit_goes_back_to_an_account_of_the_shoppers_once() {
    let market = Market::open().await;
    let (order, notice) = market.awaiting().await;
    market.tell(&notice).await;
    let attempt = AttemptId::of(&order, 1);
    let payment = market.payment(&order).await;
    let at = payment.attempts()[&attempt].opened_at;
    let of = Opened {
        store: store_id(),
        attempt: attempt.clone(),
        means: payment.attempts()[&attempt].means,
        amount: PRICE,
        key: None,
        payer: order.to_string(),
        opened_at: at,
        asked_at: None,
        deposit_until: at + Duration::days(3),
        transaction: Some(notice.issue.clone()),
    };
    let to = RefundAccount {
        bank: "004".to_owned(),
        number: "110123456789".to_owned(),
        holder: "홍길동".to_owned(),
    };
    let part = PayBack {
        of,
        refund: RefundId::new("refund-1").unwrap(),
        amount: Won(11_000),
        tax_free: Won(0),
        held: PRICE,
        refusals: 0,
        account: None,
    };
    let without = market.provider.pay_back(&part).await;
    assert!(
        without
            .unwrap_err()
            .to_string()
            .contains("no-refund-account")
    );
    let part = PayBack {
        account: Some(to),
        ..part
    };
    for _ in 0..2 {
        market.provider.pay_back(&part).await.unwrap();
        assert_eq!(market.bank.balance(attempt.as_str()), Won(22_000));
    }
    let rest = PayBack {
        amount: Won(22_000),
        held: Won(22_000),
        refusals: 0,
        ..part
    };
    for _ in 0..2 {
        market.provider.pay_back(&rest).await.unwrap();
        assert_eq!(market.bank.balance(attempt.as_str()), Won(0));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_window_that_is_closed_leads_the_page_around_its_frame_to_the_order() {
    let market = Market::open().await;
    let (order, path, _) = market.agreed("inicis:card").await;
    let ask = |place: &'static str| {
        let closed = format!("{path}/closed");
        let visitor = market.site.visitor();
        async move {
            let get = |it: &reqwest::Client, base: &str| {
                it.get(format!("{base}{closed}"))
                    .header("sec-fetch-dest", place)
            };
            visitor.ask(get).await
        }
    };
    let framed = ask("iframe").await;
    assert_eq!(framed.status, StatusCode::OK);
    let policy = framed.header("content-security-policy");
    assert!(policy.contains("frame-ancestors 'self' https:"), "{policy}");
    let link = format!("href=\"/orders/{order}/");
    assert!(framed.body.contains(&link), "{}", framed.body);
    let alone = ask("document").await;
    assert_eq!(alone.status, StatusCode::SEE_OTHER);
    assert!(alone.to().ends_with("?window=closed"));
}
