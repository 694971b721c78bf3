//! Sending a file: what it tells without showing it is taken out, its size and kind are looked at, then it goes into the
//! outbox, which does the rest also after a restart.

use super::outbox::{InThread, Parcel};
use super::{facts, policy};
use crate::Result;
use crate::messenger::Messenger;
use crate::session::Active;
use crate::text::clean_file_name;
use crate::timeline::newest_of_thread;
use crate::view::{FileSending, HiddenFactsView, TakenFileView};

impl Messenger {
    /// Takes a file for a conversation. Where it was made, with what and by whom is taken out of it, as far as its kind is
    /// understood; then it is uploaded, checked by the scanner and sent. The timeline shows how far it is.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::FileTooLarge`] and [`crate::view::ProblemView::FileTypeForbidden`] before anything is
    /// encrypted or uploaded, [`crate::view::ProblemView::NotFound`] for an unknown room.
    pub async fn send_file(
        &self,
        room_id: &str,
        name: &str,
        media_type: &str,
        bytes: Vec<u8>,
    ) -> Result<TakenFileView> {
        self.send_file_as(room_id, name, media_type, bytes, &FileSending::default()).await
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
        let how = FileSending { unchanged: true, ..FileSending::default() };
        self.send_file_as(room_id, name, media_type, bytes, &how).await
    }

    /// As [`Self::send_file`], into a thread, with words under it, or unchanged.
    ///
    /// # Errors
    /// Those of [`Self::send_file`].
    pub async fn send_file_as(
        &self,
        room_id: &str,
        name: &str,
        media_type: &str,
        bytes: Vec<u8>,
        how: &FileSending,
    ) -> Result<TakenFileView> {
        let (bytes, facts) =
            if how.unchanged { (bytes, HiddenFactsView::Unchanged) } else { facts::take_out(bytes).await };
        let active = self.active()?;
        let mut parcel = active.parcel(room_id, how.thread.as_deref(), name, media_type, &bytes).await?;
        parcel.caption = Some(how.caption.trim().to_owned()).filter(|caption| !caption.is_empty());
        let name = parcel.name.clone();
        active.outbox.add(parcel, bytes).await?;
        Ok(TakenFileView { name, facts })
    }
}

impl Active {
    /// A file as it goes into the outbox, if it may go at all.
    pub(super) async fn parcel(
        &self,
        room_id: &str,
        thread: Option<&str>,
        name: &str,
        media_type: &str,
        bytes: &[u8],
    ) -> Result<Parcel> {
        let room = self.room(room_id)?;
        let thread = match thread {
            None => None,
            Some(root) => {
                let (root, newest) = newest_of_thread(self, &room, root).await?;
                Some(InThread { root, newest })
            }
        };
        let server_limit = self.client.load_or_fetch_max_upload_size().await.map(u64::from).ok();
        let mode = self.scanner.mode();
        policy::check(self.scanner.policy().as_ref(), &mode, server_limit, name, media_type, bytes)?;
        let media_type: mime::Mime = media_type.parse().unwrap_or(mime::APPLICATION_OCTET_STREAM);
        let mut parcel = Parcel::new(room.room_id(), &clean_file_name(name), media_type.essence_str())?;
        parcel.thread = thread;
        Ok(parcel)
    }
}
