//! The desk around the window: notifications, starting with the computer, what comes from outside of the window.

use client_core::Result;
use client_core::view::PlaceView;
use serde::Serialize;
use specta::Type;
use tauri::ipc::Channel;
use tauri::{AppHandle, Manager};

use super::Held;
use crate::autostart::Autostart;
use crate::notify::check::{NoticeCheck, troubles};
use crate::notify::rules::{NoticeSettings, QuietFor};
use crate::requests::DeskRequest;
use crate::shell::{Shell, unexpected};
use crate::{notify, tray};

/// When notifications come and what they show.
#[tauri::command]
#[specta::specta]
pub(crate) async fn notices(shell: Held<'_>) -> Result<NoticeSettings> {
    Ok(shell.notices.settings())
}

/// Changes it; for how long it is quiet stays as it is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_notices(app: AppHandle, shell: Held<'_>, settings: NoticeSettings) -> Result<NoticeSettings> {
    let kept = shell.notices.set(settings)?;
    tray::renew(&app);
    Ok(kept)
}

/// No notification for a while, or again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn hush(app: AppHandle, shell: Held<'_>, quiet: QuietFor) -> Result<NoticeSettings> {
    let kept = shell.notices.hush(quiet)?;
    tray::renew(&app);
    Ok(kept)
}

/// Shows a notification and says what keeps others away.
#[tauri::command]
#[specta::specta]
pub(crate) async fn test_notification(app: AppHandle, shell: Held<'_>) -> Result<NoticeCheck> {
    let messenger = shell.messenger()?;
    let shown = notify::show_test(&app);
    Ok(NoticeCheck { shown, troubles: troubles(&shell.notices, Some(&messenger)).await })
}

/// Whether the program starts with the computer; none where this system has other ways.
#[derive(Debug, Serialize, Type)]
pub(crate) struct AutostartView {
    on: Option<bool>,
}

/// Whether the program starts when the person signs in to the computer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn autostart(app: AppHandle) -> Result<AutostartView> {
    Ok(AutostartView { on: entry(&app).map(|entry| entry.is_on()) })
}

/// Starts it there, or no longer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_autostart(app: AppHandle, on: bool) -> Result<()> {
    entry(&app).ok_or_else(|| unexpected("starting by itself"))?.set(on)
}

fn entry(app: &AppHandle) -> Option<Autostart> {
    Autostart::of(&app.path().config_dir().ok()?, &app.state::<Shell>().profiles)
}

/// What comes to the window from outside of it, also what came before.
#[tauri::command]
#[specta::specta]
pub(crate) async fn watch_requests(app: AppHandle, shell: Held<'_>, on_change: Channel<DeskRequest>) -> Result<()> {
    shell.messenger()?;
    shell.streams.run("requests".to_owned(), async move {
        let shell = app.state::<Shell>();
        while on_change.send(shell.requests.next().await).is_ok() {}
    });
    Ok(())
}

/// Where a link leads: to a person, a conversation or a message.
#[tauri::command]
#[specta::specta]
pub(crate) async fn follow_link(shell: Held<'_>, link: String) -> Result<PlaceView> {
    shell.messenger()?.follow_link(&link).await
}
