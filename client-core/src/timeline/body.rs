//! What a message says: words as a tree, files with the scanner's word, and why something cannot be read.

use bridge_api::scan::SignedVerdict;
use matrix_sdk::deserialized_responses::TimelineEvent;
use matrix_sdk::ruma::UserId;
use matrix_sdk::ruma::events::room::MediaSource;
use matrix_sdk::ruma::events::room::message::{FormattedBody, MessageFormat, MessageType, SyncRoomMessageEvent};
use matrix_sdk::ruma::events::{AnySyncMessageLikeEvent, AnySyncTimelineEvent};
use matrix_sdk_base::crypto::types::events::UtdCause;
use matrix_sdk_ui::timeline::{EncryptedMessage, MsgLikeKind, TimelineItemContent};
use serde_json::Value;

use super::compose::text;
use super::gateway::verdict_in;
use super::{polls, rich};
use crate::media::look::look_of;
use crate::media::outbox::Parcel;
use crate::media::safety::Safety;
use crate::text::{clean, clean_file_name};
use crate::view::{BodyView, FileLook, FileView, RichNode, UndecryptableWhy, WordsView};

/// `room` is the room's pseudonym.
pub(super) fn body(
    kind: &MsgLikeKind,
    verdict: Option<&SignedVerdict>,
    safety: &Safety,
    room: &str,
    own: &UserId,
) -> BodyView {
    match kind {
        MsgLikeKind::Poll(poll) => BodyView::Poll(polls::view(&poll.results(), own)),
        MsgLikeKind::Message(message) => message_body(message.msgtype(), verdict, safety, room),
        MsgLikeKind::UnableToDecrypt(message) => BodyView::Undecryptable { why: why(message) },
        _ => BodyView::Unsupported,
    }
}

/// Words as they are, and with marks.
type Words<'a> = (&'a str, Option<&'a FormattedBody>);

/// What a message that is made of words says.
pub(super) fn written(message: &MessageType) -> Option<Words<'_>> {
    match message {
        MessageType::Text(text) => Some((&text.body, text.formatted.as_ref())),
        MessageType::Notice(text) => Some((&text.body, text.formatted.as_ref())),
        MessageType::Emote(text) => Some((&text.body, text.formatted.as_ref())),
        _ => None,
    }
}

fn message_body(message: &MessageType, verdict: Option<&SignedVerdict>, safety: &Safety, room: &str) -> BodyView {
    if let Some(words) = written(message) {
        return BodyView::Text(words_view(words));
    }
    match file_of(message) {
        Some(file) => BodyView::File(file.view(verdict, safety, room)),
        None => BodyView::Unsupported,
    }
}

/// The words of a message that is made of words, and those under a file; none under it if there are none.
pub(super) fn words_in(message: &MessageType) -> Option<Vec<RichNode>> {
    match written(message).or_else(|| caption(message)) {
        Some((body, formatted)) => Some(nodes(body, formatted)),
        None => file_of(message).map(|_| Vec::new()),
    }
}

/// What stands under a file.
pub(super) fn caption(message: &MessageType) -> Option<Words<'_>> {
    let (body, formatted) = match message {
        MessageType::File(file) => (file.caption()?, file.formatted_caption()),
        MessageType::Image(image) => (image.caption()?, image.formatted_caption()),
        MessageType::Audio(audio) => (audio.caption()?, audio.formatted_caption()),
        MessageType::Video(video) => (video.caption()?, video.formatted_caption()),
        _ => return None,
    };
    (!body.trim().is_empty()).then_some((body, formatted))
}

fn words_view((body, formatted): Words<'_>) -> WordsView {
    let nodes = nodes(body, formatted);
    WordsView { plain: rich::plain(&nodes), nodes, source: body.to_owned() }
}

