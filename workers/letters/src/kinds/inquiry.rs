//! A question was answered.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::samples;
use crate::letter::Letter;

/// Staff answered a shopper's question. Question and answer may have several lines.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct InquiryAnswered {
    /// Who asked; may be empty.
    pub name: String,
    pub title: String,
    pub asked_at: DateTime<Utc>,
    pub question: String,
    pub answered_at: DateTime<Utc>,
    pub answer: String,
    /// The inquiry's page.
    pub href: String,
}

impl Letter for InquiryAnswered {
    const NAME: &'static str = "inquiry-answered";

    fn samples() -> Vec<(&'static str, Self)> {
        let plain = Self {
            name: samples::BUYER.to_owned(),
            title: "유정란 소비 기한이 궁금합니다".to_owned(),
            asked_at: samples::at(-20),
            question: "지난주에 받은 유정란의 소비 기한이 언제까지인가요?\n상자에 날짜가 안 보입니다."
                .to_owned(),
            answered_at: samples::at(0),
            answer: "안녕하세요, 장부상회입니다.\n\n껍데기에 찍힌 숫자 앞 네 자리가 산란 일자입니다. 냉장고에 두시면 산란 일자부터 45일까지 드실 수 있습니다.\n\n더 궁금한 점이 있으면 언제든 물어봐 주세요."
                .to_owned(),
            href: format!("{}inquiries/318", samples::HOME),
        };
        let short = Self {
            question: "재입고되나요?".to_owned(),
            answer: "네, 다음 주 월요일에 들어옵니다.".to_owned(),
            title: "재입고 문의".to_owned(),
            ..plain.clone()
        };
        vec![("plain", plain), ("short", short)]
    }
}
