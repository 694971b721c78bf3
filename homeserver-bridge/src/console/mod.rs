//! The two consoles: server-rendered pages that work without script, on routers of their own.

pub mod admin;
pub mod security;
