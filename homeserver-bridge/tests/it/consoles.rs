//! The consoles as a browser without script meets them.

mod admin;
mod browser;
mod security;
mod sessions;
