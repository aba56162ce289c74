//! Rows on their way into a table, in PostgreSQL's binary COPY format: the fastest way in.
//!
//! Format: <https://www.postgresql.org/docs/current/sql-copy.html>, "Binary Format".

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use uuid::Uuid;

const SIGNATURE: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
/// Days from 0001-01-01 to 2000-01-01, where PostgreSQL counts from.
const Y2K_DAYS: i32 = 730_120;
/// Microseconds from 1970-01-01 to 2000-01-01.
const Y2K_MICROS: i64 = 946_684_800_000_000;
const TEXT_OID: i32 = 25;
const INT4_OID: i32 = 23;

/// Rows of one table, each begun with [`Rows::row`] and given its fields in order.
pub struct Rows {
    bytes: Vec<u8>,
    fields: i16,
    count: u64,
}

impl Rows {
    /// No rows yet, of so many fields each.
    pub fn new(fields: usize) -> Self {
        let fields = i16::try_from(fields).unwrap_or(i16::MAX);
        Self {
            bytes: SIGNATURE.to_vec(),
            fields,
            count: 0,
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Begins a row.
    pub fn row(&mut self) -> &mut Self {
        self.count += 1;
        self.bytes.extend_from_slice(&self.fields.to_be_bytes());
        self
    }

    /// The whole message, ended.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        self.bytes.extend_from_slice(&(-1_i16).to_be_bytes());
        self.bytes
    }

    fn field(&mut self, bytes: &[u8]) -> &mut Self {
        // More than 2 GiB cannot be sent; the server refuses the length and the event is parked.
        let length = i32::try_from(bytes.len()).unwrap_or(i32::MAX);
        self.bytes.extend_from_slice(&length.to_be_bytes());
        self.bytes.extend_from_slice(bytes);
        self
    }

    /// No value.
    pub fn null(&mut self) -> &mut Self {
        self.bytes.extend_from_slice(&(-1_i32).to_be_bytes());
        self
    }

    /// A `text`, or a `json` as its text.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.field(text.as_bytes())
    }

    /// A `text`, or none.
    pub fn maybe_text(&mut self, text: Option<&str>) -> &mut Self {
        match text {
            Some(text) => self.text(text),
            None => self.null(),
        }
    }

    /// A `bigint`.
    pub fn int8(&mut self, number: i64) -> &mut Self {
        self.field(&number.to_be_bytes())
    }

    /// A `bigint`, or none.
    pub fn maybe_int8(&mut self, number: Option<i64>) -> &mut Self {
        match number {
            Some(number) => self.int8(number),
            None => self.null(),
        }
    }

    /// A `smallint`.
    pub fn int2(&mut self, number: i16) -> &mut Self {
        self.field(&number.to_be_bytes())
    }

    /// An `int`.
    pub fn int4(&mut self, number: i32) -> &mut Self {
        self.field(&number.to_be_bytes())
    }

    /// A `boolean`.
    pub fn boolean(&mut self, value: bool) -> &mut Self {
        self.field(&[u8::from(value)])
    }

    /// A `uuid`.
    pub fn uuid(&mut self, id: Uuid) -> &mut Self {
        self.field(id.as_bytes())
    }

    /// A `timestamptz`; what is finer than a microsecond is cut off.
    pub fn time(&mut self, time: DateTime<Utc>) -> &mut Self {
        self.int8(time.timestamp_micros().saturating_sub(Y2K_MICROS))
    }

    /// A `timestamptz`, or none.
    pub fn maybe_time(&mut self, time: Option<DateTime<Utc>>) -> &mut Self {
        match time {
            Some(time) => self.time(time),
            None => self.null(),
        }
    }

    /// A `date`.
    pub fn date(&mut self, day: NaiveDate) -> &mut Self {
        self.int4(day.num_days_from_ce().saturating_sub(Y2K_DAYS))
    }

    /// An `int[]`.
    pub fn int4s(&mut self, numbers: &[i32]) -> &mut Self {
        let mut array = array_head(numbers.len(), INT4_OID);
        for number in numbers {
            array.extend_from_slice(&4_i32.to_be_bytes());
            array.extend_from_slice(&number.to_be_bytes());
        }
        self.field(&array)
    }

    /// A `text[]`.
    pub fn texts<'a>(&mut self, texts: impl ExactSizeIterator<Item = &'a str>) -> &mut Self {
        let mut array = array_head(texts.len(), TEXT_OID);
        for text in texts {
            array.extend_from_slice(&i32::try_from(text.len()).unwrap_or(i32::MAX).to_be_bytes());
            array.extend_from_slice(text.as_bytes());
        }
        self.field(&array)
    }
}

/// What comes before an array's elements: one dimension, or none if there is no element.
fn array_head(count: usize, kind: i32) -> Vec<u8> {
    let count = i32::try_from(count).unwrap_or(i32::MAX);
    let dimensions = [i32::from(count > 0), 0, kind];
    let length = (count > 0).then_some([count, 1]);
    let numbers = dimensions.into_iter().chain(length.into_iter().flatten());
    numbers.flat_map(i32::to_be_bytes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn postgresql_counts_days_and_moments_from_2000() {
        let day = NaiveDate::from_ymd_opt(2000, 1, 2).unwrap();
        assert_eq!(day.num_days_from_ce() - Y2K_DAYS, 1);
        let moment = day.and_hms_opt(0, 0, 0).unwrap().and_utc();
        assert_eq!(moment.timestamp_micros() - Y2K_MICROS, 86_400_000_000);
    }

    #[test]
    fn an_empty_copy_is_head_and_tail() {
        let rows = Rows::new(2);
        assert!(rows.is_empty());
        assert_eq!(rows.finish().len(), 19 + 2);
    }
}
