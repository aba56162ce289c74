//! Under whose name a store writes, and what it needs for that: `DATA/post.toml`, a part for each store.
//!
//! Keys and passwords come from the environment; what is a store's own stands in this file
//! (`ops/docs/mail.md`, `ops/docs/messages.md`).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use letters::is_colour;
use letters::messages::TemplateCodes;
use serde::Deserialize;
use shop::mail_address;
use shop::{PostSettings, ShopSettings, StoreSettings};

use crate::config;

/// The file, below the data directory.
const FILE: &str = "post.toml";

/// The domain that the demo shop's made-up settings lie in.
pub const MADE_UP: &str = "jangbu.example";

/// What the file says.
#[derive(Debug, Clone, Default)]
pub struct PostStores {
    file: PathBuf,
    stores: BTreeMap<String, Part>,
    /// The approved templates' codes.
    pub codes: TemplateCodes,
}

/// One store's part of the file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Part {
    name: Option<String>,
    contact: Option<String>,
    mail: Option<String>,
    reply_to: Option<String>,
    imprint: Option<String>,
    colour: Option<String>,
    language: Option<String>,
    phone: Option<String>,
    opt_out: Option<String>,
    channel: Option<String>,
    #[serde(default)]
    templates: BTreeMap<String, String>,
}

/// What leaves this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaving {
    Letters,
    Messages,
    /// Messages that advertise.
    Advertising,
}

impl PostStores {
    /// Reads `JANGBU_POST_FILE`, or `DATA/post.toml` where it is.
    ///
    /// # Errors
    /// The file cannot be read, or says what makes no sense.
    pub fn load(data: &Path) -> Result<Self> {
        let named = config::post_file();
        let file = named.clone().unwrap_or_else(|| data.join(FILE));
        if named.is_none() && !file.exists() {
            return Ok(Self {
                file,
                ..Self::default()
            });
        }
        let text = std::fs::read_to_string(&file)
            .with_context(|| format!("cannot read {}", file.display()))?;
        Self::read(&text, file.clone()).with_context(|| format!("in {}", file.display()))
    }

    fn read(text: &str, file: PathBuf) -> Result<Self> {
        let stores: BTreeMap<String, Part> = toml::from_str(text)?;
        for (store, part) in &stores {
            part.check().with_context(|| format!("[{store}]"))?;
        }
        let codes = stores
            .iter()
            .map(|(store, part)| (store.clone(), part.templates.clone()));
        let codes = codes.collect::<BTreeMap<_, _>>().try_into()?;
        Ok(Self {
            file,
            stores,
            codes,
        })
    }

    /// Puts what the file says into the shop's settings.
    ///
    /// # Errors
    /// It names a store that there is not.
    pub fn apply(&self, settings: &mut ShopSettings) -> Result<()> {
        for (id, part) in &self.stores {
            let mut stores = settings.stores.iter_mut();
            let Some((_, store)) = stores.find(|(known, _)| known.as_str() == id) else {
                let file = self.file.display();
                bail!("{file} names a store that there is not: {id}");
            };
            part.put(store);
        }
        Ok(())
    }

    /// Looks whether every store writes under a name of its own, before anything leaves.
    ///
    /// # Errors
    /// A store's sender is still made up. The text names the file and what to write into it.
    pub fn check(&self, settings: &ShopSettings, leaving: Leaving) -> Result<()> {
        for (id, store) in &settings.stores {
            let part = self.stores.get(id.as_str());
            let mut missing = leaving.made_up(&store.post);
            if part.is_none_or(|part| part.name.is_none()) {
                missing.insert(0, "name");
            }
            if !missing.is_empty() {
                let (what, keys, file) = (leaving.what(), missing.join(", "), self.file.display());
                bail!(
                    "{what} would leave under a made-up name; write into {file}, below [{id}]: {keys}"
                );
            }
        }
        Ok(())
    }

    /// The numbers that messages come from; the demo shop's where none is named.
    pub(crate) fn senders(&self) -> Vec<String> {
        let made_up = PostSettings::made_up(MADE_UP).phone;
        let named = self.stores.values().filter_map(|part| part.phone.clone());
        named.chain([made_up]).collect()
    }

    /// The Kakao channels, by store.
    pub(crate) fn channels(&self) -> BTreeMap<String, String> {
        let channels = self.stores.iter();
        channels
            .filter_map(|(store, part)| Some((store.clone(), part.channel.clone()?)))
            .collect()
    }
}

impl Leaving {
    const fn what(self) -> &'static str {
        match self {
            Self::Letters => "letters",
            Self::Messages => "messages",
            Self::Advertising => "advertising",
        }
    }

    /// The keys whose values are still the demo shop's.
    fn made_up(self, post: &PostSettings) -> Vec<&'static str> {
        let demo = PostSettings::made_up(MADE_UP);
        let (letters, advertising) = (self == Self::Letters, self == Self::Advertising);
        let still = [
            ("mail", letters && post.sender == demo.sender),
            ("imprint", letters && post.imprint == demo.imprint),
            ("phone", !letters && post.phone == demo.phone),
            ("contact", post.contact == demo.contact),
            ("opt-out", advertising && post.opt_out == demo.opt_out),
        ];
        still
            .iter()
            .filter(|(_, still)| *still)
            .map(|(key, _)| *key)
            .collect()
    }
}

impl Part {
    /// What can be seen from the file alone.
    fn check(&self) -> Result<()> {
        let lines = [
            ("name", &self.name),
            ("contact", &self.contact),
            ("imprint", &self.imprint),
            ("opt-out", &self.opt_out),
            ("channel", &self.channel),
        ];
        for (key, value) in lines {
            let fits = |text: &String| !text.trim().is_empty() && !text.contains(char::is_control);
            if !value.as_ref().is_none_or(fits) {
                bail!("{key}: one line of text, not empty");
            }
        }
        for (key, value) in [("mail", &self.mail), ("reply-to", &self.reply_to)] {
            if !value
                .as_ref()
                .is_none_or(|text| mail_address::is_plain(text))
            {
                bail!("{key}: a mail address such as shop@store.example, without a name");
            }
        }
        if !self.colour.as_ref().is_none_or(|text| is_colour(text)) {
            bail!("colour: six digits of a colour such as #1f6f4a");
        }
        if !["ko", "en"].contains(&self.language.as_deref().unwrap_or("ko")) {
            bail!("language: ko or en");
        }
        let digits = |text: &String| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
        if !self.phone.as_ref().is_none_or(digits) {
            bail!("phone: the registered number has digits only, no hyphens");
        }
        Ok(())
    }

    fn put(&self, store: &mut StoreSettings) {
        let put = |to: &mut String, from: &Option<String>| {
            if let Some(from) = from {
                to.clone_from(from);
            }
        };
        let post = &mut store.post;
        put(&mut store.name, &self.name);
        put(&mut post.contact, &self.contact);
        put(&mut post.sender, &self.mail);
        put(&mut post.imprint, &self.imprint);
        put(&mut post.colour, &self.colour);
        put(&mut post.language, &self.language);
        put(&mut post.phone, &self.phone);
        put(&mut post.opt_out, &self.opt_out);
        if self.mail.is_some() || self.reply_to.is_some() {
            // Answers to a named sender never go to the made-up address.
            post.reply_to.clone_from(&self.reply_to);
        }
    }
}

#[cfg(test)]
#[path = "stores_tests.rs"]
mod tests;
