//! Conversations: the list, one of them with its members, making, joining and leaving, the directory of public ones.

mod answer;
mod create;
mod details;
mod direct;
mod directory;
mod invite;
mod list;
mod meet;
mod summary;

pub(crate) use meet::meet_members;
pub(crate) use summary::{kind_of, summary};
