//! A small ICAP server that finds the EICAR test file, and can be made to misbehave as servers and networks do.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use media_scanner::engine::eicar;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// How it behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// 204, or the header `X-Infection-Found`.
    Honest,
    /// As honest, but it sends a clean file back whole.
    Echo,
    /// Instead of an infected file it sends a page with status 403, and no header.
    Page403,
    /// Names finds in `X-Virus-ID`.
    VirusId,
    /// Instead of an infected file it sends another one, with status 200 and no header.
    Replaces,
    /// Calls everything infected.
    Paranoid,
    /// Finds nothing, ever.
    Blind,
    /// Answers 204 to the preview, whatever is in it, and is honest when there is none.
    LooksAtPreviewOnly,
    /// Answers 204 to every preview and to every file before it has read it.
    Hasty,
    /// Asks for more after it has been given all.
    Greedy,
    /// Sends the beginning of a head and hangs up.
    CutHead,
    /// Sends a part of the file back and hangs up.
    CutBody,
    /// `Encapsulated` with offsets that are not there.
    WrongOffsets,
    /// Takes the question and says nothing.
    Silent,
    /// Status 500.
    Broken,
    /// Status 404, as for a service that is not there.
    NoService,
    /// Something else altogether.
    Garbage,
}

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    state: Arc<Mutex<State>>,
    task: tokio::task::JoinHandle<()>,
}

#[derive(Clone)]
struct State {
    manner: Manner,
    preview: Option<usize>,
    tag: String,
    questions: usize,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Server {
    pub(crate) async fn start(manner: Manner, preview: Option<usize>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let state = State { manner, preview, tag: "TAG-1".into(), questions: 0 };
        let state = Arc::new(Mutex::new(state));
        let shared = state.clone();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let shared = shared.clone();
                tokio::spawn(async move { serve(stream, shared).await });
            }
        });
        Self { address, state, task }
    }

    pub(crate) fn becomes(&self, manner: Manner) {
        self.state.lock().expect("state").manner = manner;
    }

    pub(crate) fn retag(&self, tag: &str) {
        self.state.lock().expect("state").tag = tag.into();
    }

    /// Files that it was shown.
    pub(crate) fn questions(&self) -> usize {
        self.state.lock().expect("state").questions
    }
}

/// One connection, one question.
async fn serve(stream: TcpStream, shared: Arc<Mutex<State>>) -> Option<()> {
    let mut stream = BufReader::new(stream);
    let head = head(&mut stream).await?;
    let State { manner, preview, tag, .. } = {
        let mut state = shared.lock().expect("state");
        state.questions += usize::from(head.starts_with("RESPMOD"));
        state.clone()
    };
    let ok = format!("ICAP/1.0 200 OK\r\nISTag: \"{tag}\"\r\n");
    if head.starts_with("OPTIONS ") {
        let preview = preview.map(|bytes| format!("Preview: {bytes}\r\n")).unwrap_or_default();
        let answer = match manner {
            Manner::NoService => "ICAP/1.0 404 Service not found\r\n\r\n".to_owned(),
            _ => format!(
                "{ok}Methods: RESPMOD\r\nService: Test AV\r\nAllow: 204\r\n{preview}Encapsulated: null-body=0\r\n\r\n"
            ),
        };
        return stream.write_all(answer.as_bytes()).await.ok();
    }
    let nothing = format!("ICAP/1.0 204 No modifications\r\nISTag: \"{tag}\"\r\n\r\n");
    if manner == Manner::Hasty && !head.contains("Preview:") {
        stream.write_all(nothing.as_bytes()).await.ok()?;
        // A connection that is closed with unread bytes would be reset, and the answer lost.
        tokio::time::sleep(Duration::from_secs(5)).await;
        return None;
    }
    let heads: usize = head.split("res-body=").nth(1)?.split("\r\n").next()?.parse().ok()?;
    let mut skipped = vec![0; heads];
    stream.read_exact(&mut skipped).await.ok()?;
    let (mut body, mut complete) = body(&mut stream).await?;
    if head.contains("Preview:") {
        if matches!(manner, Manner::LooksAtPreviewOnly | Manner::Hasty) {
            return stream.write_all(nothing.as_bytes()).await.ok();
        }
        if !complete || manner == Manner::Greedy {
            stream.write_all(b"ICAP/1.0 100 Continue\r\n\r\n").await.ok()?;
            let (rest, _) = self::body(&mut stream).await?;
            body.extend(rest);
            complete = true;
        }
    }
    assert!(complete || !head.contains("Preview:"));
    let eicar = eicar();
    let infected = body.windows(eicar.len()).any(|window| window == eicar) || manner == Manner::Paranoid;
    let with_body = |more: &str, status: &str, body: &[u8]| {
        let inner = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n", body.len());
        let head = format!("{ok}{more}Encapsulated: res-hdr=0, res-body={}\r\n\r\n{inner}", inner.len());
        let mut answer = head.into_bytes();
        for chunk in body.chunks(1000) {
            answer.extend(format!("{:x}\r\n", chunk.len()).into_bytes());
            answer.extend(chunk);
            answer.extend(b"\r\n");
        }
        answer.extend(b"0\r\n\r\n");
        answer
    };
    let page = b"<p>blocked</p>".as_slice();
    let answer: Vec<u8> = match (manner, infected) {
        (Manner::Silent, _) => {
            tokio::time::sleep(Duration::from_secs(60)).await;
            return None;
        }
        (Manner::CutHead, _) => b"ICAP/1.0 204 No mod".to_vec(),
        (Manner::CutBody, false) => {
            let whole = with_body("", "200 OK", &body);
            whole[..whole.len() - 5 - body.len() / 2].to_vec()
        }
        (Manner::WrongOffsets, false) => {
            format!("{ok}Encapsulated: res-hdr=7, res-body=3\r\n\r\nHTTP/1.1 200 OK\r\n\r\n0\r\n\r\n").into_bytes()
        }
        (Manner::Broken, _) => b"ICAP/1.0 500 Server error\r\n\r\n".to_vec(),
        (Manner::Garbage, _) => b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec(),
        (Manner::Echo, false) => with_body("", "200 OK", &body),
        (_, false) | (Manner::Blind, true) => nothing.into_bytes(),
        (Manner::Page403, true) => with_body("", "403 Forbidden", page),
        (Manner::Replaces, true) => with_body("", "200 OK", page),
        (Manner::VirusId, true) => with_body("X-Virus-ID: Eicar\r\n", "403 Forbidden", page),
        (_, true) => with_body("X-Infection-Found: Type=0; Resolution=2; Threat=Eicar;\r\n", "403 Forbidden", page),
    };
    stream.write_all(&answer).await.ok()
}

async fn head(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut text = String::new();
    while !text.ends_with("\r\n\r\n") {
        if stream.read_line(&mut text).await.ok()? == 0 {
            return None;
        }
    }
    Some(text)
}

/// A chunked body, and whether the server was told that it is all.
async fn body(stream: &mut BufReader<TcpStream>) -> Option<(Vec<u8>, bool)> {
    let mut bytes = Vec::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await.ok()?;
        let length = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        let mut chunk = vec![0; length + 2];
        stream.read_exact(&mut chunk).await.ok()?;
        if length == 0 {
            return Some((bytes, line.contains("ieof")));
        }
        bytes.extend(&chunk[..length]);
    }
}
