//! Why a use case did not do what was asked.

use domain::album::AlbumRefusal;
use domain::cart::CartRefusal;
use domain::categories::CategoriesRefusal;
use domain::coupon::CouponRefusal;
use domain::credit::CreditRefusal;
use domain::document::DocumentRefusal;
use domain::image::ImageRefusal;
use domain::inquiry::InquiryRefusal;
use domain::member::MemberRefusal;
use domain::order::OrderRefusal;
use domain::payment::PaymentRefusal;
use domain::pricing::{PricingRefusal, Quote};
use domain::product::ProductRefusal;
use domain::review::ReviewRefusal;
use domain::stock::StockRefusal;
use domain::{ProviderId, Sku, StoreId};
use store::accounts::AccountsError;
use store::vault::VaultError;
use store::{Cursor, ExecuteError, LogError};

use crate::edit::EditPreview;
use crate::images::PictureError;
use crate::members::AccountRefusal;
use crate::ports::GatewayError;
use crate::ports::files::FilesError;

/// Why a use case did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum ShopError {
    /// This installation has no such store.
    #[error("there is no store {0}")]
    NoStore(StoreId),
    /// The shop has no contract with such a payment provider (any more).
    #[error("there is no payment provider {0}")]
    NoProvider(ProviderId),
    /// It is not on sale (any more), or not in this store.
    #[error("{0} is not on sale")]
    NotOnSale(Sku),
    /// Fewer pieces are left than asked for.
    #[error("only {available} of {sku} left")]
    Short {
        /// The SKU.
        sku: Sku,
        /// Pieces left.
        available: u32,
    },
    /// What the shopper saw is not what it costs now.
    #[error("the price changed to {}", quote.total)]
    PriceChanged {
        /// The price now.
        quote: Box<Quote>,
    },
    /// What was agreed to is not what an edit comes to now.
    #[error("the edit comes to {} to pay and {} to pay back now", .0.to_pay, .0.to_pay_back)]
    EditChanged(Box<EditPreview>),
    /// The cart refused.
    #[error(transparent)]
    Cart(CartRefusal),
    /// The order refused.
    #[error(transparent)]
    Order(OrderRefusal),
    /// The payment refused.
    #[error(transparent)]
    Payment(PaymentRefusal),
    /// The stock refused.
    #[error(transparent)]
    Stock(StockRefusal),
    /// The product refused.
    #[error(transparent)]
    Product(ProductRefusal),
    /// The categories refused.
    #[error(transparent)]
    Categories(CategoriesRefusal),
    /// The coupon refused.
    #[error(transparent)]
    Coupon(CouponRefusal),
    /// The credit refused.
    #[error(transparent)]
    Credit(CreditRefusal),
    /// What is known of a picture refuses.
    #[error(transparent)]
    Image(ImageRefusal),
    /// The photos of an order's holder refuse.
    #[error(transparent)]
    Album(AlbumRefusal),
    /// The document refused.
    #[error(transparent)]
    Document(DocumentRefusal),
    /// A file is no picture that can be taken.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// The member refused.
    #[error(transparent)]
    Member(MemberRefusal),
    /// Somebody did not prove who they are.
    #[error(transparent)]
    Account(#[from] AccountRefusal),
    /// The inquiry refused.
    #[error(transparent)]
    Inquiry(InquiryRefusal),
    /// The review refused.
    #[error(transparent)]
    Review(ReviewRefusal),
    /// Nothing was written, or too much.
    #[error("a text has 1 to {most} letters")]
    BadText {
        /// Letters at most.
        most: usize,
    },
    /// The basket has no price.
    #[error(transparent)]
    Pricing(#[from] PricingRefusal),
    /// The payment provider refused or did not answer.
    #[error(transparent)]
    Gateway(#[from] GatewayError),
    /// The checkout was begun but could not be ended just now; it will be, or undone, and
    /// the same form sent again tells how.
    #[error("the checkout is not finished yet")]
    Unfinished,
    /// The database or the vault cannot be reached just now; trying again is safe.
    #[error("the shop cannot reach its books: {0}")]
    Unavailable(String),
    /// Something that cannot be, was.
    #[error("internal: {0}")]
    Bug(String),
}

impl ShopError {
    pub(crate) fn bug(error: impl std::fmt::Display) -> Self {
        Self::Bug(error.to_string())
    }

    /// Whether the same call may succeed in a moment.
    pub fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Unavailable(_)
                | Self::Unfinished
                | Self::Gateway(GatewayError::Unknown(_))
                | Self::Payment(PaymentRefusal::ApprovalOpen)
        )
    }
}

/// Whether nothing was written of what was to be said, and nothing will be: what was kept for it alone may be
/// forgotten. What may have been written, or not, must stay readable.
pub(crate) fn is_unsaid(told: &Result<Option<Cursor>, ShopError>) -> bool {
    match told {
        Ok(cursor) => cursor.is_none(),
        Err(error) => !error.is_passing(),
    }
}

impl From<VaultError> for ShopError {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::Unavailable(why) => Self::Unavailable(why),
            damaged @ VaultError::Damaged(_) => Self::bug(damaged),
        }
    }
}

macro_rules! refusals {
    ($($refusal:ident => $variant:ident),+ $(,)?) => {$(
        impl From<ExecuteError<$refusal>> for ShopError {
            fn from(error: ExecuteError<$refusal>) -> Self {
                match error {
                    ExecuteError::Refused(refusal) => Self::$variant(refusal),
                    ExecuteError::Unavailable(error) => error.into(),
                    contended @ ExecuteError::Contended => Self::Unavailable(contended.to_string()),
                }
            }
        }
    )+};
}
refusals! {
    CartRefusal => Cart,
    OrderRefusal => Order,
    PaymentRefusal => Payment,
    StockRefusal => Stock,
    ProductRefusal => Product,
    CategoriesRefusal => Categories,
    CouponRefusal => Coupon,
    CreditRefusal => Credit,
    MemberRefusal => Member,
    ImageRefusal => Image,
    AlbumRefusal => Album,
    DocumentRefusal => Document,
    InquiryRefusal => Inquiry,
    ReviewRefusal => Review,
}

impl From<FilesError> for ShopError {
    fn from(error: FilesError) -> Self {
        Self::Unavailable(error.to_string())
    }
}

impl From<LogError> for ShopError {
    /// What we broke ourselves is no better in a moment.
    fn from(error: LogError) -> Self {
        match error {
            LogError::Unreachable(_) | LogError::Database(_) => {
                Self::Unavailable(error.to_string())
            }
            LogError::Damaged(_) | LogError::Internal(_) => Self::bug(error),
        }
    }
}

impl From<AccountsError> for ShopError {
    fn from(error: AccountsError) -> Self {
        match error {
            AccountsError::Database(_) | AccountsError::Busy => {
                Self::Unavailable(error.to_string())
            }
            AccountsError::Hash => Self::bug(error),
        }
    }
}
