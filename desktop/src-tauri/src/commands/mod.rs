//! The commands that the interface may call, each one to five lines: what they do is in the core.

pub(crate) mod accounts;
pub(crate) mod administration;
pub(crate) mod app_lock;
pub(crate) mod conversing;
pub(crate) mod desk;
pub(crate) mod devices;
pub(crate) mod files;
pub(crate) mod later;
pub(crate) mod people;
pub(crate) mod rooms;
pub(crate) mod search;
pub(crate) mod session;
pub(crate) mod shell;
pub(crate) mod timeline;
pub(crate) mod trust;
pub(crate) mod voice;
pub(crate) mod writing;

use tauri::State;

use crate::shell::Shell;

/// The shell's state, as a command gets it.
pub(crate) type Held<'a> = State<'a, Shell>;
