//! The program's one window: setting up, showing, ending.

use std::path::Path;
use std::process::ExitCode;

use sha2::{Digest, Sha256};
use tauri::{AppHandle, Manager, RunEvent, WindowEvent};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

use crate::cli::Cli;
use crate::diagnostics::{Recent, tell_panics_by_place};
use crate::policy::{self, Policy};
use crate::profiles::{Profiles, folder};
use crate::requests::{DeskRequest, link_in};
use crate::shell::Shell;
use crate::{ipc, media, notify, tray};

const MAIN: &str = "main";

/// Opens the window and returns when the program ends.
pub fn run(cli: Cli) -> ExitCode {
    // The SDK's lines name people and devices: they are left out unless somebody who looks for a fault asks for them.
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("off,client_core=info,depesha_desktop=info"));
    let (recent, lines) = (Recent::default(), tracing_subscriber::fmt::layer().with_writer(std::io::stderr));
    tracing_subscriber::registry().with(lines.with_filter(filter)).with(recent.clone()).init();
    tell_panics_by_place();
    let policy = Policy::read(policy::managed(), policy::place().as_deref(), cli.policy.as_deref());
    if policy.broken {
        tracing::error!("the organisation's rules cannot be read; the strictest values hold");
    }
    let Some(bridge) = policy.bridge.clone().or_else(|| cli.bridge.clone()) else {
        tracing::error!("the address of the bridge is missing: --bridge, or the organisation's rules");
        return ExitCode::FAILURE;
    };
    let Ok(runtime) = runtime() else {
        tracing::error!("the runtime could not be started");
        return ExitCode::FAILURE;
    };
    tauri::async_runtime::set(runtime.handle().clone());
    let builder = ipc::builder();
    let app = with_one_instance(tauri::Builder::default(), &cli)
        .plugin(tauri_plugin_window_state::Builder::new().with_filename(place_of_window(&cli)).build())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_opener::init())
        .register_asynchronous_uri_scheme_protocol(media::SCHEME, |context, request, responder| {
            let (app, path) = (context.app_handle().clone(), request.uri().path().to_owned());
            tauri::async_runtime::spawn(async move { responder.respond(media::answer(app, path).await) });
        })
        .invoke_handler(builder.invoke_handler())
        .setup(move |app| {
            let named_folder = cli.data_dir.is_some();
            let base = match cli.data_dir {
                Some(folder) => std::path::absolute(folder)?,
                None => app.path().app_local_data_dir()?,
            };
            let Cli { profile: own, locale, minimised, link, policy: other_policy, .. } = cli;
            let shell = Shell::new(Profiles { base, own, named_folder, bridge, locale, other_policy }, policy, recent);
            if let Some(link) = link {
                shell.requests.put(DeskRequest::Link { link });
            }
            app.manage(shell);
            notify::answer_presses(app.handle());
            #[cfg(unix)]
            end_when_asked(app.handle());
            if minimised && let Some(window) = app.get_webview_window(MAIN) {
                window.minimize()?;
            }
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
        .build(context());
    match app {
        Ok(app) => {
            app.run(|app, event| {
                if let RunEvent::Exit = event {
                    tauri::async_runtime::block_on(app.state::<Shell>().close());
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            tracing::error!("the window could not be opened: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The window's settings and the pages that are built in.
pub fn context() -> tauri::Context {
    tauri::generate_context!()
}

/// The SDK frees the tree of a message's HTML by recursion: a message with twenty thousand open tags needs a deep stack.
fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().thread_stack_size(64 << 20).enable_all().build()
}

/// When the computer is shut down, or somebody logs out of it, what is open is put away in order.
#[cfg(unix)]
fn end_when_asked(app: &AppHandle) {
    use tokio::signal::unix::{SignalKind, signal};
    for kind in [SignalKind::terminate(), SignalKind::hangup()] {
        let app = app.clone();
        tauri::async_runtime::spawn(async move {
            if let Ok(mut asked) = signal(kind)
                && asked.recv().await.is_some()
            {
                app.exit(0);
            }
        });
    }
}

/// A second start with the same data folder and profile shows the window of the first. Elsewhere than on Linux the plug-in
/// knows one instance of the whole program only: there a further profile relies on the lock of its data folder.
fn with_one_instance(builder: tauri::Builder<tauri::Wry>, cli: &Cli) -> tauri::Builder<tauri::Wry> {
    let name = name_on_the_bus(cli);
    if name.is_some() && !cfg!(target_os = "linux") {
        return builder;
    }
    let plugin = tauri_plugin_single_instance::Builder::new().callback(|app, arguments, _| {
        if let Some(link) = link_in(&arguments) {
            app.state::<Shell>().requests.put(link);
        }
        show(app);
    });
    builder.plugin(match name {
        Some(name) => plugin.dbus_id(name).build(),
        None => plugin.build(),
    })
}

/// Under which name a program with this folder and profile is known to others; none for the usual folder and first profile.
fn name_on_the_bus(cli: &Cli) -> Option<String> {
    let path = match (&cli.data_dir, &cli.profile) {
        (None, None) => return None,
        (Some(base), profile) => folder(&std::path::absolute(base).unwrap_or_else(|_| base.clone()), profile.as_ref()),
        (None, profile) => folder(Path::new(""), profile.as_ref()),
    };
    let digest = Sha256::digest(path.as_os_str().as_encoded_bytes());
    let name: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    Some(format!("org.depesha.desktop.d{name}"))
}

/// Each profile's window has a place of its own.
fn place_of_window(cli: &Cli) -> String {
    cli.profile.as_ref().map_or_else(
        || tauri_plugin_window_state::DEFAULT_FILENAME.to_owned(),
        |profile| format!(".window-state-{}.json", profile.as_str()),
    )
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

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[test]
    fn each_profile_of_each_folder_has_one_window() {
        let name = |more: &[&str]| {
            let given = ["depesha-desktop", "--bridge", "https://bridge.example"];
            name_on_the_bus(&Cli::try_parse_from(given.iter().chain(more)).expect("arguments"))
        };
        let (a, b) = (["--profile", "0a1b2c3d"], ["--profile", "0a1b2c3e"]);
        let names = [
            name(&[]),
            name(&a),
            name(&b),
            name(&["--data-dir", "/data"]),
            name(&[&["--data-dir", "/data"], a.as_slice()].concat()),
            name(&[&["--data-dir", "/data"], b.as_slice()].concat()),
        ];
        let mut once = names.to_vec();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), names.len(), "{names:?}");
        assert_eq!(names[0], None, "the usual one keeps the program's own name");
    }
}
