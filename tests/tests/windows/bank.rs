//! The simulated providers, alike where the shop's use cases see them alike.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::payment::Means;
use domain::{Channel, Won};
use gateways::paying::books::{Move, Way};
use gateways::paying::fault::{Fault, Faults};
use gateways::paying::notices::Patience;
use gateways::{inicis, kakaopay, portone, tosspay, tosspayments};
use serde_json::json;
use shop::ports::Clock;
use shop::ports::paying::{Brought, NoticeRequest, PaymentProvider};
use tests::shop::store_id;

/// How often, and how soon, notices are told again.
const PATIENCE: Patience = Patience {
    tries: 20,
    again_after: Duration::from_millis(50),
};

/// Whose window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    KakaoPay,
    TossPay,
    TossPayments,
    PortOne,
    InicisOnPc,
    InicisOnTelephones,
}

/// What a provider is asked, whatever it calls it.
#[derive(Debug, Clone, Copy)]
pub enum Call {
    Approve,
    Look,
    PayBack,
}

/// An open one.
pub enum Bank {
    KakaoPay(kakaopay::simulator::Simulator),
    TossPay(tosspay::simulator::Simulator),
    TossPayments(tosspayments::simulator::Simulator),
    PortOne(portone::simulator::Simulator),
    Inicis(inicis::simulator::Simulator, Arc<dyn Clock>),
}

impl Which {
    pub const ALL: [Self; 6] = [
        Self::KakaoPay,
        Self::TossPay,
        Self::TossPayments,
        Self::PortOne,
        Self::InicisOnPc,
        Self::InicisOnTelephones,
    ];
    /// Those that issue accounts in their windows and tell of deposits in JSON.
    pub const WITH_ACCOUNTS: [Self; 2] = [Self::TossPayments, Self::PortOne];
    /// All that issue accounts in their windows.
    pub const ISSUERS: [Self; 4] = [
        Self::TossPayments,
        Self::PortOne,
        Self::InicisOnPc,
        Self::InicisOnTelephones,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::KakaoPay => kakaopay::NAME,
            Self::TossPay => tosspay::NAME,
            Self::TossPayments => tosspayments::NAME,
            Self::PortOne => portone::NAME,
            Self::InicisOnPc | Self::InicisOnTelephones => inicis::NAME,
        }
    }

    pub fn channel(self) -> Channel {
        match self {
            Self::InicisOnTelephones => Channel::Mobile,
            _ => Channel::Pc,
        }
    }

    /// Whether its window takes the money by itself.
    pub fn takes_in_window(self) -> bool {
        self == Self::PortOne
    }

    pub fn means(self) -> Means {
        match self {
            Self::KakaoPay | Self::TossPay => Means::Wallet,
            Self::TossPayments | Self::PortOne | Self::InicisOnPc | Self::InicisOnTelephones => {
                Means::Card
            }
        }
    }

    /// Opens it; it tells the shop at this address what happens, where there is one.
    pub async fn open(self, clock: Arc<dyn Clock>, told: Option<String>) -> Bank {
        match self {
            Self::KakaoPay => {
                let account = kakaopay::simulator::Account::default();
                let open = kakaopay::simulator::Simulator::open(account, clock, 0, None);
                Bank::KakaoPay(open.await.unwrap())
            }
            Self::TossPay => {
                let account = tosspay::simulator::Account::simulated("시험상회");
                let open = tosspay::simulator::Simulator::open(account, clock, 0, None);
                Bank::TossPay(open.await.unwrap())
            }
            Self::TossPayments => {
                let account = tosspayments::simulator::Account {
                    patience: PATIENCE,
                    ..tosspayments::simulator::Account::simulated("시험상회", told)
                };
                let open = tosspayments::simulator::Simulator::open(account, clock, 0, None);
                Bank::TossPayments(open.await.unwrap())
            }
            Self::PortOne => {
                // It is told with each payment where to tell.
                let account = portone::simulator::Account {
                    patience: PATIENCE,
                    ..portone::simulator::Account::default()
                };
                let open = portone::simulator::Simulator::open(account, clock, 0, None);
                Bank::PortOne(open.await.unwrap())
            }
            Self::InicisOnPc | Self::InicisOnTelephones => {
                // It is told with each payment on telephones where to tell; for the PC's window once.
                let account = inicis::simulator::Account {
                    patience: PATIENCE,
                    ..inicis::simulator::Account::published("시험상회", told)
                };
                let open = inicis::simulator::Simulator::open(account, clock.clone(), 0, None);
                Bank::Inicis(open.await.unwrap(), clock)
            }
        }
    }
}

