//! Until when something may be sent back, and who pays the way: 전자상거래법 §17 and §18.

use chrono::{DateTime, Datelike, Duration, Months, NaiveDate, NaiveTime, TimeZone, Utc, Weekday};
use chrono_tz::Asia::Seoul;
use serde::{Deserialize, Serialize};

use super::OrderRefusal;
use super::ask::Wish;
use super::events::LineQuantity;
use super::parts::Line;
use super::state::Order;
use crate::money::Won;

/// Whose fault it is that something comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// A change of mind: seven days, and the shopper pays the way.
    Shoppers,
    /// Something is wrong with it: three months, and the shop pays.
    Shops,
}

/// What a store has agreed on with its shoppers about returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// Days after delivery for a change of mind; the law's least are seven.
    pub days: u32,
    /// Carriage of one way, won.
    pub carriage: Won,
}

impl Terms {
    /// The law's least, and 3,000 won a way.
    pub const STANDARD: Self = Self {
        days: 7,
        carriage: Won(3_000),
    };

    /// What the shopper owes for carriage: the way back, and with an exchange the way there again.
    pub fn carriage_of(self, wish: Wish, fault: Fault) -> Won {
        match (fault, wish) {
            (Fault::Shops, _) => Won::ZERO,
            (Fault::Shoppers, Wish::Return) => self.carriage,
            (Fault::Shoppers, Wish::Exchange) => self.carriage + self.carriage,
        }
    }

    /// The last moment for asking, for pieces that arrived then: the end of a Korean day. The day of
    /// delivery does not count, and a period that would end on a Saturday or Sunday ends on the
    /// Monday after it (민법 §157, §161). Other holidays are not known here; staff may be kinder.
    ///
    /// The law's other bound for faulty goods, 30 days from when the shopper knew, is for staff to
    /// judge: nobody else can tell when that was.
    pub fn until(self, delivered: DateTime<Utc>, fault: Fault) -> DateTime<Utc> {
        let day = delivered.with_timezone(&Seoul).date_naive();
        let last = match fault {
            // The law's seven days cannot be agreed away.
            Fault::Shoppers => day + Duration::days(self.days.max(7).into()),
            Fault::Shops => day.checked_add_months(Months::new(3)).unwrap_or(day),
        };
        end_of(working(last)).unwrap_or(delivered)
    }
}

/// The same day, or the Monday after it.
fn working(day: NaiveDate) -> NaiveDate {
    match day.weekday() {
        Weekday::Sat => day + Duration::days(2),
        Weekday::Sun => day + Duration::days(1),
        _ => day,
    }
}

/// The last second of a Korean day.
fn end_of(day: NaiveDate) -> Option<DateTime<Utc>> {
    let midnight = (day + Duration::days(1)).and_time(NaiveTime::MIN);
    let end = Seoul.from_local_datetime(&midnight).earliest()?;
    Some(end.with_timezone(&Utc) - Duration::seconds(1))
}

impl Order {
    /// Pieces of a line that the shopper may ask to send back now, for a fault of this kind.
    pub fn returnable(&self, line: u32, fault: Fault, terms: Terms, at: DateTime<Utc>) -> u32 {
        self.free(line).min(self.in_time(line, fault, terms, at))
    }

    /// Until when the last pieces of a line may be asked back, as seen at a moment; none if none has arrived.
    pub fn returnable_until(
        &self,
        line: u32,
        fault: Fault,
        terms: Terms,
        at: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        let arrived = self
            .parcels
            .iter()
            .filter(|parcel| parcel.lines.iter().any(|part| part.line == line));
        arrived
            .filter_map(|parcel| parcel.delivered_at)
            .map(|delivered| self.until(line, delivered, (fault, terms), at))
            .max()
    }

    /// The same of pieces that arrived then: time in which an exchange had the line for itself does not count.
    fn until(
        &self,
        line: u32,
        delivered: DateTime<Utc>,
        (fault, terms): (Fault, Terms),
        at: DateTime<Utc>,
    ) -> DateTime<Utc> {
        let held = self
            .deals
            .values()
            .map(|it| it.held_up(line, delivered, at));
        terms.until(delivered + held.sum::<Duration>(), fault)
    }

    /// Pieces of parcels whose time has not passed, or not begun: nobody told that they arrived.
    fn in_time(&self, line: u32, fault: Fault, terms: Terms, at: DateTime<Utc>) -> u32 {
        let late = |delivered| at > self.until(line, delivered, (fault, terms), at);
        let parcels = self
            .parcels
            .iter()
            .filter(|parcel| !parcel.delivered_at.is_some_and(late));
        parcels
            .flat_map(|parcel| &parcel.lines)
            .filter(|part| part.line == line)
            .map(|part| part.quantity)
            .sum()
    }

    /// Pieces of a line that arrived and did not come back: what the shopper has, and may judge.
    pub fn kept(&self, line: u32) -> u32 {
        let arrived = self.parcels.iter().filter(|it| it.delivered);
        let arrived: u32 = arrived
            .flat_map(|parcel| &parcel.lines)
            .filter(|part| part.line == line)
            .map(|part| part.quantity)
            .sum();
        let with_shopper = self.lines.get(line as usize).map_or(0, Line::to_return);
        arrived.min(with_shopper)
    }

    pub(super) fn may_ask(
        &self,
        part: LineQuantity,
        fault: Fault,
        terms: Terms,
        at: DateTime<Utc>,
    ) -> Result<(), OrderRefusal> {
        let LineQuantity {
            line,
            quantity: asked,
        } = part;
        if asked > self.in_time(line, fault, terms, at) {
            return Err(OrderRefusal::TooLate { line });
        }
        let left = self.returnable(line, fault, terms, at);
        if asked > left {
            return Err(OrderRefusal::TooMany { line, asked, left });
        }
        Ok(())
    }
}
