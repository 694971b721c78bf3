//! The page's door: two answers and a style sheet, to requests of this machine.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use super::page;
use super::store::Store;

const PATIENCE: Duration = Duration::from_secs(10);
const LARGEST_HEAD: u64 = 16 << 10;

struct Answer {
    status: &'static str,
    kind: &'static str,
    body: String,
}

/// Answers one request and closes.
pub(super) fn answer(stream: TcpStream, store: &Store) -> std::io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut output = stream.try_clone()?;
    let mut head = Vec::new();
    let mut input = BufReader::new(stream).take(LARGEST_HEAD);
    while !head.ends_with(b"\r\n\r\n") {
        if input.read_until(b'\n', &mut head)? == 0 {
            return Ok(());
        }
    }
    let answer = route(&String::from_utf8_lossy(&head), store);
    write!(
        output,
        "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
         Content-Security-Policy: default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'\r\n\
         X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\n\r\n{}",
        answer.status,
        answer.kind,
        answer.body.len(),
        answer.body,
    )?;
    output.flush()
}

fn route(head: &str, store: &Store) -> Answer {
    let mut lines = head.lines();
    let mut words = lines.next().unwrap_or_default().split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let host = lines.find_map(|line| line.split_once(':').filter(|(name, _)| name.eq_ignore_ascii_case("host")));
    let host = host.map(|(_, value)| value.trim().rsplit_once(':').map_or(value.trim(), |(name, _)| name));
    // A page from elsewhere could point its own name at this machine and read the codes.
    if !matches!(host, Some("127.0.0.1" | "localhost")) {
        return plain("421 Misdirected Request", "ask for 127.0.0.1");
    }
    if method != "GET" {
        return plain("405 Method Not Allowed", "only GET");
    }
    let Ok(messages) = store.messages() else {
        return plain("500 Internal Server Error", "the mails cannot be read");
    };
    match target.split('?').next().unwrap_or_default() {
        "/" => Answer { status: "200 OK", kind: "text/html; charset=utf-8", body: page::page(&messages) },
        "/style.css" => Answer { status: "200 OK", kind: "text/css; charset=utf-8", body: page::STYLE.to_owned() },
        "/api/messages" => match serde_json::to_string(&messages) {
            Ok(body) => Answer { status: "200 OK", kind: "application/json", body },
            Err(_) => plain("500 Internal Server Error", "the mails cannot be written as JSON"),
        },
        _ => plain("404 Not Found", "there is / and /api/messages"),
    }
}

fn plain(status: &'static str, text: &str) -> Answer {
    Answer { status, kind: "text/plain; charset=utf-8", body: format!("{text}\n") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(head: &str) -> (tempfile::TempDir, Answer) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.keep(&["a@gov.example".to_owned()], b"Subject: <b>Code</b>\r\n\r\n123456\r\n").unwrap();
        let answer = route(head, &store);
        (dir, answer)
    }

    #[test]
    fn machines_and_people_get_the_same_mails() {
        let (_dir, json) = asked("GET /api/messages HTTP/1.1\r\nHost: 127.0.0.1:28026\r\n\r\n");
        assert!(
            json.body.starts_with(r#"[{"to":["a@gov.example"],"subject":"<b>Code</b>","text":"123456\n""#),
            "{}",
            json.body
        );
        let (_dir, page) = asked("GET / HTTP/1.1\r\nhost: localhost:28026\r\n\r\n");
        assert!(page.body.contains("&lt;b&gt;Code&lt;/b&gt;") && !page.body.contains("<b>"), "{}", page.body);
    }

    #[test]
    fn names_of_elsewhere_and_other_methods_are_refused() {
        for head in ["GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", "GET / HTTP/1.1\r\n\r\n"] {
            let (_dir, answer) = asked(head);
            assert_eq!(answer.status, "421 Misdirected Request");
            assert!(!answer.body.contains("123456"));
        }
        assert_eq!(asked("POST / HTTP/1.1\r\nHost: localhost\r\n\r\n").1.status, "405 Method Not Allowed");
        assert_eq!(asked("GET /other HTTP/1.1\r\nHost: localhost\r\n\r\n").1.status, "404 Not Found");
    }
}
