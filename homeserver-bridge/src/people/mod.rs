//! The people catalogue: whom HR says works here, signed in or not; found by name, post, unit and organisation.
//!
//! The database is the truth, the search index only finds keys: every entry that is shown is read from the database,
//! with the rules on who may be seen in that one place ([`entry`]). Accounts are made and suspended elsewhere
//! (`provisioning`); here they are looked at.

mod by_account;
mod display_name;
mod entry;
mod index;
mod limits;
mod query;
mod refresh;
mod search;
mod sync_apply;
mod sync_checks;
mod sync_digests;
mod sync_rows;
mod tree;
mod visibility;
mod words;

pub use by_account::by_account;
pub use display_name::{DISPLAY_NAME_JOB, refresh_display_name};
pub use entry::person;
pub use index::Directory;
pub use search::{directory_search, follow, search};
pub use sync_apply::apply;
pub use sync_digests::digests;
pub use sync_rows::{Wanted, page};
pub use tree::organisations;
pub use visibility::{VisibilityError, set_hidden};
