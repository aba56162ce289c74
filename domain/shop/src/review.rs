//! What buyers think: written by whoever ordered, about what arrived; answered and hidden by staff.
//! The words lie in the vault until they are taken back (`ops/docs/decisions/0027-reviews.md`).

use std::fmt;

use domain::order::{Order, OrderDraft, OrderRefusal};
use domain::personal::Retention;
use domain::review::{Bought, Opinion, Review, ReviewCommand};
use domain::{MemberId, OrderId, PersonalRef, ReviewId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{Cursor, ExecuteError};

use crate::{Caller, Shop, ShopError};

/// Letters of a review or an answer at most.
pub const LONGEST_REVIEW: usize = 2_000;

/// A review as it is typed. Who may write about this order is the page's to know: it was opened
/// with the order's token, or by the member who ordered.
#[derive(Clone)]
pub struct ReviewForm {
    /// The order.
    pub order: OrderId,
    /// Its line, counted from 0.
    pub line: u32,
    /// The writer's name; shown shortened.
    pub author: String,
    /// 1 to 5.
    pub stars: u8,
    /// What they think.
    pub text: String,
    /// Names of uploaded pictures.
    pub photos: Vec<String>,
}

/// What everybody may read of a review.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Who wrote it, shortened: 홍**.
    pub author: String,
    /// What they think.
    pub text: String,
}

macro_rules! never_into_a_log {
    ($($kind:ident),+) => {$(
        impl fmt::Debug for $kind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($kind), "(…)"))
            }
        }
    )+};
}
never_into_a_log!(ReviewForm, Words);

/// The vault's subject for what members wrote: erased when they leave, and not kept apart while
/// they sleep.
pub(crate) fn subject_of_member(member: MemberId) -> String {
    format!("member-reviews:{member}")
}

/// The vault's subject for what a guest wrote about an order.
pub(crate) fn subject_of_order(order: &OrderId) -> String {
    format!("order-reviews:{order}")
}

type Done = Result<Option<Cursor>, ShopError>;

impl Shop {
    /// A buyer judges a line of an order; judged already, it is edited with the same call under
    /// [`Shop::edit_review`]. No cursor: the same was written before.
    pub async fn write_review(&self, caller: &Caller, form: &ReviewForm) -> Done {
        let order = self.ledger.state::<Order>(form.order.as_str()).await?.state;
        let draft = order.draft().ok_or(OrderRefusal::NotPlaced);
        let draft = draft.map_err(ShopError::Order)?;
        let bought = bought(draft, form.line)?;
        let review = ReviewId::of(&form.order, form.line);
        if self.says_the_same(&review, form).await? {
            return Ok(None);
        }
        self.use_photos(caller, &form.order, &form.photos).await?;
        let opinion = self.opinion(draft, form).await?;
        let words = opinion.words.clone();
        let write = ReviewCommand::Write {
            bought: Box::new(bought),
            kept: order.kept(form.line),
            opinion,
            at: self.now(),
        };
        self.say_of(caller, &review, write, Some(words)).await
    }

    /// The buyer says something else now. The words of before are forgotten, and the photos it has no more.
    pub async fn edit_review(&self, caller: &Caller, form: &ReviewForm) -> Done {
        let order = self.ledger.state::<Order>(form.order.as_str()).await?.state;
        let draft = order.draft().ok_or(OrderRefusal::NotPlaced);
        let draft = draft.map_err(ShopError::Order)?;
        let review = ReviewId::of(&form.order, form.line);
        if self.says_the_same(&review, form).await? {
            return Ok(None);
        }
        let before = self.review(&review).await?;
        self.use_photos(caller, &form.order, &form.photos).await?;
        let opinion = self.opinion(draft, form).await?;
        let words = opinion.words.clone();
        let at = self.now();
        let edit = ReviewCommand::Edit { opinion, at };
        let cursor = self.say_of(caller, &review, edit, Some(words)).await?;
        if let Some(before) = before.opinion() {
            self.ports.vault.forget(&before.words).await?;
            let dropped = before.photos.iter().filter(|it| !form.photos.contains(it));
            let dropped = dropped.cloned().collect();
            let dropped = self.only_its(&form.order, &review, dropped).await?;
            self.drop_photos(caller, &form.order, &dropped).await?;
        }
        Ok(cursor)
    }

