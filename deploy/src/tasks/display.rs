//! A display for what opens the real window, where nobody needs to look at it.

use crate::caches::Caches;
use crate::install::private_dir;
use crate::run;

/// Unlocks the session's keychain, then becomes the program that follows.
const WITH_KEYCHAIN: &str =
    r#"printf window-test | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec "$@""#;

/// In a display, a session bus and a keychain of its own, so that it runs the same everywhere and never takes the
/// user's.
pub(super) fn on_a_display(caches: &Caches, inner: std::process::Command) -> anyhow::Result<()> {
    let home = std::env::temp_dir().join(format!("depesha-window-{}", std::process::id()));
    private_dir(&home)?;
    let mut outer = run::command("xvfb-run");
    outer.args(["--auto-servernum", "--server-args", "-screen 0 1440x900x24", "dbus-run-session", "--"]);
    outer.args(["sh", "-c", WITH_KEYCHAIN, "sh"]);
    outer.arg(inner.get_program()).args(inner.get_args()).current_dir(&caches.workspace);
    for (name, value) in inner.get_envs() {
        if let Some(value) = value {
            outer.env(name, value);
        }
    }
    outer.env("XDG_DATA_HOME", &home).env("XDG_RUNTIME_DIR", &home);
    let outcome = run::passed_through(&mut outer);
    let _ = std::fs::remove_dir_all(&home);
    outcome
}
