//! Runs other programs to their end, with a clean environment and errors that say what to do.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, bail};

/// Variables that programs may inherit: where tools and their caches are, which registry and proxy the machine uses,
/// how output looks. Everything else of the caller's surroundings stays out, so that runs are alike.
const INHERITED: &[&str] = &[
    "PATH",
    "HOME",
    "USER",
    "LOGNAME",
    "SHELL",
    "LANG",
    "LC_ALL",
    "TERM",
    "TMPDIR",
    "CI",
    "NO_COLOR",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "REQUESTS_CA_BUNDLE",
    "NODE_EXTRA_CA_CERTS",
    "CC",
    "CXX",
    "RUSTC_WRAPPER",
    "PKG_CONFIG_PATH",
];
const INHERITED_PREFIXES: &[&str] = &[
    "RUSTUP_",
    "SCCACHE_",
    "CARGO_HOME",
    "CARGO_HTTP_",
    "CARGO_NET_",
    "CARGO_REGISTR",
    "CARGO_SOURCE_",
    "CARGO_TERM_",
    "CARGO_BUILD_JOBS",
    "CARGO_INCREMENTAL",
    "PIP_",
    "NPM_CONFIG_",
    "npm_config_",
    "XDG_",
    "LC_",
];
const PROXIES: &[&str] = &["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY"];

/// Variables of the display, for programs that open a window.
const DISPLAY: &[&str] = &["DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "DBUS_SESSION_BUS_ADDRESS", "GTK_THEME"];

fn inherited(name: &str) -> bool {
    INHERITED.contains(&name)
        || INHERITED_PREFIXES.iter().any(|prefix| name.starts_with(prefix))
        || PROXIES.contains(&name.to_uppercase().as_str())
}

fn surroundings(keep: impl Fn(&str) -> bool) -> Vec<(OsString, OsString)> {
    std::env::vars_os().filter(|(name, _)| name.to_str().is_some_and(&keep)).collect()
}

/// A command with a clean environment and no input.
pub fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.env_clear().envs(surroundings(inherited)).stdin(Stdio::null());
    command
}

/// Like [`command`], with the variables that a window needs.
pub fn command_with_display(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = command(program);
    command.envs(surroundings(|name| DISPLAY.contains(&name)));
    command
}

/// Whether a window could be opened here.
pub fn has_display() -> bool {
    surroundings(|name| name == "DISPLAY" || name == "WAYLAND_DISPLAY").iter().any(|(_, value)| !value.is_empty())
}

fn name(command: &Command) -> String {
    Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Runs it, its output passed through to standard error.
///
/// # Errors
/// If it cannot be started or fails.
pub fn visible(command: &mut Command) -> anyhow::Result<()> {
    command.stdout(std::io::stderr());
    passed_through(command)
}

/// Runs it, its output left as it is.
///
/// # Errors
/// If it cannot be started or fails.
pub fn passed_through(command: &mut Command) -> anyhow::Result<()> {
    let name = name(command);
    let status = command.status().with_context(|| format!("cannot start {name}; is it installed?"))?;
    if !status.success() {
        bail!("{name} failed ({status}); its output is above");
    }
    Ok(())
}

/// Runs it and returns its standard output; what it said is shown only when it fails.
///
/// # Errors
/// If it cannot be started or fails; the message holds the end of what it said.
pub fn captured(command: &mut Command) -> anyhow::Result<String> {
    let name = name(command);
    let output = command.output().with_context(|| format!("cannot start {name}; is it installed?"))?;
    if !output.status.success() {
        let said = [output.stdout, output.stderr].concat();
        bail!("{name} failed ({}):\n{}", output.status, last_lines(&String::from_utf8_lossy(&said), 20));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The end of a text.
pub fn last_lines(text: &str, count: usize) -> String {
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(count)..].join("\n")
}

/// Whether a program is on the search path.
pub fn on_path(program: &str) -> bool {
    surroundings(|name| name == "PATH")
        .iter()
        .flat_map(|(_, value)| std::env::split_paths(value).collect::<Vec<_>>())
        .any(|dir| dir.join(program).is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_tells_what_the_program_said() {
        let error = captured(command("sh").args(["-c", "echo out; echo wrong thing >&2; exit 3"])).unwrap_err();
        let text = error.to_string();
        assert!(text.contains("wrong thing") && text.contains("out") && text.contains('3'), "{text}");
    }

    #[test]
    fn programs_do_not_see_what_cargo_tells_this_one() {
        let seen = captured(command("env").env("OWN", "1")).unwrap();
        assert!(seen.lines().any(|line| line == "OWN=1"));
        assert!(seen.lines().any(|line| line.starts_with("PATH=")));
        assert!(!seen.contains("CARGO_PKG_NAME") && !seen.contains("CARGO_MANIFEST_DIR"), "{seen}");
    }

    #[test]
    fn only_the_end_of_a_long_text_is_kept() {
        assert_eq!(last_lines("a\nb\nc", 2), "b\nc");
        assert_eq!(last_lines("", 2), "");
    }
}
