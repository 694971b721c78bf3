//! What was begun and not sent, by room and by thread: it lies in the session's encrypted store, so it is there again after
//! a restart and goes with the session.

use std::collections::BTreeSet;

use matrix_sdk::ruma::{EventId, OwnedEventId, OwnedRoomId, RoomId};
use matrix_sdk::{Client, ComposerDraft, ComposerDraftType};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::compose::formatted;
use super::mentions::{Named, named_in};
use super::rich;
use crate::Result;
use crate::messenger::Messenger;
use crate::problem::{from_sdk, step};
use crate::view::{Mention, ProblemView, RoomDraft};

/// Which rooms have one: to ask every room at the start would take too long.
const ROOMS: &[u8] = b"org.depesha.drafts";
/// Which threads have one.
const THREADS: &[u8] = b"org.depesha.drafts.threads";

type InThread = (OwnedRoomId, OwnedEventId);

impl Messenger {
    /// Everything that was begun and not sent.
    ///
    /// # Errors
    /// [`ProblemView::SignedOut`].
    pub async fn drafts(&self) -> Result<Vec<RoomDraft>> {
        let active = self.active()?;
        let mut drafts = Vec::new();
        let rooms: BTreeSet<OwnedRoomId> = places(&active.client, ROOMS).await;
        let threads: BTreeSet<InThread> = places(&active.client, THREADS).await;
        let threads = threads.into_iter().map(|(room, root)| (room, Some(root)));
        for (id, thread) in rooms.into_iter().map(|room| (room, None)).chain(threads) {
            let Some(room) = active.client.get_room(&id) else { continue };
            let Some(draft) = room.load_composer_draft(thread.as_deref()).await.ok().flatten() else { continue };
            let mentions = draft.html_text.map(|html| named_in(&rich::from_html(&html))).unwrap_or_default();
            drafts.push(RoomDraft {
                room_id: id.to_string(),
                thread: thread.map(|root| root.to_string()),
                markdown: draft.plain_text,
                mentions,
            });
        }
        Ok(drafts)
    }

    /// Keeps what was begun in a room or in a thread; nothing but white space is nothing.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`], [`ProblemView::SignedOut`], or if it cannot be kept.
    pub async fn keep_draft(&self, draft: &RoomDraft) -> Result<()> {
        let active = self.active()?;
        let room = active.room(&draft.room_id)?;
        let thread = draft.thread.as_deref().map(EventId::parse).transpose().map_err(|_| ProblemView::NotFound)?;
        let _turn = active.conversations.drafts.lock().await;
        if draft.markdown.trim().is_empty() {
            room.clear_composer_draft(thread.as_deref()).await.map_err(|error| from_sdk(&error))?;
            return remember(&active.client, room.room_id(), thread, false).await;
        }
        // First that there is one: a name without a draft does no harm.
        remember(&active.client, room.room_id(), thread.clone(), true).await?;
        let kept = ComposerDraft {
            plain_text: draft.markdown.clone(),
            html_text: html(&draft.markdown, &draft.mentions),
            draft_type: ComposerDraftType::NewMessage,
            attachments: Vec::new(),
        };
        room.save_composer_draft(kept, thread.as_deref()).await.map_err(|error| from_sdk(&error))
    }
}

/// Only if somebody is named: it says who.
fn html(markdown: &str, mentions: &[Mention]) -> Option<String> {
    if mentions.is_empty() { None } else { formatted(markdown, &mut Named::new(mentions)) }
}

async fn places<P: DeserializeOwned + Ord>(client: &Client, kept: &[u8]) -> BTreeSet<P> {
    let kept = client.state_store().get_custom_value(kept).await.ok().flatten();
    kept.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

/// Whether a room or a thread has one.
async fn remember(client: &Client, room: &RoomId, thread: Option<OwnedEventId>, has_one: bool) -> Result<()> {
    match thread {
        None => note(client, ROOMS, room.to_owned(), has_one).await,
        Some(root) => note(client, THREADS, (room.to_owned(), root), has_one).await,
    }
}

async fn note<P>(client: &Client, kept: &[u8], place: P, has_one: bool) -> Result<()>
where
    P: Serialize + DeserializeOwned + Ord,
{
    let mut all: BTreeSet<P> = places(client, kept).await;
    let changed = if has_one { all.insert(place) } else { all.remove(&place) };
    if !changed {
        return Ok(());
    }
    let bytes = serde_json::to_vec(&all).map_err(step("places with drafts"))?;
    client.state_store().set_custom_value_no_read(kept, bytes).await.map_err(step("keeping where drafts are"))
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
