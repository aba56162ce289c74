//! Pages for auditors and staff on the admin port.

use axum::extract::{Path, Query, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use domain::OrderId;
use projections::{orders, stock};
use store::jobs::{JobDesk, JobState};

use super::asked::Asked;
use crate::error::WebError;
use crate::frame::Frame;
use crate::helpers::url;
use crate::pages::{AdminHome, AdminMessage, Page, StockAlarm, Tile, Unmatched, UnmatchedDeposit};
use crate::seen::Seen;
use crate::state::Web;
use crate::view::audit::audit as page_of;

/// The states of an order, first things first.
const STATES: &[(&str, &str)] = &[
    ("pending_deposit", "입금 대기"),
    ("paid", "결제 완료"),
    ("preparing", "배송 준비"),
    ("partly_shipped", "일부 배송"),
    ("shipped", "배송중"),
    ("delivered", "배송 완료"),
    ("confirmed", "구매 확정"),
    ("cancelled", "취소"),
    ("expired", "입금 기한 지남"),
    ("refunded", "환불 완료"),
];
/// Unmatched deposits shown at most.
const MOST_DEPOSITS: i64 = 500;

/// Lets in only requests that name this machine as their host: a page elsewhere that points a host
/// name of its own at 127.0.0.1 (DNS rebinding) must not read these pages.
pub async fn only_here(request: Request, next: Next) -> Response {
    let host = request
        .headers()
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or("");
    let name = host.rsplit_once(':').map_or(
        host,
        |(name, port)| if port.ends_with(']') { host } else { name },
    );
    if ["localhost", "127.0.0.1", "[::1]"].contains(&name) {
        next.run(request).await
    } else {
        WebError::Forbidden.into_response()
    }
}

/// `GET /`
pub async fn home(State(web): State<Web>) -> Result<Response, WebError> {
    let counts = orders::counts(&web.pool, None).await?;
    let open = orders::unmatched(&web.pool, MOST_DEPOSITS).await?;
    let open = open.iter().filter(|deposit| deposit.is_open()).count();
    let mut tiles = states(&counts);
    tiles.push(Tile {
        href: Some("/unmatched".into()),
        alarm: open > 0,
        ..tile("짝 없는 입금", i64::try_from(open).unwrap_or(i64::MAX))
    });
    tiles.extend(jobs(&web).await?);
    let stock = stock::alarms(&web.pool).await?;
    let stock = stock.iter().map(|level| stock_alarm(&web, level));
    let stock = stock.collect();
    draw(&web, StatusCode::OK, &AdminHome { tiles, stock })
}

/// A tile for every state of an order, in the order of its life: a state that no order is in is an
/// answer too.
fn states(counts: &[(String, i64)]) -> Vec<Tile> {
    let count = |state: &str| {
        let found = counts.iter().find(|(status, _)| status == state);
        found.map_or(0, |(_, count)| *count)
    };
    let known = STATES
        .iter()
        .map(|(state, words)| tile(words, count(state)));
    let strange = counts
        .iter()
        .filter(|(status, _)| STATES.iter().all(|(state, _)| state != status));
    let strange = strange.map(|(status, count)| tile(status, *count));
    known.chain(strange).collect()
}

/// Jobs that wait, and those that wait for somebody.
async fn jobs(web: &Web) -> Result<[Tile; 2], WebError> {
    let counts = JobDesk::new(web.pool.clone()).counts().await?;
    let dead = JobState::Dead.as_str();
    let sum = |is_dead: bool| {
        let those = counts
            .iter()
            .filter(|count| (count.state == dead) == is_dead);
        those.map(|count| count.jobs).sum::<i64>()
    };
    let linked = |label, count, href: &str| Tile {
        href: Some(href.into()),
        ..tile(label, count)
    };
    Ok([
        linked("할 작업", sum(false), "/jobs"),
        Tile {
            alarm: sum(true) > 0,
            ..linked("그만둔 작업", sum(true), "/jobs?state=dead")
        },
    ])
}

fn stock_alarm(web: &Web, level: &stock::Level) -> StockAlarm {
    let named = |store: &String| web.shop.settings().name_of(store).to_owned();
    StockAlarm {
        store: level.store.as_ref().map(named),
        sku: level.sku.clone(),
        short: level.short,
        on_hand: level.on_hand,
        balanced: level.balanced(),
    }
}

fn tile(label: &str, count: i64) -> Tile {
    Tile {
        label: label.into(),
        value: crate::helpers::won(count),
        href: None,
        alarm: false,
    }
}

/// `GET /audit`
pub async fn find(
    State(web): State<Web>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    if let Some(order) = asked
        .order
        .map(|order| order.trim().to_uppercase())
        .filter(|order| !order.is_empty())
    {
        return Ok(Redirect::to(&format!("/audit/orders/{}", url(&order))).into_response());
    }
    let page = AdminMessage {
        headline: "감사".into(),
        detail: "주문 번호를 넣으면 그 주문의 모든 사건을 두 시계로 보고, 어느 때의 모습이든 되살립니다.".into(),
    };
    draw(&web, StatusCode::OK, &page)
}

/// `GET /audit/orders/{order}`
pub async fn audit(
    State(web): State<Web>,
    Path(order): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let trail = match OrderId::new(&order) {
        Ok(order) => web.shop.trail(&order).await?.map(|trail| (order, trail)),
        Err(_) => None,
    };
    let Some((order, trail)) = trail else {
        let page = AdminMessage {
            headline: "그런 주문 번호는 장부에 없습니다".into(),
            detail: "주문 번호를 다시 확인해 주세요.".into(),
        };
        return draw(&web, StatusCode::NOT_FOUND, &page);
    };
    let page = page_of(&order, &trail, asked.question(trail.versions()))?;
    draw(&web, StatusCode::OK, &page)
}

/// `GET /unmatched`
pub async fn unmatched(State(web): State<Web>) -> Result<Response, WebError> {
    let deposits = orders::unmatched(&web.pool, MOST_DEPOSITS).await?;
    let page = Unmatched {
        open: deposits.iter().filter(|deposit| deposit.is_open()).count(),
        deposits: deposits.iter().map(deposit).collect(),
    };
    draw(&web, StatusCode::OK, &page)
}

fn deposit(from: &orders::UnmatchedDeposit) -> UnmatchedDeposit {
    let order = from.order.as_ref();
    UnmatchedDeposit {
        recorded_at: from.recorded_at,
        notice: from.notice.clone(),
        order: order.cloned().unwrap_or_else(|| "—".into()),
        href: order.map(|order| format!("/audit/orders/{}", url(order))),
        account: from.account.clone(),
        amount: from.amount,
        reason: reason(&from.reason).into(),
        end: end(from),
        command: (from.is_open() && !from.is_reversal())
            .then(|| format!("jangbu deposit settle {} --paid-back 이체번호", from.notice)),
    }
}

fn end(of: &orders::UnmatchedDeposit) -> String {
    match &of.transfer {
        Some(transfer) => format!("돌려보냄: {transfer}"),
        None if !of.is_open() => "은행이 가져가서 돌려보낼 돈이 없음".into(),
        None if of.is_reversal() => "돈이 도로 나갔으니 주문을 살펴 주세요".into(),
        None => String::new(),
    }
}

fn reason(code: &str) -> &str {
    match code {
        "unknown_account" => "모르는 계좌",
        "other_account" => "다른 계좌",
        "wrong_amount" => "금액이 다름",
        "after_cancel" => "취소된 주문",
        "after_expiry" => "기한이 지난 주문",
        "already_paid" => "이미 입금된 주문",
        "reversed" => "입금이 취소됨",
        other => other,
    }
}

pub(super) fn draw<P: Page>(web: &Web, status: StatusCode, page: &P) -> Result<Response, WebError> {
    web.personal(status, &Frame::of(&Seen::by_staff(web), &[], 0), page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_stand_in_the_order_of_an_orders_life_and_none_is_left_out() {
        let counts = [("confirmed".to_owned(), 7), ("new_one".to_owned(), 1)];
        let tiles = states(&counts);
        let told: Vec<_> = tiles
            .iter()
            .map(|tile| (tile.label.as_str(), tile.value.as_str()))
            .collect();
        assert_eq!(told[0], ("입금 대기", "0"));
        assert_eq!(told[6], ("구매 확정", "7"));
        assert_eq!(told[10], ("new_one", "1"));
    }
}
