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
use gateways::{inicis, kakaopay, tosspay, tosspayments};
use serde_json::json;
use shop::ports::Clock;
use shop::ports::paying::{Brought, NoticeRequest, PaymentProvider};
use tests::shop::store_id;

/// Whose window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    KakaoPay,
    TossPay,
    TossPayments,
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
    Inicis(inicis::simulator::Simulator, Arc<dyn Clock>),
}

impl Which {
    pub const ALL: [Self; 5] = [
        Self::KakaoPay,
        Self::TossPay,
        Self::TossPayments,
        Self::InicisOnPc,
        Self::InicisOnTelephones,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::KakaoPay => kakaopay::NAME,
            Self::TossPay => tosspay::NAME,
            Self::TossPayments => tosspayments::NAME,
            Self::InicisOnPc | Self::InicisOnTelephones => inicis::NAME,
        }
    }

    pub fn channel(self) -> Channel {
        match self {
            Self::InicisOnTelephones => Channel::Mobile,
            _ => Channel::Pc,
        }
    }

    pub fn means(self) -> Means {
        match self {
            Self::KakaoPay | Self::TossPay => Means::Wallet,
            Self::TossPayments | Self::InicisOnPc | Self::InicisOnTelephones => Means::Card,
        }
    }

    pub async fn open(self, clock: Arc<dyn Clock>) -> Bank {
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
                let account = tosspayments::simulator::Account::simulated("시험상회", None);
                let open = tosspayments::simulator::Simulator::open(account, clock, 0, None);
                Bank::TossPayments(open.await.unwrap())
            }
            Self::InicisOnPc | Self::InicisOnTelephones => {
                let account = inicis::simulator::Account::published("시험상회", None);
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
                let account = tosspayments::simulator::Account::simulated("", None);
                let (window, key) = (bank.window(), account.secret_key);
                let settings = tosspayments::Settings {
                    base: bank.url(),
                    deadline,
                    ..tosspayments::Settings::new(&window, &account.client_key, key)
                };
                let client = tosspayments::Client::new(settings).unwrap();
                Arc::new(tosspayments::TossPayments::new(at(client)))
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
            (_, Call::Approve) => "approve",
            (Self::Inicis(..), Call::Look) => "inquiry",
            (Self::Inicis(..), Call::PayBack) => "partial_refund",
            (Self::KakaoPay(_), Call::Look) => "order",
            (Self::KakaoPay(_), Call::PayBack) => "cancel",
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
            Self::Inicis(bank, _) => bank.faults(),
        }
    }

    /// The next approval tells of another amount.
    pub fn lie(&self) {
        match self {
            Self::KakaoPay(bank) => bank.misreport(Won(100)),
            Self::TossPay(bank) => bank.tell_wrong_amounts(1),
            Self::TossPayments(bank) => bank.tell_wrong_amounts(1),
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
            Self::Inicis(..) => format!(
                "P_TID=told&P_MID={}&P_STATUS=00&P_TYPE=CARD&P_OID={attempt}&P_AMT=1000&P_AUTH_DT=20261122120000",
                inicis::settings::published::MERCHANT
            ),
        };
        Some(NoticeRequest {
            address: IpAddr::from([127, 0, 0, 1]),
            headers: vec![],
            body: body.into_bytes(),
            at,
        })
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
            Self::Inicis(bank, _) => of(&bank.moves()),
        }
    }
}

fn at<T>(client: T) -> BTreeMap<domain::StoreId, T> {
    BTreeMap::from([(store_id(), client)])
}
