//! Offboarding: what happens to an account whose owner has left, or moved to another homeserver.
//!
//! A saga of steps, each recorded and each harmless when repeated, so that it goes on from wherever it was killed: the
//! account is locked and its sessions end; rooms that it administers alone are handed over; it leaves every room, here
//! and on other homeservers; it is out of the directory; after the grace period it is closed for good. The record of it
//! is the [`Receipt`]. A job drives it ([`advance`]); what is said of people is decided elsewhere (`people`).

mod begin;
mod cancel;
mod closing;
mod handover;
mod list;
mod many;
mod members;
mod purge;
mod receipt;
mod rooms;
mod saga;
mod servers;
mod steps;
mod succession;

pub use begin::{Begun, begin, begin_moved, lock_begun, start};
pub use cancel::{cancel, recall};
pub use list::{Found, Line, PAGE, list, of_person, person_of};
pub use many::{ManyBegun, start_many};
pub(crate) use members::who_count;
pub use purge::purge;
pub use receipt::{Receipt, RoomLine, ServerLine, receipt};
pub use saga::{Cause, OFFBOARDING_JOB, State, wake_due};
pub use steps::advance;
pub use succession::{Demotion, before_demotion, before_leaving};
