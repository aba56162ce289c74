//! The demo shop: something to look at for whoever runs `jangbu up` for the first time.

use anyhow::Result;

use crate::server::Assembly;

/// Fills an empty shop with a catalogue and stock. A shop that has products is left alone.
///
/// # Errors
/// A command is refused or the database fails.
#[expect(clippy::unused_async, reason = "the catalogue is on its way")]
pub async fn fill(_shop: &Assembly) -> Result<()> {
    Ok(())
}
