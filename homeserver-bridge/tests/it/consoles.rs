//! The consoles as a browser without script meets them.

mod admin;
mod browser;
mod cases;
mod exports;
mod figures;
mod moves;
mod offboarding;
mod plans;
mod security;
mod sessions;
