//! The scanner among things that break: a homeserver that hangs up or falls silent in the middle, a clamd that answers
//! nonsense, half or never, a spool folder that is gone. Never clean, never infected, nothing left behind.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use homeserver_bridge::scan_role::ScanParts;
use media_scanner::Clamd;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, UnixListener, UnixStream};

use crate::scanner_fixture::{ANNA, Bench, encrypt, eventually};

const LETTER: &[u8] = b"Dear colleague, see you at noon.\n";

/// What a homeserver sends before it hangs up, or falls silent.
#[derive(Clone)]
struct Cut {
    sent: Vec<u8>,
    hangs_up: bool,
}

/// A homeserver that knows Anna, and answers for every media with this.
async fn cutting(cut: Cut) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let cut = cut.clone();
            tokio::spawn(async move {
                let mut request = vec![0; 8192];
                let length = stream.read(&mut request).await.unwrap_or_default();
                let request = String::from_utf8_lossy(&request[..length]).into_owned();
                if request.contains("whoami") {
                    let body = r#"{"user_id":"@anna:interior.test"}"#;
                    let head =
                        format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
                    let _ = stream.write_all(format!("{head}{body}").as_bytes()).await;
                    return;
                }
                let _ = stream.write_all(&cut.sent).await;
                if !cut.hangs_up {
                    tokio::time::sleep(Duration::from_secs(60)).await;
                }
            });
        }
    });
    address
}

#[tokio::test]
async fn a_homeserver_that_hangs_up_or_falls_silent_in_the_middle_gives_no_verdict() {
    let (ciphertext, file) = encrypt("enc", &LETTER.repeat(2000), 1);
    let head = |length: usize| format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n").into_bytes();
    let half = &ciphertext[..ciphertext.len() / 2];
    let chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_vec();
    let chunk = [format!("{:x}\r\n", half.len()).as_bytes(), half, b"\r\n"].concat();
    let failed = (502, "MCS_MEDIA_REQUEST_FAILED");
    let cases = [
        (Vec::new(), true, failed),
        (b"HTTP/1.1 200 OK\r\nconte".to_vec(), true, failed),
        (head(ciphertext.len()), true, failed),
        ([head(ciphertext.len()), half.to_vec()].concat(), true, failed),
        ([chunked.clone(), chunk.clone()].concat(), true, failed),
        ([chunked, chunk, b"zz\r\n".to_vec()].concat(), true, failed),
        ([head(ciphertext.len()), half.to_vec()].concat(), false, (500, "M_UNKNOWN")),
        (Vec::new(), false, (500, "M_UNKNOWN")),
        // All bytes that were announced, and they are not the file.
        ([head(half.len()), half.to_vec()].concat(), true, (400, "MCS_MEDIA_FAILED_TO_DECRYPT")),
    ];
    for (at, (sent, hangs_up, (status, reason))) in cases.into_iter().enumerate() {
        let upstream = cutting(Cut { sent, hangs_up }).await;
        let b = Bench::with(|config| {
            config.homeservers[0].upstream = upstream.parse().unwrap();
            config.deadline_seconds = 1;
        })
        .await;
        let body = b.seal(&file).await;
        for path in ["scan_encrypted", "download_encrypted", "/_depesha/v1/scan"] {
            let answer = b.post(Some(ANNA), path, &body).await;
            assert_eq!(answer.refusal(), (status, reason.to_owned()), "case {at}, {path}");
        }
        assert_eq!(b.engine.state().scans, 0, "case {at}: half a file is looked at by nobody");
        assert!(b.is_empty_handed(), "case {at}");
    }
}

