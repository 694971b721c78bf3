//! Moves: HR has changed a person's organisation to one that lives on another homeserver, and a Matrix id cannot follow.
//!
//! The person gets a second account there, like a joiner: by sign-up with the work email, or on joining where the
//! organisation wants that. Until the new account is in use the old one stays theirs and is the one that others find. Then
//! the old one invites the new one into its rooms, with its rights; after the grace period it is offboarded. Each step is
//! recorded and harmless when repeated. What HR says next is answered from whatever stands by then ([`follow`]).

mod advance;
mod end;
mod follow;
mod letters;
mod list;
mod purge;
mod record;
mod rights;
mod rooms;
mod row;
mod told;

pub use advance::advance;
pub use end::{account_in_use, ended_by_departure};
pub use follow::follow;
pub use letters::{MAIL_MOVE_JOB, send};
pub use list::{Found, Line, PAGE, list, of_person};
pub use purge::purge;
pub use record::{Record, RoomLine, record};
pub use row::{MOVE_JOB, STATES, State, wake_due};
pub use told::own;
