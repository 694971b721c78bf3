//! Sending a file: size and kind first, then into the outbox, which does the rest also after a restart.

use matrix_sdk::ruma::RoomId;

use super::policy;
use crate::Result;
use crate::messenger::Messenger;
use crate::text::clean_file_name;
use crate::view::ProblemView;

impl Messenger {
    /// Takes a file for a conversation. It is uploaded, checked by the scanner and then sent; the timeline shows how far
    /// it is.
    ///
    /// # Errors
    /// [`ProblemView::FileTooLarge`] and [`ProblemView::FileTypeForbidden`] before anything is encrypted or uploaded,
    /// [`ProblemView::NotFound`] for an unknown room.
    pub async fn send_file(&self, room_id: &str, name: &str, media_type: &str, bytes: Vec<u8>) -> Result<()> {
        let active = self.active()?;
        let room_id = RoomId::parse(room_id).map_err(|_| ProblemView::NotFound)?;
        let room = active.client.get_room(&room_id).ok_or(ProblemView::NotFound)?;
        let server_limit = active.client.load_or_fetch_max_upload_size().await.map(u64::from).ok();
        let mode = active.scanner.mode();
        policy::check(active.scanner.policy().as_ref(), &mode, server_limit, name, media_type, &bytes)?;
        let media_type: mime::Mime = media_type.parse().unwrap_or(mime::APPLICATION_OCTET_STREAM);
        active.outbox.add(room.room_id(), &clean_file_name(name), media_type.essence_str(), bytes).await
    }
}
