//! What an ICAP server answers (RFC 3507), read strictly: the head, where the encapsulated parts stand, what was found.
//!
//! Nothing here waits or connects.

use crate::engine::EngineError;

/// The longest head that is read, bytes.
pub(super) const HEAD_BYTES: usize = 64 << 10;
/// The longest name of a find that is kept.
const NAME_CHARS: usize = 100;

/// A status line and its headers, of ICAP or of the HTTP answer inside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Of the status line.
    pub status: u16,
    headers: Vec<(String, String)>,
}

/// A part of an answer that the ICAP head announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The head of the HTTP request.
    RequestHead,
    /// The head of the HTTP answer.
    AnswerHead,
    /// The body of the HTTP answer.
    AnswerBody,
    /// No body follows.
    NoBody,
}

/// What a server says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capabilities {
    /// Changes when its answers would: its signatures' version.
    pub tag: String,
    /// What it calls itself.
    pub service: String,
    /// How much of a content it wants to see first.
    pub preview: Option<usize>,
}

fn odd(what: &str) -> EngineError {
    EngineError::Answer(what.to_owned())
}

impl Head {
    /// From the bytes of a head, the empty line at its end included or not.
    ///
    /// # Errors
    /// If it is no head of the protocol (`ICAP/1.0` or `HTTP/1.1`).
    pub fn parse(bytes: &[u8], protocol: &str) -> Result<Self, EngineError> {
        let text = std::str::from_utf8(bytes).map_err(|_| odd("a head that is no text"))?;
        let mut lines = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
        let first = lines.next().unwrap_or_default();
        let (version, rest) = first.split_once(' ').ok_or_else(|| odd("no status line"))?;
        let family = protocol.split('/').next().unwrap_or_default();
        let known = version.split_once('/').is_some_and(|(name, number)| name == family && number.starts_with("1."));
        let digits = rest.get(..3).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
        let ends = rest.get(3..).is_some_and(|after| after.is_empty() || after.starts_with(' '));
        let status = digits.filter(|_| known && ends).and_then(|digits| digits.parse().ok());
        let status = status.ok_or_else(|| odd("no status line"))?;
        let mut headers: Vec<(String, String)> = Vec::new();
        for line in lines.take_while(|line| !line.is_empty()) {
            if line.starts_with([' ', '\t']) {
                let (_, value) = headers.last_mut().ok_or_else(|| odd("a head that begins with a continued line"))?;
                value.push('\n');
                value.push_str(line.trim());
                continue;
            }
            let (name, value) = line.split_once(':').ok_or_else(|| odd("a header without a colon"))?;
            headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
        Ok(Self { status, headers })
    }

    /// The first header of this name, which is given in small letters.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The name of what was found, if the head says that something was. The headers are not standardised; these are the
    /// ones that servers send.
    pub fn find(&self) -> Option<String> {
        if let Some(value) = self.get("x-infection-found") {
            let threat = value.split(';').find_map(|field| field.trim().strip_prefix("Threat="));
            return Some(clean_name(threat.unwrap_or_default()));
        }
        if let Some(value) = self.get("x-virus-id").or_else(|| self.get("x-virus-name")) {
            return Some(clean_name(value));
        }
        // A count, then for each violation four lines: file, what it is, a number, what was done.
        let value = self.get("x-violations-found")?;
        let mut lines = value.lines().map(str::trim);
        if lines.next() == Some("0") {
            return None;
        }
        Some(clean_name(lines.nth(1).unwrap_or_default()))
    }

    /// The parts that follow an ICAP head, each with the length of its head; the body, or that there is none, comes last.
    ///
    /// # Errors
    /// If the header `Encapsulated` is missing, stands there twice, or does not hold together.
    pub fn parts(&self) -> Result<Vec<(Part, usize)>, EngineError> {
        let mut values = self.headers.iter().filter(|(name, _)| name == "encapsulated");
        let (_, value) = values.next().ok_or_else(|| odd("no Encapsulated"))?;
        if values.next().is_some() {
            return Err(odd("two Encapsulated"));
        }
        let mut places = Vec::new();
        for field in value.split(',') {
            let (name, offset) = field.trim().split_once('=').ok_or_else(|| odd("a wrong Encapsulated"))?;
            let part = match name.trim().to_ascii_lowercase().as_str() {
                "req-hdr" => Part::RequestHead,
                "res-hdr" => Part::AnswerHead,
                "res-body" => Part::AnswerBody,
                "null-body" => Part::NoBody,
                _ => return Err(odd("an Encapsulated with parts that do not belong there")),
            };
            let offset = offset.trim();
            let numeric = offset.bytes().all(|b| b.is_ascii_digit());
            let offset: usize = offset.parse().ok().filter(|_| numeric).ok_or_else(|| odd("a wrong Encapsulated"))?;
            places.push((part, offset));
        }
        let heads_first = places.split_last().is_some_and(|((last, _), heads)| {
            matches!(last, Part::AnswerBody | Part::NoBody)
                && heads.iter().all(|(part, _)| matches!(part, Part::RequestHead | Part::AnswerHead))
        });
        let ascending = places.windows(2).all(|pair| pair[0].1 < pair[1].1);
        if places.len() > 3 || !heads_first || !ascending || places[0].1 != 0 || places[places.len() - 1].1 > HEAD_BYTES
        {
            return Err(odd("a wrong Encapsulated"));
        }
        let ends = places.iter().skip(1).map(|(_, offset)| *offset).chain([usize::MAX]);
        Ok(places.iter().zip(ends).map(|((part, from), to)| (*part, to - from)).collect())
    }

    /// What an answer to `OPTIONS` says.
    ///
    /// # Errors
    /// If the service does not look at answers (`RESPMOD`), or refuses.
    pub fn capabilities(&self) -> Result<Capabilities, EngineError> {
        if self.status != 200 {
            return Err(EngineError::Answer(format!("status {}", self.status)));
        }
        let methods = self.get("methods").unwrap_or_default();
        if !methods.split(',').any(|method| method.trim().eq_ignore_ascii_case("RESPMOD")) {
            return Err(odd("that the service does not take RESPMOD: name the antivirus service in its url"));
        }
        let tag = self.get("istag").unwrap_or_default().trim_matches('"');
        let tag = if tag.is_empty() { "unknown".to_owned() } else { clean_name(tag) };
        let service = self.get("service").map(clean_text).unwrap_or_default();
        let preview = self.get("preview").and_then(|bytes| bytes.parse().ok());
        Ok(Capabilities { tag, service, preview })
    }

    /// The tag of an answer, as in [`Capabilities`].
    pub fn tag(&self) -> Option<String> {
        self.get("istag").map(|tag| clean_name(tag.trim_matches('"')))
    }
}

fn clean_text(text: &str) -> String {
    let text: String = text.chars().filter(|c| c.is_ascii_graphic() || *c == ' ').take(NAME_CHARS).collect();
    text.trim().to_owned()
}

/// The name without what does not belong into one; never empty.
fn clean_name(name: &str) -> String {
    let name: String = name.chars().filter(char::is_ascii_graphic).take(NAME_CHARS).collect();
    if name.is_empty() { "found".to_owned() } else { name }
}

/// The length that a line before a chunk announces.
///
/// # Errors
/// If it is no hexadecimal number, or larger than any file.
pub(super) fn chunk_length(line: &[u8]) -> Result<usize, EngineError> {
    let number = line.split(|b| *b == b';').next().unwrap_or_default().trim_ascii();
    let number = std::str::from_utf8(number).unwrap_or_default();
    let hexadecimal = !number.is_empty() && number.len() <= 12 && number.bytes().all(|b| b.is_ascii_hexdigit());
    let length = if hexadecimal { usize::from_str_radix(number, 16).ok() } else { None };
    length.ok_or_else(|| odd("a wrong chunk"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn icap(headers: &str) -> Head {
        Head::parse(format!("ICAP/1.0 200 OK\r\n{headers}\r\n").as_bytes(), "ICAP/1.0").expect("a head")
    }

    #[test]
    fn each_servers_way_to_name_a_find_is_understood() {
        for (headers, name) in [
            ("X-Infection-Found: Type=0; Resolution=2; Threat=EICAR-Test;\r\n", Some("EICAR-Test")),
            ("x-infection-found: Type=0; Resolution=1\r\n", Some("found")),
            ("X-Virus-ID: W32.Thing\r\n", Some("W32.Thing")),
            ("X-Violations-Found: 1\r\n\tfile\r\n\tEicar test\r\n\t1\r\n\t2\r\n", Some("Eicartest")),
            ("X-Violations-Found: 0\r\n", None),
            ("ISTag: \"5\"\r\n", None),
        ] {
            assert_eq!(icap(headers).find().as_deref(), name, "{headers}");
        }
    }

    #[test]
    fn the_parts_must_hold_together() {
        let parts = |value: &str| icap(&format!("Encapsulated: {value}\r\n")).parts().ok();
        assert_eq!(parts("res-hdr=0, res-body=10").map(|p| p[0]), Some((Part::AnswerHead, 10)));
        assert_eq!(parts("req-hdr=0, res-hdr=5, null-body=9").map(|p| p[1]), Some((Part::AnswerHead, 4)));
        for wrong in [
            "",
            "res-hdr",
            "res-hdr=x, res-body=1",
            "res-hdr=-1, res-body=3",
            "res-hdr=+0, res-body=3",
            "res-body=5",
            "res-hdr=0",
            "res-hdr=5, res-body=0",
            "res-hdr=0, res-body=0",
            "res-body=0, res-hdr=5",
            "res-hdr=0, res-body=99999999",
            "req-hdr=0, req-body=5",
            "opt-body=0",
            "res-hdr=0, res-hdr=1, res-hdr=2, res-body=3",
            "res-hdr=0, res-body=99999999999999999999999",
        ] {
            assert_eq!(parts(wrong), None, "{wrong}");
        }
        assert!(icap("").parts().is_err());
        assert!(icap("Encapsulated: null-body=0\r\nEncapsulated: null-body=0\r\n").parts().is_err());
    }

    #[test]
    fn a_status_line_is_one_or_none() {
        let status = |line: &str| Head::parse(line.as_bytes(), "ICAP/1.0").ok().map(|head| head.status);
        assert_eq!(status("ICAP/1.0 204 No Content\r\n\r\n"), Some(204));
        assert_eq!(status("ICAP/1.0 204\r\n"), Some(204));
        for wrong in
            ["", "204", "HTTP/1.1 204 OK", "ICAP/2.0 204 OK", "ICAP/1.0 2040", "ICAP/1.0 x04 OK", "ICAP/1.0 +20"]
        {
            assert_eq!(status(wrong), None, "{wrong}");
        }
        assert!(Head::parse(b"ICAP/1.0 200 OK\r\n folded\r\n", "ICAP/1.0").is_err());
        assert!(Head::parse(b"ICAP/1.0 200 OK\r\nno colon\r\n", "ICAP/1.0").is_err());
    }

    #[test]
    fn capabilities_are_those_of_a_service_that_looks_at_answers() {
        let found = icap("Methods: REQMOD, RESPMOD\r\nISTag: \"CI-1\"\r\nPreview: 1024\r\nService: AV \u{7} 3\r\n");
        let expected = Capabilities { tag: "CI-1".into(), service: "AV  3".into(), preview: Some(1024) };
        assert_eq!(found.capabilities().ok(), Some(expected));
        assert!(icap("Methods: REQMOD\r\n").capabilities().is_err());
        assert_eq!(chunk_length(b"1aF; ieof").ok(), Some(0x1af));
        for wrong in [&b""[..], b"x", b"-1", b"+1", b"fffffffffffff"] {
            assert!(chunk_length(wrong).is_err());
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), value in "[a-z=0-9, -]{0,60}") {
            let _ = Head::parse(&bytes, "ICAP/1.0").map(|head| (head.find(), head.parts().is_ok()));
            let _ = icap(&format!("Encapsulated: {value}\r\nX-Violations-Found: {value}\r\n")).parts();
            let _ = chunk_length(&bytes);
        }
    }
}
