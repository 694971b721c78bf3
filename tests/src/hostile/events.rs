//! Events that are odd, oversized or not what they say they are.

use serde_json::{Value, json};

use super::{FILE_NAMES, Piece};

/// What odd events are aimed at.
pub struct Aims<'a> {
    /// Where their requests would arrive.
    pub trap: &'a str,
    /// A message of the attacker's own.
    pub own: &'a str,
    /// A message of the person at the window.
    pub theirs: &'a str,
}

/// All of them.
pub fn odd(aims: &Aims<'_>) -> Vec<Piece> {
    [shapeless(), related(aims), files(aims.trap), other_kinds(aims.trap), oversized()].into_iter().flatten().collect()
}

fn message(name: &str, content: Value) -> Piece {
    Piece { name: name.to_owned(), event_type: "m.room.message", content, seen: None }
}

fn event(name: &str, event_type: &'static str, content: Value) -> Piece {
    Piece { name: name.to_owned(), event_type, content, seen: None }
}

/// Words that have to be seen in front of what is odd.
fn said(name: &str, rest: &str) -> Piece {
    let words = format!("piece {name}");
    let content = json!({"msgtype": "m.text", "body": format!("{words} {rest}")});
    Piece { seen: Some(words), ..message(name, content) }
}

/// Contents that are not of the form that the specification gives.
fn shapeless() -> Vec<Piece> {
    vec![
        message("empty", json!({})),
        message("type-number", json!({"msgtype": 7, "body": "x"})),
        message("type-null", json!({"msgtype": null, "body": null})),
        message("body-missing", json!({"msgtype": "m.text"})),
        message("body-list", json!({"msgtype": "m.text", "body": ["x"]})),
        message("body-empty", json!({"msgtype": "m.text", "body": ""})),
        message("body-blank", json!({"msgtype": "m.text", "body": "\u{200B}\u{2060}\u{FEFF}"})),
        message("format-number", json!({"msgtype": "m.text", "body": "x", "format": 1, "formatted_body": 2})),
        message("format-unknown", json!({"msgtype": "m.text", "body": "x", "format": "x/y", "formatted_body": "<b>"})),
        message("format-alone", json!({"msgtype": "m.text", "body": "x", "format": "org.matrix.custom.html"})),
        message(
            "type-unknown",
            json!({"msgtype": "invalid.kind", "body": "<img src=x onerror=window.hostile.push(3001)>"}),
        ),
        message(
            "mentions-odd",
            json!({"msgtype": "m.text", "body": "x", "m.mentions": {"user_ids": ["", "x", "@"], "room": "y"}}),
        ),
        message("mentions-list", json!({"msgtype": "m.text", "body": "x", "m.mentions": [1, 2]})),
        message("new-content-alone", json!({"msgtype": "m.text", "body": "x", "m.new_content": {"body": 1}})),
        message("deep", json!({"msgtype": "m.text", "body": "x", "deep": deep(60)})),
    ]
}

fn deep(levels: usize) -> Value {
    (0..levels).fold(json!("end"), |inner, _| json!({"in": inner}))
}

/// What claims to belong to another event.
fn related(aims: &Aims<'_>) -> Vec<Piece> {
    let text = |name: &str, relation: Value| {
        message(
            name,
            json!({"msgtype": "m.text", "body": format!("* {name}"), "m.relates_to": relation,
            "m.new_content": {"msgtype": "m.text", "body": "changed by somebody else"}}),
        )
    };
    vec![
        text("edit-of-theirs", json!({"rel_type": "m.replace", "event_id": aims.theirs})),
        text("edit-of-nothing", json!({"rel_type": "m.replace", "event_id": "$nothing"})),
        text("edit-of-nonsense", json!({"rel_type": "m.replace", "event_id": 7})),
        text("relation-list", json!([1, 2])),
        text("relation-unknown", json!({"rel_type": "invalid.relation", "event_id": aims.own})),
        text("answer-to-nothing", json!({"m.in_reply_to": {"event_id": "$nothing"}})),
        text(
            "answer-to-nonsense",
            json!({"m.in_reply_to": {"event_id": "<img src=x onerror=window.hostile.push(3002)>"}}),
        ),
        text("thread-of-nothing", json!({"rel_type": "m.thread", "event_id": "$nothing", "is_falling_back": "x"})),
        event("reaction-html", "m.reaction", reaction(aims.theirs, "<img src=x onerror=window.hostile.push(3003)>")),
        event("reaction-long", "m.reaction", reaction(aims.theirs, &"wide ".repeat(80))),
        event("reaction-empty", "m.reaction", reaction(aims.theirs, "")),
        event("reaction-marks", "m.reaction", reaction(aims.theirs, &"\u{0351}".repeat(200))),
        event("reaction-shapeless", "m.reaction", json!({"m.relates_to": 1})),
    ]
}

