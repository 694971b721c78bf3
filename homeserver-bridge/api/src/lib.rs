//! The vocabulary that Depesha's processes share: wire types, identifiers that parse, and the errors they answer with.
//!
//! No input or output happens here, and nothing here depends on another crate of ours. What a type means on the wire
//! is fixed by the contract; where a public specification defines it, the type names it.

pub mod accounts;
pub mod email;
pub mod error;
pub mod events;
pub mod externals;
pub mod homeserver;
pub mod ids;
pub mod key_chain;
pub mod mode;
pub mod people;
pub mod scan;
pub mod scan_rules;
pub mod sync;
pub mod well_known;

pub use email::EmailAddress;
pub use error::{ApiError, ErrorCode};
pub use ids::{Mxc, OrganisationId, PersonId, ServerName};