impl Bank {
    /// The shop's side of it; a call may take so long.
    pub fn provider(&self, deadline: Duration) -> Arc<dyn PaymentProvider> {
        match self {
            Self::KakaoPay(bank) => {
                let settings = kakaopay::Settings {
                    deadline,
                    ..bank.settings(kakaopay::Generation::Current)
                };
                let client = kakaopay::Client::new(settings).unwrap();
                Arc::new(kakaopay::KakaoPay::new(at(client)))
            }
            Self::TossPay(bank) => {
                let account = tosspay::simulator::Account::simulated("");
                let settings = tosspay::Settings {
                    base: bank.url(),
                    deadline,
                    ..tosspay::Settings::new(account.api_key)
                };
                let client = tosspay::Client::new(settings).unwrap();
                Arc::new(tosspay::TossPay::new(at(client)))
            }
            Self::TossPayments(bank) => {
                let settings = tosspayments::Settings {
                    deadline,
                    ..bank.settings()
                };
                let client = tosspayments::Client::new(settings).unwrap();
                Arc::new(tosspayments::TossPayments::new(at(client)))
            }
            Self::PortOne(bank) => {
                let settings = portone::Settings {
                    deadline,
                    ..bank.settings()
                };
                let client = portone::Client::new(settings).unwrap();
                Arc::new(portone::PortOne::new(at(client)))
            }
            Self::Inicis(bank, clock) => {
                let settings = inicis::Settings {
                    deadline,
                    ..inicis::Settings::published(inicis::Hosts::simulated(&bank.url()))
                };
                let client = inicis::Client::new(settings, clock.clone()).unwrap();
                Arc::new(inicis::Inicis::new(at(client)))
            }
        }
    }

    /// The next so many calls go wrong.
    pub fn fail(&self, call: Call, fault: Fault, times: usize) {
        let name = match (self, call) {
            // What took the money by itself is not asked for it, only about it.
            (Self::PortOne(_), Call::Approve) => "status",
            (_, Call::Approve) => "approve",
            (Self::Inicis(..), Call::Look) => "inquiry",
            (Self::Inicis(..), Call::PayBack) => "partial_refund",
            (Self::KakaoPay(_), Call::Look) => "order",
            (Self::KakaoPay(_) | Self::PortOne(_), Call::PayBack) => "cancel",
            (_, Call::Look) => "status",
            (_, Call::PayBack) => "refund",
        };
        self.faults().switch_on(name, fault, times);
    }

    /// All is well again.
    pub fn recover(&self) {
        self.faults().clear();
    }

    fn faults(&self) -> &Faults {
        match self {
            Self::KakaoPay(bank) => bank.faults(),
            Self::TossPay(bank) => bank.faults(),
            Self::TossPayments(bank) => bank.faults(),
            Self::PortOne(bank) => bank.faults(),
            Self::Inicis(bank, _) => bank.faults(),
        }
    }

    /// The next approval tells of another amount.
    pub fn lie(&self) {
        match self {
            Self::KakaoPay(bank) => bank.misreport(Won(100)),
            Self::TossPay(bank) => bank.tell_wrong_amounts(1),
            Self::TossPayments(bank) => bank.tell_wrong_amounts(1),
            Self::PortOne(bank) => bank.misreport(Won(100)),
            Self::Inicis(bank, _) => bank.turn(inicis::simulator::Knob::WrongPrice, 1),
        }
    }

    /// What a browser would bring that was never in the window.
    pub fn forged(&self, attempt: &str, amount: Won) -> Brought {
        let amount = amount.0.to_string();
        let fields = match self {
            Self::KakaoPay(_) => vec![("pg_token", "made-up")],
            Self::TossPay(_) => vec![("status", "PAY_APPROVED"), ("orderNo", attempt)],
            Self::Inicis(..) => vec![
                ("resultCode", "0000"),
                ("mid", inicis::settings::published::MERCHANT),
                ("orderNumber", attempt),
                ("authToken", "made-up"),
                ("idc_name", "stg"),
                ("authUrl", "https://stgstdpay.inicis.com/api/payAuth"),
            ],
            Self::TossPayments(_) => vec![
                ("paymentKey", "madeup"),
                ("orderId", attempt),
                ("amount", &amount),
            ],
            Self::PortOne(_) => vec![("paymentId", attempt)],
        };
        let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        Brought(fields.into_iter().map(owned).collect())
    }

