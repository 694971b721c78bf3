//! The mail sink as other programs meet it: a process, SMTP on one port, HTTP on another.

#![allow(clippy::unwrap_used)]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use stack::mail::Message;

struct Sink {
    process: Child,
    smtp: u16,
    http: u16,
}

impl Sink {
    fn start(dir: &std::path::Path) -> Self {
        let free = || TcpListener::bind("127.0.0.1:0").unwrap();
        let (smtp, http) = (free(), free());
        let (smtp_port, http_port) = (smtp.local_addr().unwrap().port(), http.local_addr().unwrap().port());
        drop((smtp, http));
        let process = Command::new(env!("CARGO_BIN_EXE_stack"))
            .args(["mail-sink", "--smtp", &smtp_port.to_string(), "--http", &http_port.to_string(), "--dir"])
            .arg(dir)
            .spawn()
            .unwrap();
        let sink = Self { process, smtp: smtp_port, http: http_port };
        for port in [smtp_port, http_port] {
            sink.connect(port);
        }
        sink
    }

    fn connect(&self, port: u16) -> TcpStream {
        let start = Instant::now();
        loop {
            match TcpStream::connect(("127.0.0.1", port)) {
                Ok(stream) => {
                    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
                    return stream;
                }
                Err(error) if start.elapsed() > Duration::from_secs(10) => panic!("port {port}: {error}"),
                Err(_) => std::thread::sleep(Duration::from_millis(20)),
            }
        }
    }

    fn talk(&self, port: u16, said: &str) -> String {
        let mut stream = self.connect(port);
        stream.write_all(said.replace('\n', "\r\n").as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn messages(&self) -> Vec<Message> {
        let answer = self.talk(self.http, "GET /api/messages HTTP/1.1\nHost: 127.0.0.1\n\n");
        serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap()
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn mails_survive_the_sink_that_received_them() {
    let dir = tempfile::tempdir().unwrap();
    let sink = Sink::start(dir.path());
    assert!(sink.messages().is_empty());
    let said = "EHLO me\nMAIL FROM:<a@gov.example>\nRCPT TO:<b@gov.example>\nDATA\nSubject: Code\n\n123456\n.\nQUIT\n";
    assert!(sink.talk(sink.smtp, said).contains("250 kept"));
    drop(sink);
    let again = Sink::start(dir.path());
    let messages = again.messages();
    assert_eq!(messages.len(), 1);
    assert_eq!(
        (messages[0].to.as_slice(), messages[0].text.as_str()),
        (["b@gov.example".to_owned()].as_slice(), "123456\n")
    );
    let page = again.talk(again.http, "GET / HTTP/1.1\nHost: localhost\n\n");
    assert!(page.contains("123456") && page.contains("default-src 'none'"));
}
