//! A door on this machine alone, through which the system's browser brings a session back: one port, one path that nobody
//! can guess, one answer. It speaks just enough HTTP for one GET.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use url::Url;
use zeroize::Zeroizing;

use super::{Task, random_bytes, spawn};
use crate::Result;
use crate::problem::step;

/// A browser's request for so short an address fits well.
const LONGEST_HEAD: usize = 16 * 1024;
/// How long one connection may take to say what it wants: browsers also open some that they never use.
const HEAD_WITHIN: Duration = Duration::from_secs(15);
const TOKEN: &str = "loginToken";

/// The door. It closes when this is dropped.
pub(crate) struct Loopback {
    address: Url,
    tokens: mpsc::Receiver<Zeroizing<String>>,
    _accepting: Task,
}

struct Door {
    /// What a request must begin with: `GET /signed-in/<secret>?`.
    path: String,
    /// What it must be for: other names that lead here are a strange page's.
    host: String,
    page: String,
}

impl Loopback {
    /// Opens the door. Whoever comes through it is shown this page.
    ///
    /// # Errors
    /// If no port is free.
    pub(crate) async fn open(page: &str) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(step("a port for the browser"))?;
        let port = listener.local_addr().map_err(step("a port for the browser"))?.port();
        let secret: String = random_bytes::<24>()?.iter().map(|byte| format!("{byte:02x}")).collect();
        let (path, host) = (format!("/signed-in/{secret}"), format!("127.0.0.1:{port}"));
        let address = Url::parse(&format!("http://{host}{path}")).map_err(step("a port for the browser"))?;
        let (found, tokens) = mpsc::channel(1);
        let door = Arc::new(Door { path, host, page: page.to_owned() });
        let accepting = spawn(async move {
            loop {
                let Ok((stream, _)) = listener.accept().await else {
                    super::sleep(Duration::from_millis(100)).await;
                    continue;
                };
                let (door, found) = (door.clone(), found.clone());
                super::detach(async move {
                    let _ = tokio::time::timeout(HEAD_WITHIN, door.answer(stream, &found)).await;
                });
            }
        });
        Ok(Self { address, tokens, _accepting: accepting })
    }

    /// Where the browser has to be sent back to.
    pub(crate) fn address(&self) -> &Url {
        &self.address
    }

    /// Waits for the token that comes through.
    pub(crate) async fn token(&mut self) -> Option<Zeroizing<String>> {
        self.tokens.recv().await
    }
}

impl Door {
    async fn answer(&self, mut stream: TcpStream, found: &mpsc::Sender<Zeroizing<String>>) -> std::io::Result<()> {
        let mut head = Zeroizing::new(Vec::with_capacity(LONGEST_HEAD));
        while !head.windows(4).any(|end| end == b"\r\n\r\n") {
            if head.len() >= LONGEST_HEAD || stream.read_buf(&mut *head).await? == 0 {
                return Ok(());
            }
        }
        let token = std::str::from_utf8(&head).ok().and_then(|head| self.token_in(head));
        let (status, body) = match &token {
            Some(_) => ("200 OK", self.page.as_str()),
            None => ("404 Not Found", ""),
        };
        let answer = format!(
            "HTTP/1.1 {status}\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\n\
             content-security-policy: default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'\r\n\
             referrer-policy: no-referrer\r\ncache-control: no-store\r\nx-content-type-options: nosniff\r\n\
             connection: close\r\n\r\n{body}",
            body.len()
        );
        let written = stream.write_all(answer.as_bytes()).await;
        let _ = stream.shutdown().await;
        if let Some(token) = token {
            // A second one is nobody's.
            let _ = found.try_send(token);
        }
        written
    }

    fn token_in(&self, head: &str) -> Option<Zeroizing<String>> {
        let mut lines = head.split("\r\n");
        let target = lines.next()?.strip_prefix("GET ")?.strip_suffix(" HTTP/1.1")?;
        let mut hosts = lines
            .filter_map(|line| line.split_once(':'))
            .filter(|(name, _)| name.eq_ignore_ascii_case("host"))
            .map(|(_, value)| value.trim());
        if hosts.next() != Some(&self.host) || hosts.next().is_some() {
            return None;
        }
        let (path, query) = target.split_once('?')?;
        let token = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == TOKEN)?.1;
        (path == self.path && !token.is_empty()).then(|| Zeroizing::new(token.into_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn get(host: &str, address: &Url, target: &str) -> String {
        let mut stream = TcpStream::connect((address.host_str().unwrap(), address.port().unwrap())).await.unwrap();
        let request = format!("GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }

    #[tokio::test]
    async fn only_the_one_address_opens_and_only_once() {
        let mut door = Loopback::open("<p>Back to Depesha").await.unwrap();
        let address = door.address().clone();
        assert!(address.as_str().starts_with("http://127.0.0.1:"));
        let host = format!("127.0.0.1:{}", address.port().unwrap());
        let path = address.path().to_owned();
        assert!(path.len() > 48, "{path}");
        // A connection that says nothing is in nobody's way.
        let _silent = TcpStream::connect((address.host_str().unwrap(), address.port().unwrap())).await.unwrap();
        for (host, target) in [
            (host.as_str(), "/".to_owned()),
            (host.as_str(), "/signed-in/x?loginToken=t".to_owned()),
            (host.as_str(), path.clone()),
            (host.as_str(), format!("{path}?loginToken=")),
            (host.as_str(), format!("{path}/?loginToken=t")),
            ("evil.example", format!("{path}?loginToken=t")),
            ("localhost", format!("{path}?loginToken=t")),
        ] {
            let answer = get(host, &address, &target).await;
            assert!(answer.starts_with("HTTP/1.1 404 "), "{host} {target}: {answer}");
        }
        let answer = get(&host, &address, &format!("{path}?a=b&loginToken=one%20two")).await;
        assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("<p>Back to Depesha"), "{answer}");
        assert!(answer.contains("default-src 'none'") && answer.contains("no-store"), "{answer}");
        assert_eq!(door.token().await.unwrap().as_str(), "one two");
        drop(door);
        // The task that listened ends a moment later.
        while TcpStream::connect(("127.0.0.1", address.port().unwrap())).await.is_ok() {
            tokio::task::yield_now().await;
        }
    }
}
