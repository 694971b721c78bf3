//! Types of readable content. Scripts are told by what only they do; a letter that quotes one line of a script is a
//! letter.

/// The beginning in lower case, if it is readable: UTF-8, or UTF-16 with its mark. `more`: the content goes on after it.
pub(super) fn readable(head: &[u8], more: bool) -> Option<String> {
    let wide = match head {
        [0xff, 0xfe, rest @ ..] => Some((rest, u16::from_le_bytes as fn([u8; 2]) -> u16)),
        [0xfe, 0xff, rest @ ..] => Some((rest, u16::from_be_bytes as fn([u8; 2]) -> u16)),
        _ => None,
    };
    let text = match wide {
        Some((rest, unit)) => {
            let units = rest.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
            char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect::<String>()
        }
        None => {
            let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
            match std::str::from_utf8(head) {
                Ok(text) => text.to_owned(),
                Err(error) if error.error_len().is_none() && more => {
                    String::from_utf8_lossy(&head[..error.valid_up_to()]).into_owned()
                }
                Err(_) => single_bytes(head)?,
            }
        }
    };
    let control = text.chars().any(|c| c < ' ' && !matches!(c, '\t' | '\n' | '\r' | '\u{c}'));
    (!text.is_empty() && !control).then(|| text.to_lowercase())
}

/// Old encodings with one byte for a letter: accepted as text only if it begins as a page or a script would, so that
/// neither hides behind one accent.
fn single_bytes(head: &[u8]) -> Option<String> {
    let ascii = head.iter().filter(|b| b.is_ascii()).count();
    let control = head.iter().any(|b| *b < b' ' && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c));
    let text: String = head.iter().map(|b| char::from(*b)).collect();
    let start = text.trim_start();
    let marked = start.starts_with(['<', '@', '#', '[']) || ascii * 10 >= head.len() * 7;
    (!control && marked).then_some(text)
}

pub(super) fn media_type(text: &str) -> &'static str {
    let start = text.trim_start();
    if start.starts_with("#!") {
        return "text/x-shellscript";
    }
    if start.starts_with('<') {
        return markup(start);
    }
    if let Some(found) = mail(start) {
        return found;
    }
    let line = |wanted: &str| text.lines().any(|line| line.trim_start().starts_with(wanted));
    let holds = |words: &[&str]| words.iter().filter(|word| text.contains(**word)).count();
    if line("[internetshortcut]") {
        return "application/x-mswinurl";
    }
    if line("[desktop entry]") {
        return "application/x-desktop";
    }
    if start.starts_with("windows registry editor") || start.starts_with("regedit4") {
        return "application/x-ms-reg";
    }
    if ["@echo ", "@cls", "@powershell", "@setlocal", "@cmd", "@start "].iter().any(|s| start.starts_with(s)) {
        return "application/x-bat";
    }
    let host = holds(&["wscript.", "activexobject(", "scripting.filesystemobject", "shell.application", "msxml2."]);
    if host > 0 && text.contains("createobject(") && (line("dim ") || line("set ") || line("on error resume next")) {
        return "text/vbscript";
    }
    if host > 0 && (line("var ") || line("function ") || line("(function") || line("let ") || line("wscript.")) {
        return "text/javascript";
    }
    const CMDLETS: [&str; 14] = [
        "$erroractionpreference",
        "set-executionpolicy",
        "invoke-expression",
        "invoke-webrequest",
        "invoke-restmethod",
        "new-object ",
        "start-process",
        "[cmdletbinding",
        "write-host",
        "downloadstring(",
        "frombase64string(",
        "param(",
        "iex(",
        "get-wmiobject",
    ];
    if CMDLETS.iter().filter(|word| line(word)).count() + usize::from(line("$")) >= 2 && holds(&CMDLETS) >= 1 {
        return "text/x-powershell";
    }
    "text/plain"
}

