//! People: the catalogue of everybody who works in the administration, signed up or not, and the organisations.

mod browse;
mod card;
mod convert;
mod invite;
mod moves;
mod organisations;
mod rank;
mod search;
mod unit_room;
mod written;

pub(crate) use moves::follow as follow_moves;
pub(crate) use organisations::Organisations;
