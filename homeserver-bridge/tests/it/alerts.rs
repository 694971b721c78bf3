//! Alerts: raised once, told by mail, webhook and syslog to real listeners, tried again, and told again when it is over.

use std::sync::{Arc, Mutex};

use hmac::{Hmac, KeyInit, Mac};
use homeserver_bridge::alerts::{Alarm, AlertKind, alerts, raise};
use homeserver_bridge::jobs;
use homeserver_bridge::roles::doctor;
use rustls::pki_types::PrivateKeyDer;
use serde_json::{Value, json};
use sha2::Sha256;
use tempfile::TempDir;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, UdpSocket, UnixDatagram};
use tokio_rustls::TlsAcceptor;

use crate::figures::{DAY_MS, HOUR_MS, word};
use crate::fixture::Bridge;

const MINUTE_MS: i64 = 60_000;

/// Everything outside that is told.
struct Outside {
    folder: TempDir,
    udp: UdpSocket,
    local: UnixDatagram,
    /// What came over TCP and over TLS.
    streams: [Arc<Mutex<Vec<String>>>; 2],
    /// What came to the webhook: head and body.
    hook: Arc<Mutex<Vec<(String, String)>>>,
    config: String,
}

impl Outside {
    /// The webhook answers the first so many requests with 503.
    async fn new(refusals: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        let ca = folder.path().join("ca.pem");
        std::fs::write(&ca, made.cert.pem()).unwrap();
        std::fs::write(folder.path().join("secret"), "hook-secret\n").unwrap();
        let key = PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let tls = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key)
            .unwrap();
        let tls = TlsAcceptor::from(Arc::new(tls));

        let udp = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let local = UnixDatagram::bind(folder.path().join("log")).unwrap();
        let [tcp, secure, web] = [(); 3].map(|()| std::net::TcpListener::bind("127.0.0.1:0").unwrap());
        let port = |listener: &std::net::TcpListener| listener.local_addr().unwrap().port();
        let config = format!(
            "mail_to = [\"soc@interior.gov.example\"]\nlanguage = \"uk\"\n\
             [[webhook]]\nname = \"soar\"\nurl = \"https://localhost:{}/in?token=hidden\"\nsecret_file = {:?}\nca_file = {ca:?}\n\
             [[syslog]]\nname = \"udp\"\ntransport = \"udp\"\naddress = \"{}\"\n\
             [[syslog]]\nname = \"tcp\"\ntransport = \"tcp\"\naddress = \"127.0.0.1:{}\"\n\
             [[syslog]]\nname = \"tls\"\ntransport = \"tls\"\naddress = \"localhost:{}\"\nca_file = {ca:?}\n\
             [[syslog]]\nname = \"local\"\ntransport = \"local\"\naddress = {:?}\n",
            port(&web),
            folder.path().join("secret"),
            udp.local_addr().unwrap(),
            port(&tcp),
            port(&secure),
            folder.path().join("log"),
        );
        let streams: [Arc<Mutex<Vec<String>>>; 2] = Default::default();
        let listen = |listener: std::net::TcpListener| {
            listener.set_nonblocking(true).unwrap();
            TcpListener::from_std(listener).unwrap()
        };
        let (plain, told) = (listen(tcp), streams[0].clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = plain.accept().await {
                collect(stream, &told).await;
            }
        });
        let (sealed, told, acceptor) = (listen(secure), streams[1].clone(), tls.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = sealed.accept().await {
                if let Ok(stream) = acceptor.accept(stream).await {
                    collect(stream, &told).await;
                }
            }
        });
        let hook: Arc<Mutex<Vec<(String, String)>>> = Arc::default();
        let (web, told) = (listen(web), hook.clone());
        tokio::spawn(async move {
            let mut refusals = refusals;
            while let Ok((stream, _)) = web.accept().await {
                let Ok(mut stream) = tls.accept(stream).await else { continue };
                let (head, body) = request(&mut stream).await;
                let posted = head.starts_with("POST ");
                let answer = if posted && refusals > 0 { "503 Service Unavailable" } else { "204 No Content" };
                refusals = if posted { refusals.saturating_sub(1) } else { refusals };
                told.lock().unwrap().push((head, body));
                let answer = format!("HTTP/1.1 {answer}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
                stream.write_all(answer.as_bytes()).await.unwrap();
                let _ = stream.shutdown().await;
            }
        });
        Self { folder, udp, local, streams, hook, config }
    }

    fn bridge(&self) -> Bridge {
        Bridge::changed(|config| config.security_alerts = toml::from_str(&self.config).unwrap())
    }

    async fn datagram(&self) -> String {
        let mut buffer = [0; 4096];
        let length = self.udp.recv(&mut buffer).await.unwrap();
        String::from_utf8(buffer[..length].to_vec()).unwrap()
    }
}

