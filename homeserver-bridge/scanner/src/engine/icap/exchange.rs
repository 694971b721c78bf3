//! One question to an ICAP server over a connection: the content as the answer of an imagined web server (`RESPMOD`), and
//! what the server makes of it.
//!
//! Writing and reading go on at the same time, because a server may answer while it reads. An answer that says "nothing
//! found" counts only if the server had been given the whole content.

use std::sync::atomic::{AtomicBool, Ordering};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use super::answer::{HEAD_BYTES, Head, Part, chunk_length};
use crate::decrypt::Plain;
use crate::engine::EngineError;

const CHUNK_BYTES: usize = 128 << 10;
const READ_BYTES: usize = 16 << 10;
const LINE_BYTES: usize = 8 << 10;
/// Names neither a person nor a file.
const REQUEST_HEAD: &str = "GET http://depesha.invalid/file HTTP/1.1\r\nHost: depesha.invalid\r\n\r\n";

/// What came of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// The server looked at all of it and left it as it is.
    Nothing,
    /// It did not want to see more than the beginning.
    NothingInPreview,
    /// It found this.
    Found(String),
}

/// What came of it, and the tag that the server answered with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The finding.
    pub said: Said,
    /// `ISTag`, if it sent one.
    pub tag: Option<String>,
}

/// Asks what the server can do. `target` is `icap://host:port/service`, `host` is for the header of that name.
///
/// # Errors
/// If it does not answer as the protocol has it.
pub async fn options<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    target: &str,
    host: &str,
) -> Result<Head, EngineError> {
    let mut stream = Reader::new(stream);
    let question =
        format!("OPTIONS {target} ICAP/1.0\r\nHost: {host}\r\nConnection: close\r\nEncapsulated: null-body=0\r\n\r\n");
    stream.from.write_all(question.as_bytes()).await?;
    stream.from.flush().await?;
    stream.icap_head().await
}

/// Shows the content; the first `preview` bytes alone at first, if the server wants that.
///
/// # Errors
/// If it does not answer, or not as the protocol has it.
pub async fn respmod<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    target: &str,
    host: &str,
    content: &Plain,
    preview: Option<usize>,
) -> Result<Answer, EngineError> {
    let size = content.size();
    let first = preview.map(|bytes| size.min(bytes as u64));
    let (from, mut to) = tokio::io::split(stream);
    let mut from = Reader::new(from);
    let head = question(target, host, size, first);
    let sent_all = AtomicBool::new(false);
    let mut offset = 0;
    if let Some(first) = first {
        let all = first == size;
        let written = async {
            to.write_all(head.as_bytes()).await?;
            send(&mut to, content, 0, first).await?;
            to.write_all(if all { b"0; ieof\r\n\r\n" } else { b"0\r\n\r\n" }).await?;
            to.flush().await
        };
        let written = written.await;
        let answer = match from.icap_head().await {
            Ok(answer) => answer,
            Err(error) => return Err(written.err().map_or(error, EngineError::from)),
        };
        if answer.status != 100 {
            let mut answer = conclude(&mut from, answer, content).await?;
            if answer.said == Said::Nothing && (!all || written.is_err()) {
                answer.said = Said::NothingInPreview;
            }
            return Ok(answer);
        }
        if all {
            return Err(EngineError::Answer("that it wants more than all of it".into()));
        }
        offset = first;
    }
    let write = async {
        if first.is_none() {
            to.write_all(head.as_bytes()).await?;
        }
        send(&mut to, content, offset, size).await?;
        to.write_all(b"0\r\n\r\n").await?;
        to.flush().await?;
        sent_all.store(true, Ordering::Relaxed);
        Ok::<_, std::io::Error>(())
    };
    let read = async {
        let answer = from.icap_head().await?;
        conclude(&mut from, answer, content).await
    };
    let (mut write, mut read) = (std::pin::pin!(write), std::pin::pin!(read));
    let answer = tokio::select! {
        biased;
        written = &mut write => match (read.await, written) {
            (Ok(answer), _) => answer,
            (Err(_), Err(error)) => return Err(error.into()),
            (Err(error), Ok(())) => return Err(error),
        },
        answer = &mut read => answer?,
    };
    if answer.said == Said::Nothing && !sent_all.load(Ordering::Relaxed) {
        return Err(EngineError::Answer("before it had been given all of the file".into()));
    }
    Ok(answer)
}

fn question(target: &str, host: &str, size: u64, preview: Option<u64>) -> String {
    let answer_head =
        format!("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: {size}\r\n\r\n");
    let (at_answer, at_body) = (REQUEST_HEAD.len(), REQUEST_HEAD.len() + answer_head.len());
    let preview = preview.map(|bytes| format!("Preview: {bytes}\r\n")).unwrap_or_default();
    format!(
        "RESPMOD {target} ICAP/1.0\r\nHost: {host}\r\nConnection: close\r\nAllow: 204\r\n{preview}\
         Encapsulated: req-hdr=0, res-hdr={at_answer}, res-body={at_body}\r\n\r\n{REQUEST_HEAD}{answer_head}"
    )
}

