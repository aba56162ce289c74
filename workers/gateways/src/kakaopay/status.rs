//! KakaoPay's words for what became of a payment, and the shop's.

use crate::paying::words::words;

words! {
    /// What became of a payment.
    Status {
        /// Asked for.
        Ready = "READY",
        /// A message about it was sent to the shopper.
        SendTms = "SEND_TMS",
        /// The shopper opened the window.
        OpenPayment = "OPEN_PAYMENT",
        /// They choose how to pay.
        SelectMethod = "SELECT_METHOD",
        /// They are asked by telephone.
        ArsWaiting = "ARS_WAITING",
        /// They gave their password: it waits for the shop's approval.
        AuthPassword = "AUTH_PASSWORD",
        /// A key for repeated payments was issued.
        IssuedSid = "ISSUED_SID",
        /// Paid.
        SuccessPayment = "SUCCESS_PAYMENT",
        /// Paid, and a part given back.
        PartCancelPayment = "PART_CANCEL_PAYMENT",
        /// Paid, and all given back.
        CancelPayment = "CANCEL_PAYMENT",
        /// The password was wrong.
        FailAuthPassword = "FAIL_AUTH_PASSWORD",
        /// The shopper left.
        QuitPayment = "QUIT_PAYMENT",
        /// The approval failed.
        FailPayment = "FAIL_PAYMENT",
    }
}

/// A status in the shop's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// No money moved; it may yet.
    Open,
    /// No money moved, and none will.
    Failed,
    /// All of it is here.
    Paid,
    /// A part was given back.
    PartlyCancelled,
    /// All was given back.
    Cancelled,
    /// A word that is not known here.
    Unclear,
}

impl Status {
    /// In the shop's words.
    #[must_use]
    pub const fn standing(&self) -> Standing {
        match self {
            Self::Ready
            | Self::SendTms
            | Self::OpenPayment
            | Self::SelectMethod
            | Self::ArsWaiting
            | Self::AuthPassword
            | Self::IssuedSid => Standing::Open,
            Self::SuccessPayment => Standing::Paid,
            Self::PartCancelPayment => Standing::PartlyCancelled,
            Self::CancelPayment => Standing::Cancelled,
            Self::FailAuthPassword | Self::QuitPayment | Self::FailPayment => Standing::Failed,
            Self::Unknown(_) => Standing::Unclear,
        }
    }
}
