//! People who may use a console: their accounts, passwords and sessions, and what they may read in the audit log.
//!
//! They have nothing to do with Matrix accounts. An officer is a name in a console and has one role there; who needs
//! another one as well has two accounts.

mod account;
mod cookie;
mod grant;
mod names;
mod role;
mod scope;
mod session;
mod throttle;
mod trail;

pub use account::{OfficerError, set_officer};
pub use cookie::{cookie_name, find_cookie, session_cookie};
pub use grant::{Granted, grant, may_be_granted, may_be_taken, take};
pub use names::names;
pub use role::{Console, OfficerRole};
pub use scope::Scope;
pub use session::{LONGEST_MS, SESSION_MS, Session, SignIn, find, sign_in, sign_out};
pub use throttle::Throttle;
pub use trail::{TrailEntry, trail};
