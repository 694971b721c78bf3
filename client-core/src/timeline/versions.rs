//! What a message said before it was changed.

use matrix_sdk::deserialized_responses::TimelineEvent;
use matrix_sdk::room::{IncludeRelations, RelationsOptions};
use matrix_sdk::ruma::events::relation::RelationType;
use matrix_sdk::ruma::events::room::message::{
    MessageType, OriginalSyncRoomMessageEvent, Relation, SyncRoomMessageEvent,
};
use matrix_sdk::ruma::events::{AnySyncMessageLikeEvent, AnySyncTimelineEvent};
use matrix_sdk::ruma::{EventId, UInt, UserId};

use super::body::words_in;
use crate::Result;
use crate::messenger::Messenger;
use crate::problem::from_sdk;
use crate::view::{ProblemView, VersionView};

/// As many as are shown; the newest ones.
const SHOWN: u32 = 100;

impl Messenger {
    /// All that a message has said, the newest first and what was sent first at the end.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`], [`ProblemView::Unreachable`].
    pub async fn versions(&self, room_id: &str, event_id: &str) -> Result<Vec<VersionView>> {
        let room = self.active()?.room(room_id)?;
        let event_id = EventId::parse(event_id).map_err(|_| ProblemView::NotFound)?;
        let first = room.load_or_fetch_event(&event_id, None).await.map_err(|error| from_sdk(&error))?;
        let options = RelationsOptions {
            limit: Some(UInt::from(SHOWN)),
            include_relations: IncludeRelations::RelationsOfType(RelationType::Replacement),
            ..RelationsOptions::default()
        };
        let changes = room.relations(event_id, options).await.map_err(|error| from_sdk(&error))?;
        all(&first, &changes.chunk).ok_or(ProblemView::NotFound)
    }
}

/// Only the sender changes a message; and what came in clear changes none that came encrypted.
fn all(first: &TimelineEvent, changes: &[TimelineEvent]) -> Option<Vec<VersionView>> {
    let original = message(first)?;
    let counts = |change: &TimelineEvent, by: &UserId| {
        by == original.sender && (first.encryption_info().is_none() || change.encryption_info().is_some())
    };
    let mut versions: Vec<VersionView> = changes
        .iter()
        .filter_map(|event| {
            let change = message(event).filter(|change| counts(event, &change.sender))?;
            let at_ms = change.origin_server_ts.get().into();
            let Some(Relation::Replacement(change)) = change.content.relates_to else { return None };
            version(&change.new_content.msgtype, at_ms)
        })
        .collect();
    versions.push(version(&original.content.msgtype, original.origin_server_ts.get().into())?);
    Some(versions)
}

fn message(event: &TimelineEvent) -> Option<OriginalSyncRoomMessageEvent> {
    match event.raw().deserialize().ok()? {
        AnySyncTimelineEvent::MessageLike(AnySyncMessageLikeEvent::RoomMessage(SyncRoomMessageEvent::Original(
            message,
        ))) => Some(message),
        _ => None,
    }
}

fn version(message: &MessageType, at_ms: u64) -> Option<VersionView> {
    Some(VersionView { at_ms, nodes: words_in(message)? })
}

#[cfg(test)]
mod tests {
    use matrix_sdk::ruma::serde::Raw;
    use serde_json::{Value, json};

    use super::*;
    use crate::timeline::rich::plain;

    fn event(id: u64, sender: &str, content: &Value) -> TimelineEvent {
        let event = json!({"type": "m.room.message", "event_id": format!("$e{id}"), "sender": sender,
            "origin_server_ts": id, "content": content});
        TimelineEvent::from_plaintext(Raw::new(&event).expect("JSON").cast_unchecked())
    }

    fn change(id: u64, sender: &str, words: &str) -> TimelineEvent {
        let new = json!({"msgtype": "m.text", "body": words});
        let mut content = json!({"msgtype": "m.text", "body": format!("* {words}"), "m.new_content": new});
        content["m.relates_to"] = json!({"rel_type": "m.replace", "event_id": "$e1"});
        event(id, sender, &content)
    }

    #[test]
    fn versions_come_newest_first_and_only_from_the_sender() {
        let first = event(1, "@a:x", &json!({"msgtype": "m.text", "body": "at noon"}));
        let changes = [
            change(4, "@a:x", "at two"),
            change(3, "@evil:x", "never"),
            event(5, "@a:x", &json!({"msgtype": "m.text", "body": "no change"})),
            change(2, "@a:x", "at one"),
        ];
        let versions = all(&first, &changes).expect("versions");
        let said: Vec<_> = versions.iter().map(|version| (version.at_ms, plain(&version.nodes))).collect();
        assert_eq!(said, [(4, "at two".to_owned()), (2, "at one".to_owned()), (1, "at noon".to_owned())]);
    }
}
