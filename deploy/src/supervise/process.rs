//! One process: its identity, its file, its start and its end.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use rustix::process::{Pid, PidfdFlags, Signal, pidfd_open, pidfd_send_signal};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::roles::Role;
use crate::install::write_private;
use crate::layout::Layout;
use crate::run;

/// How long a process may take to end when asked to.
const PATIENCE: Duration = Duration::from_secs(10);

/// Which process it is: its number alone can be given to another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Process number.
    pub pid: i32,
    /// When it started, in the kernel's ticks since boot.
    pub started: u64,
}

/// What is known of a process that was started.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Running {
    /// Which one.
    #[serde(flatten)]
    pub identity: Identity,
    /// What it was started from: program, arguments, configuration.
    pub fingerprint: String,
}

impl Identity {
    fn of(pid: i32) -> Option<Self> {
        let (state, started) = kernel_facts(pid)?;
        (state != 'Z' && state != 'X').then_some(Self { pid, started })
    }

    /// Whether it still runs.
    pub fn is_alive(self) -> bool {
        Self::of(self.pid) == Some(self)
    }

    /// Sends a signal to it, and to no other.
    fn signal(self, signal: Signal) -> anyhow::Result<()> {
        let Some(pid) = Pid::from_raw(self.pid) else { return Ok(()) };
        let Ok(handle) = pidfd_open(pid, PidfdFlags::empty()) else { return Ok(()) };
        // The handle stays with the process it was opened on, so what is checked now holds for the signal.
        if self.is_alive() {
            pidfd_send_signal(handle, signal)
                .context("cannot signal a process of the stack; was it started by another user?")?;
        }
        Ok(())
    }
}

/// State and start time out of `/proc/<pid>/stat`; the name in it may hold anything, brackets included.
fn kernel_facts(pid: i32) -> Option<(char, u64)> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, facts) = stat.rsplit_once(')')?;
    let facts: Vec<&str> = facts.split_whitespace().collect();
    Some((facts.first()?.chars().next()?, facts.get(19)?.parse().ok()?))
}

fn file(layout: &Layout, name: &str) -> PathBuf {
    layout.run_dir().join(format!("{name}.json"))
}

/// What was last started under this name, alive or not.
pub fn recorded(layout: &Layout, name: &str) -> Option<Running> {
    serde_json::from_str(&std::fs::read_to_string(file(layout, name)).ok()?).ok()
}

/// What was started under this name, if it still runs.
pub(super) fn alive(layout: &Layout, name: &str) -> Option<Running> {
    recorded(layout, name).filter(|running| running.identity.is_alive())
}

/// Starts a process, unless it runs with the same program and configuration. One with another is stopped first.
///
/// # Errors
/// If it cannot be started.
pub fn start(layout: &Layout, role: &Role) -> anyhow::Result<bool> {
    let fingerprint = fingerprint(role)?;
    if let Some(running) = alive(layout, role.name) {
        if running.fingerprint == fingerprint {
            return Ok(false);
        }
        stop(layout, &[role.name])?;
    }
    let log = layout.log(role.name);
    let output = OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(&log)
        .with_context(|| format!("cannot open {}", log.display()))?;
    // `setsid` becomes the program itself, in a session of its own: it outlives the terminal.
    let mut command = run::command("setsid");
    command.arg(&role.program).args(&role.arguments).envs(role.environment.iter().cloned());
    command.current_dir(layout.root()).stdout(output.try_clone()?).stderr(output);
    let child = command.spawn().with_context(|| format!("cannot start {}", role.program.display()))?;
    let pid = i32::try_from(child.id()).context("a process number out of range")?;
    let Some(identity) = Identity::of(pid) else {
        bail!("{} ended at once; see {}", role.name, log.display());
    };
    // Collects the exit of a process that ends while this program runs, so that it does not stay as a zombie.
    std::thread::spawn(move || {
        let mut child = child;
        let _ = child.wait();
    });
    let running = Running { identity, fingerprint };
    write_private(&file(layout, role.name), &serde_json::to_string(&running)?)?;
    Ok(true)
}

