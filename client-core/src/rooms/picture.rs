//! The picture of a room: set, shown, taken away.
//!
//! It stands in the room's state, so it is uploaded in clear, and scanned like every file: it becomes the room's only once
//! the scanner has called it clean, and whoever is shown it gets it through the scanner too. Conversations of two have none.

use bridge_api::scan::FileContext;
use matrix_sdk::Room;
use matrix_sdk::media::{MediaFormat, MediaRequestParameters};
use matrix_sdk::ruma::UInt;
use matrix_sdk::ruma::events::room::MediaSource;
use matrix_sdk::ruma::events::room::avatar::ImageInfo;

use super::summary::kind_of;
use crate::Result;
use crate::media::handle_of;
use crate::media::safety::verdict_as_problem;
use crate::messenger::Messenger;
use crate::problem::{from_sdk, unexpected};
use crate::view::{ProblemView, RoomKind};

/// A room's picture is a sign beside its name: an interface makes a small one of whatever the person chose. So much a bridge
/// has scanned at its upload, as long as its configuration says nothing else.
const LARGEST: usize = 1 << 20;
/// Width and height at the most.
const WIDEST: usize = 2048;
/// What other programs have put there may be larger; this much is shown.
const LARGEST_SHOWN: usize = 4 << 20;
/// What every window can draw, and what runs nothing.
const KINDS: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/// What the interface knows a room's picture by.
pub(super) fn picture_of(room: &Room) -> Option<String> {
    handle_of(&MediaSource::Plain(room.avatar_url()?))
}

impl Messenger {
    /// Has a small picture scanned, and makes it the picture of a room.
    ///
    /// # Errors
    /// [`ProblemView::NotAPicture`], [`ProblemView::FileTooLarge`], [`ProblemView::FileNotReleased`] if the scanner does not
    /// let it through, [`ProblemView::Unreachable`] if it does not answer, [`ProblemView::Refused`] for want of rights,
    /// [`ProblemView::NotFound`].
    pub async fn set_room_picture(&self, room_id: &str, bytes: Vec<u8>) -> Result<()> {
        let active = self.active()?;
        let room = active.room(room_id)?;
        if kind_of(&room).await == RoomKind::Direct {
            return Err(ProblemView::NotFound);
        }
        let (media_type, width, height) = looked_at(&bytes)?;
        let size = bytes.len();
        let source = active.upload_in_clear(bytes, media_type).await?;
        let found = active.scanner.assess(&source, &FileContext::default()).await;
        verdict_as_problem(&found.safety)?;
        let MediaSource::Plain(address) = source else { return Err(unexpected("a picture in clear")) };
        let mut info = ImageInfo::new();
        info.mimetype = Some(media_type.to_owned());
        info.size = UInt::try_from(size).ok();
        (info.width, info.height) = (UInt::try_from(width).ok(), UInt::try_from(height).ok());
        room.set_avatar_url(&address, Some(info)).await.map(drop).map_err(|error| from_sdk(&error))
    }

    /// Takes the picture of a room away.
    ///
    /// # Errors
    /// [`ProblemView::Refused`] for want of rights, [`ProblemView::NotFound`].
    pub async fn remove_room_picture(&self, room_id: &str) -> Result<()> {
        let room = self.active()?.room(room_id)?;
        room.remove_avatar().await.map(drop).map_err(|error| from_sdk(&error))
    }

    /// The bytes of a room's picture, by what stands for it in the list; only while it is one. It is kept, encrypted, once
    /// the scanner has released it.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`], [`ProblemView::FileNotReleased`] if the scanner does not let it through.
    pub async fn room_picture(&self, picture: &str) -> Result<Vec<u8>> {
        let active = self.active()?;
        let is_it = |room: &Room| picture_of(room).as_deref() == Some(picture);
        let room = active.client.rooms().into_iter().find(is_it).ok_or(ProblemView::NotFound)?;
        let source = MediaSource::Plain(room.avatar_url().ok_or(ProblemView::NotFound)?);
        let request = MediaRequestParameters { source, format: MediaFormat::File };
        // The SDK asks for it through our fetcher, which is the scanner, and for nothing that it has already.
        let bytes = active.client.media().get_media_content(&request, true).await;
        let bytes = bytes.map_err(|_| ProblemView::FileNotReleased)?;
        if bytes.len() > LARGEST_SHOWN { Err(ProblemView::NotFound) } else { Ok(bytes) }
    }
}

/// The type, width and height of a picture, by its content.
fn looked_at(bytes: &[u8]) -> Result<(&'static str, usize, usize)> {
    if bytes.len() > LARGEST {
        return Err(ProblemView::FileTooLarge { limit_mib: 1 });
    }
    let kind = infer::get(bytes).map(|kind| kind.mime_type()).filter(|kind| KINDS.contains(kind));
    let size = imagesize::blob_size(bytes).ok().filter(|size| (1..=WIDEST).contains(&size.width.max(size.height)));
    match (kind, size) {
        (Some(kind), Some(size)) => Ok((kind, size.width, size.height)),
        _ => Err(ProblemView::NotAPicture),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes.extend([8, 6, 0, 0, 0, 0, 0, 0, 0]);
        bytes
    }

    #[test]
    fn a_picture_is_known_by_its_content() {
        assert_eq!(looked_at(&png(256, 200)), Ok(("image/png", 256, 200)));
        assert_eq!(looked_at(b"GIF89a\x10\0\x20\0\x80\0\0"), Ok(("image/gif", 16, 32)));
        for (what, bytes) in [
            ("nothing", Vec::new()),
            ("a drawing with script", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>".to_vec()),
            ("a document", b"%PDF-1.7 ...".to_vec()),
            ("a picture that would fill the memory", png(60_000, 60_000)),
            ("a picture of a kind that few windows draw", b"II*\0\x08\0\0\0\0\0\0\0".to_vec()),
            ("the beginning of a picture", png(1, 1)[..12].to_vec()),
        ] {
            assert_eq!(looked_at(&bytes), Err(ProblemView::NotAPicture), "{what}");
        }
        let mut large = png(256, 256);
        large.resize(LARGEST + 1, 0);
        assert_eq!(looked_at(&large), Err(ProblemView::FileTooLarge { limit_mib: 1 }));
    }
}
