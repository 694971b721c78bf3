//! The files of a conversation, the newest first, with the scanner's word as in the conversation.

use std::collections::HashSet;

use bridge_api::scan::room_pseudonym;
use matrix_sdk::ruma::{EventId, UserId};

use super::ask::{place, written};
use super::index::Wanted;
use crate::Result;
use crate::messenger::Messenger;
use crate::rooms::person_in;
use crate::timeline::shared_file;
use crate::view::{SharedFile, SharedFiles};

/// So many are answered at once.
const PAGE: usize = 20;

impl Messenger {
    /// Files of a conversation, from a place on.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::NotFound`] without the conversation.
    pub async fn shared_files(&self, room_id: &str, behind: Option<&str>) -> Result<SharedFiles> {
        let active = self.active()?;
        let room = active.room(room_id)?;
        let rooms = active.search.rooms(Some(room_id))?;
        let coverage = active.search.coverage(&rooms);
        let wanted = Wanted {
            terms: Vec::new(),
            rooms,
            sender: None,
            ignored: HashSet::new(),
            from_ms: 0,
            until_ms: u64::MAX,
            files_only: true,
            behind: behind.and_then(place),
            most: PAGE,
        };
        let (found, behind) = active.search.with(move |index| index.find(&wanted)).await.unwrap_or_default();
        let (cache, _running) = room.event_cache().await.map_err(crate::problem::step("event cache"))?;
        let pseudonym = room_pseudonym(room_id);
        let mut files = Vec::with_capacity(found.len());
        for kept in found {
            let (Ok(event_id), Ok(sender)) = (EventId::parse(&kept.first.id), UserId::parse(&kept.first.sender)) else {
                continue;
            };
            let Ok(Some(event)) = cache.find_event(&event_id).await else { continue };
            let Some(file) = shared_file(&event, &active.safety, &pseudonym) else { continue };
            files.push(SharedFile {
                event_id: kept.first.id,
                sender: person_in(&room, &sender).await.name,
                own: sender == room.own_user_id(),
                at_ms: kept.first.at_ms,
                file,
            });
        }
        Ok(SharedFiles { files, behind: behind.map(written), coverage })
    }
}
