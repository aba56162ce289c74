//! What goes to people: letters and messages that follow from events, bulk sends, and the one gate
//! that decides who may be written to.

mod attempt;
pub mod bulk;
mod daily_sales;
mod facts;
mod filled;
pub mod gate;
mod hand_over;
mod inquiry;
mod letter;
mod members;
mod message;
mod occasion;
mod outgoing;
pub mod phone;
mod purpose;
pub mod reports;
mod send;
mod silence;
pub mod texts;

pub use daily_sales::DailySales;
pub use inquiry::WriteAnswer;
pub use letter::WriteLetter;
pub use members::{MemberAbout, MemberOccasion, WriteMemberLetter};
pub use message::WriteMessage;
pub use occasion::{About, Occasion};
pub use send::DEADLINE as LETTER_DEADLINE;

use std::sync::Arc;

use letters::messages::TemplateCodes;
use shop::ports::post::{Mailer, Texter};
use store::post::{Deliveries, Suppressions};

/// What sending needs.
#[derive(Clone)]
pub struct Post {
    pub mailer: Arc<dyn Mailer>,
    pub texter: Arc<dyn Texter>,
    /// The approved Alimtalk templates of each store.
    pub codes: Arc<TemplateCodes>,
    pub deliveries: Deliveries,
    pub suppressions: Suppressions,
}