    /// What it tells by itself of an attempt: a hint, which the shop looks into. None where it tells nothing.
    pub fn notice(&self, attempt: &str, at: DateTime<Utc>) -> Option<NoticeRequest> {
        let body = match self {
            Self::KakaoPay(_) | Self::TossPay(_) => return None,
            Self::TossPayments(_) => json!({
                "eventType": "PAYMENT_STATUS_CHANGED",
                "createdAt": at.to_rfc3339(),
                "data": { "paymentKey": "told", "orderId": attempt, "status": "DONE" },
            })
            .to_string(),
            Self::PortOne(_) => json!({
                "type": "Transaction.Paid", "timestamp": at.to_rfc3339(),
                "data": { "paymentId": attempt, "storeId": "store-demo", "transactionId": "told" },
            })
            .to_string(),
            Self::Inicis(..) => format!(
                "P_TID=told&P_MID={}&P_STATUS=00&P_TYPE=CARD&P_OID={attempt}&P_AMT=1000&P_AUTH_DT=20261122120000",
                inicis::settings::published::MERCHANT
            ),
        };
        let body = body.into_bytes();
        Some(NoticeRequest {
            address: IpAddr::from([127, 0, 0, 1]),
            headers: self.signed(&body, at),
            body,
            at,
        })
    }

    /// What a notice of it is signed with, where it signs.
    fn signed(&self, body: &[u8], at: DateTime<Utc>) -> Vec<(String, String)> {
        if !matches!(self, Self::PortOne(_)) {
            return vec![];
        }
        let account = portone::simulator::Account::default();
        let (id, timestamp) = ("wh_told", at.timestamp().to_string());
        let secret = account.webhook_secret().unwrap();
        let signature = portone::sign::signature(&secret, id, &timestamp, body);
        let headers = [
            ("webhook-id", id),
            ("webhook-timestamp", &timestamp),
            ("webhook-signature", &signature),
        ];
        let owned = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
        owned.to_vec()
    }

    /// Whether a shopper can pay this into the account of an attempt.
    pub fn takes_deposit(&self, attempt: &str, amount: Won) -> bool {
        match self {
            Self::TossPayments(bank) => bank.deposit(attempt, amount).is_ok(),
            Self::PortOne(bank) => bank.deposit(attempt, amount).is_ok(),
            Self::Inicis(bank, _) => {
                let deposit = inicis::simulator::Deposit {
                    amount: Some(amount),
                    ..inicis::simulator::Deposit::of(attempt)
                };
                bank.deposit(&deposit).is_ok()
            }
            Self::KakaoPay(_) | Self::TossPay(_) => panic!("it issues no accounts"),
        }
    }

    /// The bank takes a deposit back; false if there is none to be taken back.
    pub fn reverse(&self, attempt: &str) -> bool {
        match self {
            Self::TossPayments(bank) => bank.reverse(attempt).is_ok(),
            Self::PortOne(bank) => bank.reverse(attempt),
            Self::Inicis(bank, _) => {
                let taken_back = inicis::simulator::Deposit {
                    reversed: true,
                    ..inicis::simulator::Deposit::of(attempt)
                };
                bank.deposit(&taken_back).is_ok()
            }
            Self::KakaoPay(_) | Self::TossPay(_) => panic!("it issues no accounts"),
        }
    }

    /// Won that its books have for an attempt.
    pub fn balance(&self, attempt: &str) -> Won {
        let of = |moves: &[Move]| -> Won {
            let of = moves.iter().filter(|it| it.order == attempt);
            of.map(|it| match it.way {
                Way::In => it.amount,
                Way::Back => Won(-it.amount.0),
            })
            .sum()
        };
        match self {
            Self::KakaoPay(bank) => of(bank.moves().all()),
            Self::TossPay(bank) => of(&bank.moves()),
            Self::TossPayments(bank) => of(&bank.moves()),
            Self::PortOne(bank) => of(bank.moves().all()),
            Self::Inicis(bank, _) => of(&bank.moves()),
        }
    }
}

fn at<T>(client: T) -> BTreeMap<domain::StoreId, T> {
    BTreeMap::from([(store_id(), client)])
}
