//! Debian packages: the lists, what is missing of them, and their installation.

use anyhow::{Context, bail};

use crate::progress::Progress;
use crate::run;

/// What packages are wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Building and running a stack with its desktop client.
    Up,
    /// Running the tests too.
    Test,
}

/// For `cargo stack up`: a compiler, Python for Synapse, ClamAV, and what the desktop client is built with (Opus is built by
/// CMake, the microphone is ALSA's).
const UP: &[&str] = &[
    "build-essential",
    "pkg-config",
    "python3-venv",
    "clamav-daemon",
    "libssl-dev",
    "libwebkit2gtk-4.1-dev",
    "libayatana-appindicator3-dev",
    "librsvg2-dev",
    "libxdo-dev",
    "libdbus-1-dev",
    "libasound2-dev",
    "cmake",
];

/// For `cargo stack test`: browsers, a display, a session bus with a keychain, a sound server, fonts, real HR registers (LDAP and SQL servers
/// that the tests start themselves), and what makes a clean Debian to install the client in.
const TEST: &[&str] = &[
    "slapd",
    "ldap-utils",
    "postgresql",
    "mariadb-server",
    "chromium-headless-shell",
    "webkit2gtk-driver",
    "pulseaudio",
    "libasound2-plugins",
    "xvfb",
    "xauth",
    "mmdebstrap",
    "dbus",
    "dbus-x11",
    "gnome-keyring",
    "fonts-dejavu-core",
    "fonts-noto-color-emoji",
];

fn wanted(purpose: Purpose) -> Vec<&'static str> {
    match purpose {
        Purpose::Up => UP.to_vec(),
        Purpose::Test => [UP, TEST].concat(),
    }
}

/// Installs what is missing, or says which command does.
///
/// # Errors
/// If packages are missing and may not be installed from here, or the installation fails.
pub fn install_packages(purpose: Purpose, progress: Progress) -> anyhow::Result<()> {
    let wanted = wanted(purpose);
    if !run::on_path("dpkg-query") {
        progress.note(&format!(
            "not a Debian system: make sure that the equivalents of these are there: {}",
            wanted.join(" ")
        ));
        return Ok(());
    }
    let missing = missing(&wanted)?;
    if missing.is_empty() {
        return Ok(());
    }
    let Some(prefix) = root_prefix() else {
        bail!("Debian packages are missing. Run this, then start again:\n\n    {}\n", install_line(&missing));
    };
    progress
        .step(&format!("installing {} Debian packages", missing.len()), || {
            // Through `env`, because sudo lets no variables pass.
            let line = [prefix.as_slice(), &["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]].concat();
            let apt = |arguments: &[&str]| run::captured(run::command(line[0]).args(&line[1..]).args(arguments));
            apt(&["update", "-q"])?;
            apt(&[&["install", "-y", "-q", "--no-install-recommends"], missing.as_slice()].concat())?;
            Ok(())
        })
        .with_context(|| format!("cannot install the packages; try it by hand:\n\n    {}\n", install_line(&missing)))
}

fn install_line(missing: &[&str]) -> String {
    format!("sudo apt-get update && sudo apt-get install --no-install-recommends {}", missing.join(" "))
}

/// One query for all: it fails when a package is unknown to it, but still answers for the others.
fn missing<'a>(wanted: &[&'a str]) -> anyhow::Result<Vec<&'a str>> {
    let output = run::command("dpkg-query")
        .args(["--show", "--showformat=${Package} ${db:Status-Status}\n"])
        .args(wanted)
        .output()
        .context("cannot start dpkg-query")?;
    Ok(not_installed(wanted, &String::from_utf8_lossy(&output.stdout)))
}

fn not_installed<'a>(wanted: &[&'a str], answer: &str) -> Vec<&'a str> {
    let installed: Vec<&str> = answer.lines().filter_map(|line| line.strip_suffix(" installed")).collect();
    wanted.iter().copied().filter(|name| !installed.contains(name)).collect()
}

/// What goes before `apt-get`: nothing for root, `sudo` where it asks for no password, none otherwise.
fn root_prefix() -> Option<Vec<&'static str>> {
    if rustix::process::geteuid().is_root() {
        return Some(Vec::new());
    }
    let sudo = run::on_path("sudo") && run::captured(run::command("sudo").args(["-n", "true"])).is_ok();
    sudo.then(|| vec!["sudo", "-n"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_count_only_when_fully_installed() {
        let answer = "xvfb installed\nchromium config-files\ndbus installed\n";
        assert_eq!(not_installed(&["xvfb", "chromium", "xauth", "dbus"], answer), ["chromium", "xauth"]);
    }

    #[test]
    fn testing_needs_all_that_running_needs() {
        let test = wanted(Purpose::Test);
        assert!(wanted(Purpose::Up).iter().all(|name| test.contains(name)));
        assert!(test.contains(&"slapd") && !wanted(Purpose::Up).contains(&"slapd"));
    }
}
