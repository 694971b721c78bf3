//! The one way out: whatever is sent to a room (text, file, edit, reaction) passes here, and nothing passes unless the room
//! is known to be encrypted, or known to be public.
//!
//! Right after a room is made the SDK may hold it for unencrypted for a moment; so "not known yet" waits, and then fails
//! closed. The homeserver's policy is the second line.

use std::time::Duration;

use bridge_api::events::SCAN_FIELD;
use bridge_api::scan::SignedVerdict;
use matrix_sdk::config::RequestConfig;
use matrix_sdk::room::edit::EditedContent;
use matrix_sdk::ruma::events::AnyMessageLikeEventContent;
use matrix_sdk::ruma::events::relation::Thread;
use matrix_sdk::ruma::events::room::message::{
    FileInfo, FileMessageEventContent, ImageMessageEventContent, MessageType, Relation, RoomMessageEventContent,
};
use matrix_sdk::ruma::events::room::{ImageInfo, MediaSource};
use matrix_sdk::ruma::{TransactionId, UInt};
use matrix_sdk::{EncryptionState, Room, RoomState};
use matrix_sdk_ui::Timeline;
use matrix_sdk_ui::timeline::TimelineEventItemId;
use serde_json::{Map, Value};

use super::body::written;
use super::compose::text;
use super::resend::try_again;
use crate::Result;
use crate::media::outbox::Parcel;
use crate::platform::sleep;
use crate::problem::{from_sdk, from_timeline, step};
use crate::rooms::meet_members;
use crate::view::ProblemView;

/// How long a room may take to be known as encrypted.
const PATIENCE: Duration = Duration::from_secs(10);
const GLANCE: Duration = Duration::from_millis(50);

/// A room that may be written to. Only [`Gateway::open`] makes one.
#[derive(Debug, Clone)]
pub(crate) struct Gateway {
    room: Room,
}

/// A message has not been sent.
pub(crate) enum NotSent {
    /// Nobody knows: the server may have taken it before the connection broke off.
    Perhaps,
    /// For this reason.
    Surely(ProblemView),
}

impl NotSent {
    fn because_of(error: &matrix_sdk::Error) -> Self {
        match error {
            matrix_sdk::Error::Http(answer)
                if answer.as_client_api_error().is_none_or(|answer| !answer.status_code.is_client_error()) =>
            {
                Self::Perhaps
            }
            other => Self::Surely(from_sdk(other)),
        }
    }
}

/// What is known of a room before something is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ground {
    Encrypted,
    Public,
    NotKnown,
}

fn ground(room: &Room) -> Ground {
    judge(room.encryption_state(), room.is_public())
}

/// Anything but "encrypted" and "public, and told so" is not known.
fn judge(encryption: EncryptionState, public: Option<bool>) -> Ground {
    if encryption.is_encrypted() {
        Ground::Encrypted
    } else if !encryption.is_unknown() && public == Some(true) {
        Ground::Public
    } else {
        Ground::NotKnown
    }
}

impl Gateway {
    /// Waits until the room is known to be encrypted or public, and meets those who are new in it.
    ///
    /// # Errors
    /// [`ProblemView::NotEncrypted`] if it is not after ten seconds.
    pub(crate) async fn open(room: &Room) -> Result<Self> {
        if room.state() != RoomState::Joined {
            return Err(ProblemView::NotFound);
        }
        let mut waited = Duration::ZERO;
        while ground(room) == Ground::NotKnown {
            if waited >= PATIENCE {
                tracing::warn!("a room is not known to be encrypted; nothing was sent");
                return Err(ProblemView::NotEncrypted);
            }
            sleep(GLANCE).await;
            waited += GLANCE;
        }
        // Out of reach, what is written waits in the queue, and people are met before it goes.
        if ground(room) == Ground::Encrypted && room.send_queue().is_enabled() {
            meet_members(room).await;
        }
        Ok(Self { room: room.clone() })
    }

    /// Whether what is sent here is encrypted.
    pub(crate) fn encrypted(&self) -> bool {
        ground(&self.room) == Ground::Encrypted
    }

    /// Checked again at the moment of sending: what was open may not be any more.
    fn still_open(&self) -> Result<()> {
        if ground(&self.room) == Ground::NotKnown { Err(ProblemView::NotEncrypted) } else { Ok(()) }
    }

    /// Queues a message; the queue survives restarts and waits for the connection.
    pub(crate) async fn send(&self, content: impl Into<AnyMessageLikeEventContent>) -> Result<()> {
        self.still_open()?;
        self.room.send_queue().send(content.into()).await.map(drop).map_err(step("queueing a message"))?;
        self.try_refused_again().await;
        Ok(())
    }

    /// Sends a message at once, past the queue, with the mark by which the server knows it again: handed over twice, it
    /// arrives once.
    pub(crate) async fn send_once(
        &self,
        content: RoomMessageEventContent,
        mark: &TransactionId,
    ) -> Result<(), NotSent> {
        self.still_open().map_err(NotSent::Surely)?;
        let sending = self.room.send(content).with_transaction_id(mark.to_owned());
        let sent = sending.with_request_config(RequestConfig::short_retry()).await;
        sent.map(drop).map_err(|error| NotSent::because_of(&error))
    }

    /// The SDK holds back whatever is queued behind a message that was refused. Whoever writes on wants all of it to go: what
    /// was refused is tried once more, in its order. If it is refused again, the person sees it stand above the rest.
    async fn try_refused_again(&self) {
        if let Ok((echoes, _)) = self.room.send_queue().subscribe().await {
            try_again(echoes, |_| true).await;
        }
    }

