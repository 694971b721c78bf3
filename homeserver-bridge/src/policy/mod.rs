//! What may happen in rooms: pure functions from an event, the facts of the room and those of the actor to a ruling.
//!
//! Nothing here asks anybody anything, so the whole policy is tested as a table. The homeserver's module only carries
//! questions here and answers back.

mod administration;
mod change;
mod create;
mod decide;
mod event;
mod facts;
mod levels;
mod reason;

pub use administration::{Administration, Origin};
pub use create::create;
pub use decide::decide;
pub use event::{Event, StateChange};
pub use facts::{ADMINISTRATOR, ActorFacts, MODERATOR, RoomFacts, Rule, administers, administrators};
pub use levels::power_level;
pub use reason::Reason;

/// The only algorithm that rooms are encrypted with.
pub const ALGORITHM: &str = "m.megolm.v1.aes-sha2";

/// What the policy says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ruling {
    /// It may happen.
    Allow,
    /// It may not, and this is why.
    Refuse(Reason),
}
