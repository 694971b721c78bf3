//! What only the shell can do: the program's version, links, the language of tray and notifications.

use client_core::view::{ProblemView, UpdateView};
use client_core::{Program, Result};
use serde::Serialize;
use specta::Type;
use tauri::{AppHandle, Url, WebviewWindow};
use tauri_plugin_opener::OpenerExt;

use super::Held;
use super::files::{choose_place, write};
use crate::diagnostics;
use crate::policy::Policy;
use crate::shell::{lock, unexpected};
use crate::tray;
use crate::updates;
use crate::words::Words;

/// Smaller than that nothing can be read, larger nothing fits, in percent.
const ZOOM: std::ops::RangeInclusive<u32> = 80..=200;

/// What the interface needs to know of the program.
#[derive(Debug, Serialize, Type)]
pub(crate) struct Environment {
    /// The program's version.
    version: String,
    /// The language asked for on the command line or preset by the organisation, if one was.
    locale: Option<String>,
    /// What the organisation has settled.
    policy: Policy,
    /// Whether it can ask for newer versions: a key for them is built in.
    asks_for_updates: bool,
}

/// The program's version and language.
#[tauri::command]
#[specta::specta]
pub(crate) async fn environment(shell: Held<'_>) -> Result<Environment> {
    Ok(Environment {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        locale: shell.locale.clone(),
        policy: shell.policy.clone(),
        asks_for_updates: updates::key().is_some(),
    })
}

/// What can be sent to who looks for a fault, as text to be read first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn diagnostics(shell: Held<'_>) -> Result<String> {
    let facts = match shell.messenger() {
        Ok(messenger) => messenger.diagnostics().await,
        Err(_) => Vec::new(),
    };
    let text = diagnostics::text(&shell.recent, &facts);
    *lock(&shell.diagnostics) = Some(text.clone());
    Ok(text)
}

/// Saves the text that was shown, where the person chooses; false if they chose nothing.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_diagnostics(app: AppHandle, shell: Held<'_>) -> Result<bool> {
    let text = lock(&shell.diagnostics).clone().ok_or(ProblemView::NotFound)?;
    let title = lock(&shell.words).say("shell-diagnostics");
    let Some(path) = choose_place(&app, title, "depesha-diagnostics.txt").await else { return Ok(false) };
    write(path, text.into_bytes()).await.map(|()| true)
}

/// Whether the organisation tells of a newer version. The interface asks only if the person wants it to; where the
/// organisation does not want it, nobody does.
#[tauri::command]
#[specta::specta]
pub(crate) async fn newer_version(shell: Held<'_>, language: String) -> Result<UpdateView> {
    let wanted = shell.policy.locked.look_for_updates != Some(false);
    let key = updates::key().filter(|_| wanted).ok_or(ProblemView::NotFound)?;
    let platform = updates::platform();
    let program = Program { version: env!("CARGO_PKG_VERSION"), platform: &platform, key, language: &language };
    shell.messenger()?.newer_version(program).await
}

/// Opens a link in the system's browser or mail program; no other kind of address.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_link(app: AppHandle, href: String) -> Result<()> {
    let url = may_open(&href).ok_or(ProblemView::NotFound)?;
    let opened = app.opener().open_url(url.as_str(), None::<&str>);
    opened.map_err(|_| unexpected("opening a link"))
}

fn may_open(href: &str) -> Option<Url> {
    let url = Url::parse(href).ok()?;
    let web = matches!(url.scheme(), "https" | "http") && url.host_str().is_some() && url.username().is_empty();
    (web || url.scheme() == "mailto").then_some(url)
}

/// The language of tray and notifications.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_locale(app: AppHandle, shell: Held<'_>, locale: String) -> Result<()> {
    *lock(&shell.words) = Words::new(Some(&locale));
    tray::renew(&app);
    Ok(())
}

/// How large the window shows everything, in percent.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_zoom(window: WebviewWindow, percent: u32) -> Result<()> {
    if !ZOOM.contains(&percent) {
        return Err(ProblemView::NotFound);
    }
    window.set_zoom(f64::from(percent) / 100.0).map_err(|_| unexpected("the size of everything"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_the_web_or_to_mail_only() {
        assert!(may_open("https://gov.example/x").is_some());
        assert!(may_open("mailto:a@gov.example").is_some());
        for bad in [
            "file:///etc/passwd",
            "smb://x/y",
            "javascript:alert(1)",
            "data:text/html,x",
            "x",
            "ftp://a/b",
            "https://good.example@evil.example/",
            "/etc/passwd",
            "ms-msdt:/id",
        ] {
            assert!(may_open(bad).is_none(), "{bad}");
        }
    }
}
