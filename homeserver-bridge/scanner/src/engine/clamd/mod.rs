//! ClamAV's daemon over its Unix socket. Our own lines instead of a client library, because the answer must be read even
//! when writing failed (clamd answers and hangs up in the middle of a stream), and the content is decrypted on the way.
//!
//! A content is handed over as a descriptor of memory where there is room, else over the socket. It sets no deadlines;
//! [`crate::Scanner`] does. The whole file is at hand before a question is asked.

pub mod answer;
mod database;
mod descriptor;
mod spare;

use std::fs::File;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;

use self::database::{Database, News};
use self::descriptor::{Memory, hand_over, hollow};
use self::spare::Spare;
use super::kept::Kept;
use super::{Engine, EngineError, EngineVersion, Finding, finds_test_file};
use crate::decrypt::Plain;

const ANSWER_BYTES: u64 = 4096;
/// Where descriptors are not taken, they are tried again after so long.
const TRY_DESCRIPTORS_AGAIN: Duration = Duration::from_secs(60);
/// Larger than anything that ClamAV looks into.
const BEYOND_ALL_LIMITS: u64 = 3 << 30;
/// Files of signatures must lie still for so long before they count.
const SETTLE: Duration = Duration::from_secs(60);

/// Each question has its own connection: nothing is shared between requests.
#[derive(Debug, Clone)]
pub struct Clamd {
    socket: PathBuf,
    spare: Spare,
    memory: Memory,
    no_descriptors_until: Arc<Mutex<Option<Instant>>>,
    database: Option<Arc<Database>>,
    /// What clamd last said of it.
    version: Arc<Kept<EngineVersion>>,
}

impl Clamd {
    /// By its socket, over which all contents go.
    pub fn new(socket: impl Into<PathBuf>) -> Self {
        Self {
            socket: socket.into(),
            spare: Spare::default(),
            memory: Memory::new(0),
            no_descriptors_until: Arc::default(),
            database: None,
            version: Arc::new(Kept::new(Duration::ZERO)),
        }
    }

    /// Asks for the version only so often, and again after any failure. A verdict may then name the version from just
    /// before an update, which is the safe side: it is forgotten with it.
    #[must_use]
    pub fn with_versions_for(mut self, counts_for: Duration) -> Self {
        self.version = Arc::new(Kept::new(counts_for));
        self
    }

    /// Hands contents over as descriptors of memory, up to so many bytes for all of them together.
    #[must_use]
    pub fn with_descriptors(mut self, bytes: u64) -> Self {
        self.memory = Memory::new(bytes);
        self
    }

    /// Reads version and date of local signatures from the folder that this clamd loads them from.
    #[must_use]
    pub fn with_database(self, dir: impl Into<PathBuf>) -> Self {
        self.with_settling_database(dir, SETTLE)
    }

    /// As [`Clamd::with_database`]; changed files count once they have lain still for `settle`.
    #[must_use]
    pub fn with_settling_database(mut self, dir: impl Into<PathBuf>, settle: Duration) -> Self {
        self.database = Some(Arc::new(Database::new(dir.into(), settle)));
        self
    }

    async fn command(&self, command: &[u8]) -> Result<String, EngineError> {
        let mut stream = UnixStream::connect(&self.socket).await?;
        let written = stream.write_all(command).await;
        answer_of(stream, written).await
    }

    async fn over_the_socket(&self, content: &Plain) -> Result<String, EngineError> {
        let mut stream = UnixStream::connect(&self.socket).await?;
        let written = send(&mut stream, content).await;
        answer_of(stream, written).await
    }

    /// The answer to a file that is handed over by its descriptor.
    async fn handed_over(&self, file: &File) -> Result<String, EngineError> {
        if let Some(spare) = self.spare.take()
            && let Ok(answer) = hand_over_on(spare, file).await
            && answer::finding(&answer).is_some()
        {
            return Ok(answer);
        }
        // There was none, or clamd had hung up on it, or has been started anew: the question is asked as if for the first time.
        hand_over_on(UnixStream::connect(&self.socket).await?, file).await
    }

    /// Nothing if it cannot be done this way; then it is to be done the other way.
    async fn by_descriptor(&self, content: &Plain) -> Result<Option<Finding>, EngineError> {
        // ClamAV has a word of its own for a descriptor of nothing.
        if content.size() == 0 || self.descriptors_failed() {
            return Ok(None);
        }
        let sealed = match self.memory.seal(content).await {
            Ok(Some(sealed)) => sealed,
            Ok(None) => return Ok(None),
            Err(error) => {
                self.descriptors_fail(&error.to_string());
                return Ok(None);
            }
        };
        let answer = self.handed_over(sealed.file()).await?;
        let finding = answer::finding(&answer);
        if finding.is_none() {
            self.descriptors_fail(&answer);
        }
        Ok(finding)
    }

    fn descriptors_failed(&self) -> bool {
        self.lock_descriptors().is_some_and(|until| Instant::now() < until)
    }