fn nodes(body: &str, formatted: Option<&FormattedBody>) -> Vec<RichNode> {
    let html = formatted.filter(|formatted| formatted.format == MessageFormat::Html).map(|formatted| &formatted.body);
    let nodes = html.map(|html| rich::from_html(html)).unwrap_or_default();
    if nodes.is_empty() { rich::from_plain(body) } else { nodes }
}

fn words_of(body: &str, formatted: Option<&FormattedBody>) -> String {
    rich::plain(&nodes(body, formatted))
}

/// What a message declares of its file.
pub(super) struct Declared<'a> {
    pub(super) source: &'a MediaSource,
    name: String,
    media_type: String,
    pub(super) size: Option<u64>,
    pub(super) dimensions: Option<(u32, u32)>,
    look: FileLook,
    length_ms: Option<u32>,
    caption: Option<Words<'a>>,
}

/// The file of a message, if it has one.
pub(super) fn file_of(message: &MessageType) -> Option<Declared<'_>> {
    let small = |number: Option<matrix_sdk::ruma::UInt>| number.and_then(|n| u32::try_from(u64::from(n)).ok());
    let (source, name, media_type, size, dimensions) = match message {
        MessageType::File(file) => {
            let info = file.info.as_deref();
            (&file.source, file.filename(), info.and_then(|i| i.mimetype.clone()), info.and_then(|i| i.size), None)
        }
        MessageType::Image(image) => {
            let info = image.info.as_deref();
            let dimensions = info.and_then(|i| Some((small(i.width)?, small(i.height)?)));
            (
                &image.source,
                image.filename(),
                info.and_then(|i| i.mimetype.clone()),
                info.and_then(|i| i.size),
                dimensions,
            )
        }
        MessageType::Audio(audio) => {
            let info = audio.info.as_deref();
            (&audio.source, audio.filename(), info.and_then(|i| i.mimetype.clone()), info.and_then(|i| i.size), None)
        }
        MessageType::Video(video) => {
            let info = video.info.as_deref();
            (&video.source, video.filename(), info.and_then(|i| i.mimetype.clone()), info.and_then(|i| i.size), None)
        }
        _ => return None,
    };
    let media_type = media_type.map(|text| clean(&text)).filter(|text| !text.is_empty());
    let media_type = media_type.unwrap_or_else(|| "application/octet-stream".to_owned());
    let name = clean_file_name(name);
    Some(Declared {
        source,
        look: look(message, &media_type, &name),
        length_ms: length_ms(message),
        caption: caption(message),
        name,
        media_type,
        size: size.map(u64::from),
        dimensions,
    })
}

fn look(message: &MessageType, media_type: &str, name: &str) -> FileLook {
    match message {
        MessageType::Audio(audio) if audio.voice.is_some() => FileLook::Voice,
        MessageType::Audio(_) => FileLook::Sound,
        MessageType::Video(_) => FileLook::Video,
        _ => look_of(media_type, name),
    }
}

/// How long a recording plays.
pub(crate) fn length_ms(message: &MessageType) -> Option<u32> {
    let length = match message {
        MessageType::Audio(audio) => {
            let info = audio.info.as_deref().and_then(|info| info.duration);
            info.or(audio.audio.as_ref().map(|details| details.duration))?
        }
        MessageType::Video(video) => video.info.as_deref()?.duration?,
        _ => return None,
    };
    u32::try_from(length.as_millis()).ok()
}

impl Declared<'_> {
    /// `room` is the room's pseudonym, for the scanner's report.
    fn view(self, verdict: Option<&SignedVerdict>, safety: &Safety, room: &str) -> FileView {
        let (handle, state) = safety.look_up(self.source, &self.name, &self.media_type, room, verdict);
        FileView {
            handle,
            look: self.look,
            length_ms: self.length_ms,
            name: self.name,
            media_type: self.media_type,
            size: self.size,
            dimensions: self.dimensions,
            caption: self.caption.map(words_view),
            safety: state,
        }
    }
}

