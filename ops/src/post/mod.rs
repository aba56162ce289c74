//! What letters and messages leave through, as the settings say.

pub mod mail;
pub mod stores;
pub mod texts;

use std::path::Path;
use std::sync::Arc;

use anyhow::{Result, bail};
use gateways::counted::Counted;
use shop::mail_address;
use sqlx::PgPool;
use store::post::senders::{self, Agreed, LOCAL};
use store::post::{Deliveries, Suppressions};
use workers::post::Post;

use self::stores::{Leaving, PostStores};
use crate::cli::Usage;
use crate::config::PostArgs;
use crate::shop::{OpenShop, SystemClock, settings};

/// Who gets the day's sales where letters stay on this machine and nobody is named.
const DEMO_STAFF: &str = "staff@jangbu.example";

/// Looks, before anything is opened, whether what leaves this machine leaves under the stores' own names.
///
/// # Errors
/// It does not; the text says what to write where. Or the stores' file makes no sense.
pub fn check(args: &PostArgs, data: &Path) -> Result<()> {
    let stores = PostStores::load(data)?;
    let settings = settings(data, &stores)?;
    if !mail::stays(&args.mail) {
        stores.check(&settings, Leaving::Letters)?;
    }
    if texts::leave(&args.texts) {
        stores.check(&settings, Leaving::Messages)?;
    }
    Ok(())
}

/// All that workers send through.
///
/// # Errors
/// A way makes no sense, or this binary cannot go it.
pub async fn open(args: &PostArgs, data: &Path, open: &OpenShop) -> Result<Post> {
    let texter = texts::texter(&args.texts, &open.stores, Arc::new(SystemClock))?;
    let texter = texter.unwrap_or_else(|| Arc::new(mail::local_post(data)));
    let mailer = mail::mailer(&args.mail, data).await?;
    agree(&open.pool, "mail", mailer.name(), "JANGBU_MAIL").await?;
    // A simulator's messages leave nothing and nobody.
    let texts = if texts::leave(&args.texts) {
        texter.name()
    } else {
        LOCAL
    };
    agree(&open.pool, "texts", texts, "JANGBU_TEXTS").await?;
    Ok(Post {
        mailer: Arc::new(Counted(mailer)),
        texter: Arc::new(Counted(texter)),
        codes: Arc::new(open.stores.codes.clone()),
        deliveries: Deliveries::new(open.pool.clone()),
        suppressions: Suppressions::new(open.pool.clone()),
    })
}

/// A worker that was started without the settings would keep letters that shoppers wait for.
async fn agree(pool: &PgPool, what: &str, way: &str, variable: &str) -> Result<()> {
    match senders::agree(pool, what, way).await? {
        Agreed::Yes => Ok(()),
        Agreed::Changed(before) if before == LOCAL => {
            tracing::warn!(
                "{what}: {way} from now on; workers that were started before keep theirs on their machines until they \
                 are started again"
            );
            Ok(())
        }
        Agreed::Changed(before) => {
            tracing::info!("{what}: {way} from now on, {before} until now");
            Ok(())
        }
        Agreed::No(way) => bail!(
            "this shop sends {what} through {way}, and here it would stay on this machine: give this worker the same \
             {variable}, or, if nothing is to leave any more, say so once with: jangbu mail stay"
        ),
    }
}

/// Who gets the day's sales.
///
/// # Errors
/// One of them is no mail address: better said now than at midnight.
pub fn staff(args: &PostArgs) -> Result<Vec<String>> {
    let named = args.staff.iter().map(|address| address.trim().to_owned());
    let named: Vec<String> = named.filter(|address| !address.is_empty()).collect();
    let odd = |address: &String| !mail_address::is_plain(address);
    if let Some(place) = named.iter().position(odd) {
        let place = place + 1;
        return Err(Usage(format!(
            "JANGBU_STAFF: number {place} of the list is no mail address"
        ))
        .into());
    }
    if named.is_empty() && mail::stays(&args.mail) {
        return Ok(vec![DEMO_STAFF.to_owned()]);
    }
    Ok(named)
}
