//! What goes wrong with a call to a simulated provider.

use gateways::paying::fault::Fault;

/// Every way in which a call goes wrong.
pub const FAULTS: [Fault; 6] = [
    Fault::Slow(900),
    Fault::LostAnswer,
    Fault::DoneThenError,
    Fault::Unavailable,
    Fault::Truncated,
    Fault::Garbage,
];
