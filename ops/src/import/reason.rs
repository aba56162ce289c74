//! Why a row was not played.

/// Why a row was not played. The names stand in the report; their order is the summary's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    Columns,
    Invoice,
    Code,
    Quantity,
    Price,
    Date,
    Customer,
    Country,
    BadDebt,
    TestCode,
    EmptyCharge,
    NegativePrice,
    NegativeSale,
    PositiveCancellation,
    WorthlessCancellation,
    MixedInvoice,
    NegativeTotal,
}

impl Reason {
    /// The name under which programs know it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Columns => "columns",
            Self::Invoice => "invoice",
            Self::Code => "code",
            Self::Quantity => "quantity",
            Self::Price => "price",
            Self::Date => "date",
            Self::Customer => "customer",
            Self::Country => "country",
            Self::BadDebt => "bad_debt",
            Self::TestCode => "test_code",
            Self::EmptyCharge => "empty_charge",
            Self::NegativePrice => "negative_price",
            Self::NegativeSale => "negative_sale",
            Self::PositiveCancellation => "positive_cancellation",
            Self::WorthlessCancellation => "worthless_cancellation",
            Self::MixedInvoice => "mixed_invoice",
            Self::NegativeTotal => "negative_total",
        }
    }

    /// The same for people.
    pub fn explained(self) -> &'static str {
        match self {
            Self::Columns => "the row has another number of columns than the header",
            Self::Invoice => "the invoice number is not up to 18 digits, after a C or not",
            Self::Code => "the stock code is missing or malformed",
            Self::Quantity => "the quantity is zero, not a whole number, or beyond 100,000",
            Self::Price => "the price is not a decimal number, or beyond what can be listed",
            Self::Date => "the date is not YYYY-MM-DD HH:MM:SS of 1970 to 2099",
            Self::Customer => "the customer is not a number",
            Self::Country => "the country is missing",
            Self::BadDebt => "a bad debt is no sale and no refund",
            Self::TestCode => "a code for tests is not for sale",
            Self::EmptyCharge => "a charge of nothing",
            Self::NegativePrice => "the price is negative",
            Self::NegativeSale => "a priced negative quantity outside a cancellation",
            Self::PositiveCancellation => "a positive quantity in a cancellation",
            Self::WorthlessCancellation => "a cancellation of something that cost nothing",
            Self::MixedInvoice => "another day, customer or country than its invoice's first row",
            Self::NegativeTotal => "a discount above what its invoice comes to",
        }
    }
}

/// A row that was not played: its place in the file, why, and what stands in it. The customer is
/// left out, as he has no part in any reason but one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Line of the file, the header being line 1.
    pub line: u64,
    pub reason: Reason,
    pub invoice: String,
    pub code: String,
    pub quantity: String,
    pub price: String,
}
