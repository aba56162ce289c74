//! `jangbu order edit`: changes what was ordered, or where it goes, as previewed.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use clap::Args;
use domain::cart::CartItem;
use domain::order::{EditOutcome, LineQuantity, Order, OrderDraft};
use domain::product::Product;
use domain::{OrderId, ProductId, Sku, Won};
use serde::Deserialize;
use shop::edit::{Agreed, Edit as Change, Edited};
use shop::{Caller, Recipient, Shop, ShopError};

use super::claims::{edit_id, name};
use super::{examples, preview, show};
use crate::say::say;

/// Change what was ordered, or where it goes, before anything is sent
#[derive(Debug, Clone, Args)]
#[command(after_help = examples::EDIT)]
pub struct Edit {
    /// The order's number, as its page shows it
    #[arg(value_name = "ORDER")]
    pub order: OrderId,
    /// Pieces that a line is to have, such as 1=0; may be repeated
    #[arg(long = "line", value_name = "LINE=PIECES", value_parser = line)]
    lines: Vec<LineQuantity>,
    /// Pieces that are added at today's price, such as TOFU-1=2; may be repeated
    #[arg(long = "add", value_name = "SKU=PIECES", value_parser = added)]
    add: Vec<Added>,
    /// A file that says who receives it and where; `-` is standard input
    #[arg(long, value_name = "FILE")]
    recipient_file: Option<PathBuf>,
    /// Say what it comes to, and change nothing
    #[arg(long, conflicts_with_all = ["pay", "pay_back"])]
    preview: bool,
    /// What the shopper is to pay, as previewed, won
    #[arg(long, value_name = "WON", value_parser = clap::value_parser!(i64).range(0..), required_unless_present = "preview")]
    pay: Option<i64>,
    /// What goes back to the shopper, as previewed, won
    #[arg(long, value_name = "WON", value_parser = clap::value_parser!(i64).range(0..), required_unless_present = "preview")]
    pay_back: Option<i64>,
    /// Names a second edit that says the same
    #[arg(long, value_name = "NAME", value_parser = name)]
    claim: Option<String>,
}

/// What is added: a SKU of a product of the order, or of another product that is named.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Added {
    product: Option<ProductId>,
    sku: Sku,
    pieces: u32,
}

/// Where an order goes, as a file says it; what it leaves out stays.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    name: Option<String>,
    phone: Option<String>,
    postcode: Option<String>,
    address: Option<String>,
    detail: Option<String>,
    memo: Option<String>,
}

impl Edit {
    /// Previews or settles it, and says so. `state` is the order before it.
    pub(super) async fn take(
        &self,
        shop: &Shop,
        caller: &Caller,
        state: &Order,
        json: bool,
    ) -> Result<()> {
        let draft = state.draft().context("the order was never placed")?;
        let what = self.what(shop, state, draft).await?;
        let edit = edit_id(self.claim.as_deref(), &self.order, &self.words(&what))?;
        if self.preview {
            let preview = shop.preview_edit(&self.order, &what).await;
            let preview = preview.map_err(|error| explain(&error))?;
            preview::print(&preview, draft, json)?;
            if !json && state.edits().contains_key(&edit) {
                say!("with --claim NAME as well: edit {edit} says the same, and was made before")?;
            }
            return Ok(());
        }
        if let Some(before) = state.edits().get(&edit)
            && before.outcome.is_some()
        {
            if !json {
                let was = show::ended(before);
                say!(
                    "nothing done: edit {edit} says the same and was made before ({was}); for another one give --claim NAME"
                )?;
            }
            return show::show(shop, &self.order, json).await;
        }
        let agreed = Agreed {
            to_pay: Won(self.pay.unwrap_or_default()),
            to_pay_back: Won(self.pay_back.unwrap_or_default()),
        };
        let edited = shop.edit_order(caller, &self.order, edit.clone(), &what, agreed);
        let edited = edited.await.map_err(|error| explain(&error))?;
        if !json {
            say!("{} (edit {edit})", told(&edited))?;
        }
        show::show(shop, &self.order, json).await
    }

    async fn what(&self, shop: &Shop, state: &Order, draft: &OrderDraft) -> Result<Change> {
        let mut add = Vec::with_capacity(self.add.len());
        for added in &self.add {
            add.push(offered(shop, draft, added).await?);
        }
        let recipient = match &self.recipient_file {
            Some(file) => {
                let now = shop.current_recipient(state).await?.unwrap_or_default();
                Some(read(file)?.over(now)?)
            }
            None => None,
        };
        Ok(Change {
            lines: self.lines.clone(),
            add,
            recipient,
        })
    }