    /// The buyer takes it back; its words, its photos and the shop's answer are forgotten. Idempotent.
    pub async fn withdraw_review(&self, caller: &Caller, review: &ReviewId) -> Done {
        let before = self.review(review).await?;
        let withdraw = ReviewCommand::Withdraw { at: self.now() };
        let cursor = self.say_of(caller, review, withdraw, None).await?;
        let words = before.opinion().map(|opinion| &opinion.words);
        let answer = before.answer().map(|(text, _)| text);
        for kept in words.into_iter().chain(answer) {
            self.ports.vault.forget(kept).await?;
        }
        if let (Some(bought), Some(opinion)) = (before.bought(), before.opinion()) {
            let (order, photos) = (&bought.order, opinion.photos.clone());
            let dropped = self.only_its(order, review, photos).await?;
            self.drop_photos(caller, order, &dropped).await?;
        }
        Ok(cursor)
    }

    /// Staff take it from the shop window, for a reason in a word.
    pub async fn hide_review(&self, caller: &Caller, review: &ReviewId, reason: String) -> Done {
        let at = self.now();
        let hide = ReviewCommand::Hide { reason, at };
        self.say_of(caller, review, hide, None).await
    }

    /// Staff put it back.
    pub async fn show_review(&self, caller: &Caller, review: &ReviewId) -> Done {
        let show = ReviewCommand::Show { at: self.now() };
        self.say_of(caller, review, show, None).await
    }

    /// Staff answer below it; a later answer replaces an earlier one.
    pub async fn answer_review(&self, caller: &Caller, review: &ReviewId, text: &str) -> Done {
        let text = readable(text)?;
        let before = self.review(review).await?;
        let Some(bought) = before.bought() else {
            return Err(ShopError::Review(domain::review::ReviewRefusal::NotWritten));
        };
        let said = before.answer().map(|(said, _)| said.clone());
        if let Some(said) = &said
            && let Some(said) = self.ports.vault.get(said).await?
            && said["text"] == text
        {
            return Ok(None);
        }
        // An answer names whom it answers: it goes when the review goes.
        let subject = subject(bought.member, &bought.order);
        let class = Retention::UntilWithdrawal;
        let data = json!({ "text": text });
        let text = self.ports.vault.put(&subject, class, &data).await?;
        let answer = ReviewCommand::Answer {
            text: text.clone(),
            at: self.now(),
        };
        let cursor = self.say_of(caller, review, answer, Some(text)).await?;
        if let Some(said) = &said {
            self.ports.vault.forget(said).await?;
        }
        Ok(cursor)
    }

    /// A review as its events left it, fresh from the log.
    pub async fn review(&self, review: &ReviewId) -> Result<Review, ShopError> {
        Ok(self.ledger.state::<Review>(review.as_str()).await?.state)
    }

    /// What buyers wrote, in the order of the references; none once erased. One round trip.
    pub async fn review_words(
        &self,
        words: &[PersonalRef],
    ) -> Result<Vec<Option<Words>>, ShopError> {
        let kept = self.ports.vault.get_many(words).await?;
        let read = |kept: Option<_>| kept.map(serde_json::from_value).transpose();
        let words: Result<_, _> = kept.into_iter().map(read).collect();
        words.map_err(ShopError::bug)
    }

    /// What staff answered, in the order of the references; none once erased. One round trip.
    pub async fn review_answers(
        &self,
        answers: &[PersonalRef],
    ) -> Result<Vec<Option<String>>, ShopError> {
        let kept = self.ports.vault.get_many(answers).await?;
        let text = |kept: Option<serde_json::Value>| Some(kept?.get("text")?.as_str()?.to_owned());
        Ok(kept.into_iter().map(text).collect())
    }