/// Program, arguments, surroundings, and the content of the files that it reads when it starts.
fn fingerprint(role: &Role) -> anyhow::Result<String> {
    let mut hash = Sha256::new();
    let program = std::fs::metadata(&role.program)
        .with_context(|| format!("{} is missing; has it been built?", role.program.display()))?;
    hash.update(format!("{:?} {:?} {:?}", role.program, program.modified().ok(), program.len()));
    hash.update(format!("{:?} {:?}", role.arguments, role.environment));
    for path in &role.reads {
        hash.update(format!("{path:?}"));
        hash.update(std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?);
    }
    Ok(hex::encode(hash.finalize()))
}

/// Asks processes to end, waits for them, and ends by force what does not listen.
///
/// # Errors
/// If one cannot be signalled or survives.
pub fn stop(layout: &Layout, names: &[&str]) -> anyhow::Result<()> {
    let running: Vec<Identity> = names.iter().filter_map(|name| alive(layout, name)).map(|one| one.identity).collect();
    for identity in &running {
        identity.signal(Signal::TERM)?;
    }
    if !gone(&running, PATIENCE) {
        for identity in running.iter().filter(|one| one.is_alive()) {
            identity.signal(Signal::KILL)?;
        }
        if !gone(&running, PATIENCE) {
            bail!("a process of the stack does not end: {running:?}");
        }
    }
    for name in names {
        let _ = std::fs::remove_file(file(layout, name));
    }
    Ok(())
}

/// Ends a process at once, as a crash would.
///
/// # Errors
/// If it cannot be signalled.
pub fn kill_now(layout: &Layout, name: &str) -> anyhow::Result<()> {
    if let Some(running) = alive(layout, name) {
        running.identity.signal(Signal::KILL)?;
        gone(&[running.identity], PATIENCE);
    }
    Ok(())
}

fn gone(identities: &[Identity], patience: Duration) -> bool {
    let start = Instant::now();
    while identities.iter().any(|one| one.is_alive()) {
        if start.elapsed() > patience {
            return false;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    true
}

#[cfg(test)]
mod tests {
    use super::super::health::Health;
    use super::*;

    fn sleeper(seconds: &str) -> Role {
        Role {
            name: "sleeper",
            program: "/bin/sleep".into(),
            arguments: vec![seconds.into()],
            environment: Vec::new(),
            reads: Vec::new(),
            health: Vec::<Health>::new(),
        }
    }

    fn layout() -> (tempfile::TempDir, Layout) {
        let dir = tempfile::tempdir().unwrap();
        let layout = Layout::new(dir.path());
        std::fs::create_dir_all(layout.run_dir()).unwrap();
        std::fs::create_dir_all(layout.logs_dir()).unwrap();
        (dir, layout)
    }

    #[test]
    fn a_process_is_started_once_and_anew_when_its_arguments_change() {
        let (_dir, layout) = layout();
        assert!(start(&layout, &sleeper("600")).unwrap());
        let first = alive(&layout, "sleeper").unwrap();
        assert!(!start(&layout, &sleeper("600")).unwrap());
        assert_eq!(alive(&layout, "sleeper").unwrap(), first);
        assert!(start(&layout, &sleeper("601")).unwrap());
        assert!(!first.identity.is_alive());
        kill_now(&layout, "sleeper").unwrap();
        assert!(alive(&layout, "sleeper").is_none());
        assert!(start(&layout, &sleeper("601")).unwrap());
        stop(&layout, &["sleeper"]).unwrap();
        assert!(recorded(&layout, "sleeper").is_none());
    }

    #[test]
    fn another_process_with_the_same_number_is_never_touched() {
        let (_dir, layout) = layout();
        start(&layout, &sleeper("600")).unwrap();
        let running = alive(&layout, "sleeper").unwrap();
        let earlier = Identity { started: running.identity.started - 1, ..running.identity };
        let forged = Running { identity: earlier, fingerprint: running.fingerprint.clone() };
        let text = serde_json::to_string(&forged).unwrap();
        write_private(&file(&layout, "sleeper"), &text).unwrap();
        kill_now(&layout, "sleeper").unwrap();
        stop(&layout, &["sleeper"]).unwrap();
        assert!(running.identity.is_alive(), "a process that is not ours was ended");
        running.identity.signal(Signal::KILL).unwrap();
    }
}
