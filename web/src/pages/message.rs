//! Pages that only say something: errors, and the shop's terms.

use serde::Serialize;

use super::Page;

/// An error in words a shopper can use: what happened, what to do.
#[derive(Debug, Clone, Serialize)]
pub struct Message {
    /// HTTP status, shown small.
    pub status: u16,
    pub headline: String,
    pub detail: String,
    /// What to do next: words and address.
    pub link_text: String,
    pub link: String,
    /// To quote when calling the shop.
    pub request_id: Option<String>,
}

impl Message {
    /// The shop's words for a status.
    #[must_use]
    pub fn for_status(status: u16) -> Self {
        let (headline, detail) = match status {
            403 => (
                "이 요청은 받을 수 없습니다",
                "다른 사이트에서 온 요청이거나 화면을 연 지 오래되었습니다. 화면을 새로 열고 다시 해 주세요.",
            ),
            404 => (
                "찾으시는 화면이 없습니다",
                "주소가 바뀌었거나 더는 팔지 않는 상품일 수 있습니다. 주소를 다시 확인해 주세요.",
            ),
            405 => (
                "이 주소는 그렇게 쓸 수 없습니다",
                "화면에 있는 단추로 다시 해 주세요.",
            ),
            413 => (
                "보내신 내용이 너무 큽니다",
                "내용을 줄여서 다시 보내 주세요.",
            ),
            400 | 415 | 422 => (
                "보내신 내용을 읽지 못했습니다",
                "화면으로 돌아가 내용을 확인하고 다시 보내 주세요.",
            ),
            408 | 504 => (
                "답이 늦어지고 있습니다",
                "주문하던 중이었다면 같은 화면에서 다시 눌러 주세요. 주문이 두 번 되지 않습니다.",
            ),
            429 => (
                "잠시 쉬었다가 다시 해 주세요",
                "짧은 동안 요청이 너무 많았습니다. 1분쯤 뒤에 다시 열어 주세요.",
            ),
            503 => (
                "가게가 잠시 붐빕니다",
                "지금은 장부를 펼칠 수 없습니다. 담아 두신 것과 주문은 그대로 있습니다. 잠시 뒤에 다시 열어 주세요.",
            ),
            _ => (
                "저희 쪽에서 문제가 생겼습니다",
                "담당자에게 알렸습니다. 담아 두신 것과 주문은 그대로 있으니 잠시 뒤에 다시 해 주세요.",
            ),
        };
        Self {
            status,
            headline: headline.into(),
            detail: detail.into(),
            link_text: "가게 둘러보기".into(),
            link: "/".into(),
            request_id: None,
        }
    }

    /// A rule says no, in these words.
    #[must_use]
    pub fn refused(words: &str) -> Self {
        Self {
            status: 409,
            headline: "그렇게 할 수 없습니다".into(),
            detail: words.into(),
            link_text: "장바구니 보기".into(),
            link: "/cart".into(),
            request_id: None,
        }
    }

    /// No order lies behind this address.
    #[must_use]
    pub fn order_not_found() -> Self {
        Self {
            status: 404,
            headline: "주문을 찾지 못했습니다".into(),
            detail: "주문 화면의 주소는 한 글자라도 다르면 열리지 않습니다. 주문 직후에 보신 주소를 그대로 넣어 주세요.".into(),
            link_text: "가게 둘러보기".into(),
            link: "/".into(),
            request_id: None,
        }
    }
}

impl Page for Message {
    const TEMPLATE: &'static str = "message";

    fn title(&self) -> String {
        self.headline.clone()
    }

    fn samples() -> Vec<Self> {
        let mut all: Vec<Self> = [400, 403, 404, 405, 413, 429, 500, 503, 504]
            .into_iter()
            .map(Self::for_status)
            .collect();
        all.push(Self::order_not_found());
        all.push(Self::refused("남은 수량이 3개입니다."));
        all.push(Self {
            request_id: Some("0198f2a0-1111".into()),
            ..Self::for_status(500)
        });
        all
    }
}

/// A page of the shop's terms.
#[derive(Debug, Clone, Serialize)]
pub struct Document {
    pub heading: String,
    pub intro: String,
    pub sections: Vec<Section>,
}

/// A headed part of it.
#[derive(Debug, Clone, Serialize)]
pub struct Section {
    pub heading: String,
    pub paragraphs: Vec<String>,
}

impl Page for Document {
    const TEMPLATE: &'static str = "document";

    fn title(&self) -> String {
        self.heading.clone()
    }

    fn samples() -> Vec<Self> {
        vec![Self {
            heading: "이용 안내".into(),
            intro: "주문하고 받으시는 길을 적었습니다.".into(),
            sections: vec![Section {
                heading: "배송".into(),
                paragraphs: vec!["입금을 확인한 다음 영업일에 보냅니다.".into()],
            }],
        }]
    }
}