fn reaction(to: &str, key: &str) -> Value {
    json!({"m.relates_to": {"rel_type": "m.annotation", "event_id": to, "key": key}})
}

/// Files with names, kinds and addresses that no file has.
fn files(trap: &str) -> Vec<Piece> {
    let named = FILE_NAMES.iter().enumerate().map(|(number, name)| {
        let content = json!({"msgtype": "m.file", "body": name, "filename": name, "url": "mxc://nowhere.invalid/file",
            "info": {"mimetype": "application/pdf", "size": 10}});
        message(&format!("file-name-{number}"), content)
    });
    let shown = |name: &str, kind: &str, url: &str, info: Value| {
        message(name, json!({"msgtype": kind, "body": format!("{name}.png"), "url": url, "info": info}))
    };
    let nowhere = "mxc://nowhere.invalid/picture";
    let others = [
        shown("picture-web", "m.image", &format!("{trap}/picture-web"), json!({"mimetype": "image/png"})),
        shown("picture-data", "m.image", "data:image/svg+xml,<svg onload='window.hostile.push(3004)'/>", json!({})),
        shown("picture-climbs", "m.image", "mxc://../../../picture", json!({"mimetype": "image/png", "size": 1})),
        shown("picture-script", "m.image", nowhere, json!({"mimetype": "image/svg+xml", "w": 10, "h": 10})),
        shown(
            "picture-type",
            "m.image",
            nowhere,
            json!({"mimetype": "image/png\"><script>window.hostile.push(3005)</script>"}),
        ),
        shown(
            "picture-huge",
            "m.image",
            nowhere,
            json!({"mimetype": "image/png", "w": 9_007_199_254_740_991_u64, "h": 1}),
        ),
        shown("picture-flat", "m.image", nowhere, json!({"mimetype": "image/png", "w": 0, "h": 0, "size": 0})),
        shown("picture-negative", "m.image", nowhere, json!({"mimetype": "image/png", "w": -5, "h": -5, "size": -1})),
        shown(
            "picture-thumbnail",
            "m.image",
            nowhere,
            json!({"mimetype": "image/png",
            "thumbnail_url": format!("{trap}/picture-thumbnail"), "thumbnail_info": {"mimetype": "text/html"}}),
        ),
        shown("video-web", "m.video", &format!("{trap}/video-web"), json!({"duration": -1})),
        shown("audio-web", "m.audio", &format!("{trap}/audio-web"), json!({"mimetype": "audio/ogg"})),
        message("file-without-place", json!({"msgtype": "m.file", "body": "file-without-place.txt"})),
        message(
            "file-both-places",
            json!({"msgtype": "m.file", "body": "file-both-places.txt", "url": nowhere,
            "file": {"url": 1, "key": {}, "iv": "", "hashes": {}, "v": "v9"}}),
        ),
    ];
    named.chain(others).collect()
}

