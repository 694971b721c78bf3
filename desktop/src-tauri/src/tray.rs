//! The sign in the system's tray: how many messages wait, and what can be done without the window.

use std::sync::atomic::Ordering;

use tauri::image::Image;
use tauri::menu::{Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::TrayIconBuilder;
use tauri::{AppHandle, Manager};

use crate::badge;
use crate::notify::rules::QuietFor;
use crate::requests::DeskRequest;
use crate::shell::{Shell, lock};
use crate::window::show;

const TRAY: &str = "depesha";

/// Puts the sign there, or renews its entries when the language, the number or the quiet time is another.
///
/// # Errors
/// If the system has no tray; the program works without.
pub(crate) fn set_up(app: &AppHandle) -> tauri::Result<()> {
    let shell = app.state::<Shell>();
    let waiting = shell.attention.load(Ordering::Relaxed);
    let menu = menu(app, &shell, waiting)?;
    let tray = match app.tray_by_id(TRAY) {
        Some(tray) => {
            tray.set_menu(Some(menu))?;
            tray
        }
        None => TrayIconBuilder::with_id(TRAY)
            .menu(&menu)
            .on_menu_event(|app, event| act(app, event.id.as_ref()))
            .build(app)?,
    };
    let icon = app.default_window_icon().map(|icon| marked(icon, waiting));
    tray.set_icon(icon)?;
    tray.set_tooltip(Some(opens(&shell, waiting)))
}

/// So many messages ask for attention now.
pub(crate) fn count(app: &AppHandle, waiting: u32) {
    if app.state::<Shell>().attention.swap(waiting, Ordering::Relaxed) != waiting {
        renew(app);
    }
}

/// Renews the sign from any thread.
pub(crate) fn renew(app: &AppHandle) {
    let handle = app.clone();
    let _ = app.run_on_main_thread(move || {
        let _ = set_up(&handle);
    });
}

fn menu(app: &AppHandle, shell: &Shell, waiting: u32) -> tauri::Result<Menu<tauri::Wry>> {
    let item = |id: &str, text: String| MenuItem::with_id(app, id, text, true, None::<&str>);
    let say = |word: &str| lock(&shell.words).say(word);
    let menu = Menu::with_items(app, &[&item("open", opens(shell, waiting))?, &PredefinedMenuItem::separator(app)?])?;
    if shell.notices.settings().quiet_until_ms.is_some() {
        menu.append(&item("quiet-over", say("shell-quiet-over"))?)?;
    } else {
        menu.append(&item("quiet-hour", say("shell-quiet-hour"))?)?;
        menu.append(&item("quiet-tomorrow", say("shell-quiet-tomorrow"))?)?;
    }
    menu.append(&item("notifications", say("shell-notifications"))?)?;
    menu.append(&item("lock", say("shell-lock"))?)?;
    menu.append(&PredefinedMenuItem::separator(app)?)?;
    menu.append(&item("quit", say("shell-quit"))?)?;
    Ok(menu)
}

fn opens(shell: &Shell, waiting: u32) -> String {
    let words = lock(&shell.words);
    if waiting == 0 { words.say("shell-open") } else { words.count("shell-open-unread", waiting) }
}

fn act(app: &AppHandle, entry: &str) {
    let shell = app.state::<Shell>();
    let hush = |wanted| {
        if shell.notices.hush(wanted).is_err() {
            tracing::warn!("the quiet time could not be kept");
        }
        renew(app);
    };
    match entry {
        "open" => show(app),
        "quiet-hour" => hush(QuietFor::Hour),
        "quiet-tomorrow" => hush(QuietFor::Tomorrow),
        "quiet-over" => hush(QuietFor::Off),
        "notifications" => {
            shell.requests.put(DeskRequest::Notifications);
            show(app);
        }
        "lock" => shell.requests.put(DeskRequest::Lock),
        "quit" => app.exit(0),
        _ => {}
    }
}

fn marked(icon: &Image<'_>, waiting: u32) -> Image<'static> {
    let mut pixels = icon.rgba().to_vec();
    badge::draw(&mut pixels, icon.width(), icon.height(), waiting);
    Image::new_owned(pixels, icon.width(), icon.height())
}
