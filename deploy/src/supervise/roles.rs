//! The processes of a stack: which program, with which arguments, and how one sees that it is ready.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::health::Health;
use crate::caches::Caches;
use crate::layout::Layout;
use crate::ports::{Ports, url};
use crate::shape::{FINANCE, HOMESERVERS, Homeserver, INTERIOR};
use crate::stack::Programs;

/// Name of the antivirus engine's process.
pub const CLAMD: &str = "clamd";
/// Name of the mail sink's process.
pub const MAIL: &str = "mail-sink";
/// Name of the bridge's process.
pub const BRIDGE: &str = "bridge";
/// Name of the process that runs the bridge's jobs.
pub const WORKER: &str = "worker";
/// Name of the media scanner's process.
pub const SCANNER: &str = "scanner";

/// The names of all processes, in the order in which they are stopped.
pub const NAMES: [&str; 8] =
    [WORKER, BRIDGE, SCANNER, "synapse-interior", "synapse-finance", "synapse-externals", CLAMD, MAIL];

/// One process as it is to be started.
#[derive(Debug, Clone)]
pub struct Role {
    /// Its name.
    pub name: &'static str,
    /// The program.
    pub program: PathBuf,
    /// Its arguments.
    pub arguments: Vec<OsString>,
    /// Variables beside the usual ones.
    pub environment: Vec<(&'static str, OsString)>,
    /// Files that it reads when it starts: when they change it has to be started anew.
    pub reads: Vec<PathBuf>,
    /// When it is ready: all of them.
    pub health: Vec<Health>,
}

/// The name of a homeserver's process.
pub fn homeserver_process(homeserver: Homeserver) -> &'static str {
    match homeserver {
        INTERIOR => "synapse-interior",
        FINANCE => "synapse-finance",
        _ => "synapse-externals",
    }
}

/// All processes.
///
/// # Errors
/// If clamd is not installed.
pub fn roles(layout: &Layout, ports: Ports, caches: &Caches, programs: &Programs) -> anyhow::Result<Vec<Role>> {
    let mut all = vec![clamd(layout)?];
    all.extend(HOMESERVERS.into_iter().map(|one| synapse(layout, ports, caches, one)));
    all.extend([
        mail(layout, ports, programs),
        scanner(layout, ports, programs),
        bridge(layout, ports, programs),
        worker(layout, programs),
    ]);
    Ok(all)
}

/// The process with this name.
///
/// # Errors
/// If there is none.
pub fn role<'a>(roles: &'a [Role], name: &str) -> anyhow::Result<&'a Role> {
    roles
        .iter()
        .find(|role| role.name == name)
        .with_context(|| format!("there is no process {name}; there are {}", NAMES.join(", ")))
}

fn clamd(layout: &Layout) -> anyhow::Result<Role> {
    Ok(Role {
        name: CLAMD,
        program: clamd_program(layout)?,
        arguments: vec!["--config-file".into(), layout.clamd_config().into()],
        environment: Vec::new(),
        reads: vec![layout.clamd_config()],
        health: vec![Health::Clamd(layout.clamd_socket())],
    })
}

/// Where the system confines its own clamd to its own folders, a copy of it runs beside them.
fn clamd_program(layout: &Layout) -> anyhow::Result<PathBuf> {
    let system = Path::new("/usr/sbin/clamd");
    let confined =
        std::fs::read_to_string("/sys/module/apparmor/parameters/enabled").is_ok_and(|text| text.starts_with('Y'));
    if !confined {
        return Ok(system.to_owned());
    }
    let copy = layout.clamd_program();
    let modified = |path: &Path| std::fs::metadata(path).and_then(|file| file.modified());
    let original = modified(system).context("clamd is not installed (Debian: clamav-daemon)")?;
    if !modified(&copy).is_ok_and(|copied| copied >= original) {
        let _ = std::fs::remove_file(&copy);
        std::fs::copy(system, &copy).context("cannot copy clamd")?;
    }
    Ok(copy)
}

fn synapse(layout: &Layout, ports: Ports, caches: &Caches, homeserver: Homeserver) -> Role {
    let files = layout.homeserver(homeserver);
    let arguments: Vec<OsString> = vec![
        "-m".into(),
        "synapse.app.homeserver".into(),
        "-c".into(),
        files.config.clone().into(),
        "-c".into(),
        files.bootstrap.into(),
        "-c".into(),
        files.federation_list.clone().into(),
        "-c".into(),
        files.sign_in.clone().into(),
    ];
    Role {
        name: homeserver_process(homeserver),
        program: caches.synapse_python(),
        arguments,
        environment: vec![
            ("PYTHONPATH", caches.synapse_module().into()),
            ("PYTHONDONTWRITEBYTECODE", "1".into()),
            ("PYTHONUNBUFFERED", "1".into()),
        ],
        reads: vec![
            files.config,
            files.federation_list,
            files.sign_in,
            files.log_config,
            layout.tls_certificate(),
            caches.synapse_module().join("depesha_bridge.py"),
            caches.synapse_module().join("depesha_acts.py"),
            caches.synapse_module().join("depesha_federation.py"),
            caches.synapse_module().join("depesha_sign_in.py"),
        ],
        health: vec![
            Health::Http(format!("{}/health", url(ports.upstream(homeserver)))),
            Health::Listening(ports.federation(homeserver)),
        ],
    }
}

fn mail(layout: &Layout, ports: Ports, programs: &Programs) -> Role {
    Role {
        name: MAIL,
        program: programs.stack.clone(),
        arguments: vec![
            "mail-sink".into(),
            "--dir".into(),
            layout.mail_dir().into(),
            "--smtp".into(),
            ports.smtp().to_string().into(),
            "--http".into(),
            ports.mail().to_string().into(),
        ],
        environment: Vec::new(),
        reads: Vec::new(),
        health: vec![Health::Http(format!("{}/api/messages", url(ports.mail()))), Health::Listening(ports.smtp())],
    }
}

fn our(name: &'static str, programs: &Programs, verb: &str, config: PathBuf, health: Vec<Health>) -> Role {
    Role {
        name,
        program: programs.bridge.clone(),
        arguments: vec![verb.into(), "--config".into(), config.clone().into()],
        environment: vec![("RUST_BACKTRACE", "1".into()), ("NO_COLOR", "1".into())],
        reads: vec![config],
        health,
    }
}

fn scanner(layout: &Layout, ports: Ports, programs: &Programs) -> Role {
    let key = format!("{}/_matrix/media_proxy/unstable/public_key", url(ports.scanner()));
    let health = vec![Health::Http(key), Health::File(layout.scanner_public_keys())];
    our(SCANNER, programs, "scan", layout.scan_config(), health)
}

fn bridge(layout: &Layout, ports: Ports, programs: &Programs) -> Role {
    let mut health: Vec<Health> =
        [ports.api(), ports.admin(), ports.security()].into_iter().map(Health::Listening).collect();
    health.extend(HOMESERVERS.into_iter().map(|one| Health::Listening(ports.front_door(one))));
    our(BRIDGE, programs, "serve", layout.bridge_config(), health)
}

fn worker(layout: &Layout, programs: &Programs) -> Role {
    our(WORKER, programs, "worker", layout.bridge_config(), Vec::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_process_can_be_stopped_by_its_name() {
        for homeserver in HOMESERVERS {
            assert!(NAMES.contains(&homeserver_process(homeserver)));
        }
    }
}