    /// Queues a message with a file, with the scanner's verdict inside what is encrypted.
    pub(crate) async fn send_file(
        &self,
        content: RoomMessageEventContent,
        verdict: Option<SignedVerdict>,
    ) -> Result<()> {
        self.still_open()?;
        let mut extra = Map::new();
        if let Some(verdict) = verdict {
            let value = serde_json::to_value(&verdict).map_err(step("verdict of a file"))?;
            extra.insert(SCAN_FIELD.to_owned(), value);
        }
        let content = AnyMessageLikeEventContent::RoomMessage(content);
        let queued = self.room.send_queue().send(content).with_extra_content(extra).await;
        queued.map(drop).map_err(step("queueing a file"))
    }

    /// Changes a message.
    pub(crate) async fn edit(
        &self,
        timeline: &Timeline,
        item: &TimelineEventItemId,
        content: EditedContent,
    ) -> Result<()> {
        self.still_open()?;
        timeline.edit(item, content).await.map_err(|error| from_timeline(&error))
    }

    /// Adds a reaction or takes it away.
    pub(crate) async fn react(&self, timeline: &Timeline, item: &TimelineEventItemId, key: &str) -> Result<()> {
        self.still_open()?;
        timeline.toggle_reaction(item, key).await.map(drop).map_err(|error| from_timeline(&error))
    }

    /// Deletes a message. A reason is readable for everybody in the room and for the homeserver.
    pub(crate) async fn delete(
        &self,
        timeline: &Timeline,
        item: &TimelineEventItemId,
        reason: Option<&str>,
    ) -> Result<()> {
        self.still_open()?;
        timeline.redact(item, reason).await.map_err(|error| from_timeline(&error))
    }
}

/// The content of a message with a file.
pub(crate) fn file_content(parcel: &Parcel, source: MediaSource) -> RoomMessageEventContent {
    let size = UInt::try_from(parcel.size).ok();
    let caption = parcel.caption.as_deref().map(|caption| text(caption, &[]).msgtype);
    let (caption, formatted) = caption.as_ref().and_then(written).unzip();
    let formatted = formatted.flatten().cloned();
    // Without words of its own, a file's name stands in their place (Matrix spec, `m.room.message`, media captions).
    let body = caption.unwrap_or(&parcel.name).to_owned();
    let message = match (&parcel.voice, parcel.dimensions) {
        (Some(voice), _) => {
            let mut content = voice.content(parcel, source);
            (content.body, content.formatted) = (body, formatted);
            MessageType::Audio(content)
        }
        (None, Some((width, height))) if parcel.media_type.starts_with("image/") => {
            let mut info = ImageInfo::new();
            info.width = Some(width.into());
            info.height = Some(height.into());
            info.mimetype = Some(parcel.media_type.clone());
            info.size = size;
            let mut content = ImageMessageEventContent::new(body, source);
            content.info = Some(Box::new(info));
            content.filename = Some(parcel.name.clone());
            content.formatted = formatted;
            MessageType::Image(content)
        }
        _ => {
            let mut info = FileInfo::new();
            info.mimetype = Some(parcel.media_type.clone());
            info.size = size;
            let mut content = FileMessageEventContent::new(body, source);
            content.info = Some(Box::new(info));
            content.filename = Some(parcel.name.clone());
            content.formatted = formatted;
            MessageType::File(content)
        }
    };
    let mut content = RoomMessageEventContent::new(message);
    content.relates_to = parcel
        .thread
        .as_ref()
        .map(|thread| Relation::Thread(Thread::plain(thread.root.clone(), thread.newest.clone())));
    content
}

/// The field with the scanner's verdict, out of the content of a received event.
pub(crate) fn verdict_in(content: &Value) -> Option<SignedVerdict> {
    serde_json::from_value(content.get(SCAN_FIELD)?.clone()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_is_open_only_when_it_is_known_to_be_encrypted_or_public() {
        use EncryptionState::{Encrypted, NotEncrypted, Unknown};
        let table = [
            (Encrypted, None, Ground::Encrypted),
            (Encrypted, Some(false), Ground::Encrypted),
            (Encrypted, Some(true), Ground::Encrypted),
            (NotEncrypted, None, Ground::NotKnown),
            (NotEncrypted, Some(false), Ground::NotKnown),
            (NotEncrypted, Some(true), Ground::Public),
            (Unknown, None, Ground::NotKnown),
            (Unknown, Some(false), Ground::NotKnown),
            (Unknown, Some(true), Ground::NotKnown),
        ];
        for (encryption, public, expected) in table {
            let case = format!("{encryption:?}, {public:?}");
            assert_eq!(judge(encryption, public), expected, "{case}");
        }
    }

    /// The SDK's ways out of this device are named in this file alone.
    #[test]
    fn nothing_else_sends() {
        let ways = [
            ".send_queue().send",
            ".send_raw(",
            "timeline.send",
            ".send_attachment(",
            ".toggle_reaction(&",
            "timeline.edit(",
            "room.send(",
            ".redact(",
        ];
        let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))];
        let mut seen = 0;
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("folder") {
                let path = entry.expect("entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else if !path.ends_with("timeline/gateway.rs") {
                    let text = std::fs::read_to_string(&path).expect("text");
                    seen += 1;
                    for way in ways {
                        assert!(!text.contains(way), "{} goes past the gateway with {way}", path.display());
                    }
                }
            }
        }
        assert!(seen > 40);
    }
}
