//! Who leaves: sessions, rooms, other homeservers, receipt and closing; killed at every step, and with parts that do not
//! answer.

mod failures;
mod saga;
pub(crate) mod scene;
