//! Every step from an old shape of the shop's events to a newer one.

use std::sync::{Arc, LazyLock};

use crate::upcast::Upcasters;

/// The one registry: the ledger, tables, processes and the audit trail all read through it, so that
/// a new version of an event is told here and nowhere else.
pub fn upcasters() -> Arc<Upcasters> {
    static SHOP: LazyLock<Arc<Upcasters>> = LazyLock::new(|| {
        // No event has changed its shape yet.
        Arc::new(Upcasters::new())
    });
    SHOP.clone()
}
