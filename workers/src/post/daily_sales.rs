//! The day's sales of every store, mailed to all staff at midnight.

use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Asia::Seoul;
use data_encoding::HEXLOWER;
use domain::Won;
use letters::kinds::{
    ChannelSales, DailySales as Report, DaySales, Figures, ProductSales, StoreSales,
};
use letters::{Letter, Written, render};
use projections::catalogue;
use projections::sales::{Dimension, ReportQuery, Row, report};
use serde::{Deserialize, Serialize};
use shop::StoreSettings;
use shop::ports::post::Address;
use sqlx::PgPool;

use super::letter::theme;
use super::send::{Outgoing, send_letter};
use crate::jobs::{Job, JobContext, JobError};

/// Days in the picture.
const DAYS: u64 = 14;
/// Products in the letter.
const TOP: usize = 5;
/// How long to wait for the tables to know the day's end.
const PATIENCE: Duration = Duration::from_mins(1);
/// The category of what is no goods.
const CHARGE: &str = "charge";

/// Mails the sales of the Korean day that ended with the tick.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct DailySales {
    /// When it was due: a Korean midnight, or any moment of the day that is asked for.
    pub tick: DateTime<Utc>,
    /// Staff want it once more, under this key; what a tick has sent is not sent again otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_hand: Option<i64>,
}

#[async_trait]
impl Job for DailySales {
    const NAME: &'static str = "daily-sales";

    async fn run(&self, context: &JobContext) -> Result<(), JobError> {
        let settings = context.shop.settings();
        let Some((store, sender)) = settings.stores.iter().next() else {
            return Ok(());
        };
        if settings.staff.is_empty() {
            tracing::warn!("the day's sales are not mailed: no staff address is set");
            return Ok(());
        }
        caught_up(context).await?;
        let written = self.write(context, sender).await?;
        let mut failed = None;
        for address in &settings.staff {
            let whose = context.shop.mail_fingerprint(address);
            let run = self.by_hand.unwrap_or(self.tick.timestamp());
            let key = format!("daily-sales:{run}:{}", HEXLOWER.encode(&whose[..8]));
            let outgoing = Outgoing {
                key: &key,
                template: Report::NAME,
                store: store.as_str(),
                settings: sender,
                subject: None,
                to: Address {
                    name: String::new(),
                    address: address.clone(),
                },
                written: written.clone(),
            };
            // One address that fails keeps no other from being written to.
            if let Err(error) = send_letter(context, outgoing).await {
                failed = Some(error);
            }
        }
        failed.map_or(Ok(()), Err)
    }
}

impl DailySales {
    /// The Korean day that a moment just before the tick lay in.
    fn day(self) -> NaiveDate {
        let before = self.tick - TimeDelta::seconds(1);
        before.with_timezone(&Seoul).date_naive()
    }

    async fn write(
        self,
        context: &JobContext,
        sender: &StoreSettings,
    ) -> Result<Written, JobError> {
        let settings = context.shop.settings();
        let mut stores = vec![];
        for (id, store) in &settings.stores {
            let sold = of_store(&context.pool, id.as_str(), &store.name, self.day()).await;
            stores.push(sold.map_err(JobError::again)?);
        }
        let (theme, language) = theme(sender, settings.links.base());
        let letter = Report::new(self.day(), stores, settings.links.base().to_owned());
        render(&letter, &theme, language).map_err(JobError::never)
    }
}

/// Waits until the sales tables know what the log knew when the job began: the day's last sales may
/// be a moment old.
async fn caught_up(context: &JobContext) -> Result<(), JobError> {
    let end = context
        .shop
        .ledger()
        .log()
        .end()
        .await
        .map_err(JobError::again)?;
    let until = tokio::time::Instant::now() + PATIENCE;
    loop {
        let all = projections::status(&context.pool)
            .await
            .map_err(JobError::again)?;
        let knows = |one: &projections::Status| one.cursor >= end || one.lag_events == 0;
        if all.iter().any(|one| one.name == "sales" && knows(one)) {
            return Ok(());
        }
        if tokio::time::Instant::now() > until {
            return Err(JobError::again("the sales tables are behind the ledger"));
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// The same figures as `jangbu stats sales` gives for the day and the store.
async fn of_store(
    pool: &PgPool,
    id: &str,
    name: &str,
    day: NaiveDate,
) -> projections::Answer<StoreSales> {
    let asked = |by: Vec<Dimension>, from: NaiveDate| ReportQuery {
        by,
        from: Some(from),
        to: Some(day),
        only: vec![(Dimension::Store, id.to_owned())],
        ..ReportQuery::default()
    };
    let whole = report(pool, &asked(vec![], day)).await?;
    let channels = report(pool, &asked(vec![Dimension::Channel], day)).await?;
    let products = report(pool, &asked(vec![Dimension::Sku, Dimension::Category], day)).await?;
    let first = day - Days::new(DAYS - 1);
    let days = report(pool, &asked(vec![Dimension::Day], first)).await?;
    let top = top(products);
    let skus: Vec<String> = top.iter().map(|row| row.keys[0].clone()).collect();
    let names = catalogue::names(pool, &skus).await?;
    let product = |row: &Row| ProductSales {
        name: names.get(&row.keys[0]).unwrap_or(&row.keys[0]).clone(),
        units: row.units,
        net: Won(row.net),
    };
    Ok(StoreSales::new(
        name.to_owned(),
        whole.first().map(figures).unwrap_or_default(),
        by_net(channels).iter().map(channel).collect(),
        top.iter().map(product).collect(),
        picture(first, &days),
    ))
}

fn figures(row: &Row) -> Figures {
    Figures {
        orders: row.orders,
        units: row.units,
        gross: Won(row.gross),
        refunds: Won(row.refunds),
        net: Won(row.net),
    }
}

fn channel(row: &Row) -> ChannelSales {
    ChannelSales {
        channel: row.keys[0].clone(),
        orders: row.orders,
        net: Won(row.net),
    }
}

fn by_net(mut rows: Vec<Row>) -> Vec<Row> {
    rows.sort_by_key(|row| std::cmp::Reverse(row.net));
    rows
}

/// The best sold goods: neither postage nor what only came back.
fn top(rows: Vec<Row>) -> Vec<Row> {
    let goods = rows
        .into_iter()
        .filter(|row| row.keys[1] != CHARGE && row.units > 0);
    by_net(goods.collect()).into_iter().take(TOP).collect()
}

/// Every day of the picture, also those without a sale.
fn picture(first: NaiveDate, rows: &[Row]) -> Vec<DaySales> {
    let days = first.iter_days().take(usize::try_from(DAYS).unwrap_or(0));
    days.map(|day| {
        let told = day.to_string();
        let row = rows.iter().find(|row| row.keys[0] == told);
        DaySales {
            day,
            net: Won(row.map_or(0, |row| row.net)),
        }
    })
    .collect()
}
