//! What a store has agreed on with its shoppers about what comes after buying.

use domain::order::Terms;

/// The settings of one store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CareSettings {
    /// Until when something may be sent back, and what the way costs.
    pub terms: Terms,
    /// Days after the last parcel arrived until a purchase counts as confirmed (자동 구매확정). Longer
    /// than the days in which a mind may be changed.
    pub confirm_days: u32,
}

impl Default for CareSettings {
    fn default() -> Self {
        Self {
            terms: Terms::STANDARD,
            confirm_days: 8,
        }
    }
}
