//! Messages to members: a code to type in, a warning before an account sleeps, an answer.

use super::order::variables;
use super::template::{Message, Template, Variables};

fn sample_store() -> String {
    "장부상회".to_owned()
}

/// 회원 인증번호.
#[derive(Clone)]
pub struct MemberCode {
    pub store: String,
    /// Digits.
    pub code: String,
    /// How long it counts.
    pub minutes: u32,
}

impl Message for MemberCode {
    const TEMPLATE: Template = Template {
        name: "member-code",
        title: "회원 인증번호",
        text: "[#{상점}] 인증번호는 #{인증번호}입니다.\n\n#{분}분 안에 입력해 주세요. 다른 사람에게 알려 주지 마세요.",
        subject: "[#{상점}] 인증번호",
        fallback: "[#{상점}] 인증번호 #{인증번호} (#{분}분 안에 입력, 타인에게 알려 주지 마세요)",
    };

    fn variables(&self) -> Variables {
        variables!(self.store, "인증번호" = self.code, "분" = self.minutes)
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let plain = Self {
            store: sample_store(),
            code: "483920".to_owned(),
            minutes: 5,
        };
        vec![("plain", plain)]
    }
}

/// 휴면 전환 안내, thirty days before.
#[derive(Clone)]
pub struct Dormancy {
    pub store: String,
    /// `2026년 12월 23일`
    pub day: String,
    /// Where to log in.
    pub link: String,
}

impl Message for Dormancy {
    const TEMPLATE: Template = Template {
        name: "dormancy-notice",
        title: "휴면 전환 안내",
        text: "[#{상점}] 오랫동안 로그인하지 않으신 계정이 #{전환일}에 휴면으로 바뀝니다.\n\n휴면이 되면 개인정보는 따로 보관됩니다. 그 전에 한 번 로그인하시면 그대로 쓰실 수 있습니다.\n\n로그인: #{링크}",
        subject: "[#{상점}] 휴면 전환 안내",
        fallback: "[#{상점}] 계정이 #{전환일}에 휴면으로 바뀝니다. 그 전에 로그인하시면 그대로 쓰실 수 있습니다.\n#{링크}",
    };

    fn variables(&self) -> Variables {
        variables!(self.store, "전환일" = self.day, "링크" = self.link)
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let plain = Self {
            store: sample_store(),
            day: "2026년 12월 23일".to_owned(),
            link: "https://shop.example/login".to_owned(),
        };
        vec![("plain", plain)]
    }
}

/// 문의 답변 등록.
#[derive(Clone)]
pub struct InquiryAnswered {
    pub store: String,
    /// What was asked, in a word: `배송 문의`.
    pub subject: String,
    pub link: String,
}

impl Message for InquiryAnswered {
    const TEMPLATE: Template = Template {
        name: "inquiry-answered",
        title: "문의 답변 등록",
        text: "[#{상점}] 문의하신 내용에 답변이 등록되었습니다.\n\n▶ 문의: #{문의}\n\n답변 보기: #{링크}",
        subject: "[#{상점}] 문의 답변",
        fallback: "[#{상점}] 문의하신 내용에 답변이 등록되었습니다.\n#{링크}",
    };

    fn variables(&self) -> Variables {
        variables!(self.store, "문의" = self.subject, "링크" = self.link)
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let plain = Self {
            store: sample_store(),
            subject: "배송 문의".to_owned(),
            link: "https://shop.example/me/questions".to_owned(),
        };
        vec![("plain", plain)]
    }
}
