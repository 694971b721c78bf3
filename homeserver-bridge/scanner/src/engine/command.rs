//! A program as an engine: the content on its standard input, the finding in its exit code.
//!
//! It is started without a shell, in a process group of its own that ends with the question, with an empty environment.
//! What it prints is bounded, and only a signature's name is taken from it. The content is never an argument or a file.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use async_trait::async_trait;
use rustix::process::{Pid, Signal, kill_process_group};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, ChildStdin};

use super::kept::Kept;
use super::{Engine, EngineError, EngineVersion, Finding, test_both_ways};
use crate::decrypt::Plain;

/// More output than any finding needs.
const OUTPUT_BYTES: u64 = 64 << 10;
/// How long an answer about the version is good for.
const VERSION_FOR: Duration = Duration::from_secs(30);

/// How the program is run and understood.
#[derive(Debug, Clone)]
pub struct CommandSettings {
    /// For people, in versions and before the names of what it finds.
    pub name: String,
    /// Program with its full path, and its arguments.
    pub command: Vec<String>,
    /// Exit codes that mean: looked through all of it, found nothing.
    pub clean: Vec<i32>,
    /// Exit codes that mean: found something.
    pub infected: Vec<i32>,
    /// Exit codes that mean: could not look into it, it is encrypted.
    pub encrypted: Vec<i32>,
    /// Exit codes that mean: did not look through all of it, a limit was reached.
    pub limits: Vec<i32>,
    /// What stands before a signature's name in the output.
    pub signature_after: String,
    /// What stands behind it.
    pub signature_before: String,
    /// Program and arguments that print a version on their first line, and the version of the signatures with it.
    pub version_command: Vec<String>,
    /// A file that changes with the signatures: its time is their age.
    pub signatures_file: Option<PathBuf>,
}

/// The engine.
#[derive(Debug)]
pub struct Command {
    settings: CommandSettings,
    version: Kept<EngineVersion>,
}

/// A running program; its whole group is ended when this is dropped.
struct Running {
    child: Child,
    group: Option<Pid>,
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(group) = self.group {
            // Whoever of the group is left. The group's number cannot be another's: its leader has not been waited for,
            // or this very value waited for it just now.
            let _ = kill_process_group(group, Signal::KILL);
        }
    }
}

impl Command {
    /// By its settings.
    pub fn new(settings: CommandSettings) -> Self {
        Self { settings, version: Kept::new(VERSION_FOR) }
    }

    fn start(command: &[String]) -> Result<Running, EngineError> {
        let (program, arguments) = command.split_first().ok_or_else(|| EngineError::Answer("no program".into()))?;
        let child = tokio::process::Command::new(program)
            .args(arguments)
            .env_clear()
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .env("LC_ALL", "C")
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .kill_on_drop(true)
            .spawn()?;
        let group = child.id().and_then(|id| Pid::from_raw(i32::try_from(id).ok()?));
        Ok(Running { child, group })
    }

    fn named(&self, name: &str) -> Finding {
        Finding::Infected(format!("{}:{name}", self.settings.name))
    }

    /// The first thing in the output that stands where a name does.
    fn signature(&self, output: &[u8]) -> String {
        let output = String::from_utf8_lossy(output);
        let (after, before) = (self.settings.signature_after.as_str(), self.settings.signature_before.as_str());
        let names = output.lines().filter_map(|line| {
            let line = line.split_once(after)?.1;
            let line = if before.is_empty() { line } else { line.split_once(before)?.0 };
            let name: String = line.trim().chars().filter(char::is_ascii_graphic).take(100).collect();
            (!name.is_empty()).then_some(name)
        });
        names.into_iter().next().unwrap_or_else(|| "found".to_owned())
    }

    async fn ask_version(&self) -> Result<EngineVersion, EngineError> {
        let mut signatures_at_ms = None;
        let mut file = String::new();
        if let Some(path) = self.settings.signatures_file.clone() {
            let meta = tokio::fs::metadata(&path).await?;
            let written = meta.modified()?.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
            signatures_at_ms = Some(written.as_millis() as u64);
            file = format!("{}-{}", meta.len(), written.as_millis());
        }
        let mut line = String::new();
        if !self.settings.version_command.is_empty() {
            let mut running = Self::start(&self.settings.version_command)?;
            drop(running.child.stdin.take());
            let output = read_all(running.child.stdout.take()).await?;
            running.child.wait().await?;
            let text = String::from_utf8_lossy(&output).into_owned();
            let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
            line = first.chars().filter(|c| !c.is_control()).take(100).collect::<String>().trim().to_owned();
        }
        let signatures = [line.as_str(), file.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
        let signatures = if signatures.is_empty() { "unknown".to_owned() } else { signatures.join(" ") };
        Ok(EngineVersion { engine: format!("command {}", self.settings.name), signatures, signatures_at_ms })
    }
}

/// All that it prints, or an error if it prints more than is sensible.
async fn read_all(from: Option<impl AsyncRead + Unpin>) -> Result<Vec<u8>, EngineError> {
    let mut output = Vec::new();
    if let Some(from) = from {
        from.take(OUTPUT_BYTES + 1).read_to_end(&mut output).await?;
    }
    if output.len() as u64 > OUTPUT_BYTES {
        return Err(EngineError::Answer("more than a finding needs".into()));
    }
    Ok(output)
}

/// Answers whether all of it was taken. A program may know enough before the end; then it is not clean.
async fn feed(to: Option<ChildStdin>, content: &Plain) -> Result<bool, EngineError> {
    let Some(mut to) = to else { return Ok(false) };
    let mut pieces = content.pieces();
    while let Some(piece) = pieces.next().await? {
        match to.write_all(piece).await {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => return Ok(false),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(true)
}

#[async_trait]
impl Engine for Command {
    /// Whether the program is there; it is not started for that.
    async fn ping(&self) -> Result<(), EngineError> {
        let program = self.settings.command.first().ok_or_else(|| EngineError::Answer("no program".into()))?;
        tokio::fs::metadata(program).await?;
        Ok(())
    }

    async fn version(&self) -> Result<EngineVersion, EngineError> {
        if let Some(version) = self.version.get() {
            return Ok(version);
        }
        let version = self.ask_version().await?;
        self.version.keep(&version);
        Ok(version)
    }

    async fn scan(&self, content: &Plain) -> Result<Finding, EngineError> {
        let mut running = Self::start(&self.settings.command)?;
        let (input, output) = (running.child.stdin.take(), running.child.stdout.take());
        let work = async { tokio::try_join!(feed(input, content), read_all(output)) };
        let (whole, output) = work.await?;
        let status = running.child.wait().await?;
        let Some(code) = status.code() else { return Err(EngineError::Answer("nothing: it was killed".into())) };
        let means = |codes: &[i32]| codes.contains(&code);
        if means(&self.settings.infected) {
            return Ok(self.named(&self.signature(&output)));
        }
        if means(&self.settings.encrypted) {
            return Ok(Finding::Encrypted);
        }
        if means(&self.settings.limits) {
            return Ok(Finding::Limits);
        }
        match (means(&self.settings.clean), whole) {
            (true, true) => Ok(Finding::Clean),
            (true, false) => Err(EngineError::Answer("clean, without having read all of it".into())),
            (false, _) => Err(EngineError::Answer(format!("exit code {code}"))),
        }
    }

    async fn self_test(&self) -> Result<(), EngineError> {
        test_both_ways(self).await
    }
}
