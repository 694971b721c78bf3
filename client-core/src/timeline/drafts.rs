//! What was begun and not sent, by room: it lies in the session's encrypted store, so it is there again after a restart and
//! goes with the session.

use std::collections::BTreeSet;

use matrix_sdk::ruma::{OwnedRoomId, RoomId};
use matrix_sdk::{Client, ComposerDraft, ComposerDraftType};

use super::compose::formatted;
use super::mentions::{Named, named_in};
use super::rich;
use crate::Result;
use crate::messenger::Messenger;
use crate::problem::{from_sdk, step};
use crate::view::{Mention, RoomDraft};

/// Which rooms have one: to ask every room at the start would take too long.
const ROOMS: &[u8] = b"org.depesha.drafts";

impl Messenger {
    /// Everything that was begun and not sent.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::SignedOut`].
    pub async fn drafts(&self) -> Result<Vec<RoomDraft>> {
        let active = self.active()?;
        let mut drafts = Vec::new();
        for id in rooms(&active.client).await {
            let Some(room) = active.client.get_room(&id) else { continue };
            let Some(draft) = room.load_composer_draft(None).await.ok().flatten() else { continue };
            let mentions = draft.html_text.map(|html| named_in(&rich::from_html(&html))).unwrap_or_default();
            drafts.push(RoomDraft { room_id: id.to_string(), markdown: draft.plain_text, mentions });
        }
        Ok(drafts)
    }

    /// Keeps what was begun in a room; nothing but white space is nothing.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::NotFound`], [`crate::view::ProblemView::SignedOut`], or if it cannot be kept.
    pub async fn keep_draft(&self, draft: &RoomDraft) -> Result<()> {
        let active = self.active()?;
        let room = active.room(&draft.room_id)?;
        let _turn = active.conversations.drafts.lock().await;
        if draft.markdown.trim().is_empty() {
            room.clear_composer_draft(None).await.map_err(|error| from_sdk(&error))?;
            return remember(&active.client, room.room_id(), false).await;
        }
        // First that there is one: a name without a draft does no harm.
        remember(&active.client, room.room_id(), true).await?;
        let kept = ComposerDraft {
            plain_text: draft.markdown.clone(),
            html_text: html(&draft.markdown, &draft.mentions),
            draft_type: ComposerDraftType::NewMessage,
            attachments: Vec::new(),
        };
        room.save_composer_draft(kept, None).await.map_err(|error| from_sdk(&error))
    }
}

/// Only if somebody is named: it says who.
fn html(markdown: &str, mentions: &[Mention]) -> Option<String> {
    if mentions.is_empty() { None } else { formatted(markdown, &mut Named::new(mentions)) }
}

async fn rooms(client: &Client) -> BTreeSet<OwnedRoomId> {
    let kept = client.state_store().get_custom_value(ROOMS).await.ok().flatten();
    kept.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

async fn remember(client: &Client, room: &RoomId, has_one: bool) -> Result<()> {
    let mut rooms = rooms(client).await;
    let changed = if has_one { rooms.insert(room.to_owned()) } else { rooms.remove(room) };
    if !changed {
        return Ok(());
    }
    let bytes = serde_json::to_vec(&rooms).map_err(step("rooms with drafts"))?;
    client.state_store().set_custom_value_no_read(ROOMS, bytes).await.map_err(step("keeping which rooms have drafts"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_named_in_a_draft_is_known_again() {
        let anna = Mention { user_id: "@anna:a.example".into(), name: "Anna KOVALENKO".into() };
        let kept = html("to @Anna KOVALENKO and **all**", std::slice::from_ref(&anna)).expect("HTML");
        assert_eq!(named_in(&rich::from_html(&kept)), [anna]);
        assert_eq!(html("**all**", &[]), None);
    }
}
