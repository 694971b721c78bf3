//! When the server ends a session for good, the core removes its data; here the key to it goes from the keychain too.

use client_core::Messenger;
use client_core::view::ConnectionView;
use futures_util::StreamExt;
use tauri::{AppHandle, Manager};

use crate::shell::Shell;

/// Watches how the session ends.
pub(crate) fn watch(app: &AppHandle, messenger: &Messenger) {
    let Ok(states) = messenger.connection() else { return };
    let (shell, handle) = (app.state::<Shell>(), app.clone());
    shell.streams.run("ending".to_owned(), async move {
        let mut states = std::pin::pin!(states);
        while let Some(state) = states.next().await {
            if state == ConnectionView::SessionEnded {
                if handle.state::<Shell>().forget_ended().await.is_err() {
                    // The next start tries again; until then the key opens nothing any more.
                    tracing::warn!("the key of the ended session is still in the keychain");
                }
                return;
            }
        }
    });
}
