//! Every address of the shop, who may use it, and the handler behind it. The routers are made from
//! these tables, so that no address exists which is not listed here.

use axum::Router;
use axum::routing::{get, post};

use crate::handlers::{
    admin, cart, checkout, deposit, documents, files, health, list, order, product,
};
use crate::state::Web;

/// Where KG Inicis reports deposits.
pub const NOTICE_PATH: &str = "/webhooks/inicis/vbank";

/// Who may use an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Anybody; shows nothing of any person.
    Anyone,
    /// Anybody; shows and changes only the cart that the visitor's signed cookie names.
    OwnCart,
    /// Whoever holds the order's token, which is part of the address.
    TokenHolder,
    /// The payment provider's servers, by address.
    Provider,
    /// Whoever can reach the admin port: until staff accounts exist, only this machine.
    ThisMachine,
}

/// One address.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// `get` changes nothing; `post` does.
    pub method: &'static str,
    /// The address; parts in braces vary.
    pub path: &'static str,
    pub who: Who,
}

macro_rules! routes {
    ($table:ident, $router:ident, $doc:literal: $($method:ident $path:expr, $who:ident => $handler:path;)+) => {
        #[doc = $doc]
        pub const $table: &[Route] = &[$(Route { method: stringify!($method), path: $path, who: Who::$who }),+];

        pub(crate) fn $router() -> Router<Web> {
            Router::new()$(.route($path, $method($handler)))+
        }
    };
}

routes! { STOREFRONT, storefront, "The storefront's addresses.":
    get "/", Anyone => list::show;
    get "/products/{product}", Anyone => product::show;
    get "/pictures/{file}", Anyone => files::picture;
    get "/static/{*file}", Anyone => files::asset;
    get "/guide", Anyone => documents::guide;
    get "/terms", Anyone => documents::terms;
    get "/privacy", Anyone => documents::privacy;
    get "/robots.txt", Anyone => documents::robots;
    get "/cart", OwnCart => cart::show;
    get "/cart/lines", OwnCart => cart::back;
    get "/cart/lines/{sku}", OwnCart => cart::back;
    get "/cart/lines/{sku}/remove", OwnCart => cart::back;
    post "/cart/lines", OwnCart => cart::add;
    post "/cart/lines/{sku}", OwnCart => cart::change;
    post "/cart/lines/{sku}/remove", OwnCart => cart::remove;
    get "/checkout", OwnCart => checkout::show;
    post "/checkout", OwnCart => checkout::send;
    get "/orders/{order}/{token}", TokenHolder => order::show;
    get "/orders/{order}/{token}/cancel", TokenHolder => order::back;
    post "/orders/{order}/{token}/cancel", TokenHolder => order::cancel;
    post NOTICE_PATH, Provider => deposit::notice;
    get "/healthz", Anyone => health::alive;
    get "/readyz", Anyone => health::ready;
}

routes! { ADMIN, admin, "The addresses on the admin port.":
    get "/", ThisMachine => admin::home;
    get "/audit", ThisMachine => admin::find;
    get "/audit/orders/{order}", ThisMachine => admin::audit;
    get "/unmatched", ThisMachine => admin::unmatched;
    get "/static/{*file}", Anyone => files::asset;
    get "/healthz", Anyone => health::alive;
    get "/readyz", Anyone => health::ready;
}
