//! Stands between the client and the scanner and answers for it when the client asks for its key. All else is passed on.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use anyhow::{Context, Result};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What the question for the key gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyAnswer {
    /// Somebody else's key.
    Strange,
    /// The scanner's own.
    Ours,
    /// Status 500.
    Fails,
}

pub struct Strange {
    address: std::net::SocketAddr,
    answer: Arc<Mutex<KeyAnswer>>,
    given: Arc<AtomicUsize>,
}

/// The base point of Curve25519: a key whose secret is not the scanner's.
const STRANGE_KEY: &str = "CQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

impl Strange {
    pub async fn start(front_door: &str, answer: KeyAnswer) -> Result<Self> {
        let behind = front_door.trim_end_matches('/').strip_prefix("http://").context("a front door without TLS")?;
        let behind = behind.to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let (answer, given) = (Arc::new(Mutex::new(answer)), Arc::new(AtomicUsize::new(0)));
        let strange = Self { address, answer: answer.clone(), given: given.clone() };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (behind, answer, given) = (behind.clone(), answer.clone(), given.clone());
                tokio::spawn(async move { serve(stream, &behind, &answer, &given).await });
            }
        });
        Ok(strange)
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn answer(&self, answer: KeyAnswer) {
        *self.answer.lock().expect("no panic holds it") = answer;
    }

    /// How often a key was given out, ours or a strange one.
    pub fn keys_given(&self) -> usize {
        self.given.load(Ordering::Relaxed)
    }
}

/// One request a connection: each is told to close.
async fn serve(mut stream: TcpStream, behind: &str, answer: &Mutex<KeyAnswer>, given: &AtomicUsize) -> Result<()> {
    let mut request = Vec::new();
    let end = loop {
        if let Some(end) = request.windows(4).position(|window| window == b"\r\n\r\n") {
            break end + 2;
        }
        if stream.read_buf(&mut request).await? == 0 {
            return Ok(());
        }
    };
    let answer = *answer.lock().expect("no panic holds it");
    let asks_for_key = request.starts_with(b"GET ") && request[..end].windows(11).any(|part| part == b"/public_key");
    if asks_for_key && answer != KeyAnswer::Fails {
        given.fetch_add(1, Ordering::Relaxed);
    }
    if asks_for_key && answer != KeyAnswer::Ours {
        let (status, body) = match answer {
            KeyAnswer::Fails => ("500 Internal Server Error", "{}".to_owned()),
            _ => ("200 OK", format!("{{\"public_key\": \"{STRANGE_KEY}\"}}")),
        };
        let head = format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: application/json\r\n");
        let text = format!("{head}Content-Length: {}\r\n\r\n{body}", body.len());
        return Ok(stream.write_all(text.as_bytes()).await?);
    }
    let mut through = TcpStream::connect(behind).await?;
    through.write_all(&request[..end]).await?;
    through.write_all(b"Connection: close\r\n").await?;
    through.write_all(&request[end..]).await?;
    tokio::io::copy_bidirectional(&mut stream, &mut through).await?;
    Ok(())
}
