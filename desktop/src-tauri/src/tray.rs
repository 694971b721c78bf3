//! The sign in the system's tray: brings the window back, or ends the program.

use tauri::menu::{Menu, MenuItem};
use tauri::tray::TrayIconBuilder;
use tauri::{AppHandle, Manager};

use crate::shell::{Shell, lock};
use crate::window::show;

const TRAY: &str = "depesha";

/// Puts the sign there, or renames its entries when the language changes.
///
/// # Errors
/// If the system has no tray; the program works without.
pub(crate) fn set_up(app: &AppHandle) -> tauri::Result<()> {
    let (open, quit) = {
        let shell = app.state::<Shell>();
        let words = lock(&shell.words);
        (words.say("shell-open"), words.say("shell-quit"))
    };
    let open = MenuItem::with_id(app, "open", open, true, None::<&str>)?;
    let quit = MenuItem::with_id(app, "quit", quit, true, None::<&str>)?;
    let menu = Menu::with_items(app, &[&open, &quit])?;
    if let Some(tray) = app.tray_by_id(TRAY) {
        return tray.set_menu(Some(menu));
    }
    let mut builder = TrayIconBuilder::with_id(TRAY).menu(&menu).tooltip("Depesha");
    if let Some(icon) = app.default_window_icon() {
        builder = builder.icon(icon.clone());
    }
    builder
        .on_menu_event(|app, event| match event.id.as_ref() {
            "open" => show(app),
            "quit" => app.exit(0),
            _ => {}
        })
        .build(app)
        .map(drop)
}