/// A file that is on its way.
pub(super) fn parcel_body(parcel: &Parcel) -> BodyView {
    let voice = parcel.voice.as_ref();
    BodyView::File(FileView {
        handle: String::new(),
        name: parcel.name.clone(),
        media_type: parcel.media_type.clone(),
        size: Some(parcel.size),
        dimensions: parcel.dimensions,
        look: if voice.is_some() { FileLook::Voice } else { look_of(&parcel.media_type, &parcel.name) },
        length_ms: voice.map(|voice| voice.length_ms),
        caption: parcel.caption.as_deref().and_then(|caption| Some(words_view(written(&text(caption, &[]).msgtype)?))),
        safety: parcel.safety.clone(),
    })
}

fn why(message: &EncryptedMessage) -> UndecryptableWhy {
    match message {
        EncryptedMessage::MegolmV1AesSha2 { cause, .. } => why_of(*cause),
        _ => UndecryptableWhy::KeyNotHereYet,
    }
}

fn why_of(cause: UtdCause) -> UndecryptableWhy {
    match cause {
        UtdCause::SentBeforeWeJoined => UndecryptableWhy::BeforeJoining,
        UtdCause::HistoricalMessageAndDeviceIsUnverified => UndecryptableWhy::NeedsRecovery,
        UtdCause::HistoricalMessageAndBackupIsDisabled => UndecryptableWhy::NoCopyKept,
        UtdCause::WithheldForUnverifiedOrInsecureDevice => UndecryptableWhy::WithheldNotConfirmed,
        UtdCause::WithheldBySender => UndecryptableWhy::Withheld,
        UtdCause::UnsignedDevice | UtdCause::UnknownDevice => UndecryptableWhy::SenderNotConfirmed,
        UtdCause::VerificationViolation => UndecryptableWhy::SenderChanged,
        UtdCause::Unknown => UndecryptableWhy::KeyNotHereYet,
    }
}

/// What a message can be found by: its words, or those under its file, and the file's name.
pub(crate) fn searchable(message: &MessageType) -> Option<(String, Option<String>)> {
    if let Some((body, formatted)) = written(message) {
        return Some((words_of(body, formatted), None));
    }
    let file = file_of(message)?;
    Some((file.caption.map(|(body, formatted)| words_of(body, formatted)).unwrap_or_default(), Some(file.name)))
}

/// The file of an event, as it stands in the conversation. `room` is the room's pseudonym.
pub(crate) fn shared_file(event: &TimelineEvent, safety: &Safety, room: &str) -> Option<FileView> {
    let AnySyncTimelineEvent::MessageLike(AnySyncMessageLikeEvent::RoomMessage(SyncRoomMessageEvent::Original(
        message,
    ))) = event.raw().deserialize().ok()?
    else {
        return None;
    };
    let json: Value = event.raw().deserialize_as_unchecked().ok()?;
    let verdict = json.get("content").and_then(verdict_in);
    Some(file_of(&message.content.msgtype)?.view(verdict.as_ref(), safety, room))
}

/// One line of whatever somebody wrote; empty if it has no words or cannot be read.
pub(crate) fn line_of(content: &TimelineItemContent) -> String {
    match content.as_poll() {
        Some(poll) => shortened(&poll.results().question),
        None => content.as_message().map(|message| one_line(message.msgtype())).unwrap_or_default(),
    }
}

/// One line of a message, for quotes and the list of conversations.
pub(crate) fn one_line(message: &MessageType) -> String {
    let text = match file_of(message) {
        Some(file) => file.name,
        None => match message {
            MessageType::Text(text) => words_of(&text.body, text.formatted.as_ref()),
            other => other.body().to_owned(),
        },
    };
    shortened(&text)
}

