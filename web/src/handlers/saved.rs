//! What a member's account writes into the order form, and what the form leaves in the address book.

use domain::AddressId;
use domain::member::{MOST_ADDRESSES, Member};
use shop::Recipient;
use shop::members::{Place, SavedPlace};
use uuid::Uuid;

use crate::check;
use crate::error::WebError;
use crate::pages::CheckoutForm;
use crate::state::Web;
use crate::visitor::Visitor;

/// Names the address that an order form saves.
const SAVED: Uuid = Uuid::from_u128(0x7a61_6e67_6275_4164_8472_6573_7365_7321);

/// What the form's button of an address begins with.
const CHOSEN: &str = "place:";

/// A member's addresses; none for guests.
pub async fn places(web: &Web, visitor: &Visitor) -> Result<Vec<SavedPlace>, WebError> {
    Ok(match member(web, visitor).await? {
        Some(member) => web.shop.addresses_of(&member).await?,
        None => vec![],
    })
}

/// How a member is called and reached.
#[derive(Debug, Default)]
pub struct Known {
    pub name: String,
    pub phone: String,
    pub email: String,
}

/// What the shop knows of a visitor who is a member; nothing of guests.
pub async fn known(web: &Web, visitor: &Visitor) -> Result<Known, WebError> {
    Ok(match member(web, visitor).await? {
        Some(member) => known_of(web, &member).await?,
        None => Known::default(),
    })
}

async fn known_of(web: &Web, member: &Member) -> Result<Known, WebError> {
    let profile = web.shop.profile_of(member).await?.unwrap_or_default();
    Ok(Known {
        name: profile.name,
        phone: profile.phone,
        email: web.shop.email_of(member).await?.unwrap_or_default(),
    })
}

/// Fills in a new form what the shop knows of a member.
pub async fn fill_in(
    web: &Web,
    visitor: &Visitor,
    form: &mut CheckoutForm,
) -> Result<(), WebError> {
    let Some(member) = member(web, visitor).await? else {
        return Ok(());
    };
    let known = known_of(web, &member).await?;
    form.orderer_name = known.name;
    form.orderer_phone = known.phone;
    form.orderer_email = known.email;
    let places = web.shop.addresses_of(&member).await?;
    if let Some(first) = places.iter().find(|place| place.first) {
        send_to(&first.place, form);
    }
    Ok(())
}

/// The address whose button was pressed. Somebody else's is none: the member's own book is looked at.
#[must_use]
pub fn chosen<'a>(form: &CheckoutForm, places: &'a [SavedPlace]) -> Option<&'a Place> {
    let id: AddressId = form.step.strip_prefix(CHOSEN)?.parse().ok()?;
    places
        .iter()
        .find(|saved| saved.id == id)
        .map(|saved| &saved.place)
}

/// Whether the button of an address was pressed.
#[must_use]
pub fn chooses(form: &CheckoutForm) -> bool {
    form.step.starts_with(CHOSEN)
}

/// Writes an address into the form.
pub fn send_to(place: &Place, form: &mut CheckoutForm) {
    let same = place.name == form.orderer_name && place.phone == form.orderer_phone;
    form.same = if same { "on".into() } else { String::new() };
    form.recipient_name.clone_from(&place.name);
    form.recipient_phone.clone_from(&place.phone);
    form.postcode.clone_from(&place.postcode);
    form.address.clone_from(&place.address);
    form.address_detail.clone_from(&place.detail);
    (form.memo, form.memo_text) = check::memo_fields(&place.memo);
}

/// Keeps where an order went, if the member wants it. An order that is placed stays so whatever comes of it.
pub async fn keep(web: &Web, visitor: &Visitor, form: &CheckoutForm, to: &Recipient) {
    if let Err(error) = kept(web, visitor, form, to).await {
        tracing::warn!(%error, "an address is not kept: {error}");
    }
}

async fn kept(
    web: &Web,
    visitor: &Visitor,
    form: &CheckoutForm,
    to: &Recipient,
) -> Result<(), WebError> {
    let Some(id) = visitor.member().filter(|_| !form.save_place.is_empty()) else {
        return Ok(());
    };
    let places = places(web, visitor).await?;
    let new = Place {
        label: String::new(),
        name: to.name.clone(),
        phone: to.phone.clone(),
        postcode: to.postcode.clone(),
        address: to.address.clone(),
        detail: to.detail.clone(),
        memo: to.memo.clone(),
    };
    let known = |saved: &SavedPlace| {
        let unnamed = Place {
            label: String::new(),
            memo: new.memo.clone(),
            ..saved.place.clone()
        };
        unnamed == new
    };
    if places.len() >= MOST_ADDRESSES || places.iter().any(known) {
        return Ok(());
    }
    // The form's key names it: a form that comes twice saves one.
    let address = AddressId(Uuid::new_v5(&SAVED, form.checkout_key.as_bytes()));
    web.shop
        .save_address(&visitor.caller(), id, address, &new)
        .await?;
    Ok(())
}

async fn member(web: &Web, visitor: &Visitor) -> Result<Option<Member>, WebError> {
    Ok(match visitor.member() {
        Some(id) => Some(web.shop.member(id).await?),
        None => None,
    })
}
