//! One sample letter, to see whether letters leave. It needs no open shop and no database.

use anyhow::{Result, anyhow, bail};
use chrono::Utc;
use clap::Args;
use domain::StoreId;
use serde_json::json;
use shop::ShopSettings;
use shop::ports::post::{Address, Mail as Letter};
use store::post::{Medium, Suppressions};
use uuid::Uuid;

use crate::commands::opened::with_shop;
use crate::commands::order::kst;
use crate::config::{Global, MailArgs};
use crate::post::mail::{local_file, mailer, stays};
use crate::post::stores::{Leaving, PostStores};
use crate::say::say;
use crate::server::address_in;
use crate::shop::{DEMO_STORE, OpenShop, settings};

const TEST: &str = "\
Examples:
  jangbu mail test me@example.org
  JANGBU_MAIL=smtps://USER:PASSWORD@mail.example jangbu mail test me@example.org

Sends one letter now, past jobs and delivery book, and says what the sender answered. No shop need be \
open; if one is, its list of addresses that get no letters is asked first.";

/// Send a sample letter through the configured sender and say what came back
#[derive(Debug, Args)]
#[command(after_help = TEST)]
pub struct Test {
    /// To whom
    #[arg(value_name = "ADDRESS")]
    address: String,
    #[command(flatten)]
    mail: MailArgs,
}

impl Test {
    pub(super) async fn run(self, global: &Global) -> Result<()> {
        let stores = PostStores::load(&global.data)?;
        let settings = settings(&global.data, &stores)?;
        let stays = stays(&self.mail);
        if !stays {
            stores.check(&settings, Leaving::Letters)?;
        }
        let sender = mailer(&self.mail, &global.data).await?;
        if !stays && (global.database_url.is_some() || address_in(&global.data).is_some()) {
            let asked = with_shop(global, async |open: &OpenShop| self.suppressed(open).await);
            match asked.await {
                Ok(None) => {}
                Ok(Some(why)) => bail!("nothing was sent: {why}"),
                Err(error) => eprintln!("who gets no letters could not be asked: {error:#}"),
            }
        }
        let letter = sample(&settings, &self.address)?;
        let id = sender
            .send(&letter)
            .await
            .map_err(|error| anyhow!("{error}"))?;
        let name = sender.name();
        if global.json {
            let told = json!({ "provider": name, "id": id, "key": letter.key, "left": !stays });
            say!("{told}")?;
        } else if stays {
            let file = local_file(&global.data);
            say!(
                "the letter stayed on this machine, as {id} in {}",
                file.display()
            )?;
            say!("an open shop shows it on its staff pages, under /dev/mail")?;
            say!("to let letters leave, set JANGBU_MAIL; see: jangbu mail test --help")?;
        } else {
            say!("{name} took the letter and calls it {id}")?;
        }
        Ok(())
    }

    /// Why the address gets no letters, if so.
    async fn suppressed(&self, open: &OpenShop) -> Result<Option<String>> {
        let suppressed = Suppressions::new(open.pool.clone());
        let fingerprint = open.shop.mail_fingerprint(&self.address);
        let found = suppressed.find(Medium::Email, &fingerprint).await?;
        Ok(found.map(|found| {
            let (reason, since) = (found.reason, kst(found.since));
            format!("the address gets no letters since {since} ({reason}); see: jangbu mail suppressions --help")
        }))
    }
}

fn sample(shop: &ShopSettings, address: &str) -> Result<Letter> {
    let store = StoreId::new(DEMO_STORE)?;
    let settings = shop.stores.get(&store);
    let settings = settings.ok_or_else(|| anyhow!("the shop has no store {store}"))?;
    let (name, home) = (&settings.name, shop.links.home(&store));
    let plain = |name: &str, address: &str| Address {
        name: name.to_owned(),
        address: address.to_owned(),
    };
    let words = format!(
        "{name}에서 보내는 시험 편지입니다. 이 편지를 읽고 계신다면 메일이 잘 나가는 것입니다."
    );
    Ok(Letter {
        key: format!("test:{}", Uuid::new_v4()),
        template: "test",
        store: store.to_string(),
        from: plain(name, &settings.post.sender),
        to: plain("", address),
        reply_to: settings.post.reply_to.as_deref().map(|to| plain("", to)),
        subject: format!("[{name}] 시험 편지"),
        html: format!(
            "<!doctype html><html lang=\"ko\"><body style=\"font-family:sans-serif\"><h1>시험 편지</h1><p>{words}</p><p><a href=\"{home}\">{home}</a></p></body></html>"
        ),
        text: format!("{words}\n\n{home}\n"),
        pictures: vec![],
        at: Utc::now(),
    })
}