async fn collect(mut stream: impl AsyncRead + Unpin, told: &Mutex<Vec<String>>) {
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    if !text.is_empty() {
        told.lock().unwrap().push(text);
    }
}

async fn request(stream: &mut (impl AsyncRead + Unpin)) -> (String, String) {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let read = stream.read(&mut buffer).await.unwrap();
        bytes.extend_from_slice(&buffer[..read]);
        let text = String::from_utf8(bytes.clone()).unwrap();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length =
                head.lines().find_map(|l| l.to_ascii_lowercase().strip_prefix("content-length: ").map(str::to_owned));
            if read == 0 || body.len() >= length.map_or(0, |l| l.parse().unwrap()) {
                return (head.to_owned(), body.to_owned());
            }
        }
        assert!(read > 0, "the request ended early");
    }
}

fn header<'a>(head: &'a str, name: &str) -> &'a str {
    let line = head.lines().find(|l| l.to_ascii_lowercase().starts_with(&format!("{name}: ")));
    line.unwrap_or_else(|| panic!("{name} in {head}")).split_once(": ").unwrap().1
}

#[tokio::test]
async fn an_engine_that_fails_is_told_in_every_way_once_and_its_recovery_too() {
    let outside = Outside::new(2).await;
    let bridge = outside.bridge();
    let started = bridge.app.clock.now_ms();
    let look = || jobs::look(&bridge.app, started);
    word(&bridge, "one", true, HOUR_MS, [0; 4]).await;
    look().await;
    for minute in 0..8 {
        bridge.clock.advance_ms(MINUTE_MS);
        word(&bridge, "one", false, HOUR_MS, [0; 4]).await;
        tokio::join!(look(), look());
        bridge.work().await;
        assert_eq!(bridge.mail.sent().len(), usize::from(minute >= 5), "minute {minute}");
    }
    let first = outside.datagram().await;
    assert!(first.starts_with("<106>1 20") && first.contains(" bridge.test depesha "), "{first}");
    assert!(first.contains("engine_down - CEF:0|Depesha|Depesha|") && first.contains("cs1=ClamAV 1.4"), "{first}");
    let mut buffer = [0; 4096];
    let length = outside.local.recv(&mut buffer).await.unwrap();
    assert_eq!(String::from_utf8_lossy(&buffer[..length]), first);
    for stream in &outside.streams {
        assert_eq!(*stream.lock().unwrap(), [format!("{} {first}", first.len())]);
    }

    let mail = bridge.mail.sent().remove(0);
    assert_eq!(mail.to.to_string(), "soc@interior.gov.example");
    assert_eq!(mail.subject, "Depesha: Антивірус ClamAV 1.4 не працює");
    assert!(mail.text.contains("Хвилин: 5") && mail.text.contains("Повідомте оператора"), "{}", mail.text);

    // Twice refused, then taken: three times the same message, each signed for its own time.
    let posts = outside.hook.lock().unwrap().clone();
    assert_eq!(posts.len(), 3);
    for (head, body) in &posts {
        let signature = header(head, "depesha-signature");
        let (time, mac) = signature.strip_prefix("t=").unwrap().split_once(",v1=").unwrap();
        let mut expected = Hmac::<Sha256>::new_from_slice(b"hook-secret").unwrap();
        expected.update(format!("{time}.{body}").as_bytes());
        assert_eq!(mac, hex::encode(expected.finalize().into_bytes()));
        assert_eq!(header(head, "depesha-delivery"), header(&posts[0].0, "depesha-delivery"));
    }
    let message: Value = serde_json::from_str(&posts[2].1).unwrap();
    assert_eq!(message["event"], "raised");
    assert_eq!(message["alert"]["kind"], "engine_down");
    assert_eq!(message["alert"]["subject"], "ClamAV 1.4");
    assert_eq!(message["alert"]["ended_at"], Value::Null);

    bridge.clock.advance_ms(MINUTE_MS);
    word(&bridge, "one", true, HOUR_MS, [0; 4]).await;
    look().await;
    bridge.work().await;
    assert!(outside.datagram().await.contains("outcome=ended"));
    assert_eq!(bridge.mail.sent().len(), 2);
    assert!(bridge.mail.sent()[1].subject.contains("Завершено"));
    let found = alerts(&bridge.app, 10, "test".into()).await.unwrap();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].1.len(), 12);
    assert!(found[0].1.iter().all(|delivery| delivery.state == "delivered"), "{:?}", found[0].1);
}