/// How a clamd of ours answers for a file; it is well otherwise.
#[derive(Debug, Clone)]
pub(crate) enum Mood {
    Says(&'static [u8]),
    /// Says this after a while.
    After(Duration, &'static [u8]),
    /// Says this before it has read the file.
    Early(&'static [u8]),
    /// Hangs up after so many bytes.
    HangsUp(usize),
    Never,
}

/// Speaks clamd's protocol, as it feels.
pub(crate) struct FakeClamd {
    pub(crate) socket: std::path::PathBuf,
    mood: Arc<Mutex<Mood>>,
    _dir: TempDir,
}

impl FakeClamd {
    pub(crate) fn start() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let socket = dir.path().join("clamd.sock");
        let listener = UnixListener::bind(&socket).unwrap();
        let mood = Arc::new(Mutex::new(Mood::Never));
        let feels = mood.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let mood = feels.lock().unwrap().clone();
                tokio::spawn(serve(stream, mood));
            }
        });
        Self { socket, mood, _dir: dir }
    }

    pub(crate) fn is(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }
}

/// Nothing if the other side does not keep to the protocol, or is gone.
async fn serve(mut stream: UnixStream, mood: Mood) -> Option<()> {
    let mut command = Vec::new();
    while !command.ends_with(b"\0") {
        command.push(stream.read_u8().await.ok()?);
    }
    match command.as_slice() {
        b"zPING\0" => return stream.write_all(b"PONG\0").await.ok(),
        b"zVERSION\0" => return stream.write_all(b"ClamAV 1.4.3/27800/Sat Nov 21 08:31:22 2026\0").await.ok(),
        // Our own test of its limits, with a file that is larger than all of them.
        b"zFILDES\0" => {
            // The byte that the descriptor comes with.
            stream.read_u8().await.ok()?;
            return stream.write_all(b"fd[9]: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0").await.ok();
        }
        _ => {}
    }
    let length = stream.read_u32().await.ok()? as usize;
    if length == 68 {
        // Our own test of it.
        let mut rest = vec![0; 68 + 4];
        stream.read_exact(&mut rest).await.ok()?;
        return stream.write_all(b"stream: Eicar FOUND\0").await.ok();
    }
    match mood {
        Mood::Early(words) => return stream.write_all(words).await.ok(),
        Mood::HangsUp(bytes) => {
            let mut some = vec![0; bytes.min(length)];
            return stream.read_exact(&mut some).await.ok().map(drop);
        }
        Mood::Says(_) | Mood::After(..) | Mood::Never => {}
    }
    let mut chunk = vec![0; length];
    stream.read_exact(&mut chunk).await.ok()?;
    loop {
        let length = stream.read_u32().await.ok()? as usize;
        if length == 0 {
            break;
        }
        let mut chunk = vec![0; length];
        stream.read_exact(&mut chunk).await.ok()?;
    }
    match mood {
        Mood::Says(words) => stream.write_all(words).await.ok(),
        Mood::After(pause, words) => {
            tokio::time::sleep(pause).await;
            stream.write_all(words).await.ok()
        }
        _ => {
            tokio::time::sleep(Duration::from_secs(60)).await;
            None
        }
    }
}

#[tokio::test]
async fn a_clamd_that_answers_nonsense_half_or_never_is_no_verdict() {
    let clamd = FakeClamd::start();
    let b = Bench::with_engine(Arc::new(Clamd::new(&clamd.socket)), |config| config.deadline_seconds = 1).await;
    let (ciphertext, file) = encrypt("enc", &LETTER.repeat(30_000), 1);
    b.store_bytes("enc", &ciphertext).await;
    let body = b.seal(&file).await;
    let moods = [
        (Mood::Says(b""), "engine_error"),
        (Mood::Says(b"\0"), "engine_error"),
        (Mood::Says(b"stream: O"), "engine_error"),
        (Mood::Says(b"stream: OK"), "engine_error"),
        (Mood::Says(b"stream: OK "), "engine_error"),
        (Mood::Says(b"stream: ok\0"), "engine_error"),
        (Mood::Says(b"OK\0"), "engine_error"),
        (Mood::Says(b"stream: OK\0stream: Win.Test FOUND\0"), "engine_error"),
        (Mood::Says(b"stream: FOUND\0"), "engine_error"),
        (Mood::Says(b"stream: Win.Te"), "engine_error"),
        (Mood::Says(b"stream: Can't allocate memory ERROR\0"), "engine_error"),
        (Mood::Says(b"\xff\xfe\0\0\xff"), "engine_error"),
        (Mood::Says(&[b'x'; 100_000]), "engine_error"),
        (Mood::Early(b"INSTREAM size limit exceeded. ERROR\0"), "too_large"),
        (Mood::Early(b"COMMAND READ TIMED OUT\0"), "engine_error"),
        (Mood::HangsUp(0), "engine_error"),
        (Mood::HangsUp(5000), "engine_error"),
        (Mood::Never, "timeout"),
    ];
    for (mood, word) in moods {
        clamd.is(mood.clone());
        for path in ["scan_encrypted", "download_encrypted", "/_depesha/v1/scan"] {
            let answer = b.post(Some(ANNA), path, &body).await;
            assert_eq!(answer.refusal(), (500, "M_UNKNOWN".to_owned()), "{path} {mood:?}");
            assert_eq!(answer.json()["org.depesha.verdict"], word, "{path} {mood:?}");
        }
        eventually("nothing is held", async || b.is_empty_handed()).await;
    }
    clamd.is(Mood::Says(b"stream: OK\0"));
    assert_eq!(b.post(Some(ANNA), "scan_encrypted", &body).await.json()["clean"], true, "nothing was remembered of it");
}

