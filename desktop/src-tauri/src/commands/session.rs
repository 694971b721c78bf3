//! Starting, signing up, in and out, the connection.

use client_core::view::{ConnectionView, DiscoveryView, ModeView, OwnNameView, SessionView, StartView};
use client_core::{Messenger, Result, ReturnPage};
use tauri::AppHandle;
use tauri::ipc::Channel;
use tauri_plugin_opener::OpenerExt;
use zeroize::Zeroizing;

use super::Held;
use crate::policy::Policy;
use crate::shell::lock;
use crate::{ending, keys, notify, profiles};

/// What the program finds.
#[tauri::command]
#[specta::specta]
pub(crate) async fn start(app: AppHandle, shell: Held<'_>) -> Result<StartView> {
    let view = shell.start().await?;
    found(&app, &shell, &view);
    Ok(view)
}

/// Opens the store with the passphrase.
#[tauri::command]
#[specta::specta]
pub(crate) async fn unlock(app: AppHandle, shell: Held<'_>, passphrase: String) -> Result<StartView> {
    let view = shell.unlock(Zeroizing::new(passphrase)).await?;
    found(&app, &shell, &view);
    Ok(view)
}

/// Where people of this address's domain sign in.
#[tauri::command]
#[specta::specta]
pub(crate) async fn discover(shell: Held<'_>, email: String) -> Result<DiscoveryView> {
    shell.messenger()?.discover(&email).await
}

/// Asks for a code to sign up.
#[tauri::command]
#[specta::specta]
pub(crate) async fn signup(shell: Held<'_>, email: String) -> Result<()> {
    shell.messenger()?.signup(&email).await
}

/// Makes the account and signs in.
#[tauri::command]
#[specta::specta]
pub(crate) async fn signup_confirm(
    app: AppHandle,
    shell: Held<'_>,
    email: String,
    code: String,
    password: String,
    name: Option<OwnNameView>,
) -> Result<SessionView> {
    let password = Zeroizing::new(password);
    let view = shell.messenger()?.signup_confirm(&email, &code, &password, name).await?;
    settle_in(&app, &shell, &view);
    Ok(view)
}

/// Signs in.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_in(app: AppHandle, shell: Held<'_>, email: String, password: String) -> Result<SessionView> {
    let password = Zeroizing::new(password);
    let view = shell.messenger()?.sign_in(&email, &password).await?;
    settle_in(&app, &shell, &view);
    Ok(view)
}

/// Signs in through an identity provider, in the system's browser.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_in_with_provider(
    app: AppHandle,
    shell: Held<'_>,
    email: String,
    provider: String,
) -> Result<SessionView> {
    let page = {
        let words = lock(&shell.words);
        let language = words.language().to_owned();
        ReturnPage { language, title: words.say("shell-back-title"), text: words.say("shell-back-text") }
    };
    let browser = app.clone();
    let open = move |url: &tauri::Url| browser.opener().open_url(url.as_str(), None::<&str>).is_ok();
    let view = shell.messenger()?.sign_in_with_provider(&email, &provider, &page, open).await?;
    settle_in(&app, &shell, &view);
    Ok(view)
}

/// Nobody waits for the system's browser any more.
#[tauri::command]
#[specta::specta]
pub(crate) async fn give_up_sign_in(shell: Held<'_>) -> Result<()> {
    shell.messenger()?.give_up_sign_in();
    Ok(())
}

/// Asks for a code for a new password.
#[tauri::command]
#[specta::specta]
pub(crate) async fn password_reset(shell: Held<'_>, email: String) -> Result<()> {
    shell.messenger()?.password_reset(&email).await
}

/// Sets the new password.
#[tauri::command]
#[specta::specta]
pub(crate) async fn password_reset_confirm(
    shell: Held<'_>,
    email: String,
    code: String,
    password: String,
) -> Result<()> {
    let password = Zeroizing::new(password);
    shell.messenger()?.password_reset_confirm(&email, &code, &password).await
}

/// Ends the session and wipes its store; also from the locked window, for who has forgotten the PIN.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_out(shell: Held<'_>) -> Result<()> {
    shell.held()?.sign_out().await?;
    shell.streams.stop_all();
    *lock(&shell.recovery_key) = None;
    keys::forget_label(&shell.data_dir).await;
    shell.app_lock.forget()
}

/// The state of the connection.
#[tauri::command]
#[specta::specta]
pub(crate) async fn watch_connection(shell: Held<'_>, on_change: Channel<ConnectionView>) -> Result<()> {
    shell.streams.forward("connection".to_owned(), shell.messenger()?.connection()?, on_change);
    Ok(())
}

/// The operating mode of the whole system.
#[tauri::command]
#[specta::specta]
pub(crate) async fn watch_mode(shell: Held<'_>, on_change: Channel<ModeView>) -> Result<()> {
    shell.streams.forward("mode".to_owned(), shell.messenger()?.mode()?, on_change);
    Ok(())
}

/// What follows when the program has been opened. Messages come in behind a locked window, too.
fn found(app: &AppHandle, shell: &Held<'_>, view: &StartView) {
    match view {
        StartView::SignedIn { session } => settle_in(app, shell, session),
        _ => notify_if_signed_in(app, shell),
    }
}

/// What follows when somebody is signed in.
fn settle_in(app: &AppHandle, shell: &Held<'_>, session: &SessionView) {
    notify_if_signed_in(app, shell);
    let (folder, session) = (shell.data_dir.clone(), session.clone());
    // A keychain may take its time.
    tauri::async_runtime::spawn(async move { profiles::remember(&folder, &session).await });
}

fn notify_if_signed_in(app: &AppHandle, shell: &Held<'_>) {
    if let Ok(messenger) = shell.held() {
        notify::watch(app, &messenger);
        ending::watch(app, &messenger);
        let policy = shell.policy.clone();
        tauri::async_runtime::spawn(async move { hold_to(&policy, &messenger).await });
    }
}

/// What others see is what the organisation has settled, also if it was chosen before.
async fn hold_to(policy: &Policy, messenger: &Messenger) {
    let Ok(chosen) = messenger.traces().await else { return };
    let settled = policy.traces(chosen);
    if settled != chosen && messenger.set_traces(settled).await.is_err() {
        tracing::warn!("what others see is not yet what the organisation has settled");
    }
}
