//! Sending a file: what it tells without showing it is taken out, its size and kind are looked at, then it goes into the
//! outbox, which does the rest also after a restart.

use matrix_sdk::ruma::RoomId;

use super::{facts, policy};
use crate::Result;
use crate::messenger::Messenger;
use crate::text::clean_file_name;
use crate::view::{HiddenFactsView, ProblemView, TakenFileView};

impl Messenger {
    /// Takes a file for a conversation. Where it was made, with what and by whom is taken out of it, as far as its kind is
    /// understood; then it is uploaded, checked by the scanner and sent. The timeline shows how far it is.
    ///
    /// # Errors
    /// [`ProblemView::FileTooLarge`] and [`ProblemView::FileTypeForbidden`] before anything is encrypted or uploaded,
    /// [`ProblemView::NotFound`] for an unknown room.
    pub async fn send_file(
        &self,
        room_id: &str,
        name: &str,
        media_type: &str,
        bytes: Vec<u8>,
    ) -> Result<TakenFileView> {
        let (bytes, facts) = facts::take_out(bytes).await;
        self.take_file(room_id, name, media_type, bytes, facts).await
    }

    /// As [`Self::send_file`], with everything that is in the file: it arrives as it is here, byte for byte.
    ///
    /// # Errors
    /// Those of [`Self::send_file`].
    pub async fn send_file_unchanged(
        &self,
        room_id: &str,
        name: &str,
        media_type: &str,
        bytes: Vec<u8>,
    ) -> Result<TakenFileView> {
        self.take_file(room_id, name, media_type, bytes, HiddenFactsView::Unchanged).await
    }

    async fn take_file(
        &self,
        room_id: &str,
        name: &str,
        media_type: &str,
        bytes: Vec<u8>,
        facts: HiddenFactsView,
    ) -> Result<TakenFileView> {
        let active = self.active()?;
        let room_id = RoomId::parse(room_id).map_err(|_| ProblemView::NotFound)?;
        let room = active.client.get_room(&room_id).ok_or(ProblemView::NotFound)?;
        let server_limit = active.client.load_or_fetch_max_upload_size().await.map(u64::from).ok();
        let mode = active.scanner.mode();
        policy::check(active.scanner.policy().as_ref(), &mode, server_limit, name, media_type, &bytes)?;
        let media_type: mime::Mime = media_type.parse().unwrap_or(mime::APPLICATION_OCTET_STREAM);
        let name = clean_file_name(name);
        active.outbox.add(room.room_id(), &name, media_type.essence_str(), bytes).await?;
        Ok(TakenFileView { name, facts })
    }
}