fn shortened(text: &str) -> String {
    let mut line = clean(text);
    if line.chars().count() > 140 {
        line = line.chars().take(139).collect::<String>() + "…";
    }
    line
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn sent(content: Value) -> Option<(FileLook, Option<u32>)> {
        let message: MessageType = serde_json::from_value(content).ok()?;
        file_of(&message).map(|file| (file.look, file.length_ms))
    }

    #[test]
    fn a_recording_says_what_it_is_and_how_long_it_plays() {
        let recording = |kind: &str, more: Value| {
            let mut content = json!({"msgtype": kind, "body": "x", "url": "mxc://interior.example/x"});
            content.as_object_mut().expect("an object").extend(more.as_object().cloned().unwrap_or_default());
            sent(content)
        };
        let voice = json!({"org.matrix.msc3245.voice": {}, "info": {"mimetype": "audio/ogg", "duration": 12_500}});
        assert_eq!(recording("m.audio", voice), Some((FileLook::Voice, Some(12_500))));
        let details =
            json!({"org.matrix.msc3245.voice": {}, "org.matrix.msc1767.audio": {"duration": 900, "waveform": []}});
        assert_eq!(recording("m.audio", details), Some((FileLook::Voice, Some(900))));
        assert_eq!(recording("m.audio", json!({})), Some((FileLook::Sound, None)));
        let film = json!({"info": {"mimetype": "video/mp4", "duration": 60_000}});
        assert_eq!(recording("m.video", film), Some((FileLook::Video, Some(60_000))));
        let endless = json!({"info": {"duration": 9_007_199_254_740_991_u64}});
        assert_eq!(recording("m.video", endless), Some((FileLook::Video, None)));
        assert_eq!(recording("m.file", json!({"info": {"mimetype": "application/pdf"}})), Some((FileLook::Pdf, None)));
    }

    #[test]
    fn what_stands_under_a_file_is_shown_and_found() {
        let sent = |more: Value| {
            let mut content = json!({"msgtype": "m.image", "body": "map.png", "url": "mxc://interior.example/x"});
            content.as_object_mut().expect("an object").extend(more.as_object().cloned().unwrap_or_default());
            serde_json::from_value::<MessageType>(content).expect("a message")
        };
        let marked = sent(json!({"body": "Two **regions**", "filename": "map.png",
            "format": "org.matrix.custom.html", "formatted_body": "Two <strong>regions</strong>"}));
        let caption = caption(&marked).map(words_view).expect("a caption");
        assert_eq!((caption.plain.as_str(), caption.source.as_str()), ("Two regions", "Two **regions**"));
        assert_eq!(searchable(&marked), Some(("Two regions".to_owned(), Some("map.png".to_owned()))));
        for none in [json!({}), json!({"filename": "map.png"}), json!({"body": " ", "filename": "map.png"})] {
            assert!(super::caption(&sent(none)).is_none());
        }
        assert_eq!(words_in(&sent(json!({}))), Some(Vec::new()));
    }

    #[test]
    fn every_cause_has_a_reason_that_a_person_can_act_on() {
        let table = [
            (UtdCause::Unknown, UndecryptableWhy::KeyNotHereYet),
            (UtdCause::SentBeforeWeJoined, UndecryptableWhy::BeforeJoining),
            (UtdCause::VerificationViolation, UndecryptableWhy::SenderChanged),
            (UtdCause::UnsignedDevice, UndecryptableWhy::SenderNotConfirmed),
            (UtdCause::UnknownDevice, UndecryptableWhy::SenderNotConfirmed),
            (UtdCause::HistoricalMessageAndBackupIsDisabled, UndecryptableWhy::NoCopyKept),
            (UtdCause::HistoricalMessageAndDeviceIsUnverified, UndecryptableWhy::NeedsRecovery),
            (UtdCause::WithheldForUnverifiedOrInsecureDevice, UndecryptableWhy::WithheldNotConfirmed),
            (UtdCause::WithheldBySender, UndecryptableWhy::Withheld),
        ];
        for (cause, expected) in table {
            assert_eq!(why_of(cause), expected, "{cause:?}");
        }
    }
}
