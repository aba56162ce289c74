//! Every address of the shop, who may use it, and the handler behind it. The routers are made from
//! these tables, so that no address exists which is not listed here.

use axum::Router;
use axum::routing::{get, post};

use crate::handlers::{
    admin, board, care, cart, checkout, choice, coupons, deposit, documents, files, found, health,
    images, jobs, letters, list, mailbox, members, order, paying, product, ses, texts,
};
use crate::state::Web;

/// Where KG Inicis reports deposits.
pub const NOTICE_PATH: &str = "/webhooks/inicis/vbank";

/// Where Amazon SES tells, through SNS, what became of letters.
pub const SES_PATH: &str = "/webhooks/ses";

/// Where Solapi tells what became of messages.
pub const SOLAPI_PATH: &str = "/webhooks/solapi";

/// Where payment providers tell of what happens by itself, each below its name.
const PAY_NOTICES: &str = "/webhooks/pay/";

/// Where browsers come back to from providers' windows.
const PAY_BACK: &str = "/pay/";

/// Addresses that other sites send browsers to, with forms of theirs: each checks its own token, and believes
/// nothing else that it is told.
pub(crate) fn is_from_windows(path: &str) -> bool {
    path.starts_with(PAY_BACK)
}

/// Where staff upload pictures.
pub const IMAGES_PATH: &str = "/images";

/// Where more than a form may be sent.
pub(crate) fn is_upload(path: &str) -> bool {
    path == IMAGES_PATH
}

/// The order and the token of an address at which shoppers may send photos with a form.
pub(crate) fn with_photos(path: &str) -> Option<(&str, &str)> {
    let mut parts = path.strip_prefix("/orders/")?.split('/');
    let (order, token) = (parts.next()?, parts.next()?);
    let form = match (parts.next()?, parts.next()) {
        ("return", None) => true,
        ("reviews", Some(_)) => parts.next().is_none(),
        _ => false,
    };
    form.then_some((order, token))
}

/// Doors for providers' servers, which are no browsers: each checks by itself who comes.
pub(crate) fn is_providers(path: &str) -> bool {
    [NOTICE_PATH, SES_PATH, SOLAPI_PATH].contains(&path) || path.starts_with(PAY_NOTICES)
}

/// Who may use an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Anybody; shows nothing of any person.
    Anyone,
    /// Anybody; shows and changes only the cart that the visitor's signed cookie names.
    OwnCart,
    /// A member who is logged in; shows and changes only what is the member's own.
    Member,
    /// Whoever holds a key from a letter, which is part of the address; good once.
    KeyHolder,
    /// Whoever holds the token of the order or question, which is part of the address.
    TokenHolder,
    /// The orderer: a browser that ordered, found the order by its number and the orderer's telephone number, or
    /// typed that number since; the order's member. Whoever holds the token and is not is asked for the number.
    Orderer,
    /// A provider's servers: the payment provider's by address, others by a secret.
    Provider,
    /// A provider's servers, by the signature on what they send.
    SignedProvider,
    /// Whoever can reach the admin port: until staff accounts exist, only this machine.
    ThisMachine,
}

