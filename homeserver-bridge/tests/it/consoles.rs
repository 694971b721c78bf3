//! The consoles as a browser without script meets them.

mod accounts;
mod addresses;
mod admin;
mod attacks;
mod browser;
mod cases;
mod ends;
mod exports;
mod externals;
mod figures;
mod invitations;
mod keys;
mod lists;
mod logins;
mod modes;
mod moves;
mod offboarding;
mod officers;
mod plans;
mod scopes;
mod security;
mod sessions;
mod soft_key;
