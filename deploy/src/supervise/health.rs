//! When a process is ready: what is asked of it, and the wait for all at once.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::bail;

use super::process::alive;
use super::roles::Role;
use crate::layout::Layout;
use crate::run;

const ASK: Duration = Duration::from_millis(1500);

/// What a process answers when it is ready.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Health {
    /// 200 to a GET.
    Http(String),
    /// A connection.
    Listening(u16),
    /// clamd's answer to a ping.
    Clamd(PathBuf),
    /// A file, written after the start.
    File(PathBuf),
}

impl Health {
    fn is_good(&self) -> bool {
        match self {
            Health::Http(url) => agent().get(url).call().is_ok(),
            Health::Listening(port) => {
                TcpStream::connect_timeout(&SocketAddr::from(([127, 0, 0, 1], *port)), ASK).is_ok()
            }
            Health::Clamd(socket) => clamd_says(socket, "PING").is_some_and(|answer| answer == "PONG"),
            Health::File(path) => std::fs::metadata(path).is_ok_and(|file| file.len() > 0),
        }
    }
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().timeout_global(Some(ASK)).proxy(None).build().into()
}

/// clamd's answer to a command.
pub(crate) fn clamd_says(socket: &std::path::Path, command: &str) -> Option<String> {
    let mut stream = UnixStream::connect(socket).ok()?;
    stream.set_read_timeout(Some(ASK)).ok()?;
    stream.write_all(format!("z{command}\0").as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    Some(answer.trim_end_matches('\0').to_owned())
}

/// Waits until all are ready.
///
/// # Errors
/// If one ends before, or is not ready in time; the message holds the end of its log.
pub fn wait_until_ready(layout: &Layout, roles: &[&Role], patience: Duration) -> anyhow::Result<()> {
    let start = Instant::now();
    let mut waiting: Vec<(&Role, &Health)> =
        roles.iter().flat_map(|role| role.health.iter().map(move |health| (*role, health))).collect();
    loop {
        waiting.retain(|(_, health)| !health.is_good());
        if let Some(role) = roles.iter().find(|role| alive(layout, role.name).is_none()) {
            bail!("{} ended while starting.\n{}", role.name, log_end(layout, role.name));
        }
        let Some((role, _)) = waiting.first() else { return Ok(()) };
        if start.elapsed() > patience {
            let seconds = patience.as_secs();
            bail!("{} is not ready after {seconds} s.\n{}", role.name, log_end(layout, role.name));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn log_end(layout: &Layout, name: &str) -> String {
    let path = layout.log(name);
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    format!("The end of {}:\n{}", path.display(), run::last_lines(&text, 15))
}
