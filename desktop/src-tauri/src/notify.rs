//! A notification when a message comes while nobody looks at the window. It says that there is one, never what or from whom,
//! and nothing of conversations that the person has silenced.

use client_core::Messenger;
use client_core::view::{ListDiff, RoomSummary};
use futures_util::StreamExt;
use tauri::{AppHandle, Manager};
use tauri_plugin_notification::NotificationExt;

use crate::shell::{Shell, lock};
use crate::window::is_watched;

/// Watches the number of unread messages of a session that ask for attention.
pub(crate) fn watch(app: &AppHandle, messenger: &Messenger) {
    let Ok(rooms) = messenger.rooms() else { return };
    let shell = app.state::<Shell>();
    let handle = app.clone();
    shell.streams.run("notify".to_owned(), async move {
        let mut rooms = std::pin::pin!(rooms);
        let mut list: Vec<RoomSummary> = Vec::new();
        let mut last: Option<u32> = None;
        while let Some(batch) = rooms.next().await {
            batch.into_iter().for_each(|change: ListDiff<RoomSummary>| change.apply(&mut list));
            let unread = list.iter().map(RoomSummary::attention).sum();
            if last.is_some_and(|last| unread > last) && !is_watched(&handle) {
                tell(&handle);
            }
            last = Some(unread);
        }
    });
}

fn tell(app: &AppHandle) {
    let text = lock(&app.state::<Shell>().words).say("shell-new-message");
    if app.notification().builder().title("Depesha").body(text).show().is_err() {
        tracing::debug!("the system shows no notifications");
    }
}