    fn descriptors_fail(&self, why: &str) {
        tracing::warn!(why, "contents go to clamd over the socket: it does not take descriptors");
        *self.lock_descriptors() = Some(Instant::now() + TRY_DESCRIPTORS_AGAIN);
    }

    fn lock_descriptors(&self) -> std::sync::MutexGuard<'_, Option<Instant>> {
        self.no_descriptors_until.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    async fn look_into(&self, content: &Plain) -> Result<Finding, EngineError> {
        if let Some(finding) = self.by_descriptor(content).await? {
            return Ok(finding);
        }
        let answer = self.over_the_socket(content).await?;
        answer::finding(&answer).ok_or(EngineError::Answer(answer))
    }

    /// That clamd says so when it does not look into a file because of a limit. Asked with a file that is larger than
    /// all limits and takes no memory, so only by descriptor.
    async fn admits_limits(&self) -> Result<(), EngineError> {
        let Ok(file) = hollow(BEYOND_ALL_LIMITS) else { return Ok(()) };
        let answer = self.handed_over(&file).await?;
        match answer::finding(&answer) {
            Some(Finding::Clean) => Err(EngineError::Answer(
                "OK for a file that it cannot have looked into: set AlertExceedsMax yes".into(),
            )),
            // Any other word is not clean, and that is what counts.
            _ => Ok(()),
        }
    }

    /// What the folder of signatures adds to clamd's own words.
    async fn add_local(&self, mut version: EngineVersion) -> EngineVersion {
        if let Some(database) = self.database.clone() {
            let looked = tokio::task::spawn_blocking(move || database.look()).await;
            match looked {
                Ok(Ok((found, news))) => {
                    if !found.local.is_empty() {
                        let plus = if version.signatures.is_empty() { "local-" } else { "+local-" };
                        version.signatures = format!("{}{plus}{}", version.signatures, found.local);
                    }
                    version.signatures_at_ms = version.signatures_at_ms.or(found.newest_ms);
                    if news == News::Load && self.command(b"zRELOAD\0").await.is_err() {
                        tracing::warn!("clamd was not told that its signatures have changed");
                    }
                }
                Ok(Err(error)) => tracing::warn!(%error, "the folder of clamd's signatures cannot be read"),
                Err(_) => tracing::warn!("looking at clamd's signatures failed"),
            }
        }
        if version.signatures.is_empty() {
            version.signatures = "local".to_owned();
        }
        version
    }
}

async fn hand_over_on(mut stream: UnixStream, file: &File) -> Result<String, EngineError> {
    let written = async {
        stream.write_all(b"zFILDES\0").await?;
        hand_over(file, &stream).await
    };
    let written = written.await;
    answer_of(stream, written).await
}

/// The answer, even if the question could not be written to its end. One that broke off is none.
async fn answer_of(mut stream: UnixStream, written: std::io::Result<()>) -> Result<String, EngineError> {
    let mut answer = Vec::new();
    let received = (&mut stream).take(ANSWER_BYTES).read_to_end(&mut answer).await;
    let text = String::from_utf8_lossy(&answer).trim_end_matches(['\0', '\n']).to_owned();
    if answer.ends_with(b"\0") && !text.is_empty() {
        // Who calls a content clean must have been given all of it.
        if text.ends_with(": OK") {
            written?;
        }
        return Ok(text);
    }
    written?;
    received?;
    Err(EngineError::Answer(text))
}

async fn send(stream: &mut UnixStream, content: &Plain) -> std::io::Result<()> {
    stream.write_all(b"zINSTREAM\0").await?;
    let mut pieces = content.pieces();
    while let Some(piece) = pieces.next().await? {
        stream.write_all(&(piece.len() as u32).to_be_bytes()).await?;
        stream.write_all(piece).await?;
    }
    stream.write_all(&[0; 4]).await
}

#[async_trait]
impl Engine for Clamd {
    async fn ping(&self) -> Result<(), EngineError> {
        match self.command(b"zPING\0").await?.as_str() {
            "PONG" => Ok(()),
            other => Err(EngineError::Answer(other.to_owned())),
        }
    }

    /// Asked before each question, while its file is on the way: the time to connect for it.
    async fn version(&self) -> Result<EngineVersion, EngineError> {
        self.spare.make(&self.socket).await;
        if let Some(version) = self.version.get() {
            return Ok(version);
        }
        let answer = self.command(b"zVERSION\0").await?;
        let version = answer::version(&answer).ok_or(EngineError::Answer(answer))?;
        let version = self.add_local(version).await;
        self.version.keep(&version);
        Ok(version)
    }

    async fn scan(&self, content: &Plain) -> Result<Finding, EngineError> {
        let found = self.look_into(content).await;
        if found.is_err() {
            self.version.forget();
        }
        found
    }

    async fn self_test(&self) -> Result<(), EngineError> {
        finds_test_file(self).await?;
        self.admits_limits().await
    }
}
