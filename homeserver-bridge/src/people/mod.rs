//! The people catalogue: whom HR says works here, signed in or not; found by name, post, unit and organisation.
//!
//! The database is the truth, the search index only finds keys: every entry that is shown is read from the database,
//! with the rules on who may be seen in that one place ([`entry`]). Accounts are made and suspended elsewhere
//! (`provisioning`); here they are looked at.

mod by_account;
mod callers;
mod colleague;
mod cursor;
mod directory;
mod dismissal;
mod display_name;
mod entry;
mod folder;
mod follow;
mod index;
mod limits;
mod named;
mod query;
mod refresh;
mod search;
mod sound;
mod sync_after;
mod sync_apply;
mod sync_checks;
mod sync_digests;
mod sync_email;
mod sync_lock;
mod sync_rows;
mod sync_told;
mod terms;
mod tree;
mod visibility;
mod words;

pub use by_account::by_account;
pub use colleague::{COLLEAGUE_JOB, ask_to_invite, invite_colleague};
pub use directory::Directory;
pub use dismissal::{dismiss, take_dismissal_back};
pub(crate) use display_name::account_keys;
pub use display_name::{DISPLAY_NAME_JOB, refresh_display_name};
pub use entry::person;
pub use named::{Named, named};
pub use refresh::follow;
pub use search::{directory_search, search};
pub use sync_apply::apply;
pub use sync_digests::digests;
pub use sync_email::{EMAIL_JOB, refresh_email};
pub use sync_lock::{LockError, lock_from_sync, unlock_from_sync};
pub use sync_rows::{Wanted, page};
pub use tree::{Tree, organisations};
pub use visibility::{VisibilityError, set_hidden};
