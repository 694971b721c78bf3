//! ClamAV's daemon over its Unix socket. Our own lines instead of a client library, because the answer must be read even
//! when writing failed (clamd answers and hangs up in the middle of a stream), and the content is decrypted on the way.
//!
//! It sets no deadlines; [`crate::Scanner`] does. The whole file is at hand before a stream is opened.

use std::path::PathBuf;

use async_trait::async_trait;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;
use tokio::net::unix::OwnedWriteHalf;

use super::{Engine, EngineError, EngineVersion, Finding};
use crate::decrypt::Plain;

const CHUNK_BYTES: usize = 128 << 10;
const ANSWER_BYTES: u64 = 4096;

/// A connection is made for each question: nothing is shared between requests.
#[derive(Debug, Clone)]
pub struct Clamd {
    socket: PathBuf,
}

impl Clamd {
    /// By its socket.
    pub fn new(socket: impl Into<PathBuf>) -> Self {
        Self { socket: socket.into() }
    }

    async fn ask(&self, command: &[u8], content: Option<&Plain>) -> Result<String, EngineError> {
        let (read, mut write) = UnixStream::connect(&self.socket).await?.into_split();
        let written = send(&mut write, command, content).await;
        let mut answer = Vec::new();
        let received = read.take(ANSWER_BYTES).read_to_end(&mut answer).await;
        let answer = String::from_utf8_lossy(&answer).trim_end_matches(['\0', '\n']).to_owned();
        if !answer.is_empty() {
            return Ok(answer);
        }
        written?;
        received?;
        Err(EngineError::Answer(answer))
    }
}

async fn send(write: &mut OwnedWriteHalf, command: &[u8], content: Option<&Plain>) -> std::io::Result<()> {
    write.write_all(command).await?;
    let Some(content) = content else { return Ok(()) };
    let mut offset = 0;
    while offset < content.size() {
        let chunk = content.chunk(offset, CHUNK_BYTES).await?;
        offset += chunk.len() as u64;
        write.write_all(&(chunk.len() as u32).to_be_bytes()).await?;
        write.write_all(&chunk).await?;
    }
    write.write_all(&[0; 4]).await
}

#[async_trait]
impl Engine for Clamd {
    async fn ping(&self) -> Result<(), EngineError> {
        match self.ask(b"zPING\0", None).await?.as_str() {
            "PONG" => Ok(()),
            other => Err(EngineError::Answer(other.to_owned())),
        }
    }

    async fn version(&self) -> Result<EngineVersion, EngineError> {
        let answer = self.ask(b"zVERSION\0", None).await?;
        parse_version(&answer).ok_or(EngineError::Answer(answer))
    }

    async fn scan(&self, content: &Plain) -> Result<Finding, EngineError> {
        let answer = self.ask(b"zINSTREAM\0", Some(content)).await?;
        parse_finding(&answer).ok_or(EngineError::Answer(answer))
    }
}

/// Only these forms count; all else is no answer.
fn parse_finding(answer: &str) -> Option<Finding> {
    if answer.starts_with("INSTREAM size limit exceeded") {
        return Some(Finding::TooLarge);
    }
    let answer = answer.strip_prefix("stream: ")?;
    if answer == "OK" {
        return Some(Finding::Clean);
    }
    let name = answer.strip_suffix(" FOUND")?;
    if name.is_empty() || name.len() > 200 || !name.bytes().all(|b| b.is_ascii_graphic()) {
        return None;
    }
    Some(if name.starts_with("Heuristics.Limits.Exceeded") {
        Finding::Limits
    } else if name.starts_with("Heuristics.Encrypted") {
        Finding::Encrypted
    } else {
        Finding::Infected(name.to_owned())
    })
}

/// `ClamAV 1.4.6/27450/Sat Nov 21 08:31:22 2026`; without a published database only the first part.
fn parse_version(answer: &str) -> Option<EngineVersion> {
    let mut parts = answer.splitn(3, '/');
    let engine = parts.next().filter(|engine| engine.starts_with("ClamAV "))?;
    let signatures = parts.next().unwrap_or("local");
    let signatures_at_ms = parts.next().and_then(parse_date);
    Some(EngineVersion { engine: engine.to_owned(), signatures: signatures.to_owned(), signatures_at_ms })
}

/// A date as C's `ctime` writes it, taken as UTC.
fn parse_date(text: &str) -> Option<u64> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let fields: Vec<&str> = text.split_ascii_whitespace().collect();
    let [_, month, day, time, year] = fields[..] else { return None };
    let month = MONTHS.iter().position(|m| *m == month)? as u64 + 1;
    let day: u64 = day.parse().ok().filter(|day| (1..=31).contains(day))?;
    let year: u64 = year.parse().ok().filter(|year| (1970..3000).contains(year))?;
    let clock: Vec<u64> = time.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [hours, minutes, seconds] = clock[..] else { return None };
    // Days of the civil calendar, counted from March, so that a leap day comes last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day - 1;
    let seconds = days.checked_sub(719_468)? * 86_400 + hours * 3600 + minutes * 60 + seconds;
    Some(seconds * 1000)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_a_clear_answer_counts() {
        assert_eq!(parse_finding("stream: OK"), Some(Finding::Clean));
        assert_eq!(parse_finding("stream: Win.Test FOUND"), Some(Finding::Infected("Win.Test".into())));
        assert_eq!(parse_finding("stream: Heuristics.Limits.Exceeded.MaxFiles FOUND"), Some(Finding::Limits));
        assert_eq!(parse_finding("stream: Heuristics.Encrypted.Zip FOUND"), Some(Finding::Encrypted));
        assert_eq!(parse_finding("INSTREAM size limit exceeded. ERROR"), Some(Finding::TooLarge));
        for no_answer in [
            "",
            "OK",
            "stream: ",
            "stream: OK ",
            "stream: FOUND",
            "stream: Can't allocate memory ERROR",
            "UNKNOWN COMMAND",
            "stream: OK\nstream: X FOUND",
        ] {
            assert_eq!(parse_finding(no_answer), None, "{no_answer:?}");
        }
    }

    #[test]
    fn versions_with_and_without_a_database() {
        let full = parse_version("ClamAV 1.4.6/27450/Sat Nov 21 08:31:22 2026").expect("valid");
        assert_eq!((full.engine.as_str(), full.signatures.as_str()), ("ClamAV 1.4.6", "27450"));
        assert_eq!(full.signatures_at_ms, Some(1_795_249_882_000));
        assert_eq!(parse_date("Thu Jan  1 00:00:00 1970"), Some(0));
        assert_eq!(parse_date("Thu Feb 29 00:00:00 2024"), Some(1_709_164_800_000));
        let local = parse_version("ClamAV 1.4.6").expect("valid");
        assert_eq!((local.signatures.as_str(), local.signatures_at_ms), ("local", None));
        assert_eq!(parse_version("UNKNOWN COMMAND"), None);
    }

    proptest! {
        #[test]
        fn no_answer_makes_it_panic(text in ".{0,60}", date in "[A-Z][a-z]{2} [A-Z][a-z]{2} [0-9]{1,3} [0-9:]{0,20} [0-9]{1,20}") {
            let _ = parse_finding(&text);
            let _ = parse_version(&format!("ClamAV {text}"));
            let _ = parse_date(&date);
        }
    }
}
