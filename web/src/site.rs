//! The stores of this installation as their visitors meet them: which host name leads to which store,
//! and what each has of its own.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, PoisonError, RwLock};

use domain::StoreId;
use letters::Language;
use projections::catalogue::Category;
use shop::{Shop, StoreSettings};

use crate::assets::Assets;
use crate::config::StoreFace;
use crate::documents::Documents;
use crate::frame::Company;
use crate::state::StartError;

/// What every theme has. The pictures are drawn from `favicon.svg` by the example `icons`.
const FILES: [&str; 8] = [
    "theme.css",
    "logo.svg",
    "favicon.svg",
    "favicon.ico",
    "favicon-32.png",
    "apple-touch-icon.png",
    "icon-192.png",
    "icon-512.png",
];

/// One store.
pub struct Site {
    pub id: StoreId,
    /// Who runs it; stands at the foot of every page.
    pub company: Company,
    /// The folder of its logo and colours below `static/themes`.
    pub theme: String,
    /// What it has agreed on.
    pub settings: StoreSettings,
    /// What shoppers type to get to it, without a slash at its end.
    pub home: String,
    /// Its sign as a picture of 512 pixels: an absolute address.
    pub icon: String,
    documents: [Documents; 2],
    /// The navigation as it was read last, however old, for pages that must not wait.
    known_categories: RwLock<Arc<Vec<Category>>>,
}

impl Site {
    fn new(face: StoreFace, shop: &Shop, assets: &Assets) -> Result<Self, StartError> {
        let settings = shop.settings().stores.get(&face.store);
        let settings = settings.ok_or_else(|| StartError::NoStore(face.store.clone()))?;
        let has = |file: &str| assets.address(&format!("themes/{}/{file}", face.theme));
        if FILES.iter().any(|file| has(file).is_none()) {
            return Err(StartError::NoTheme(face.theme));
        }
        let home = shop.settings().links.home(&face.store).to_owned();
        let icon = has("icon-512.png").unwrap_or_default();
        // Letters and pages name the store alike.
        let company = Company {
            shop: settings.name.clone(),
            ..face.company
        };
        let documents = |language| Documents::load(&company, settings, language);
        Ok(Self {
            documents: [documents(Language::Ko)?, documents(Language::En)?],
            settings: settings.clone(),
            icon: format!("{home}{icon}"),
            home,
            id: face.store,
            company,
            theme: face.theme,
            known_categories: RwLock::default(),
        })
    }

    /// The store's id, as tables name it.
    pub fn store(&self) -> &str {
        self.id.as_str()
    }

    /// Its guide, terms and privacy notice.
    pub fn documents(&self, language: Language) -> &Documents {
        let [korean, english] = &self.documents;
        match language {
            Language::Ko => korean,
            Language::En => english,
        }
    }

    /// The navigation's categories as they were known last, at once.
    pub(crate) fn known_categories(&self) -> Arc<Vec<Category>> {
        let known = self.known_categories.read();
        known.unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn knows(&self, categories: &Arc<Vec<Category>>) {
        let known = self.known_categories.write();
        known
            .unwrap_or_else(PoisonError::into_inner)
            .clone_from(categories);
    }
}

/// All stores, by the names that lead to them.
pub struct Sites {
    all: Vec<Arc<Site>>,
    by_host: BTreeMap<String, Arc<Site>>,
    by_number: Option<Arc<Site>>,
}

impl Sites {
    /// The stores with these faces; the one named `by_number` answers where the host is an address in
    /// numbers or `localhost`.
    ///
    /// # Errors
    /// There is no face, a store or theme that there is not, or two stores share a host.
    pub(crate) fn new(
        faces: Vec<StoreFace>,
        by_number: Option<&StoreId>,
        shop: &Shop,
        assets: &Assets,
    ) -> Result<Self, StartError> {
        let (mut all, mut by_host) = (Vec::new(), BTreeMap::new());
        for face in faces {
            let hosts = face.hosts.clone();
            let site = Arc::new(Site::new(face, shop, assets)?);
            for host in hosts {
                let host = host_name(&host);
                if by_host.insert(host.clone(), site.clone()).is_some() {
                    return Err(StartError::HostTwice(host));
                }
            }
            all.push(site);
        }
        if all.is_empty() {
            return Err(StartError::NoStores);
        }
        let find = |id: &StoreId| all.iter().find(|site| site.id == *id).cloned();
        let by_number = match by_number {
            Some(id) => Some(find(id).ok_or_else(|| StartError::NoStore(id.clone()))?),
            None => None,
        };
        Ok(Self {
            all,
            by_host,
            by_number,
        })
    }

    /// The store that a `Host` header names; none for a stranger's.
    pub fn of_host(&self, host: &str) -> Option<&Arc<Site>> {
        let name = host_name(host);
        let numeric = name == "localhost" || bare(&name).parse::<IpAddr>().is_ok();
        let by_number = self.by_number.as_ref().filter(|_| numeric);
        self.by_host.get(&name).or(by_number)
    }

    /// The first store: for doors that belong to no store, such as a provider's.
    ///
    /// # Panics
    /// Never: there is one at least, checked when they were made.
    pub fn first(&self) -> &Arc<Site> {
        &self.all[0]
    }

    /// All of them, in the order of the settings.
    pub fn all(&self) -> &[Arc<Site>] {
        &self.all
    }
}

/// Lower case, without port and final dot.
fn host_name(host: &str) -> String {
    let host = host.trim();
    let name = match host.rsplit_once(':') {
        // The colons within an address of version 6 are no port's.
        Some((name, port)) if !port.ends_with(']') && !name.contains(':') => name,
        Some((name, _)) if name.ends_with(']') => name,
        _ => host,
    };
    name.trim_end_matches('.').to_ascii_lowercase()
}

fn bare(name: &str) -> &str {
    name.trim_start_matches('[').trim_end_matches(']')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_known_without_port_case_and_final_dot() {
        assert_eq!(host_name("Intake.Example:8080"), "intake.example");
        assert_eq!(host_name("intake.example."), "intake.example");
        assert_eq!(host_name("[::1]:8080"), "[::1]");
        assert_eq!(host_name("[::1]"), "[::1]");
        assert_eq!(bare("[::1]"), "::1");
    }
}
