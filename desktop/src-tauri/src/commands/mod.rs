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

use client_core::Result;
use tauri::State;

use crate::shell::{Shell, unexpected};

/// The shell's state, as a command gets it.
pub(crate) type Held<'a> = State<'a, Shell>;

/// Does what takes a moment where nothing else stands still meanwhile.
async fn beside<S, T>(shared: &S, work: impl FnOnce(&S) -> Result<T> + Send + 'static) -> Result<T>
where
    S: Clone + Send + 'static,
    T: Send + 'static,
{
    let shared = shared.clone();
    let done = tauri::async_runtime::spawn_blocking(move || work(&shared)).await;
    done.map_err(|_| unexpected("work beside the window"))?
}
