//! People who may use a console: their accounts, passwords and sessions, and what they may read in the audit log.
//!
//! They have nothing to do with Matrix accounts. An officer is a name in a console and has one role there; who needs
//! another one as well has two accounts.

mod account;
mod cookie;
mod grant;
mod guesses;
mod keys;
mod links;
mod list;
mod names;
mod own;
mod recovery;
mod role;
mod scope;
mod session;
mod sign_in;
mod totp;
mod trail;

pub use account::{OfficerError, set_officer};
pub use cookie::{cookie_name, find_cookie, session_cookie};
pub use grant::{Granted, grant, may_be_granted, may_be_taken, take};
pub use keys::{KeyQuestion, ask_for_key, begin_key, confirm_key, keys_usable, show_key};
pub use links::{LINK_MS, linked, make_link, set_first_password};
pub use list::{OfficerLine, list, reset_factors};
pub use names::names;
pub use own::{FactorLine, SessionLine, end_own, may_remove, own, remove_factor};
pub use recovery::{codes_left, new_codes};
pub use role::{Console, OfficerRole};
pub use scope::Scope;
pub use session::{FRESH_MS, LONGEST_MS, Proof, SESSION_MS, Session, SignIn, Stage, find, sign_out};
pub use sign_in::{Entered, show_code, sign_in};
pub use totp::{Enrolled, begin as begin_totp, confirm as confirm_totp, new_secret, set_totp};
pub use trail::{MOST_EXPORTED, TrailEntry, TrailQuery, export, trail};