/// One address.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// `get` changes nothing; `post` does. One exception: providers' windows send browsers back by `get` to
    /// `/pay/…`, and a payment is asked for then; doing it twice asks once.
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
    post "/recent/forget", Anyone => product::forget;
    get "/pictures/{file}", Anyone => files::picture;
    get "/images/{file}", Anyone => images::show;
    get "/static/{*file}", Anyone => files::asset;
    get "/guide", Anyone => documents::guide;
    get "/terms", Anyone => documents::terms;
    get "/privacy", Anyone => documents::privacy;
    post "/choice", Anyone => choice::choose;
    get "/notices", Anyone => board::notices;
    get "/notices/{slug}", Anyone => board::notice;
    get "/notices.rss", Anyone => found::news;
    get "/events", Anyone => board::events;
    get "/events/{slug}", Anyone => board::event;
    get "/pages/{slug}", Anyone => board::page;
    get "/robots.txt", Anyone => found::robots;
    get "/sitemap.xml", Anyone => found::map;
    get "/sitemaps/{number}", Anyone => found::part;
    get "/site.webmanifest", Anyone => found::manifest;
    get "/favicon.ico", Anyone => found::icon;
    get "/apple-touch-icon.png", Anyone => found::touch_icon;
    get "/cart", OwnCart => cart::show;
    get "/cart/lines", OwnCart => cart::back;
    get "/cart/lines/{sku}", OwnCart => cart::back;
    get "/cart/lines/{sku}/remove", OwnCart => cart::back;
    post "/cart/lines", OwnCart => cart::add;
    post "/cart/lines/{sku}", OwnCart => cart::change;
    post "/cart/lines/{sku}/remove", OwnCart => cart::remove;
    get "/cart/coupon", OwnCart => cart::back;
    post "/cart/coupon", OwnCart => coupons::choose;
    get "/cart/coupon/remove", OwnCart => cart::back;
    post "/cart/coupon/remove", OwnCart => coupons::remove;
    get "/checkout", OwnCart => checkout::show;
    post "/checkout", OwnCart => checkout::send;
    get "/orders/{order}/{token}", TokenHolder => order::show;
    get "/orders/{order}/{token}/orderer", TokenHolder => care::orderer::show;
    post "/orders/{order}/{token}/orderer", TokenHolder => care::orderer::send;
    get "/orders/{order}/{token}/cancel", Orderer => care::cancel::show;
    post "/orders/{order}/{token}/cancel", Orderer => care::cancel::send;
    get "/orders/{order}/{token}/refund-account", Orderer => care::account::show;
    post "/orders/{order}/{token}/refund-account", Orderer => care::account::send;
    get "/orders/{order}/{token}/change", Orderer => care::change::show;
    post "/orders/{order}/{token}/change", Orderer => care::change::send;
    get "/orders/{order}/{token}/return", Orderer => care::claim::show;
    post "/orders/{order}/{token}/return", Orderer => care::claim::send;
    get "/orders/{order}/{token}/claims/{claim}/withdraw", TokenHolder => order::back_from_claim;
    post "/orders/{order}/{token}/claims/{claim}/withdraw", Orderer => care::claim::withdraw;
    get "/orders/{order}/{token}/photos/{file}", TokenHolder => care::photos::show;
    get "/orders/{order}/{token}/confirm", TokenHolder => order::back;
    post "/orders/{order}/{token}/confirm", Orderer => care::order::confirm;
    get "/orders/{order}/{token}/pay", Orderer => paying::show;
    post "/orders/{order}/{token}/pay", Orderer => paying::open;
    get "/pay/{attempt}/{token}", TokenHolder => paying::back;
    post "/pay/{attempt}/{token}", TokenHolder => paying::back;
    get "/pay/{attempt}/{token}/closed", TokenHolder => paying::closed;
    post "/pay/{attempt}/{token}/closed", TokenHolder => paying::closed;
    post "/webhooks/pay/{provider}", SignedProvider => paying::notice;
    get "/orders/{order}/{token}/receipt", TokenHolder => care::order::receipt;
    get "/orders/{order}/{token}/reviews/{line}", Orderer => care::review::show;
    post "/orders/{order}/{token}/reviews/{line}", Orderer => care::review::send;
    get "/orders/find", Anyone => care::find::show;
    post "/orders/find", Anyone => care::find::send;
    get "/inquiries/new", Anyone => care::inquiry::show;
    post "/inquiries/new", Anyone => care::inquiry::send;
    get "/inquiries/{inquiry}/{token}", TokenHolder => care::inquiry::read;
    post "/inquiries/{inquiry}/{token}", TokenHolder => care::inquiry::more;
    get "/products/{product}/reviews", Anyone => care::reviews::show;
    get "/postcode", Anyone => care::postcode::show;
    get "/members/join", Anyone => members::join::show;
    post "/members/join", Anyone => members::join::send;
    get "/members/letter/{what}", Anyone => members::join::letter;
    get "/members/login", Anyone => members::login::show;
    post "/members/login", Anyone => members::login::send;
    get "/members/logout", Anyone => members::login::back;
    post "/members/logout", Anyone => members::login::leave;
    get "/members/logout/everywhere", Anyone => members::login::back;
    post "/members/logout/everywhere", Member => members::login::leave_everywhere;
    get "/members/forgot", Anyone => members::keys::forgot;
    post "/members/forgot", Anyone => members::keys::ask_reset;
    get "/members/again", Anyone => members::keys::again;
    post "/members/again", Anyone => members::keys::ask_again;
    get "/members/verify/{key}", KeyHolder => members::keys::verify;
    post "/members/verify/{key}", KeyHolder => members::keys::prove;
    get "/members/reset/{key}", KeyHolder => members::keys::reset;
    post "/members/reset/{key}", KeyHolder => members::keys::set;
    get "/members/wake", Member => members::wake::show;
    post "/members/wake", Member => members::wake::wake;
    get "/members", Member => members::account::home;
    get "/members/profile", Member => members::account::profile;
    post "/members/profile", Member => members::account::save;
    get "/members/password", Member => members::account::back;
    post "/members/password", Member => members::account::password;
    get "/members/email", Member => members::account::back;
    post "/members/email", Member => members::email::ask;
    get "/members/email/{key}", KeyHolder => members::email::show;
    post "/members/email/{key}", KeyHolder => members::email::confirm;
    get "/members/addresses", Member => members::addresses::show;
    post "/members/addresses", Member => members::addresses::save;
    get "/members/addresses/{address}/remove", Member => members::addresses::back;
    post "/members/addresses/{address}/remove", Member => members::addresses::remove;
    get "/members/addresses/{address}/first", Member => members::addresses::back;
    post "/members/addresses/{address}/first", Member => members::addresses::first;
    get "/members/consents", Member => members::consents::show;
    post "/members/consents", Member => members::consents::say;
    get "/members/orders", Member => members::orders::show;
    get "/members/inquiries", Member => members::voices::inquiries;
    get "/members/reviews", Member => members::voices::reviews;
    get "/members/coupons", Member => coupons::wallet;
    get "/members/coupons/{coupon}", Member => coupons::back;
    post "/members/coupons/{coupon}", Member => coupons::take;
    get "/members/leave", Member => members::leave::show;
    post "/members/leave", Member => members::leave::go;
    post NOTICE_PATH, Provider => deposit::notice;
    post SES_PATH, SignedProvider => ses::notice;
    post SOLAPI_PATH, Provider => texts::reports;
    get "/healthz", Anyone => health::alive;
    get "/readyz", Anyone => health::ready;
}

