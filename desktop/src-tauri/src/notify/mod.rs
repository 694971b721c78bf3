//! A notification when a message comes while nobody looks at the window. It shows as little as the person wants, from a
//! locked window nothing, and nothing at all of conversations that they have silenced or at hours when it is quiet.

pub(crate) mod check;
mod news;
pub(crate) mod rules;

use std::time::{Duration, Instant};

use client_core::Messenger;
use client_core::view::{ListDiff, RoomSummary};
use futures_util::StreamExt;
use tauri::{AppHandle, Manager, Wry};
use tauri_plugin_notification::{NotificationBuilder, NotificationExt};
use tokio::time::timeout;

use self::news::{Known, News};
use self::rules::Shows;
use crate::requests::DeskRequest;
use crate::shell::{Shell, lock};
use crate::tray;
use crate::window::{is_watched, show};

/// Under which name a notification carries its conversation.
const ROOM: &str = "room";
/// The number of unread messages comes a moment before the message itself: so long nothing changes before it is told, and at
/// the most so long it waits.
const AT_REST: Duration = Duration::from_millis(400);
const LONGEST_WAIT: Duration = Duration::from_secs(2);
/// What a system calls its sound for a new message.
const SOUND: &str = if cfg!(target_os = "linux") { "message-new-instant" } else { "Default" };

/// Watches the messages of a session that ask for attention.
pub(crate) fn watch(app: &AppHandle, messenger: &Messenger) {
    let Ok(rooms) = messenger.rooms() else { return };
    let shell = app.state::<Shell>();
    let handle = app.clone();
    shell.streams.run("notify".to_owned(), async move {
        let mut rooms = std::pin::pin!(rooms);
        let (mut list, mut known) = (Vec::<RoomSummary>::new(), Known::default());
        while let Some(batch) = rooms.next().await {
            batch.into_iter().for_each(|change: ListDiff<RoomSummary>| change.apply(&mut list));
            let begun = Instant::now();
            while begun.elapsed() < LONGEST_WAIT
                && let Ok(Some(batch)) = timeout(AT_REST, rooms.next()).await
            {
                batch.into_iter().for_each(|change| change.apply(&mut list));
            }
            tray::count(&handle, list.iter().map(RoomSummary::attention).sum());
            let shell = handle.state::<Shell>();
            let Some(news) = known.look(&list, shows(&shell)) else { continue };
            if !is_watched(&handle) && shell.notices.quiet().is_none() {
                tell(&handle, &news);
            }
        }
    });
}

/// Who presses a notification comes to what it is about.
pub(crate) fn answer_presses(app: &AppHandle) {
    let handle = app.clone();
    let heard = app.notification().on_action(move |performed| {
        let room = performed.notification().and_then(|shown| shown.extra().get(ROOM)).and_then(|room| room.as_str());
        if let Some(room) = room {
            handle.state::<Shell>().requests.put(DeskRequest::Room { room_id: room.to_owned() });
        }
        show(&handle);
    });
    if heard.is_err() {
        tracing::debug!("presses on notifications are not heard");
    }
}

/// What a notification shows now: nothing while the window is locked.
fn shows(shell: &Shell) -> Shows {
    if shell.app_lock.is_locked() { Shows::Nothing } else { shell.notices.settings().shows }
}

fn tell(app: &AppHandle, news: &News) {
    let body = news.text.as_deref().map_or_else(|| say(app, "shell-new-message"), check::plain);
    let mut notification = notification(app, news.from.as_deref().unwrap_or("Depesha"), body);
    if let Some(room) = &news.room {
        notification = notification.extra(ROOM, room);
    }
    if notification.show().is_err() {
        tracing::debug!("the system shows no notifications");
    }
}

/// Shows one, whatever the rules say: the person asks to see it.
pub(crate) fn show_test(app: &AppHandle) -> bool {
    notification(app, "Depesha", say(app, "shell-test-message")).show().is_ok()
}

fn say(app: &AppHandle, word: &str) -> String {
    lock(&app.state::<Shell>().words).say(word)
}

/// A notification as the person wants it to sound.
fn notification(app: &AppHandle, title: &str, body: String) -> NotificationBuilder<Wry> {
    let notification = app.notification().builder().title(title).body(body);
    if app.state::<Shell>().notices.settings().sound { notification.sound(SOUND) } else { notification }
}
