//! The program's one window: setting up, showing, ending.

use std::path::Path;
use std::process::ExitCode;

use sha2::{Digest, Sha256};
use tauri::{AppHandle, Manager, WindowEvent};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

use crate::cli::Cli;
use crate::diagnostics::{Recent, tell_panics_by_place};
use crate::shell::Shell;
use crate::{ipc, media, tray};

const MAIN: &str = "main";

/// Opens the window and returns when the program ends.
pub fn run(cli: Cli) -> ExitCode {
    // The SDK's lines name people and devices: they are left out unless somebody who looks for a fault asks for them.
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("off,client_core=info,depesha_desktop=info"));
    let (recent, lines) = (Recent::default(), tracing_subscriber::fmt::layer().with_writer(std::io::stderr));
    tracing_subscriber::registry().with(lines.with_filter(filter)).with(recent.clone()).init();
    tell_panics_by_place();
    let Ok(runtime) = runtime() else {
        tracing::error!("the runtime could not be started");
        return ExitCode::FAILURE;
    };
    tauri::async_runtime::set(runtime.handle().clone());
    let builder = ipc::builder();
    let app = tauri::Builder::default()
        .plugin(one_instance(cli.data_dir.as_deref()))
        .plugin(tauri_plugin_window_state::Builder::new().build())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_opener::init())
        .register_asynchronous_uri_scheme_protocol(media::SCHEME, |context, request, responder| {
            let (app, path) = (context.app_handle().clone(), request.uri().path().to_owned());
            tauri::async_runtime::spawn(async move { responder.respond(media::answer(app, path).await) });
        })
        .invoke_handler(builder.invoke_handler())
        .setup(move |app| {
            let data_dir = match cli.data_dir {
                Some(folder) => folder,
                None => app.path().app_local_data_dir()?,
            };
            app.manage(Shell::new(data_dir, cli.bridge, cli.locale, recent));
            if tray::set_up(app.handle()).is_err() {
                tracing::info!("no tray here");
            }
            Ok(())
        })
        .on_window_event(|window, event| {
            if let WindowEvent::Destroyed = event {
                window.app_handle().exit(0);
            }
        })
        .run(tauri::generate_context!());
    match app {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("the window could not be opened: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The SDK frees the tree of a message's HTML by recursion: a message with twenty thousand open tags needs a deep stack.
fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().thread_stack_size(64 << 20).enable_all().build()
}

/// A second start with the same data folder shows the window of the first.
fn one_instance(data_dir: Option<&Path>) -> tauri::plugin::TauriPlugin<tauri::Wry> {
    let mut builder = tauri_plugin_single_instance::Builder::new().callback(|app, _, _| show(app));
    if let Some(folder) = data_dir {
        let path = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        let digest = Sha256::digest(path.as_os_str().as_encoded_bytes());
        let name: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        builder = builder.dbus_id(format!("org.depesha.desktop.d{name}"));
    }
    builder.build()
}

/// Brings the window to the front.
pub(crate) fn show(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(MAIN) {
        let _ = window.show().and_then(|()| window.unminimize()).and_then(|()| window.set_focus());
    }
}

/// Whether somebody looks at the window.
pub(crate) fn is_watched(app: &AppHandle) -> bool {
    app.get_webview_window(MAIN).is_some_and(|window| window.is_focused().unwrap_or(false))
}
