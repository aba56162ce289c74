//! Made-up people whose data must be found nowhere, and a bank that breaks as told.

use std::sync::Mutex;

use async_trait::async_trait;
use shop::ports::{AccountAsk, GatewayError, IssuedAccount, RefundAsk, VirtualAccounts};

pub const NAME: &str = "홍카나리";
pub const OTHER_NAME: &str = "김제비";
pub const PHONE: &str = "010-9876-5432";
pub const MAIL: &str = "canary.hong@mail.example.kr";
pub const ADDRESS: &str = "서울특별시 마포구 카나리로 77";
pub const DETAIL: &str = "제비아파트 101동 1001호";
pub const MEMO: &str = "경비실에 카나리아 새장 옆";
pub const DEPOSITOR: &str = "홍입금";
pub const CARD: &str = "4111-1111-1111-1111";

/// What is typed into the order form.
pub const FORM: [(&str, &str); 8] = [
    ("orderer_name", NAME),
    ("orderer_phone", PHONE),
    ("orderer_email", MAIL),
    ("address", ADDRESS),
    ("address_detail", DETAIL),
    ("memo_text", MEMO),
    ("depositor", DEPOSITOR),
    ("recipient_name", OTHER_NAME),
];

/// What must not be found, in any way in which it may be written.
pub fn canaries() -> Vec<String> {
    let words = [
        NAME, OTHER_NAME, PHONE, MAIL, ADDRESS, DETAIL, MEMO, DEPOSITOR, CARD,
    ];
    let mut all: Vec<String> = words.map(str::to_owned).into();
    all.push(PHONE.replace('-', ""));
    all.push(CARD.replace('-', ""));
    all.push("카나리".to_owned());
    all.push("canary.hong".to_owned());
    for word in [NAME, DEPOSITOR] {
        let escaped = word.encode_utf16().map(|unit| format!("\\u{unit:04x}"));
        let percent = word.bytes().map(|byte| format!("%{byte:02X}"));
        all.push(escaped.collect::<Vec<_>>().concat());
        all.push(percent.collect::<Vec<_>>().concat());
    }
    all
}

/// How the bank breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Breaks {
    /// It panics, and the panic quotes a name.
    Panics,
    /// It answers with a text that quotes everything.
    Refuses,
    /// Tasks and threads of its own panic; it answers all the same.
    Beside,
}

/// A bank that breaks as told.
pub struct Bank(pub Mutex<Breaks>);

#[async_trait]
impl VirtualAccounts for Bank {
    async fn issue(&self, ask: &AccountAsk) -> Result<IssuedAccount, GatewayError> {
        let breaks = *self.0.lock().unwrap();
        match breaks {
            Breaks::Panics => {
                // Cut in the middle of a letter, as careless code does: std quotes the text.
                let cut = ask.amount.0.min(1);
                let _ = &NAME[..usize::try_from(cut).unwrap()];
            }
            Breaks::Refuses => {
                let said = format!("{NAME} {PHONE} {MAIL} {ADDRESS} {CARD} is not known here");
                return Err(GatewayError::Unknown(said));
            }
            Breaks::Beside => {
                let task = tokio::spawn(async { panic!("a task stumbled over {NAME:?} {PHONE}") });
                let thread =
                    tokio::task::spawn_blocking(|| panic!("a thread stumbled over {MAIL}"));
                assert!(task.await.is_err() && thread.await.is_err());
            }
        }
        Ok(IssuedAccount {
            bank: ask.bank.clone(),
            account: "56211234567890".to_owned(),
            issue: "test-issue".to_owned(),
        })
    }

    /// It always breaks.
    async fn refund(&self, _: &RefundAsk) -> Result<String, GatewayError> {
        panic!("a bank stumbled over {NAME:?} while paying back")
    }
}