async fn send(to: &mut (impl AsyncWrite + Unpin), content: &Plain, from: u64, until: u64) -> std::io::Result<()> {
    let mut offset = from;
    while offset < until {
        let length = (until - offset).min(CHUNK_BYTES as u64) as usize;
        let chunk = content.chunk(offset, length).await?;
        offset += chunk.len() as u64;
        to.write_all(format!("{:x}\r\n", chunk.len()).as_bytes()).await?;
        to.write_all(&chunk).await?;
        to.write_all(b"\r\n").await?;
    }
    Ok(())
}

/// Reads the rest of an answer. What it does not understand is never "nothing".
async fn conclude<R: AsyncRead + Unpin>(
    from: &mut Reader<R>,
    head: Head,
    content: &Plain,
) -> Result<Answer, EngineError> {
    let tag = head.tag();
    let said = |said| Ok(Answer { said, tag: tag.clone() });
    if let Some(name) = head.find() {
        return said(Said::Found(name));
    }
    match head.status {
        204 => return said(Said::Nothing),
        200 => {}
        status => return Err(EngineError::Answer(format!("status {status}"))),
    }
    let mut inner = None;
    for (part, length) in head.parts()? {
        match part {
            Part::RequestHead => drop(from.exact(length).await?),
            Part::AnswerHead => inner = Some(Head::parse(&from.exact(length).await?, "HTTP/1.1")?),
            Part::AnswerBody | Part::NoBody => {
                // A body without a head says nothing of what it is.
                let inner = inner.ok_or_else(|| EngineError::Answer("no head of an answer".into()))?;
                if let Some(name) = inner.find() {
                    return said(Said::Found(name));
                }
                // Instead of the file there is a page that says why not.
                if inner.status != 200 {
                    return said(Said::Found("blocked".into()));
                }
                let same = match part {
                    Part::NoBody => content.size() == 0,
                    _ => from.body_is(content).await?,
                };
                return said(if same { Said::Nothing } else { Said::Found("replaced".into()) });
            }
        }
    }
    Err(EngineError::Answer("no body of an answer".into()))
}

/// Bytes as they come, in bounded pieces.
struct Reader<R> {
    from: R,
    buffer: Vec<u8>,
    at: usize,
}

impl<R: AsyncRead + Unpin> Reader<R> {
    fn new(from: R) -> Self {
        Self { from, buffer: Vec::new(), at: 0 }
    }

    async fn more(&mut self) -> std::io::Result<()> {
        self.buffer.drain(..self.at);
        self.at = 0;
        let before = self.buffer.len();
        self.buffer.resize(before + READ_BYTES, 0);
        let read = self.from.read(&mut self.buffer[before..]).await;
        self.buffer.truncate(before + read.as_ref().copied().unwrap_or(0));
        if read? == 0 { Err(std::io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
    }

    fn rest(&self) -> &[u8] {
        &self.buffer[self.at..]
    }

    /// A line without its end.
    async fn line(&mut self) -> Result<Vec<u8>, EngineError> {
        loop {
            if let Some(end) = self.rest().iter().position(|b| *b == b'\n') {
                let line = &self.rest()[..end];
                let line = line.strip_suffix(b"\r").unwrap_or(line).to_vec();
                self.at += end + 1;
                return Ok(line);
            }
            if self.rest().len() > LINE_BYTES {
                return Err(EngineError::Answer("a line without end".into()));
            }
            self.more().await?;
        }
    }

    async fn exact(&mut self, length: usize) -> Result<Vec<u8>, EngineError> {
        while self.rest().len() < length {
            self.more().await?;
        }
        let bytes = self.rest()[..length].to_vec();
        self.at += length;
        Ok(bytes)
    }

    async fn icap_head(&mut self) -> Result<Head, EngineError> {
        let mut bytes = Vec::new();
        loop {
            let line = self.line().await?;
            if line.is_empty() && !bytes.is_empty() {
                return Head::parse(&bytes, "ICAP/1.0");
            }
            bytes.extend_from_slice(&line);
            bytes.extend_from_slice(b"\r\n");
            if bytes.len() > HEAD_BYTES {
                return Err(EngineError::Answer("a head without end".into()));
            }
        }
    }

    /// Whether the chunked body is the content, byte for byte.
    async fn body_is(&mut self, content: &Plain) -> Result<bool, EngineError> {
        let mut offset = 0;
        loop {
            let mut length = chunk_length(&self.line().await?)?;
            if length == 0 {
                // What stands behind the last chunk belongs to the body.
                while !self.line().await?.is_empty() {}
                return Ok(offset == content.size());
            }
            while length > 0 {
                if self.rest().is_empty() {
                    self.more().await?;
                }
                let piece = self.rest().len().min(length).min(CHUNK_BYTES);
                let ours = content.chunk(offset, piece).await?;
                if self.rest()[..piece] != ours[..] {
                    return Ok(false);
                }
                self.at += piece;
                length -= piece;
                offset += piece as u64;
            }
            if !self.line().await?.is_empty() {
                return Err(EngineError::Answer("a chunk of another length".into()));
            }
        }
    }
}
