//! The whole plan, counted before any of it is played: products, opening stock, sums, and the rows
//! that will not be played.

use std::collections::{BTreeMap, HashMap};

use anyhow::Result;
use domain::{Sku, Won};

use super::matching::Part;
use super::plan::{Document, GivingBack, Plan, Planned, Sale};
use super::reason::{Reason, Refused};
use super::sort::Goods;

/// What the file says of one SKU.
#[derive(Debug, Clone, Default)]
pub struct Item {
    /// Its latest name on a row with a price; empty if it never had one.
    pub name: String,
    /// Rows sold at each price above 0, in won.
    prices: HashMap<Won, u32>,
    /// Pieces that leave the warehouse, ever: what must be there before the first of them does.
    /// Pieces that come back are not counted on, so that the order of playing does not matter.
    pub leaving: u64,
}

/// What the plan comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Sums {
    /// Rows of the file, accepted and reported.
    pub rows: u64,
    pub sold_rows: u64,
    pub gift_rows: u64,
    pub charge_rows: u64,
    pub returned_rows: u64,
    pub refunded_charge_rows: u64,
    pub correction_rows: u64,
    pub orders: u64,
    pub units: u64,
    /// Won.
    pub gross: i64,
    /// Returns of orders: how many, their pieces, and won paid back.
    pub returns: u64,
    pub returned_units: u64,
    pub refunds: i64,
    /// Credits that no order explains: how many, their pieces, and won.
    pub credits: u64,
    pub credited_units: u64,
    pub credited: i64,
}

/// The plan, counted.
#[derive(Debug, Default)]
pub struct Survey {
    pub items: BTreeMap<Sku, Item>,
    pub sums: Sums,
    /// Every row that is not played, in file order.
    pub refused: Vec<Refused>,
    /// Invoices.
    pub documents: u64,
}

impl Survey {
    /// Reads the plan to its end.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn of(plan: Plan) -> Result<Self> {
        let mut survey = Self::default();
        for planned in plan {
            match planned? {
                Planned::Refused(refused) => survey.refuse(vec![refused]),
                Planned::Document(document) => survey.count(document),
            }
        }
        survey.refused.sort_by_key(|refused| refused.line);
        Ok(survey)
    }

    /// Rows that are not played, by reason.
    pub fn by_reason(&self) -> BTreeMap<Reason, u64> {
        let mut reasons = BTreeMap::new();
        for refused in &self.refused {
            *reasons.entry(refused.reason).or_default() += 1;
        }
        reasons
    }

    fn refuse(&mut self, refused: Vec<Refused>) {
        self.sums.rows += refused.len() as u64;
        self.refused.extend(refused);
    }

    fn count(&mut self, document: Document) {
        self.documents += 1;
        self.refuse(document.refused);
        if let Some(sale) = &document.sale {
            self.count_sale(sale);
        }
        if let Some(giving_back) = &document.giving_back {
            self.count_giving_back(giving_back);
        }
        for correction in &document.corrections {
            let item = self.items.entry(correction.sku.clone()).or_default();
            item.leaving += u64::try_from(-correction.delta).unwrap_or(0);
        }
        self.sums.correction_rows += document.corrections.len() as u64;
        self.sums.rows += document.corrections.len() as u64;
    }

    fn count_sale(&mut self, sale: &Sale) {
        for goods in &sale.goods {
            let item = self.named(goods);
            item.leaving += u64::from(goods.pieces);
            if goods.unit.is_positive() {
                *item.prices.entry(goods.unit).or_default() += 1;
            }
        }
        let sums = &mut self.sums;
        let gifts = sale.goods.iter().filter(|goods| !goods.priced).count() as u64;
        sums.gift_rows += gifts;
        sums.sold_rows += sale.goods.len() as u64 - gifts;
        sums.charge_rows += sale.charges.len() as u64;
        sums.rows += (sale.goods.len() + sale.charges.len()) as u64;
        sums.orders += 1;
        sums.units += pieces(&sale.goods);
        sums.gross += sale.total().get();
    }

    fn count_giving_back(&mut self, back: &GivingBack) {
        for goods in &back.unmatched {
            self.named(goods);
        }
        let sums = &mut self.sums;
        sums.returned_rows += back.goods_rows;
        sums.refunded_charge_rows += back.charges.len() as u64;
        sums.rows += back.goods_rows + back.charges.len() as u64;
        sums.returns += back.parts.len() as u64;
        let lines = back.parts.iter().flat_map(|part| &part.lines);
        sums.returned_units += lines.map(|line| u64::from(line.pieces)).sum::<u64>();
        sums.refunds += back.parts.iter().map(Part::amount).sum::<Won>().get();
        sums.credits += u64::from(back.has_credit());
        sums.credited_units += pieces(&back.unmatched);
        sums.credited += back.credited().get();
    }

    /// The SKU's item, named as the latest row with a price names it.
    fn named(&mut self, goods: &Goods) -> &mut Item {
        let item = self.items.entry(goods.sku.clone()).or_default();
        if !goods.name.is_empty() && (goods.priced || item.name.is_empty()) {
            item.name.clone_from(&goods.name);
        }
        item
    }
}

impl Item {
    /// The price it was sold at most often, in won; the lower of two equals. None if it never was.
    pub fn price(&self) -> Option<Won> {
        let often = |(price, rows): &(&Won, &u32)| (**rows, std::cmp::Reverse(**price));
        self.prices
            .iter()
            .max_by_key(often)
            .map(|(price, _)| *price)
    }
}

impl Sums {
    /// Rows that are played.
    pub fn accepted(&self) -> u64 {
        self.sold_rows
            + self.gift_rows
            + self.charge_rows
            + self.returned_rows
            + self.refunded_charge_rows
            + self.correction_rows
    }
}

fn pieces(goods: &[Goods]) -> u64 {
    goods.iter().map(|goods| u64::from(goods.pieces)).sum()
}