#[tokio::test]
async fn an_answer_that_comes_before_the_file_was_read_is_not_believed_to_be_clean() {
    let clamd = FakeClamd::start();
    let b = Bench::with_engine(Arc::new(Clamd::new(&clamd.socket)), |_| {}).await;
    let (ciphertext, file) = encrypt("enc", &vec![b'a'; 3 << 20], 1);
    b.store_bytes("enc", &ciphertext).await;
    clamd.is(Mood::Early(b"stream: OK\0"));
    let answer = b.post(Some(ANNA), "download_encrypted", b.seal(&file).await).await;
    assert_eq!(answer.json()["org.depesha.verdict"], "engine_error");
    assert!(b.is_empty_handed());
}

#[tokio::test]
async fn a_spool_folder_that_is_gone_is_our_fault_and_no_verdict() {
    let b = Bench::new().await;
    let (ciphertext, file) = encrypt("enc", &LETTER.repeat(2000), 1);
    b.store_bytes("enc", &ciphertext).await;
    b.store_bytes("letter", LETTER).await;
    let body = b.seal(&file).await;
    std::fs::remove_dir(b.dir.path().join("spool")).unwrap();
    for path in ["scan_encrypted", "download_encrypted", "/_depesha/v1/scan"] {
        let answer = b.post(Some(ANNA), path, &body).await;
        assert_eq!(answer.refusal(), (500, "M_UNKNOWN".to_owned()), "{path}");
        assert!(answer.json().get("org.depesha.verdict").is_none());
    }
    assert!(b.is_empty_handed());
    assert_eq!(b.get(Some(ANNA), "scan/interior.test/letter").await.json()["clean"], true, "small files need no disk");
    std::fs::create_dir(b.dir.path().join("spool")).unwrap();
    assert_eq!(b.post(Some(ANNA), "scan_encrypted", &body).await.json()["clean"], true);
}

#[tokio::test]
async fn scanners_behind_one_address_open_each_others_requests_and_know_their_own_verdicts() {
    let b = Bench::new().await;
    let (ciphertext, file) = encrypt("enc", LETTER, 1);
    b.store_bytes("enc", &ciphertext).await;
    let body = b.seal(&file).await;
    assert_eq!(b.post(Some(ANNA), "scan_encrypted", &body).await.json()["clean"], true);
    let (second, _background) = ScanParts::new(&b.config, b.engine.clone(), b.clock.clone()).unwrap();
    let mut b = b;
    let first = std::mem::replace(&mut b.app, second);
    let verdict = b.post(Some(ANNA), "/_depesha/v1/scan", &body).await.json();
    assert_eq!(verdict["verdict"], "clean");
    assert_eq!(b.public_key().await, first.public_key());
    b.app = first;
    assert_eq!(b.post(Some(ANNA), "/_depesha/v1/scan", &body).await.json()["key"], verdict["key"]);
    assert_eq!(b.engine.state().scans, 2, "each looks for itself, once");
}
