//! The way to the window.

use chrono_tz::Asia::Seoul;
use domain::Channel;
use domain::payment::Means;
use shop::ports::GatewayError;
use shop::ports::paying::{Opening, WindowAsk};

use super::super::client::Client;
use super::super::wire::checkout::{Checkout, Method, WindowForm};
use crate::paying::buyer::Buyer;

/// Our name for calling their script, in the shop's `pay.js`.
const STARTER: &str = "inicis";

/// A PC's window insists on a mail address; our shoppers need none. Nobody can have this one (RFC 2606).
const NO_EMAIL: &str = "none@none.invalid";

/// A telephone's form goes to the window by itself; a PC's is handed to the script, which opens it over our page.
pub(super) fn opening(client: &Client, ask: &WindowAsk) -> Result<Opening, GatewayError> {
    let checkout = checkout(client, ask)?;
    let form = match ask.channel {
        Channel::Mobile => client.mobile_form(&checkout),
        _ => client.standard_form(&checkout),
    };
    let fields = fields(&form);
    match (form.script, form.action) {
        (Some(sdk), _) => Ok(Opening::Script {
            sdk,
            run: STARTER,
            fields,
            origins: client.sites().to_vec(),
        }),
        (None, Some(action)) => Ok(Opening::Form { action, fields }),
        (None, None) => Err(GatewayError::Declined("no-window".to_owned())),
    }
}

fn checkout(client: &Client, ask: &WindowAsk) -> Result<Checkout, GatewayError> {
    let method = method(ask.means).ok_or_else(|| GatewayError::Declined("means".to_owned()))?;
    let payer = &ask.payer;
    let email = match payer.email.as_str() {
        "" => NO_EMAIL,
        email => email,
    };
    Ok(Checkout {
        order: ask.attempt.to_string(),
        amount: ask.amount,
        taxes: client.taxes(ask.amount, ask.tax_free),
        goods: ask.goods.clone(),
        buyer: Buyer {
            name: payer.name.as_str().into(),
            phone: payer.phone.as_str().into(),
            email: email.into(),
        },
        methods: vec![method],
        deposit_by: ask.deposit_until.with_timezone(&Seoul).date_naive(),
        escrow: ask.escrow,
        return_url: ask.back.clone(),
        close_url: ask.closed.clone(),
        notice_url: Some(ask.notices.clone()),
    })
}

const fn method(means: Means) -> Option<Method> {
    match means {
        Means::Card => Some(Method::Card),
        Means::Transfer => Some(Method::Transfer),
        Means::VirtualAccount => Some(Method::Account),
        Means::Wallet => None,
    }
}

fn fields(form: &WindowForm) -> Vec<(String, String)> {
    let owned = |(name, value): &(&'static str, crate::paying::private::Private)| {
        ((*name).to_owned(), value.text().to_owned())
    };
    form.fields.iter().map(owned).collect()
}
