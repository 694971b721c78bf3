//! What an event means for the search: words that can be found, a change of them, or that they are gone.

use matrix_sdk::deserialized_responses::TimelineEvent;
use matrix_sdk::ruma::events::room::message::{MessageType, Relation, SyncRoomMessageEvent};
use matrix_sdk::ruma::events::{AnySyncMessageLikeEvent, AnySyncStateEvent, AnySyncTimelineEvent};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::timeline::searchable;

/// Of a message so much is kept, in bytes.
const LONGEST: usize = 20_000;

/// What a message says, and the name of its file if it has one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Said {
    pub(super) text: String,
    pub(super) file: Option<String>,
}

/// Something that was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) sender: String,
    pub(super) at_ms: u64,
    /// It came without encryption.
    pub(super) clear: bool,
    pub(super) said: Said,
    /// For a change: of which event.
    pub(super) of: Option<String>,
}

/// What an event means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Words, or other words in the place of those of another event.
    Said(Entry),
    /// An event says no longer what it said.
    Gone(String),
    /// It cannot be read yet.
    Closed,
    /// The conversation begins with it.
    Begins,
    /// There is nothing in it to search for.
    Nothing,
}

pub(super) fn read(event: &TimelineEvent) -> Meaning {
    match event.raw().deserialize() {
        Ok(AnySyncTimelineEvent::State(AnySyncStateEvent::RoomCreate(_))) => Meaning::Begins,
        Ok(AnySyncTimelineEvent::State(_)) | Err(_) => Meaning::Nothing,
        Ok(AnySyncTimelineEvent::MessageLike(message)) => read_message(event, message),
    }
}

fn read_message(event: &TimelineEvent, message: AnySyncMessageLikeEvent) -> Meaning {
    if let AnySyncMessageLikeEvent::RoomRedaction(_) = message {
        return redacts(event).map_or(Meaning::Nothing, Meaning::Gone);
    }
    if message.is_redacted() {
        return Meaning::Gone(message.event_id().to_string());
    }
    if event.kind.is_utd() {
        return Meaning::Closed;
    }
    let AnySyncMessageLikeEvent::RoomMessage(SyncRoomMessageEvent::Original(message)) = message else {
        return Meaning::Nothing;
    };
    let (of, content) = match &message.content.relates_to {
        Some(Relation::Replacement(change)) => (Some(change.event_id.to_string()), &change.new_content.msgtype),
        _ => (None, &message.content.msgtype),
    };
    let Some(said) = said(content) else { return Meaning::Nothing };
    Meaning::Said(Entry {
        id: message.event_id.to_string(),
        sender: message.sender.to_string(),
        at_ms: message.origin_server_ts.get().into(),
        clear: event.encryption_info().is_none(),
        said,
        of,
    })
}

/// Which event a deletion empties; older rooms say it beside the content.
fn redacts(event: &TimelineEvent) -> Option<String> {
    let json: Value = event.raw().deserialize_as_unchecked().ok()?;
    let redacts = json.get("redacts").or_else(|| json.get("content")?.get("redacts"))?;
    redacts.as_str().map(ToOwned::to_owned)
}

fn said(message: &MessageType) -> Option<Said> {
    let (text, file) = searchable(message)?;
    let text = text[..text.floor_char_boundary(LONGEST)].to_owned();
    (!text.is_empty() || file.is_some()).then_some(Said { text, file })
}

#[cfg(test)]
pub(super) mod tests {
    use matrix_sdk::ruma::serde::Raw;
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    pub(in crate::search) fn event(json: &Value) -> TimelineEvent {
        TimelineEvent::from_plaintext(Raw::new(json).expect("JSON").cast_unchecked())
    }

    fn message(content: &Value) -> Meaning {
        read(&event(&json!({"type": "m.room.message", "event_id": "$a", "sender": "@anna:x",
            "origin_server_ts": 7, "content": content})))
    }

    fn words(content: &Value) -> Option<(String, Option<String>)> {
        match message(content) {
            Meaning::Said(entry) => Some((entry.said.text, entry.said.file)),
            _ => None,
        }
    }

    #[test]
    fn words_files_and_changes_are_read() {
        let text = json!({"msgtype": "m.text", "body": "**Bonjour**", "format": "org.matrix.custom.html",
            "formatted_body": "<strong>Bonjour</strong><script>x</script>"});
        assert_eq!(words(&text), Some(("Bonjour".into(), None)));
        let file = json!({"msgtype": "m.file", "body": "the plan", "filename": "../plan.pdf", "url": "mxc://x/y"});
        assert_eq!(words(&file), Some(("the plan".into(), Some("plan.pdf".into()))));
        let change = json!({"msgtype": "m.text", "body": "* b", "m.new_content": {"msgtype": "m.text", "body": "b"},
            "m.relates_to": {"rel_type": "m.replace", "event_id": "$first"}});
        let Meaning::Said(entry) = message(&change) else { panic!("no change") };
        assert_eq!((entry.of.as_deref(), entry.said.text.as_str()), (Some("$first"), "b"));
    }

    #[test]
    fn deletions_beginnings_and_odd_events_are_told_apart() {
        let of = |json: Value| read(&event(&json));
        let base = |kind: &str, content: Value| json!({"type": kind, "event_id": "$a", "sender": "@a:x", "origin_server_ts": 1, "content": content});
        assert_eq!(of(base("m.room.redaction", json!({"redacts": "$old"}))), Meaning::Gone("$old".into()));
        let mut older = base("m.room.redaction", json!({}));
        older["redacts"] = json!("$old");
        assert_eq!(of(older), Meaning::Gone("$old".into()));
        let mut emptied = base("m.room.message", json!({}));
        emptied["unsigned"] = json!({"redacted_because": base("m.room.redaction", json!({"redacts": "$a"}))});
        assert_eq!(of(emptied), Meaning::Gone("$a".into()));
        let mut create = base("m.room.create", json!({"room_version": "11"}));
        create["state_key"] = json!("");
        assert_eq!(of(create), Meaning::Begins);
        assert_eq!(of(base("m.reaction", json!({}))), Meaning::Nothing);
        assert_eq!(of(json!({})), Meaning::Nothing);
        assert_eq!(of(json!([1])), Meaning::Nothing);
    }

    proptest! {
        #[test]
        fn no_message_is_too_odd(body in ".{0,40}", html in ".{0,40}", name in ".{0,20}", kind in "m\\.(text|file|image|notice|x)") {
            let odd = json!({"msgtype": kind, "body": body, "filename": name, "url": "mxc://x/y",
                "format": "org.matrix.custom.html", "formatted_body": html});
            let _ = message(&odd);
        }
    }
}
