//! Why a message was deleted, and by whom: what is kept of the deletion in the event that it emptied.

use matrix_sdk::Room;
use matrix_sdk::ruma::{OwnedUserId, UserId};
use matrix_sdk_ui::timeline::EventTimelineItem;
use serde_json::Value;

use super::people::Names;
use crate::text::clean;
use crate::view::BodyView;

/// What stands in the place of a message that is gone. Nobody is asked over the network for it.
pub(super) async fn deleted(event: &EventTimelineItem, names: &Names) -> BodyView {
    let kept = kept(&names.room, event).await;
    let (by, reason) = kept.map(|kept| deletion(&kept, event.sender())).unwrap_or_default();
    let by = match by {
        Some(user) => names.look_up(&user).await.name,
        None => String::new(),
    };
    BodyView::Deleted { by, reason }
}

async fn kept(room: &Room, event: &EventTimelineItem) -> Option<Value> {
    let (cache, _running) = room.event_cache().await.ok()?;
    let kept = cache.find_event(event.event_id()?).await.ok()??;
    kept.raw().deserialize_as_unchecked().ok()
}

/// Who deleted it, if that was not its sender, and why.
fn deletion(event: &Value, sender: &UserId) -> (Option<OwnedUserId>, String) {
    let because = &event["unsigned"]["redacted_because"];
    let by = because["sender"].as_str().filter(|by| *by != sender).and_then(|by| UserId::parse(by).ok());
    (by, clean(because["content"]["reason"].as_str().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use matrix_sdk::ruma::user_id;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_deletion_says_who_and_why_if_that_is_worth_saying() {
        let event = |sender: &str, reason: &str| {
            let because = json!({"sender": sender, "content": {"reason": reason}});
            json!({"content": {}, "unsigned": {"redacted_because": because}})
        };
        let anna = user_id!("@anna:x");
        assert_eq!(deletion(&event("@anna:x", "wrong\nroom"), anna), (None, "wrong room".to_owned()));
        assert_eq!(deletion(&event("@mod:x", ""), anna), (Some(user_id!("@mod:x").to_owned()), String::new()));
        assert_eq!(deletion(&json!({}), anna), (None, String::new()));
    }
}