    /// Those of a review's photos that no other review of its order shows: the same picture sent with two
    /// lines is one in the order's album.
    async fn only_its(
        &self,
        order: &OrderId,
        own: &ReviewId,
        mut photos: Vec<String>,
    ) -> Result<Vec<String>, ShopError> {
        if photos.is_empty() {
            return Ok(photos);
        }
        let state = self.ledger.state::<Order>(order.as_str()).await?.state;
        let lines = state.draft().map_or(0, |draft| draft.quote.lines.len());
        for line in 0..u32::try_from(lines).unwrap_or(u32::MAX) {
            let other = ReviewId::of(order, line);
            if other == *own {
                continue;
            }
            let other = self.review(&other).await?;
            if let Some(opinion) = other.opinion() {
                photos.retain(|photo| !opinion.photos.contains(photo));
            }
        }
        Ok(photos)
    }

    /// Whether the review stands and says just this.
    async fn says_the_same(&self, id: &ReviewId, form: &ReviewForm) -> Result<bool, ShopError> {
        let review = self.review(id).await?;
        let Some(opinion) = review.opinion() else {
            return Ok(false);
        };
        if opinion.stars != form.stars || opinion.photos != form.photos {
            return Ok(false);
        }
        let kept = self.ports.vault.get(&opinion.words).await?;
        Ok(kept.is_some_and(|kept| kept["text"] == form.text.trim()))
    }

    async fn opinion(&self, draft: &OrderDraft, form: &ReviewForm) -> Result<Opinion, ShopError> {
        let words = Words {
            author: shortened(&form.author),
            text: readable(&form.text)?.to_owned(),
        };
        let data = serde_json::to_value(words).map_err(ShopError::bug)?;
        let subject = subject(draft.member, &draft.order);
        let class = Retention::UntilWithdrawal;
        Ok(Opinion {
            stars: form.stars,
            words: self.ports.vault.put(&subject, class, &data).await?,
            photos: form.photos.clone(),
        })
    }

    /// Says something; what was kept for it is forgotten if it was refused.
    async fn say_of(
        &self,
        caller: &Caller,
        review: &ReviewId,
        command: ReviewCommand,
        kept: Option<PersonalRef>,
    ) -> Done {
        let meta = caller.meta(self.now());
        let told = self
            .ledger
            .execute::<Review>(review.as_str(), command, &meta)
            .await;
        if let (Err(ExecuteError::Refused(_)), Some(kept)) = (&told, kept) {
            self.ports.vault.forget(&kept).await?;
        }
        Ok(told?.cursor)
    }
}

fn subject(member: Option<MemberId>, order: &OrderId) -> String {
    member.map_or_else(|| subject_of_order(order), subject_of_member)
}

fn bought(draft: &OrderDraft, line: u32) -> Result<Bought, ShopError> {
    let quoted = draft.quote.lines.get(line as usize);
    let quoted = quoted.ok_or(ShopError::Order(OrderRefusal::NoLine(line)))?;
    Ok(Bought {
        store: draft.store.clone(),
        product: quoted.product.clone(),
        sku: quoted.sku.clone(),
        option: quoted.option.clone(),
        order: draft.order.clone(),
        line,
        member: draft.member,
    })
}

fn readable(text: &str) -> Result<&str, ShopError> {
    let text = text.trim();
    if (1..=LONGEST_REVIEW).contains(&text.chars().count()) {
        Ok(text)
    } else {
        Err(ShopError::BadText {
            most: LONGEST_REVIEW,
        })
    }
}

/// `홍길동` → `홍**`
fn shortened(name: &str) -> String {
    let first = name.trim().chars().find(|letter| letter.is_alphanumeric());
    first.map_or_else(|| "***".to_owned(), |first| format!("{first}**"))
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn of_a_name_only_the_first_letter_is_shown() {
        assert_eq!(shortened(" 홍길동 "), "홍**");
        assert_eq!(shortened("Kim"), "K**");
        assert_eq!(shortened("  "), "***");
    }
}
