//! Invitations as administrators handle them: many at once, each answered; all of them in a list; sent again; revoked.
//!
//! How one invitation is written and mailed is the matter of `provisioning`.

mod end;
mod lines;
mod list;
mod many;

pub use end::{Ended, expire, resend, revoke};
pub use lines::{LINES, List, ListError, parse};
pub use list::{Found, Invitation, PAGE, Query, STATES, list};
pub use many::{Answer, Outcome, invite_many};
