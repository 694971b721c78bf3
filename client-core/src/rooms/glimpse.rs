//! The last messages of a room that lets everybody read: for whoever thinks about entering.
//!
//! The homeserver has them only if somebody of its own is in the room. If it has none, there is nothing to show, and that
//! is no failure.

use std::collections::BTreeMap;

use matrix_sdk::Client;
use matrix_sdk::ruma::api::Direction;
use matrix_sdk::ruma::api::client::filter::{LazyLoadOptions, RoomEventFilter};
use matrix_sdk::ruma::api::client::message::get_message_events::v3::{Request, Response};
use matrix_sdk::ruma::events::room::member::StrippedRoomMemberEvent;
use matrix_sdk::ruma::events::room::message::{Relation, SyncRoomMessageEvent};
use matrix_sdk::ruma::events::{AnyStateEvent, AnySyncMessageLikeEvent, AnySyncTimelineEvent};
use matrix_sdk::ruma::serde::Raw;
use matrix_sdk::ruma::{OwnedUserId, RoomId, UserId};

use super::summary::preview_kind;
use crate::text::person_name;
use crate::timeline::one_line;
use crate::view::PreviewView;

/// Events that are looked at, and messages that are shown.
const LOOK: u32 = 40;
const SHOWN: usize = 8;

/// The messages, the oldest first; none if they cannot be had.
pub(super) async fn glimpse(client: &Client, room: &RoomId) -> Vec<PreviewView> {
    let mut filter = RoomEventFilter::default();
    filter.types = Some(vec!["m.room.message".to_owned()]);
    filter.lazy_load_options = LazyLoadOptions::Enabled { include_redundant_members: false };
    let mut request = Request::new(room.to_owned(), Direction::Backward);
    request.limit = LOOK.into();
    request.filter = filter;
    match (client.send(request).await, client.user_id()) {
        (Ok(answer), Some(own)) => messages(&answer, own),
        _ => Vec::new(),
    }
}

fn messages(answer: &Response, own: &UserId) -> Vec<PreviewView> {
    let names: BTreeMap<OwnedUserId, String> = answer.state.iter().filter_map(member).collect();
    let event = |event: &Raw<_>| event.deserialize_as_unchecked::<AnySyncTimelineEvent>().ok();
    let shown = answer.chunk.iter().filter_map(event).filter_map(|event| {
        let AnySyncTimelineEvent::MessageLike(AnySyncMessageLikeEvent::RoomMessage(SyncRoomMessageEvent::Original(
            message,
        ))) = event
        else {
            return None;
        };
        // What a message was changed to stands behind the message that it changes.
        if matches!(message.content.relates_to, Some(Relation::Replacement(_))) {
            return None;
        }
        let name = names.get(&message.sender).map(String::as_str);
        Some(PreviewView {
            sender: person_name(name, message.sender.as_str()).name,
            own: message.sender == own,
            text: one_line(&message.content.msgtype),
            kind: preview_kind(&message.content.msgtype),
            at_ms: message.origin_server_ts.get().into(),
        })
    });
    let mut shown: Vec<PreviewView> = shown.take(SHOWN).collect();
    shown.reverse();
    shown
}

fn member(event: &Raw<AnyStateEvent>) -> Option<(OwnedUserId, String)> {
    let event: StrippedRoomMemberEvent = event.deserialize_as_unchecked().ok()?;
    Some((event.state_key, event.content.displayname?))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::view::PreviewKind;

    fn said(n: u64, sender: &str, content: &Value) -> Value {
        json!({"type": "m.room.message", "event_id": format!("$e{n}"), "sender": sender, "origin_server_ts": n,
            "room_id": "!r", "content": content})
    }

    #[test]
    fn the_last_messages_come_in_order_and_with_names() {
        let text = |words: &str| json!({"msgtype": "m.text", "body": words});
        let mut changed = text("* two, better");
        changed["m.relates_to"] = json!({"rel_type": "m.replace", "event_id": "$e2"});
        changed["m.new_content"] = text("two, better");
        let deleted = json!({"type": "m.room.message", "event_id": "$e3", "sender": "@a:x", "origin_server_ts": 3,
            "room_id": "!r", "content": {}, "unsigned": {"redacted_because": {"type": "m.room.redaction",
            "event_id": "$r", "sender": "@a:x", "origin_server_ts": 4, "room_id": "!r", "content": {}, "redacts": "$e3"}}});
        let mut chunk = vec![
            said(5, "@b:x", &json!({"msgtype": "m.file", "body": "plan.pdf", "url": "mxc://x/y"})),
            said(4, "@a:x", &changed),
            deleted,
            said(2, "@a:x", &text("two\nlines")),
        ];
        chunk.extend((0..20).map(|n| said(n, "@a:x", &text("before"))));
        let member = json!({"type": "m.room.member", "state_key": "@a:x", "sender": "@a:x", "event_id": "$m",
            "origin_server_ts": 1, "room_id": "!r",
            "content": {"membership": "join", "displayname": "Anna KOVALENKO [Interior]"}});
        let mut answer = Response::new();
        answer.chunk = chunk.iter().map(|event| Raw::new(event).expect("JSON").cast_unchecked()).collect();
        answer.state = vec![Raw::new(&member).expect("JSON").cast_unchecked()];
        let own = UserId::parse("@b:x").expect("user");
        let shown = messages(&answer, &own);
        assert_eq!(shown.len(), SHOWN);
        let last: Vec<_> =
            shown[SHOWN - 2..].iter().map(|one| (one.sender.as_str(), one.own, one.kind, one.at_ms)).collect();
        assert_eq!(
            last,
            [("Anna KOVALENKO", false, PreviewKind::Text, 2), ("@b:x", true, PreviewKind::File, 5)],
            "a change and what was deleted are no messages"
        );
        assert!(!shown[SHOWN - 2].text.contains('\n'), "one line: {:?}", shown[SHOWN - 2].text);
    }
}
