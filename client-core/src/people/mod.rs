//! People: the catalogue of everybody who works in the administration, signed up or not, and the organisations.

mod browse;
mod card;
mod convert;
mod externals;
mod invite;
mod moves;
mod organisations;
mod rank;
mod search;
mod unit_room;
mod written;

pub(crate) use convert::person_view;
pub(crate) use moves::follow as follow_moves;
pub(crate) use organisations::{Organisations, follow as follow_organisations};
pub(crate) use rank::words;
pub(crate) use search::request as search_request;
pub(crate) use unit_room::patiently;
