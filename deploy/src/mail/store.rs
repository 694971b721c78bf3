//! The received mails: one file each, read back into what a person sees of them.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context;
use mail_parser::{DateTime, MessageParser};
use serde::{Deserialize, Serialize};

/// First line of each file, before the mail itself: what the mail does not say.
const ENVELOPE: &str = "X-Depesha-Envelope: ";

/// A mail as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Whom it was sent to, from the envelope.
    pub to: Vec<String>,
    /// The subject, decoded.
    pub subject: String,
    /// The text, decoded.
    pub text: String,
    /// When it came, RFC 3339, UTC.
    pub received_at: String,
}

#[derive(Serialize, Deserialize)]
struct Envelope {
    to: Vec<String>,
    received_at_ms: i64,
}

/// The folder of mails.
#[derive(Debug)]
pub struct Store {
    dir: PathBuf,
    next: AtomicU32,
}

impl Store {
    /// Opens the folder, and makes it if it is not there.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn open(dir: &Path) -> anyhow::Result<Self> {
        crate::install::private_dir(dir)?;
        Ok(Self { dir: dir.to_owned(), next: AtomicU32::new(0) })
    }

    /// Keeps a mail; when this returns, it is on disk.
    pub(super) fn keep(&self, to: &[String], source: &[u8]) -> anyhow::Result<()> {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).context("the clock is before 1970")?;
        let received_at_ms = i64::try_from(since.as_millis())?;
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let envelope = serde_json::to_string(&Envelope { to: to.to_vec(), received_at_ms })?;
        let mut content = format!("{ENVELOPE}{envelope}\r\n").into_bytes();
        content.extend_from_slice(source);
        // Names sort by time; the number keeps apart what comes in the same millisecond.
        let path = self.dir.join(format!("{received_at_ms:015}-{number:06}.eml"));
        crate::install::write_private_bytes(&path, &content)
    }

    /// All mails, newest first.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub fn messages(&self) -> anyhow::Result<Vec<Message>> {
        let entries = std::fs::read_dir(&self.dir).with_context(|| format!("cannot read {}", self.dir.display()))?;
        let mut paths: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
        paths.retain(|path| path.extension().is_some_and(|ending| ending == "eml"));
        paths.sort_unstable_by(|one, other| other.cmp(one));
        Ok(paths.iter().filter_map(|path| parse(&std::fs::read(path).ok()?)).collect())
    }
}

fn parse(content: &[u8]) -> Option<Message> {
    let end = content.windows(2).position(|pair| pair == b"\r\n")?;
    let first = std::str::from_utf8(&content[..end]).ok()?;
    let envelope: Envelope = serde_json::from_str(first.strip_prefix(ENVELOPE)?).ok()?;
    let mail = MessageParser::default().parse(&content[end + 2..])?;
    let text = mail.body_text(0).map(|text| text.replace("\r\n", "\n")).unwrap_or_default();
    let mut received_at = DateTime::from_timestamp(envelope.received_at_ms / 1000).to_rfc3339();
    if let Some(seconds) = received_at.strip_suffix('Z') {
        received_at = format!("{seconds}.{:03}Z", envelope.received_at_ms % 1000);
    }
    Some(Message { to: envelope.to, subject: mail.subject().unwrap_or_default().to_owned(), text, received_at })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(source: &str) -> Message {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.keep(&["a@gov.example".to_owned()], source.replace('\n', "\r\n").as_bytes()).unwrap();
        let mut messages = store.messages().unwrap();
        assert_eq!(messages.len(), 1);
        messages.remove(0)
    }

    #[test]
    fn encoded_words_and_bodies_are_read_as_written() {
        let quoted = shown(
            "Subject: =?utf-8?q?Votre_code_d=C3=A9pesha?=\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\
             Content-Transfer-Encoding: quoted-printable\n\nVoil=C3=A0 le code=\n: 123456\n",
        );
        assert_eq!(quoted.subject, "Votre code dépesha");
        assert_eq!(quoted.text, "Voilà le code: 123456\n");
        assert_eq!(quoted.to, ["a@gov.example"]);
        let base64 = shown(
            "Subject: =?utf-8?b?0JTQtdC/0LXRiNCw?=\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\
             Content-Transfer-Encoding: base64\n\n0JrQvtC0OiAxMjM0NTY=\n",
        );
        assert_eq!((base64.subject.as_str(), base64.text.as_str()), ("Депеша", "Код: 123456"));
    }

    #[test]
    fn of_two_alternatives_the_text_is_shown() {
        let message = shown(
            "Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\
             Content-Type: text/plain; charset=utf-8\n\nplain\n--b\nContent-Type: text/html\n\n<p>html</p>\n--b--\n",
        );
        assert_eq!(message.text.trim(), "plain");
    }

    #[test]
    fn a_mail_cannot_forge_its_envelope() {
        let message =
            shown("X-Depesha-Envelope: {\"to\":[\"b@evil.example\"],\"received_at_ms\":0}\nSubject: x\n\ny\n");
        assert_eq!(message.to, ["a@gov.example"]);
        assert!(message.received_at.starts_with("20") && message.received_at.ends_with('Z'), "{}", message.received_at);
    }

    #[test]
    fn the_newest_comes_first() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        for subject in ["one", "two", "three"] {
            store.keep(&[], format!("Subject: {subject}\r\n\r\n").as_bytes()).unwrap();
        }
        let subjects: Vec<String> = store.messages().unwrap().into_iter().map(|message| message.subject).collect();
        assert_eq!(subjects, ["three", "two", "one"]);
    }
}
