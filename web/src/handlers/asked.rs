//! What the audit page is asked, as typed: a moment or a version of an order, or two to compare.

use chrono::{DateTime, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Asia::Seoul;
use serde::Deserialize;
use shop::audit::Moment;

use crate::view::audit::Question;

/// Which moment of an order.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The order looked for.
    pub order: Option<String>,
    version: Option<String>,
    /// Local Korean time, as a browser's field gives it.
    at: Option<String>,
    /// `known`: as the shop knew it then; otherwise as it had happened by then.
    clock: Option<String>,
    from: Option<String>,
    to: Option<String>,
}

impl Asked {
    /// The question to an order with so many versions. What cannot be answered as asked is said: an
    /// auditor must not take one moment for another.
    pub fn question(&self, versions: i64) -> Question {
        let mut doubts = Vec::new();
        let known = self.clock.as_deref() == Some("known");
        let moment = self.moment(known, versions, &mut doubts);
        let ends = (given(self.from.as_ref()), given(self.to.as_ref()));
        let inside = |end: Option<&str>| end.and_then(|end| inside(end, versions));
        let compare = inside(ends.0).zip(inside(ends.1));
        if compare.is_none() && ends != (None, None) {
            doubts.push(format!(
                "견줄 판은 둘 다 0부터 {versions}까지의 번호로 적어 주세요."
            ));
        }
        Question {
            moment,
            typed: match moment {
                Moment::Occurred(_) | Moment::Known(_) => self.at.clone().unwrap_or_default(),
                Moment::Version(_) | Moment::Latest => String::new(),
            },
            known,
            compare,
            doubt: (!doubts.is_empty()).then(|| doubts.join(" ")),
        }
    }

    fn moment(&self, known: bool, versions: i64, doubts: &mut Vec<String>) -> Moment {
        let typed = given(self.at.as_ref()).unwrap_or_default();
        let time = korean_time(typed);
        match (time, given(self.version.as_ref())) {
            (Some(time), _) if known => Moment::Known(time),
            (Some(time), _) => Moment::Occurred(time),
            (None, _) if !typed.is_empty() => {
                doubts.push(format!(
                    "읽을 수 없는 시각(‘{typed}’)이라 마지막 모습을 보여 드립니다. 2026-08-01T10:00처럼 적어 주세요."
                ));
                Moment::Latest
            }
            (None, Some(version)) => inside(version, versions).map_or_else(
                || {
                    doubts.push(format!(
                        "‘{version}’판은 없어 마지막 모습을 보여 드립니다. 이 주문에는 0판부터 {versions}판까지 있습니다."
                    ));
                    Moment::Latest
                },
                Moment::Version,
            ),
            (None, None) => Moment::Latest,
        }
    }
}

/// What was typed, if anything was.
fn given(text: Option<&String>) -> Option<&str> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty())
}

/// A version that the order has; 0 is before its first event.
fn inside(text: &str, versions: i64) -> Option<i64> {
    let version = text.parse().ok()?;
    (0..=versions).contains(&version).then_some(version)
}

fn korean_time(text: &str) -> Option<DateTime<Utc>> {
    let local = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())?;
    Seoul
        .from_local_datetime(&local)
        .earliest()
        .map(|at| at.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_answered_as_asked_is_said() {
        let asked = |version: &str, at: &str, from: &str, to: &str| {
            let text = |text: &str| Some(text.to_owned());
            let asked = Asked {
                version: text(version),
                at: text(at),
                from: text(from),
                to: text(to),
                ..Asked::default()
            };
            asked.question(9).doubt.unwrap_or_default()
        };
        assert_eq!(asked("9", "", "0", "9"), "");
        assert_eq!(asked("", "2026-08-01T10:00", "", ""), "");
        assert!(asked("99", "", "", "").contains("0판부터 9판까지"));
        assert!(asked("x", "", "", "").contains("‘x’판은 없어"));
        assert!(asked("", "garbage", "", "").contains("읽을 수 없는 시각"));
        assert!(asked("", "", "1", "").contains("둘 다 0부터 9까지"));
        assert!(asked("", "", "1", "12").contains("둘 다 0부터 9까지"));
    }
}