/// Other types of events.
fn other_kinds(trap: &str) -> Vec<Piece> {
    let evil = "<img src=x onerror=window.hostile.push(3006)>";
    let answers: Vec<Value> = (0..20).map(|n| json!({"id": format!("{n}"), "org.matrix.msc1767.text": evil})).collect();
    vec![
        message(
            "place",
            json!({"msgtype": "m.location", "body": evil, "geo_uri": "javascript:window.hostile.push(3007)"}),
        ),
        message("emote", json!({"msgtype": "m.emote", "body": evil})),
        message(
            "notice",
            json!({"msgtype": "m.notice", "body": evil, "format": "org.matrix.custom.html", "formatted_body": evil}),
        ),
        message(
            "verification",
            json!({"msgtype": "m.key.verification.request", "body": evil, "from_device": evil, "methods": [evil], "to": "@x:y"}),
        ),
        event("sticker", "m.sticker", json!({"body": evil, "url": format!("{trap}/sticker"), "info": {}})),
        event(
            "secret",
            "m.room.encrypted",
            json!({"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "AwgA", "session_id": evil, "sender_key": evil, "device_id": evil}),
        ),
        event("secret-unknown", "m.room.encrypted", json!({"algorithm": evil})),
        event("secret-empty", "m.room.encrypted", json!({})),
        event(
            "call",
            "m.call.invite",
            json!({"call_id": evil, "version": 0, "lifetime": 60000, "offer": {"type": "offer", "sdp": evil}}),
        ),
        event("unknown", "invalid.unknown.type", json!({"body": evil, "url": format!("{trap}/unknown")})),
        event(
            "poll-html",
            "org.matrix.msc3381.poll.start",
            json!({"org.matrix.msc1767.text": evil,
            "org.matrix.msc3381.poll.start": {"kind": "org.matrix.msc3381.poll.disclosed", "max_selections": 1,
                "question": {"org.matrix.msc1767.text": evil}, "answers": answers}}),
        ),
        event("poll-shapeless", "org.matrix.msc3381.poll.start", json!({"org.matrix.msc3381.poll.start": 1})),
        event(
            "poll-answer-odd",
            "org.matrix.msc3381.poll.response",
            json!({"m.relates_to": {"rel_type": "m.reference", "event_id": "$nothing"},
            "org.matrix.msc3381.poll.response": {"answers": [evil, 1]}}),
        ),
        event(
            "verdict-forged",
            "m.room.message",
            json!({"msgtype": "m.file", "body": "verdict-forged.exe", "url": "mxc://nowhere.invalid/forged",
            "org.depesha.scan": {"clean": true, "signature": evil}}),
        ),
    ]
}

/// As much as an event can hold once it is encrypted, of what costs most to show.
fn oversized() -> Vec<Piece> {
    const BYTES: usize = 46_000;
    // A line's end takes two bytes in an event.
    let of = |what: &str| what.repeat(BYTES / (json!(what).to_string().len() - 2));
    let html = |name: &str, html: String| {
        let words = format!("piece {name}");
        let content = json!({"msgtype": "m.text", "body": words, "format": "org.matrix.custom.html",
            "formatted_body": format!("<p>{words}</p>{html}")});
        Piece { seen: Some(words), ..message(name, content) }
    };
    vec![
        said("one-word", &of("a")),
        said("lines", &of("\n")),
        said("marks", &of("\u{0351}")),
        said("signs", &of("\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}")),
        said("turned", &of("\u{202E}\u{2066}a\u{2069}")),
        said("addresses", &of("https://a.invalid/ ")),
        said("half-addresses", &of("http://")),
        said("brackets", &of("https://a.invalid/(((((")),
        said("people", &of("@a:b.invalid ")),
        said("private-signs", &of("\u{E000}\u{FFFE}")),
        html("tags", of("<b>")),
        html("half-tags", of("<b")),
        html("entities", of("&amp;lt;")),
        html("lists", of("<ul><li>x")),
        html("quotes", of("<blockquote>x")),
        html("tables", of("<table><td>x")),
        html("spaces", of(" \n\t")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_can_be_sent_encrypted() {
        let aims = Aims { trap: "http://127.0.0.1:65535", own: "$own", theirs: "$theirs" };
        for piece in odd(&aims) {
            let size = piece.content.to_string().len();
            assert!(size < 48_000, "{}: {size} bytes", piece.name);
        }
    }
}
