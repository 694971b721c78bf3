//! People: the catalogue of everybody who works in the administration, signed up or not, and the organisations.

mod organisations;
mod search;

pub(crate) use organisations::Organisations;
