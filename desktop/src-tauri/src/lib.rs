//! The Depesha window: a shell around `client-core`, and nothing more.
//!
//! It keeps the store's key (keychain or passphrase), shows the window, the tray and notifications, opens native dialogues,
//! and passes commands on. The web view gets view types only: no token, no key, no passphrase; the recovery key for as long
//! as its page is open.

#![recursion_limit = "256"]

mod app_lock;
mod autostart;
mod badge;
mod cli;
mod command_names;
mod commands;
mod diagnostics;
mod ending;
mod ipc;
mod keys;
mod media;
mod notify;
mod policy;
mod profiles;
mod recorder;
mod requests;
mod shell;
mod streams;
mod tray;
mod updates;
mod window;
mod words;

pub use cli::Cli;
pub use command_names::COMMANDS;
pub use ipc::{bindings, bindings_path};
pub use window::{context, run};
