//! Sending a file: size first, then into the outbox, which does the rest also after a restart.

use matrix_sdk::ruma::RoomId;

use crate::Result;
use crate::messenger::Messenger;
use crate::text::clean_file_name;
use crate::view::ProblemView;

/// What we refuse before any upload if the homeserver does not say.
const FALLBACK_LIMIT: u64 = 100 * 1024 * 1024;

impl Messenger {
    /// Takes a file for a conversation. It is uploaded, checked by the scanner and then sent; the timeline shows how far
    /// it is.
    ///
    /// # Errors
    /// [`ProblemView::FileTooLarge`] before anything is uploaded, [`ProblemView::NotFound`] for an unknown room.
    pub async fn send_file(&self, room_id: &str, name: &str, media_type: &str, bytes: Vec<u8>) -> Result<()> {
        let active = self.active()?;
        let room_id = RoomId::parse(room_id).map_err(|_| ProblemView::NotFound)?;
        let room = active.client.get_room(&room_id).ok_or(ProblemView::NotFound)?;
        let told = active.client.load_or_fetch_max_upload_size().await.map(u64::from).unwrap_or(FALLBACK_LIMIT);
        let limit = told.min(FALLBACK_LIMIT);
        if bytes.len() as u64 > limit {
            let limit_mib = u32::try_from(limit / (1024 * 1024)).unwrap_or(u32::MAX);
            return Err(ProblemView::FileTooLarge { limit_mib });
        }
        let media_type: mime::Mime = media_type.parse().unwrap_or(mime::APPLICATION_OCTET_STREAM);
        active.outbox.add(room.room_id(), &clean_file_name(name), media_type.essence_str(), bytes).await
    }
}