#[tokio::test]
async fn old_signatures_and_silent_scanners_are_alerts_and_are_over_when_they_are() {
    let bridge = Bridge::new();
    let open = async || {
        let found = alerts(&bridge.app, 10, "test".into()).await.unwrap();
        let open = found.into_iter().filter(|(alert, _)| alert.ended_at_ms.is_none());
        let mut kinds: Vec<_> = open.map(|(alert, _)| alert.kind).collect();
        kinds.sort();
        kinds
    };
    let started = bridge.app.clock.now_ms();
    let look = || jobs::look(&bridge.app, started);
    look().await;
    assert_eq!(open().await, [""; 0], "nobody can have spoken yet");
    bridge.clock.advance_ms(6 * MINUTE_MS);
    look().await;
    assert_eq!(open().await, ["scanner_silent"]);
    word(&bridge, "one", true, 4 * DAY_MS, [0; 4]).await;
    look().await;
    assert_eq!(open().await, ["signatures_old"]);
    bridge.clock.advance_ms(6 * MINUTE_MS);
    look().await;
    assert_eq!(open().await, ["scanner_silent", "signatures_old"], "silence is no update");
    word(&bridge, "one", true, 0, [0; 4]).await;
    look().await;
    assert_eq!(open().await, [""; 0]);
    // To a process that has just been started nobody is silent.
    bridge.clock.advance_ms(6 * MINUTE_MS);
    jobs::look(&bridge.app, bridge.app.clock.now_ms()).await;
    assert_eq!(open().await, [""; 0]);
}

#[tokio::test]
async fn an_outbreak_is_over_when_nothing_more_is_found_and_what_cannot_be_told_is_given_up() {
    let bridge = Bridge::changed(|config| {
        config.security_alerts = toml::from_str("mail_to = [\"soc@interior.gov.example\"]").unwrap();
    });
    bridge.mail.set_up(false);
    let now = bridge.app.clock.now_ms();
    let facts = json!({"rooms": 3, "files": 5});
    let alarm = move |facts: Value| Alarm { kind: AlertKind::Outbreak, subject: "Local.Eicar", facts };
    let first = alarm(facts.clone());
    assert!(bridge.app.db.write(move |tx| raise(tx, now, &first)).await.unwrap());
    for _ in 0..30 {
        bridge.clock.advance_ms(11 * MINUTE_MS);
        bridge.work().await;
    }
    let found = alerts(&bridge.app, 10, "test".into()).await.unwrap();
    assert_eq!(found[0].0.numbers(), [("rooms", 3), ("files", 5)]);
    let delivery = &found[0].1[0];
    assert_eq!((delivery.way.as_str(), delivery.state.as_str(), delivery.tries), ("mail:0", "given_up", 12));

    bridge.mail.set_up(true);
    let now = bridge.app.clock.now_ms();
    let again = alarm(facts);
    assert!(!bridge.app.db.write(move |tx| raise(tx, now, &again)).await.unwrap(), "it lasts");
    jobs::look(&bridge.app, now).await;
    bridge.work().await;
    assert!(bridge.mail.sent().is_empty());
    bridge.clock.advance_ms(61 * MINUTE_MS);
    jobs::look(&bridge.app, bridge.app.clock.now_ms()).await;
    bridge.work().await;
    assert!(bridge.mail.sent().iter().any(|mail| mail.subject == "Depesha: Over: Outbreak of Local.Eicar"));
}

#[tokio::test]
async fn the_doctor_asks_the_ways_without_telling_anything() {
    let outside = Outside::new(0).await;
    let mut bridge = outside.bridge();
    let asked = async |bridge: &Bridge| {
        let findings = doctor::examine(&bridge.app.config).await;
        let ways = findings.into_iter().filter(|f| f.part.starts_with("alerts'"));
        ways.map(|f| (f.part, f.fault.is_none())).collect::<Vec<_>>()
    };
    let found = asked(&bridge).await;
    assert_eq!(found.len(), 5);
    assert!(found.iter().all(|(_, sound)| *sound), "{found:?}");
    assert!(outside.streams.iter().all(|stream| stream.lock().unwrap().is_empty()));
    assert!(outside.hook.lock().unwrap().iter().all(|(head, _)| head.starts_with("HEAD ")));
    std::fs::remove_file(outside.folder.path().join("log")).unwrap();
    std::fs::remove_file(outside.folder.path().join("ca.pem")).unwrap();
    bridge = outside.bridge();
    let faults: Vec<_> = asked(&bridge).await.into_iter().filter(|(_, sound)| !sound).map(|(part, _)| part).collect();
    assert_eq!(faults, ["alerts' webhook soar", "alerts' syslog tls", "alerts' syslog local"]);
}