    /// What it says. Its hash stands in events: of who receives it there is only where, as coarse as a postcode.
    fn words(&self, what: &Change) -> String {
        let lines = self
            .lines
            .iter()
            .map(|it| format!("{}={}", it.line, it.quantity));
        let add = self
            .add
            .iter()
            .map(|it| format!("+{}={}", it.sku, it.pieces));
        let to = what
            .recipient
            .iter()
            .map(|to| format!("to {}", to.postcode));
        lines.chain(add).chain(to).collect::<Vec<_>>().join(" ")
    }
}

impl Place {
    /// The recipient that it makes of the one before; the orderer stays.
    fn over(self, before: Recipient) -> Result<Recipient> {
        let postcode = self.postcode.unwrap_or(before.postcode);
        if postcode.len() != 5 || !postcode.bytes().all(|byte| byte.is_ascii_digit()) {
            bail!("a postcode has five digits");
        }
        Ok(Recipient {
            name: self.name.unwrap_or(before.name),
            phone: self.phone.unwrap_or(before.phone),
            postcode,
            address: self.address.unwrap_or(before.address),
            detail: self.detail.unwrap_or(before.detail),
            memo: self.memo.unwrap_or(before.memo),
            ..before
        })
    }
}

/// The file's words never stand in an error: they are somebody's address.
fn read(file: &Path) -> Result<Place> {
    let text = if file == Path::new("-") {
        std::io::read_to_string(std::io::stdin())
    } else {
        std::fs::read_to_string(file)
    };
    let text = text.with_context(|| format!("{} cannot be read", file.display()))?;
    toml::from_str(&text).map_err(|_| {
        anyhow!(
            "{} has lines such as postcode = \"06236\": name, phone, postcode, address, detail, memo",
            file.display()
        )
    })
}

/// What is added as a cart would hold it.
async fn offered(shop: &Shop, draft: &OrderDraft, added: &Added) -> Result<CartItem> {
    let of_order = draft.quote.lines.iter().map(|line| &line.product);
    let products: Vec<&ProductId> = match &added.product {
        Some(product) => vec![product],
        None => of_order.collect(),
    };
    for product in products {
        let known = shop
            .ledger()
            .state::<Product>(product.as_str())
            .await?
            .state;
        if let Some(variant) = known.variant(&added.sku) {
            return Ok(CartItem {
                product: product.clone(),
                sku: added.sku.clone(),
                quantity: added.pieces,
                price: variant.price,
            });
        }
    }
    let sku = &added.sku;
    bail!("no product of the order has {sku}; another product is named before it: PRODUCT/{sku}=1")
}

fn told(edited: &Edited) -> String {
    if let (Some(next), Some(EditOutcome::Done)) = (&edited.replacement, edited.outcome) {
        return format!("it was not paid yet: order {next} takes its place");
    }
    match (&edited.supplement, edited.outcome) {
        (Some(added), None) => {
            format!("order {added} adds to it; the edit counts once that is paid")
        }
        (_, Some(EditOutcome::TooLate)) if edited.replacement.is_some() => {
            "too late: it was paid or given up meanwhile, and is as it was".to_owned()
        }
        (_, Some(EditOutcome::TooLate)) => {
            "too late: what was added is paid, but the rest was sent or cancelled meanwhile"
                .to_owned()
        }
        (_, Some(EditOutcome::Dropped)) => "dropped: the order is as it was".to_owned(),
        _ => "changed".to_owned(),
    }
}

fn explain(error: &ShopError) -> anyhow::Error {
    match error {
        ShopError::EditChanged(now) => anyhow!(
            "it comes to something else: --pay {} --pay-back {}; look at it with --preview",
            now.to_pay.0,
            now.to_pay_back.0
        ),
        error if error.is_passing() => {
            anyhow!("{error}; the same command may simply be given again")
        }
        error => anyhow!("{error}"),
    }
}

fn line(text: &str) -> Result<LineQuantity, String> {
    let parsed = text
        .split_once('=')
        .and_then(|(line, pieces)| Some((line.parse::<u32>().ok()?, pieces.parse().ok()?)));
    match parsed {
        Some((line, quantity)) if line > 0 => Ok(LineQuantity {
            line: line - 1,
            quantity,
        }),
        _ => Err(
            "expected a line (from 1) and the pieces that it is to have, such as 1=0".to_owned(),
        ),
    }
}

fn added(text: &str) -> Result<Added, String> {
    let parsed = text.rsplit_once('=').and_then(|(what, pieces)| {
        let pieces = pieces.parse().ok().filter(|pieces| *pieces > 0)?;
        let (product, sku) = match what.split_once('/') {
            Some((product, sku)) => (Some(ProductId::new(product).ok()?), sku),
            None => (None, what),
        };
        Some(Added {
            product,
            sku: Sku::new(sku).ok()?,
            pieces,
        })
    });
    parsed.ok_or_else(|| "expected a SKU and its pieces, such as TOFU-1=2".to_owned())
}