fn markup(start: &str) -> &'static str {
    let tag = |name: &str| {
        start
            .match_indices(name)
            .any(|(at, _)| start[at + name.len()..].starts_with(|c: char| c == '>' || c == '/' || c.is_whitespace()))
    };
    let xml = start.starts_with("<?xml");
    if start.contains("<hta:application") {
        return "application/hta";
    }
    if tag("<librarydescription") || tag("<persistedquery") {
        return "application/x-ms-library";
    }
    if tag("<pcsettings") {
        return "application/x-ms-settings";
    }
    let html = tag("<html") || start.contains("<!doctype html");
    if !html && tag("<script") && ["<job", "<package", "<scriptlet", "<component"].iter().any(|name| tag(name)) {
        return "application/x-wsf";
    }
    if (tag("<svg") || tag("<svg:svg")) && !html {
        return "image/svg+xml";
    }
    let page =
        ["<html", "<head", "<body", "<script", "<iframe", "<table", "<style", "<title", "<div", "<meta", "<form"];
    let page = html
        || (!xml && page.iter().any(|name| tag(name)))
        || (!xml && ["<a", "<b", "<p", "<br", "<h1"].iter().any(|name| tag(name)));
    match (page, xml) {
        (true, _) => "text/html",
        (false, true) => "text/xml",
        _ => "text/plain",
    }
}

fn mail(start: &str) -> Option<&'static str> {
    const FIELDS: [&str; 11] = [
        "from:",
        "to:",
        "subject:",
        "date:",
        "received:",
        "return-path:",
        "mime-version:",
        "message-id:",
        "x-",
        "content-type:",
        "delivered-to:",
    ];
    if start.starts_with("from ") && start.contains("\nfrom:") {
        return Some("application/mbox");
    }
    if !FIELDS.iter().any(|field| start.starts_with(field)) {
        return None;
    }
    let fields = FIELDS.iter().filter(|field| start.contains(&format!("\n{field}"))).count();
    let saved = start.contains("\nsnapshot-content-location:") || start.contains("saved by");
    let letter = ["\nto:", "\nreceived:", "\ndelivered-to:"].iter().any(|field| start.contains(field));
    let related = start.contains("multipart/related");
    if start.contains("mime-version:") && (saved || (!letter && (related || start.contains("content-location:")))) {
        return Some("multipart/related");
    }
    (fields >= 2).then_some("message/rfc822")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_pages_and_letters_are_told_apart() {
        let cases = [
            ("Dear colleagues,\nplease run Get-ChildItem.\n", "text/plain"),
            ("a,b\n1,2\n", "text/plain"),
            ("#!/bin/sh\nrm x\n", "text/x-shellscript"),
            ("@echo off\r\ndel x\r\n", "application/x-bat"),
            ("$ErrorActionPreference = 'Stop'\nInvoke-WebRequest http://a.example -OutFile b\n", "text/x-powershell"),
            ("Dim s\nSet s = CreateObject(\"WScript.Shell\")\ns.Run \"calc\"\n", "text/vbscript"),
            ("var s = new ActiveXObject('WScript.Shell');\n", "text/javascript"),
            ("[InternetShortcut]\nURL=file://a/b\n", "application/x-mswinurl"),
            ("Windows Registry Editor Version 5.00\n", "application/x-ms-reg"),
            ("  <!DOCTYPE html><html><body>x", "text/html"),
            ("<html><head><HTA:APPLICATION id=x>", "application/hta"),
            ("<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "image/svg+xml"),
            ("<?xml version=\"1.0\"?><invoice/>", "text/xml"),
            ("<job id=\"a\"><script language=\"VBScript\">", "application/x-wsf"),
            ("From: a@gov.example\nTo: b@gov.example\nSubject: x\nMIME-Version: 1.0\n\nhello", "message/rfc822"),
            (
                "From: <Saved by Blink>\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/related\n",
                "multipart/related",
            ),
        ];
        for (text, found) in cases {
            assert_eq!(media_type(&readable(text.as_bytes(), false).expect("readable")), found, "{text}");
            let wide: Vec<u8> =
                [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
            assert_eq!(media_type(&readable(&wide, false).expect("readable")), found, "{text}");
        }
        assert!(readable(b"\0\x01", false).is_none());
        assert!(readable(b"", false).is_none());
    }
}