routes! { ADMIN, admin, "The addresses on the admin port.":
    get "/", ThisMachine => admin::home;
    get "/audit", ThisMachine => admin::find;
    get "/audit/orders/{order}", ThisMachine => admin::audit;
    get "/orders/{order}/photos/{file}", ThisMachine => care::photos::show_to_staff;
    get "/unmatched", ThisMachine => admin::unmatched;
    get "/jobs", ThisMachine => jobs::list;
    get "/jobs/{id}", ThisMachine => jobs::show;
    post "/jobs/{id}/retry", ThisMachine => jobs::retry;
    post "/jobs/{id}/cancel", ThisMachine => jobs::cancel;
    get "/dev/mail", ThisMachine => mailbox::list;
    get "/dev/mail/{number}", ThisMachine => mailbox::open;
    get "/dev/mail/{number}/html", ThisMachine => mailbox::html;
    get "/letters", ThisMachine => letters::list;
    get "/letters/{name}", ThisMachine => letters::show;
    get "/letters/{name}/{sample}/{language}/html", ThisMachine => letters::html;
    get "/metrics", ThisMachine => health::metrics;
    post IMAGES_PATH, ThisMachine => images::upload;
    get "/images/{file}", Anyone => images::show;
    get "/static/{*file}", Anyone => files::asset;
    get "/healthz", Anyone => health::alive;
    get "/readyz", Anyone => health::ready;
}
