//! Conversations: the list, one of them with its members, making, joining and leaving, the directory of public ones, and
//! what those who manage a room do with it.

mod answer;
mod create;
mod details;
mod direct;
mod directory;
mod folders;
mod glimpse;
mod invitation;
mod invite;
mod invite_list;
mod list;
mod meet;
mod member_list;
mod members;
mod notices;
mod outside;
mod passage;
mod picture;
mod pins;
mod place;
mod place_of_link;
mod rights;
mod roles;
mod roll_call;
mod settings;
mod summary;
mod tell;
mod theme;
mod upgrade;

pub(crate) use details::lets_all;
pub(crate) use meet::meet_members;
pub(crate) use notices::Notices;
pub(crate) use outside::{Outside, Servers};
pub(crate) use roll_call::{call_the_roll, members_in};
pub(crate) use summary::{kind_of, person_in, summary};
